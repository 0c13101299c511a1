"""The words of the view of two counts: what stands there, and what is said of the figures."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from electoral.marks import INVALID
from electoral.recount import Outcome, miss_all, needed
from electoral_datasets.i18n import N_
from electoral_widgets.act_words import ACT_NAMES
from electoral_widgets.base import words
from electoral_widgets.numerals import count, percent

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from electoral.recount import TwoCounts

TEXTS = {
    "title": N_("Two counts: by machine and by hand"),
    "intro": N_(
        "An invented country has {stations} stations. In each of them a machine reads the "
        "ballots of the stationary box, and then people count them by hand. The machine's figures "
        "are preliminary; the hand count is official."
    ),
    "question": N_(
        "About 1.55 million ballots are in the stationary boxes. On how many of them do the two "
        "counts differ?"
    ),
    "guess_none": N_("On none"),
    "guess_under_1000": N_("On fewer than 1,000"),
    "guess_under_10000": N_("On 1,000 to 10,000"),
    "guess_more": N_("On more than 10,000"),
    "count": N_("Count both ways"),
    "counting": N_("Counting {stations} stations…"),
    "nation": N_("All stations together"),
    "machine": N_("Machine, preliminary"),
    "hand": N_("Hand, official"),
    "less": N_("Machine less hand"),
    "all_ballots": N_("All ballots"),
    "mobile": N_(
        "The ballots of mobile boxes, which this machine does not read, are left out of both."
    ),
    "every": N_("Every station a dot"),
    "line": N_("Difference in"),
    "all_lines": N_("All lines together"),
    "picture": N_(
        "Picture: {stations} stations, from few ballots on the left to many on the right, and "
        "their difference from bottom to top. In 19 of 20 it is from {least} to {most}. "
        "The table below names the largest."
    ),
    "across": N_("Ballots in the station"),
    "up": N_("Difference; the steps near zero are drawn larger"),
    "aim": N_("Station {station}: {ballots} ballots, difference {difference}"),
    "aim_first": N_("Press a dot to choose its station."),
    "key_station": N_("a station"),
    "key_chosen": N_("chosen"),
    "key_confirmed": N_("protocol and machine confirmed"),
    "key_machine": N_("machine not confirmed"),
    "key_protocol": N_("protocol not confirmed"),
    "key_told": N_("was disturbed"),
    "largest": N_("The 20 largest differences as a table"),
    "station": N_("Station"),
    "ballots": N_("Ballots"),
    "difference": N_("Difference"),
    "choose": N_("Choose station {station}"),
    "recount": N_("Count the paper again"),
    "task": N_(
        "Which stations would you have recounted? Press dots, tick rows of the table, give a "
        "number, or take several at once."
    ),
    "how_many": N_("How many at once"),
    "by_lot": N_("By lot"),
    "by_size": N_("The largest differences"),
    "number": N_("Number of a station"),
    "add": N_("Choose it"),
    "no_station": N_("Stations have the numbers 1 to {stations}."),
    "full": N_("{most} stations are the most that can be recounted at once."),
    "chosen": N_("Chosen: {chosen} of at most {most}"),
    "clear": N_("Choose none"),
    "start": N_("Recount them"),
    "choose_first": N_("First choose at least one station."),
    "remove": N_("Leave out station {station}"),
    "tell": N_("Show the disturbed stations"),
    "told": N_("The disturbed stations"),
    "sandbox": N_("Change the country"),
    "seed": N_("Number of the country"),
    "hands": N_("How voters mark"),
    "hands_ordinary": N_("As people do"),
    "hands_clear": N_("Clearly, without exception"),
    "hands_difficult": N_("Often doubtfully"),
    "sure": N_("A sure mark, thousandths of black"),
    "doubtful": N_("A doubtful mark, thousandths of black"),
    "disturbed": N_("Disturbed stations"),
    "acts": N_("What may be done there"),
    "again": N_("Count again"),
    "real": N_("Real pairs from Kyrgyzstan"),
    "hand_less": N_("Hand less machine"),
    "source": N_("Source: {source}"),
    "show": N_(
        "Most of these pairs show two counts that were close and not equal. Why they differ, they "
        "do not show. That the hand count is the official one, ODIHR says (17 September 2015). The "
        "pairs of 4 October 2020 cannot be compared at all."
    ),
    "trap": N_(
        "The two figures of 4 October 2020 count different stations: 98% of the boxes and 63% "
        "of the protocols. Their difference says nothing about machine or hand."
    ),
    "caveat": N_(
        "On 28 November 2021 the net difference was 3,926 ballots of 1,293,947 voters, 0.3%. The "
        "invented country has no remote voting, and more doubtful marks: an assumption, and yours "
        "to change."
    ),
    "caveat_source": N_("A: shailoo.gov.kg/kg/news/6012"),
    "recounts": N_(
        "After the vote of 28 November 2021 eight parties asked for recounts at about 600 "
        "stations. On 10 and 11 December the commission recounted 101 stations in 12 of 13 "
        "planned districts: “no discrepancy in general”."
    ),
    "recounts_source": N_("B: kloop.kg, 10 December 2021; utrk.kg; commoncause.kg/316"),
}
"""What the browser reads."""

RISK = Fraction(1, 20)
"""A random choice that misses everything no more often than this is called large enough."""

APART = N_("The two counts differ on {apart} of {ballots} ballots, {share} of them.")
EQUAL = N_("The two counts agree on every one of {ballots} ballots.")
GUESSED = N_("Your guess was right.")
TOO_LOW = N_("Your guess was too low.")
TOO_HIGH = N_("Your guess was too high.")
DOUBTS = N_(
    "The machine sets {more} more ballots aside as invalid. Where a mark is pale or touches a "
    "second square, people can often tell what the voter meant."
)

OUTCOMES = {
    Outcome.CONFIRMED: N_(
        "Protocol confirmed. Machine and paper differ on {machine} of the ballots; doubtful marks "
        "explain up to {usual}."
    ),
    Outcome.MACHINE: N_(
        "Protocol confirmed. Machine and paper differ on {machine} of the ballots, more than the "
        "{usual} that doubtful marks explain."
    ),
    Outcome.PROTOCOL: N_(
        "Protocol not confirmed: it differs from the paper on {protocol} of the ballots. Machine and paper differ "
        "on {machine}; doubtful marks explain up to {usual}."
    ),
    Outcome.BOTH: N_(
        "Protocol not confirmed: it differs from the paper on {protocol} of the ballots. Machine and paper differ "
        "on {machine}, more than the {usual} that doubtful marks explain."
    ),
}
"""What is said of a recounted station; all numbers are ballots."""

FOUND = N_("Recounted: {size}. Disturbed stations that the paper gives away: {found}.")
UNDISTURBED = N_(
    "Not confirmed though nobody disturbed them: {count}. The machine's thresholds do not fit the "
    "marks of these voters."
)
MISSED = N_(
    "The chance that {size} stations drawn by lot leave out all {disturbed} disturbed ones is "
    "{chance}."
)
NEEDED = N_("For that chance to be 5% or less, {needed} stations must be drawn.")
QUIET = N_("No station of this country was disturbed.")
HIDDEN = N_(
    "Of {disturbed} disturbed stations a recount of all {stations} would give away {shown}. What "
    "was put into a box is paper like all other paper: the sums and the stamps tell more."
)
QUIET_ONES = N_("Recounted: {size}. Of these, {count} were not disturbed.")


def verdict(
    counts: TwoCounts, guesses: Mapping[str, int | None], guess: str, language: str
) -> list[str]:
    """Say by how much the counts differ, how the guess was, and what ordinary marks do."""
    catalogue = words(language)
    apart, ballots = int(counts.apart.sum()), int(counts.sizes.sum())
    text = catalogue.gettext(APART if apart else EQUAL).format(
        apart=count(apart, language),
        ballots=count(ballots, language),
        share=percent(apart / ballots, language),
    )
    bands = list(guesses)
    right = next(i for i, most in enumerate(guesses.values()) if most is None or apart <= most)
    judged = (TOO_LOW, GUESSED, TOO_HIGH)[1 + _sign(bands.index(guess) - right)]
    sentences = [text, catalogue.gettext(judged)]
    more = int((counts.machine - counts.hand).sum(axis=0)[INVALID])
    if more > 0:
        sentences.append(catalogue.gettext(DOUBTS).format(more=count(more, language)))
    if counts.disturbed:
        hidden = catalogue.ngettext(
            "And {count} station was disturbed. Can you find it?",
            "And {count} stations were disturbed. Can you find them?",
            len(counts.disturbed),
        )
        sentences.append(hidden.format(count=count(len(counts.disturbed), language)))
    return sentences


def results(counts: TwoCounts, stations: Sequence[int], language: str) -> list[dict[str, Any]]:
    """Say of each station what the paper says when it is counted again."""
    return [{"station": one, **_result(counts, one, language)} for one in stations]


def summary(counts: TwoCounts, stations: Sequence[int], language: str) -> list[str]:
    """Say how many disturbed stations were found, and what chance would have missed."""
    if not stations:
        return []
    gettext = words(language).gettext
    total, disturbed, size = counts.sizes.size, len(counts.disturbed), len(stations)
    given_away = [one for one in stations if counts.recount(one)[0] != Outcome.CONFIRMED]
    found = [one for one in given_away if one in counts.disturbed]
    said = [gettext(FOUND).format(size=count(size, language), found=count(len(found), language))]
    if len(given_away) > len(found):
        others = count(len(given_away) - len(found), language)
        said.append(gettext(UNDISTURBED).format(count=others))
    if not disturbed:
        return [*said, gettext(QUIET)]
    chance = _chance(miss_all(total, disturbed, size), language)
    values = {"size": count(size, language), "disturbed": count(disturbed, language)}
    least = count(needed(total, disturbed, RISK), language)
    return [
        *said,
        gettext(MISSED).format(**values, chance=chance),
        gettext(NEEDED).format(needed=least),
    ]


def known(counts: TwoCounts, stations: Sequence[int], language: str) -> dict[str, Any]:
    """Tell what was done where, what a recount says there, and how many it would give away.

    Of the stations that were recounted it tells how many nobody had disturbed.
    """
    gettext = words(language).gettext
    rows = [
        {
            "station": act.station,
            "act": gettext(ACT_NAMES[act.kind]),
            **_result(counts, act.station, language),
        }
        for act in sorted(counts.acts, key=lambda act: act.station)
    ]
    shown = sum(row["kind"] != Outcome.CONFIRMED.value for row in rows)
    text = gettext(HIDDEN if rows else QUIET).format(
        disturbed=count(len(rows), language),
        stations=count(counts.sizes.size, language),
        shown=count(shown, language),
    )
    if rows and stations:
        quiet = len(set(stations).difference(counts.disturbed))
        said = gettext(QUIET_ONES).format(
            size=count(len(stations), language), count=count(quiet, language)
        )
        text = f"{text} {said}"
    return {"rows": rows, "text": text}


def _result(counts: TwoCounts, station: int, language: str) -> dict[str, str]:
    kind, protocol, machine = counts.recount(station)
    text = words(language).gettext(OUTCOMES[kind])
    return {
        "kind": kind.value,
        "text": text.format(
            protocol=count(protocol, language),
            machine=count(machine, language),
            usual=count(int(counts.usual[station]), language),
        ),
    }


def _chance(chance: Fraction, language: str) -> str:
    """Write a chance with one decimal, and never as certain where it is not."""
    if Fraction(999, 1000) < chance < 1:
        return f">{percent(0.999, language)}"
    return percent(float(chance), language)


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)
