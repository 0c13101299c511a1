"""A student's own file of an evening: its params, and what the learner sees of them."""

from collections import Counter

import pytest

from electoral.incident import KINDS, incident
from electoral_courses.own_incident import CELL_OF, CELLS, own_incident
from electoral_widgets import IncidentFile

OWN = [own_incident(seed) for seed in range(150)]


def test_the_numbers_are_those_of_the_file_that_the_view_shows():
    for own in OWN[:30]:
        found = incident(own["seed"])
        rows = {row: cell["count"] for row, cell in own["answer"].items()}

        assert rows["copies"] == sum(own["copies"]) == found.counted
        assert rows["entries"] == len(own["log"]["minute"]) == len(found.log)
        assert rows["gap"] == own["server"] - sum(own["copies"])
        assert rows["screen"] == own["display"] - own["server"]
        assert rows["stations"] == len(set(own["log"]["station"]))
        assert IncidentFile(own["seed"], language="en").file["server"] == f"{own['server']:,}"


def test_every_kind_and_every_cell_is_some_student_s():
    assert set(Counter(own["kind"] for own in OWN)) == set(KINDS) == set(CELL_OF)
    for own in OWN:
        assert [cell for cell in CELLS if own[f"cell_{cell}"]] == [CELL_OF[own["kind"]]]
        assert own["server_differs"] != own["server_agrees"]
        assert own["screen_true"] != own["screen_differs"]


def test_what_would_tell_the_answer_is_hidden():
    shown = OWN[0].shown()

    assert set(shown) == {"seed", "close", "devices", "copies", "log", "server", "display"}


@pytest.mark.parametrize("kind", KINDS)
def test_a_mistaken_sign_is_never_the_right_answer(kind):
    for own in (one for one in OWN if one["kind"] == kind):
        assert own["as_reversed"] != own["answer"]["gap"]["count"]
        assert own["as_backwards"] != own["answer"]["screen"]["count"]
