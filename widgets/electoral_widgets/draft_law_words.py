"""The words of the draft law: its articles, which nobody proposed, and what is said of a judgement."""

from __future__ import annotations

from electoral_datasets.i18n import N_

TEXTS = {
    "title": N_("A draft law"),
    "invented": N_("Synthetic: the state, the law and its articles are invented for practice."),
    "task": N_(
        "Compare each article with the place of the CIS Convention beside it. A place that was not "
        "read gives no judgement; there the right answer is to say so."
    ),
    "read_only": N_(
        "Beside each article stands the place of the CIS Convention with which it is to be compared."
    ),
    "number": N_("Article {number}"),
    "beside": N_("Convention, Article {place}"),
    "judge": N_("Article {number}: {verdict}"),
    "against": N_("contradicts it"),
    "agrees": N_("agrees with it"),
    "unsaid": N_("cannot be said"),
    "yours": N_("Your judgement: {verdict}."),
    "score": N_("Judged: {judged} of {all}. Right: {right}."),
    "another": N_("Another draft"),
    "anew": N_("Begin anew"),
}

RIGHT = N_("Right.")
OTHERWISE = N_("Not so.")

SAID = {
    "against": N_("It contradicts the place, which was read:"),
    "in_line": N_("It agrees with the place, which was read:"),
    "reported": N_(
        "It agrees with the list of Article 1. That list was reported by others and not read, so "
        "your note must say “as reported”:"
    ),
    "unread": N_(
        "Nobody has read this place for the school, and its number is from memory. An analyst "
        "opens it first, and until then writes that it was not compared."
    ),
}
"""What is said of an article once it is judged."""

PROVISION_TEXTS = {
    "show_to_chief": N_(
        "People who work for the state show their marked ballot to the head of their office."
    ),
    "secrecy_lifted": N_(
        "Where the result of a village is in doubt, the commission may find out who voted how."
    ),
    "by_hands": N_("In villages with fewer than fifty voters, people vote by raising their hands."),
    "guide_in_booth": N_(
        "A member of the commission stands in the booth with every voter and sees that the ballot "
        "is filled in properly."
    ),
    "put_off_at_will": N_(
        "Parliament may put its next election off by a simple decision, as often as it wishes."
    ),
    "when_money_suffices": N_(
        "The government calls the election when it finds that there is money enough; no time is "
        "fixed."
    ),
    "praised_council": N_(
        "A council whose work the ministry praises stays in office and need not be elected again."
    ),
    "benefits_lost": N_("Whoever does not come to vote gets no state benefits for a year."),
    "employers_report": N_(
        "Employers make their workers go and vote, and report who stayed at home."
    ),
    "voters_fined": N_(
        "Where the government's candidates lose the vote, every voter of the district pays a fine."
    ),
    "leaflets_approved": N_(
        "Every leaflet is shown to the ministry before it is printed; the ministry may forbid it."
    ),
    "parliament_parties_only": N_(
        "Only parties that sit in parliament may campaign; all others keep silent."
    ),
    "citizens_silent": N_(
        "Citizens and their associations do not campaign; candidates alone may do so."
    ),
    "booths_placed": N_(
        "The commission sets up the booths so that nobody can see how a ballot is filled in."
    ),
    "secret_in_mobile_box": N_(
        "Voting is secret at every station and also where a box is brought to the voter."
    ),
    "term_ends": N_(
        "The term of parliament ends as the constitution says, and the election is held within the "
        "time that it fixes."
    ),
    "delay_void": N_(
        "A decision to hold an election later than the constitution allows has no force."
    ),
    "no_questions_at_work": N_(
        "Nobody is pressed, at work or at a university, to vote or to stay away."
    ),
    "force_punished": N_(
        "Whoever forces another person to vote, or to stay away, is punished by law."
    ),
    "any_lawful_form": N_(
        "Citizens, candidates, parties and other associations campaign in any form that is lawful."
    ),
    "all_may_campaign": N_("Nobody checks what is said in a campaign before it is said."),
    "observers_present": N_("Public and international observers watch the elections."),
    "open_sessions": N_("The commission meets in public and publishes what it decides."),
    "court_open": N_("A decision of the commission may be brought before a court."),
    "abroad": N_("Citizens who live abroad vote at an embassy."),
    "district_size": N_("Constituencies may differ in their number of voters by a fifth."),
    "acts_published": N_("The commission puts its decisions on its site within three days."),
    "commission_named": N_(
        "Parliament, the president and the judges each name a third of the commission."
    ),
    "spending_limit": N_("A candidate may spend at most two thousand average wages."),
    "copy_in_two_hours": N_(
        "A national observer gets a copy of the protocol within two hours of the count."
    ),
    "accredited_in_time": N_(
        "International observers are accredited until five days before voting day."
    ),
    "three_days": N_("A complaint about the count is made within three days."),
    "third_of_places": N_("A third of the places on every list is kept for women."),
}
"""Every article that a draft may have, by its id in `electoral.draft_law`."""
