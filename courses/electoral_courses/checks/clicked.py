"""Checks of what is clicked or typed: choices, numbers, orders, matches, tables, texts.

Each takes the item's data with the variant's params put in, and a plain answer.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from fractions import Fraction
from itertools import combinations, pairwise
from typing import Any

from electoral_courses.checks.plain import is_number, show
from electoral_courses.checks.result import Result, found
from electoral_courses.items import exact

Data = Mapping[str, Any]
BAD_FORM = found(0, "bad-form")
NO_ANSWER = found(0, "no-answer")


def choice(item: Data, answer: Any) -> Result:
    """One option is right; a wrong one may name the mistake behind it."""
    option = item["options"].get(answer) if isinstance(answer, str) else None
    if option is None:
        return BAD_FORM
    if option.get("right"):
        return found(1, "right", {"given": answer})
    return found(0, option.get("message") or "wrong", {"given": answer})


def choices(item: Data, answer: Any) -> Result:
    """Each right option earns its share, each wrong one takes such a share away."""
    options = item["options"]
    if not isinstance(answer, list | set) or not all(
        isinstance(key, str) and key in options for key in answer
    ):
        return BAD_FORM
    chosen = set(answer)
    right = {key for key, option in options.items() if option.get("right")}
    extra = [key for key in options if key in chosen - right]
    hits = len(chosen & right)
    evidence = {
        "given": [key for key in options if key in chosen],
        "found": hits,
        "missing": len(right) - hits,
        "extra": len(extra),
        "of": len(right),
    }
    parts = tuple((key, (key in right) == (key in chosen)) for key in options)
    share = max(Fraction(0), Fraction(hits - len(extra), len(right)))
    named = [options[key]["message"] for key in extra if options[key].get("message")]
    if chosen == right:
        message = "right"
    elif named:
        message = named[0]
    else:
        message = "partly" if share else "wrong"
    return found(share, message, evidence, parts)


def number(item: Data, answer: Any) -> Result:
    """A number, as typed; spaces in groups of three and a decimal comma are good."""
    typed = answer.get("number") if isinstance(answer, dict) else answer
    right = exact(item["answer"])
    unit = str(item.get("unit", ""))
    given, rest = (typed, "") if is_number(typed) else read_number(typed, right.denominator == 1)
    if typed is None or typed == "":
        return NO_ANSWER
    shown = typed[:40] if isinstance(typed, str) else show(typed, 40)
    evidence = {"given": shown, "unit": unit}
    if given is None:
        return found(0, "not-a-number", evidence)
    if rest and rest != unit and not same_unit(rest, unit):
        return found(0, "wrong-unit", evidence)
    given, tolerance = Fraction(given), exact(item.get("tolerance", 0))
    if abs(given - right) <= tolerance:
        return found(1, "right", evidence)
    for mistake in item.get("mistakes") or ():
        if abs(given - exact(mistake["answer"])) <= tolerance:
            return found(0, mistake["message"], evidence)
    return found(0, _typical(given, right), evidence)


def same_unit(typed: str, unit: str) -> bool:
    """Tell whether a unit was typed, in whatever case or number a language puts it.

    >>> same_unit("бюллетеня", "бюллетеней"), same_unit("votes", "ballots")
    (True, False)
    """
    pairs = list(zip(fold(typed).split(), fold(unit).split(), strict=False))
    return bool(pairs) and all(a[:4] == b[:4] for a, b in pairs)


def _typical(given: Fraction, right: Fraction) -> str:
    if given and given == -right:
        return "wrong-sign"
    if right and given in {right * 100, right / 100}:
        return "percent"
    places = [round(right, digits) for digits in range(-3, 6)]
    if given and given in places and abs(given - right) * 10 < abs(right):
        return "rounded"
    return "wrong"


def read_number(typed: Any, whole: bool = False) -> tuple[Fraction | None, str]:
    """Read a number as people type it; return it with what stands behind it.

    Where a whole number is asked for, `10,000` means ten thousand.

    >>> read_number("−1 234,5 %")
    (Fraction(-2469, 2), '%')
    >>> read_number("10,000", whole=True)[0]
    Fraction(10000, 1)
    """
    if not isinstance(typed, str) or len(typed) > 60:
        return None, ""
    text = re.sub(r"[\s\u00a0\u2009\u202f]+", " ", typed).strip()
    text = re.sub(r"^[−–—]", "-", text)
    groups = r"[ ',.]" if whole else r"[ ']"
    match = re.match(
        rf"([+-]? ?)(\d{{1,3}}(?:({groups})\d{{3}}(?:\3\d{{3}})*)(?!\d)|\d+)(?:[.,](\d+))?(.*)$",
        text,
        re.ASCII,
    )
    if match is None:
        return None, ""
    sign, head, _, tail, rest = match.groups()
    if rest and not re.match(r"( |%|°|[^\W\d])", rest):
        return None, ""
    if re.search(r"\d", rest):
        return None, ""
    value = Fraction(f"{re.sub(r'[^0-9]', '', head)}.{tail or 0}")
    return (-value if sign.startswith("-") else value), rest.strip()


def order(item: Data, answer: Any) -> Result:
    """The share of pairs that stand in the right order."""
    key_of = {token: key for key, token in item["tokens"].items()}
    right = list(item["sequence"])
    if not isinstance(answer, list) or not all(isinstance(key, str) for key in answer):
        return BAD_FORM
    given = [key_of.get(key, key) for key in answer]
    if sorted(given) != sorted(right):
        return BAD_FORM
    place = {key: position for position, key in enumerate(given)}
    pairs = [(one, other, place[one] < place[other]) for one, other in combinations(right, 2)]
    good = sum(kept for _, _, kept in pairs)
    evidence = {"found": good, "of": len(pairs)}
    parts = tuple((key, given[position] == key) for position, key in enumerate(right))
    if good == len(pairs):
        return found(1, "right", evidence, parts)
    second, first = next(
        pair for pair in pairwise(given) if right.index(pair[0]) > right.index(pair[1])
    )
    return found(
        Fraction(good, len(pairs)),
        "wrong-order",
        {**evidence, "first": first, "second": second},
        parts,
    )


def match(item: Data, answer: Any) -> Result:
    """The share of pairs that belong together."""
    tokens, pairs = item["tokens"], item["pairs"]
    left_of = {token: key for key, (token, _) in tokens.items()}
    right_of = {key: token for key, (_, token) in tokens.items()}
    if not isinstance(answer, dict) or not all(
        isinstance(value, str | None) for value in answer.values()
    ):
        return BAD_FORM
    given = {left_of.get(key, key): right_of.get(value, value) for key, value in answer.items()}
    if not given.keys() <= pairs.keys():
        return BAD_FORM
    if not any(given.values()):
        return NO_ANSWER
    parts = tuple((key, given.get(key) == right_of[key]) for key in pairs)
    good = sum(right for _, right in parts)
    evidence: dict[str, Any] = {"found": good, "of": len(parts)}
    if good == len(parts):
        return found(1, "right", evidence, parts)
    first = next(key for key, right in parts if not right)
    evidence |= {"left": first, "given": given.get(first)}
    return found(Fraction(good, len(parts)), "partly" if good else "wrong", evidence, parts)


def text(item: Data, answer: Any) -> Result:
    """A short text, whatever its capitals, spaces and punctuation."""
    if not isinstance(answer, str) or len(answer) > 1000:
        return BAD_FORM
    if not answer.strip():
        return NO_ANSWER
    given = fold(answer)
    evidence = {"given": answer.strip()[:80]}
    if given in map(fold, item["accept"]):
        return found(1, "right", evidence)
    for mistake in item.get("mistakes") or ():
        if given in map(fold, mistake["accept"]):
            return found(0, mistake["message"], evidence)
    return found(0, "wrong", evidence)


def fold(answer: str) -> str:
    """Return a text without capitals, punctuation, stress marks of writing and extra spaces.

    >>> fold("  «Учётная»   карточка! ")
    'учетная карточка'
    """
    letters = unicodedata.normalize("NFC", answer).casefold().replace("ё", "е")
    return " ".join("".join(sign if sign.isalnum() else " " for sign in letters).split())


def essay(item: Data, answer: Any) -> Result:
    """Nothing but the length: an essay is read by a person."""
    if not isinstance(answer, str):
        return BAD_FORM
    words = len(answer.split())
    if not words:
        return NO_ANSWER
    least, most = item.get("words") or (0, 10**9)
    message = "too-short" if words < least else "too-long" if words > most else "by-hand"
    return found(0, message, {"words": words, "least": least, "most": most})
