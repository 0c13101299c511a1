"""Is this a vote? Ballots to be judged, then compared with the machine, the rule and the class.

What belongs to a ballot stays in Python until the learner has judged that ballot. Only a
judgement that was given by pressing is counted for the class; one that came with a link is not.
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Any, ClassVar

import traitlets

from electoral.marks import INVALID, USUAL, Thresholds, decide
from electoral.sheet import LAYOUT
from electoral_datasets.i18n import N_
from electoral_widgets.ballot_deck import BALLOTS, DOUBT, SCALE, Deck, deal
from electoral_widgets.base import bundle, reader_language, words
from electoral_widgets.class_tally import JUDGEMENTS, OPEN, here
from electoral_widgets.explorable import Explorable, MisfitError, whole

ENOUGH = 5
"""The class is shown from so many others on, so that nobody's judgement can be told."""

AGAINST = N_("against all")

SIGNS_WRONG = N_("the judgements of a deck are {count} signs, 0 to 6 or a dash, not {value}.")
LOWER_ABOVE = N_("the lower threshold ({lower}) may not be above the upper one ({upper}).")

COUNTED = N_("One square reaches the upper threshold, and no other reaches the lower one.")
NO_MARK = N_("No square reaches the lower threshold: for the machine the ballot is blank.")
OVERMARKED = N_("More than one square reaches the upper threshold.")
BETWEEN = N_("A square lies between the two thresholds, so the machine is not sure.")

ALONE = N_("There is no class here: judgements are counted on a school's shared server only.")
TOO_FEW = N_("Fewer than five others have judged it yet, so the class is not shown.")
CLASS_COUNT = N_("Others who have judged it: {others}. As you: {same}.")
IN_CLASS = N_("On this server your judgements are counted for the class, without your name.")
NOT_KEPT = N_("Your judgements cannot be kept here, so the class does not see them.")


