"""Who can notice? Adversaries and ways of voting, each attack carried out and every check made.

A cell takes up to a tenth of a second, so the browser asks for a few at a time: whatever a reader
looks at comes first, and no answer is long in coming.
"""

from __future__ import annotations

from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, Any, ClassVar

import traitlets

from electoral.cabinet.adversaries import ROLES
from electoral.cabinet.identify import ENTRIES, MEASURES
from electoral.cabinet.matrix import SEED
from electoral.cabinet.setting import Habits, Setting
from electoral.cabinet.ways import WAYS
from electoral_datasets.i18n import N_
from electoral_widgets import cabinet_names as names
from electoral_widgets import who_can_notice_cells as cells
from electoral_widgets import who_can_notice_words as say
from electoral_widgets.base import bundle, reader_language, words
from electoral_widgets.explorable import Explorable, completed, one_of, whole
from electoral_widgets.who_can_notice_ways import facts, table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

OPTIONS = (
    ("file", "voter", "nobody"),
    ("unseen", "seen", "stands"),
    ("none", "board", "internet", "all"),
)
"""The answers of the three predictions."""

DAYS = range(1, 21)
"""The days that are held to see how often somebody notices."""

PROTECTIONS = tuple(one for one, against in MEASURES.items() if {*against} - {"cloned_session"})
"""Measures against what this model's impostor does."""

AT_ONCE = 0.15
"""Seconds after which no further attack is begun before the browser is answered."""

BEGIN: dict[str, Any] = {
    "guesses": [],
    "rows": [],
    "role": "",
    "way": "deg_homomorphic",
    "days": False,
    "compare": False,
    "seed": SEED,
    **{name: getattr(Habits(), name) for name in cells.SHARES},
    "watch": [name for name in cells.WATCHES if getattr(Habits(), name)],
    "entry": Setting().entry,
    "measures": list(Setting().measures),
}
"""The state before anyone has touched the view."""

THOUSANDTHS = N_("number of a thousand")


