"""A plot of somebody inside, carried out on an archive, and the verifier's answer to it.

>>> alone = attempt(Plot(acts=(Act("tally"),)))
>>> alone.result, alone.verdict.accepted, alone.failing
((5, 6, 2), False, ('tally_product',))
"""

from __future__ import annotations

import io
import json
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from electoral.evoting.archive import Event, Writer, hashed
from electoral.evoting.ballots import read_ballot, seal
from electoral.evoting.chance import Chance
from electoral.evoting.credentials import Credential
from electoral.evoting.election import compact, fingerprint
from electoral.evoting.elgamal import Ciphertext, encrypt, multiply
from electoral.evoting.insider import Board
from electoral.evoting.insider_moves import AHEAD, OURS, WISHES, Act, Plot, hold
from electoral.evoting.threshold import lagrange
from electoral.evoting.verify import Verdict, verify

if TYPE_CHECKING:
    from electoral.evoting.insider_moves import Day

EXTRA = 3
"""So many votes are made out of nothing where a number is forged."""


@dataclass
class Slot:
    """A place on the board."""

    voter: int
    text: str
    code: str = ""
    """The code that the voter was shown"""
    mark: str = ""
    """missing, changed, added, phone or bought"""
    stored: bool = True
    """Whether it ever stood on the board"""
    stays: bool = True
    """Whether it stands there at the end"""
    copied: str = ""
    """The text that monitors copied during the day"""


@dataclass(frozen=True)
class Block:
    """An event of the archive, or a gap where one is missing."""

    kind: str
    voter: int = -1
    mark: str = ""
    fails: tuple[str, ...] = ()
    """The checks that fail here"""


@dataclass(frozen=True)
class Attempt:
    """What came of a plot."""

    plot: Plot
    archive: bytes = field(repr=False)
    verdict: Verdict = field(repr=False)
    honest: tuple[int, ...]
    result: tuple[int, ...]
    """As it is published"""
    blocks: tuple[Block, ...] = field(repr=False)
    codes: frozenset[int]
    """Voters who, if they look, do not find their code where it should be"""
    named: frozenset[int]
    """Voters of whom a list kept by the server must say what is not so"""
    ballots: int
    """Voters who have a ballot on the board"""
    signed_in: int
    """Voters who signed in"""
    copies: bool
    """Whether copies made during the day differ from the board"""

    @property
    def failing(self) -> tuple[str, ...]:
        """The checks that fail, in the order of the archive."""
        return tuple(dict.fromkeys(step.check for step in self.verdict.failures))

    @property
    def gain(self) -> int:
        """How many votes B has gained on A."""
        return _lead(self.result) - _lead(self.honest)

    @property
    def wins(self) -> bool:
        """Whether B is published as the winner."""
        return all(self.result[OURS] > count for n, count in enumerate(self.result) if n != OURS)


def _lead(result: tuple[int, ...]) -> int:
    return result[OURS] - result[AHEAD]


@lru_cache(maxsize=64)
def attempt(plot: Plot) -> Attempt:
    """Carry a plot out and let the verifier judge the archive."""
    day = hold(plot.seed, plot.group)
    slots = _voting(day, plot)
    board = _counting(day, plot, slots)
    archive, blocks, differ = _publish(board, slots, rechain=plot.rechain)
    verdict = verify(archive)
    failing: dict[int, list[str]] = {}
    for step in verdict.failures:
        height = -1 if step.event is None else step.event
        if step.check == "content_hash":  # found in a text that the next event brings
            height += 1
        failing.setdefault(height, []).append(step.check)
    standing = {slot.voter: fingerprint(slot.text) for slot in slots if slot.stays}
    codes = {slot.voter: slot.code for slot in slots if slot.code}
    silent = {act.voter for act in plot.acts if act.move == "bribe"}
    return Attempt(
        plot,
        archive,
        verdict,
        tuple(WISHES.count(choice) for choice in range(3)),
        tuple(board.result[0]),
        tuple(
            Block(kind, voter, mark, tuple(dict.fromkeys(failing.get(height, ()))))
            for kind, voter, mark, height in blocks
        ),
        frozenset(one for one, code in codes.items() if standing.get(one) != code) - silent,
        frozenset(standing.keys() ^ codes.keys()) - silent,
        len(standing),
        len(codes),
        differ,
    )


def _voting(day: Day, plot: Plot) -> list[Slot]:
    """Return the places of the board, from the first ballot to the last change."""
    last = {voter: place for place, (voter, _text) in enumerate(day.casts)}
    slots = [Slot(voter, text, fingerprint(text), copied=text) for voter, text in day.casts]
    for act in plot.acts:
        slot = slots[last[act.voter]] if act.voter in last else None
        if slot and act.move == "phone":
            slot.text = slot.copied = day.ballot(act.voter, OURS, "phone")
            slot.code, slot.mark = fingerprint(slot.text), "phone"
        elif slot and act.move == "swallow":
            slot.stored, slot.stays, slot.mark = False, False, "missing"
        elif act.move == "cast":
            text = day.ballot(
                act.voter, OURS, "cast", None if plot.registrar else _forged(day, act)
            )
            slots.append(Slot(act.voter, text, mark="added", copied=text))
        elif act.move == "bribe":
            text = day.ballot(act.voter, OURS, "bribe")
            slots.append(Slot(act.voter, text, fingerprint(text), "bought", copied=text))
    for act in plot.acts:
        found = [slot for slot in slots if slot.voter == act.voter and slot.stays]
        if found and act.move == "erase":
            found[-1].stays, found[-1].mark = False, "missing"
        elif found and act.move == "change":
            found[-1].text = _added_to(day, plot, found[-1])
            found[-1].mark = "changed"
    return slots


