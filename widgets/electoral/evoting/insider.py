"""A finished archive taken apart by someone inside, and put together again so that it fits.

Whoever runs the server can re-do the chain of events, every hash and the product of the ballots.
They cannot sign for a voter or open a tally for a trustee; where a tampering is a voter's own, or
honest trustees open what they are handed, the secrets come from the seed of the simulation.
"""

from __future__ import annotations

import io
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, BinaryIO

from electoral.evoting.archive import TIMESTAMP, Writer, members
from electoral.evoting.ballots import answer, bound, read_ballot, seal, write_answer
from electoral.evoting.chance import Chance
from electoral.evoting.election import compact, read_election
from electoral.evoting.elgamal import logarithm
from electoral.evoting.proofs import Key
from electoral.evoting.setup_steps import read_credentials
from electoral.evoting.simulate import Plan, Poll
from electoral.evoting.strict import FormError, loads
from electoral.evoting.tally import Sum, decrypt, read_tally, synthetic
from electoral.evoting.trustees import read_trustees

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from electoral.evoting.ballots import Ballot
    from electoral.evoting.credentials import Credential
    from electoral.evoting.election import Election
    from electoral.evoting.elgamal import Ciphertext
    from electoral.evoting.tally import Tally

SEEDS = 10_000
"""The seeds among which that of a simulated archive is looked for."""


class TamperError(ValueError):
    """An archive in which this cannot be done; `needs` names what is missing."""

    def __init__(self, needs: str) -> None:
        self.needs = needs
        super().__init__(f"this archive has no {needs}")


@dataclass(frozen=True)
class Tampering:
    """One way to tamper with an archive."""

    name: str
    check: str
    """The first of `checks.CHECKS` that fails"""
    act: Callable[[Board, Chance], bytes | None] = field(repr=False)
    """Changes the board, or returns the file that comes of it"""
    needs: tuple[str, ...] = ()
    """What the archive must have: secrets, blank, weights, revotes, threshold, trustees …"""
    also: tuple[str, ...] = ()
    """Checks that may fail besides, since the damage shows there too"""


