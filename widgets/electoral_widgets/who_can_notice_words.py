"""The words of the view of who can notice what: what stands there, and what is said of a cell."""

from __future__ import annotations

from electoral_datasets.i18n import N_
from electoral_widgets import cabinet_names as names
from electoral_widgets.cabinet_words import TEXTS as CABINET

TEXTS = {
    "title": N_("Who can notice?"),
    "intro": N_(
        "Five ways of voting, and people who try to cheat in each. Every attack is carried out on "
        "an invented day with 30 voters, and then every check is made. First say what you expect, "
        "three times."
    ),
    "show": N_("Carry it out"),
    "as_guessed": N_("As you guessed."),
    "not_guessed": N_("Not as you guessed."),
    "ask_phone": N_(
        "You vote by internet, and everybody can verify the sum. A phone changes the vote before "
        "it encrypts (locks) it. Can the public file show that?"
    ),
    "phone_file": N_("Yes: a proof in the file fails"),
    "phone_voter": N_("No; but a voter who tests the phone can notice"),
    "phone_nobody": N_("No, and nobody can notice"),
    "ask_hide": N_(
        "Paper at one's own station. After the count a member of the commission secretly takes "
        "ballots away. What follows?"
    ),
    "hide_unseen": N_("The result changes, and nobody notices"),
    "hide_seen": N_("The result changes, and observers notice"),
    "hide_stands": N_("The result stands; only a recount shows that ballots are missing"),
    "ask_behind": N_(
        "Somebody stands behind the voter, gives an order, and later wants proof that it was "
        "obeyed. Where can the vote be proven to him?"
    ),
    "behind_none": N_("Nowhere: every way protects the voter"),
    "behind_board": N_("Where ballots stand on a public board"),
    "behind_internet": N_("In every way by internet"),
    "behind_all": N_("In all five ways, on paper too"),
    "matrix": N_("Adversaries and ways of voting"),
    "task": N_(
        "Press a question mark to open its row, and a cell to see who notices. Arrow keys go from "
        "cell to cell."
    ),
    "adversary": N_("Who cheats"),
    "way": N_("Way of voting"),
    "closed": N_("not opened yet"),
    "computing": N_("being computed"),
    "open_all": N_("Open all rows"),
    "progress": N_("Attacks carried out: {done} of {all}"),
    "other": N_("other than with the usual assumptions"),
    "on_paper": N_("On paper: {text}"),
    "achieved": N_("What was achieved on this day"),
    "nothing": N_("Nothing."),
    "noticed": N_("Who noticed on this day"),
    "nobody": N_("Nobody."),
    "could": N_("Who could, if everybody did all they can"),
    "nobody_could": N_("Nobody else."),
    "alarms": N_("Found on an honest day too, and so no sign of this"),
    "standards": N_("Standards of CM/Rec(2017)5 that this touches"),
    "standard": CABINET["standard"],
    "no_standards": N_("None: the Recommendation is about electronic voting."),
    "no_effect": N_("None: nothing was achieved."),
    "assumed": N_("How this way works here, and what is assumed"),
    "sources": N_("What is known of such systems: {sources}"),
    "days": N_("Hold 20 other days"),
    "holding": N_("Days held: {held} of {all}."),
    "days_said": N_(
        "Something was achieved on {achieved} days of {all}; on {noticed} of them somebody noticed."
    ),
    "day": N_("Day {day}: {text}"),
    "day_none": N_("nothing achieved"),
    "day_seen": N_("noticed"),
    "day_unseen": N_("noticed by nobody"),
    "assumptions": N_("Change the assumptions: who checks, who watches"),
    "voters_check": N_("Voters who check, of 1,000"),
    "watch": N_("What others do"),
    "entry": N_("Voters enter by"),
    "measures": N_("Protected by"),
    "entry_note": N_(
        "This matters where somebody enters as other people; at a station it is always the card, "
        "and a person compares the face."
    ),
    "seed": N_("Number of the day"),
    "another": N_("Another day"),
    "nobody_checks": N_("Nobody checks"),
    "usual": N_("Usual assumptions"),
    "assumed_note": N_(
        "All shares are assumptions, but one: with a second device 5.5% of internet voters in "
        "Estonia checked in 2023. Whoever watches is taken to be honest and to stay all day."
    ),
    "assumed_source": CABINET["lab_source"],
    "counted": N_(
        "Cells: {none} nothing achieved, {seen} noticed, {chance} noticed only if, {unseen} "
        "noticed by nobody."
    ),
    "changed": N_("Other than with the usual assumptions, and marked ◆: {count}."),
    "compare": N_("The five ways side by side"),
    "compare_text": N_(
        "This is no ranking. Every way of voting trusts somebody; the question is whom, and who "
        "may look. What stands in the table is computed on the usual day of this model; a source "
        "under it tells where something like it is reported of a real system."
    ),
    "property": N_("Question"),
    "source": N_("Source: {sources}"),
    "reported": N_("Reported of real systems"),
    "tension": N_("Standards that pull against each other"),
    "tension_text": N_(
        "15† wants voters to be able to check that their own vote was stored as meant. 23† wants "
        "no receipt that proves the vote to somebody else. 25† wants an earlier vote kept secret "
        "when somebody votes again. The better a voter can check, the more somebody behind the "
        "voter can ask to be shown. Look at the coercer's row and at the tracking code."
    ),
    "tension_source": CABINET["standards_source"],
    "about": N_("What is assumed here"),
    "about_model": N_(
        "People, votes and days are invented. The adversary goes for four votes on one day. The "
        "numbers used for locking are far too short for a real election: a toy, for speed."
    ),
    "about_words": N_(
        "Remote voting of 30 November 2025 in Kyrgyzstan was a paper ballot, printed and cast at "
        "another station (24.kg/352781, 24.kg/345919); it was no internet voting. The Russian "
        "abbreviation ДЭГ means internet voting."
    ),
    "about_none": N_(
        "“Nothing achieved” is said of this model's adversary, who is as clever as the model and "
        "no more. It is no proof that nobody can do it."
    ),
    "anew": N_("Begin again"),
}
"""Key in the JavaScript → English source text."""