def _forged(day: Day, act: Act) -> Credential:
    """Return the voter's public key with a secret that does not belong to it."""
    secret = Chance("forged", act.voter).below(day.poll.group.q)
    return Credential("", secret, day.credentials[act.voter].public)


def _more(day: Day, one: Ciphertext, by: str) -> Ciphertext:
    """Return a ciphertext of three votes more, made without opening it."""
    group, key = day.poll.group, day.poll.election.public_key
    own = encrypt(group, key, EXTRA, Chance("insider adds", by).below(group.q))
    return multiply(group, one, own)


def _added_to(day: Day, plot: Plot, slot: Slot) -> str:
    """Return a ballot with three votes more for B; the registrar's copy of the key signs it."""
    ballot = json.loads(slot.text)
    choice = ballot["answers"][0]["choices"][OURS]
    alpha, beta = _more(
        day, Ciphertext(int(choice["alpha"]), int(choice["beta"])), f"ballot {slot.voter}"
    )
    choice.update(alpha=str(alpha), beta=str(beta))
    if plot.registrar:
        chance = day.poll.chance.child("signed again", slot.voter)
        return seal(day.poll.election, day.credentials[slot.voter], ballot["answers"], chance)
    if plot.rechain:
        body = {name: value for name, value in ballot.items() if name != "signature"}
        ballot["signature"]["hash"] = fingerprint(compact(body))
    return compact(ballot)


def _counting(day: Day, plot: Plot, slots: list[Slot]) -> Board:
    """Return the board with sum, opening and result."""
    listed = sorted(str(one.public) for one in day.credentials)
    texts = [slot.text for slot in slots if slot.stays]
    board = Board(day.poll.election, json.loads(day.poll.office.text), listed, texts, day.poll)
    kinds = {act.move for act in plot.acts}
    counted = board.last()
    if "early" in kinds:
        first = next(text for voter, text in day.casts if voter == day.twice)
        early = read_ballot(first, day.poll.election)
        counted[early.credential] = early
    board.recount(counted)
    if "tally" in kinds:
        board.tally[0][OURS] = _more(day, board.tally[0][OURS], "sum")
        board.open()
    if "open" in kinds:
        _open_wrongly(day, board)
    if {"open", "result"} & kinds:
        board.result[0][OURS] += EXTRA * len({"open", "result"} & kinds)
    return board


def _open_wrongly(day: Day, board: Board) -> None:
    """Let the first trustee open the sum so that three votes more come out."""
    group = day.poll.group
    owner, made = board.opened[0]
    share = lagrange(group, [number for number, _made in board.opened], owner)
    step = -EXTRA * pow(int(share), -1, int(group.q)) % group.q
    factors = made["decryption_factors"][0]
    factors[OURS] = str(int(factors[OURS]) * group.power(group.g, step) % group.p)


# Publishing.


class _Chain:
    """Writes events one after the other, new ones and those that stood there before."""

    def __init__(self) -> None:
        self.file = io.BytesIO()
        self.writer = Writer(self.file)
        self.last: Event | None = None

    def event(self, kind: str, payload: str | None = None) -> int:
        parent = hashed(self.last.text) if self.last else None
        return self.again(Event(parent, self.last.height + 1 if self.last else 0, kind, payload))

    def again(self, event: Event) -> int:
        self.last = event
        self.writer.add(f"{hashed(event.text)}.event.json", event.text)
        return event.height


def _publish(
    board: Board, slots: list[Slot], *, rechain: bool
) -> tuple[bytes, list[tuple[str, int, str, int]], bool]:
    """Return the archive, its blocks with their heights, and whether copies of the day differ."""
    day = _Chain()
    copied = []
    chain = _Chain()
    setup = compact(
        {
            "election": chain.writer.data(board.election.text),
            "trustees": chain.writer.data(compact(board.trustees)),
            "credentials": chain.writer.data(compact(board.listed)),
        }
    )
    day.event("Setup", hashed(setup))
    blocks = [("Setup", -1, "", chain.event("Setup", chain.writer.data(setup)))]
    final = []
    for slot in slots:
        stood = None
        if slot.stored:
            day.event("Ballot", hashed(slot.copied))
            stood = day.last
            copied.append((stood, slot.copied))
        if not slot.stays:
            blocks.append(("Ballot", slot.voter, slot.mark, -1))
            continue
        if rechain or stood is None:
            height = chain.event("Ballot", chain.writer.data(slot.text))
        else:
            chain.writer.add(f"{hashed(slot.copied)}.data.json", slot.text)
            height = chain.again(stood)
        final.append((chain.last, slot.text))
        blocks.append(("Ballot", slot.voter, slot.mark, height))
    return *_close(board, chain, blocks), copied != final


def _close(
    board: Board, chain: _Chain, blocks: list[tuple[str, int, str, int]]
) -> tuple[bytes, list[tuple[str, int, str, int]]]:
    data = chain.writer.data
    blocks.append(("EndBallots", -1, "", chain.event("EndBallots")))
    tally = [[{"alpha": str(a), "beta": str(b)} for a, b in row] for row in board.tally]
    number, weight = board.sizes
    sizes = {"num_tallied": number, "total_weight": weight}
    sized = compact({**sizes, "encrypted_tally": data(compact(tally))})
    blocks.append(("EncryptedTally", -1, "", chain.event("EncryptedTally", data(sized))))
    for owner, made in board.opened:
        owned = data(compact({"owner": owner, "payload": data(compact(made))}))
        blocks.append(("PartialDecryption", owner, "", chain.event("PartialDecryption", owned)))
    result = data(compact({"result": board.result}))
    blocks.append(("Result", -1, "", chain.event("Result", result)))
    return chain.file.getvalue(), blocks
