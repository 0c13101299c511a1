"""The walk through a station in Chromium: by list, by plan and by keys; check, plan, share."""

import re

import pytest

from electoral.barriers import best, premises
from electoral_widgets import AccessWalk
from electoral_widgets.access_walk import IDS, SEED
from electoral_widgets.access_walk_words import FEATURE_NAMES

pytestmark = pytest.mark.browser

STATION = premises(SEED)
BAD = {barrier.id for barrier in STATION.barriers}
RIGHT = "".join("b" if name in BAD else "g" for name in IDS)
CHECKED = {"guess": "half", "marks": RIGHT, "checked": True}
PLANNED = {**CHECKED, "hunch": "often", "plan": ["sill"], "shown": True}


def wide(page):
    return page.evaluate("document.documentElement.scrollWidth")


def walk(**news):
    return AccessWalk(state=news, language="en")


def focused(page):
    return page.evaluate("document.activeElement.textContent")


def test_the_whole_walk_is_gone_by_keyboard_alone(show):
    view = AccessWalk(language="en")
    page = show(view, live=True)
    press = page.keyboard.press
    assert page.locator(".walk").is_hidden()
    assert page.locator(".money").is_hidden()
    page.get_by_role("radio", name="About half").focus()
    press("Space")
    page.get_by_role("button", name="Go in").focus()
    press("Enter")
    page.locator(".walk").wait_for()
    assert focused(page) == "1. The yard"

    for place in view.places:
        for thing in place["things"]:
            name = "A barrier" if thing in BAD else "No barrier"
            card = page.get_by_role("group", name=FEATURE_NAMES[thing], exact=True)
            radio = card.get_by_role("radio", name=name, exact=True)
            radio.focus()
            press("Space")
            assert radio.is_checked()
        if place["id"] != "homes":
            page.get_by_role("button", name="Next place").focus()
            press("Enter")
    page.get_by_role("button", name="Check my marks").focus()
    press("Enter")
    page.get_by_text("Seen rightly: 14 of 14.").wait_for()
    assert page.evaluate("document.activeElement.className") == "result"
    assert page.get_by_text("Your guess was right: 8 of 14.").is_visible()

    assert page.get_by_role("slider").is_hidden()
    page.get_by_role("radio", name="Often, not always").focus()
    press("Space")
    page.get_by_role("button", name="To the plan").focus()
    press("Enter")
    box = page.get_by_role("checkbox", name="Remove: The language of the ballots")
    box.focus()
    press("Space")
    page.get_by_text("Comes through now: 50 of 199 voters, 1 of 8 groups.").wait_for()
    assert page.evaluate("document.activeElement.type") == "checkbox"
    page.get_by_role("button", name="Show the best plans").focus()
    press("Enter")
    page.get_by_text("You said: often, not always.").wait_for()
    plans = page.locator(".plans li")
    assert plans.nth(2).inner_text().startswith("Most voters")
    assert "118 of 199 voters, 4 of 8 groups" in plans.nth(2).inner_text()


def test_a_press_on_the_plan_goes_where_the_list_goes(show):
    page = show(walk(guess="few"), live=True)

    page.locator(".plan .ground").nth(4).click()
    assert page.get_by_role("group", name="The stencil").is_visible()
    assert page.get_by_role("button", name=re.compile("^5. The booths")).get_attribute(
        "aria-current"
    )
    page.get_by_role("button", name=re.compile("^2. The door")).click()
    assert page.get_by_role("group", name="The sill of the door").is_visible()
    assert page.get_by_role("group", name="The stencil").is_hidden()
    assert page.locator(".plan").get_attribute("aria-hidden") == "true"


def test_whoever_checks_too_early_is_led_to_what_is_left(show):
    page = show(walk(guess="few", marks="b" * 9 + "-" + "g" * 4), live=True)
    page.get_by_role("button", name="Check my marks").click()

    page.get_by_text("Not looked at yet: 1. First look there: The booths.").wait_for()
    assert page.get_by_role("group", name="A booth for a wheelchair").is_visible()
    assert page.locator(".result").is_hidden()


def test_a_budget_that_is_too_small_is_said_in_words(show):
    page = show(walk(**{**PLANNED, "shown": False}), live=True)
    page.get_by_role("slider").fill("3")

    page.get_by_text("Costs 10 of 3 thousand som: too much by 7.").wait_for()


def test_in_a_graded_task_the_plan_follows_the_marks_and_a_reload_keeps_them(show):
    view = AccessWalk(seed=SEED, answers=False, language="en")
    page = show(view, live=True)
    assert page.get_by_role("button", name="Check my marks").is_hidden()
    assert page.get_by_text("You have marked no barrier yet.").is_visible()
    for place in view.places:
        page.get_by_role("button", name=re.compile(f"^.. {place['name']}")).click()
        for thing in set(place["things"]) & BAD:
            card = page.get_by_role("group", name=FEATURE_NAMES[thing], exact=True)
            card.get_by_role("radio", name="A barrier", exact=True).check()
    plan = best(STATION, STATION.budget)
    for thing in plan.removed:
        page.get_by_role("checkbox", name=f"Remove: {FEATURE_NAMES[thing]}").check()

    page.get_by_text(f"Comes through now: {plan.opened} of {STATION.kept_out} voters").wait_for()
    assert page.get_by_role("button", name="Show the best plans").is_hidden()
    view.state = {**view.state, "marks": "-" * len(IDS), "plan": []}  # as in a new kernel
    page.reload()
    page.wait_for_function("window.ready")
    page.get_by_text(f"Comes through now: {plan.opened} of {STATION.kept_out} voters").wait_for()


def test_a_link_brings_back_what_was_seen(show):
    first = show(walk(**PLANNED), live=True)
    first.get_by_role("button", name="Link to what I see").click()
    link = first.get_by_label("Link to this state").input_value()

    fresh = AccessWalk(language="en")
    page = show(fresh, live=True, hash=link.partition("#")[2])
    page.get_by_text("You said: often, not always.").wait_for()
    assert fresh.state["plan"] == ["sill"]


def test_another_station_begins_anew(show):
    view = walk(**PLANNED)
    page = show(view, live=True)
    page.get_by_role("button", name="Another station").click()
    page.locator(".result").wait_for(state="hidden")

    assert view.state["seed"] != SEED
    assert view.state["marks"] == "-" * len(IDS)
    assert focused(page) == "1. The yard"


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (360, "light"), (1920, "light")])
def test_nothing_scrolls_sideways_and_nothing_is_seriously_wrong(show, axe, width, scheme):
    views = [AccessWalk(language="en"), walk(guess="few"), walk(**PLANNED)]
    views += [AccessWalk(seed=5, answers=False, state={"marks": RIGHT}, language="ru")]
    for view in views:
        page = show(view, width, scheme)
        assert wide(page) <= width
        for box in page.locator(".box:visible").all():
            assert box.evaluate("box => box.scrollWidth <= box.clientWidth + 1")
        assert axe(page) == []


def test_somebody_who_wants_no_motion_sees_none(show):
    page = show(walk(guess="few"))
    page.emulate_media(reduced_motion="reduce")

    style = "getComputedStyle(document.querySelector('.visitor')).transitionProperty"
    assert page.evaluate(style) == "none"


def test_a_view_that_goes_away_leaves_nothing_listening(show):
    page = show(walk(**PLANNED))
    page.evaluate("window.clean()")

    assert page.evaluate("window.listeners()") == 0
