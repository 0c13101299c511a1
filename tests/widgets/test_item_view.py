"""The Python side of the view of an item."""

from __future__ import annotations

import re

import pytest

from electoral_widgets.base import STATIC
from electoral_widgets.item_view import ItemView

ITEM = {"id": "q", "kind": "text", "prompt": [[["text", "Which sum fails?"]]]}


def test_an_unknown_keyword_is_told_with_the_known_ones():
    with pytest.raises(TypeError, match=r"no keyword 'colour'.*it takes item, value"):
        ItemView(ITEM, colour="red", language="en")


def test_every_label_the_browser_reads_is_given_and_none_is_left_over():
    parts = ("item_fields", "item_table", "item_view")
    script = "".join((STATIC / f"{part}.js").read_text(encoding="utf-8") for part in parts)

    assert set(re.findall(r"\blabels\.(\w+)", script)) == set(ItemView.TEXTS)


def test_a_style_sheet_touches_nothing_but_its_widget():
    css = (STATIC / "item_view.css").read_text(encoding="utf-8")
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    selectors = re.findall(r"(?:^|[{}])\s*([^{}@;]+?)\s*\{", css)
    parts = [part for one in selectors for part in re.split(r",(?![^(]*\))", one)]

    assert [part for part in parts if ".electoral-item-view" not in part] == []


def test_the_script_is_small_and_writes_no_markup():
    script = ItemView._esm

    assert len(script.encode()) < 50_000
    assert "innerHTML" not in script


def test_each_answer_is_handed_on_and_acknowledged():
    answers = []

    def save(answer):
        answers.append(answer)
        return 1_700_000_000_000, ""

    view = ItemView(ITEM, save=save, language="en")
    view.value = "K3"
    view.turn = 1

    assert answers == ["K3"]
    assert view.receipt == {"turn": 1, "reason": ""}
    assert view.saved_at == 1_700_000_000_000


def test_a_reason_for_not_saving_reaches_the_view():
    view = ItemView(ITEM, save=lambda _: (0, "The disk is full."), language="en")
    view.turn = 1

    assert view.receipt == {"turn": 1, "reason": "The disk is full."}


def test_a_hint_that_is_refused_can_be_asked_for_again():
    asked = []

    def hint(number):
        asked.append(number)
        return [], "Not now."

    view = ItemView(ITEM, hint=hint, language="en")
    view.hint_wanted = 1
    view.hint_wanted = 1

    assert asked == [1, 1]
    assert (view.hints, view.hint_problem) == ([], "Not now.")


def test_without_a_check_there_is_no_button_to_check():
    assert not ItemView(ITEM, language="en").can_check
    assert ItemView(ITEM, check=lambda _: {}, language="en").can_check
