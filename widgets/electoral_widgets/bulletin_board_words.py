"""The words of the view of a public board: what stands there, and what is said of its numbers."""

from __future__ import annotations

from electoral_datasets.i18n import N_

TEXTS = {
    "title": N_("The bulletin board"),
    "intro": N_(
        "Five invented voters answer one question with yes (1) or no (0). Each phone encrypts "
        "the answer and puts it on a board that everybody can read."
    ),
    "question": N_("A and B both voted yes. Will their lines on the board look the same?"),
    "guess_same": N_("Yes, the same"),
    "guess_different": N_("No, different"),
    "show": N_("Show the board"),
    "as_guessed": N_("As you guessed."),
    "not_guessed": N_("Not as you guessed."),
    "differ": N_(
        "The lines differ, although both votes are yes: each phone mixed in a secret random "
        "number. Now let C, D and E vote."
    ),
    "board": N_("The public board"),
    "public": N_(
        "Public: p = {p}, base g = {g}, key y = {key}. Every number here is a remainder of division by p."
    ),
    "voter": N_("Voter"),
    "first": N_("First number"),
    "second": N_("Second number"),
    "code": N_("Code"),
    "pick": N_("Voter {voter}"),
    "not_yet": N_("not yet"),
    "sealing": N_("being encrypted…"),
    "product": N_("Product"),
    "replaced": N_("Replaced lines, not counted:"),
    "replaced_line": N_("{voter}: {first}, {second}"),
    "vote_of": N_("Voter {voter}: your answer?"),
    "yes": N_("Yes (1)"),
    "no": N_("No (0)"),
    "next_voter": N_("Next voter: {voter}"),
    "how": N_("How the line of {voter} was made"),
    "step_secret": N_("The phone draws a secret random number: {secret}."),
    "step_first": N_(
        "First number: start with 1 and multiply by {g} again and again. How many times: {secret}."
    ),
    "step_mask": N_(
        "Mask, to hide the vote: start with 1 and multiply by the key {key} just as many times."
    ),
    "step_yes": N_("Second number: the vote is yes, so the mask is multiplied once by {g}."),
    "step_no": N_("Second number: the vote is no, so the mask stays as it is."),
    "step_number": N_(
        "Second number: the vote is {vote}, and so often the mask is multiplied by {g}."
    ),
    "step_proof": N_(
        "Proof that 0 or 1 is hidden, without telling which: two numbers must be equal."
    ),
    "remainder": N_("mod {p} means: the remainder of division by {p}."),
    "shortcut": N_("A computer has a shortcut: it needs a few hundred multiplications."),
    "tracking": N_("Tracking code, a fingerprint of the line (SHA-256): {code}"),
    "digits": N_("All digits"),
    "wheel": N_(
        "The wheel of the {q} numbers: one step clockwise multiplies by {g} and keeps the "
        "remainder of division by {p}."
    ),
    "wheel_table": N_("The wheel as a table"),
    "wheel_steps": N_("Steps"),
    "wheel_number": N_("Number"),
    "arc_first": N_("First number: {number} (steps from 1: {steps})"),
    "arc_mask": N_("Mask: {number} (steps from 1: {steps})"),
    "arc_vote": N_("With the vote: {number} (steps more: {steps})"),
    "arc_sum": N_("With all votes: {number} (steps more: {steps})"),
    "expect": N_(
        "All have voted. We multiply the column of first numbers and the column of second "
        "numbers. What can be opened from the two products?"
    ),
    "expect_each": N_("Each single vote"),
    "expect_sum": N_("Only how many voted yes"),
    "expect_nothing": N_("Nothing"),
    "show_product": N_("Multiply"),
    "adds": N_(
        "Only the sum: multiplying adds the steps on the wheel, and so the votes. "
        "The single votes are not in the product."
    ),
    "by_hand": N_("Multiply the columns yourself"),
    "by_hand_text": N_(
        "Multiply from left to right. After each multiplication divide by {p} and keep the remainder."
    ),
    "check": N_("Check"),
    "write_both": N_("Write a whole number in both fields."),
    "help": N_("Help: one multiplication"),
    "help_line": N_("{one} × {other} = {full}, remainder {rest}"),
    "computed": N_("Python has multiplied both columns: numbers of {digits} digits."),
    "open": N_("Open only the product"),
    "opening": N_("The product is opened"),
    "open_mask": N_(
        "All masks together: start with 1 and multiply by the first product, {first}. How many times is the secret key: {key}."
    ),
    "open_rest": N_("The second product is these masks times {rest}."),
    "open_sum": N_("Steps on the wheel from 1 to {rest}: {total}. This is the sum of the votes."),
    "open_sum_real": N_("The exponent is found by trying 0, 1, 2 and so on: {total}."),
    "try": N_("Now try to break it"),
    "try_voter": N_("Voter"),
    "count": N_("Multiply and open the product"),
    "numbers": N_("Numbers"),
    "toy": N_("Toy: remainders of division by 23"),
    "real": N_("Real: BELENIOS-2048, numbers of 617 digits"),
    "toy_warning": N_("These toy numbers are for reckoning by hand; they hide nothing."),
    "try_again": N_("The same vote, encrypted twice"),
    "try_again_text": N_("Encrypt the vote of {voter} once more, as often as you like."),
    "encrypt": N_("Encrypt again"),
    "line": N_("Line"),
    "as_line": N_("{line} = {other}"),
    "try_number": N_("A vote of more than 1"),
    "try_number_text": N_("A changed phone can encrypt another number than 0 or 1."),
    "number": N_("Number"),
    "cast_number": N_("Vote with this number as {voter}"),
    "proofs": N_("The board asks for a proof that a line hides 0 or 1"),
    "try_change": N_("A changed mind"),
    "try_change_text": N_("Let {voter} vote again. The new line replaces the old one."),
    "try_single": N_("One line opened with the key"),
    "try_single_text": N_("The key that opens the product fits every line too."),
    "open_line": N_("Open the line of {voter}"),
    "to_ceremony": N_("Go to the key ceremony"),
    "try_search": N_("No key, only patience"),
    "try_search_text": N_(
        "Try 1, 2, 3 and so on as the secret key, until the public key comes out."
    ),
    "search": N_("Search for the key"),
    "tried": N_("Tried"),
    "gives": N_("Gives"),
    "about": N_("What this shows, and what not"),
    "about_17": N_(
        "Standard 17, sound evidence that each authentic vote is counted: everybody can multiply "
        "the lines again."
    ),
    "about_19": N_("Standard 19, secrecy at all stages: no single line needs to be opened."),
    "about_26": N_(
        "Standard 26, no link between the opened vote and the voter: only the product is opened. "
        "This holds while nobody has the whole key."
    ),
    "about_source": N_(
        "Source: B: Council of Europe, CM/Rec(2017)5, Appendix I, as quoted in a secondary source."
    ),
    "about_limits": N_(
        "The board cannot show whether the phone encrypted what the voter wanted, or whether "
        "somebody stood beside the voter."
    ),
    "about_model": N_(
        "A model after Belenios, specification 2.0. There the fingerprint is that of the whole "
        "ballot, and the names are replaced by credentials. Here all chance comes from a seed."
    ),
    "about_size": N_(
        "Size decides: in August 2019 keys of fewer than 256 bits were published for internet "
        "voting in Moscow; a researcher could compute the secret keys in about 20 minutes on a "
        "PC. They were replaced by keys of 1024 bits."
    ),
    "about_size_source": N_("Source: A: members.loria.fr/PGaudry/moscow; arXiv 1908.05127."),
    "anew": N_("Begin again with other numbers"),
}

