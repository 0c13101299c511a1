"""The module "Standards of democratic elections": its answers, its facts, its pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from course_module import STUDENTS, module, right_answer, said, text_of

from electoral.draft_law import PROVISIONS, VERDICTS, draft
from electoral_courses.checks import check, check_code
from electoral_courses.own_draft import own_draft, own_principle
from electoral_courses.variants import params_for
from electoral_datasets import card, load
from electoral_datasets.standards import cell, in_words, matrix

if TYPE_CHECKING:
    from electoral_courses.items import Item
    from electoral_courses.myst import Page

TAUGHT = module("01-standards")
TWINS = {"own-instruments", "own-places", "own-unread", "own-reported"}
UNREAD = ("udhr", "iccpr", "gc25", "copenhagen", "crpd")
"""Instruments whose text nobody has opened for the school."""


@pytest.fixture(scope="module")
def lesson() -> Page:
    return TAUGHT.lesson


@pytest.fixture(scope="module")
def items() -> dict[str, Item]:
    return TAUGHT.items


@pytest.fixture(scope="module")
def table():
    return load("standards")


def test_the_lesson_has_many_self_checks_of_many_kinds() -> None:
    assert 14 <= len(TAUGHT.self_checks) <= 17
    assert {item.kind for item in TAUGHT.self_checks} == {
        "choice", "choices", "match", "text", "value",
    }  # fmt: skip


def test_the_lesson_opens_with_a_guess_and_something_to_press(lesson) -> None:
    code = [cell.source for cell in lesson.cells if cell.kind == "code"]

    assert code[1:4] == ['ask("predict-shelf")', "StandardsMatrix()", 'ask("find-booth")']
    views = re.findall(r"(?m)^((?:Draft|Standards)\w+)\(", "\n".join(code))
    assert views == ["StandardsMatrix", "DraftLaw", "StandardsMatrix"]


@pytest.mark.parametrize("student", STUDENTS)
def test_the_solutions_in_python_earn_every_point_of_their_items(items, student) -> None:
    names = solved(lambda name: TAUGHT.variant_of(items[name], student))
    results = {
        item.id: check_code(
            item, names[item.data["code"]["name"]], TAUGHT.variant_of(item, student)
        )
        for item in TAUGHT.graded
        if "code" in item.data
    }

    assert set(results) == TWINS
    assert [name for name, result in results.items() if not result.right] == []


def solved(variant: Any) -> dict[str, Any]:
    """Run the assignment's Python cells, solutions included, without widgets."""
    names: dict[str, Any] = {}
    for one in TAUGHT.assignment.cells:
        if one.kind == "code" and not {"item", "graded"} & one.metadata.keys():
            exec(one.source, names)  # noqa: S102 - our own source
            names |= dict.fromkeys(("DraftLaw", "StandardsMatrix"), lambda *_, **_named: None)
            names["variant"] = variant
    return names


@pytest.mark.parametrize("seed", range(20))
def test_typical_mistakes_about_the_draft_are_told(items, seed) -> None:
    unread, against, reported = (items[f"own-{name}"] for name in ("unread", "against", "reported"))
    own = own_draft(seed)
    right = right_answer(unread, own)
    other = next(str(n) for n in range(1, 11) if str(n) not in right)

    assert said(unread, right, own) == "right"
    assert said(unread, [*right, other], own) == "partly"
    assert check(unread, right[:2], own).points == 2
    assert said(unread, [other], own) == "wrong"
    table = right_answer(against, own)
    swapped = {**table, "secret": table["free"], "free": table["secret"]}
    assert said(against, swapped, own) == "wrong-cell"
    assert check(against, swapped, own).points == 2
    assert said(reported, {"number": "0"}, own) == "number-please"
    assert said(reported, {"number": str(own["reported"] % 10 + 1)}, own) == "wrong"


@pytest.mark.parametrize("seed", range(20))
def test_typical_mistakes_about_the_principle_are_told(items, seed) -> None:
    instruments, places = items["own-instruments"], items["own-places"]
    own = own_principle(seed)
    right = right_answer(instruments, own)

    assert said(instruments, [*right, "udhr"], own) == "waiting"
    assert said(instruments, right[:1], own) in {"partly", "right"}
    if own["places_all"] != own["places"]:
        assert said(places, {"number": str(own["places_all"])}, own) == "memory-too"
    assert said(places, {"number": "99"}, own) == "wrong"


def test_the_note_in_one_sentence_is_true_of_every_draft() -> None:
    """Four contradict, three agree, one of them as reported, three were not compared."""
    for seed in range(50):
        verdicts = [one.verdict for one in draft(seed)]
        counts = {verdict: verdicts.count(verdict) for verdict in VERDICTS}
        assert counts == {"against": 4, "in_line": 2, "reported": 1, "unread": 3}


def test_the_model_essay_tells_of_articles_that_a_draft_may_have() -> None:
    cells = [one.source for one in TAUGHT.assignment.cells]
    text = next(source for source in cells if source.startswith("I compared the third article"))

    assert PROVISIONS["guide_in_booth"].place == "5.4"
    assert PROVISIONS["guide_in_booth"].verdict == "against"
    assert PROVISIONS["copy_in_two_hours"].place == "14"
    assert re.findall(r"Article (\d+(?:\.\d)?)", text) == ["5.4", "14", "14"]


