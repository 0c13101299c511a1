"""What the lens says: of the check that a learner names, and of the archive as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from electoral.evoting.checks import CHECKS
from electoral_widgets import verifier_lens_words as texts
from electoral_widgets.base import words
from electoral_widgets.check_words import TAMPERING_NAMES
from electoral_widgets.numerals import count
from electoral_widgets.verifier_lens_archives import opened, verdict
from electoral_widgets.verifier_lens_rows import check_name, part_name

if TYPE_CHECKING:
    from electoral.evoting.verify import Verdict
    from electoral_widgets.verifier_lens_archives import Opened

LEVELS = ("nothing", "that", "where", "all")
"""What a stranger may see, from little to much; the third is what the file gives away."""


def answer(archive: Opened, state: dict[str, Any], language: str = "en") -> dict[str, Any]:
    """Return what is said of the check that was named: sentences, and whether the search is over.

    Args:
        archive: the archive under the lens.
        state: of the view; `named` and `told` count.
        language: the reader's language.
    """
    say = words(language).gettext
    named, culprit = state["named"], archive.culprit
    right = named == (list(culprit) if culprit else ["nothing"])
    over = right or state["told"]
    if not named and not over:
        return {"over": False, "right": False, "said": []}
    said = [_named(archive, named, language)] if named else []
    if state["told"] and not right:
        said.append(_truth(archive, language))
    if over:
        said.append(say(texts.SEEN if culprit else texts.SEEN_CLEAN))
    if over and archive.how:
        said.append(say(texts.HOW).format(how=say(TAMPERING_NAMES[archive.how])))
    if over and culprit:
        said.append(say(_judged(state["guess"])))
    return {"over": over, "right": right, "said": said}


def _named(archive: Opened, named: list[Any], language: str) -> str:
    say = words(language).gettext
    culprit = archive.culprit
    if named == ["nothing"]:
        return say(texts.NOT_NOTHING if culprit else texts.CLEAN_RIGHT)
    part, number = named
    step = archive.parts[part][number]
    if step.holds:
        return say(texts.EQUAL)
    if culprit == (part, number):
        values = {"check": check_name(step.check, language), "part": part_name(part, language)}
        return say(texts.RIGHT).format(**values)
    return say(texts.CONSEQUENCE)


def _truth(archive: Opened, language: str) -> str:
    say = words(language).gettext
    if archive.culprit is None:
        return say(texts.TOLD_CLEAN)
    part, number = archive.culprit
    check = archive.parts[part][number].check
    return say(texts.TOLD).format(part=part_name(part, language), check=check_name(check, language))


def _judged(guess: str) -> str:
    level = LEVELS.index(guess) - LEVELS.index("where")
    if level == 0:
        return texts.GUESS_RIGHT
    return texts.GUESS_LOW if level < 0 else texts.GUESS_HIGH


def last_word(state: dict[str, Any], language: str) -> dict[str, Any]:
    """Return what the verifier says of the whole archive, and what no verifier can say."""
    say = words(language).gettext
    named = state["archive"], state["group"], state["seed"]
    archive, found = opened(*named), verdict(*named)
    counts = _counts(archive, language)
    return {
        "accepted": found.accepted,
        "said": _said(archive, found, language),
        "counts": counts,
        "held": sum(one["held"] for one in counts),
        "failed": sum(one["failed"] for one in counts),
        "result": _result(found, language),
        "doubt": "" if found.accepted else say(texts.DOUBTED if found.result else texts.NO_RESULT),
        "limits": [say(limit) for limit in texts.LIMITS],
        "standards": [[number, say(asks), say(does)] for number, asks, does in texts.STANDARDS],
        "source": say(texts.STANDARDS_SOURCE),
    }


def _counts(archive: Opened, language: str) -> list[dict[str, Any]]:
    made: dict[str, list[bool]] = {}
    for steps in archive.parts.values():
        for step in steps:
            made.setdefault(step.check, []).append(step.holds)
    return [
        {
            "name": check_name(check, language),
            "held": sum(made[check]),
            "failed": len(made[check]) - sum(made[check]),
        }
        for check in CHECKS
        if check in made
    ]


def _said(archive: Opened, found: Verdict, language: str) -> list[str]:
    catalogue = words(language)
    total = sum(map(len, archive.parts.values()))
    made = catalogue.ngettext("{count} check was made.", "{count} checks were made.", total)
    failed = catalogue.ngettext(
        "{count} of them does not hold.", "{count} of them do not hold.", found.failed
    )
    said = [
        catalogue.gettext(texts.ACCEPTED if found.accepted else texts.REFUSED),
        made.format(count=count(total, language)),
    ]
    if not found.accepted:
        said.append(failed.format(count=count(found.failed, language)))
    if found.stage != "Result":
        said.append(catalogue.gettext(texts.STOPPED))
    if not found.secure:
        said.append(catalogue.gettext(texts.INSECURE))
    return said


def _result(found: Verdict, language: str) -> list[dict[str, Any]]:
    if found.election is None:
        return []
    say = words(language).gettext
    return [
        {
            "question": say(texts.PLACES["question"]).format(question=number),
            "rows": [
                [name, votes]
                for name, votes in zip(
                    [say(texts.BLANK)] * question.blank + list(question.answers), row, strict=True
                )
            ],
        }
        for number, (question, row) in enumerate(
            zip(found.election.questions, found.result, strict=False), 1
        )
    ]
