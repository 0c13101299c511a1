"""The words of the view of remote voting on paper: what stands there, and what is said of a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from electoral.remote_paper import alone, compare, records, twice
from electoral_datasets.i18n import N_
from electoral_widgets.base import words
from electoral_widgets.numerals import count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from electoral.remote_day import Day
    from electoral.remote_paper import Records, Visit

TEXTS = {
    "title": N_("Remote voting on paper"),
    "intro": N_(
        "It is election day and you are far from home. You can still vote in person, on paper, at "
        "another station. So it was in Kyrgyzstan on 30 November 2025; the voter and the figures "
        "here are invented."
    ),
    "you": N_("You"),
    "home": N_("Your home constituency"),
    "station": N_("You go to"),
    "document": N_("You show"),
    "trouble": N_("What goes wrong"),
    "guess": N_("Before you go in: your guess"),
    "ask_print": N_("Which ballot will be printed?"),
    "print_here": N_("That of the place where I stand"),
    "print_home": N_("That of my home constituency"),
    "ask_go": N_("Where do you put it, once marked?"),
    "go_box": N_("Into a box at this station"),
    "go_envelope": N_("Into an envelope to my home station"),
    "go_none": N_("Nowhere: there is no paper"),
    "ask_net": N_("Does your vote travel by internet?"),
    "net_yes": N_("Yes"),
    "net_no": N_("No"),
    "guess_all": N_("First answer all three. A wrong guess teaches as much as a right one."),
    "go_in": N_("Go in"),
    "next": N_("Next step"),
    "all_steps": N_("All steps"),
    "verdict": N_("Your three guesses"),
    "as_guessed": N_("as you guessed"),
    "not_guessed": N_("not as you guessed"),
    "done": N_("done"),
    "stopped_here": N_("you are stopped here"),
    "not_reached": N_("not reached"),
    "attempts": N_("Try to break it"),
    "attempts_text": N_("Each try is a new day, and you have not voted yet. Faults are invented."),
    "own_try": N_("Or your own visits, one after the other"),
    "again": N_("Begin the day again"),
    "without": N_("Without the network a device …"),
    "without_stop": N_("identifies nobody"),
    "without_local": N_("goes on with the list it has"),
    "assumption": N_("The sources do not say: choose an assumption."),
    "records": N_("What was written down, and what can be compared"),
    "constituency": N_("Constituency"),
    "identified": N_("Identified"),
    "printed": N_("Printed"),
    "spoiled": N_("Set aside"),
    "boxed": N_("In the box"),
    "all": N_("All"),
    "differs": N_("differs"),
    "nothing_written": N_("Nothing is written down of a remote ballot."),
    "unknown": N_("What the sources do not say"),
    "day": N_("A whole day at one remote station"),
    "day_text": N_(
        "The press reported under a minute a voter, and about 720 voters in 12 hours for each "
        "device (24.kg/352824). Who comes, when, and what fails is invented."
    ),
    "devices": N_("Devices"),
    "voters": N_("Voters who come"),
    "seconds": N_("Seconds a voter takes"),
    "rush": N_("When they come"),
    "rush_even": N_("all day long"),
    "rush_morning": N_("half of them in the first 3 hours"),
    "rush_evening": N_("half of them in the last 3 hours"),
    "stopped": N_("Minutes one device stands still, from hour 6"),
    "offline": N_("Minutes no device identifies, from hour 4"),
    "waiting": N_("People waiting"),
    "hour": N_("Hours after opening"),
    "picture": N_("Picture: people waiting from opening to closing, at most {most}."),
    "table": N_("The same as a table"),
    "faults": N_("Disturb the records"),
    "misprints": N_("Ballots of a wrong constituency, unnoticed"),
    "taken": N_("Ballots carried out of the room"),
    "added": N_("Ballots put into the box for nobody"),
    "sheet": N_("The station's records at closing"),
    "compared": N_("Compared"),
    "in_sum": N_("Difference in the sum"),
    "in_parts": N_("Constituencies that differ"),
    "counted": N_("The ballots of far constituencies are …"),
    "counted_open": N_("not known"),
    "counted_here": N_("counted here, by constituency"),
    "counted_sent": N_("sent to their constituencies uncounted"),
    "about": N_("Where this comes from"),
}

STATION_NAMES = {
    "away": N_("A station in constituency {number}"),
    "stand_alone": N_("A stand-alone station in a market, constituency {number}"),
    "own": N_("Another station of your own constituency"),
    "home": N_("Your own station at home"),
}

DOCUMENT_NAMES = {
    "id_card": N_("ID card"),
    "foreign_passport": N_("passport for travel abroad"),
    "e_passport": N_("e-passport in Tunduk"),
    "driving_licence": N_("driving licence"),
}

TROUBLE_NAMES = {
    "none": N_("nothing"),
    "network": N_("the network is down"),
    "wrong_seen": N_("another constituency is printed, and you notice"),
    "wrong_unseen": N_("another constituency is printed, and you do not notice"),
}

ATTEMPTS = {
    "twice": (N_("Vote again elsewhere"), (("away", "none"), ("stand_alone", "none"))),
    "own": (N_("Go to a neighbouring station of your own constituency"), (("own", "none"),)),
    "document": (N_("Show a driving licence"), (("away", "document"),)),
    "network": (
        N_("Vote at two stations while the network is down"),
        (("away", "network"), ("stand_alone", "network")),
    ),
    "wrong_seen": (N_("Get a wrong ballot, and notice"), (("away", "wrong_seen"),)),
    "wrong_unseen": (N_("Get a wrong ballot, and do not notice"), (("away", "wrong_unseen"),)),
}

STEP_NAMES = {
    "document": N_("Document"),
    "identify": N_("Operator"),
    "print": N_("Terminal"),
    "booth": N_("Booth"),
    "box": N_("Scanner-box"),
}

VISIT = N_("Visit {number}: {station}")
SHOWN = N_("You show: {document}.")
REFUSED = {
    "document": N_("You show: {document}. It is none of the three that are accepted."),
    "network": N_("The device cannot ask the electronic list. Nobody is identified."),
    "already": N_("The electronic list answers: already voted. A second time is blocked anywhere."),
    "own_constituency": N_(
        "This is your own constituency: here only your home station may give you a ballot."
    ),
}
IDENTIFIED = N_(
    "The operator identifies you by fingerprint or face. The electronic list: "
    "constituency {home}, not voted yet."
)
IDENTIFIED_ALONE = N_(
    "The operator identifies you by the list in the device. It knows nothing of other stations "
    "since the network went down."
)
ORDINARY = N_("You are at home: you get the ordinary paper ballot of your station.")
PRINTED = N_("The terminal prints the ballot of constituency {home}: your home.")
EXCHANGED = N_(
    "The terminal prints the ballot of constituency {wrong}. You notice; it is set aside, and "
    "that of constituency {home} is printed."
)
WRONG = N_("The terminal prints the ballot of constituency {wrong}. You do not read its heading.")
MARKED = N_("Alone, you mark the paper.")
BOXED = N_(
    "You put it face down into the scanner-box. What the machine counts is preliminary; the hand "
    "count is official."
)

ANSWERS = {
    "print": N_("The ballot of your home constituency is printed on the spot (24.kg/352781)."),
    "go": N_("You put it face down into the scanner-box where you stand (24.kg/352824)."),
    "net": N_(
        "No. It is a paper ballot; only who you are is asked of the electronic list "
        "(24.kg/349124). It is remote voting, and no internet voting."
    ),
}

NO_RECORDS = N_("Whether refused visits are written down, the sources do not say.")
AT_HOME = N_("A ballot of your own station at home is no remote ballot and is not in this table.")
AGREE = N_("Identified, printed less set aside, in the box: the three agree.")
APART = N_(
    "The sum agrees, and yet a vote went to a wrong constituency. Only a comparison by "
    "constituency shows it."
)
TWICE = N_(
    "The three agree, and yet one voter voted twice. Only putting the lists of all stations "
    "together shows it."
)

SILENCES = (
    N_("Where the ballots of far constituencies are counted, and how they come home."),
    N_("What a device does when the network is down."),
    N_("Whether a wrongly printed ballot is exchanged, and who writes it down."),
    N_("Whether refused visits are written down."),
    N_("Who outside the commission may compare the records with one another."),
    N_("How the servers work, and who has examined their programs."),
)

ABOUT = (
    N_(
        "Three documents are accepted: ID card, passport for travel abroad, e-passport in Tunduk "
        "(24.kg/346768)."
    ),
    N_(
        "The operator identifies by fingerprint or face; a second time is blocked anywhere "
        "(24.kg/349124; kant.kg)."
    ),
    N_(
        "Any station outside one's own constituency; inside it only the home station "
        "(24.kg/352781; 24.kg/344826)."
    ),
    N_(
        "There were 27 stand-alone remote stations, 2,492 ordinary ones and 100 abroad "
        "(trend.az, 14 December 2025)."
    ),
    N_("The machine's count is preliminary, the manual one final (24.kg/345919)."),
    N_(
        "The Regulation on remote voting is № 138 of 14 November 2025; only its opening was read "
        "for this view (shailoo.gov.kg)."
    ),
)

SERVED = N_("Voters served: {served}. Still waiting at closing: {left}.")
WAITED = N_("Half of those served waited {half} min or less; the longest wait was {most} min.")
IDLE = N_("Nobody reached a device.")

DAY_AGREES = N_("All comparisons hold, in the sum and in each constituency.")
DAY_HIDDEN = N_("The sum agrees, but not every constituency does: the sum alone would hide it.")
DAY_APART = N_("The records differ: somebody can notice, if they are compared.")

COMPARED = {
    "identified_printed": N_("Identified less printed"),
    "printed_boxed": N_("Printed less in the box"),
}

COUNTED = {
    "open": N_("Choose what you would assume, and see what would follow."),
    "here": N_(
        "If so: constituencies of which this box holds one ballot only: {alone}. Whoever reads "
        "such a count knows how that voter voted."
    ),
    "sent": N_(
        "If so: packets to be sealed, carried and compared on arrival: {parts}. Each way is one "
        "more place where ballots can be lost or exchanged."
    ),
}

NAMES = {
    "home": N_("home constituency"),
    "devices": N_("devices"),
    "voters": N_("voters"),
    "seconds": N_("seconds"),
    "stopped": N_("minutes of a device standing still"),
    "offline": N_("minutes without identification"),
    "misprints": N_("wrong ballots"),
    "taken": N_("ballots carried out"),
    "added": N_("ballots added"),
}
"""Numbers of a state, as sentences name them."""


def told(visit: Visit, document: str, language: str) -> list[dict[str, str]]:
    """Return of each step its name, how it went and a sentence."""
    say = words(language).gettext
    wrong = visit.printed[0] if visit.printed else 0
    places = {
        "home": visit.voter.home,
        "wrong": wrong,
        "document": say(DOCUMENT_NAMES[document]),
    }
    printed = PRINTED if wrong == visit.voter.home else WRONG
    if visit.spoiled:
        printed = EXCHANGED
    sentences = {
        "document": SHOWN,
        "identify": IDENTIFIED if visit.shared else IDENTIFIED_ALONE,
        "print": printed if visit.remote else ORDINARY,
        "booth": MARKED,
        "box": BOXED,
    }
    gone = []
    for step, name in STEP_NAMES.items():
        reached = step in visit.steps
        stopped = reached and bool(visit.refused) and step == visit.steps[-1]
        text = REFUSED[visit.refused] if stopped else sentences[step]
        gone.append(
            {
                "id": step,
                "name": say(name),
                "how": "stopped" if stopped else "done" if reached else "open",
                "text": say(text).format(**places) if reached else "",
            }
        )
    return gone


def written(visits: Sequence[Visit], language: str) -> dict[str, Any]:
    """Return the records of a few visits: a row a constituency, and what they show."""
    say = words(language).gettext
    sheet = records(visits)
    apart = compare(sheet)
    used = np.flatnonzero(sheet.identified + sheet.printed + sheet.boxed).tolist()
    rows = [[str(place + 1), *map(str, _row(sheet, place))] for place in used]
    differ = [any(bool(column[place]) for column in apart.values()) for place in used]
    said = []
    if any(differ):
        said.append(APART)
    elif twice(visits):
        said.append(TWICE)
    elif rows:
        said.append(AGREE)
    if any(one.identified and not one.remote for one in visits):
        said.append(AT_HOME)
    if any(one.refused for one in visits):
        said.append(NO_RECORDS)
    return {
        "rows": rows,
        "differ": differ,
        "sum": [str(int(column.sum())) for column in _columns(sheet)],
        "said": [say(text) for text in said],
    }


def passed(one: Day, counted: str, language: str) -> dict[str, Any]:
    """Return a day as the view shows it: the queue, its sentences, the records."""
    say = words(language).gettext
    sheet = one.records
    places = {"served": count(one.served, language), "left": count(one.left, language)}
    said = [say(SERVED).format(**places)]
    if one.served:
        half, most = (round(float(minutes)) for minutes in (np.median(one.waits), one.waits.max()))
        waited = say(WAITED)
        said.append(waited.format(half=count(half, language), most=count(most, language)))
    else:
        said.append(say(IDLE))
    apart = compare(sheet)
    differ = {name: int(np.count_nonzero(column)) for name, column in apart.items()}
    sums = {name: int(column.sum()) for name, column in apart.items()}
    verdict = DAY_APART if any(sums.values()) else DAY_HIDDEN
    return {
        "waiting": one.waiting.tolist(),
        "said": said,
        "sums": [int(column.sum()) for column in (sheet.identified, sheet.printed, sheet.boxed)],
        "rows": [[say(COMPARED[name]), sums[name], differ[name]] for name in apart],
        "verdict": say(verdict if any(differ.values()) else DAY_AGREES),
        "counted": say(COUNTED[counted]).format(
            alone=len(alone(sheet)), parts=int(np.count_nonzero(sheet.boxed))
        ),
    }


def _columns(sheet: Records) -> tuple[np.ndarray, ...]:
    return (sheet.identified, sheet.printed, sheet.spoiled, sheet.boxed)


def _row(sheet: Records, place: int) -> list[int]:
    return [int(column[place]) for column in _columns(sheet)]
