"""What of a public board travels to the browser: numbers as text, and sentences about them."""

from __future__ import annotations

from math import isqrt
from typing import TYPE_CHECKING, Any

from electoral.evoting.groups import GROUPS
from electoral_widgets import bulletin_board_rows as board
from electoral_widgets import bulletin_board_words as say
from electoral_widgets.base import words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from electoral_widgets.bulletin_board_rows import Row


def shown(state: Mapping[str, Any], language: str) -> dict[str, Any]:
    """Return everything that belongs to a state; before a guess, nothing."""
    if not state["guess"]:
        return {"cast": 0}
    group = GROUPS[state["group"]]
    _, key = board.keys(group.name, state["seed"])
    rows, replaced, refused = board.standing(state)
    everything = {
        "group": group.name,
        "secure": group.secure,
        "public": _texts(p=group.p, q=group.q, g=group.g, key=key),
        "cast": len(state["cast"]),
        "rows": [_line(one) for one in rows],
        "replaced": [_line(one) for one in replaced],
        "said": _warnings(state, rows, refused, language),
        "made": _made(state, rows, refused),
    }
    if state["expect"] and rows:
        everything |= _multiplied(state, rows, language)
    if state["done"]:
        everything |= _tried(state, rows, language)
    return everything


def _warnings(
    state: Mapping[str, Any], rows: list[Row], refused: list[Row], language: str
) -> list[str]:
    """Say which lines were refused, and which hide another number than 0 or 1."""
    tell = words(language).gettext
    return [
        tell(text).format(
            voter=board.VOTERS[one.voter],
            vote=one.vote,
            left=_short(one.proof.left),
            right=_short(one.proof.right),
        )
        for text, lines in (
            (say.REFUSED, refused),
            (say.LUCKY if state["proofs"] else say.NUMBER_SEEN, [r for r in rows if r.vote > 1]),
        )
        for one in lines
    ]


def _made(state: Mapping[str, Any], rows: list[Row], refused: list[Row]) -> dict[str, Any] | None:
    """Return how the last line of the voter looked at was made, also when it was refused."""
    one = next((one for one in (*refused, *rows) if one.voter == state["shown"]), None)
    if one is None:
        return None
    alpha, beta = one.sealed
    return {
        "vote": one.vote,
        "refused": one in refused,
        **_texts(secret=one.secret, first=alpha, mask=one.mask, second=beta, code=one.code),
        **_texts(left=one.proof.left, right=one.proof.right),
        "arcs": _arcs(state["group"], ("first", alpha), ("mask", one.mask), ("vote", beta)),
    }


def _multiplied(state: Mapping[str, Any], rows: list[Row], language: str) -> dict[str, Any]:
    """Return the product, what the learner's own came to, and what was opened."""
    tell = words(language).gettext
    name = state["group"]
    total = board.product(name, rows)
    found: dict[str, Any] = {"product": _texts(first=total.alpha, second=total.beta)}
    if name == board.TOY:
        found["running"] = board.running(rows)
        found["hand"] = [
            {
                "good": given == right,
                "said": tell(say.HAND_RIGHT if given == right else say.HAND_WRONG).format(
                    given=given, p=GROUPS[name].p
                ),
            }
            for given, right in zip(state["hand"], total, strict=False)
        ]
    if state["opened"]:
        one = board.opened(name, state["seed"], total)
        found["opened"] = {
            **_texts(key=one.key, mask=one.mask, rest=one.rest, total=one.total),
            "arcs": _arcs(name, ("mask", one.mask), ("vote", total.beta)),
            "fair": one.total == sum(row.vote for row in rows)
            and all(row.vote < 2 for row in rows),
            "said": _meaning(rows, one.total, language),
        }
    return found


def _meaning(rows: list[Row], total: int, language: str) -> list[str]:
    """Say what the sum tells, and what it hides."""
    tell = words(language).gettext
    odd = next((one for one in rows if one.vote > 1), rows[0])
    text = say.SUM_FAIR
    if odd.vote > 1:
        text = say.SUM_HIDES if total <= len(rows) else say.SUM_SHOWS
    said = tell(text).format(
        total=total, lines=len(rows), voter=board.VOTERS[odd.voter], vote=odd.vote
    )
    true = sum(one.vote for one in rows)
    wraps = tell(say.SUM_WRAPS).format(true=true, total=total)
    return [said] if true == total else [wraps, said]


def _tried(state: Mapping[str, Any], rows: list[Row], language: str) -> dict[str, Any]:
    """Return what came of the attempts to break the board."""
    tell = words(language).gettext
    found: dict[str, Any] = {}
    name, seed = state["group"], state["seed"]
    group = GROUPS[name]
    own = next((one for one in rows if one.voter == state["shown"]), None)
    if state["again"] and own:
        lines = board.again(name, seed, own.vote, state["again"])
        text = say.AGAIN_REAL if group.secure else say.AGAIN_TOY
        found["again"] = {
            "lines": [
                {**_texts(first=one.alpha, second=one.beta), "as": lines.index(one)}
                for one in lines
            ],
            "said": tell(text).format(
                times=len(lines),
                different=len(set(lines)),
                q=group.q,
                possible=power_of_ten(group.q),
            ),
        }
    if state["single"] and own:
        vote = board.opened(name, seed, own.sealed).total
        found["single"] = tell(say.SINGLE).format(voter=board.VOTERS[own.voter], vote=vote)
    if state["search"] and group.secure:
        found["search"] = tell(say.SEARCH_REAL).format(
            possible=power_of_ten(group.q),
            years=power_of_ten(group.q // (10**9 * 31_557_600)),
            clever=power_of_ten(isqrt(int(group.q))),
        )
    elif state["search"]:
        tries = board.search(name, seed)
        found["tries"] = _texts(**{f"{place}": one for place, one in enumerate(tries, 1)})
        found["search"] = tell(say.SEARCH_TOY).format(tries=len(tries), key=len(tries))
    return found


def _arcs(name: str, *targets: tuple[str, int]) -> list[dict[str, Any]]:
    """Return the ways on the toy's wheel; the way of the votes begins where the mask ends."""
    if name != board.TOY:
        return []
    arcs, mask, around = [], 0, int(GROUPS[name].q)
    for kind, number in targets:
        end = board.steps(number)
        start = mask if kind == "vote" else 0
        mask = end if kind == "mask" else mask
        arcs.append(
            {"kind": kind, "from": start, "steps": (end - start) % around, "to": f"{number}"}
        )
    return arcs


def _line(one: Row) -> dict[str, Any]:
    alpha, beta = one.sealed
    return {"voter": one.voter, **_texts(first=alpha, second=beta, code=one.code)}


def _texts(**numbers: object) -> dict[str, Any]:
    """Return numbers as text: those of a browser do not have 617 digits."""
    return {name: f"{number}" for name, number in numbers.items()}


def _short(number: int) -> str:
    text = f"{number}"
    return text if len(text) < 14 else f"{text[:5]}…{text[-4:]}"


def power_of_ten(number: int) -> str:
    """Write the size of a large number.

    >>> power_of_ten(25 * 10**59)
    '10⁶⁰'
    """
    return "10" + f"{len(f'{number}') - 1}".translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))
