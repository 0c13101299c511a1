"""Tamperings with the count: the encrypted sum, what trustees open, and the numbers at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from electoral.evoting.ballots import read_ballot
from electoral.evoting.elgamal import Ciphertext
from electoral.evoting.insider import TamperError, Tampering
from electoral.evoting.threshold import lagrange

if TYPE_CHECKING:
    from electoral.evoting.chance import Chance
    from electoral.evoting.insider import Board


# The encrypted sum. Honest trustees open whatever they are handed.


def ballot_left_out(board: Board, chance: Chance) -> None:
    """A sum without one ballot, though the number of ballots is told as it is."""
    last, sizes = board.last(), board.sizes
    credential = sorted(last)[chance.below(len(last))] if last else None
    if credential is None:
        raise TamperError("ballots")
    del last[credential]
    board.recount(last)
    board.sizes = sizes


def revote_ignored(board: Board, chance: Chance) -> None:
    """A voter's first ballot counted, and not the last one."""
    try:
        voter = board.voter(chance, lambda places: len(places) > 1)
    except TamperError as error:
        raise TamperError("secrets" if board.poll is None else "revotes") from error
    last = board.last()
    first = board.ballots[voter.places[0]]
    last[voter.credential.public] = read_ballot(first, board.election)
    board.recount(last)


def weight_ignored(board: Board, chance: Chance) -> None:
    """A vote that counts several times counted once."""
    weights, last = board.weights(), board.last()
    heavy = sorted(credential for credential in last if weights[credential] > 1)
    if not heavy:
        raise TamperError("weights")
    weights[heavy[chance.below(len(heavy))]] = 1
    sizes = board.sizes
    board.recount(last, weights)
    board.sizes = sizes


def sums_exchanged(board: Board, chance: Chance) -> None:
    """The encrypted sums of two answers exchanged."""
    del chance
    row = next((row for row in board.tally if len(row) > 1), None)
    if row is None:
        raise TamperError("choice")
    row[-1], row[-2] = row[-2], row[-1]
    board.open()


def vote_added(board: Board, chance: Chance) -> None:
    """A vote added inside an encrypted sum; what is opened and published fits it."""
    _added(board, chance, 1)


def sum_forged(board: Board, chance: Chance) -> None:
    """A vote added inside the published sum, though the true sum was opened."""
    _added(board, chance, 0)


def _added(board: Board, chance: Chance, told: int) -> None:
    number = chance.below(len(board.tally))
    place = int(board.election.questions[number].blank)
    group, (alpha, beta) = board.election.group, board.tally[number][place]
    board.tally[number][place] = Ciphertext(alpha, beta * group.g % group.p)
    board.result[number][place] += told


def count_wrong(board: Board, chance: Chance) -> None:
    """One ballot more than there are, in the number alone."""
    del chance
    board.sizes = board.sizes[0] + 1, board.sizes[1]


def tally_short(board: Board, chance: Chance) -> None:
    """An encrypted sum is missing."""
    del chance
    board.tally[-1].pop()


# What trustees open.


def factor_forged(board: Board, chance: Chance) -> None:
    """A trustee opens the sum so that one answer gains a vote, and the result says so too."""
    group, (owner, made) = board.election.group, board.opened[chance.below(len(board.opened))]
    number, share = 1, 1
    for kind, value in board.trustees:
        people = 1 if kind == "Single" else len(value["verification_keys"])
        if number <= owner < number + people and kind == "Pedersen":
            came = sorted(one - number + 1 for one, _made in board.opened if one >= number)
            needed = came[: value["threshold"]]
            if owner - number + 1 not in needed:
                raise TamperError("trustees")
            share = lagrange(group, needed, owner - number + 1)
        number += people
    off = group.power(group.g, -pow(int(share), -1, int(group.q)))
    place = int(board.election.questions[0].blank)
    factors = made["decryption_factors"][0]
    factors[place] = str(int(factors[place]) * off % group.p)
    board.result[0][place] += 1


def proof_of_another(board: Board, chance: Chance) -> None:
    """The proof of one opened sum in the place of another's."""
    _owner, made = board.opened[chance.below(len(board.opened))]
    rows = [row for row in made["decryption_proofs"] if len(row) > 1]
    if not rows:
        raise TamperError("choice")
    row = rows[chance.below(len(rows))]
    one, other, *_rest = chance.shuffled(list(range(len(row))))
    row[one] = row[other]


def owner_twice(board: Board, chance: Chance) -> None:
    """A trustee who comes two times."""
    board.opened.append(board.opened[chance.below(len(board.opened))])


def owner_unknown(board: Board, chance: Chance) -> None:
    """A trustee whom nobody appointed."""
    del chance
    people = sum(
        1 if kind == "Single" else len(value["verification_keys"]) for kind, value in board.trustees
    )
    board.opened.append((people + 1, board.opened[0][1]))


def too_few(board: Board, chance: Chance) -> None:
    """A result although a trustee who was needed has not come."""
    if len(board.opened) < 2:
        raise TamperError("trustees")
    del board.opened[chance.below(len(board.opened))]


def decryption_short(board: Board, chance: Chance) -> None:
    """A trustee who has left out an answer."""
    _owner, made = board.opened[chance.below(len(board.opened))]
    made["decryption_factors"][-1].pop()


# The numbers at the end.


def result_exchanged(board: Board, chance: Chance) -> None:
    """The votes of two answers exchanged."""
    del chance
    for row in board.result:
        for place, value in enumerate(row):
            if value != row[0]:
                row[0], row[place] = value, row[0]
                return
    raise TamperError("votes")


def vote_moved(board: Board, chance: Chance) -> None:
    """A vote taken from one answer and given to another."""
    rows = [row for row in board.result if len(row) > 1 and any(row)]
    if not rows:
        raise TamperError("votes")
    row = rows[chance.below(len(rows))]
    loses = max(range(len(row)), key=lambda place: row[place])
    row[loses] -= 1
    row[(loses + 1) % len(row)] += 1


def result_negative(board: Board, chance: Chance) -> None:
    """A number of votes below nothing."""
    del chance
    board.result[0][0] = -1


TAMPERINGS = (
    Tampering("ballot-left-out", "tally_product", ballot_left_out, ("secrets",)),
    Tampering("revote-ignored", "tally_product", revote_ignored, ("secrets", "revotes")),
    Tampering("weight-ignored", "tally_product", weight_ignored, ("secrets", "weights")),
    Tampering("sums-exchanged", "tally_product", sums_exchanged, ("secrets",)),
    Tampering("vote-added", "tally_product", vote_added),
    Tampering("sum-forged", "tally_product", sum_forged, also=("result",)),
    Tampering("count-wrong", "tally_count", count_wrong),
    Tampering("tally-short", "tally_form", tally_short),
    Tampering("factor-forged", "decryption_proof", factor_forged),
    Tampering("proof-of-another", "decryption_proof", proof_of_another),
    Tampering("owner-twice", "decryption_owner", owner_twice),
    Tampering("owner-unknown", "decryption_owner", owner_unknown),
    Tampering("too-few", "enough", too_few, ("trustees",)),
    Tampering("decryption-short", "decryption_form", decryption_short, also=("enough",)),
    Tampering("result-exchanged", "result", result_exchanged),
    Tampering("vote-moved", "result", vote_moved),
    Tampering("result-negative", "result_form", result_negative),
)
