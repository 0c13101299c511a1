"""Reading an archive from its first byte to its last, claim by claim; ballots wait to be checked.

Memory grows with the list of credentials, never with the ballots: of each voter only where their
last ballot stands.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO

from electoral.evoting.archive import ArchiveError, Event, Member, hashed, members
from electoral.evoting.ballot_steps import Cast
from electoral.evoting.ballots import read_choices
from electoral.evoting.checks import Step, compared
from electoral.evoting.election import compact, read_election
from electoral.evoting.setup_steps import (
    read_credentials,
    steps_of_credentials,
    steps_of_trustees,
)
from electoral.evoting.strict import FormError, decimal, fields, loads
from electoral.evoting.tally import Sum, read_decryption, read_result, read_tally
from electoral.evoting.tally_steps import (
    read_owned,
    read_sized,
    steps_of_decryption,
    steps_of_result,
    steps_of_tally,
)
from electoral.evoting.trustees import read_trustees

if TYPE_CHECKING:
    from collections.abc import Iterator

    from electoral.evoting.election import Election
    from electoral.evoting.tally import Tally
    from electoral.evoting.trustees import Trustees

MOST_FAILURES = 100
"""So many failures are kept; all are counted."""

FOLLOWS = {
    "": ("Setup",),
    "Setup": ("Ballot", "EndBallots"),
    "Ballot": ("Ballot", "EndBallots"),
    "EndBallots": ("EncryptedTally",),
    "EncryptedTally": ("PartialDecryption",),
    "PartialDecryption": ("PartialDecryption", "Result"),
    "Result": (),
}
"""What may come after which event, in an election without shuffles."""


@dataclass
class Verdict:
    """What the verifier found."""

    failures: list[Step] = field(default_factory=list)
    failed: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    """How often each check was made"""
    stage: str = ""
    """The last event: where the election stands"""
    ballots: int = 0
    """Ballots in the archive"""
    tallied: int = 0
    """Ballots that count: the last one of every voter"""
    weight: int = 0
    voters: int = 0
    """Credentials on the list"""
    group: str = ""
    secure: bool = True
    """False where the group is a toy: then proofs prove nothing"""
    result: list[list[int]] = field(default_factory=list)
    election: Election | None = None

    @property
    def accepted(self) -> bool:
        """Whether every claim that the archive makes holds."""
        return self.failed == 0

    def add(self, step: Step) -> None:
        """Count a step."""
        self.counts[step.check] = self.counts.get(step.check, 0) + 1
        if not step.holds:
            self.failed += 1
            if len(self.failures) < MOST_FAILURES:
                self.failures.append(step)


class _StopError(Exception):
    """Nothing further can be checked."""


class Audit:
    """One reading of an archive.

    Args:
        file: the archive, at its beginning.
        again: the same archive, to look up the earlier ballot of a voter.
    """

    def __init__(self, file: BinaryIO, again: BinaryIO) -> None:
        self._file, self._again = file, again
        self.verdict = Verdict()
        self.waiting: list[Cast] = []
        """Ballots that were read; whoever checks them takes them away"""
        self._data: dict[str, tuple[str, int]] = {}
        self._last: Event | None = None
        self._last_hash: str | None = None
        self._begun = 0
        self._weights: dict[bytes, int] = {}
        self._places: dict[bytes, tuple[int, int]] = {}
        self._factors: dict[int, list[list[int]]] = {}
        self._trustees: Trustees = ()
        self._tally: Tally = []

    def steps(self) -> Iterator[Step]:
        """Yield every claim but those of the ballots."""
        try:
            for member in members(self._file):
                yield from self._of_member(member)
        except ArchiveError as error:
            yield Step("file", False, error.reason, "", event=self._height)
            self._data.clear()
        except _StopError:
            self._data.clear()
        else:
            if self._last is None:
                yield Step("file", False, "there is no election in the file", "")
        if self._data:
            yield Step("extra_data", False, len(self._data), 0, event=self._height)

    @property
    def _height(self) -> int | None:
        return self._last.height if self._last else None

    # The chain.

    def _of_member(self, member: Member) -> Iterator[Step]:
        if member.kind == "header":
            yield from self._of_header(member)
        if member.time != self._begun:
            raise ArchiveError("a member has another time than the archive", member.offset)
        if member.kind == "header":
            return
        yield compared("content_hash", hashed(member.text), member.name, event=self._height)
        if member.kind == "data":
            self._data[hashed(member.text)] = member.text, member.offset
            if len(self._data) > 8:
                yield Step("extra_data", False, len(self._data), 0, event=self._height)
                raise _StopError
            return
        yield from self._of_event(member)

    def _of_header(self, member: Member) -> Iterator[Step]:
        try:
            given = fields(loads(member.text), ["version", "timestamp"])
            begun = decimal(given["timestamp"])
        except FormError as error:
            yield Step("header", False, str(error), "")
            raise _StopError from error
        wanted = compact({**given, "version": 1})
        yield compared("header", member.text[: len(wanted) + 1], wanted)
        self._begun = begun

    def _of_event(self, member: Member) -> Iterator[Step]:
        before = self._height
        try:
            event = _read_event(member.text)
        except FormError as error:
            yield Step("event_form", False, str(error), "", event=before)
            raise _StopError from error
        place = {"event": event.height}
        yield compared("chain", event.parent or "—", self._last_hash or "—", **place)
        yield compared("height", event.height, -1 + 1 if before is None else before + 1, **place)
        allowed = FOLLOWS[self.verdict.stage]
        yield Step("order", event.type in allowed, event.type, " | ".join(allowed) or "—", **place)
        if event.type not in allowed:
            raise _StopError
        self._last, self._last_hash = event, hashed(member.text)
        text, offset = self._take(event.payload) if event.payload else ("", 0)
        there = bool(text) == (event.type != "EndBallots")
        yield Step("payload", there, event.payload or "—", "", **place)
        if not there:
            raise _StopError
        if event.type == "Ballot":
            self._of_ballot(text, offset, event.height)
        elif event.type == "Setup":
            yield from self._of_setup(text)
        elif event.type == "EncryptedTally":
            yield from self._of_tally(text, event.height)
        elif event.type == "PartialDecryption":
            yield from self._of_decryption(text, event.height)
        elif event.type == "Result":
            yield from self._of_result(text, event.height)
        self.verdict.stage = event.type
        yield compared("extra_data", len(self._data), 0, **place)
        self._data.clear()

    def _take(self, name: str) -> tuple[str, int]:
        return self._data.pop(name, ("", 0))

    def _wanted(self, name: str, event: int) -> Iterator[Step]:
        there = name in self._data
        yield Step("payload", there, name, "", event=event)
        if not there:
            raise _StopError

    # Setup.

    def _of_setup(self, text: str) -> Iterator[Step]:
        names = ["election", "trustees", "credentials"]
        try:
            wanted = fields(loads(text), names)
        except FormError as error:
            yield Step("payload", False, str(error), "", event=0)
            raise _StopError from error
        for name in names:
            yield from self._wanted(f"{wanted[name]}", 0)
        texts = [self._take(wanted[name])[0] for name in names]
        verdict = self.verdict
        check = "election_form"
        try:
            election = verdict.election = self._election = read_election(texts[0])
            verdict.group, verdict.secure = election.group.name, election.group.secure
            yield Step(check, True, event=0)
            check = "trustees_form"
            self._trustees = read_trustees(texts[1], election.group)
            yield Step(check, True, event=0)
            check = "credentials_form"
            publics, weights = read_credentials(texts[2], election.group)
            yield Step(check, True, event=0)
        except FormError as error:
            yield Step(check, False, str(error), "", event=0)
            raise _StopError from error
        yield from steps_of_trustees(election, self._trustees)
        yield from steps_of_credentials(election.group, publics)
        self._weights = dict(zip(map(_digest, publics), weights, strict=True))
        verdict.voters = len(publics)
        self._sum = Sum(election)

    # Ballots.

    def _of_ballot(self, text: str, offset: int, event: int) -> None:
        verdict, election = self.verdict, self._election
        verdict.ballots += 1
        try:
            credential, choices = read_choices(text, election)
        except FormError:
            self.waiting.append(Cast(text, event, verdict.ballots, listed=False))
            return
        voter = _digest(credential)
        weight = self._weights.get(voter)
        self.waiting.append(Cast(text, event, verdict.ballots, listed=weight is not None))
        p = election.group.p
        if weight is None or not all(
            0 < number < p for row in choices for choice in row for number in choice
        ):
            return
        if voter in self._places:
            place, size = self._places[voter]
            self._again.seek(place)
            _same, earlier = read_choices(self._again.read(size).decode(), election)
            self._sum.add(earlier, weight, sign=-1)
        self._places[voter] = offset, len(text.encode())
        self._sum.add(choices, weight)

    # Tally.

    def _of_tally(self, text: str, event: int) -> Iterator[Step]:
        verdict = self.verdict
        try:
            number, weight, payload = read_sized(text)
            yield from self._wanted(payload, event)
            self._tally = read_tally(self._take(payload)[0], self._election)
        except FormError as error:
            yield Step("tally_form", False, str(error), "", event=event)
            raise _StopError from error
        yield Step("tally_form", True, event=event)
        verdict.tallied, verdict.weight = self._sum.ballots, self._sum.weight
        yield from steps_of_tally(event, (number, weight), self._tally, self._sum)

    def _of_decryption(self, text: str, event: int) -> Iterator[Step]:
        keys = [key for item in self._trustees for key in item.keys]
        try:
            owner, payload = read_owned(text)
            yield from self._wanted(payload, event)
            factors, proofs = read_decryption(self._take(payload)[0], self._election)
        except FormError as error:
            yield Step("decryption_form", False, str(error), "", event=event)
            return
        yield Step("decryption_form", True, event=event)
        known = 1 <= owner <= len(keys) and owner not in self._factors
        yield Step("decryption_owner", known, owner, f"1 … {len(keys)}", event=event)
        if known:
            public = keys[owner - 1].public_key
            self._factors[owner] = factors
            yield from steps_of_decryption(
                self._election, self._tally, public, factors, proofs, event, owner
            )

    def _of_result(self, text: str, event: int) -> Iterator[Step]:
        try:
            published = read_result(text, self._election)
        except FormError as error:
            yield Step("result_form", False, str(error), "", event=event)
            raise _StopError from error
        yield Step("result_form", True, event=event)
        self.verdict.result = published
        yield from steps_of_result(
            self._election, self._trustees, self._tally, self._factors, published, event
        )


def _digest(credential: int) -> bytes:
    return hashlib.sha256(b"%d" % int(credential)).digest()


def _read_event(text: str) -> Event:
    given = fields(loads(text), ["height", "type"], ["parent", "payload"])
    parent, height, kind, payload = (
        given.get(name) for name in ("parent", "height", "type", "payload")
    )
    if type(height) is not int or not 0 <= height < 2**53:
        raise FormError("height", height)
    if not isinstance(kind, str) or not all(
        one is None or isinstance(one, str) for one in (parent, payload)
    ):
        raise FormError("type", kind)
    return Event(parent, height, kind, payload)
