"""What `ask`, `check` and `variant` say: in a student's hands, and when nbgrader grades."""

from __future__ import annotations

import json
import math
import subprocess
import sys

import pytest

from electoral_courses import ask, check, variant
from electoral_courses.answers import Answers
from electoral_courses.feedback import MIME, Feedback
from electoral_courses.items import publish, with_tokens
from electoral_courses.variants import release_key, seed_for

KEY = release_key(b"the lecturer's", "05-protocol")
STATION = "electoral_courses.own_station:own_station"
NEEDED = {"objective": "o", "prompt": "Which line of station {number}?"}
ITEMS = [
    with_tokens({**NEEDED, **item})
    for item in [
        {
            "id": "clicked",
            "kind": "choices",
            "points": 4,
            "options": {
                **{key: {"text": f"<b>{key}</b>", "right": True} for key in ("NAR", "SUZ")},
                "OSH": {"text": "Osh", "message": "turnout"},
            },
            "messages": {"turnout": "“{given}”: a high turnout breaks no sum."},
            "hints": [{"text": "Add up.", "cost": 0.25}],
            "next": "Read K1 again.",
            "code": {"name": "violated", "type": "list[str]"},
        },
        {"id": "own", "kind": "number", "points": 1, "variant": STATION, "answer": "$fault_right"},
        {
            "id": "free",
            "kind": "choice",
            "options": {"a": {"text": "A", "right": True}, "b": {"text": "B"}},
        },
        {"id": "sum", "kind": "value", "points": 2, "name": "total", "type": "int", "answer": 402},
        {
            "id": "gap",
            "kind": "function",
            "points": 3,
            "name": "gap",
            "calls": [{"args": [n, 1], "returns": n - 1} for n in range(3)],
        },
        {"id": "why", "kind": "essay", "points": 4, "words": [2, 9], "scheme": "One point each."},
    ]
]


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """A notebook's folder with published items; the keys lie elsewhere."""
    for name in ("NBGRADER_EXECUTION", "ELECTORAL_KEYS", "ELECTORAL_ANSWERS", "JUPYTERHUB_USER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ELECTORAL_STUDENT", "Айжан Бакытова")
    page = {"module": "05-protocol", "language": "en", "key": KEY.hex()}
    shown = {**page, "items": [publish(item) for item in ITEMS]}
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "items.json").write_text(json.dumps(shown), encoding="utf-8")
    (tmp_path / "keys.json").write_text(json.dumps({**page, "items": ITEMS}), encoding="utf-8")
    monkeypatch.chdir(tmp_path / "here")
    return tmp_path / "here"


@pytest.fixture
def grading(monkeypatch, folder):
    """As nbgrader's autograde runs a notebook."""
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    monkeypatch.setenv("ELECTORAL_KEYS", str(folder.parent / "keys.json"))


def save(item, value, hints=0):
    Answers("answers.json", "05-protocol").put(item, value, hints)


def bundle(told):
    return told._repr_mimebundle_()


@pytest.mark.usefixtures("grading")
def test_a_graded_cell_is_worth_the_number_it_prints():
    save("clicked", ["NAR", "SUZ"])

    assert repr(check("clicked", {})) == "4"
    assert bundle(check("clicked", {}))["text/plain"] == "4"


@pytest.mark.usefixtures("grading")
def test_feedback_is_there_for_the_eye_and_for_a_machine():
    save("clicked", ["NAR", "OSH"], hints=1)

    told = bundle(check("clicked", {}))

    assert told["text/plain"] == "0"
    assert "a high turnout breaks no sum" in told["text/html"]
    assert "0 of 4 points" in told["text/html"]
    assert "Read K1 again." in told["text/html"]
    assert told[MIME]["item"] == "clicked"
    assert (told[MIME]["points"], told[MIME]["max_points"]) == (0, 4)
    assert told[MIME]["message"] == "turnout"
    assert told[MIME]["evidence"]["extra"] == 1
    json.dumps(told, allow_nan=False)


