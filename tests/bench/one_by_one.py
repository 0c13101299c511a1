"""The same polling day, ballot by ballot in plain Python: slow, and written independently.

One voter after the other comes, marks a ballot, lets the machine read it and leaves; then the
commission sorts the ballots one by one. Without acts; thresholds as usual.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from electoral.plan import Plan, chance_of

CLEAR, PALE, TOUCHING, CORRECTED, BLANK, TWO = range(6)
DARKNESS = {
    CLEAR: ((140, 395), (0, 15)),
    PALE: ((45, 95), (0, 15)),
    TOUCHING: ((140, 420), (45, 180)),
    CORRECTED: ((140, 420), (450, 800)),
    BLANK: ((0, 15), (0, 15)),
    TWO: ((140, 420), (140, 420)),
}
SURE, DOUBTFUL = 100, 40
INVALID, RETURNED = 5, 6

Chances = Iterator[tuple[int, int, int, int]]
"""For each voter: 16 bits for the choice, for the hand, for the darkness, 8 for a coin."""


@dataclass
class Ballot:
    choice: int
    hand: int
    other: int
    first: int
    second: int
    coin: int


def by_itself(seed: int) -> Chances:
    """Draw each voter's chance when the voter comes."""
    chance = random.Random(seed)
    while True:
        yield tuple(chance.getrandbits(bits) for bits in (16, 16, 16, 8))


def as_in_columns(plan: Plan, seed: int) -> Chances:
    """Draw the same numbers as the fast model does, so that both can be compared exactly.

    It takes the raw words of the generator column by column, 64 stations at a time.
    """
    raw = chance_of(seed).bit_generator
    for first in range(0, plan.stations, 64):
        last = min(first + 64, plan.stations)
        count = sum(came(plan, station) for station in range(first, last))
        columns = []
        for size in (2, 2, 2, 1):
            words = [raw.random_raw() for _ in range(-(-count * size // 8) or 1)]
            data = b"".join(word.to_bytes(8, "little") for word in words)
            places = range(0, count * size, size)
            columns.append([int.from_bytes(data[at : at + size], "little") for at in places])
        yield from zip(*columns, strict=True)


def mark(weights: list[int], shares: list[int], chance: tuple[int, int, int, int]) -> Ballot:
    for_choice, for_hand, dark, coin = chance
    choice, running, total = 0, weights[0], sum(weights)
    while choice < 4 and for_choice > running * 65_535 // total:
        choice += 1
        running += weights[choice]
    hand, running, total = 0, shares[0], sum(shares)
    while for_hand >= running * 65_536 // total:
        hand += 1
        running += shares[hand]
    other = (choice + 1 + coin % 4) % 5
    if hand == TOUCHING:
        other = 3 if choice == 4 else choice + 1
    (low, high), (low_other, high_other) = DARKNESS[hand]
    first = low + dark // 256 * (high - low + 1) // 256
    second = low_other + dark % 256 * (high_other - low_other + 1) // 256
    return Ballot(choice, hand, other, first, second, coin)


def read(ballot: Ballot) -> int:
    darkest, lighter = max(ballot.first, ballot.second), min(ballot.first, ballot.second)
    if darkest < DOUBTFUL or lighter >= SURE:
        return INVALID
    if darkest < SURE or lighter >= DOUBTFUL:
        return RETURNED
    return ballot.choice if ballot.first >= ballot.second else ballot.other


def sort(ballot: Ballot) -> int:
    if ballot.hand in (BLANK, TWO):
        return INVALID
    if ballot.hand in (TOUCHING, CORRECTED) and ballot.coin >= 192:
        return INVALID
    return ballot.choice


def came(plan: Plan, station: int) -> int:
    came = int(plan.voters[station]) * int(plan.turnout[station]) // 1000
    return min(came, int(plan.received[station]))


def poll(plan: Plan, chances: Chances) -> list[dict]:
    """Return for each station the machine's slip, the piles and the spoiled ballots."""
    shares = plan.hands.tolist()
    stations = []
    for station in range(plan.stations):
        weights = plan.weights[station].tolist()
        voters = came(plan, station)
        outside = voters * int(plan.outside[station]) // 1000
        spare = int(plan.received[station]) - voters
        slip, piles, spoiled = [0] * 6, [0] * 6, 0
        urn = []
        for voter in range(voters):
            ballot = mark(weights, shares, next(chances))
            if voter >= outside:
                reading = read(ballot)
                if reading == RETURNED:
                    if ballot.coin % 2 == 0 and ballot.hand not in (BLANK, TWO) and spoiled < spare:
                        spoiled += 1
                        ballot = Ballot(ballot.choice, CLEAR, ballot.other, 250, 5, ballot.coin)
                        reading = ballot.choice
                    else:
                        reading = INVALID
                slip[reading] += 1
            urn.append(ballot)
        for ballot in urn:
            piles[sort(ballot)] += 1
        stations.append({"slip": slip, "piles": piles, "spoiled": spoiled})
    return stations
