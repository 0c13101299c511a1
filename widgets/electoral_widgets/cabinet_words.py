"""What the browser reads in the cabinet."""

from __future__ import annotations

from electoral_datasets.i18n import N_

TEXTS = {
    "title": N_("The cabinet: vote by internet, and find out whether it was honest"),
    "intro": N_(
        "An invented cabinet, an invented day with 30 voters. The phone, the server or the clerk "
        "may be dishonest, or nobody. Vote, check what you like, close the day; then say what you "
        "think happened."
    ),
    "way": N_("Way of voting"),
    "paper": N_("Voting on paper has views of its own: the urn, and remote voting on paper."),
    "steps": N_("The day"),
    "step_door": N_("Enter"),
    "step_ballot": N_("Ballot"),
    "step_code": N_("Code"),
    "step_check": N_("Check"),
    "step_close": N_("Close"),
    "step_shares": N_("Key shares"),
    "step_count": N_("Count"),
    "step_public": N_("Public check"),
    "phone": N_("Your phone"),
    "phone_title": N_("Invented cabinet"),
    "enter": N_("Who are you? Enter by"),
    "choose": N_("Your ballot"),
    "choice": N_("Choice {choice}"),
    "choose_first": N_("First choose."),
    "send": N_("Encrypt and send"),
    "challenge": N_("Show me what you encrypted"),
    "challenge_note": N_(
        "A challenge opens a ballot that is then not cast. The phone does not know beforehand "
        "whether you will cast or challenge."
    ),
    "taken": N_("Your vote was taken. Your code:"),
    "no_code": N_("No code yet"),
    "look": N_("Look for my code"),
    "second_device": N_("Look with a second device"),
    "on_paper": N_("Vote on paper at a station"),
    "status": N_("Am I on the list of those who voted?"),
    "again": N_("Vote again"),
    "over": N_("Voting is over."),
    "close": N_("Close the day"),
    "vote_first": N_("First vote: without your vote there is nothing to find out."),
    "saw": N_("What you saw"),
    "saw_nothing": N_("Nothing yet."),
    "sign_good": N_("as it should be"),
    "sign_bad": N_("not as it should be"),
    "sign_none": N_("noted"),
    "published": N_("What is published"),
    "shares": N_(
        "Picture: {trustees} people hold shares of the key, {needed} are needed; {gave} gave theirs."
    ),
    "shares_table": N_("The key shares as a table"),
    "holder": N_("Holder {number}"),
    "share": N_("Share"),
    "gave_it": N_("given"),
    "refused_it": N_("not given"),
    "count_picture": N_("Picture: the announced result. The table below has the numbers."),
    "count_table": N_("The result as a table"),
    "votes": N_("Votes"),
    "look_more": N_("Look closer, as you like"),
    "after_code": N_("Look for my code on the final board"),
    "after_line": N_("Read my line of the opened board"),
    "after_copies": N_("Ask who kept copies of the board"),
    "after_archive": N_("Verify everything published with a program"),
    "after_register": N_("Compare the numbers of voters"),
    "after_auditor": N_("Ask the auditor"),
    "board": N_("The final board"),
    "entry": N_("No."),
    "code": N_("Code"),
    "opened": N_("Opened vote"),
    "yours": N_("yours"),
    "locked": N_("locked"),
    "question": N_("Was your vote counted as you meant it?"),
    "yes": N_("Yes"),
    "no": N_("No"),
    "unknown": N_("I cannot know"),
    "say": N_("That is my answer"),
    "what": N_("What do you think happened?"),
    "tell": N_("Tell me the truth"),
    "truth": N_("What happened"),
    "fits": N_("What you saw fits:"),
    "who_could": N_("Who could notice?"),
    "who": N_("Who"),
    "check": N_("Check"),
    "you": N_("You"),
    "standards": N_("Standards of CM/Rec(2017)5 that this touches"),
    "standard": N_("{number}†: {text}"),
    "standards_note": N_(
        "In our words. Standards 15† (check your own vote) and 23† (no receipt) pull against each "
        "other; 25† keeps the earlier vote of somebody who votes again secret."
    ),
    "standards_source": N_("† B: CM/Rec(2017)5, 14 June 2017, as quoted in a secondary source"),
    "another": N_("Another day"),
    "same": N_("The same day once more"),
    "number": N_("Number of the day"),
    "door": N_("Who else can open this door?"),
    "door_text": N_(
        "A thousand times the right person enters, and a thousand times somebody else tries. "
        "Change the attack and what protects the entry."
    ),
    "door_entry": N_("Enter by"),
    "door_attack": N_("Attack"),
    "door_measures": N_("Protected by"),
    "door_own_rate": N_("The right person is sent away, of 1,000: {count}"),
    "door_other_rate": N_("The attack passes, of 1,000: {count}"),
    "door_none": N_("Nothing here stops this attack."),
    "door_picture": N_(
        "Picture: 1,000 attempts each. Right person: {own} entered. Attack: {other} entered."
    ),
    "door_own": N_("The right person"),
    "door_other": N_("Somebody else"),
    "door_key": N_("Dot: entered. Cross: stopped."),
    "door_table": N_("The attempts as a table"),
    "entered": N_("Entered"),
    "stopped": N_("Stopped"),
    "told": N_("Owner told"),
    "assumed": N_(
        "All rates are assumptions of this model; none is measured. A PIN known in half of the "
        "cases is a family's PIN."
    ),
    "lab": N_("Your turn: be the adversary"),
    "lab_text": N_(
        "Choose who is dishonest, in which way of voting, and how many of 1,000 voters check. "
        "Twelve days are held; on each, up to four votes are gone for. Whoever changes or adds "
        "votes works for A."
    ),
    "lab_role": N_("Dishonest"),
    "lab_codes": N_("Look for their code, of 1,000 voters: {count}"),
    "lab_challenges": N_("Challenge the phone, of 1,000 voters: {count}"),
    "lab_second_device": N_("Use a second device, of 1,000 voters: {count}"),
    "lab_status": N_("Ask the list about themselves, of 1,000 voters: {count}"),
    "lab_watch": N_("Who else looks"),
    "watch_copies": N_("Somebody keeps copies of the board"),
    "watch_archive": N_("Somebody verifies all that is published"),
    "watch_register": N_("Somebody compares list and population register"),
    "watch_auditor": N_("An auditor sees the box"),
    "hold": N_("Hold twelve days"),
    "holding": N_("{held} of {days} days are held …"),
    "lab_picture": N_(
        "Picture: {days} days, one column each. Votes touched in all: {touched}. Days on which "
        "somebody noticed: {noticed}."
    ),
    "key_touched": N_("votes changed, lost or added"),
    "key_read": N_("votes known to others by name, or proven"),
    "key_noticed": N_("somebody noticed"),
    "key_unnoticed": N_("nobody noticed"),
    "lab_table": N_("The days as a table"),
    "day": N_("Day"),
    "head_changed": N_("Counted otherwise"),
    "head_prevented": N_("Not counted"),
    "head_added": N_("Added"),
    "head_read": N_("Known by name"),
    "head_early": N_("Known early"),
    "head_proven": N_("Proven"),
    "head_told": N_("Noticed by"),
    "lab_assumed": N_(
        "All shares are assumptions, but one: with a second device 5.5% of internet voters in "
        "Estonia checked in 2023."
    ),
    "lab_source": N_("B: a secondary source on Estonia, 2023"),
    "facts": N_("Where something like this is used"),
    "fact_russia": N_(
        "The Russian federal platform, used since September 2020, works according to its maker "
        "with homomorphic encryption (locked votes are added up), a key made by several, blind "
        "signatures and a closed blockchain."
    ),
    "fact_russia_source": N_("B: ewdn.com, 12 September 2020 (statement of the maker)"),
    "fact_estonia": N_(
        "In Estonia people have voted by internet since 2005; they may vote again and check by "
        "phone up to three times within a short window. In 2013 3.43% did so."
    ),
    "fact_estonia_source": N_("A: Heiberg and Willemson (moam.info)"),
    "fact_kg": N_(
        "Kyrgyzstan had no internet voting on 30 November 2025. Its remote voting was a paper "
        "ballot, printed and cast at another station."
    ),
    "fact_kg_source": N_("B: 24.kg/345919, 24.kg/352781, 24.kg/352824"),
    "fact_model": N_(
        "The three ways here are models after published building blocks; they are not those "
        "platforms. One assumption favours them: codes and opened ballots are read with a program "
        "that a dishonest phone cannot touch."
    ),
}
"""Key in the JavaScript → English source text."""
