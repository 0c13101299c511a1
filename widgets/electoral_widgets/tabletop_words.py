"""The words of the tabletop exercise: what is seen, what may be done and said, what comes out."""

from __future__ import annotations

from electoral_datasets.i18n import N_

TEXTS = {
    "title": N_("Tabletop: a voting day"),
    "intro": N_(
        "You lead the staff of an election commission. Five messages will come, one after "
        "another. Each time you choose what is done and what is said, before you know the cause. "
        "You have six teams to send out."
    ),
    "question": N_("What will decide how much trust is left at night?"),
    "guess_causes": N_("Luck: what lies behind the messages"),
    "guess_deeds": N_("What is done"),
    "guess_words": N_("What is said, and when"),
    "show": N_("Begin the day"),
    "integrity": N_("Integrity: what can be shown about the vote"),
    "trust": N_("Trust: who believes what is shown"),
    "teams": N_("Teams left"),
    "of_most": N_("{number} of {most}"),
    "deeds": N_("What is done?"),
    "words": N_("What is said?"),
    "decide": N_("Decide"),
    "choose_both": N_("Choose a deed and words first."),
    "too_few": N_("Not enough teams are left."),
    "why": N_("What moved the scales"),
    "nothing_moved": N_("Nothing moved."),
    "go_on": N_("Next message"),
    "to_debrief": N_("To the debrief"),
    "debrief": N_("Debrief"),
    "your_path": N_("Your path"),
    "message": N_("Message"),
    "cause": N_("Cause"),
    "done": N_("Done"),
    "said": N_("Said"),
    "first_words": N_("First words after"),
    "known_after": N_("Cause known after"),
    "others": N_("Other paths on the same day"),
    "path": N_("Path"),
    "trust_steps": N_("Trust after each message"),
    "integrity_end": N_("Integrity at night"),
    "trust_end": N_("Trust at night"),
    "spreads": N_("What could have changed your trust at night"),
    "changed": N_("Changed, all else as you did it"),
    "from_to": N_("Trust at night, least to most"),
    "rules": N_("The rules of this game"),
    "again": N_("Once more: same causes, other decisions"),
    "anew": N_("A new day with other causes"),
    "back": N_("Take the last decision back"),
}

INVENTED = N_("Invented")
HAPPENED = N_("It happened")

NAMES = {
    "names": N_("08:10. Names not found"),
    "photo": N_("11:30. A photo"),
    "voice": N_("18:20. A voice"),
    "display": N_("28 November 2021. The display"),
    "gap": N_("23:40. Two sums"),
}

SEEN = {
    "names": N_(
        "At 30 stations the identification devices do not find the voters. Queues grow. "
        "Paper lists are in the safes."
    ),
    "photo": N_(
        "A photo goes round: a pile of marked ballots, “this morning, before the doors opened”. "
        "The station's number can be read."
    ),
    "voice": N_(
        "A recording goes round. A voice like that of your chair says: “Voting goes on tomorrow.” "
        "The stations close at 20:00."
    ),
    "display": N_(
        "Kyrgyzstan, parliamentary elections. The display of the results fails. Suppose that you "
        "are in charge, and do not know why."
    ),
    "gap": N_(
        "The server's sum of one district is several hundred votes larger than the sum of its "
        "protocols. Journalists will see it within the hour."
    ),
}

CELLS = {
    "names": N_("Voter register: availability"),
    "photo": N_("Ballots: integrity"),
    "voice": N_("Public communication: authenticity"),
    "display": N_("Results display: availability"),
    "gap": N_("Protocol transmission: integrity"),
}
"""Asset and property, as the core has them."""

CAUSES = {
    "update": N_("Last night's update did not reach these devices. Nobody meant harm."),
    "crowd": N_("Too many devices asked at once. Nobody meant harm."),
    "erased": N_("Somebody with access had erased entries. It was done on purpose."),
    "old": N_("The photo is from another election. Who sent it round believed it."),
    "staged": N_("The photo was staged at home, with copies. It was done on purpose."),
    "stuffed": N_("The pile was real: ballots had been put in. It was done on purpose."),
    "made": N_("A program had made the voice. It was done on purpose."),
    "cut": N_("The words were cut from an old training tape, as a bad joke."),
    "spoken": N_("The chair had said it, by mistake, and some stations obeyed."),
    "script": N_("The script that displays the results had failed."),
    "twice": N_("One protocol had been added twice. Nobody meant harm."),
    "typed": N_("Two digits of one protocol had changed places. Nobody meant harm."),
    "changed": N_("A number had been changed on the server. It was done on purpose."),
}

