"""Checks and tamperings in words for people: names, and what each check protects.

By the ids of `electoral.evoting.checks.CHECKS`. An archive is the public file of an election; an
event is one line of its history; a trustee is a person who holds a part of the key.
"""

from __future__ import annotations

from electoral_datasets.i18n import N_

CHECK_NAMES = {
    # The archive.
    "file": N_("The file is an archive to its last byte"),
    "header": N_("The archive begins as it should"),
    "content_hash": N_("Each text is named after its own fingerprint"),
    "event_form": N_("Each event has the form of an event"),
    "chain": N_("Each event names the one before it"),
    "height": N_("Events are numbered without a gap"),
    "order": N_("Events come in the order of an election"),
    "payload": N_("Each event brings what it announces"),
    "extra_data": N_("Nothing lies in the archive unannounced"),
    # Before the first ballot.
    "election_form": N_("The election is described completely"),
    "trustees_form": N_("The list of trustees is complete"),
    "credentials_form": N_("The list of voters' keys is complete"),
    "key_proof": N_("Each trustee knows the secret of their key"),
    "certificate": N_("Each trustee signed their certificate"),
    "exponents_signature": N_("Each trustee signed their part of the key"),
    "verification_key": N_("Each trustee's public key follows from all parts"),
    "election_key": N_("The election's key is the trustees' key"),
    "credential_twice": N_("No voter's key is listed twice"),
    "membership": N_("Each number belongs to the group"),
    "canonical": N_("Each number is written in its only way"),
    # Ballots.
    "ballot_form": N_("The ballot has the form of a ballot"),
    "ballot_election": N_("The ballot is for this election"),
    "on_the_list": N_("The voter's key is on the list"),
    "ballot_hash": N_("The signed fingerprint is the ballot's"),
    "signature": N_("The voter's key signed the ballot"),
    "individual_proof": N_("Each answer is 0 or 1"),
    "overall_proof": N_("The number of chosen answers is allowed"),
    "blank_proof": N_("A blank ballot chooses nothing else"),
    # After the last ballot.
    "tally_form": N_("The encrypted sum is complete"),
    "tally_count": N_("As many ballots are counted as were cast"),
    "tally_product": N_("The encrypted sum is the sum of these ballots"),
    "decryption_form": N_("The trustee's decryption is complete"),
    "decryption_owner": N_("Each decryption is by another trustee"),
    "decryption_proof": N_("The trustee opened the sum with their own key"),
    "enough": N_("Enough trustees came"),
    "result_form": N_("The result has a number for each answer"),
    "result": N_("The numbers are what was opened"),
}
"""What holds where a check holds."""

