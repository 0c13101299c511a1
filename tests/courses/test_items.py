"""Items are read, checked, translated and published without their answers."""

from __future__ import annotations

import json

import pytest

from electoral_courses.item_rules import KINDS, parse, problems
from electoral_courses.items import (
    Item,
    fill,
    load_items,
    messages,
    public,
    publish,
    read_source,
    translate,
)

EVERY_KIND = """
- id: one
  kind: choice
  objective: o
  points: 2
  prompt: Which line?
  options: {a: {text: Issued, right: true}, b: {text: Received, message: other-line}}
  messages: {other-line: "“{given}” is the line above."}
  hints: [{text: Look at K1., cost: 0.25}]
- id: several
  kind: choices
  objective: o
  points: 2
  prompt: Which lines?
  options: {a: {text: Issued, right: true}, b: {text: Received, right: true}, c: {text: Spoilt}}
- id: how-many
  kind: number
  objective: o
  points: 1
  prompt: How many?
  answer: 402
  unit: ballots
  mistakes: [{answer: 412, message: with-invalid}]
  messages: {with-invalid: "{given} counts the invalid ones too."}
- id: steps
  kind: order
  objective: o
  points: 3
  prompt: Put in order.
  sequence: {first: Close the doors, second: Cancel the unused, third: Open the boxes}
- id: pairs
  kind: match
  objective: o
  points: 2
  prompt: Match.
  pairs: {k1: {left: Received, right: Paper}, k2: {left: Votes, right: Marks}}
- id: sheet
  kind: table
  objective: o
  points: 2
  prompt: Complete.
  rows: {received: Received, cancelled: Cancelled, issued: Issued}
  columns: {count: Number}
  given: {received: {count: 600}, cancelled: {count: null}, issued: {count: 421}}
  editable: [[cancelled, count], [issued, count]]
  answer: {cancelled: {count: 188}, issued: {count: 412}}
- id: name
  kind: text
  objective: o
  points: 1
  prompt: What is it called?
  accept: [Voters list, list of voters]
  mistakes: [{accept: [protocol], message: wrong}]
- id: units
  kind: value
  objective: o
  points: 4
  prompt: Compute.
  name: violated
  type: list[str]
  unordered: true
  answer: [NAR, SOK, SUL, SUZ]
- id: gap
  kind: function
  objective: o
  points: 2
  prompt: Write it.
  name: gap
  calls: [{args: [3, 1], returns: 2}, {args: [1, 3], returns: -2}]
- id: why
  kind: essay
  objective: o
  points: 4
  prompt: Why?
  scheme: One point for each reason.
  words: [60, 200]
"""


def items():
    return {item["id"]: item for item in read_source(EVERY_KIND)}


def faults(text, objectives=None):
    return problems(parse(text, "items.yaml"), objectives)


def test_there_is_an_example_of_every_kind():
    assert {item["kind"] for item in items().values()} == set(KINDS)


def test_a_good_source_has_no_faults():
    assert faults(EVERY_KIND, {"o": "Say what a line means."}) == []


GOOD = """
- id: q
  kind: number
  objective: o
  prompt: How many?
  answer: 4
"""


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (GOOD.replace("kind: number", "kind: numbr"), "Item 'q': “kind” is 'numbr'"),
        (GOOD.replace("id: q", "id: Q 1"), "“id” is 'Q 1'"),
        (GOOD.replace("- id: q\n  ", "- "), "Item number 1 has no “id”"),
        (GOOD + "  colour: red", "“colour” is not a field of the kind number"),
        (GOOD.replace("answer: 4", "answer: four"), "“answer” is 'four'"),
        (GOOD.replace("  answer: 4\n", ""), "“answer” is missing"),
        (GOOD.replace("  prompt: How many?\n", ""), "“prompt” is missing"),
        (GOOD.replace("objective: o", "objective: p"), "“objective” is 'p'"),
        (GOOD + "  points: -1", "“points” is -1"),
        (GOOD + "  points: much", "“points” is 'much'"),
        (GOOD + "  tolerance: -2", "“tolerance” is -2"),
        (GOOD + "  hints: [{text: h, cost: 2}]", "the “cost” of hint 1 is 2"),
        (GOOD + "  hints: [{cost: 0}]", "hint 1 has no “text”"),
        (GOOD + "  mistakes: [{answer: 5, message: gone}]", "the message 'gone' has no text"),
        (GOOD + "  mistakes: [{answer: 5}]", "mistake 1 has no “message”"),
        (GOOD + "  messages: {unused: Text}", "the message 'unused' in “messages” is used by no"),
        (
            GOOD + '  messages: {wrong: "You say {gven}."}',
            "“{gven}” in messages.wrong is not known",
        ),
        (GOOD.replace("answer: 4", "answer: $sum"), "“$sum” is not a param"),
        (EVERY_KIND.replace("right: true", "right: $sum"), "“$sum” is not a param"),
        (GOOD + "  variant: nowhere:thing", "“variant” is 'nowhere:thing'; it cannot be used"),
        (GOOD + "  code: {name: a b, type: int}", "“name” is 'a b'"),
        (GOOD + "  code: {name: a, type: integer}", "“type” is 'integer'"),
        (GOOD + GOOD, "Item 'q': the id stands 2 times"),
        (EVERY_KIND.replace("right: true", "right: false"), "exactly one option must be “right"),
        (EVERY_KIND.replace("b: {text: Received, message", "b: {txt: R, message"), "has no “text”"),
        (EVERY_KIND.replace("[60, 200]", "[200, 60]"), "“words” is [200, 60]"),
        (EVERY_KIND.replace("returns: 2", "return: 2"), "a call has no “returns”"),
        (EVERY_KIND.replace("  accept: [Voters list, list of voters]", "  accept: V"), "“accept”"),
        (EVERY_KIND.replace("second: Cancel the unused", "second: Close the doors"), "same text"),
        (EVERY_KIND.replace("cancelled: {count: 188}", "lost: {count: 1}"), "has the row 'lost'"),
    ],
)
def test_a_fault_is_told_in_a_sentence_that_names_it(wrong, told):
    assert told in "\n".join(faults(wrong, {"o": "An objective."}))