DEEDS = {
    "paper": N_("Use the paper lists; mark each voter, compare tonight"),
    "halt": N_("Stop these 30 stations until the fault is found"),
    "word": N_("Let everybody vote who shows a document, without a list"),
    "visit": N_("Go there with observers and count the papers"),
    "delete": N_("Ask the network to take the photo down"),
    "leave": N_("Do nothing about it"),
    "signed": N_("A signed notice on every door and on every channel: until 20:00"),
    "trace": N_("Find out where the recording comes from"),
    "ignore": N_("Do not mention it, so that it does not spread"),
    "papers": N_("Switch it off, look for the fault, lay out the protocols for comparison"),
    "off": N_("Switch it off and look for the fault"),
    "keep": N_("Let it run; it is only a display"),
    "compare": N_("Compare the protocols with copies and slips, observers present"),
    "overwrite": N_("Have all protocols sent again, over the old ones"),
    "publish": N_("Publish the server's sum, correct it later"),
}

WORDS = {
    "open": N_("Now: what we know, what we do not know yet, when we shall say more"),
    "calm": N_("Now: all is well, the result is not touched"),
    "blame": N_("Now: we are under attack"),
    "wait": N_("Nothing, until the cause is known"),
}

SHORT_WORDS = {
    "open": N_("known and unknown"),
    "calm": N_("all is well"),
    "blame": N_("an attack"),
    "wait": N_("nothing yet"),
}

REASONS = {
    "deed": N_("What you did was seen."),
    "said_open": N_("Open words promise nothing yet."),
    "said_calm": N_("Calming words do good at first."),
    "said_blame": N_("An enemy brings people together, at first."),
    "said_wait": N_("Silence was filled by rumours."),
    "kept": N_("You had promised news, and the news came."),
    "late": N_("You had promised news; others were quicker."),
    "contradicted": N_("You had said that all was well. It was not."),
    "accused": N_("You had accused, and nobody had attacked."),
    "shown": N_("You had said it, and you could show it."),
    "told": N_("You were late, but you told it yourself, with proof."),
    "overtaken": N_("Others told what you had kept to yourself."),
    "lost": N_("Votes or totals were touched, and the evidence was gone."),
    "unheard": N_("You were right, but too few people listen by now."),
}

TEAMS_OF = {
    0: N_("no team"),
    1: N_("1 team"),
    2: N_("2 teams"),
}

FOUND = {
    "you": N_("Your people found the cause. First words: {spoken}. Cause known: {known}."),
    "others": N_("Others found the cause. First words: {spoken}. Cause known: {known}."),
}

MINUTES = N_("{number} min")

REPORTED = (
    N_(
        "So far the game. What was reported: a display script had failed. Eight parties asked for "
        "recounts at about 600 stations. On 10 and 11 December the Commission recounted 101, in "
        "12 of the 13 districts planned: no discrepancy in general."
    ),
    N_(
        "Two parties refused to sign the check of the systems. In the final result 20 stations "
        "were invalidated. On what the display showed, and what was said first, we found nothing."
    ),
    N_(
        "B: kloop.kg, 10 and 15 December 2021; utrk.kg; commoncause.kg/316; for the 20 stations the "
        "source was not noted"
    ),
)

PATHS = {
    "yours": N_("Yours"),
    "best": N_("Best with hindsight: it knew every cause"),
    "open": N_("Always open, and always looking while teams last"),
    "calm": N_("Always “all is well”, nobody sent out"),
    "blame": N_("Always “an attack”, nobody sent out"),
    "wait": N_("Always silent, nobody sent out"),
}

SPREADS = {
    "causes": N_("The causes: luck"),
    "deeds": N_("Your deeds"),
    "words": N_("Your words"),
}

ANSWERS = {
    "right": N_("You guessed it: in your day this had the widest reach."),
    "wrong": N_("You guessed otherwise. In your day the widest reach had: {widest}"),
}

RULES = (
    N_(
        "The size of every effect, the minutes, and how often a cause comes are assumptions of "
        "this game, not measurements. Change them, and other paths may win. The order of events is "
        "the same for all."
    ),
    N_(
        "Words: “all is well” and “an attack” gain 1 at once. If they prove wrong, they lose 4 "
        "and 3; if you can show that they are right, they gain 1 more. Open words gain 2 when "
        "your people find the cause, and lose 1 when others do. Silence loses 1 at once; later it gains 1 when "
        "your people find the cause, and loses 2 more when others do."
    ),
    N_(
        "Integrity falls by 3 when votes or totals were touched and the evidence was not kept. "
        "With trust below 3, good words gain nothing. Both scales end at 0 and 10."
    ),
    N_(
        "So open words cannot be contradicted by any cause: they claim none. That is built into "
        "the rules. Whether people reward it so in life is a question for research."
    ),
)