CHECK_TEXTS = {
    "file": N_(
        "The public file must be readable from its first byte to its last. A file that is cut off, "
        "damaged or has something hidden in it is no evidence."
    ),
    "header": N_(
        "The first lines say which rules the archive follows; only known rules can be checked."
    ),
    "content_hash": N_(
        "A fingerprint (hash) is a short number computed from a text; another text gives another "
        "number. So nobody can change a text and leave its name."
    ),
    "event_form": N_(
        "An event that can be read in two ways would let two people check two different elections."
    ),
    "chain": N_(
        "Each event carries the fingerprint of the one before. So nothing can be removed, added or "
        "exchanged in the middle without all that follows changing too."
    ),
    "height": N_("A missing number shows that an event was taken out."),
    "order": N_(
        "No ballot may come after the end of voting, no sum before it, no result before the "
        "decryption."
    ),
    "payload": N_(
        "An event without its contents, for example a ballot without its text, cannot be checked by anybody."
    ),
    "extra_data": N_(
        "Each text must be announced by an event, so that nothing can be slipped in for later use."
    ),
    "election_form": N_(
        "The questions, the answers and how many may be chosen must be fixed before the first ballot."
    ),
    "trustees_form": N_(
        "Everybody must be able to see who holds the key and how many of them are needed to open the sum."
    ),
    "credentials_form": N_(
        "The list of voters' public keys decides which ballots count, and how often."
    ),
    "key_proof": N_(
        "Each trustee proves that they know the secret belonging to their public key. Otherwise the "
        "last trustee could choose a key that cancels the keys of all others."
    ),
    "certificate": N_(
        "A signature shows that a trustee's messages come from that trustee and not from the server."
    ),
    "exponents_signature": N_(
        "A signature shows that the server has not exchanged what a trustee contributed to the common key."
    ),
    "verification_key": N_(
        "A trustee's public key can be computed from what all trustees published. A key that does not follow from it was slipped in."
    ),
    "election_key": N_(
        "Votes are encrypted with the election's key. If it is not made of the listed trustees' keys, "
        "somebody else may be able to open single ballots."
    ),
    "credential_twice": N_("A key listed twice could let one person count as two voters."),
    "membership": N_(
        "All numbers must come from one fixed set, the group, for which the proofs were made. With a "
        "number from outside, a proof may hold although its claim is false."
    ),
    "canonical": N_(
        "If a proof could be written in several ways, a server could make new-looking copies of a ballot."
    ),
    "ballot_form": N_(
        "A ballot may be written in one way only; otherwise one vote could have several tracking codes."
    ),
    "ballot_election": N_("A ballot made for another election must not count in this one."),
    "on_the_list": N_(
        "Only listed voters may vote. This check finds ballots added for people who do not exist."
    ),
    "ballot_hash": N_(
        "The fingerprint that the voter signed must be that of this very ballot. This check finds ballots changed after they were signed."
    ),
    "signature": N_(
        "Only the voter's secret key can make this signature. This check finds ballots made or changed without the voter."
    ),
    "individual_proof": N_(
        "A proof shows that an encrypted answer is 0 or 1 without showing which. It stops a ballot "
        "with five votes for one answer, or with votes taken away from another."
    ),
    "overall_proof": N_(
        "A proof shows that not more and not fewer answers are chosen than allowed, without showing which."
    ),
    "blank_proof": N_(
        "A proof shows that a ballot is either blank or chooses answers, never both."
    ),
    "tally_form": N_("The encrypted sum must have a place for each answer to each question."),
    "tally_count": N_(
        "The published number of counted ballots must be the number of voters who voted; of each voter the last ballot counts."
    ),
    "tally_product": N_(
        "Everybody can add the encrypted ballots again. This check finds a sum in which a ballot was "
        "left out, counted twice or exchanged."
    ),
    "decryption_form": N_(
        "A trustee must open every sum; otherwise a part of the result cannot be checked."
    ),
    "decryption_owner": N_(
        "Each trustee may count once, so that one person cannot stand in for several."
    ),
    "decryption_proof": N_(
        "A proof shows that the trustee used the very key promised before the election, so that the opened sum is not invented."
    ),
    "enough": N_(
        "The sum opens only when enough trustees come; no smaller group may publish a result."
    ),
    "result_form": N_("Every answer must have one whole number of votes."),
    "result": N_(
        "Anybody can compare the published numbers with what the trustees opened. This check finds votes moved at the very end."
    ),
}
"""What each check protects, in a sentence or two."""

