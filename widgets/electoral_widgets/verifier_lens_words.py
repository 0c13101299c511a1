"""The words of the verifier's lens: what stands there, and what is said of an archive."""

from __future__ import annotations

from electoral_datasets.i18n import N_

TEXTS = {
    "title": N_("The verifier's lens: nothing but the file"),
    "intro": N_(
        "An invented election with encrypted votes. All that it publishes is one file, the archive: "
        "keys, list, ballots, sum, result. Each of them claims something that anybody can compute "
        "again. One thing in this file is not as it must be. Perhaps a voter's device did it, "
        "perhaps somebody who runs the server."
    ),
    "question": N_("You have this file, no password and no key. What will you be able to see?"),
    "guess_nothing": N_("Nothing: only those who run the server can"),
    "guess_that": N_("That something is wrong, but not where"),
    "guess_where": N_("Where it is wrong; not who did it, nor how anybody voted"),
    "guess_all": N_("Where, who did it, and how that voter voted"),
    "open": N_("Open the archive"),
    "opening": N_("One moment: every equation is computed…"),
    "insecure": N_(
        "Toy numbers, insecure: anybody can find the secret keys, so a proof with them proves nothing."
    ),
    "task": N_(
        "Choose a part and look at its checks one by one. Which one does not hold? You are on the "
        "outside: nobody tells you where to look."
    ),
    "parts": N_("What is in the file"),
    "unseen": N_("not looked at yet"),
    "some": N_("{done} of {all} checks looked at"),
    "all_hold": N_("All {all} checks hold"),
    "broken": N_("A check does not hold"),
    "lens": N_("{part}: check {number} of {all}"),
    "section": N_("Belenios specification 2.0, section {section}"),
    "protects": N_("What it protects"),
    "equation": N_("What must be equal"),
    "rule": N_("What must hold"),
    "found_side": N_("Found"),
    "rule_side": N_("Allowed"),
    "equal": N_("Both sides are equal. The check holds."),
    "unequal": N_("The sides are not equal. The check does not hold."),
    "fits": N_("The check holds."),
    "misfits": N_("The check does not hold."),
    "marked": N_("Digits in frames differ."),
    "digits": N_("All digits"),
    "back": N_("Back"),
    "next": N_("Next check"),
    "onward": N_("Next part: {part}"),
    "rest": N_("On to the end of this part, or to what does not hold"),
    "keys": N_("The arrow keys ← and → step as well."),
    "name_it": N_("Name this check as the evidence"),
    "list": N_("Checks of this part"),
    "not_yet": N_("not yet"),
    "holds": N_("holds"),
    "fails": N_("does not hold"),
    "nothing": N_("I find nothing wrong"),
    "tell": N_("Tell me"),
    "told": N_("What is wrong"),
    "run": N_("Run all checks"),
    "running": N_("One moment: all checks are running…"),
    "verdict": N_("The verdict"),
    "picture": N_("How often each check was made"),
    "picture_text": N_("Bars: {held} checks hold, {failed} do not. The table below says the same."),
    "table": N_("The same as a table"),
    "check": N_("Name of the check"),
    "held": N_("Holds"),
    "failed": N_("Does not hold"),
    "result": N_("The result that the file publishes"),
    "cannot": N_("What this check cannot show"),
    "standards": N_("What the Council of Europe recommends"),
    "sandbox": N_("Try other changes"),
    "archive": N_("What is done to the file"),
    "caught_by": N_("Which check catches it? Guess, then open it."),
    "group": N_("Numbers"),
    "real": N_("Real: 2,048 bits, about 617 digits"),
    "toy": N_("Toy, insecure: 4 digits"),
    "seed": N_("Number of the election"),
    "again": N_("Open this archive"),
    "signs": N_("Signs in the equations"),
}
"""What the browser reads."""

PLANTED = N_("One ballot must not stand; find it")
CLEAN = N_("Nothing: it is as it must be")

ARCHIVE = N_("The chain of the file")
SETUP = N_("Before the vote: keys and list")
BALLOT = N_("Ballot {number}")
TALLY = N_("After the vote: sum and opening")

GROUPS = {"archive": ARCHIVE, "setup": SETUP, "ballot": N_("Ballots"), "tally": TALLY}
"""Parts of an archive, as `CHECKS` names them."""

