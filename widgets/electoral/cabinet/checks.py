"""Who can notice what: each check reads only what its own party may see.

A check returns how many things are not as they should be; 0 where all is well, and where it had
nothing to look at. None of them knows the hidden truth.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from electoral.cabinet import by_sum, by_token, mixing, seal
from electoral.cabinet.board import missing
from electoral.cabinet.by_envelope import signed
from electoral.cabinet.on_archive import ill_formed, unsigned
from electoral.cabinet.setting import HABITS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from electoral.cabinet.day import Day, VoterSees

    Seen = Mapping[str, Any]


@dataclass(frozen=True)
class Check:
    """One way to notice."""

    id: str
    who: str
    """voter, observer, anyone, monitor or auditor"""
    habit: str
    """A field of `Habits` without which nobody makes it; empty: it makes itself felt."""
    special: bool
    """Whether it needs a program and the knowledge to trust it. Germany's constitutional court
    asks for checks without special knowledge (B: BVerfG, 3 Mar 2009, 2 BvC 3/07)."""
    look: Callable[[Any], int]


# A voter, from their own eyes.


def _code(voter: VoterSees) -> int:
    return voter.on_board is False


def _challenge(voter: VoterSees) -> int:
    return sum(asked != shown for asked, shown in voter.opened)


def _second(voter: VoterSees) -> int:
    return voter.second is not None and voter.second[0] != voter.second[1]


def _line(voter: VoterSees) -> int:
    return voter.line is not None and voter.line[0] != voter.line[1]


def _status(voter: VoterSees) -> int:
    return voter.listed is not None and voter.listed[0] != voter.listed[1]


def _turned_away(voter: VoterSees) -> int:
    return bool(voter.refused) and not voter.voted


def _complaint(voter: VoterSees) -> int:
    return voter.forced and voter.complains


# An observer in the room.


def _room(seen: Seen) -> int:
    return seen.get("incidents", 0)


def _people_and_papers(seen: Seen) -> int:
    names = ("identified", "signatures", "papers", "printed")
    counts = [seen[name] for name in names if name in seen]
    return max(counts) - min(counts) if counts else 0


def _apart(one: Any, other: Any) -> int:
    """Return by how many votes two results differ."""
    return sum(
        abs(a - b)
        for left, right in zip(one, other, strict=True)
        for a, b in zip(left, right, strict=True)
    )


def _machine(seen: Seen) -> int:
    return _apart(seen["machine"], seen["protocol"]) if "machine" in seen else 0


def _copy(seen: Seen) -> int:
    return _apart(seen["protocol"], seen["published"]) if "protocol" in seen else 0


def _recount(seen: Seen) -> int:
    return _apart(seen["recount"], seen["published"]) if "recount" in seen else 0


def _alike(seen: Seen) -> int:
    return seen.get("marked", 0)


def _refused(seen: Seen) -> int:
    return seen["refused_entries"]


# Anyone, from what is published.


def _outage(seen: Seen) -> int:
    return int(seen["outage"])


def _roll(seen: Seen) -> int:
    return abs(seen["roll"] - seen["register"])


def _credentials(seen: Seen) -> int:
    return abs(len(seen["credentials"]) - seen["roll"]) if "credentials" in seen else 0


def _more_ballots(seen: Seen) -> int:
    if "credentials" not in seen:
        return 0
    return max(len({post.key for post in seen["board"]}) - seen["voted"], 0)


def _tokens(seen: Seen) -> int:
    return max(len(seen["board"]) - seen["issued"], 0) if "issued" in seen else 0


def _share(seen: Seen) -> int:
    return seen["members"] - seen["signed"]


def _signatures(seen: Seen) -> int:
    if "issued" in seen:
        return sum(not by_token.genuine(post.ballot) for post in seen["board"])
    if "credentials" in seen:
        return sum(unsigned(post.ballot, seen) for post in seen["board"])
    return 0


def _proofs(seen: Seen) -> int:
    return sum(ill_formed(post.ballot, seen) for post in seen["board"]) if "product" in seen else 0


def _product(seen: Seen) -> int:
    if "product" not in seen:
        return 0
    ballots = by_sum.last_on(seen["board"]).values()
    made = by_sum.product_of(ballots, seen["election"])
    return sum(a != b for a, b in zip(made, seen["product"], strict=True))


def _shares(seen: Seen, ciphertexts: Any) -> int:
    return sum(seal.failures(seen["public_keys"], ciphertexts, part) for part in seen["shares"])


def _opened(seen: Seen, ciphertexts: Any, most: int) -> list[int | None]:
    return seal.opened(ciphertexts, seen["shares"][: seen["needed"]], most)


def _decryption(seen: Seen) -> int:
    """Return by how much the published result differs from what the shares open."""
    if "shares" not in seen or not seen["result"]:
        return 0
    if "product" in seen:
        found = _opened(seen, seen["product"], len(seen["board"]))
        wrong = sum(a != b for a, b in zip(found, seen["result"][0], strict=True))
        return wrong + _shares(seen, seen["product"])
    box = [by_token.read(post.ballot).ciphertext for post in seen["board"]]
    found = _opened(seen, box, len(seen["result"][0]) - 1)
    wrong = sum(a != line[1] for a, line in zip(found, seen["lines"], strict=True))
    size = len(seen["result"][0])
    added = seal.total([choice for _, choice in seen["lines"] if choice is not None], size)
    return wrong + _apart((added,), seen["result"]) + _shares(seen, box)


# Those who keep copies, and those who were appointed.


def _grew(seen: Seen) -> int:
    return missing(seen["copies"], seen["board"])


def _envelopes(seen: Seen) -> int:
    keys = seen["keys"]
    return sum(not signed(one, keys[one.voter]) for one in seen["box"])


def _register(seen: Seen) -> int:
    stored = {one.code for one in seen["box"]}
    return len(stored ^ set(seen["second_register"]))


def _final(seen: Seen) -> list[Any]:
    last = {one.voter: one for one in seen["box"]}
    return [one.ciphertext for voter, one in last.items() if voter not in seen["paper"]]


def _shuffle(seen: Seen) -> int:
    return mixing.failures(seen["public_key"], _final(seen), seen["mixed"], seen["shadows"])


def _box(seen: Seen) -> int:
    if not seen["result"]:
        return 0
    size = len(seen["result"][0])
    found = _opened(seen, seen["mixed"], size - 1)
    added = seal.total([one for one in found if one is not None], size)
    both = tuple(a + b for a, b in zip(added, seen["paper_rows"], strict=True))
    return _apart((both,), seen["result"]) + _shares(seen, seen["mixed"])


_EASY, _HARD = False, True

CHECKS = {
    check.id: check
    for check in (
        Check("code_on_board", "voter", "codes", _EASY, _code),
        Check("challenge", "voter", "challenges", _HARD, _challenge),
        Check("second_device", "voter", "second_device", _HARD, _second),
        Check("own_line", "voter", "codes", _EASY, _line),
        Check("own_status", "voter", "status", _EASY, _status),
        Check("turned_away", "voter", "", _EASY, _turned_away),
        Check("complaint", "voter", "complaints", _EASY, _complaint),
        Check("room", "observer", "observers", _EASY, _room),
        Check("people_and_papers", "observer", "observers", _EASY, _people_and_papers),
        Check("machine_and_hand", "observer", "observers", _EASY, _machine),
        Check("protocol_copy", "observer", "observers", _EASY, _copy),
        Check("recount", "observer", "recount", _EASY, _recount),
        Check("papers_alike", "observer", "inspection", _EASY, _alike),
        Check("refused_entries", "observer", "observers", _EASY, _refused),
        Check("outage", "anyone", "", _EASY, _outage),
        Check("missing_share", "anyone", "", _EASY, _share),
        Check("roll_and_register", "anyone", "register", _EASY, _roll),
        Check("credentials_and_roll", "anyone", "register", _EASY, _credentials),
        Check("tokens_and_ballots", "anyone", "register", _EASY, _tokens),
        Check("voters_and_ballots", "anyone", "register", _EASY, _more_ballots),
        Check("archive_signatures", "anyone", "archive", _HARD, _signatures),
        Check("archive_proofs", "anyone", "archive", _HARD, _proofs),
        Check("archive_product", "anyone", "archive", _HARD, _product),
        Check("archive_decryption", "anyone", "archive", _HARD, _decryption),
        Check("copies_of_board", "monitor", "copies", _HARD, _grew),
        Check("envelopes_and_roll", "auditor", "auditor", _HARD, _envelopes),
        Check("register_and_box", "auditor", "auditor", _HARD, _register),
        Check("shuffle", "auditor", "auditor", _HARD, _shuffle),
        Check("box_decryption", "auditor", "auditor", _HARD, _box),
    )
}
"""All checks, by id."""


def findings(day: Day) -> dict[tuple[str, str], int]:
    """Return what the checks of a day found: (who, check) and how much, where it is not 0."""
    found: dict[tuple[str, str], int] = {}
    for check in CHECKS.values():
        if check.habit in HABITS and not getattr(day.setting.habits, check.habit):
            continue
        if check.who == "voter":
            amount = sum(int(check.look(voter)) for voter in day.voters)
        else:
            amount = int(check.look(day.sees[check.who])) if check.who in day.sees else 0
        if amount:
            found[check.who, check.id] = amount
    return found
