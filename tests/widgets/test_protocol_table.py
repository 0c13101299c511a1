"""The table of 53 protocols: what it hides, and how it answers."""

import json

import pytest

from electoral_widgets import ProtocolTable

VIOLATED = {"NAR", "SUZ", "SUL", "SOK"}
"""The units of the published table that break a relation."""


def ask(table, what):
    """Send what a button of the page sends."""
    table._handle_custom_msg({"do": what}, [])


def texts(table, kind):
    return [sentence["text"] for sentence in table.verdict if sentence["kind"] == kind]


def test_the_table_knows_exactly_the_four_protocols_that_break_a_relation():
    assert set(ProtocolTable(language="en").violated) == VIOLATED


def test_nothing_that_tells_the_answer_travels_before_it_is_asked_for():
    table = ProtocolTable(language="en")
    state = table.get_state()

    assert state["shown"] == {}
    assert state["verdict"] == []
    sent = json.dumps({key: value for key, value in state.items() if key not in {"_esm", "_css"}})
    assert "-10000" not in sent
    assert "−10,000" not in sent


@pytest.mark.parametrize("what", ["show_differences", "check"])
def test_nothing_is_told_before_the_learner_has_marked_a_suspect(what):
    table = ProtocolTable(language="en")
    ask(table, what)

    assert table.shown == {}
    assert table.verdict == []


def test_the_differences_come_after_a_mark_for_every_unit():
    table = ProtocolTable(["KEM"], language="en")
    ask(table, "show_differences")

    assert len(table.shown) == 53
    assert table.shown["SUZ"] == {"K1": 0, "K2": 0, "K3": -10000, "K4": 0}
    assert {code for code, found in table.shown.items() if any(found.values())} == VIOLATED


def test_a_check_names_finds_and_false_accusations_but_only_counts_what_was_missed():
    table = ProtocolTable(["NAR", "KEM"], language="en")
    ask(table, "check")

    assert texts(table, "all") == ["Found: 1. Accused falsely: 1. Missed: 3."]
    assert texts(table, "found") == ["Naryn district: you are right, the protocol breaks K1 (+1)."]
    assert texts(table, "false") == [
        "Kemin district: a false accusation, all four relations hold here."
    ]
    assert texts(table, "missed") == ["3 protocols that break a relation are not marked yet."]
    assert not any("Suzak" in sentence["text"] for sentence in table.verdict)


def test_what_was_missed_is_named_once_the_differences_are_shown():
    table = ProtocolTable(["NAR", "SUZ", "SOK"], language="en")
    table.show_differences()
    table.check()

    assert texts(table, "missed") == [
        "Sulyukta city: you missed it, the protocol breaks K3 (+3), K4 (+7)."
    ]


def test_one_missed_protocol_is_counted_in_the_singular():
    table = ProtocolTable(["NAR", "SUZ", "SOK"], language="en")

    assert table.check()[-1]["text"] == "1 protocol that breaks a relation is not marked yet."


def test_all_four_and_nothing_more_is_praised():
    table = ProtocolTable(sorted(VIOLATED), language="en")

    assert texts(table, "all") == []

    table.check()

    assert texts(table, "all") == ["You have found all 4 protocols and accused no one falsely."]
    assert texts(table, "missed") == texts(table, "false") == []


def test_accusing_everybody_is_not_praised():
    table = ProtocolTable(language="en")
    table.marked = [row["code"] for row in table.table["rows"]]
    table.check()

    assert texts(table, "all") == ["Found: 4. Accused falsely: 49. Missed: 0."]


def test_a_changed_mark_takes_the_verdict_back():
    table = ProtocolTable(["NAR"], language="en")
    table.check()
    table.marked = ["NAR", "SUZ"]

    assert table.verdict == []


def test_a_strange_message_is_left_unanswered():
    table = ProtocolTable(["NAR"], language="en")
    for content in ({"do": "reveal"}, {}, "check", None, ["check"]):
        table._handle_custom_msg(content, [])

    assert table.shown == {}
    assert table.verdict == []


def test_an_unknown_unit_or_keyword_is_named():
    with pytest.raises(ValueError, match="code 'XYZ'"):
        ProtocolTable(["XYZ"], language="en")
    with pytest.raises(TypeError, match=r"no keyword 'mark'; it takes marked, answers, language"):
        ProtocolTable(mark=["NAR"], language="en")


def test_in_a_graded_task_marks_are_not_judged():
    table = ProtocolTable(["SUZ"], answers=False)

    assert table.check() == []
    assert table.answers is False