@pytest.mark.parametrize("text", ["- [", "a: 1", "- id: q\n  id: r", "- 1"])
def test_a_source_that_is_no_list_of_items_is_refused_with_its_name(text):
    with pytest.raises(ValueError, match=r"items\.yaml"):
        parse(text, "items.yaml")


def test_load_items_tells_every_fault_at_once(tmp_path):
    path = tmp_path / "items.yaml"
    path.write_text(GOOD + "  points: -1\n  colour: red\n", encoding="utf-8")

    with pytest.raises(ValueError, match=r"(?s)colour.*points|points.*colour"):
        load_items(path)


def test_a_built_file_is_read_back(tmp_path):
    path = tmp_path / "items.json"
    path.write_text(json.dumps({"items": list(items().values())}), encoding="utf-8")

    assert [item.id for item in load_items(path)] == list(items())


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"items": [{}]}', "[" * 100_000])
def test_a_damaged_built_file_is_told_in_a_sentence(tmp_path, text):
    path = tmp_path / "items.json"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(ValueError, match=r"items in items\.json cannot be read"):
        load_items(path)


@pytest.mark.parametrize("name", list(items()))
def test_the_public_item_holds_nothing_that_tells_the_answer(name):
    shown = json.dumps(public(items()[name]))
    telling = ['right": true', "message", "answer", "accept", "Voters list", "NAR", "One point"]
    telling += ["returns", '"first"', '"second"', '"k1"', "188", "402", "tolerance", "scheme"]

    assert [word for word in telling if word in shown] == []


def test_the_public_order_and_match_stand_in_an_order_that_tells_nothing():
    order, match = public(items()["steps"]), public(items()["pairs"])

    assert list(order["entries"]) == sorted(order["entries"])
    assert list(match["right"]) == sorted(match["right"])
    assert not set(match["left"]) & set(match["right"])


def test_a_self_check_item_is_published_whole_and_a_graded_one_is_not():
    item = items()["how-many"]

    assert "answer" not in publish(item)
    assert publish({**item, "points": 0})["answer"] == 402


def test_tokens_are_the_same_in_every_language():
    english = items()["steps"]
    russian = translate(english, str.upper)

    assert public(russian)["entries"].keys() == public(english)["entries"].keys()


def test_every_text_of_an_item_is_offered_for_translation():
    texts = {path: text for text, path in messages(items()["one"])}

    assert texts == {
        "one.prompt": "Which line?",
        "one.options.a.text": "Issued",
        "one.options.b.text": "Received",
        "one.messages.other-line": "“{given}” is the line above.",
        "one.hints.0.text": "Look at K1.",
    }


def test_translating_changes_exactly_what_is_offered_for_translation():
    for item in items().values():
        shouted = translate(item, lambda text: f"<{text}>")
        again = [text for text, path in messages(shouted) if "accept" not in path]

        assert again == [f"<{text}>" for text, path in messages(item) if "accept" not in path]


def test_a_translation_may_accept_several_texts_and_keeps_the_source_ones():
    catalogue = {"Voters list": "Список | реестр"}

    translated = translate(items()["name"], lambda text: catalogue.get(text, text))

    assert translated["accept"] == ["Список", "реестр", "list of voters", "Voters list"]


def test_points_written_with_a_decimal_are_exact():
    assert str(Item.of({"id": "q", "kind": "number", "points": 0.1}).points) == "1/10"


def test_filling_leaves_unknown_braces_alone_and_fills_no_value_twice():
    assert fill("{a} {b} {1} {}", {"a": "{b}", "b": 2}) == "{b} 2 {1} {}"
