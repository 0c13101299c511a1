"""The verifier's lens in Chromium: an archive walked from the guess to the verdict."""

import base64
import json

import pytest

from electoral_widgets.verifier_lens import VerifierLens
from electoral_widgets.verifier_lens_archives import REAL, TOY, opened

pytestmark = pytest.mark.browser

SEED = 7
PART, AT = opened("planted", REAL, SEED).culprit or ("", 0)
BALLOT = f"Ballot {PART}"
OTHER = "Ballot 1" if PART != "1" else "Ballot 2"

TOY_FOUND = {"archive": "vote-moved", "group": TOY, "seed": 2, "guess": "all"}


@pytest.fixture
def page(show):
    return show(VerifierLens({"seed": SEED}, language="en"), live=True)


def begin(page):
    page.get_by_label("Where it is wrong").check()
    page.get_by_role("button", name="Open the archive").click()
    page.locator(".card").first.wait_for()


def open_part(page, name):
    page.locator(".card", has=page.get_by_text(name, exact=True)).click()
    page.get_by_text(f"{name}: check").first.wait_for()


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def focused(page):
    return page.evaluate("document.activeElement.textContent")


def reach(page, text, key="Tab"):
    """Press a key until something with this text is focused."""
    for _ in range(80):
        page.keyboard.press(key)
        found = page.evaluate(
            "document.activeElement.closest('label')?.textContent"
            " ?? document.activeElement.textContent"
        )
        if text in found:
            return
    raise AssertionError(f"{text!r} cannot be reached with {key}")


def test_nothing_is_open_before_the_guess(page):
    page.get_by_role("button", name="Open the archive").click()

    assert "First make a guess" in page.locator(".prediction").inner_text()
    assert page.locator(".card").count() == 0
    assert not page.get_by_text("Try other changes").is_visible()


def test_a_keyboard_alone_finds_the_ballot_and_runs_all_checks(page):
    reach(page, "Nothing: only those")
    press(page, "ArrowDown", "ArrowDown")
    reach(page, "Open the archive")
    press(page, "Enter")
    page.locator(".card").first.wait_for()
    reach(page, BALLOT)
    press(page, "Enter")
    page.get_by_text(f"{BALLOT}: check 1 of 17").wait_for()

    assert focused(page) == f"{BALLOT}: check 1 of 17"

    press(page, "ArrowRight", "ArrowLeft", *["ArrowRight"] * AT)

    assert f"check {AT + 1} of 17" in focused(page)
    assert "does not hold" in page.locator(".spoken[role=status]").inner_text()
    assert "≠" in page.locator(".equation").inner_text()

    reach(page, "Name this check")
    press(page, "Enter")
    page.get_by_text(f"Right. {BALLOT}:").wait_for()
    reach(page, "Run all checks")
    press(page, "Enter")
    page.get_by_text("The archive is refused.").wait_for()

    assert focused(page) == "The verdict"
    assert page.get_by_role("img").get_attribute("aria-label").endswith("says the same.")
    assert "a public credential" in page.locator(".answer").inner_text()
    assert "Whether somebody stood behind the voter" in page.locator(".limits").inner_text()


def test_a_finger_finds_it_on_a_phone(show):
    page = show(VerifierLens({"seed": SEED}, language="en"), width=360, live=True, touch=True)
    page.get_by_label("Nothing: only those").tap()
    page.get_by_role("button", name="Open the archive").tap()
    page.locator(".card", has=page.get_by_text(OTHER, exact=True)).tap()
    page.get_by_text(f"{OTHER}: check 1 of 17").first.wait_for()
    page.get_by_role("button", name="On to the end").tap()
    page.get_by_text(f"{OTHER}: check 17 of 17").first.wait_for()

    assert "All 17 checks hold" in page.locator(".card[aria-pressed=true]").inner_text()

    page.get_by_role("button", name="Next part").tap()
    page.locator(".card", has=page.get_by_text(BALLOT, exact=True)).tap()
    page.get_by_text(f"{BALLOT}: check 1 of 17").first.wait_for()
    page.get_by_role("button", name="On to the end").tap()
    page.get_by_role("button", name="Name this check").tap()
    page.get_by_text(f"Right. {BALLOT}:").wait_for()
    small = page.evaluate("""() => [...document.querySelectorAll(".electoral-verifier-lens button")]
      .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 44)
      .map((one) => one.textContent)""")

    assert small == []
    assert "too low" in page.locator(".answer").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_only_what_was_looked_at_is_known(page):
    begin(page)

    assert set(page.locator(".card .status").all_inner_texts()) == {"not looked at yet"}

    open_part(page, BALLOT)
    known = page.locator(".checks button:enabled")

    assert known.count() == 1
    assert page.locator(".checks button:disabled").count() == 16
    assert "✗" not in page.locator(".desk").inner_text()

    page.get_by_role("button", name="Name this check").click()
    page.get_by_text("No: this check holds").wait_for()
    page.get_by_role("button", name="I find nothing wrong").click()
    page.get_by_text("Something in this file is wrong").wait_for()

    assert not page.get_by_role("button", name="Run all checks").is_visible()

    page.get_by_role("button", name="Tell me").click()
    page.get_by_text("What is wrong", exact=True).wait_for()

    assert f"{BALLOT}: “" in page.locator(".answer").inner_text()
    assert page.get_by_role("button", name="Run all checks").is_visible()