STATUS_NAMES = {
    "none": N_("nothing achieved"),
    "seen": N_("noticed"),
    "chance": N_("noticed only if"),
    "unseen": N_("noticed by nobody"),
}

STATUS_TEXTS = {
    "none": N_("Nothing is achieved against this way of voting."),
    "seen": N_("Possible, and noticed as long as those who watch are there."),
    "chance": N_("Possible, and noticed only if somebody does what not everybody does."),
    "unseen": N_("Possible, and noticed by nobody, even if everybody does all they can."),
}

SIGNS = {"none": "–", "seen": "●", "chance": "◐", "unseen": "○"}

OWN_LOSS = N_("only the cheat's own vote is lost")
TRIED_SEEN = N_("yet the attempt is noticed")
TRIED_IF = N_("the attempt shows only if: {habits}")
EITHER = N_("{one}, or {other}")
SEEN_BY = N_("by: {people}")

FOUND = N_("{who}: “{check}”")
FOUND_IF = N_("{who}: “{check}”. Condition: {habit}.")
SHARE = N_("{habit} (here {count} of 1,000)")

WAY_NAMES = {
    "paper_home": N_("Paper at one's own station"),
    "paper_remote": N_("Remote voting on paper (Kyrgyzstan, 30 November 2025)"),
    **names.WAY_NAMES,
}

WAY_TEXTS = {
    "paper_home": N_(
        "You mark a paper in a booth and put it into a box that counts too. The hand count is the "
        "official one."
    ),
    "paper_remote": N_(
        "Far from home you come in person to another station. A terminal prints the ballot of "
        "your home constituency; you mark it and put it into the box there. It is paper."
    ),
    **names.WAY_TEXTS,
}

ASSUMED = {
    "paper_home": N_(
        "Assumed, in favour of paper: observers see box and table, the booth hides, the machine "
        "keeps no order of the ballots, and without network the station goes on with its own list."
    ),
    "paper_remote": N_(
        "Assumed: the same as for paper at home; but without network nobody can be identified "
        "here. Nothing published was found about the programs of the terminals: what is attacked "
        "in them is a hypothesis and says nothing about any real machine."
    ),
    "deg_homomorphic": N_(
        "Assumed, in favour of the system: the network does not tell who sends, and voters test "
        "the phone with a program that the phone cannot touch."
    ),
    "deg_blind": N_(
        "Assumed, in favour of the system: nothing but the token tells who sends; the phone shows "
        "the true number of the token; the list of tokens is kept honestly."
    ),
    "i_voting": N_(
        "Assumed, in favour of the system: a second register is kept by somebody else, the "
        "auditor is honest, and whoever cannot reach the service goes to a station."
    ),
}