@dataclass
class Board:
    """What an archive says, in pieces that can be changed."""

    election: Election
    trustees: Any
    listed: list[str]
    """The list of credentials, an entry a voter"""
    ballots: list[str]
    poll: Poll | None = None
    """All secrets, where the seed is known"""
    sizes: tuple[int, int] = (0, 0)
    tally: Tally = field(default_factory=list)
    opened: list[tuple[int, Any]] = field(default_factory=list)
    """The number of each trustee who came, and their partial decryption"""
    result: list[list[int]] = field(default_factory=list)
    header: str = ""

    # Reading.

    @classmethod
    def of(cls, poll: Poll) -> Board:
        """Return the board of a simulated election after its last ballot, before its tally."""
        voters = [poll.credential(voter) for voter in range(poll.plan.voters)]
        listed = [one.entry if poll.plan.weights else str(one.public) for one in voters]
        ballots = [poll.ballot(*coming) for coming in poll.attendance()]
        return cls(poll.election, json.loads(poll.office.text), sorted(listed), ballots, poll)

    @classmethod
    def read(cls, file: BinaryIO, seed: int | None = None) -> Board:
        """Return the board of a finished archive.

        Args:
            file: a valid archive, from its setup to its result.
            seed: that of its simulation; it is looked for among the first ten thousand.

        Raises:
            ValueError: it is not a finished archive.
        """
        texts: dict[str, str] = {}
        events, header = [], ""
        try:
            for member in members(file):
                if member.kind == "data":
                    texts[member.name] = member.text
                elif member.kind == "event":
                    events.append(loads(member.text))
                else:
                    header = member.text
            return cls._of_events(events, texts, header, seed)
        except (KeyError, TypeError, IndexError, AttributeError) as error:
            raise TamperError("result") from error

    @classmethod
    def _of_events(
        cls, events: list[Any], texts: dict[str, str], header: str, seed: int | None
    ) -> Board:
        if not events or events[-1]["type"] != "Result":
            raise TamperError("result")

        def payloads(kind: str) -> list[str]:
            return [texts[event["payload"]] for event in events if event["type"] == kind]

        setup = loads(payloads("Setup")[0])
        sized = loads(payloads("EncryptedTally")[0])
        owned = [loads(text) for text in payloads("PartialDecryption")]
        election = read_election(texts[setup["election"]])
        board = cls(
            election,
            loads(texts[setup["trustees"]]),
            loads(texts[setup["credentials"]]),
            payloads("Ballot"),
            sizes=(int(sized["num_tallied"]), int(sized["total_weight"])),
            tally=read_tally(texts[sized["encrypted_tally"]], election),
            opened=[(one["owner"], loads(texts[one["payload"]])) for one in owned],
            result=[list(map(int, row)) for row in loads(payloads("Result")[0])["result"]],
            header=header,
        )
        board.poll = find_poll(board, seed)
        return board

    # What those inside know.

    @property
    def secrets(self) -> Poll:
        """The election with all its secrets.

        Raises:
            TamperError: nobody knows them.
        """
        if self.poll is None:
            raise TamperError("secrets")
        return self.poll

    @property
    def key(self) -> Key:
        """The election's key."""
        if self.poll:
            return self.poll.key
        return Key(self.election.group, self.election.public_key)

    def voter(self, chance: Chance, fits: Callable[[list[int]], bool] = bool) -> Voter:
        """Return a voter by lot.

        Args:
            chance: decides.
            fits: whether these places of the voter's ballots are what is wanted.

        Raises:
            TamperError: there is no such voter.
        """
        poll = self.secrets
        places: dict[str, list[int]] = {}
        for place, text in enumerate(self.ballots):
            places.setdefault(json.loads(text)["credential"], []).append(place)
        for number in chance.shuffled(list(range(poll.plan.voters))):
            credential = poll.credential(number)
            found = places.get(str(credential.public), [])
            if fits(found):
                return Voter(number, credential, found)
        raise TamperError("ballots")

    def cast(self, credential: Credential, votes: Sequence[Sequence[int]], chance: Chance) -> str:
        """Return a signed ballot of any numbers, also of those that are no vote."""
        election = self.election
        start = bound(election, credential.public)
        answers = [
            write_answer(answer(self.key, question, list(vote), start, chance))
            for question, vote in zip(election.questions, votes, strict=True)
        ]
        return seal(election, credential, answers, chance)

    # Counting anew.

    def last(self) -> dict[int, Ballot]:
        """Return the last readable ballot of everyone on the list."""
        publics, _weights = read_credentials(compact(self.listed), self.election.group)
        known, last = set(publics), {}
        for text in self.ballots:
            try:
                ballot = read_ballot(text, self.election)
            except FormError:
                continue
            if ballot.credential in known:
                last[ballot.credential] = ballot
        return last

    def weights(self) -> dict[int, int]:
        """Return how often each credential counts."""
        publics, weights = read_credentials(compact(self.listed), self.election.group)
        return dict(zip(publics, weights, strict=True))

    def recount(
        self, last: dict[int, Ballot] | None = None, weights: dict[int, int] | None = None
    ) -> None:
        """Multiply the ballots and let the trustees open the product, whatever it is."""
        last = self.last() if last is None else last
        weights = self.weights() if weights is None else weights
        total = Sum(self.election)
        for credential, ballot in last.items():
            total.add([one.choices for one in ballot.answers], weights[credential])
        self.sizes, self.tally = (total.ballots, total.weight), total.tally
        self.open()

    def open(self) -> None:
        """Let honest trustees open the tally as it stands, and publish what comes out."""
        poll, chance = self.secrets, self.secrets.chance.child("opened again")
        owners = [owner for owner, _text in self.opened]
        self.opened = []
        factors: dict[int, list[list[int]]] = {}
        for owner in owners or [number for item in poll.office.needed for number in item]:
            secret = poll.office.secrets[owner - 1]
            made = json.loads(decrypt(self.election, self.tally, secret, chance.child(owner)))
            self.opened.append((owner, made))
            factors[owner] = [[int(one) for one in row] for row in made["decryption_factors"]]
        trustees = read_trustees(poll.office.text, poll.group)
        self.result = [
            [
                self._count(one, synthetic(self.election, trustees, factors, (number, place)))
                for place, one in enumerate(row)
            ]
            for number, row in enumerate(self.tally)
        ]

    def _count(self, one: Ciphertext, factor: int | None) -> int:
        if factor is None:
            raise TamperError("trustees")
        group = self.election.group
        value = one.beta * group.inverse(factor) % group.p
        found = logarithm(group, value, 2 * self.sizes[1] + 20)
        if found is None:
            raise TamperError("votes")
        return found

    # Writing.

    def write(self) -> bytes:
        """Return the archive, every hash and the chain in order."""
        file = io.BytesIO()
        writer = Writer(file, timestamp=time_of(self.header))
        setup = {
            "election": writer.data(self.election.text),
            "trustees": writer.data(compact(self.trustees)),
            "credentials": writer.data(compact(self.listed)),
        }
        writer.event("Setup", writer.data(compact(setup)))
        for text in self.ballots:
            writer.event("Ballot", writer.data(text))
        writer.event("EndBallots")
        tally = [[{"alpha": str(a), "beta": str(b)} for a, b in row] for row in self.tally]
        number, weight = self.sizes
        sized = {
            "num_tallied": number,
            "total_weight": weight,
            "encrypted_tally": writer.data(compact(tally)),
        }
        writer.event("EncryptedTally", writer.data(compact(sized)))
        for owner, made in self.opened:
            owned = {"owner": owner, "payload": writer.data(compact(made))}
            writer.event("PartialDecryption", writer.data(compact(owned)))
        writer.event("Result", writer.data(compact({"result": self.result})))
        return file.getvalue()


@dataclass(frozen=True)
class Voter:
    """One voter, with what only their own device knows."""

    number: int
    credential: Credential
    places: list[int]
    """Where their ballots stand among all ballots, counted from 0"""


def find_poll(board: Board, seed: int | None) -> Poll | None:
    """Return the simulation that an archive comes from, with all secrets."""
    election, voters = board.election, len(board.listed)
    seeds = range(SEEDS) if seed is None else [seed]
    for one in seeds:
        chance = Chance("electoral.evoting", one, voters, election.group.name)
        if chance.child("uuid").text(14) == election.uuid:
            poll = _poll(board, one)
            return poll if poll.election.text == election.text else None
    return None


def _poll(board: Board, seed: int) -> Poll:
    threshold = [value for kind, value in board.trustees if kind == "Pedersen"]
    return Poll(
        Plan(
            len(board.listed),
            seed,
            board.election.group.name,
            board.election.questions,
            trustees=len(board.trustees) - len(threshold),
            threshold=(threshold[0]["threshold"], len(threshold[0]["certs"]))
            if threshold
            else None,
            weights=any("," in entry for entry in board.listed),
        )
    )


def time_of(header: str) -> int:
    """Return when an archive was begun."""
    return int(json.loads(header)["timestamp"]) if header else TIMESTAMP
