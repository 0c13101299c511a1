"""What is said of a learner's day: of each act, of each look, and of the truth at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from electoral.cabinet.matrix import cell
from electoral_datasets.i18n import N_
from electoral_widgets import cabinet_names as names
from electoral_widgets.base import words
from electoral_widgets.cabinet_play import (
    AFTERWARDS,
    LOOKED_AT,
    OWN_CHECKS,
    alarmed,
    alike,
    found,
    hidden,
    noticeable,
    play,
)
from electoral_widgets.numerals import count, decimal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from electoral.cabinet.day import Day
    from electoral.cabinet.own import Seen

CHOICES = "ABC"

ENTERED = N_("You entered at the first try.")
ENTERED_LATER = N_("You entered at try {tries}: before that the system did not take you for you.")

VOTED = N_("You chose {choice} and sent it. Code: {code}.")
ALREADY = N_("Refused: in this way of voting one votes once, and you have voted.")
NO_SERVICE = N_("Refused: the service could not be reached.")
CHALLENGED = N_(
    "You asked for {choice}, had the ballot opened, and it held {shown}. It is not cast."
)
LIES = N_(
    "You asked for {choice}, had the ballot opened, and it held {shown}. This phone is not "
    "honest: from now on you use another one."
)
ON_BOARD = N_("Your code {code} is on the board.")
NOT_ON_BOARD = N_("Your code {code} is not on the board.")
NO_VOTE = N_("You have not voted yet: there is nothing to look for.")
SECOND = N_("The second device opened your stored ballot: {shown}, as you chose.")
SECOND_OTHER = N_("The second device opened your stored ballot: {shown}. You had chosen {choice}.")
SECOND_NONE = N_("The second device finds no ballot of yours that it can open.")
ON_PAPER = N_(
    "You voted {choice} on paper at a station. In this model that goes before the electronic vote."
)
LISTED = N_("The list says that you voted.")
NOT_LISTED = N_("The list does not say that you voted.")
NOT_LISTED_YET = N_("The list does not say that you voted; you have not yet.")

GOOD = {
    "code": N_("Your last code is on the final board."),
    "line": N_("Your line of the opened board says what you chose."),
    "copies": N_("Of the copies kept during the day nothing is missing on the final board."),
    "archive": N_("The program finds nothing: signatures, proofs, sum and result fit."),
    "register": N_("Voters' list, rights to vote and population register fit."),
    "auditor": N_("The auditor finds nothing: envelopes, register, mixing and result fit."),
}
BAD = {
    "code_on_board": N_("Your last code is not on the final board."),
    "own_line": N_("Your line of the opened board does not say what you chose, or is not there."),
    "copies_of_board": N_(
        "Entries of the copies that are not on the final board as they were: {count}."
    ),
    "archive_signatures": N_("Ballots that nobody with the right to vote has signed: {count}."),
    "archive_proofs": N_("Ballots that are not proven to be well formed: {count}."),
    "archive_product": N_("The encrypted sum is not made of the ballots on the board."),
    "archive_decryption": N_("What was opened is not the announced result."),
    "roll_and_register": N_(
        "Voters' list and population register differ by so many people: {count}."
    ),
    "credentials_and_roll": N_("More rights to vote than people on the list: {count}."),
    "tokens_and_ballots": N_("More ballots than tokens given out: {count}."),
    "voters_and_ballots": N_("More ballots than people on the list of those who voted: {count}."),
    "envelopes_and_roll": N_("Envelopes not signed by the voter whose name they bear: {count}."),
    "register_and_box": N_("Envelopes in which second register and box differ: {count}."),
    "shuffle": N_("The proof of mixing does not hold."),
    "box_decryption": N_("The opened votes do not add up to the announced result."),
}

PUBLISHED = N_("On the list of those who voted: {voted} of {roll}.")
NO_RESULT = N_("There is no result: the sealed votes could not be opened.")

COUNTED_AS_MEANT = N_("You meant {meant}, and {meant} was counted for you.")
COUNTED_OTHERWISE = N_("You meant {meant}; {counted} was counted for you.")
NOT_COUNTED = N_("You meant {meant}; nothing was counted for you.")
ANSWERS = {
    ("yes", True): N_("You said yes, and so it was."),
    ("yes", False): N_("You said yes. It was not so."),
    ("no", True): N_("You said no. It was counted after all."),
    ("no", False): N_("You said no, and so it was."),
    ("unknown", True): N_("You said that you cannot know."),
    ("unknown", False): N_("You said that you cannot know."),
}
NAMED = N_("You named what happened, and what you saw left no other story.")
LUCKY = N_("You named what happened. What you saw fits other stories too: you were lucky.")
AS_WELL = N_("Your story was another one. What you saw fits it as well as what happened.")
AGAINST = N_("Your story was another one, and what you saw speaks against it.")
UNNOTICED = N_(
    "You noticed nothing. That is no fault: whoever is dishonest hopes for it. Look below who "
    "could have noticed."
)
ALARMED = N_("You saw a sign of it. One voter who sees a sign still has to be believed.")
IN_VAIN = N_("Whoever was dishonest works for A. You chose A too, so it cost you nothing.")
UNFINDABLE = N_("No check of this way of voting finds it, even if everybody does all they can.")
ANNOUNCED = N_("What you meant went into the count; the announced result is another.")

EFFECTS = {
    "changed": N_("Votes counted otherwise than meant: {count}."),
    "prevented": N_("Votes not counted: {count}."),
    "added": N_("Votes added without a voter: {count}."),
    "read": N_("Votes that others know by name: {count}."),
    "early": N_("Votes known before the close: {count}."),
    "proven": N_("Votes proven to somebody who forced people: {count}."),
}
YOU_FOUND = N_("You did this, and it showed it.")
YOU_MISSED = N_("You did this; for your vote it showed nothing.")
YOU_DID_NOT = N_("You did not do this.")

LAB_NOTICED = N_("On {noticed} of {days} days somebody noticed.")
LAB_NOTHING = N_("The adversary achieved nothing on any of these days.")
LAB_MEAN = N_("On average {touched} votes a day were changed, lost or added.")
LAB_KNOWN = N_("On average {known} votes a day were known to others by name, or proven.")
LAB_NEVER = N_("Nobody noticed on any day, and votes were touched or known on {days} days.")

Line = dict[str, str]
"""Of each thing seen: its `kind`, the `text`, and the `sign`: good, bad or none."""


def _letter(choice: object) -> str:
    return CHOICES[choice] if isinstance(choice, int) and 0 <= choice < len(CHOICES) else "?"


def seen(one: Seen, language: str) -> Line:
    """Say what came of one act."""
    say = words(language).gettext
    text = say(_sentence(one)).format(
        choice=_letter(one.choice), shown=_letter(one.shows), code=one.code
    )
    sign = "none" if one.holds is None or one.refused else "good" if one.holds else "bad"
    return {"kind": one.kind, "text": text, "sign": sign}


def _sentence(one: Seen) -> str:  # noqa: PLR0911 - one for each thing to be seen
    if one.refused:
        return NO_SERVICE if one.refused == "no_service" else ALREADY
    match one.kind:
        case "vote":
            return VOTED
        case "challenge":
            return CHALLENGED if one.holds else LIES
        case "paper":
            return ON_PAPER
        case "status":
            return LISTED if one.shows else NOT_LISTED_YET if one.holds else NOT_LISTED
    if one.holds is None:
        return NO_VOTE
    if one.kind == "look":
        return ON_BOARD if one.shows else NOT_ON_BOARD
    return SECOND if one.holds else SECOND_NONE if one.shows is None else SECOND_OTHER


def looked(day: Day, kind: str, language: str) -> list[Line]:
    """Say what a look after the close found."""
    say = words(language).gettext
    bad = {name: amount for name, amount in found(day, kind).items() if amount}
    if not bad:
        return [{"kind": kind, "text": say(GOOD[kind]), "sign": "good"}]
    return [
        {"kind": kind, "text": say(BAD[name]).format(count=amount), "sign": "bad"}
        for name, amount in bad.items()
    ]


def published(day: Day, language: str) -> list[str]:
    """Say what is published besides the result."""
    say = words(language).gettext
    seen_by_all = day.published
    text = say(PUBLISHED).format(voted=seen_by_all["voted"], roll=seen_by_all["roll"])
    return [text] if day.tally else [text, say(NO_RESULT)]


def truth(state: dict[str, Any], acts: tuple, language: str) -> dict[str, Any]:
    """Tell what happened, how good the learner's answers were, and who could notice."""
    say = words(language).gettext
    way, seed, after = state["way"], state["seed"], state["after"]
    role = hidden(way, seed)
    day = play(way, seed, role, acts)
    stories = alike(day, after)
    guess = "" if state["guess"] == "nothing" else state["guess"]
    meant, counted = day.truth.meant[0], day.truth.counted[0]
    own = (
        COUNTED_AS_MEANT
        if meant == counted
        else NOT_COUNTED
        if counted is None
        else COUNTED_OTHERWISE
    )
    said = [
        say(own).format(meant=_letter(meant), counted=_letter(counted)),
        say(ANSWERS[state["counted"], meant == counted]),
        say(_verdict(guess, role, stories)),
    ]
    signs = alarmed(day, after)
    if role and not signs:
        said.append(say(UNNOTICED))
    elif role and signs:
        said.append(say(ALARMED))
    changing = {"device_changes", "server_replaces"}
    if role in changing and meant == counted == 0:
        said.append(say(IN_VAIN))
    if role == "server_miscounts":
        said.append(say(ANNOUNCED))
    rows = _rows(role, state, acts, day, language)
    if role and not rows:
        said.append(say(UNFINDABLE))
    return {
        "name": say(names.ROLE_NAMES[role]),
        "said": said,
        "stories": [say(names.ROLE_NAMES[one]) for one in stories],
        "effects": [
            say(text).format(count=getattr(day.effect, name))
            for name, text in EFFECTS.items()
            if getattr(day.effect, name)
        ],
        "rows": rows,
        "standards": [
            {"number": number, "text": say(names.STANDARD_NAMES[number])}
            for number in (cell(role, way).standards if role else ())
        ],
    }


