"""An invented election from its first event to its result. Everything comes from the seed."""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, count, islice
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

from electoral.evoting import credentials
from electoral.evoting.archive import Writer
from electoral.evoting.ballots import fill_in, read_choices
from electoral.evoting.chance import Chance
from electoral.evoting.election import Election, Question, compact, write_election
from electoral.evoting.groups import GROUPS
from electoral.evoting.proofs import Key
from electoral.evoting.tally import Sum, decrypt, read_decryption, result, sized
from electoral.evoting.trustees import Office, appoint, read_trustees

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from electoral.evoting.credentials import Credential

QUESTIONS = (Question("Who shall chair the council?", ("A", "B", "C")),)
"""An invented question."""

PART = 25
"""Ballots that one process fills in, or checks, at a time."""


@dataclass(frozen=True)
class Plan:
    """What is asked of whom."""

    voters: int
    seed: int
    group: str = "BELENIOS-2048"
    questions: tuple[Question, ...] = QUESTIONS
    trustees: int = 1
    """Without each of whom nothing is opened"""
    threshold: tuple[int, int] | None = None
    """So many of so many further trustees are enough"""
    weights: bool = False
    """Whether votes count once, twice or three times"""
    revotes: int = 0
    """Of a thousand voters, so many vote twice"""
    turnout: int = 1000
    """Of a thousand voters, so many vote"""

    def __post_init__(self) -> None:
        if self.group not in GROUPS:
            raise ValueError(f"group ({self.group}) must be one of {', '.join(GROUPS)}")
        if not 1 <= self.voters <= 10**7:
            raise ValueError(f"voters ({self.voters}) must be from 1 to 10,000,000")
        if not self.questions:
            raise ValueError("an election needs a question")
        if self.voters * (3 if self.weights else 1) >= GROUPS[self.group].q:
            raise ValueError(f"{self.group} counts to {GROUPS[self.group].q - 1} and no further")


class Poll:
    """An election with all its secrets: what a simulation knows and nobody else ever should."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.chance = Chance("electoral.evoting", plan.seed, plan.voters, plan.group)
        self.group = GROUPS[plan.group]
        self.uuid = self.chance.child("uuid").text(14)
        self.office: Office = appoint(
            self.group,
            self.chance.child("trustees"),
            singles=plan.trustees,
            threshold=plan.threshold,
        )
        self.election: Election = write_election(
            "An invented election", self.uuid, self.group, self.office.public_key, plan.questions
        )

    @cached_property
    def key(self) -> Key:
        """The election's key, with tables as wide as the number of ballots deserves."""
        values = sum(question.values for question in self.plan.questions)
        return Key(self.group, self.office.public_key, min(self.plan.voters, 2000) * values * 4)

    def credential(self, voter: int) -> Credential:
        """Return the credential of a voter, counted from 0."""
        return self._credential(voter) if self.group.secure else self._distinct[voter]

    def _credential(self, voter: int, turn: int = 0) -> Credential:
        chance = self.chance.child("credential", voter, *([turn] if turn else []))
        weight = 1 + chance.below(3) if self.plan.weights else 1
        return credentials.derive(credentials.draw(chance), self.uuid, self.group, weight)

    @cached_property
    def _distinct(self) -> list[Credential]:
        """In a toy group two voters soon draw the same; then the later one draws again."""
        taken: dict[int, Credential] = {}
        for voter in range(self.plan.voters):
            turns = (self._credential(voter, turn) for turn in count())
            one = next(credential for credential in turns if credential.public not in taken)
            taken[one.public] = one
        return list(taken.values())

    def votes(self, voter: int, attempt: int = 0) -> list[list[int]]:
        """Return what a voter wants: every allowed number of answers, the first ones liked most."""
        chance = self.chance.child("votes", voter, attempt)
        return [_vote(question, chance) for question in self.plan.questions]

    def ballot(self, voter: int, attempt: int = 0, credential: Credential | None = None) -> str:
        """Return the ballot of a voter, whose credential need not be derived again if given."""
        return fill_in(
            self.election,
            self.key,
            credential or self.credential(voter),
            self.votes(voter, attempt),
            self.chance.child("ballot", voter, attempt),
        )

    def attendance(self) -> Iterator[tuple[int, int]]:
        """Yield who votes, and whether for the first or the second time, in order of time."""
        again = []
        for voter in range(self.plan.voters):
            chance = self.chance.child("comes", voter)
            if chance.below(1000) < self.plan.turnout:
                yield voter, 0
                if chance.below(1000) < self.plan.revotes:
                    again.append(voter)
        for voter in again:
            yield voter, 1


def _vote(question: Question, chance: Chance) -> list[int]:
    if question.blank and chance.below(10) == 0:
        return [1] + [0] * len(question.answers)
    number = question.min + chance.below(question.max - question.min + 1)
    liked = sorted(range(len(question.answers)), key=lambda place: chance.below(100) * (place + 2))[
        :number
    ]
    votes = [int(place in liked) for place in range(len(question.answers))]
    return [0, *votes] if question.blank else votes