@pytest.mark.usefixtures("grading")
def test_feedback_escapes_what_is_in_it_and_tells_no_answer():
    save("clicked", ["NAR", "OSH"])

    html = bundle(check("clicked", {}))["text/html"]

    assert "&lt;b&gt;NAR" in html
    assert "<b>" not in html
    assert "SUZ" not in html


@pytest.mark.usefixtures("grading")
def test_the_better_of_click_and_code_counts():
    save("clicked", ["NAR"])

    assert repr(check("clicked", {})) == "2"
    assert repr(check("clicked", {"violated": ["NAR", "SUZ"]})) == "4"
    assert repr(check("clicked", {"violated": 4})) == "2"


@pytest.mark.usefixtures("grading")
def test_a_hint_that_was_opened_costs_its_share():
    save("clicked", ["NAR", "SUZ"], hints=1)

    told = check("clicked", {})

    assert repr(told) == "3"
    assert "25" in told._repr_html_()


@pytest.mark.usefixtures("grading")
@pytest.mark.parametrize(
    ("name", "value", "points"),
    [("sum", 402, "2"), ("sum", 412, "0"), ("gap", lambda n, one: abs(n - one), "2")],
)
def test_python_items_are_checked_by_their_name(name, value, points):
    assert repr(check(name, {"total": value, "gap": value})) == points


@pytest.mark.usefixtures("grading")
def test_a_students_own_variant_is_what_is_graded():
    from electoral_courses.own_station import own_station

    right = own_station(seed_for(KEY, "Айжан Бакытова", "own"))["fault_right"]
    save("own", {"number": str(right)})

    assert repr(check("own", {})) == "1"


@pytest.mark.usefixtures("grading")
def test_the_same_answer_is_not_right_for_another_student(monkeypatch):
    from electoral_courses.own_station import own_station

    save("own", {"number": str(own_station(seed_for(KEY, "Айжан Бакытова", "own"))["fault_right"])})
    monkeypatch.setenv("ELECTORAL_STUDENT", "Bakyt")

    assert repr(check("own", {})) == "0"


@pytest.mark.parametrize("keys", ["missing.json", ""])
def test_without_keys_nothing_is_graded_as_right(monkeypatch, keys):
    # nbgrader counts any text that is not a number as full points.
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    monkeypatch.setenv("ELECTORAL_KEYS", keys)

    told = bundle(check("clicked", {"violated": ["NAR", "SUZ"]}))

    assert told["text/plain"] == "0"
    assert told[MIME]["message"] == "trouble"


@pytest.mark.usefixtures("grading")
def test_an_unknown_item_is_worth_nothing():
    assert repr(check("no-such", {})) == "0"


def test_in_a_students_hands_a_graded_item_tells_what_is_saved_and_not_what_is_right():
    assert "Nothing is saved" in repr(check("clicked", {}))
    save("clicked", ["NAR", "SUZ"])
    right = repr(check("clicked", {}))
    save("clicked", ["OSH"])

    assert (
        repr(check("clicked", {}))
        == right
        == ("Saved. Your answer is saved. It is graded after you submit.")
    )
    assert MIME not in bundle(check("clicked", {}))


@pytest.mark.parametrize(
    ("names", "told"),
    [
        ({"total": 7}, "`total` has the right form"),
        ({"total": 402}, "`total` has the right form"),
        ({"total": [402]}, "Expected: a whole number. Found: a list."),
        ({"total": "402"}, "Expected: a whole number. Found: a text."),
        ({}, "There is no `total`."),
        ({"total": None}, "`total` is still empty."),
        ({"total": math}, "cannot be checked (module)"),
    ],
)
def test_the_form_of_a_value_is_told_before_it_is_graded(names, told):
    assert told in repr(check("sum", names))


def test_the_form_of_a_python_twin_and_of_a_function_is_told():
    assert "Expected: a list of texts. Found: a whole number." in repr(
        check("clicked", {"violated": 4})
    )
    assert "`gap` has the right form" in repr(check("gap", {"gap": len}))
    assert "`gap` is not a function" in repr(check("gap", {"gap": 3}))