HAND_RIGHT = N_("{given}: right.")
HAND_WRONG = N_(
    "{given}: not yet. After each multiplication keep the remainder of division by {p}."
)

SUM_FAIR = N_(
    "The sum of the votes: {total}. Lines on the board: {lines}. No single line had to be opened."
)
SUM_HIDES = N_(
    "The sum is {total}. Lines on the board: {lines}. This fits; nobody can see that {voter} voted {vote}."
)
SUM_SHOWS = N_(
    "The sum is {total}, but there are fewer lines on the board: {lines}. Everybody sees that something is wrong, and nobody sees in which line."
)
SUM_WRAPS = N_("The toy counts to 10 only: the sum {true} appears as {total}.")

REFUSED = N_(
    "The board refuses the line of {voter}: the two numbers of its proof should be equal, and they "
    "are {left} and {right}."
)
LUCKY = N_(
    "A false proof of {voter} has passed by luck. The toy is so small that "
    "this happens about once in six times; with real numbers it does not happen."
)
NUMBER_SEEN = N_("The line of {voter} hides {vote} and looks like any other line.")

AGAIN_TOY = N_(
    "Lines: {times}, different ones: {different}. In the toy only {q} lines can hold this vote, so "
    "they soon repeat. With real numbers they do not."
)
AGAIN_REAL = N_(
    "Lines: {times}, different ones: {different}. About {possible} lines can hold this vote."
)

SINGLE = N_(
    "The line of {voter} is opened: {vote}. Whoever has the whole key can do this with every line. "
    "That is why the key is split among several people, and none of them has all of it."
)

SEARCH_TOY = N_(
    "Found at try {tries}: the secret key is {key}. Everybody can do this, and then open every line."
)
SEARCH_REAL = N_(
    "There are about {possible} possible keys. With a thousand million tries a second, all of them "
    "take about {years} years. Cleverer searches are known, with about {clever} steps and fewer; "
    "for numbers of this size none is known that finishes."
)

VOTER_TWICE = N_("a line of the board is a voter from 0 to 4 and a vote from 0 to 5, not {value}.")
TOO_MANY = N_("the board keeps at most {most} lines.")