def _verdict(guess: str, role: str, stories: Sequence[str]) -> str:
    if guess == role:
        return NAMED if len(stories) == 1 else LUCKY
    return AS_WELL if guess in stories else AGAINST


def _rows(
    role: str, state: dict[str, Any], acts: tuple, day: Day, language: str
) -> list[dict[str, str]]:
    """Say of each check that finds it who makes it, and whether the learner did."""
    say = words(language).gettext
    done = {kind for kind, _ in acts} | set(state["after"])
    told = {
        name
        for kind in state["after"]
        for name, amount in found(day, kind).items()
        if amount and kind in AFTERWARDS[state["way"]]
    }
    told |= {
        check
        for check, kinds in OWN_CHECKS.items()
        for one in day.own
        if one.kind in kinds and one.holds is False
    }
    rows = []
    for who, check in noticeable(role, state["way"]):
        kinds = OWN_CHECKS.get(check) or [
            kind for kind, checks in LOOKED_AT.items() if check in checks
        ]
        did = YOU_FOUND if check in told else YOU_MISSED if done & set(kinds) else YOU_DID_NOT
        rows.append(
            {
                "who": say(names.WHO_NAMES[who]),
                "check": say(names.CHECK_NAMES[check]),
                "you": say(did),
            }
        )
    return rows