TAMPERING_NAMES = {
    # The archive.
    "truncated": N_("The file ends in the middle of a ballot."),
    "bit-flipped": N_("One digit of a ballot is another digit."),
    "renamed": N_("A ballot stands under a fingerprint that is not its own."),
    "dropped": N_("A ballot is taken out, and the chain of events is left as it was."),
    "reordered": N_("Two ballots change places, and the chain of events is left as it was."),
    "chain-broken": N_("An event follows one that is not there; all later ones are chained to it."),
    "height-wrong": N_("A number of an event is left out, and the chain is made anew."),
    "not-json": N_("The end of voting is told in words instead of the agreed form."),
    "field-twice": N_("An event says its number twice, and not the same."),
    "hidden": N_("A word is hidden in the empty space after an event."),
    "gigantic": N_("The last text claims to be eight gigabytes long."),
    "payload-missing": N_("A ballot is announced, and there is none."),
    "extra-data": N_("A text is put in of which no event speaks."),
    "late-ballot": N_("A ballot is put in after the end of voting, and the chain is made anew."),
    "version": N_("The archive claims to follow other rules."),
    # Before the first ballot.
    "key-forged": N_("A trustee's key has a proof that does not hold."),
    "certificate-forged": N_("A trustee's certificate has a signature that is not the trustee's."),
    "exponents-forged": N_(
        "A trustee's part of the key has a signature that is not the trustee's."
    ),
    "key-exchanged": N_("The key of a trustee who stayed away is replaced by the insider's own."),
    "trustee-added": N_(
        "A trustee is added to the list, of whom the election's key knows nothing."
    ),
    "key-zero": N_("A trustee has the key 0."),
    "credential-twice": N_("A voter's key is put on the list twice."),
    "credential-outside": N_(
        "A number that is no possible key is put on the list of voters' keys."
    ),
    "weight-zero": N_("A voter's vote counts zero times."),
    "question-changed": N_("More answers may be chosen than there are."),
    # Ballots.
    "vote-of-five": N_(
        "A ballot gives several extra votes to one answer and takes as many away from another."
    ),
    "too-many": N_("A ballot chooses one answer more than is allowed."),
    "blank-and-more": N_("A ballot is blank and chooses an answer all the same."),
    "answers-copied": N_("A voter copies the encrypted answers of another voter."),
    "proofs-swapped": N_("The proofs of two answers in a ballot change places."),
    "not-canonical": N_("A number in a proof is written in another way that means the same."),
    "outside": N_(
        "A ballot holds a number from outside the group, with proofs that hold all the same."
    ),
    "other-election": N_("A ballot is made for another election with the same questions and key."),
    "stranger": N_("A ballot in good order comes from somebody who is not on the list."),
    "ciphertext-replaced": N_(
        "The server puts its own encrypted answer in place of the voter's and makes the fingerprint anew."
    ),
    "hash-of-another": N_(
        "A ballot stands under a signature that its voter made for another ballot."
    ),
    "signature-of-another": N_("A ballot is signed with the key of another voter."),
    "spaces": N_("A space is put into a copy of a ballot."),
    "order-changed": N_("The fields of a copy of a ballot stand in another order."),
    "nested": N_("A ballot is made of a hundred thousand brackets."),
    # After the last ballot.
    "ballot-left-out": N_("The encrypted sum leaves out one ballot."),
    "revote-ignored": N_("The encrypted sum counts a voter's first ballot instead of the last."),
    "weight-ignored": N_("The encrypted sum counts a vote once that counts several times."),
    "sums-exchanged": N_(
        "The encrypted sums of two answers change places, and the trustees open them."
    ),
    "vote-added": N_("A vote is added inside the encrypted sum, and the result is made to fit."),
    "sum-forged": N_("A vote is added inside the published sum, although the true sum was opened."),
    "count-wrong": N_("One ballot more is reported than was counted."),
    "tally-short": N_("The encrypted sum of one answer is missing."),
    "factor-forged": N_("A trustee opens the sum so that one answer gains a vote."),
    "proof-of-another": N_("A trustee gives the proof of one opened sum for another."),
    "owner-twice": N_("A trustee comes twice."),
    "owner-unknown": N_("Somebody opens the sum whom nobody appointed as a trustee."),
    "too-few": N_("A result is published although a needed trustee has not come."),
    "decryption-short": N_("A trustee leaves out one answer when opening the sum."),
    "result-exchanged": N_("The votes of two answers change places in the result."),
    "vote-moved": N_("One vote in the result is moved from one answer to another."),
    "result-negative": N_("The result gives an answer one vote less than none."),
}
"""What somebody does to an archive, by the names of `electoral.evoting.tamper.TAMPERINGS`."""

FILE_REASONS = {
    "the file is cut off inside a member": N_("the file is cut off in the middle of a text"),
    "something is hidden after a member": N_("something is hidden after a text"),
    "a member is not text": N_("something in the file is not text"),
    "the file is cut off": N_("the file is cut off"),
    "this is not a header of a tar member": N_("no text begins where one should"),
    "a member is not an ordinary file": N_(
        "something in the file is not a text but a link or a folder"
    ),
    "a member has no size": N_("a text does not say how long it is"),
    "a member is too large": N_("a text claims to be too large"),
    "a header of a member has something that no archive has": N_(
        "the head of a text has something that no archive has"
    ),
    "a member has another time than the archive": N_("a text bears another time than the archive"),
    "the archive does not begin with BELENIOS": N_(
        "the file does not begin with the word BELENIOS"
    ),
    "a member has a name that no archive has": N_("a text has a name that no archive has"),
    "there is no election in the file": N_("there is no election in the file"),
}
"""Why a file is not an archive, by the reasons that the verifier gives."""
