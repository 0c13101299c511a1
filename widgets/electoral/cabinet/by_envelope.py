"""Internet voting of the Estonian kind: an encrypted vote in an envelope that the voter signs.

What is known (facts with their sources): an encrypted vote, signed with the ID card or mobile
ID; shares of the key with several people (A: valimised.ee); re-voting, and verification by a
second device up to three times within a short window (A: Heiberg and Willemson); verifiable
mixing and decryption since the framework of 2017 (B).

Assumptions of this model: a vote on paper overrides the one by internet; the box is not public, and an appointed auditor sees it; a second
register, kept by somebody else, holds the fingerprint of every envelope (favours the system: it
fails when both work together); whoever cannot reach the service goes to a station (favours it).
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from electoral.cabinet.adversaries import FAVOURED
from electoral.cabinet.board import code_of
from electoral.cabinet.internet import InternetPoll
from electoral.cabinet.mixing import Shadow, mix
from electoral.cabinet.own import Seen
from electoral.cabinet.poll import OWN
from electoral.cabinet.roll import last_of_each
from electoral.cabinet.seal import GROUP, opened, opened_by_secret, shown_by_random, total
from electoral.evoting.chance import Chance
from electoral.evoting.elgamal import Ciphertext, encrypt
from electoral.evoting.proofs import Proof, knowledge_claim, prove_knowledge

if TYPE_CHECKING:
    from electoral.cabinet.day import Rows


class Envelope(NamedTuple):
    """An encrypted vote under a name."""

    voter: int
    ciphertext: Ciphertext
    proof: Proof
    """The voter's signature"""

    @property
    def words(self) -> str:
        """What is signed."""
        return f"envelope|{self.voter}|{self.ciphertext.alpha}|{self.ciphertext.beta}"

    @property
    def code(self) -> str:
        """The fingerprint that the second register keeps."""
        return code_of(f"{self.words}|{self.proof.challenge}")


@lru_cache(maxsize=32)
def cards(people: int, seed: int) -> tuple[int, ...]:
    """Return the secret keys on people's ID cards."""
    return tuple(Chance("card", seed, one).below(GROUP.q) for one in range(people))


def signed(envelope: Envelope, public: int) -> bool:
    """Return whether an envelope carries the signature of its voter's card."""
    return knowledge_claim(GROUP, public, envelope.proof, envelope.words).holds