@pytest.mark.parametrize("name", ["clicked", "sum", "gap", "own", "why"])
def test_what_a_student_reads_is_never_a_number(name):
    # Otherwise validating would look like a grade.
    with pytest.raises(ValueError, match="could not convert"):
        float(repr(check(name, {"total": 402, "gap": len})))


def test_a_self_check_tells_at_once():
    save("free", "b")
    assert repr(check("free", {})) == "Not right yet. This is not right yet."
    save("free", "a")
    assert repr(check("free", {})) == "Right. This is right."


@pytest.mark.parametrize("text", [None, "", "{}", "[1]", '{"items": 3, "module": "m"}'])
@pytest.mark.parametrize("act", [check, ask, variant])
def test_without_items_there_is_a_sentence_and_no_traceback(folder, act, text):
    path = folder / "items.json"
    path.unlink() if text is None else path.write_text(text, encoding="utf-8")

    assert "items.json" in repr(act("clicked"))


@pytest.mark.parametrize("act", [check, ask, variant])
def test_a_wrong_id_is_told_with_the_known_ones(act):
    assert "“no-such”" in repr(act("no-such"))
    assert "clicked" in repr(act("no-such"))


def test_variant_gives_the_students_numbers_without_the_answer():
    own = variant("own")

    assert own == variant("own")
    assert "given" in own
    assert not [name for name in own if name.startswith("fault") or name == "answer"]


def test_ask_shows_what_was_answered_before_and_saves_what_is_answered_now():
    save("clicked", ["NAR"], hints=1)
    view = ask("clicked")

    assert view.value == ["NAR"]
    assert view.hints == [[[["text", "Add up."]]]]
    assert not view.can_check

    view.set_trait("value", ["SUZ"])
    view.turn += 1

    assert view.receipt == {"turn": 1, "reason": ""}
    assert Answers("answers.json").get("clicked").value == ["SUZ"]
    assert Answers("answers.json").get("clicked").hints == 1


def test_what_ask_sends_to_the_browser_tells_no_answer():
    for item in ITEMS:
        sent = json.dumps(ask(item["id"]).item)

        assert 'right": true' not in sent
        assert "fault" not in sent
        assert "Add up" not in sent
        assert "One point each" not in sent


def test_a_self_check_item_is_checked_in_the_view():
    view = ask("free")
    view.value = "b"
    view.check_turn += 1

    assert view.can_check
    assert view.feedback["status"] == "wrong"
    assert view.feedback["turn"] == 1


def test_a_hint_is_sent_only_when_it_is_asked_for_and_then_it_counts():
    view = ask("clicked")
    view.hint_wanted = 1

    assert view.hints == [[[["text", "Add up."]]]]
    assert Answers("answers.json").get("clicked").hints == 1


def test_an_answer_that_cannot_be_saved_is_told_in_the_view(folder):
    (folder / "answers.json").mkdir()
    view = ask("clicked")
    view.value = ["NAR"]
    view.turn += 1

    assert "cannot be" in view.receipt["reason"]


def test_a_hint_that_costs_stays_closed_when_it_cannot_be_counted(folder):
    (folder / "answers.json").mkdir()
    view = ask("clicked")
    view.hint_wanted = 1

    assert view.hints == []
    assert view.hint_problem


def test_a_damaged_answers_file_is_told_in_the_view(folder):
    (folder / "answers.json").write_text("{", encoding="utf-8")

    assert "answers (damaged 1).json" in ask("clicked").notice


def test_feedback_shows_code_and_bold_and_nothing_else_as_html():
    told = Feedback("wrong", "<i>", "`a<b` **all** <script>", language='"><x')

    assert "<code>a&lt;b</code> <strong>all</strong> &lt;script&gt;" in told.html()
    assert "<x" not in told.html()
    assert "<i>" not in told.html()


def test_importing_the_package_is_fast():
    program = (
        "import sys, electoral_courses, electoral_courses.checks, electoral_courses.items\n"
        "slow = {'pandas', 'numpy', 'anywidget', 'IPython', 'yaml'} & set(sys.modules)\n"
        "sys.exit(', '.join(slow) or 0)"
    )

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
