"""The words for faults, acts, checks and events of a polling day, in English, to be translated."""

from __future__ import annotations

from electoral_datasets.i18n import N_

SQUARE_NAMES = {
    "candidate_1": N_("Candidate A"),
    "candidate_2": N_("Candidate B"),
    "candidate_3": N_("Candidate C"),
    "candidate_4": N_("Candidate D"),
    "against_ev": N_("Against all"),
    "invalid": N_("Invalid"),
}
"""The five squares and the sixth pile, by line of the protocol."""

ACT_NAMES = {
    "threshold": N_("Threshold set wrongly"),
    "streak": N_("Dirt on the sensor"),
    "refeed": N_("Jam, ballots fed twice"),
    "power_cut": N_("Power cut"),
    "wrong_clock": N_("Clock set wrongly"),
    "no_modem": N_("No connection"),
    "swapped_order": N_("Order of candidates swapped"),
    "wrong_stack": N_("Ballots of another district"),
    "lost_memory": N_("Memory lost"),
    "stuffing": N_("Ballot stuffing"),
    "carousel": N_("Carousel with outside ballots"),
    "mis_sorted": N_("Ballots on a wrong pile"),
    "mis_typed": N_("Line of the protocol mistyped"),
    "exchanged_copies": N_("Protocol exchanged on the way"),
}

ACT_TEXTS = {
    "threshold": N_(
        "The machine takes only very dark marks for marks; lighter ones count as none."
    ),
    "streak": N_("A dark line lies over one square of every ballot from some hour on."),
    "refeed": N_("The machine jams; some ballots are fed again and counted twice."),
    "power_cut": N_("While the machine is off, ballots fall into the box unread."),
    "wrong_clock": N_("The times on the machine's slip are wrong. The counts are right."),
    "no_modem": N_("The machine's slip is printed, but it does not reach the server."),
    "swapped_order": N_("The machine takes two candidates for one another."),
    "wrong_stack": N_(
        "Some voters get ballots printed for another district. This model has no remote voting."
    ),
    "lost_memory": N_("The machine starts again from zero in the middle of the day."),
    "stuffing": N_("Somebody puts unused ballots, already marked, into the box."),
    "carousel": N_(
        "Voters drop a marked ballot that they were given outside, and carry their own blank one out."
    ),
    "mis_sorted": N_("Ballots of one candidate are counted on the pile of another."),
    "mis_typed": N_("A number is typed into the protocol that was not counted."),
    "exchanged_copies": N_(
        "The protocol that arrives at the higher commission is not the one that was signed."
    ),
}

GROUP_NAMES = {"machine": N_("The machine"), "people": N_("People")}

SOURCES = (
    N_("B: maralfm.kg, 2021: 11 precincts had no box, for want of internet"),
    N_("A: Data set kg_2017_president, row SUZ"),
)
"""The sources of `electoral.acts.KINDS`, to be translated."""

HYPOTHESIS = N_("A hypothesis of this model; no reported case is cited.")

CHECK_NAMES = {
    "K1": N_("K1: received = cancelled + issued"),
    "K2": N_("K2: issued = at the station + outside"),
    "K3": N_("K3: valid = all votes"),
    "K4": N_("K4: issued = all votes + invalid"),
    "delivery": N_("Delivery note and protocol"),
    "signatures": N_("Signatures and protocol"),
    "identified": N_("Voters identified and signatures"),
    "machine_total": N_("Machine's sum and papers in the box"),
    "machine_votes": N_("Machine's votes and hand count"),
    "clock": N_("Times on the machine's slip"),
    "restarts": N_("Restarts on the machine's slip"),
    "transmission": N_("Machine's slip and what the server received"),
    "copies": N_("Observers' copies and published protocol"),
    "form": N_("Enlarged form and published protocol"),
    "piles": N_("Recount of the piles and published protocol"),
    "stock": N_("Stamps on the ballots"),
    "observation": N_("What could be seen in the room"),
}

CHECK_TEXTS = {
    "K1": N_("Every ballot received was cancelled or issued."),
    "K2": N_("Every ballot issued was issued at the station or outside it."),
    "K3": N_("Every valid ballot is a vote for somebody or against all."),
    "K4": N_("Every ballot issued was found in a box."),
    "delivery": N_("As many ballots as the delivery note says stand in the protocol."),
    "signatures": N_("As many signatures were given as ballots stand in the protocol as issued."),
    "identified": N_("As many voters were identified as signed for a ballot."),
    "machine_total": N_("The machine counted as many papers as lie in its box."),
    "machine_votes": N_("Machine and people differ by no more than doubtful marks explain."),
    "clock": N_("The machine's clock shows the time of the clock on the wall."),
    "restarts": N_("The machine ran all day without being started again."),
    "transmission": N_("The server received the figures of the slip."),
    "copies": N_("The published protocol says what the observers' copies say."),
    "form": N_("The published protocol says what the form on the wall said."),
    "piles": N_("The papers, counted again, give the published figures."),
    "stock": N_("In this model every ballot in the boxes bears the stamp of its station."),
    "observation": N_("Nothing unusual happened where observers could see it."),
}

EVENT_NAMES = {
    "LOTS_DRAWN": N_("Lots decide who does what"),
    "DELIVERED": N_("The safe is opened; the ballots are counted"),
    "LISTED": N_("The number of voters is announced"),
    "BOXES_SEALED": N_("The boxes are shown empty and sealed"),
    "IDENTIFIED": N_("A voter is identified"),
    "ISSUED": N_("A voter signs for a ballot"),
    "SPOILED": N_("A ballot is spoiled and replaced"),
    "CAST": N_("A ballot falls into a box"),
    "READ": N_("The machine counts a ballot"),
    "FORGED": N_("Somebody signs for a voter who did not come"),
    "RESTARTED": N_("The machine is started again"),
    "CLOSED": N_("Voting ends"),
    "CANCELLED": N_("The unused ballots are counted and cancelled"),
    "IDENTIFICATION_SLIP": N_("The identification device prints its slip"),
    "MACHINE_SLIP": N_("The machine prints its slip"),
    "MOBILE_OPENED": N_("The mobile box is opened"),
    "BOX_OPENED": N_("The stationary box is opened"),
    "VOTED_ON": N_("The commission votes on a doubtful ballot"),
    "SORTED": N_("A ballot is put on a pile"),
    "WRITTEN": N_("A line of the enlarged form is filled in"),
    "MISTYPED": N_("A line of the protocol gets another number"),
    "SIGNED": N_("The protocol is signed; copies are given out"),
    "SENT": N_("The slips and the protocol are scanned and sent"),
    "EXCHANGED": N_("A line arrives above with another number"),
}