class ByEnvelope(InternetPoll):
    """Signed envelopes, mixed after the names are taken off."""

    way = "i_voting"
    revoting = True

    def setup(self) -> None:
        """Open an empty box and an empty register."""
        super().setup()
        self.keys = cards(self.setting.voters + len(self.invented), self.seed)
        self.box: list[Envelope] = []
        self.register: list[str] = []
        self.paper: dict[int, int] = {}
        """Who voted on paper instead; hidden truth but for the names."""
        self.randoms: dict[int, int] = {}
        self.mixed: tuple[Ciphertext, ...] = ()
        self.shadows: tuple[Shadow, ...] = ()
        self.opened: tuple[int | None, ...] = ()

    def _envelope(self, voter: int, choice: int, secret: int) -> Envelope:
        random = self.random(voter, len(self.box), secret)
        if self.parties.cheat.more(voter):
            choice += self.setting.choices  # no choice at all: one opened vote is one vote
        ciphertext = encrypt(GROUP, self.ceremony.public_key, choice, random)
        bare = Envelope(voter, ciphertext, Proof(0, 0))
        chance = Chance("sign", self.seed, voter, len(self.box))
        envelope = bare._replace(proof=prove_knowledge(GROUP, secret, bare.words, chance))
        if secret == self.keys[voter]:
            self.randoms[voter] = random
        return envelope

    def cast(self, voter: int, choice: int, *, owner: bool = True) -> str:
        """Encrypt, sign with the card, send; the second register notes the fingerprint."""
        self.overheard(voter, choice, owner=owner)
        sealed = self.sealed(voter, choice, owner=owner)
        envelope = self._envelope(voter, sealed, self.keys[voter])
        server, code = self.parties.server, envelope.code
        if server.swaps(voter):  # the server has nobody's card: its signature cannot hold
            envelope = self._envelope(voter, FAVOURED, self.random("forger"))
        if self.stores(voter):
            self.box.append(envelope)
            self.register.append(envelope.code)
        return code

    def borrowed(self, voter: int) -> None:
        """The clerk has nobody's ID card and cannot vote for those who did not come."""

    def _on_second_device(self, voter: int) -> int | None:
        """Fetch the stored envelope and open it with the random number from the first device."""
        stored = last_of_each((one.voter, one) for one in self.box).get(voter)
        if stored is None:
            return None
        return shown_by_random(
            self.ceremony.public_key,
            stored.ciphertext,
            self.randoms[voter],
            self.setting.choices - 1,
        )

    def after_casting(self, voter: int) -> None:
        """Some voters check with a second device, and go to a station when it shows another.

        They go there in the evening, with their last wish.
        """
        asked = self.sees[voter].asked[-1]
        if self.does(voter, "second_device"):
            shown = self._on_second_device(voter)
            self.note(voter, second=(asked, shown))
            if shown != asked:
                self.paper[voter] = asked
        if voter in self.paper and not self.learns(voter):
            self.paper[voter] = asked

    def second_device(self) -> Seen:
        """Show the learner's stored ballot."""
        asked = self.sees[OWN].asked
        if not asked:
            return Seen("second_device")
        shown = self._on_second_device(OWN)
        self.note(OWN, second=(asked[-1], shown))
        return Seen("second_device", asked[-1], shows=shown, holds=shown == asked[-1])

    def on_paper(self, choice: int) -> Seen:
        """Let the learner vote at a station: that vote counts, whatever was sent."""
        self.book.voted.setdefault(OWN, 1)
        self.paper[OWN] = choice
        self.note(OWN, voted=True)
        return Seen("paper", choice)

    def without_line(self, voter: int, choice: int) -> bool:
        """Go to a station when the service cannot be reached."""
        self.book.admit(voter)
        self.paper[voter] = choice
        self.note(voter, voted=True)
        return True

    def close(self) -> None:
        """Close the box, take out what paper overrides and what was replaced, take off names."""
        self.box = [one for one in self.box if self.keeps(one.voter)]
        last = last_of_each((one.voter, one) for one in self.box)
        self.final = [one for voter, one in last.items() if voter not in self.paper]
        inner = [one.ciphertext for one in self.final]
        parts = self.lent(inner)
        if parts and self.parties.server.leaks:  # the box is not public: they need the server
            choices = opened(inner, parts, self.setting.choices - 1)
            self.early = len(inner)
            for one, choice in zip(self.final, choices, strict=True):
                self.heard[one.voter] = -1 if choice is None else choice

    def count(self) -> Rows:
        """Mix, open each vote with enough shares, add the votes on paper."""
        inner = [one.ciphertext for one in self.final]
        for place in range(min(self.parties.server.exchanges(), len(inner))):
            random = self.random("exchanged", place)
            inner[place] = encrypt(GROUP, self.ceremony.public_key, FAVOURED, random)
        self.mixed, self.shadows = mix(self.ceremony.public_key, inner, Chance("mix", self.seed))
        parts = self.brought(self.mixed)
        if not parts:
            return ()
        self.opened = tuple(opened(self.mixed, parts, self.setting.choices - 1))
        found = [one for one in self.opened if one is not None]
        return (total([*found, *self.paper.values()], self.setting.choices),)

    def counted(self) -> list[int | None]:
        """Return what the counted envelopes and papers hold."""
        found: list[int | None] = [None] * self.setting.voters
        for one in self.final if self.enough else ():
            choice = opened_by_secret(self.ceremony, one.ciphertext, self.setting.choices - 1)
            if one.voter < len(found):
                found[one.voter] = choice
            elif choice is not None:
                self.extra.append((0, choice))
        for voter, choice in self.paper.items():
            found[voter] = choice if self.enough else None
        return found

    def views(self, announced: Rows) -> dict[str, dict[str, Any]]:
        """Everybody sees the result; the auditor sees box, register, mix and shares.

        A coercer sees no box, and so can never tell whether a ballot is the last one.
        """
        people = self.setting.voters + len(self.invented)
        published = {**self.public(), "roll": people, "result": announced}
        return {
            "anyone": published,
            "auditor": {
                **published,
                "keys": tuple(GROUP.power(GROUP.g, secret) for secret in self.keys),
                "box": tuple(self.box),
                "second_register": tuple(self.register),
                "paper": frozenset(self.paper),
                "paper_rows": total(list(self.paper.values()), self.setting.choices),
                "mixed": self.mixed,
                "shadows": self.shadows,
                "shares": tuple(self.shares),
                "lines": self.opened,
            },
        }
