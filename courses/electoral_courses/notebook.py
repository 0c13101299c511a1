"""What a notebook says to its reader: `ask`, `check` and `variant`.

None of them raises at a student, and none writes to standard error, which nbgrader would
count as a failed cell: whatever is wrong is told in a sentence.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from electoral_courses import wording
from electoral_courses.answers import DAMAGED, Answers, Entry, NotSavedError, open_answers
from electoral_courses.checks import CODED, MISSING, Result, check_code
from electoral_courses.checks import check as check_answer
from electoral_courses.checks.coded import read_value
from electoral_courses.feedback import MIME, Feedback, feedback, machine, readable, rounded
from electoral_courses.items import Item, fill
from electoral_courses.variants import (
    SELF_STUDY_KEY,
    Params,
    params_for,
    release_key,
    seed_for,
    seed_name,
)
from electoral_courses.view import blocks, draft_name, view
from electoral_datasets.i18n import translator

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


class TroubleError(Exception):
    """A task cannot be shown; the translatable sentence that says why and what to do."""

    def __init__(self, text: str, **values: object) -> None:
        super().__init__(text.format(**values))
        self.text = text
        self.values = values


@dataclass(frozen=True)
class Page:
    """The items of this notebook, and whose they are."""

    module: str
    language: str
    items: dict[str, Item]
    key: bytes
    answers: Answers
    grading: bool
    """Whether nbgrader runs the notebook to grade it."""
    keyed: bool
    """Whether the items come from the lecturer's keys."""

    def item(self, name: str) -> Item:
        """Return an item by its id.

        Raises:
            TroubleError: there is no such item on this page.
        """
        if name not in self.items:
            raise TroubleError(wording.NO_SUCH_ITEM, item=name, known=", ".join(self.items))
        return self.items[name]

    def seed(self, name: str) -> int:
        """Return the student's seed of a name: an item's id, or the seed several items share."""
        return seed_for(self.key, self.answers.student, name)

    def params(self, item: Item) -> Params:
        """Return the params of the student's variant of an item.

        Raises:
            TroubleError: the variant cannot be drawn.
        """
        try:
            return params_for(item.data, self.seed(seed_name(item.data)))
        except Exception as error:
            raise TroubleError(wording.NO_VARIANT, item=item.id, reason=error) from error


def open_page(folder: Path | str = ".") -> Page:
    """Read the items beside the notebook; when it is graded, with their keys.

    Raises:
        TroubleError: there are no items, or they cannot be read.
    """
    here = Path(folder) / "items.json"
    grading = os.environ.get("NBGRADER_EXECUTION") == "autograde"
    keys = os.environ.get("ELECTORAL_KEYS") if grading else None
    try:
        content = json.loads((Path(keys) if keys else here).read_text(encoding="utf-8"))
        items = [Item.of(data) for data in content["items"]]
        module = str(content["module"])
        key = _key(content if "key" in content or not keys else _beside(here), module)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise TroubleError(wording.NO_ITEMS) from error
    answers = open_answers(module, folder)
    by_id = {item.id: item for item in items}
    return Page(module, _language(folder), by_id, key, answers, grading, keyed=bool(keys))


def _key(content: Mapping[str, Any], module: str) -> bytes:
    if isinstance(content.get("key"), str):
        return bytes.fromhex(content["key"])
    return release_key(SELF_STUDY_KEY, str(content.get("assignment") or module))


def _beside(path: Path) -> Mapping[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}


def _language(folder: Path | str = ".") -> str:
    from electoral_widgets.language import current  # noqa: PLC0415 - after the fast import

    return current(folder)


class Told:
    """Something told to the reader: shown as HTML, and as text where there is no HTML."""

    def __init__(
        self, told: Feedback, text: str | None = None, data: Mapping[str, Any] | None = None
    ) -> None:
        self.told = told
        self._text = told.plain() if text is None else text
        self._data = data

    def __repr__(self) -> str:
        return self._text

    def _repr_html_(self) -> str:
        return self.told.html()

    def _repr_markdown_(self) -> str:
        return self.told.html()

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        bundle: dict[str, Any] = {"text/plain": self._text, "text/html": self.told.html()}
        return bundle if self._data is None else bundle | {MIME: dict(self._data)}