PLACES = {
    "event": N_("Event {event}"),
    "question": N_("Question {question}"),
    "choice": N_("encrypted number {choice}"),
    "whole": N_("all its encrypted numbers together"),
    "trustee": N_("trustee {trustee}"),
}
"""Where a check stands; the parts are joined by a comma."""

FORM = N_("It is written as it must be.")
BAD_FORM = N_("The verifier refuses to read it: {reason}")
LENGTH = N_("{count} digits")
SIGNS_LONG = N_("{count} characters")

RIGHT = N_("Right. {part}: “{check}” does not hold, and everybody can see it.")
CONSEQUENCE = N_(
    "This check does not hold, but as a consequence: another one fails before it. Look on."
)
EQUAL = N_("No: this check holds, so it shows nothing. Look on.")
NOT_NOTHING = N_("Something in this file is wrong. Look on.")
CLEAN_RIGHT = N_("Right: every check holds.")
TOLD = N_("{part}: “{check}” does not hold.")
TOLD_CLEAN = N_("Every check holds.")
HOW = N_("What had been done, the file itself does not say. It was this: “{how}”.")
BLANK = N_("blank")

SEEN = N_(
    "From the file alone you see where it is wrong. The file does not say who did it, and how "
    "anybody voted stays encrypted: of each voter it has only a public credential, a number in "
    "place of a name."
)
SEEN_CLEAN = N_(
    "From the file alone you see that its claims agree. Who voted how stays encrypted: of each "
    "voter it has only a public credential, a number in place of a name."
)
GUESS_RIGHT = N_("Your guess was right.")
GUESS_LOW = N_("Your guess was too low: a stranger sees more.")
GUESS_HIGH = N_("Your guess was too high: a stranger sees less.")

ACCEPTED = N_("The archive is accepted: every check holds.")
REFUSED = N_("The archive is refused.")
INSECURE = N_("The numbers are a toy: with them even an accepted file proves nothing.")
STOPPED = N_("The verifier stopped there: what comes after cannot be read.")
NO_RESULT = N_("The verifier read no result in it.")
DOUBTED = N_("Because a check does not hold, this result cannot be relied on.")

LIMITS = (
    N_("Whether somebody stood behind the voter and forced a choice."),
    N_("Whether the phone or the computer changed the vote before it was encrypted."),
    N_("Who really sat before the screen: the file knows a credential, not a person."),
    N_("Whether enough trustees, the keepers of the key, met in secret and opened single ballots."),
    N_("Whether a ballot was cast and never came into the file: only its voter can notice."),
    N_("Whether the list has voters who do not exist: it is a list of numbers."),
)

STANDARDS = (
    (
        "17",
        N_("There is sound evidence, independent of the system, that every vote is counted."),
        N_(
            "This file is such evidence, if everybody is given the same one: its checks have just "
            "been computed again."
        ),
    ),
    (
        "18",
        N_("There is evidence that only votes of eligible voters are counted."),
        N_(
            "Only in part: each ballot is signed with a credential of the list. Who holds the "
            "credential, and who wrote the list, the file does not show."
        ),
    ),
    (
        "15",
        N_("Voters can check that the sealed vote is their intention and is stored unaltered."),
        N_(
            "Only the voter can: by finding the own ballot in this file, and by testing the device "
            "that encrypts."
        ),
    ),
)
"""Number of the standard, what it asks in short, what this file does for it."""

STANDARDS_SOURCE = N_(
    "Source: B: CM/Rec(2017)5, Appendix I, in short, as quoted in a secondary source"
)

SIGNS = (
    ("H, SHA256", N_("fingerprint of a text; another text has another one")),
    ("A, A0, B0, …", N_("numbers that are computed again from the proof")),
    ("challenge, response", N_("the two numbers of a proof")),
    ("p, q, g", N_("the numbers that everybody calculates with")),
    ("y, X", N_("public keys")),
    ("α, β", N_("the two numbers of an encrypted vote")),
    ("Π, Σ", N_("product, sum")),
    ("φ, uuid", N_("fingerprint and number of the election")),
    ("L, ∈", N_("the list of credentials; is one of")),
)
