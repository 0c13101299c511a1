"""A full hall lets in as many as there is room for, in the order in which they came."""

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule

from electoral_binder.hall import CALL_SECONDS, SILENT_SECONDS, TURNING_SECONDS, Hall
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


def test_nobody_is_told_a_wait_that_is_not_known(full):
    full.open("c")

    assert full.hall.standing("c").minutes is None
    assert "not known yet" in standing_text(full.hall.standing("c"), "en")


def turned(place, line, seconds, behind=()):
    """Let the line turn as often as it is long, each time after so many seconds."""
    for who in line:
        place.now += seconds
        for other in (*line, *behind):
            if other not in place.entered:
                place.hall.standing(other)
        gone = min(place.kernels, key=lambda name: int(name.partition("-")[2]))
        place.kernels.remove(gone)
        place.hall.rest(gone)
        assert place.hall.standing(who).called
        assert place.open(who)
        place.entered.add(who)


@pytest.mark.parametrize("most", [1, 5])
def test_the_wait_is_told_from_how_fast_the_line_turned(most):
    place = Place(most)
    place.entered = set()
    for number in range(most):
        assert place.open(f"first{number}")
    line = [f"r{number}" for number in range(30)]
    for who in line:
        assert place.open(who) is None

    turned(place, line[:4], seconds=10)

    assert place.hall.standing("r4").seconds == 10
    assert place.hall.standing("r29").seconds == 260
    assert place.hall.standing("r29").minutes == 5
    place.now += 4
    assert place.hall.standing("r4").seconds == 6
    turned(place, line[4:26], seconds=30, behind=line[26:])  # slower now, and that is what counts
    assert 100 < place.hall.standing("r29").seconds <= 120


def test_a_line_that_stands_still_promises_a_longer_wait(full):
    full.entered = set()
    line = [f"r{number}" for number in range(9)]
    for who in line:
        full.open(who)
    turned(full, line[:4], seconds=10)
    promised = full.hall.standing("r8").seconds

    for _ in range(6):
        full.now += 100
        for who in line[4:]:
            full.hall.standing(who)

    assert full.hall.standing("r8").seconds > promised


def test_time_without_a_line_is_no_wait(full):
    full.entered = set()
    for number in range(4):
        full.open(f"r{number}")
        turned(full, [f"r{number}"], seconds=10)
        full.now += 3600  # nobody waits
    full.open("late")

    assert full.hall.standing("late").seconds == 10


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