def ask(item: str, folder: Path | str = ".") -> Any:
    """Show a task to be answered by clicking or typing; every answer is saved at once."""
    try:
        page = open_page(folder)
        return _ask(page, page.item(item))
    except TroubleError as trouble:
        return _trouble(trouble, folder)


def _ask(page: Page, item: Item) -> Any:
    from electoral_widgets.item_view import ItemView  # noqa: PLC0415 - widgets load slowly

    params = page.params(item)
    entry = page.answers.get(item.id)
    asked = _Asked(page, item, params, entry.hints)
    draft = draft_name(page.module, page.answers.student, item.id)
    data = view(item, params.shown(), page.seed(item.id), page.language, draft)
    return ItemView(
        data,
        value=entry.value,
        saved_at=entry.at,
        hints=asked.hints(entry.hints),
        notice=_notice(page),
        save=asked.save,
        hint=asked.hint,
        check=None if item.graded or item.kind in {*CODED, "essay"} else asked.check,
        language=page.language,
    )


class _Asked:
    """The Python side of one shown task: saves, gives hints, checks."""

    def __init__(self, page: Page, item: Item, params: Params, used: int) -> None:
        self.page, self.item, self.params, self.used = page, item, params, used

    def save(self, value: Any) -> tuple[int, str]:
        """Save an answer; return when, and why it could not be saved, if so."""
        return self._put(lambda answers: answers.put(self.item.id, value, self.used))

    def hint(self, number: int) -> tuple[list[Any], str]:
        """Open hints up to a number; return them all, and why they stay closed, if they do."""
        number = max(self.used, min(number, len(self.item.hints)))
        _, problem = self._put(lambda answers: answers.open_hints(self.item.id, number))
        if not problem or not self.item.graded:
            self.used, problem = number, ""
        return self.hints(self.used), problem

    def _put(self, change: Callable[[Answers], Entry]) -> tuple[int, str]:
        try:
            return change(self.page.answers).at, ""
        except NotSavedError as error:
            return 0, _say(self.page.language, error.text, **error.values)

    def hints(self, number: int) -> list[Any]:
        """Return the first hints as blocks of text."""
        values = {name: str(value) for name, value in self.params.shown().items()}
        return [blocks(fill(hint["text"], values)) for hint in self.item.hints[:number]]

    def check(self, value: Any) -> dict[str, Any]:
        """Check an answer and tell the result for the view."""
        told = _checked(self.page, self.item, self.params, value, self.used)[1]
        return {
            "status": told.status,
            "heading": told.heading,
            "text": [block for text in (told.text, *told.more) for block in blocks(text)],
        }


def check(item: str, namespace: Mapping[str, Any] | None = None, folder: Path | str = ".") -> Told:
    """Check a task: at once for a self-check, when it is graded for a graded one.

    Args:
        item: the item's id.
        namespace: where the student's names are; the notebook's when not given.
        folder: where `items.json` is.
    """
    try:
        page = open_page(folder)
        found = page.item(item)
        names = _names() if namespace is None else namespace
        if page.grading or not found.graded:
            return _graded(page, found, names)
        return _form(page, found, names)
    except TroubleError as trouble:
        return _trouble(trouble, folder, item)
    except Exception as error:  # noqa: BLE001 - whatever it is, no traceback for a student
        reason = f"{type(error).__name__}: {error}"
        return _trouble(TroubleError(wording.BROKEN_ITEM, item=item, reason=reason), folder, item)


def _graded(page: Page, item: Item, names: Mapping[str, Any]) -> Told:
    """Check with the key; the text of the result is the number that nbgrader records.

    Of the clicked answer and its Python twin the better one counts.
    """
    if item.graded and not page.keyed:
        raise TroubleError(wording.NOT_IN_KEYS, item=item.id)
    params, entry = page.params(item), page.answers.get(item.id)
    if item.kind in CODED:
        tried = [_checked(page, item, params, _named(names, item.data["name"]), entry.hints)]
    else:
        tried = [_checked(page, item, params, entry.value, entry.hints)]
        twin = item.data.get("code")
        if twin and twin["name"] in names:
            answer = names[twin["name"]]
            tried.append(_checked(page, item, params, answer, entry.hints, by_code=True))
    result, told = max(tried, key=lambda one: (one[0].share, one[0].message != "no-answer"))
    number = str(rounded(result.points)) if item.graded else None
    return Told(told, number, machine(item, result))


