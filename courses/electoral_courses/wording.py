"""The words in which feedback tells what a check found; English here, translated where shown."""

from __future__ import annotations

from electoral_datasets.i18n import N_

MESSAGES = {
    "no-answer": N_("There is no answer yet."),
    "right": N_("This is right."),
    "partly": N_("Part of this is right: {found} of {of}."),
    "wrong": N_("This is not right yet."),
    "bad-form": N_("The saved answer cannot be read as an answer to this task. Answer it again."),
    "not-a-number": N_("“{given}” cannot be read as a number."),
    "wrong-unit": N_("“{given}” has another unit than the task asks for. Asked for: {unit}."),
    "rounded": N_("{given} is close: it looks rounded. Give the exact number."),
    "wrong-sign": N_("{given} has the right size and the wrong sign."),
    "percent": N_("{given} mixes up a share and a percentage: it is off by a factor of 100."),
    "wrong-order": N_("The order is not right yet: {found} of {of} pairs stand in order."),
    "wrong-cell": N_("Right so far: {found} of {of}. Look again at: {row}. You wrote {given}."),
    "relation-broken": N_(
        "Right so far: {found} of {of}. With your numbers the control relation {relation} does "
        "not hold: {formula}. The left side is {left}, the right side is {right}; they differ "
        "by {difference}."
    ),
    "by-hand": N_("Your text is read and graded by a person. Words: {words}."),
    "too-short": N_("Your text is short. Words: {words}; asked for: {least} to {most}."),
    "too-long": N_("Your text is long. Words: {words}; asked for: {least} to {most}."),
    "not-defined": N_("There is no `{name}`. Run the cell in which you compute it."),
    "wrong-type": N_("`{name}` has another type. Expected: {expected_type}. Found: {given_type}."),
    "not-plain": N_(
        "`{name}` holds something that cannot be checked ({given_type}). Expected: {expected_type}."
    ),
    "not-a-function": N_("`{name}` is not a function. Found: {given_type}."),
    "raises": N_("`{call}` stopped with an error: {error}"),
    "endless": N_("`{call}` did not finish within {seconds} seconds. Does a loop never end?"),
}
"""Message id → default text. An item may word each anew in its `messages`."""

BY_KIND = {
    ("choices", "partly"): N_(
        "Part of this is right. Rightly chosen: {found} of {of}; chosen by mistake: {extra}."
    ),
    ("order", "wrong-order"): N_(
        "The order is not right yet: {found} of {of} pairs stand in order. "
        "Compare these two: “{first}” comes before “{second}”, or the other way round?"
    ),
    ("match", "partly"): N_("Matched rightly: {found} of {of}. Look again at: {left}."),
    ("value", "partly"): N_(
        "Part of `{name}` is right: {found} of {of}. Entries that do not belong: {extra}."
    ),
    ("value", "wrong"): N_("`{name}` is not right yet. It is {given}."),
    ("value", "wrong-order"): N_(
        "`{name}` has the right entries in another order; look at place {position}."
    ),
    ("function", "wrong"): N_("`{call}` gives {got}; expected: {expected}."),
    ("function", "partly"): N_(
        "{found} of {of} trials are right. `{call}` gives {got}; expected: {expected}."
    ),
    ("table", "partly"): N_("Right so far: {found} of {of}. Look again at: {row}."),
    ("function", "no-answer"): N_("`{name}` is still empty."),
    ("value", "no-answer"): N_("`{name}` is still empty."),
}
"""Default texts that one kind can say more exactly."""

HEADINGS = {
    "right": N_("Right"),
    "partly": N_("Partly right"),
    "wrong": N_("Not right yet"),
    "none": N_("No answer yet"),
    "by-hand": N_("Graded by a person"),
    "form": N_("The form of the answer"),
    "saved": N_("Saved"),
    "trouble": N_("This task cannot be shown"),
}

HINT_COST = N_("Hints you opened took off {cost} of the points.")
MODEL_ANSWER = N_("The right answer: {answer}")

SAVED = N_("Your answer is saved. It is graded after you submit.")
NOT_YET = N_("Nothing is saved for this task yet.")
FORM_IS_FINE = N_("`{name}` has the right form. It is graded after you submit.")
HAND_IN = N_("Your text is saved. It is read and graded by a person after you submit.")

NO_ITEMS = N_(
    "The file items.json with the tasks of this page is missing or damaged. Put it back beside the "
    "notebook: fetch the assignment again, or open the page anew. Your answers are kept."
)
NO_SUCH_ITEM = N_("There is no task “{item}” here. Tasks of this page: {known}.")
NO_VARIANT = N_("The numbers of the task “{item}” cannot be drawn: {reason}")
NOT_IN_KEYS = N_("The task “{item}” has no key, so it cannot be graded automatically.")
BROKEN_ITEM = N_("The task “{item}” cannot be checked: {reason}")

TYPES = {
    "int": N_("a whole number"),
    "float": N_("a number"),
    "number": N_("a number"),
    "str": N_("a text"),
    "bool": N_("True or False"),
    "list": N_("a list"),
    "set": N_("a set"),
    "dict": N_("a dictionary"),
    "tuple": N_("a tuple"),
    "list[int]": N_("a list of whole numbers"),
    "list[float]": N_("a list of numbers"),
    "list[number]": N_("a list of numbers"),
    "list[str]": N_("a list of texts"),
    "list[list]": N_("a list of lists"),
    "set[int]": N_("a set of whole numbers"),
    "set[float]": N_("a set of numbers"),
    "set[str]": N_("a set of texts"),
    "dict[str,int]": N_("a dictionary from texts to whole numbers"),
    "dict[str,float]": N_("a dictionary from texts to numbers"),
    "function": N_("a function"),
    "NoneType": N_("nothing"),
}
"""Python types in words; a type that is not here is told by its Python name."""