def laboratory(days: list[dict[str, Any]], language: str) -> dict[str, Any]:
    """Put the days of the laboratory into words."""
    say = words(language).gettext
    rows = [
        {**day, "told": [say(names.CHECK_NAMES[check]) for check in day["told"]]} for day in days
    ]
    touched = sum(day["changed"] + day["prevented"] + day["added"] for day in days)
    hit = sum(any(day[name] for name in EFFECTS) for day in days)
    noticed = sum(bool(day["told"]) for day in days)
    if not hit and not noticed:
        said = [say(LAB_NOTHING)]
    else:
        known = sum(max(day["read"], day["proven"]) for day in days)
        said = [
            say(text).format(**{name: decimal(amount / len(days), language, 1)})
            for text, name, amount in (
                (LAB_MEAN, "touched", touched),
                (LAB_KNOWN, "known", known),
            )
            if amount
        ]
        text = LAB_NOTICED if noticed else LAB_NEVER
        said.append(say(text).format(noticed=noticed, days=len(days) if noticed else hit))
    return {"days": rows, "said": said, "touched": count(touched, language), "noticed": noticed}


def board(day: Day, after: Sequence[str]) -> list[dict[str, Any]]:
    """Return the final board as far as the learner looked at it, with their own entry marked."""
    if not {"code", "line"} & set(after):
        return []
    lines = dict(day.published.get("lines", ())) if "line" in after else {}
    codes = day.voters[0].codes
    return [
        {
            "number": post.number + 1,
            "code": post.code,
            "vote": _letter(lines[post.key]) if post.key in lines else "",
            "own": post.code in codes,
        }
        for post in day.published["board"]
    ]