ON_PAPER = {
    "device_changes": N_("The machine that reads the papers reads them otherwise"),
    "device_leaks": N_("The printing terminal marks papers in secret (a hypothesis)"),
    "clerk_adds": N_("Papers are put into the box for people who do not exist"),
    "clerk_absent": N_("Papers are put into the box for people who did not come"),
    "server_drops": N_("Whoever guards the box takes papers out of it"),
    "server_erases": N_("After the count somebody takes stored papers away"),
    "server_replaces": N_("Whoever guards the box exchanges papers in it"),
    "server_exchanges": N_("Papers are exchanged at the sorting table"),
    "server_miscounts": N_("Another result is announced than stands in the protocol"),
    "voter_stuffs": N_("A voter folds several papers into one"),
    "trustee_refuses": N_("One member of the commission does not sign"),
    "trustees_refuse": N_("So many members do not sign that they are no majority"),
    "trustee_leaks": N_("One member of the commission tells what he or she knows"),
    "trustees_collude": N_("Members of the commission work together in secret"),
}
"""The same adversaries where there is a box and no server; the others are called alike."""

ROLE_NOTES = {
    "device_changes": N_(
        "The phone cannot know which ballot will be opened, so it cheats there too."
    ),
    "device_leaks": N_("No check can show what a phone tells behind its owner's back."),
    "clerk_absent": N_("People who stayed at home have no reason to ask whether they voted."),
    "server_replaces": N_("The server cannot see what it replaces; it puts ballots for A."),
    "coercer": N_(
        "Assumed, in favour of the voters: the coercer leaves before the close and does not keep "
        "the card. One who keeps the card defeats every way of voting without a booth."
    ),
    "denial": N_("Nothing works in the last quarter of the day. It need not be an attack."),
    "trustees_collude": N_(
        "They do it in secret: whoever only reads what is published sees nothing."
    ),
}

HABIT_NAMES = {
    "codes": N_("voters look for their code and their line"),
    "challenges": N_("voters challenge the phone"),
    "second_device": N_("voters look with a second device"),
    "status": N_("people ask the list whether they voted"),
    "complaints": N_("people who were forced complain"),
    "observers": N_("somebody observes in the room all day"),
    "copies": N_("somebody keeps copies of the board"),
    "archive": N_("somebody verifies all that is published"),
    "auditor": N_("an auditor sees the box"),
    "register": N_("somebody compares list and population register"),
    "recount": N_("the papers are counted again"),
    "inspection": N_("the papers are looked at for secret marks"),
}

HABIT_FIELDS = {
    "codes": CABINET["lab_codes"],
    "challenges": CABINET["lab_challenges"],
    "second_device": CABINET["lab_second_device"],
    "status": CABINET["lab_status"],
    "complaints": N_("Complain when they were forced, of 1,000 voters: {count}"),
}

PROPERTY_NAMES = {
    "arrived": N_("Can voters check that their own vote arrived?"),
    "as_meant": N_("Can voters check that what was sealed is what they meant?"),
    "counted": N_("Who can check the count?"),
    "special": N_("Does every check of the count need special knowledge?"),
    "eligible": N_("Who notices votes of people who are not on the list?"),
    "absent": N_("Who notices votes in the name of people who stayed at home?"),
    "receipt": N_("Votes that could be proven to a coercer, of {victims}"),
    "readers": N_(
        "How many keyholders and keepers of the server together read every vote by name?"
    ),
    "early": N_("How many keyholders together know the result before the close?"),
    "refusing": N_("Votes lost when too many keyholders refuse"),
    "network": N_("Votes prevented when the network fails in the last quarter of the day"),
    "alone": N_("Votes of single voters that follow from the published numbers of that day"),
    "revoting": N_("May one vote again?"),
}

