"""The words of the urn, in English, to be translated."""

from __future__ import annotations

from electoral_datasets.i18n import N_

TOO_FEW = N_(
    "what is switched on needs more ballots than this station has. Lower the turnout, or take "
    "more voters."
)

TEXTS = {
    "title": N_("The urn: a box that reads"),
    "intro": N_(
        "An invented station, {count} ballots. Drop the first ones: watch the box read how dark "
        "the squares are, and sort."
    ),
    "stage": N_(
        "Ballots fall into the reading box and on the pile of what it reads. The counter and the "
        "table of the last ballots say the same in numbers."
    ),
    "counter": N_("The machine's counter"),
    "candidate": N_("Candidate {letter}"),
    "against": N_("Against all"),
    "aside": N_("Set aside"),
    "uncounted": N_("Not counted"),
    "legend": N_("A to D: candidates. ⊘: against all. ?: set aside, no single sure mark."),
    "legend_uncounted": N_("–: not counted."),
    "darkest": N_("Darkest {square}: {fill}"),
    "next": N_("Next {square}: {fill}"),
    "sure_from": N_("sure from {fill}"),
    "doubtful_from": N_("doubtful from {fill}"),
    "step": N_("Next ballot"),
    "undo": N_("Undo"),
    "play": N_("Play"),
    "pause": N_("Pause"),
    "all": N_("Feed all"),
    "empty": N_("Empty the box"),
    "speed": N_("Speed"),
    "slow": N_("Slow motion"),
    "normal": N_("Normal"),
    "fast": N_("Fast"),
    "question": N_(
        "The box counts all {count} ballots. Then people count them by hand. Of every 100 "
        "ballots, how many does the box set aside though people count them as votes?"
    ),
    "none": N_("None: both counts agree"),
    "one": N_("About 1"),
    "five": N_("About 5"),
    "many": N_("20 or more"),
    "count_all": N_("Count them all"),
    "said_square": N_("Ballot {number} of {count}: {square}; fill {fill}, sure."),
    "said_blank": N_(
        "Ballot {number} of {count}: set aside, no mark. The darkest square is {square}, fill {fill}."
    ),
    "said_two": N_(
        "Ballot {number} of {count}: set aside, two marks. {square} has fill {fill}, {other} has "
        "fill {second}."
    ),
    "said_doubtful": N_(
        "Ballot {number} of {count}: set aside, doubtful. {square} has fill {fill}, {other} has "
        "fill {second}."
    ),
    "said_uncounted": N_(
        "Ballot {number} of {count}: in the box, but the machine does not count it."
    ),
    "said_fault": N_(
        "Ballot {number} of {count}: a fault puts it under “{pile}”. The darkest square is {square}, "
        "fill {fill}."
    ),
    "said_all": N_("The box has read all {count} ballots and set aside {aside}."),
    "now_guess": N_("These were the first ballots. Now make your guess below."),
    "recent": N_("The last 20 ballots as a table"),
    "ballot": N_("Ballot"),
    "first_mark": N_("Darkest square"),
    "second_mark": N_("Next square"),
    "reading": N_("Reading"),
    "see": N_("What the machine sees of the last ballot"),
    "picture": N_(
        "The last ballot that was read, as a grey picture; the sentence above says how dark its marks are."
    ),
    "comparison": N_("Three counts of the same ballots"),
    "line": N_("Votes"),
    "invalid": N_("Invalid"),
    "sum": N_("All"),
    "machine": N_("Machine, preliminary"),
    "hand": N_("By hand, official"),
    "machine_hand": N_("Machine − hand"),
    "truth": N_("Voters' will"),
    "hand_truth": N_("Hand − will"),
    "missed": N_("Set aside by the box, counted by people: {missed} of {count} ballots, {share}."),
    "fact": N_(
        "In Kyrgyzstan the hand count is official (ODIHR, 17 September 2015). On 28 November 2021 "
        "it had 3,926 fewer invalid ballots than the machines, and as many more votes for parties "
        "(Central Commission, shailoo.gov.kg/kg/news/6012)."
    ),
    "sandbox": N_("Now change what you like"),
    "number": N_("Urn number"),
    "new_urn": N_("New urn"),
    "voters": N_("Voters on the list"),
    "turnout": N_("Turnout"),
    "hands": N_("How voters mark"),
    "clear": N_("Clear: one good mark, two, or none"),
    "ordinary": N_("Ordinary: some marks are pale, touch two squares or are corrected"),
    "difficult": N_("Difficult: many such marks"),
    "sure": N_("A mark is sure from"),
    "doubtful": N_("A mark is doubtful from"),
    "usual": N_("Usual thresholds"),
    "machine_acts": N_("Faults of the machine"),
    "people_acts": N_("What people do wrong"),
}

VERDICTS = {
    "right": N_("Your guess was right: {share} of every 100."),
    "more": N_("More than you guessed: {share} of every 100."),
    "fewer": N_("Fewer than you guessed: {share} of every 100."),
}
"""How the guess compares with what happened."""

TRACES = N_("An observer who compares finds what does not agree: {checks}.")

NO_TRACE = N_("No comparison that an observer can make shows what is switched on.")
