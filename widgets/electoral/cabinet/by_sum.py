"""Internet voting where ciphertexts are multiplied and only the sum is opened.

The protocol is `electoral.evoting`: credentials, ballots with proofs and signatures, a key in
several hands. How the platforms of ДЭГ are built inside is known in part only; what their makers
say of one is: homomorphic encryption, distributed key generation, blind signature, permissioned
blockchain (B: ewdn.com, 12 Sep 2020). This way is the first two of them, done after a published
specification.

Assumptions: the network does not tell who sends; voters read codes and opened ballots with a
program that the device cannot touch. Both favour the system.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from electoral.cabinet.adversaries import FAVOURED, SECOND
from electoral.cabinet.board import code_of
from electoral.cabinet.internet import BoardPoll
from electoral.cabinet.own import Seen
from electoral.cabinet.poll import OWN
from electoral.cabinet.roll import last_of_each
from electoral.cabinet.seal import GROUP, opened, opened_by_secret, shown_by_random
from electoral.evoting.ballots import fill_in, read_ballot, seal
from electoral.evoting.chance import Chance
from electoral.evoting.credentials import Credential, derive, draw
from electoral.evoting.election import Question, write_election
from electoral.evoting.elgamal import Ciphertext, multiply
from electoral.evoting.proofs import Key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from electoral.cabinet.board import Post
    from electoral.cabinet.day import Rows
    from electoral.evoting.ballots import Ballot
    from electoral.evoting.election import Election

UUID = "cabinet"


@lru_cache(maxsize=32)
def credentials_of(people: int, seed: int) -> tuple[Credential, ...]:
    """Draw a credential for each, no two with the same public part: the toy group is small."""
    chance = Chance("credentials", seed)
    made: dict[int, Credential] = {}
    while len(made) < people:
        credential = derive(draw(chance), UUID, GROUP)
        made.setdefault(int(credential.public), credential)
    return tuple(made.values())


@lru_cache(maxsize=2048)
def read(text: str, election: Election) -> Ballot:
    """Return a ballot of the board."""
    return read_ballot(text, election)


def last_on(posts: Iterable[Post]) -> dict[str, str]:
    """Return of every credential the ballot that counts: the last one."""
    return last_of_each((post.key, post.ballot) for post in posts)


def product_of(ballots: Iterable[str], election: Election) -> tuple[Ciphertext, ...]:
    """Multiply the ciphertexts of all ballots, choice by choice; no ballot gives the product 1."""
    nothing = (Ciphertext(1, 1),) * len(election.questions[0].answers)
    rows = [read(text, election).answers[0].choices for text in ballots]
    return tuple(multiply(GROUP, *column) for column in zip(nothing, *rows, strict=True))


class BySum(BoardPoll):
    """Only the sum is opened."""

    way = "deg_homomorphic"
    revoting = True

    def setup(self) -> None:
        """Write the election and give out credentials."""
        super().setup()
        setting = self.setting
        answers = tuple("ABCDEF"[: setting.choices])
        self.election = write_election(
            "Cabinet", UUID, GROUP, self.ceremony.public_key, (Question("?", answers),)
        )
        self.key = Key(GROUP, self.ceremony.public_key)
        self.rights = credentials_of(setting.voters + len(self.invented), self.seed)
        self.randoms: dict[str, list[int]] = {}
        """Of each code, what the ballot was made with; a device can hand it out."""

    def _ballot(self, voter: int, choice: int, credential: Credential) -> str:
        words = ("ballot", self.way, self.seed, voter, len(self.randoms))
        votes = [int(choice == one) for one in range(self.setting.choices)]
        text = fill_in(self.election, self.key, credential, [votes], Chance(*words))
        again = Chance(*words)
        self.randoms[code_of(text)] = [again.below(GROUP.q) for _ in votes]
        return text

    def cast(self, voter: int, choice: int, *, owner: bool = True) -> str:
        """Make a ballot on the device, sign it, send it to the board."""
        self.overheard(voter, choice, owner=owner)
        right = self.rights[voter]
        text = self._ballot(voter, self.sealed(voter, choice, owner=owner), right)
        if self.parties.cheat.more(voter):
            text = self._stuffed(voter, text, right)
        server, code = self.parties.server, code_of(text)
        if server.swaps(voter):  # the server has no credential: its signature cannot hold
            text = self._ballot(voter, FAVOURED, right._replace(secret=self.random("forger")))
        if self.stores(voter):
            post = self.board.post(str(right.public), text)
            self.from_whom[post.code] = voter
        return code

    def _stuffed(self, voter: int, text: str, right: Credential) -> str:
        """Put more votes for the favoured choice into a ballot, whose proofs then fail."""
        answers = json.loads(text)["answers"]
        choice = answers[0]["choices"][FAVOURED]
        more = GROUP.power(GROUP.g, self.parties.cheat.more(voter))
        choice["beta"] = str(int(choice["beta"]) * more % GROUP.p)
        return seal(self.election, right, answers, Chance("stuffed", self.seed, voter))

    def _open_one(self, voter: int, choice: int) -> int:
        """Have a ballot made and opened: what did it hold? It is then not cast."""
        sealed = self.sealed(voter, choice, owner=True)
        text = self._ballot(voter, sealed, self.rights[voter])
        shown = self._shown(text, self.randoms[code_of(text)])
        self.note(voter, opened=(*self.sees[voter].opened, (choice, shown)))
        if shown != choice:
            self.safe.add(voter)
        return shown

    def _shown(self, text: str, randoms: list[int]) -> int:
        """Return the choice of a ballot whose random numbers are known; -1: they do not fit."""
        choices = read(text, self.election).answers[0].choices
        values = [
            shown_by_random(self.ceremony.public_key, one, random, 1)
            for one, random in zip(choices, randoms, strict=True)
        ]
        return values.index(1) if values.count(1) == 1 else -1

    def before_casting(self, voter: int, choice: int) -> None:
        """Some voters test the device, and take another one when it cheats."""
        if voter not in self.safe and self.does(voter, "challenges"):
            self._open_one(voter, choice)

    def challenge(self, choice: int) -> Seen:
        """Have a ballot opened; it is then not cast."""
        shown = self._open_one(OWN, choice)
        return Seen("challenge", choice, shows=shown, holds=shown == choice)

    def close(self) -> None:
        """Close the board; friends of the server may open ballots, with names from its list."""
        super().close()
        for text in last_on(self.board.posts).values():
            choices = read(text, self.election).answers[0].choices
            parts = self.lent(choices)
            if parts:
                self.early += 1
            if parts and self.parties.server.leaks:
                values = opened(choices, parts, 1)
                self.heard[self.from_whom[code_of(text)]] = values.index(1)

    def count(self) -> Rows:
        """Multiply, decrypt the product with enough shares."""
        self.product = product_of(last_on(self.board.posts).values(), self.election)
        self._exchange(self.parties.server.exchanges())
        parts = self.brought(self.product)
        if not parts:
            return ()
        found = opened(self.product, parts, len(self.board.posts))
        if None in found:
            return ()  # more votes were taken from a choice than it has: nothing can be opened
        return (tuple(one or 0 for one in found),)

    def _exchange(self, votes: int) -> None:
        """Multiply the product so that votes move; anyone can do that to a ciphertext."""
        moved = [
            votes if one == FAVOURED else -votes if one == SECOND else 0
            for one in range(self.setting.choices)
        ]
        self.product = tuple(
            one._replace(beta=one.beta * GROUP.power(GROUP.g, more) % GROUP.p)
            for one, more in zip(self.product, moved, strict=True)
        )

    def counted(self) -> list[int | None]:
        """Return what the counted ballots hold."""
        found: list[int | None] = [None] * self.setting.voters
        most = self.setting.victims + 1
        owners = {str(right.public): voter for voter, right in enumerate(self.rights)}
        for key, text in last_on(self.board.posts).items() if self.enough else ():
            choices = read(text, self.election).answers[0].choices
            values = [opened_by_secret(self.ceremony, one, most) or 0 for one in choices]
            held = [choice for choice, times in enumerate(values) for _ in range(times)]
            if owners[key] < len(found):
                wished = self.meant[owners[key]]
                found[owners[key]] = held.pop(held.index(wished) if wished in held else 0)
            self.extra += [(0, choice) for choice in held]
        self.proven = {voter for voter in self.ordered if self._believed(voter)}
        return found

    def _believed(self, voter: int) -> bool:
        """Return whether a coercer is convinced by what the victim's device can hand out.

        The coercer asks for the random numbers of the ordered ballot and looks on the board
        whether it is the last one under the victim's credential.
        """
        wanted, code = self.ordered[voter]
        text = last_on(self.board.posts).get(str(self.rights[voter].public), "")
        randoms = self.randoms[code or self._obeying_code(voter)]
        return bool(text) and self._shown(text, randoms) == wanted

    def views(self, announced: Rows) -> dict[str, dict[str, Any]]:
        """Everybody sees the board, the shares and the result."""
        return self.board_views(
            {
                "election": self.election,
                "credentials": tuple(str(right.public) for right in self.rights),
                "product": self.product,
                "shares": tuple(self.shares),
                "result": announced,
            }
        )