def simulate(
    path: Path | str,
    plan: Plan,
    *,
    workers: int = 1,
    progress: Callable[[int], None] | None = None,
) -> Poll:
    """Write the archive of an election that nobody held.

    Args:
        path: the file to be written; it appears only when it is complete.
        plan: what is asked of whom.
        workers: processes that fill in ballots; the archive is the same for any number.
        progress: is told how many ballots are written.
    """
    poll = Poll(plan)
    unfinished = Path(f"{path}.part")
    with unfinished.open("wb") as file, _hands(poll, workers) as hands:
        writer = Writer(file)
        given = list(hands(_derive, iter(range(plan.voters))))
        open_poll(poll, writer, given)
        tally, last = Sum(poll.election), {}
        coming = ((voter, attempt, given[voter]) for voter, attempt in poll.attendance())
        for done, (text, voter) in enumerate(
            zip(hands(_fill, coming), poll.attendance(), strict=True), 1
        ):
            credential, choices = read_choices(text, poll.election)
            weight = given[voter[0]].weight
            if credential in last:
                tally.add(last[credential], weight, sign=-1)
            if plan.revotes:
                last[credential] = choices
            tally.add(choices, weight)
            writer.event("Ballot", writer.data(text))
            if progress:
                progress(done)
        writer.event("EndBallots")
        close_poll(poll, writer, tally)
    unfinished.replace(path)
    return poll


def open_poll(
    poll: Poll, writer: Writer, given: Sequence[Credential] | None = None
) -> dict[int, int]:
    """Write what stands before the first ballot; return the weight of each public credential.

    Args:
        poll: the election.
        writer: an archive that has only begun.
        given: the credentials, where they have been derived already.
    """
    given = given or [poll.credential(voter) for voter in range(poll.plan.voters)]
    listed = [one.entry if poll.plan.weights else str(one.public) for one in given]
    setup = {
        "election": writer.data(poll.election.text),
        "trustees": writer.data(poll.office.text),
        "credentials": writer.data(compact(sorted(listed))),
    }
    writer.event("Setup", writer.data(compact(setup)))
    return {one.public: one.weight for one in given}


def close_poll(
    poll: Poll, writer: Writer, tally: Sum, present: Sequence[int] = ()
) -> list[list[int]]:
    """Write tally, partial decryptions and result; return the result.

    Args:
        poll: the election.
        writer: where its archive stands after the last ballot.
        tally: the product of the ballots that count.
        present: numbers of the trustees who come; those who are needed when none are named.
    """
    election, chance = poll.election, poll.chance.child("decrypt")
    writer.event("EncryptedTally", writer.data(sized(tally, writer.data(tally.text))))
    factors = {}
    for owner in present or [number for item in poll.office.needed for number in item]:
        secret = poll.office.secrets[owner - 1]
        text = decrypt(election, tally.tally, secret, chance.child(owner))
        factors[owner], _proofs = read_decryption(text, election)
        owned = compact({"owner": owner, "payload": writer.data(text)})
        writer.event("PartialDecryption", writer.data(owned))
    trustees = read_trustees(poll.office.text, poll.group)
    counts = result(election, trustees, tally.tally, factors, tally.weight)
    writer.event("Result", writer.data(compact({"result": counts})))
    return counts


# Work for several processes: each has the same poll.

_POLL: list[Poll] = []


def _begin(plan: Plan) -> None:
    if not _POLL or _POLL[0].plan != plan:
        _POLL[:] = [Poll(plan)]


def _derive(voters: list[int]) -> list[Credential]:
    return [_POLL[0].credential(voter) for voter in voters]


def _fill(part: list[tuple[int, int, Credential]]) -> list[str]:
    return [_POLL[0].ballot(*voter) for voter in part]


@contextmanager
def _hands(poll: Poll, workers: int) -> Iterator[Callable[..., Iterator[Any]]]:
    """Give a way to have work done in parts, here or in processes, with results in order."""
    poll.key.of_g.power(0)  # the tables are made before the processes, which then share them
    _POLL[:] = [poll]
    size = max(1, min(PART, poll.plan.voters // (4 * workers)))

    def parts(things: Iterator[Any]) -> Iterator[list[Any]]:
        return iter(lambda: list(islice(things, size)), [])

    if workers < 2:
        yield lambda work, things: chain.from_iterable(map(work, parts(things)))
        return
    with pool(workers, _begin, poll.plan) as processes:
        yield lambda work, things: chain.from_iterable(in_order(processes, work, parts(things)))


def pool(workers: int, begin: Callable[..., None], *given: object) -> ProcessPoolExecutor:
    """Return processes that begin alike."""
    context = get_context("fork" if hasattr(os, "fork") else "spawn")
    return ProcessPoolExecutor(workers, context, begin, given)


def in_order(processes: ProcessPoolExecutor, work: Callable, parts: Iterable) -> Iterator:
    """Yield the results of the parts in their order; only a few parts are under way at a time."""
    waiting = []
    for part in parts:
        waiting.append(processes.submit(work, part))
        if len(waiting) > 6:
            yield waiting.pop(0).result()
    for future in waiting:
        yield future.result()
