"""The words of the matrix of standards, and where each text was read."""

from __future__ import annotations

from electoral_datasets.i18n import N_

TEXTS = {
    "title": N_("Which text says what"),
    "task": N_(
        "Principles in rows, instruments in columns. Press a cell to read what a place says, or "
        "the name of an instrument to see what it is. Arrow keys go from cell to cell."
    ),
    "kinds": N_("Which instruments"),
    "all": N_("all"),
    "waiting": N_("Show also places that nobody has read yet"),
    "instrument": N_("Instrument"),
    "principle": N_("Principle"),
    "own": N_("your principle"),
    "legend_read": N_("read in the text itself"),
    "legend_reported": N_("reported by others"),
    "legend_waiting": N_("from memory; waits to be read"),
    "legend_none": N_("nothing noted here"),
    "cell": N_("{places} ({grade})"),
    "place": N_("Place: {place}"),
    "where": N_("Read at: {where}"),
    "counted": N_("Cells with a place: {cells}. Instruments: {instruments}."),
    "no_choice": N_("No cell is open."),
    "close": N_("Close"),
    "about": N_("What the matrix shows, and what it does not"),
    "about_grades": N_(
        "A place is shown with what it says only if somebody read it or a report of it for the "
        "school. Of a place known from memory alone only the number is shown: a note of where to "
        "look."
    ),
    "about_kinds": N_(
        "Whether an instrument binds was derived from its form, by us: a treaty binds the states "
        "that are parties to it; a declaration or a recommendation is a promise or advice."
    ),
    "anew": N_("Begin anew"),
}

KIND_NAMES = {
    "binding": N_("binding"),
    "interpretation": N_("interpreting"),
    "political": N_("political"),
}

GRADE_NAMES = {
    "A": N_("read"),
    "B": N_("reported"),
    "C": N_("not read"),
}

NOTHING = N_(
    "Nothing is noted here. That does not mean that the instrument is silent: perhaps nobody has "
    "looked."
)
ONLY_WAITING = N_(
    "What is noted here is from memory and waits to be read, so it is not repeated. Where to look: "
    "{places}."
)
NOT_SAID = N_("From memory; not repeated until somebody has read the text.")
HOW_READ = N_("Rows read: {read}. Reported by others: {reported}. Waiting: {waiting}.")
UNREAD_TEXT = N_("The text of this instrument has not been read for the school.")
ADOPTED = N_("Adopted: {date}. {adopter}.")
PARTY = N_("{state}. {event}: {date}")
DASH = N_("place not noted")

WHERE = {
    "cis-convention-2002": {
        "": "studylib.net/doc/9018085; docsbay.net; CDL-EL(2006)031rev",
        "1": "afnfn.com/16476",
        "5": "eos.cartercenter.org/quotes/1689",
        "6.1": "eos.cartercenter.org/quotes/38",
        "8.1": "eos.cartercenter.org/quotes/1395",
        "13.4": "eos.cartercenter.org/quotes/2973",
        "19.1": "law.by, 2014-02-03",
        "23": "zakonbase.ru/content/part/434269",
    },
    "venice-code-2002": {"": "scribd 377743298; lawsdocbox"},
    "observation-declaration-2005": {
        "": "ndi.org/declaration_monitoring_principles",
        "4": "aceproject.org eo1",
    },
    "ipa-cis-observation-2008": {"": "studylib.ru 3989360"},
    "venice-referendums-2022": {"": "te.gob.mx/vota_elections/thesaurus/article/50151"},
}
"""By source and place where it was read, as in the school's list of sources; without a place, for
the whole. Where the list does not know, nothing stands here."""
