"""The words of the key ceremony: what stands there, and what is said of an opening."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from babel.lists import format_list

from electoral.ceremony import weights
from electoral.evoting.elgamal import logarithm
from electoral_datasets.i18n import N_
from electoral_widgets.base import words
from electoral_widgets.numerals import count, percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from electoral.ceremony import Cards, Opening, Urn

TEXTS = {
    "title": N_("Key ceremony: who can open the urn?"),
    "intro": N_(
        "Encrypted votes lie in an electronic urn. Its key is split: each person at the table "
        "has a card with a share of it, and an agreed number of cards opens the urn. The "
        "commission and the votes are invented."
    ),
    "question": N_(
        "Five people have a card each; any three open the urn. Two cards are lost. Will it open?"
    ),
    "guess_yes": N_("Yes"),
    "guess_chair": N_("Only if the chair still has a card"),
    "guess_no": N_("No"),
    "to_table": N_("To the table"),
    "secret_question": N_(
        "Now the voting still goes on. Two of the five put their cards together in secret. What "
        "can they read?"
    ),
    "secret_all": N_("All votes"),
    "secret_part": N_("Two thirds of the votes"),
    "secret_none": N_("Nothing"),
    "let_them": N_("Let them try"),
    "room": N_("Your room"),
    "task": N_(
        "Say what happens, and press the people it happens to. Press again to take it back."
    ),
    "tool": N_("What happens?"),
    "tool_l": N_("A card is lost"),
    "tool_g": N_("Somebody goes home"),
    "tool_f": N_("Somebody gives a false part"),
    "tool_c": N_("Somebody joins a secret circle"),
    "is_h": N_("has a card"),
    "is_l": N_("card lost"),
    "is_g": N_("gone home"),
    "is_f": N_("false part"),
    "is_c": N_("secret circle"),
    "person": N_("{number}, {role}: {state}"),
    "picture": N_(
        "Picture: {people} people round a table with the urn. Cards needed: {needed}. {state}"
    ),
    "closed": N_("The urn is closed."),
    "open_with": N_("The urn is open: {sum}."),
    "open": N_("Open the urn"),
    "try": N_("Read in secret"),
    "everybody": N_("Everybody back"),
    "change": N_("Change the ceremony"),
    "people": N_("People"),
    "needed": N_("Cards needed"),
    "rule": N_("Rule"),
    "rule_some": N_("Enough cards, no matter whose"),
    "rule_every": N_("Every card is needed"),
    "every_note": N_("Nobody deals here: each makes a key alone, and all of them are needed."),
    "some_note": N_(
        "Each deals shares to all others. Nobody ever has the whole key, not even for a moment."
    ),
    "group": N_("Numbers"),
    "group_toy23": N_("TOY-23: to reckon by hand (toy: insecure)"),
    "group_toy2039": N_("TOY-2039: quick to read (toy: insecure)"),
    "group_real": N_("BELENIOS-2048: real size"),
    "seed": N_("Number of the ceremony"),
    "crack": N_("Try every key"),
    "moscow": N_(
        "In August 2019 the keys published for Moscow's internet voting had fewer than 256 bits; "
        "a researcher computed the private keys in about 20 minutes on a PC. They were replaced by "
        "keys of 1024 bits."
    ),
    "moscow_source": N_("A: members.loria.fr/PGaudry/moscow; arXiv 1908.05127"),
    "reckoning": N_("The reckoning, modulo {modulus}"),
    "numbers": N_("The cards, the parts and the proofs as a table"),
    "number": N_("No."),
    "who": N_("Who"),
    "what": N_("What happened"),
    "card": N_("On the card"),
    "public": N_("Public key of the card"),
    "part": N_("Part given"),
    "proof": N_("Proof"),
    "weight": N_("How often it counts"),
    "balance": N_("How many cards should be needed?"),
    "balance_text": N_(
        "Few: the urn is soon read in secret. Many: it soon stays closed for ever. Set both "
        "chances."
    ),
    "lost": N_("A card is lost: {chance}"),
    "corrupt": N_("A person joins a secret circle: {chance}"),
    "head_closed": N_("The urn stays closed"),
    "head_broken": N_("The votes are read in secret"),
    "line_closed": N_("{needed} of {people}: the urn stays closed, {chance}"),
    "line_broken": N_("{needed} of {people}: the votes are read in secret, {chance}"),
    "curve": N_(
        "Picture: the chances of both for 1 to {people} cards needed. The table below has the "
        "numbers."
    ),
    "curve_table": N_("The chances as a table"),
    "independent": N_(
        "Each card and each person goes astray alone in this reckoning. A fire or one employer "
        "may touch several: then the chances are larger."
    ),
    "why": N_("Why one card tells nothing: a line"),
    "why_text": N_(
        "Let two cards be needed, and let there be only the numbers 0 to 10; after 10 comes 0 "
        "again. The key is the height at which a line starts, at 0. Each card is one more point "
        "of it. Which cards lie together?"
    ),
    "point": N_("Card {number}"),
    "line_picture": N_(
        "Picture: {points} points and the lines that go through them, {lines} in all."
    ),
    "line_table": N_("The lines as a table"),
    "start": N_("Key: height at 0"),
    "slope": N_("Up by each step"),
    "three": N_("For three cards a curve with one bend takes the place of the line, and so on."),
    "facts": N_("Where this is done, and what it is for"),
    "estonia": N_(
        "In Estonia the members of the National Electoral Committee and the State Electoral "
        "Office hold shares of the private key of internet voting."
    ),
    "estonia_source": N_("A: valimised.ee"),
    "standards": N_(
        "The Council of Europe asks that nobody learn results before voting closes (standard 24), "
        "that no opened vote be linked to a voter (26) and that any observer can observe the "
        "count (30). A split key serves the first two as long as no circle has cards enough; "
        "proofs that anybody can check serve the third."
    ),
    "standards_source": N_("B: CM/Rec(2017)5, 14 June 2017, as quoted in a secondary source"),
}
"""What the browser reads."""

ROLES = (
    N_("chair"),
    N_("secretary"),
    N_("member"),
    N_("observer of A"),
    N_("observer of B"),
    N_("observer of C"),
    N_("voter drawn by lot"),
    N_("auditor"),
    N_("engineer"),
)
"""Invented people, in the order of their numbers."""

PEOPLE = N_("people")
NEEDED = N_("cards needed")
CHANCE = N_("chance in thousandths")

PERSON = N_("{role} ({number})")
OPENED = N_("The urn opens: {yes} of {ballots} votes are yes. Cards used: {people}.")
NONSENSE = N_("The parts together give no number of votes. Cards used: {people}.")
REFUSED = N_("False part, not used: {people}. The proof does not fit the public key of the card.")
UNCHECKED = N_(
    "If nobody had checked the proofs and this part had been used, the urn would have shown {sum} yes."
)
UNCHECKED_NONSENSE = N_(
    "If nobody had checked the proofs and this part had been used, the urn would have shown no number of votes."
)
LUCKY = N_(
    "False part, and its proof fits by luck: {people}. With this toy about one forgery in {many} "
    "does; with numbers of real size none ever will."
)

NOBODY = N_("Nobody with a card is in the secret circle. Put somebody in.")
READ = N_(
    "Cards in the secret circle: {held}, needed: {needed}. It reads everything, {yes} yes of "
    "{ballots}, and also who voted how."
)
FIRST = N_("Voter {number}: {vote}")
YES = N_("yes")
NO = N_("no")
UNNOTICED = N_("Nothing that is published shows it. Only the people themselves could tell.")
NOTHING = N_(
    "Cards in the secret circle: {held}, needed: {needed}. It reads nothing: from its cards alone "
    "every possible key is equally likely, and there are {keys}."
)

RIGHT = N_("Your guess was right.")
WRONG = N_("Your guess was not right.")
WHY_OPEN = N_("Three cards are left, and any three are enough; no card is more important.")
WHY_NOTHING = N_("Two of three cards are not two thirds of the key.")

FOUND = N_(
    "The key is {key}, found at trial {trials} without any card. Numbers so small protect nothing."
)
NEVER = N_(
    "There are as many keys as a number with {digits} digits says. A million million trials a "
    "second would need a number of years with {years} digits."
)

ANSWERS = {"guess": ("yes", WHY_OPEN), "secret": ("none", WHY_NOTHING)}

WHOLE = 7
"""Numbers of so many digits are written whole."""

A_SECOND = 10**12
"""Keys that a very large computer may try in a second: an assumption."""

FITS = N_("fits")
FALSE = N_("does not fit")
DIGITS = N_("{first}…{last} ({digits} digits)")

NO_LINE = N_("No card: each of the {lines} lines is possible.")
ONE_CARD = N_("One card: {lines} lines go through its point, one from each possible key.")
ONE_LINE = N_("{cards} cards: a single line goes through their points. The key is {key}.")


def person(number: int, language: str) -> str:
    """Name somebody at the table."""
    say = words(language).gettext
    return say(PERSON).format(role=say(ROLES[number - 1]), number=number)


def people(numbers: Sequence[int], language: str) -> str:
    """Name several people."""
    named = [person(number, language) for number in numbers]
    return format_list(named, style="standard", locale=language)


def opening(
    tried: Opening, urn: Urn, cards: Cards, forgers: Sequence[int], language: str
) -> list[str]:
    """Say what came of an attempt to open the urn, and whose part was refused."""
    catalogue = words(language)
    say = catalogue.gettext
    said = []
    if tried.missing:
        text = catalogue.ngettext(
            "The urn stays closed. It needs {missing} more card.",
            "The urn stays closed. It needs {missing} more cards.",
            tried.missing,
        )
        said.append(text.format(missing=tried.missing))
    else:
        text = say(NONSENSE if tried.sum is None else OPENED)
        used = people(tried.used, language)
        said.append(text.format(yes=tried.sum, ballots=len(urn.votes), people=used))
    if tried.refused:
        said.append(say(REFUSED).format(people=people(tried.refused, language)))
    lucky = [one for one in forgers if one not in tried.refused]
    if lucky:
        named = people(lucky, language)
        said.append(say(LUCKY).format(people=named, many=count(_lucky(cards), language)))
    enough = len(tried.parts) >= cards.needed
    if tried.refused and enough and tried.unchecked != sum(urn.votes):
        text = say(UNCHECKED_NONSENSE if tried.unchecked is None else UNCHECKED)
        said.append(text.format(sum=tried.unchecked))
    return said


def _lucky(cards: Cards) -> int:
    """Return how many forgeries there are to one that passes.

    One challenge in q is 0 and binds nothing, and one in q of the others is met by chance.
    """
    return (int(cards.group.q) + 1) // 2


def secret(
    circle: Sequence[int], votes: list[int] | None, cards: Cards, language: str
) -> dict[str, Any]:
    """Say what a secret circle reads: `said`, sentences, and `votes`, one vote after another."""
    say = words(language).gettext
    if not circle:
        return {"said": [say(NOBODY)], "votes": []}
    held = {"held": len(circle), "needed": cards.needed}
    if votes is None:
        q = int(cards.group.q)
        keys = shortened(q, language) if cards.group.secure else count(q, language)
        return {"said": [say(NOTHING).format(**held, keys=keys)], "votes": []}
    read = say(READ).format(**held, yes=sum(votes), ballots=len(votes))
    return {
        "said": [read, say(UNNOTICED)],
        "votes": [
            say(FIRST).format(number=number, vote=say(YES if vote else NO))
            for number, vote in enumerate(votes[:3], start=1)
        ],
    }


def verdict(name: str, guess: str, language: str) -> str:
    """Say how good a guess was, and why."""
    say = words(language).gettext
    answer, why = ANSWERS[name]
    return f"{say(RIGHT if guess == answer else WRONG)} {say(why)}"


def cracked(cards: Cards, language: str) -> str:
    """Say what comes of trying every key: toys fall, real numbers do not."""
    group, say = cards.group, words(language).gettext
    if group.secure:
        keys = int(group.q)
        years = keys // (A_SECOND * 31_556_952)
        return say(NEVER).format(digits=len(str(keys)), years=len(str(years)))
    key = logarithm(group, cards.public_key, int(group.q) - 1) or 0
    return say(FOUND).format(key=count(key, language), trials=count(key + 1, language))


def reckoning(tried: Opening, urn: Urn, cards: Cards) -> list[str]:
    """Write the equations by which parts become a sum. Sections 4.18 and 4.19."""
    if not tried.used:
        return []
    group, total = cards.group, urn.total
    used = [part for part in tried.parts if part.person in tried.used]
    powers = [
        (part.factor, times) for part, times in zip(used, weights(cards, tried.used), strict=True)
    ]
    factor = group.product(group.power(base, times) for base, times in powers)
    message = total.beta * group.inverse(factor) % group.p

    def short(number: int) -> str:
        digits = str(number)
        return digits if len(digits) <= WHOLE else f"{digits[:4]}…{digits[-4:]}"

    product = " · ".join(f"{short(base)}^{short(times)}" for base, times in powers)
    end = "" if tried.sum is None else f" = {short(group.g)}^{tried.sum}"
    return [
        f"(α, β) = ({short(total.alpha)}, {short(total.beta)})",
        f"{product} = {short(factor)}",
        f"β / {short(factor)} = {short(message)}{end}",
    ]


def line(cards: int, through: Sequence[tuple[int, int]], q: int, language: str) -> str:
    """Say how many lines go through the points of so many cards."""
    say = words(language).gettext
    if cards == 0:
        return say(NO_LINE).format(lines=q * q)
    if cards == 1:
        return say(ONE_CARD).format(lines=len(through))
    return say(ONE_LINE).format(cards=cards, key=through[0][0])


def shortened(number: int, language: str) -> str:
    """Write a number whole, or its first and last digits and how many it has."""
    digits = str(number)
    if len(digits) <= WHOLE:
        return digits
    return (
        words(language)
        .gettext(DIGITS)
        .format(first=digits[:4], last=digits[-4:], digits=len(digits))
    )


def chance(share: float, language: str) -> str:
    """Write a chance; what is not impossible is never written as 0, nor as certain."""
    if 0 < share < 0.0005:
        return f"<{percent(0.001, language)}"
    if 0.9995 < share < 1:
        return f">{percent(0.999, language)}"
    return percent(share, language)