def _checked(  # noqa: PLR0913 - an answer and all that it depends on
    page: Page, item: Item, params: Params, value: Any, hints: int, *, by_code: bool = False
) -> tuple[Result, Feedback]:
    tester = check_code if by_code else check_answer
    result = tester(item, value, params, hints)
    return result, feedback(item, result, params, page.language, hints)


def _form(page: Page, item: Item, names: Mapping[str, Any]) -> Told:
    """Say what is saved and whether it can be read, and not whether it is right."""
    spec = item.data if item.kind in CODED else item.data.get("code")
    sentences: list[str] = []
    good = True
    if item.kind not in CODED:
        good = page.answers.get(item.id).value not in (None, "", [], {}, {"number": ""})
        saved = wording.HAND_IN if item.kind == "essay" else wording.SAVED
        sentences.append(_say(page.language, saved if good else wording.NOT_YET))
    if spec and (item.kind in CODED or spec["name"] in names):
        good, sentence = _form_of(page, item, spec, _named(names, spec["name"]))
        sentences.append(sentence)
    heading = wording.HEADINGS["saved" if good and item.kind not in CODED else "form"]
    told = Feedback(
        "saved",
        _say(page.language, heading),
        sentences[0],
        more=(*sentences[1:], *_notices(page)),
        language=page.language,
    )
    return Told(told)


def _form_of(page: Page, item: Item, spec: Mapping[str, Any], value: Any) -> tuple[bool, str]:
    """Return whether a named value has the form that is asked for, and a sentence on it."""
    name = spec["name"]
    if item.kind == "function":
        evidence = {"name": name, "given_type": type(value).__name__}
        fault = "not-defined" if value is MISSING else "" if callable(value) else "not-a-function"
    else:
        problem = read_value({"unordered": item.kind == "choices", **spec}, value)[1]
        evidence = {"name": name} if problem is None else dict(problem.evidence)
        fault = "" if problem is None else problem.message
    if not fault:
        return True, _say(page.language, wording.FORM_IS_FINE, name=name)
    default = wording.BY_KIND.get((item.kind, fault)) or wording.MESSAGES[fault]
    values = readable(item, evidence, {}, page.language)
    return False, fill(_say(page.language, default), values)


def variant(item: str, folder: Path | str = ".") -> Any:
    """Return the student's own numbers of a task, without those that tell the answer."""
    try:
        page = open_page(folder)
        return page.params(page.item(item)).shown()
    except TroubleError as trouble:
        return _trouble(trouble, folder)


def _named(names: Mapping[str, Any], name: str) -> Any:
    return names.get(name, MISSING)


def _names() -> Mapping[str, Any]:
    """Return the names of the notebook."""
    from IPython import get_ipython  # noqa: PLC0415 - not needed to import this package

    shell: Any = get_ipython()
    return {} if shell is None else shell.user_ns


def _notice(page: Page) -> str:
    return " ".join(_notices(page))


def _notices(page: Page) -> tuple[str, ...]:
    aside = page.answers.set_aside
    return (_say(page.language, DAMAGED, file=aside.name),) if aside else ()


def _say(language: str, text: str, **values: object) -> str:
    sentence = translator("electoral_courses", language).gettext(text)
    return sentence.format(**values) if values else sentence


def _trouble(trouble: TroubleError, folder: Path | str, item: str = "") -> Told:
    """Tell a trouble; to nbgrader as 0 points, because it counts any other text as full points."""
    language = _language(folder)
    heading = _say(language, wording.HEADINGS["trouble"])
    text = _say(language, trouble.text, **trouble.values)
    told = Feedback("trouble", heading, text, language=language)
    if not item or os.environ.get("NBGRADER_EXECUTION") != "autograde":
        return Told(told)
    data = {"version": 1, "item": item, "points": 0, "message": "trouble", "trouble": text}
    return Told(told, "0", data)
