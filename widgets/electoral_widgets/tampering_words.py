"""What somebody can do to an archive, in words for people: by the names of its tamperings."""

from __future__ import annotations

from electoral_datasets.i18n import N_

TAMPERING_NAMES = {
    # With the file itself.
    "truncated": N_("The file is cut off in the middle of a ballot"),
    "bit-flipped": N_("One letter of a ballot is changed"),
    "renamed": N_("A ballot stands under a wrong fingerprint"),
    "dropped": N_("A ballot is taken out"),
    "reordered": N_("Two ballots change places"),
    "chain-broken": N_("An event names one before it that does not exist"),
    "height-wrong": N_("A number of an event is left out"),
    "not-json": N_("An event is written in free words"),
    "field-twice": N_("An event has two numbers"),
    "hidden": N_("Letters are hidden between two texts"),
    "gigantic": N_("A text claims to be enormous"),
    "payload-missing": N_("A ballot is announced, and there is none"),
    "extra-data": N_("A text lies there that no event announces"),
    "late-ballot": N_("A ballot comes after the end of voting"),
    "version": N_("The file claims to follow other rules"),
    # Before the vote.
    "key-forged": N_("A trustee's key comes without a valid proof"),
    "certificate-forged": N_("A trustee's certificate is signed by somebody else"),
    "exponents-forged": N_("A trustee's part of the key is signed by somebody else"),
    "key-exchanged": N_("A trustee's key is exchanged for the insider's own"),
    "trustee-added": N_("A trustee is added to the list afterwards"),
    "key-zero": N_("A trustee's key is 0"),
    "credential-twice": N_("A voter stands on the list twice"),
    "credential-outside": N_("A number on the list is no voter's key"),
    "weight-zero": N_("A voter on the list counts for nothing"),
    "question-changed": N_("More answers may be chosen than there are"),
    # Ballots.
    "vote-of-five": N_(
        "A device encrypts four votes too many for one answer, and takes them away from another"
    ),
    "too-many": N_("A device encrypts more answers than may be chosen"),
    "blank-and-more": N_("A device encrypts a blank vote and an answer as well"),
    "answers-copied": N_("A voter copies the encrypted answers of another"),
    "proofs-swapped": N_("The proofs of two answers are exchanged"),
    "not-canonical": N_("A number is written in a second way"),
    "outside": N_("An encrypted number is not of the group"),
    "other-election": N_("A ballot was made for another election"),
    "stranger": N_("A ballot comes from somebody who is not on the list"),
    "ciphertext-replaced": N_("The server puts its own encrypted answer into a ballot"),
    "hash-of-another": N_("A ballot stands under a signature for another ballot"),
    "signature-of-another": N_("A ballot is signed with another voter's key"),
    "spaces": N_("A copy of a ballot has one space more"),
    "order-changed": N_("A copy of a ballot has its lines in another order"),
    "nested": N_("In place of a ballot there are a hundred thousand brackets"),
    # After the vote.
    "ballot-left-out": N_("One ballot is left out of the sum"),
    "revote-ignored": N_("A voter's first ballot is counted, not the last"),
    "weight-ignored": N_("A vote that counts several times is counted once"),
    "sums-exchanged": N_("The encrypted sums of two answers are exchanged"),
    "count-wrong": N_("The published number of ballots is one too many"),
    "tally-short": N_("One encrypted sum is missing"),
    "factor-forged": N_("A trustee opens a sum falsely, so that an answer gains a vote"),
    "proof-of-another": N_("A trustee gives the proof of another sum"),
    "owner-twice": N_("A trustee comes twice"),
    "owner-unknown": N_("Somebody opens the sum whom nobody appointed"),
    "too-few": N_("A result is published though a trustee was missing"),
    "decryption-short": N_("A trustee leaves one answer unopened"),
    "result-exchanged": N_("The votes of two answers are exchanged in the result"),
    "vote-moved": N_("A vote is moved from one answer to another in the result"),
    "result-negative": N_("The result has a number below zero"),
}
"""What is done, in the order of the archive."""
