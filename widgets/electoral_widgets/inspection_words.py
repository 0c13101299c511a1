"""The words for what an observer may look at, in English, to be translated."""

from __future__ import annotations

from electoral_datasets.i18n import N_

INSPECTION_NAMES = {
    "arithmetic": N_("Add up the protocol"),
    "form": N_("The enlarged form on the wall"),
    "copies": N_("Your copy of the protocol"),
    "delivery": N_("The delivery note"),
    "signatures": N_("Signatures in the list"),
    "identification": N_("The identification device"),
    "report": N_("Times and restarts on the slip"),
    "server": N_("What the server received"),
    "papers": N_("Papers in the machine's box"),
    "slip": N_("The machine's slip, vote by vote"),
    "stamps": N_("Stamps on the ballots"),
    "piles": N_("Recount of the piles"),
    "room": N_("People in the room"),
}

INSPECTION_TEXTS = {
    "arithmetic": N_("Check the four control relations of the published protocol."),
    "form": N_("Compare it with the published protocol."),
    "copies": N_("Compare it with the published protocol."),
    "delivery": N_("Compare the ballots delivered with the protocol."),
    "signatures": N_("Count those at the station and outside; compare with the protocol."),
    "identification": N_("Compare its slip with the signatures for ballots."),
    "report": N_("Read them on the slip that the machine printed."),
    "server": N_("Compare it with the slip that the machine printed."),
    "papers": N_("Count the papers and compare with the machine's sum."),
    "slip": N_("Compare it with the hand count of the same box."),
    "stamps": N_("Look for ballots that are not of this station."),
    "piles": N_("Count all piles again and compare with the published protocol."),
    "room": N_("Ask observers and members what they saw."),
}

FIGURE_NAMES = {
    "people": N_("People"),
    "papers": N_("Papers"),
    "clock": N_("Minutes the clock is wrong"),
    "restarts": N_("Restarts"),
    "unstamped": N_("Without this station's stamp"),
    "other_form": N_("Printed for another district"),
    "incidents": N_("Unusual incidents"),
}
"""What is counted, where it is not a line of the protocol."""

SOURCES = {
    "arithmetic": (N_("Left side"), N_("Right side")),
    "form": (N_("Form"), N_("Published")),
    "copies": (N_("Your copy"), N_("Published")),
    "delivery": (N_("Delivery note"), N_("Published")),
    "signatures": (N_("Signatures"), N_("Published")),
    "identification": (N_("Device's slip"), N_("Signatures")),
    "report": (N_("Found"), N_("Expected")),
    "server": (N_("Server"), N_("Machine's slip")),
    "papers": (N_("Machine's sum"), N_("In the box")),
    "slip": (N_("Hand count"), N_("Machine's slip")),
    "stamps": (N_("Found"), N_("Expected")),
    "piles": (N_("Recount"), N_("Published")),
    "room": (N_("Found"), N_("Expected")),
}
"""Inspection → the two records that it compares."""
