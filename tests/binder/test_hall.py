"""A full hall lets in as many as there is room for, in the order in which they came."""

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule

from electoral_binder.hall import (
    CALL_SECONDS,
    SILENT_SECONDS,
    TURNING_SECONDS,
    USUAL_STAY,
    Hall,
)
from electoral_binder.hall_words import standing_text
from electoral_datasets.i18n import LANGUAGES


class Place:
    """A hall with a clock and kernels that a test moves by hand."""

    def __init__(self, most=2):
        self.most, self.now, self.kernels, self.count = most, 0.0, set(), 0
        self.hall = Hall(lambda: self.most, lambda: self.kernels, lambda: self.now)

    def open(self, who):
        """Return the kernel of a page that could be opened, or None."""
        receipt = self.hall.enter(who)
        if receipt is None:
            return None
        self.count += 1
        self.kernels.add(f"kernel-{self.count}")
        self.hall.arrived(receipt, f"kernel-{self.count}")
        return f"kernel-{self.count}"


@pytest.fixture
def full():
    place = Place()
    place.open("a")
    place.open("b")
    return place


def test_who_comes_later_waits_in_the_order_of_coming(full):
    assert [full.open(who) for who in "cde"] == [None] * 3
    assert [full.hall.standing(who).before for who in "cde"] == [0, 1, 2]
    assert full.hall.enter("c") is None  # a reload does not change the place in the line
    assert full.hall.standing("c").before == 0


def test_when_one_leaves_the_first_in_the_line_is_called_and_nobody_else(full):
    for who in "cd":
        full.open(who)
    full.kernels.remove("kernel-1")
    full.hall.standing("d")
    full.now += TURNING_SECONDS

    assert full.open("new") is None
    assert full.hall.standing("c").called
    assert not full.hall.standing("d").called
    assert full.open("c")
    assert full.hall.standing("d").before == 0


def test_a_place_is_not_kept_for_ever_for_who_does_not_come(full):
    for who in "cd":
        full.open(who)
    full.kernels.remove("kernel-1")
    full.hall.rest("kernel-1")
    assert full.hall.standing("c").called

    full.now += CALL_SECONDS + 1

    assert full.hall.standing("d").called


def test_a_closed_page_leaves_the_line(full):
    for who in "cd":
        full.open(who)
    full.now += SILENT_SECONDS - 1
    full.hall.standing("d")

    full.now += 2

    assert full.hall.standing("d").before == 0


def test_a_kernel_that_did_not_start_takes_no_place():
    place = Place(most=1)
    place.hall.arrived(place.hall.enter("a"), None)

    assert place.open("b")


def test_a_starting_kernel_takes_a_place_at_once():
    place = Place(most=1)

    assert place.hall.enter("a")
    assert place.hall.enter("b") is None


def test_the_wait_is_estimated_from_how_long_people_stayed():
    place = Place(most=1)
    assert place.open("first")
    assert place.open("b") is None
    assert place.hall.standing("b").minutes == USUAL_STAY / 60
    place.hall.leave("b")

    for number in range(60):  # people who stay for two minutes each
        place.now += 120 - TURNING_SECONDS
        place.kernels.clear()
        assert place.hall.waiting == 0
        place.now += TURNING_SECONDS
        assert place.open(f"r{number}")

    assert place.open("b") is None
    assert place.hall.standing("b").minutes == 3


def test_idle_pages_make_room_for_as_many_as_wait_the_idlest_first(full):
    idle = [("kernel-1", 400.0), ("kernel-2", 900.0), ("of-a-notebook", 9999.0)]

    assert full.hall.idle_too_long(idle, 300) == []
    full.open("c")
    assert full.hall.idle_too_long(idle, 300) == ["kernel-2"]
    assert full.hall.idle_too_long(idle, 1000) == []
    full.open("d")
    full.open("e")
    assert full.hall.idle_too_long(idle, 300) == ["kernel-2", "kernel-1"]


def test_who_turns_to_the_next_page_keeps_the_place(full):
    full.open("c lesson")
    full.kernels.remove("kernel-1")  # the page of a was closed

    assert not full.hall.standing("c lesson").called
    assert full.open("a assignment")
    assert full.hall.standing("c lesson").before == 0


def test_who_asks_for_the_next_page_before_the_last_is_gone_is_called_first(full):
    full.open("c lesson")
    assert full.open("a assignment") is None
    full.kernels.remove("kernel-1")

    assert not full.hall.standing("c lesson").called
    assert full.hall.standing("a assignment").called
    assert full.open("a assignment")


def test_whose_page_was_put_to_rest_keeps_no_place(full):
    full.open("c lesson")
    full.hall.rest("kernel-1")
    full.kernels.remove("kernel-1")

    assert full.open("a assignment") is None
    assert full.hall.standing("c lesson").called


def test_a_kernel_that_was_put_to_rest_is_known(full):
    full.hall.rest("kernel-1")

    assert full.hall.is_resting("kernel-1")
    assert not full.hall.is_resting("kernel-2")


def test_more_room_lets_the_line_move(full):
    full.open("c")
    full.most = 3

    assert full.hall.standing("c").called


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("before", [0, 1, 2, 5, 21])
def test_the_standing_is_a_sentence_in_every_language(full, language, before):
    for number in range(before + 1):
        full.open(f"reader-{number}")

    told = standing_text(full.hall.standing(f"reader-{before}"), language)

    assert "{" not in told
    assert before == 0 or str(before) in told


class Days(RuleBasedStateMachine):
    """Whoever comes and goes, in whatever order: never too many, nobody forgotten."""

    readers = Bundle("readers")

    def __init__(self):
        super().__init__()
        self.place = Place(most=3)
        self.number = 0

    @rule(target=readers)
    def come(self):
        self.number += 1
        self.place.open(f"r{self.number}")
        return f"r{self.number}"

    @rule(who=readers)
    def ask(self, who):
        if self.place.hall.standing(who).called:
            assert self.place.open(who)

    @rule(number=st.integers(0, 2))
    def leave(self, number):
        for kernel in sorted(self.place.kernels)[number : number + 1]:
            self.place.kernels.remove(kernel)

    @rule(seconds=st.sampled_from([1, 20, 40, 100]))
    def wait(self, seconds):
        self.place.now += seconds

    @invariant()
    def never_too_many(self):
        assert len(self.place.kernels) <= self.place.most

    def teardown(self):
        self.place.kernels.clear()
        self.place.hall.standing("last")
        self.place.now += CALL_SECONDS + SILENT_SECONDS + 1
        self.place.hall.standing("last")
        assert self.place.open("last") is not None


TestDays = Days.TestCase