# What the lesson says is what the data set holds.


def test_counts_of_rows_and_texts_are_those_of_the_data_set(lesson, items, table) -> None:
    text, grades = text_of(lesson), table["grade"].value_counts()
    read = set(table.loc[table["grade"] != "C", "instrument"])

    assert f"has {len(table)} rows" in text
    assert f"{grades['A']} were read in the text itself and {grades['B']} in a report" in text
    assert f"remaining {grades['C']} are notes from memory" in text
    assert items["usable-rows"].data["answer"] == grades["A"] + grades["B"]
    assert len(read) == 6
    assert items["predict-shelf"].data["options"]["six"]["right"]
    assert matrix(table).shape == (11, 19)
    assert set(card("standards", "en").words["instrument"]) - read == set(UNREAD)


def test_of_the_texts_that_were_read_one_that_binds_speaks_of_the_secret_ballot(table) -> None:
    sure = table[(table["grade"] != "C") & (table["principle"] == "secret")]
    kinds = load("standards_instruments").set_index("code")["kind"]

    speaking = {one: kinds[one] for one in set(sure["instrument"])}
    assert len(speaking) == 3
    assert [one for one, kind in speaking.items() if kind == "binding"] == ["cis_convention"]


def test_the_place_of_the_booth_is_where_the_paraphrase_says_so(items, table) -> None:
    rows = in_words(table, "en").set_index("code")

    assert "watch how a ballot" in rows.loc["cis_convention-5.4-secret", "paraphrase"]
    for answer in items["find-booth"].data["accept"]:
        assert said(items["find-booth"], answer, {}) == "right"
    assert said(items["find-booth"], "5", {}) == "which-paragraph"
    assert said(items["find-booth"], "article 5.2", {}) == "wrong"
    assert said(items["find-booth"], "5.2", {}) == "neighbour"


def test_the_two_lists_differ_as_the_item_says(items, table) -> None:
    principles = {
        "observation": "observation", "openness": "transparent", "remedy": "remedy",
        "secret": "secret", "equal": "equal", "direct": "direct",
    }  # fmt: skip
    for key, option in items["compare-lists"].data["options"].items():
        listed = "1" in cell(table, "cis_convention", principles[key]).articles
        code = cell(table, "venice_code", principles[key]).articles
        counted = any(place.startswith("I.") for place in code)
        assert bool(option.get("right")) == (listed and not counted), key


def test_what_observers_promise_is_what_was_read_of_the_declaration(items, table) -> None:
    said_there = " ".join(
        in_words(table[table["instrument"] == "observation_2005"], "en")["paraphrase"]
    )

    for word in ("impartially", "at all stages", "take no money"):
        assert word in said_there
    for word in ("certif", "correct"):
        assert word not in said_there
    right = right_answer(items["observer-pledge"], {})
    assert sorted(right) == ["impartial", "money", "stages"]


def test_states_are_spoken_of_as_far_as_sources_go(items) -> None:
    rows = load("standards_parties").query("instrument == 'cis_convention' and grade != 'C'")
    known = {state: set(group["event"]) for state, group in rows.groupby("state")}

    assert known["KG"] == {"ratified_by"}
    assert known["KZ"] == {"law", "in_force"}
    assert known["BY"] == {"law", "reservation"}
    assert "UA" not in known
    assert items["parties"].data["pairs"]["ua"]["right"].startswith("Nothing yet")


# What is stated, and what is not.


def everything(items: dict[str, Item]) -> str:
    pages = text_of(TAUGHT.lesson) + text_of(TAUGHT.assignment)
    return pages + "".join(str(dict(item.data)) for item in items.values())


def test_what_is_known_from_memory_alone_is_not_stated(items, table) -> None:
    words = everything(items)
    memory = in_words(table[table["grade"] == "C"], "en")["paraphrase"]

    assert [text for text in memory if text.rstrip(".") in words] == []
    assert not re.search(r"\b(ICCPR|UDHR|CRPD)\b", words)
    assert not re.search(r"(21\(3\)|Article 21|Article 25|Article 29|paragraph 7\.4)", words)
    assert not re.search(r"10 ?%|15 ?%|11 November 2003", words)


def test_no_place_of_the_convention_is_judged_that_was_not_read(items, table) -> None:
    words = everything(items)
    named = set(re.findall(r"Article (\d+(?:\.\d)?)(?! of (?:your|the) draft)", words))
    read = set(table.query("instrument == 'cis_convention' and grade != 'C'")["article"])

    own = {str(number) for number in range(1, 11)}  # articles of a student's draft
    unread = named - read - own - {"5", "8.1", "13.4", "6.1"}
    assert unread == {"11"}  # named as a place that is still to be opened


def test_remote_voting_of_kyrgyzstan_is_not_mixed_up_with_voting_by_internet(items) -> None:
    assert not re.search(r"Kyrgyz[a-z]*('s)? (internet|electronic) voting", everything(items))


@pytest.mark.parametrize("seed", range(10))
def test_every_variant_has_one_right_answer_and_messages_without_gaps(seed) -> None:
    for item in TAUGHT.graded:
        if item.kind == "essay":
            continue
        params = params_for(item.data, seed)
        assert said(item, right_answer(item, params), params) == "right"
