"""What the insider's lab shows of a state: voters, moves, file, verdict, who notices, lessons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from electoral.evoting.insider_attempt import attempt
from electoral.evoting.insider_moves import MOVES, OURS, Plot, hold
from electoral.evoting.insider_notice import LESSONS, Outside, lesson, notices, standards
from electoral_widgets import insider_lab_words as say
from electoral_widgets.base import words
from electoral_widgets.check_words import CHECK_NAMES, CHECK_TEXTS
from electoral_widgets.numerals import difference, percent

if TYPE_CHECKING:
    from collections.abc import Callable

    from electoral.evoting.insider_attempt import Attempt, Block
    from electoral.evoting.insider_moves import Day
    from electoral.evoting.insider_notice import Notice

NAMES = "ABC"


def shown(state: dict[str, Any], plot: Plot, language: str) -> dict[str, Any]:
    """Return everything that the browser draws of this state."""
    if not state["guess"]:
        return {}
    tell = words(language).gettext
    day = hold(plot.seed, plot.group)
    outcome = attempt(plot) if state["published"] else None
    pairs, good = day.lucky(2)[::-1]
    return {
        "of": dict(state),
        "moves": [_move(move, plot, day, tell) for move in MOVES],
        "plan": [tell(say.ACTS[act.move]).format(voter=act.voter + 1) for act in plot.acts],
        "file": _file(outcome or attempt(Plot(seed=plot.seed, group=plot.group)), plot, day, tell),
        "outcome": _outcome(outcome, state, language) if outcome else {},
        "answer": _answer(state["guess"], pairs, good, tell) if state["answered"] else "",
        "lessons": [_lesson(name, state, language) for name in LESSONS],
    }


def _answer(guess: str, pairs: int, good: int, tell: Callable[[str], str]) -> str:
    return f"{tell(say.ANSWERS[guess])} {tell(say.ANSWER).format(pairs=pairs, good=good)}"


# What can be chosen.


def _move(move: str, plot: Plot, day: Day, tell: Callable[[str], str]) -> dict[str, Any]:
    """Return a move with its voters as the insider knows them."""
    kind = MOVES[move]
    helped = plot.helps(kind.helper)
    name = tell(say.MOVE_NAMES[move])
    signed = move == "cast" and plot.registrar
    return {
        "id": move,
        "name": name if helped else tell(say.NEEDS[kind.helper]).format(move=name),
        "text": tell(say.MOVE_TEXTS["cast_registrar" if signed else move]),
        "open": helped,
        "voters": [
            {"value": voter, "text": _voter(voter, plot, day, tell)}
            for voter in day.targets(kind.target)
            if voter >= 0
        ],
    }


def _voter(voter: int, plot: Plot, day: Day, tell: Callable[[str], str]) -> str:
    """Return what the insider knows of a voter."""
    read = (
        [NAMES[day.opened[place]] for place, (one, _text) in enumerate(day.casts) if one == voter]
        if plot.reads
        else []
    )
    if day.wishes[voter] is None:
        text = say.ABSENT
    elif voter == day.twice:
        text = say.READ_TWICE if read else say.TWICE
    else:
        text = say.READ if read else say.SEALED
    first, choice = (read[0], read[-1]) if read else ("", "")
    return tell(text).format(voter=voter + 1, first=first, choice=choice)


# The file.


def _file(shown_of: Attempt, plot: Plot, day: Day, tell: Callable[[str], str]) -> dict[str, Any]:
    """Return the blocks of the file, and the picture in words."""
    blocks = [_block(one, place, plot, day, tell) for place, one in enumerate(shown_of.blocks)]
    marked = [
        tell(say.MARKED).format(what=one["what"], marks=", ".join(_marks(one, tell)))
        for one in blocks
        if one["marks"] or one["fails"]
    ]
    text = say.PICTURE if marked else say.PICTURE_CLEAN
    signs = dict.fromkeys(one.mark for one in shown_of.blocks if one.mark)
    legend = [[say.MARKS[mark][0], tell(say.MARKS[mark][1])] for mark in signs]
    if any(one.fails for one in shown_of.blocks):
        legend.append([say.FAILS[0], tell(say.FAILS[1])])
    return {
        "blocks": blocks,
        "legend": legend,
        "about": tell(text).format(entries=len(blocks), marked="; ".join(marked)),
    }


def _marks(block: dict[str, Any], tell: Callable[[str], str]) -> list[str]:
    fails = tell(say.FAILING).format(checks="; ".join(block["fails"]))
    return block["marks"] + ([fails] if block["fails"] else [])


def _block(
    block: Block, place: int, plot: Plot, day: Day, tell: Callable[[str], str]
) -> dict[str, Any]:
    """Return one block: what stands in it, whom it is for as far as that is known, its marks."""
    number = place - 1
    inside = ""
    if block.kind == "Ballot":
        known = plot.reads and number < len(day.casts) and block.mark != "phone"
        own = block.mark in {"added", "bought", "phone"}
        inside = NAMES[OURS] if own else NAMES[day.opened[number]] if known else "?"
        name, what = str(block.voter + 1), tell(say.BALLOT).format(voter=block.voter + 1)
    else:
        name, what = map(tell, say.KINDS[block.kind])
    return {
        "name": name,
        "what": what,
        "inside": inside,
        "ballot": block.kind == "Ballot",
        "sign": say.MARKS[block.mark][0] if block.mark else "",
        "mark": block.mark,
        "marks": [tell(say.MARKS[block.mark][1])] if block.mark else [],
        "fails": [tell(CHECK_NAMES[check]) for check in block.fails],
    }


# What comes of it.


def _outcome(outcome: Attempt, state: dict[str, Any], language: str) -> dict[str, Any]:
    """Return verdict, result, who notices, what it is contrary to, and the score."""
    tell = words(language).gettext
    outside = Outside(state["looks"], apart=state["apart"], copies=state["copies"])
    seen = notices(outcome, outside)
    checks = sum(outcome.verdict.counts.values())
    noticed = [tell(say.NOTICERS[one.by]) for one in seen if one.noticed]
    return {
        "headline": tell(say.HEADLINES[_headline(outcome, seen)]),
        "good": outcome.verdict.accepted and outcome.wins,
        "accepted": outcome.verdict.accepted,
        "checks": checks,
        "failing": [
            {"name": tell(CHECK_NAMES[check]), "text": tell(CHECK_TEXTS[check])}
            for check in outcome.failing
        ],
        "result": [
            [name, before, after]
            for name, before, after in zip(NAMES, outcome.honest, outcome.result, strict=True)
        ],
        "notices": [_notice(one, outcome, language) for one in seen],
        "nobody": "" if seen else tell(say.NOBODY),
        "contrary": _contrary(outcome.plot, tell),
        "score": {
            "gained": difference(outcome.gain, language),
            "by_file": tell(say.NO if outcome.verdict.accepted else say.YES),
            "by_others": ", ".join(noticed) or tell(say.NO_NOTICER),
            "know": str(outcome.plot.helpers),
        },
    }


def _headline(outcome: Attempt, seen: tuple[Notice, ...]) -> str:
    if not outcome.verdict.accepted:
        return "refused"
    if not outcome.plot.acts:
        return "honest"
    if not outcome.wins:
        return "behind"
    if any(one.noticed for one in seen):
        return "noticed"
    return "lucky" if seen else "unseen"


def _notice(notice: Notice, outcome: Attempt, language: str) -> dict[str, Any]:
    people = notice.affected and not notice.found
    text = words(language).gettext(say.NOTICES[f"{notice.by}_not" if people else notice.by])
    return {
        "noticed": notice.noticed,
        "text": text.format(
            affected=_voters(notice.affected),
            found=_voters(notice.found),
            chance=percent(float(notice.chance), language),
            people=outcome.signed_in,
            ballots=outcome.ballots,
        ),
    }


def _voters(voters: tuple[int, ...]) -> str:
    return ", ".join(str(voter + 1) for voter in voters)


def _contrary(plot: Plot, tell: Callable[[str], str]) -> list[dict[str, Any]]:
    by_source: dict[str, list[str]] = {}
    for one in standards(plot):
        source = say.SOURCES[one if one in say.SOURCES else "rec"]
        by_source.setdefault(source, []).append(tell(say.CONTRARY[one]))
    return [
        {"texts": texts, "source": tell(say.SOURCE).format(source=tell(source))}
        for source, texts in by_source.items()
    ]


# What was learned.


def _lesson(name: str, state: dict[str, Any], language: str) -> dict[str, Any]:
    """Return a row of the table; what was not tried is not computed."""
    tell = words(language).gettext
    row = {"id": name, "name": tell(say.LESSON_NAMES[name]), "known": name in state["tried"]}
    if not row["known"]:
        return row
    found = lesson(name, state["seed"])
    checks = "; ".join(tell(CHECK_NAMES[check]) for check in found.failing)
    file = {"always": say.PASSES, "never": say.REFUSED, "sometimes": say.SOMETIMES}[found.passes]
    least, most = (difference(gain, language) for gain in found.gains)
    gain = least if least == most else tell(say.FROM_TO).format(least=least, most=most)
    noticed = ", ".join(tell(say.NOTICERS[by]) for by in found.noticed)
    return row | {
        "passes": found.passes,
        "file": tell(file).format(checks=checks),
        "gain": tell(say.NO_GAIN) if found.passes == "never" else gain,
        "others": noticed or tell(say.NO_NEED if found.passes == "never" else say.NO_NOTICER),
    }