class WhoCanNotice(Explorable):
    """A matrix of adversaries and ways of voting, computed while it is looked at.

    Args:
        state: what differs from the usual beginning, for example `{"way": "i_voting"}`.
        language: the reader's language; that of the page when none is given.

    Raises:
        ValueError: the state is not possible; the sentence names the rule and the value.
        TypeError: a keyword is unknown.
    """

    _esm, _css = bundle("who_can_notice", "who_can_notice_grid")

    TEXTS: ClassVar = say.TEXTS

    names = traitlets.Dict().tag(sync=True)
    """Lists of what has a name: `roles`, `ways`, `shares`, `watches`, `entries`, `measures`; the
    `statuses` with their signs, the `facts`, the `usual` state."""

    told = traitlets.List().tag(sync=True)
    """Of each prediction that was made: whether it was `right`, and a `text`."""

    matrix = traitlets.Dict().tag(sync=True)
    """Of each cell that is computed, "role/way": `status`, `line`, whether it is `other`."""

    detail = traitlets.Dict().tag(sync=True)
    """All that is said of the chosen cell."""

    held = traitlets.Dict().tag(sync=True)
    """The days held for the chosen cell: its `key`, and of each `days` none, seen or unseen."""

    table = traitlets.List().tag(sync=True)
    """The five ways side by side: `name`, `beside`, `sources`, `values` of `lines`, `sources`."""

    left = traitlets.Int().tag(sync=True)
    """How much is still to be computed; the browser asks until it is nothing."""

    def __init__(
        self, state: dict[str, Any] | None = None, *, language: str | None = None, **unknown: object
    ) -> None:
        language = reader_language(language)
        self._setting = Setting()
        self._under: tuple[object, ...] = ()
        self._prepared = 0
        super().__init__(state or BEGIN, language, unknown, names=_names(language))
        self.on_msg(self._answer)

    def accept(self, state: dict[str, Any]) -> dict[str, Any]:
        """Return the whole state, if it can be; what comes too early is left out."""
        tell = words(self.language).gettext
        full = completed(state, BEGIN)
        if not isinstance(full["guesses"], list) or len(full["guesses"]) > len(OPTIONS):
            raise ValueError(f"guesses is a list of at most 3, not {full['guesses']!r}.")
        for guess, allowed in zip(full["guesses"], OPTIONS, strict=False):
            one_of("guess", guess, allowed)
        one_of("role", full["role"], ("", *ROLES))
        one_of("way", full["way"], tuple(WAYS))
        one_of("entry", full["entry"], ENTRIES)
        for key in ("days", "compare"):
            one_of(key, full[key], (False, True))
        whole(full["seed"], 0, 999_999, "seed", tell)
        for key in cells.SHARES:
            whole(full[key], 0, 1000, tell(THOUSANDTHS), tell)
        _several("rows", full["rows"], tuple(ROLES))
        _several("watch", full["watch"], cells.WATCHES)
        _several("measures", full["measures"], PROTECTIONS)
        if len(full["guesses"]) < len(OPTIONS):
            return {**full, "rows": [], "role": "", "days": False, "compare": False}
        opened = {role for role, _ in say.ASKED} | {*full["rows"], full["role"]}
        full["rows"] = [role for role in ROLES if role in opened]
        full["days"] = full["days"] and bool(full["role"])
        return full

    def follow(self, state: dict[str, Any]) -> None:
        """Tell of the predictions, compute the chosen cell, and leave the rest for later."""
        with self.hold_sync():
            self._setting = cells.setting_of(state)
            under = (state["seed"], self._setting)
            if under != self._under:
                self._under, self.matrix, self.held = under, {}, {}
            self.told = cells.answers(state["guesses"], self.language)
            key = f"{state['role']}/{state['way']}"
            if not state["days"] or self.held.get("key") != key:
                self.held = {"key": key, "days": []}
            if state["role"]:
                self._fill(state["role"], state["way"])
                one = cells.cell(state["role"], state["way"], *under)
                self.detail = cells.detail(one, self._setting.habits, self.language)
            else:
                self.detail = {}
            self.left = len(list(self._todo()))

    def _todo(self) -> Iterator[Callable[[], None]]:
        """Yield what is to be computed, the cells nearest to the chosen one first."""
        state = self.state
        places = [(role, way) for role in state["rows"] for way in WAYS]
        places.sort(key=lambda place: (place[0] != state["role"], place[1] != state["way"]))
        for role, way in places:
            if f"{role}/{way}" not in self.matrix:
                yield partial(self._fill, role, way)
        if state["days"]:
            for day in DAYS[len(self.held["days"]) :]:
                yield partial(self._hold, state["role"], state["way"], day)
        if state["compare"] and not self.table:
            for number, (role, way) in enumerate((role, way) for role in ROLES for way in WAYS):
                if number >= self._prepared:
                    yield partial(self._prepare, role, way)
            yield self._lay_beside

    def _answer(self, _widget: object, content: object, _buffers: object) -> None:
        """Compute for a moment more."""
        if not isinstance(content, dict) or content.get("do") != "more":
            return
        end = monotonic() + AT_ONCE
        with self.hold_sync():
            todo = list(self._todo())
            done = 0
            while done < len(todo) and (done == 0 or monotonic() < end):
                todo[done]()
                done += 1
            self.left = len(todo) - done

    def _fill(self, role: str, way: str) -> None:
        one = cells.cell(role, way, *self._under)
        usual = cells.usual(role, way)
        shown = cells.shown(one, self._setting.habits, self.language)
        other = shown["status"] != cells.status(usual, Habits())
        self.matrix = {**self.matrix, f"{role}/{way}": {**shown, "other": other}}

    def _hold(self, role: str, way: str, day: int) -> None:
        one = cells.cell(role, way, day, self._setting)
        kind = "none" if not cells.gains(one) else "seen" if one.noticed else "unseen"
        self.held = {**self.held, "days": [*self.held["days"], kind]}

    def _prepare(self, role: str, way: str) -> None:
        """Compute a cell of the usual day, which the comparison is made of."""
        cells.usual(role, way)
        self._prepared += 1

    def _lay_beside(self) -> None:
        self.table = table(self.language)


def _names(language: str) -> dict[str, Any]:
    tell = words(language).gettext

    def named(texts: dict[str, str], ids: Any) -> list[dict[str, Any]]:
        return [{"id": one, "name": tell(texts[one])} for one in ids]

    return {
        "roles": cells.roles(language),
        "ways": [
            {**one, "internet": WAYS[one["id"]].internet} for one in named(say.WAY_NAMES, WAYS)
        ],
        "shares": named(say.HABIT_FIELDS, cells.SHARES),
        "watches": named(say.HABIT_NAMES, cells.WATCHES),
        "entries": named(names.ENTRY_NAMES, ENTRIES),
        "measures": named(names.MEASURE_NAMES, PROTECTIONS),
        "statuses": [
            {
                "id": one,
                "sign": say.SIGNS[one],
                "name": tell(name),
                "text": tell(say.STATUS_TEXTS[one]),
            }
            for one, name in say.STATUS_NAMES.items()
        ],
        "facts": facts(language),
        "usual": BEGIN,
    }


def _several(name: str, value: object, allowed: tuple[str, ...]) -> None:
    if not isinstance(value, list) or len({*map(str, value)}) < len(value):
        raise ValueError(f"{name} is a list, each once, not {value!r}.")
    for one in value:
        one_of(name, one, allowed)