COURT = N_(
    "Germany's Constitutional Court, 3 March 2009: citizens must be able to check the essential "
    "steps reliably and without special knowledge (2 BvC 3/07, 2 BvC 4/07)."
)

TRUST_NAMES = {
    "whom": N_("Whom does one trust?"),
    "nobody": N_("Which attacks does nobody notice?"),
    "only": N_("How many attacks does one party alone notice?"),
}
TRUSTED = {
    "paper_home": N_("Observers: that they are there all day, see box and table, and speak up."),
    "paper_remote": N_(
        "Observers, as at home; besides, whoever makes the terminals and keeps the electronic list."
    ),
    "deg_homomorphic": N_(
        "Whoever makes the phone; keyholders, that they do not meet in secret; voters, that they "
        "check; whoever has the knowledge to verify the file."
    ),
    "deg_blind": N_(
        "Whoever makes the phone; keyholders; whoever hands out tokens and could see who sends; "
        "voters, that they read their own line."
    ),
    "i_voting": N_(
        "Whoever makes the phone; keyholders; the auditor and the keeper of the second register; "
        "voters, that some of them use a second device."
    ),
}
TRUST_ONLY = N_("{who}: {count}")
TRUST_NONE = N_("none, as long as those who can look do look")

NO_CHECK = N_("nobody")
NO_NEED = N_("not needed: nothing stands between voter and paper")
OWN_HAND = N_("the voter's own hand puts the paper into the box")
NOT_POSSIBLE = N_("nothing is achieved")
NO_NUMBER = N_("no number of them")
YES = N_("yes")
NO = N_("no")

ANSWERS = (
    (
        "voter",
        N_(
            "The phone locked a wrong vote, and locked it correctly: signatures, proofs and sum "
            "of the public file are in order. Votes changed on this day: {changed}. Only a voter "
            "who challenges the phone (has it open a ballot that is then not cast) can notice."
        ),
    ),
    (
        "stands",
        N_(
            "The count was over, so the result stands; votes changed on this day: {changed}. "
            "What was taken away is the evidence. That shows only when the papers are counted again."
        ),
    ),
    (
        "board",
        N_(
            "In {count} of the five ways. On a public board it can be seen whether the ordered "
            "ballot is the last one, or what its line says when it is opened. In a booth nobody "
            "sees. In the Estonian kind one may vote again, and the box is not public; this "
            "protects only if the coercer leaves and does not keep the card."
        ),
    ),
)
"""Of each prediction the answer that holds, and what the attack showed."""

ASKED = (
    ("device_changes", "deg_homomorphic"),
    ("server_erases", "paper_home"),
    ("coercer", "i_voting"),
)
"""The cells the three predictions are about."""

FACTS = (
    (
        N_(
            "Moscow, 8 August 2019: a researcher showed that from the published keys of the new "
            "system the private ones could be computed in about 20 minutes on a PC. Longer keys "
            "took their place."
        ),
        "A: members.loria.fr/PGaudry/moscow; arXiv 1908.05127",
    ),
    (
        N_(
            "Moscow, 2021: critics named late results after re-voting, results unlike those on "
            "paper, and observers who could not verify."
        ),
        "B: currenttime.tv; electoralpolitics.org",
    ),
    (
        N_(
            "Switzerland, March 2019: researchers found faults in the proofs of mixing and of "
            "decryption; the programme was suspended. Since July 2022 an ordinance asks for "
            "complete verifiability and published source code."
        ),
        "B: Lewis, Pereira and Teague, 11 and 25 March 2019; SR 161.116 of 25 May 2022",
    ),
    (
        N_(
            "Estonia: with a second device 3.43% of internet voters checked in 2013, 5.5% in "
            "2023. In June 2025 ODIHR advised the country to define in law what voters, and what "
            "everybody, can verify."
        ),
        "A: Heiberg and Willemson (moam.info); B: figure of 2023; B: ODIHR Opinion, 17 June 2025",
    ),
    (
        N_(
            "Kyrgyzstan, 30 November 2025: the machine's count was preliminary, the hand count "
            "final; a second identification was blocked at any station."
        ),
        "B: 24.kg/345919; 24.kg/349124",
    ),
)