def test_the_digits_that_differ_are_framed_and_all_of_them_can_be_seen(page):
    begin(page)
    open_part(page, BALLOT)
    page.get_by_role("button", name="On to the end").click()
    step = opened("planted", REAL, SEED).parts[PART][AT]

    assert page.locator(".equation mark").count() > 0

    page.get_by_text("All digits").click()
    page.locator(".full .number").first.wait_for()
    left, right = page.locator(".full .number").all_inner_texts()

    assert ["".join(text.split()) for text in (left, right)] == [str(step.left), str(step.right)]

    page.get_by_text("All digits").click()
    page.get_by_text("All digits").click()

    assert page.locator(".full .number").count() == 2

    page.get_by_role("button", name="Back").click()

    assert page.locator(".full .number").count() == 0


def test_another_change_is_chosen_and_its_check_seen(page):
    begin(page)
    page.get_by_text("Try other changes").click()
    page.get_by_label("What is done to the file").select_option("stranger")
    page.get_by_label("Toy, insecure").check()
    page.get_by_label("Number of the election").fill("2")
    page.get_by_role("button", name="Open this archive").click()
    page.get_by_text("Toy numbers, insecure").wait_for()

    assert set(page.locator(".card .status").all_inner_texts()) == {"not looked at yet"}

    page.get_by_role("button", name="Run all checks").click()
    page.get_by_text("The archive is refused.").wait_for()

    assert "The voter's key is on the list" in page.locator(".line.broken").inner_text()
    assert page.locator(".card.broken").count() == 1
    assert "insecure" in page.locator(".toy").inner_text()

    page.get_by_text("The same as a table").click()
    open_part(page, "Ballot 1")

    assert page.get_by_role("table").is_visible()  # what did not change is left alone


def test_a_link_brings_the_walk_back(show, page):
    begin(page)
    open_part(page, BALLOT)
    page.get_by_role("button", name="On to the end").click()
    page.get_by_role("button", name="Link to what I see").click()
    link = page.get_by_label("Link to this state").input_value()

    other = show(VerifierLens({"seed": 8}, language="en"), live=True, hash=link.split("#")[1])
    other.get_by_text(f"{BALLOT}: check {AT + 1} of 17").wait_for()

    assert "≠" in other.locator(".equation").inner_text()
    assert "Your guess: Where it is wrong" in other.locator(".brief").inner_text()


def test_a_link_that_cannot_be_is_refused(show):
    state = {"seed": 7, "guess": "all", "part": "tally", "at": 3}
    packed = base64.urlsafe_b64encode(json.dumps(state).encode()).decode().rstrip("=")
    page = show(VerifierLens({"seed": 8}, language="en"), live=True, hash=f"verifier-lens={packed}")
    page.get_by_role("alert").get_by_text("nothing was changed").wait_for()

    assert page.locator(".card").count() == 0


def test_a_step_is_answered_within_a_tenth_of_a_second_and_nothing_is_left_behind(page):
    begin(page)
    open_part(page, "The chain of the file")
    took = page.evaluate("""async () => {
      const took = [];
      for (let check = 2; check < 6; check += 1) {
        const start = performance.now();
        document.querySelector(".glass button.main").click();
        await new Promise(requestAnimationFrame);
        const there = document.querySelector(".glass .heading").textContent.includes(`check ${check} of`);
        took.push(there ? performance.now() - start : Infinity);
      }
      return Math.min(...took);
    }""")

    assert took < 100

    page.evaluate("clean()")

    assert page.evaluate("listeners()") == 0


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light"), (1920, "dark")])
def test_at_every_width_nothing_is_cut_off_or_seriously_wrong(show, axe, width, scheme):
    part, at = opened("vote-moved", TOY, 2).culprit or ("", 0)
    walked = {**TOY_FOUND, "part": part, "at": at, "walked": {part: at + 1}}
    page = show(VerifierLens(walked, language="ru"), width, scheme, live=True)
    page.locator(".decide button").first.click()
    page.locator(".answer.over").wait_for()
    page.locator(".work > .actions button").click()
    page.locator(".last").wait_for()
    for details in page.locator("details:visible > summary").all():
        details.click()

    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
