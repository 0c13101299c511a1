"""The lines of the two protocol forms the school contrasts, and what must add up in each.

The Kyrgyz form of 2017 is known from the published protocols of 53 units; the Russian one of
12 lines stands beside it as a contrast, with one made-up example that adds up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from electoral.protocol import CANDIDATES_2017, KYRGYZ_2017, RUSSIAN_12
from electoral_datasets import card, labels, load, oblast_label, unit_label
from electoral_datasets.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Sequence
    from gettext import NullTranslations

    from electoral.protocol import Relation

DATASET = "kg_2017_president"

RELATIONS: dict[str, Sequence[Relation]] = {"kyrgyz_2017": KYRGYZ_2017, "russian_12": RUSSIAN_12}
"""The name of a form → the control relations of that form."""

GROUPS: dict[str, dict[str, Sequence[str]]] = {
    "kyrgyz_2017": {
        N_("Voters and ballots"): (
            "voters",
            "received",
            "cancelled",
            "issued",
            "issued_station",
            "issued_outside",
            "third_line",
        ),
        N_("What was in the boxes"): ("valid", "invalid", "unaccounted"),
        N_("Votes"): (*CANDIDATES_2017, "against_ev"),
    },
    "russian_12": {
        N_("Voters and ballots"): ("line_1", "line_2", "line_3", "line_4", "line_5", "line_6"),
        N_("What was in the boxes"): ("line_7", "line_8", "line_9", "line_10"),
        N_("Ballots that are missing"): ("line_11", "line_12"),
        N_("Votes"): ("votes",),
    },
}
"""The name of a form → its lines under the headings of the form."""

RUSSIAN_LABELS = {
    "line_1": N_("1. Voters on the list"),
    "line_2": N_("2. Ballots received"),
    "line_3": N_("3. Ballots issued early"),
    "line_4": N_("4. Ballots issued in the station"),
    "line_5": N_("5. Ballots issued outside the station"),
    "line_6": N_("6. Cancelled ballots"),
    "line_7": N_("7. Ballots in mobile boxes"),
    "line_8": N_("8. Ballots in stationary boxes"),
    "line_9": N_("9. Invalid ballots"),
    "line_10": N_("10. Valid ballots"),
    "line_11": N_("11. Lost ballots"),
    "line_12": N_("12. Ballots not accounted for on receipt"),
    "votes": N_("Votes for all candidates together"),
}

RUSSIAN_RULES = {
    "R1": N_("Not more ballots are issued than there are voters on the list."),
    "R2": N_(
        "Ballots received are the issued, the cancelled and the lost ballots together, "
        "less those not accounted for on receipt."
    ),
    "R3": N_("The ballots found in all boxes are the invalid and the valid ballots together."),
    "R4": N_("Valid ballots are the votes for all candidates together."),
}

RUSSIAN_EXAMPLE = {
    "line_1": 1500,
    "line_2": 1200,
    "line_3": 0,
    "line_4": 830,
    "line_5": 70,
    "line_6": 300,
    "line_7": 70,
    "line_8": 828,
    "line_9": 12,
    "line_10": 886,
    "line_11": 0,
    "line_12": 0,
    "votes": 886,
}
"""A made-up protocol: it adds up, and two voters carried their ballots away (70 + 828 < 900)."""


def line_names(form: str) -> list[str]:
    """Return the lines of the form `form`, from the first to the last."""
    return [line for lines in GROUPS[form].values() for line in lines]


def line_labels(form: str, language: str, words: NullTranslations) -> dict[str, str]:
    """Return the words for each line of the form `form`."""
    if form == "russian_12":
        return {line: words.gettext(label) for line, label in RUSSIAN_LABELS.items()}
    known = labels(DATASET, language)
    return {line: known[line] for line in line_names(form)}


def real_protocols() -> list[dict[str, str | int]]:
    """Return the rows of the 53 published protocols, in the order of the publication."""
    return load(DATASET).to_dict("records")


def protocols(form: str, language: str, words: NullTranslations) -> list[dict]:
    """Return the protocols that can be loaded into a form, in groups with a name each."""
    if form == "russian_12":
        name = words.gettext(N_("A made-up polling station where all adds up"))
        example = {"code": "example", "name": name, "lines": RUSSIAN_EXAMPLE}
        return [{"name": words.gettext(N_("Examples")), "protocols": [example]}]
    lines = line_names(form)
    groups: dict[str, list[dict]] = {}
    for row in real_protocols():
        code = str(row["code"])
        groups.setdefault(str(row["oblast"]), []).append(
            {
                "code": code,
                "name": unit_label(code, language),
                "lines": {line: int(row[line]) for line in lines},
            }
        )
    return [
        {"name": oblast_label(oblast, language), "protocols": rows}
        for oblast, rows in groups.items()
    ]


def described(form: str, language: str, words: NullTranslations) -> list[dict]:
    """Return the control relations of a form as data that the browser can evaluate."""
    if form == "russian_12":
        rules = {relation: words.gettext(rule) for relation, rule in RUSSIAN_RULES.items()}
    else:
        rules = card(DATASET, language).relations
    return [
        {
            "id": relation.id,
            "left": list(relation.left),
            "sense": relation.sense,
            "right": list(relation.right),
            "rule": rules[relation.id],
        }
        for relation in RELATIONS[form]
    ]