class IsItAVote(Explorable):
    """A deck of ballots; learners judge each, then see what others made of it.

    Args:
        deck: number of the deck; everybody gets the same ballots with the same number.
        language: the reader's language; that of the page when none is given.

    Raises:
        ValueError: the number is not one of a deck.
        TypeError: a keyword is unknown.
    """

    _esm, _css = bundle("is_it_a_vote", "ballot_deck")

    TEXTS: ClassVar = {
        "title": N_("Is this a vote?"),
        "task": N_(
            "Judge twelve invented ballots as a member of the commission. "
            "Then see what the machine, the rule and your class made of them."
        ),
        "legend": N_("A to D are candidates, ⊘ is “against all”."),
        "place": N_("Deck {deck}, ballot {number} of {all}"),
        "open": N_("Ballot {number}"),
        "opened": N_("Ballot {number}, judged"),
        "question": N_("What is this ballot?"),
        "vote_for": N_("A vote for {candidate}"),
        "vote_against": N_("A vote against all"),
        "against": AGAINST,
        "invalid": N_("invalid"),
        "decide": N_("the commission should decide by vote"),
        "by_vote": N_("by vote"),
        "returned": N_("given back"),
        "keys": N_("Keys: 1 to 7 choose, Enter judges."),
        "judge": N_("Judge"),
        "judge_first": N_("First choose one of the seven."),
        "waiting": N_("The ballot goes into the machine…"),
        "dealing": N_("The new deck is being dealt…"),
        "go_on": N_("Next ballot"),
        "to_deck": N_("See the whole deck"),
        "you": N_("You: {answer}"),
        "machine": N_("The machine: {answer}"),
        "rule": N_("The rule of this model: {answer}"),
        "class": N_("Most of your class: {answer}"),
        "same": N_("as you"),
        "differs": N_("not as you"),
        "bars": N_(
            "Bars: how dark each square is. Lines: the lower (dashed) and the upper threshold. "
            "Small values are drawn larger."
        ),
        "fills": N_("The darkness as a table"),
        "square": N_("Square"),
        "darkness": N_("Darkness"),
        "whole_deck": N_("The whole deck"),
        "ballot": N_("Ballot"),
        "head_you": N_("You"),
        "head_machine": N_("Machine"),
        "head_rule": N_("Rule of this model"),
        "head_class": N_("Class"),
        "divided": N_("divided"),
        "few": N_("too few yet"),
        "agrees": N_("As you"),
        "agreement": N_("{same} of {all}"),
        "sandbox": N_("Move the machine's thresholds"),
        "lower": N_("Lower: perhaps a mark"),
        "upper": N_("Upper: a mark"),
        "machine_now": N_(
            "The machine now: {counted} counted, {invalid} invalid, {returned} given back. "
            "As the rule of this model: {same} of {all}."
        ),
        "usual": N_("Usual thresholds"),
        "chart": N_(
            "Each line is a ballot: how dark its squares are beside the two thresholds, and what "
            "the machine reads (= as the rule of this model, ≠ not so)."
        ),
        "as_table": N_("The same as a table"),
        "about": N_("What is known, and what is an assumption"),
        "about_rule": N_(
            "The rule is that of this model, not the text of a law: one mark whose meaning is "
            "clear counts; none or two do not; where it is unclear, the members vote. A ballot "
            "that the machine gives back is compared with “by vote”: both are doubt."
        ),
        "about_machine": N_(
            "Reading boxes in Kyrgyzstan put ballots that are unread or marked too often into a "
            "compartment for invalid ones (topnews.kg; maralfm.kg; 24.kg/345919). The thresholds, "
            "and giving a ballot back, are assumptions of this model."
        ),
        "about_hand": N_(
            "The hand count is the official one (ODIHR, 17 September 2015). On 28 November 2021 "
            "it found 3,926 fewer invalid ballots than the machines, and as many more votes "
            "(shailoo.gov.kg/kg/news/6012)."
        ),
        "new_deck": N_("New deck"),
    }

    ballots = traitlets.List().tag(sync=True)
    """Of each ballot: its picture's size in bytes, what stands on it, where its squares are."""

    pictures = traitlets.Bytes().tag(sync=True)
    """The pictures of the deck, one after the other, as PNG files; empty until they are near the
    reader's eyes, for they are larger than all the rest of a lesson."""

    paper = traitlets.List().tag(sync=True)
    """Width and height of a picture in pixels."""

    results = traitlets.Dict().tag(sync=True)
    """Place of a ballot that was judged → what the machine, the rule and the class made of it."""

    class_note = traitlets.Unicode().tag(sync=True)
    """Whether and how the learner's judgements are counted."""

    usual = traitlets.List([USUAL.sure, USUAL.doubtful]).tag(sync=True)
    """The thresholds the machine starts with: sure and doubtful."""

    def __init__(self, deck: int = 1, *, language: str | None = None, **unknown: object) -> None:
        self._deck: Deck | None = None
        self._number = 0
        self._class = here()
        self._kept = True
        self._shown = ""
        self._near = False
        language = reader_language(language)
        super().__init__(self._dealt(whole(deck, 1, 1_000_000, "deck")), language, unknown)
        self.on_msg(self._answer)

    def judge(self, ballot: int, judgement: int) -> None:
        """Judge a ballot, count it for the class, and show what others made of it."""
        place = whole(ballot, 0, BALLOTS - 1, "ballot")
        sign = whole(judgement, 0, JUDGEMENTS - 1, "judgement")
        judged = self.state["judged"]
        if judged[place] == OPEN:
            self._own = _with(self._own, place, sign)
            self._kept = self._class.keep(self._number, self._own)
            self.state = {**self.state, "judged": _with(judged, place, sign)}

    def show_pictures(self) -> None:
        """Send the pictures of this deck, and from now on of every deck."""
        self._near = True
        if self._deck is not None:
            self.pictures = b"".join(self._deck.pictures)

    def new_deck(self) -> None:
        """Deal the next deck, with what this learner judged of it before."""
        self.state = self._dealt(self._number % 1_000_000 + 1)

    def accept(self, state: dict[str, Any]) -> dict[str, Any]:
        """Return the state if it is a deck, its judgements and two thresholds."""
        translate = words(self.language).gettext
        deck = whole(state["deck"], 1, 1_000_000, "deck", translate)
        judged = f"{state['judged']}"
        if not re.fullmatch(f"[0-6-]{{{BALLOTS}}}", judged):
            raise MisfitError(translate(SIGNS_WRONG).format(count=BALLOTS, value=judged[:40]))
        sure = whole(state["sure"], 1, 1000, "sure", translate)
        doubtful = whole(state["doubtful"], 1, 1000, "doubtful", translate)
        if doubtful > sure:
            raise MisfitError(translate(LOWER_ABOVE).format(lower=doubtful, upper=sure))
        return {"deck": deck, "judged": judged, "sure": sure, "doubtful": doubtful}

    def follow(self, state: dict[str, Any]) -> None:
        """Show the deck, and of the judged ballots what others made of them."""
        with self.hold_sync():
            if state["deck"] != self._number or self._deck is None:
                self._deck, self._number = deal(state["deck"]), state["deck"]
                self._own = self._class.recall(self._number, BALLOTS)
                self._shown = ""
                self._show(self._deck)
            if state["judged"] != self._shown:
                self._others = self._class.others(self._number, BALLOTS)
                self._shown = state["judged"]
            self.results = {
                f"{place}": self._result(self._deck, place, int(sign), state)
                for place, sign in enumerate(state["judged"])
                if sign != OPEN
            }
            alone = self._class.folder is None
            note = ALONE if alone else IN_CLASS if self._kept else NOT_KEPT
            self.class_note = words(self.language).gettext(note)

    def _dealt(self, number: int) -> dict[str, Any]:
        judged = self._class.recall(number, BALLOTS)
        return {"deck": number, "judged": judged, "sure": USUAL.sure, "doubtful": USUAL.doubtful}

    def _show(self, deck: Deck) -> None:
        translate = words(self.language).gettext
        self.paper = [LAYOUT.width * SCALE, LAYOUT.height * SCALE]
        self.ballots = [
            {
                "size": len(picture),
                "alt": translate(kind.seen).format(
                    first=self._named(choice), second=self._named(other)
                ),
                "squares": boxes,
            }
            for picture, kind, choice, other, boxes in zip(
                deck.pictures,
                deck.kinds,
                deck.choice.tolist(),
                deck.other.tolist(),
                deck.boxes.tolist(),
                strict=True,
            )
        ]
        if self._near:
            self.pictures = b"".join(deck.pictures)

    def _result(self, deck: Deck, place: int, sign: int, state: dict[str, Any]) -> dict[str, Any]:
        """Return what the machine, the rule and the class made of a ballot."""
        translate = words(self.language).gettext
        fills = deck.fills[place]
        machine = int(decide([fills], Thresholds(state["sure"], state["doubtful"]))[0])
        if machine == INVALID:
            heard = NO_MARK if fills.max() < state["doubtful"] else OVERMARKED
        else:
            heard = BETWEEN if machine == DOUBT else COUNTED
        others = self._others[place].tolist()
        about = CLASS_COUNT
        if sum(others) < ENOUGH:
            others, about = [], TOO_FEW
        return {
            "fills": fills.tolist(),
            "machine": machine,
            "heard": translate(heard),
            "rule": int(deck.ruling[place]),
            "why": translate(deck.kinds[place].why).format(choice=self._named(deck.choice[place])),
            "others": others,
            "about": ""
            if self._class.folder is None
            else translate(about).format(others=sum(others), same=sum(others[sign : sign + 1])),
        }

    def _named(self, square: int) -> str:
        return words(self.language).gettext(AGAINST) if square == 4 else "ABCD"[square]

    def _answer(self, _widget: object, content: object, _buffers: object) -> None:
        asked = content if isinstance(content, dict) else {}
        if asked.get("do") == "new_deck":
            self.new_deck()
        elif asked.get("do") == "pictures":
            self.show_pictures()
        elif asked.get("do") == "judge":
            with suppress(ValueError):  # not from our page
                self.judge(asked.get("ballot", -1), asked.get("judgement", -1))


def _with(judged: str, place: int, sign: int) -> str:
    return f"{judged[:place]}{sign}{judged[place + 1 :]}"
