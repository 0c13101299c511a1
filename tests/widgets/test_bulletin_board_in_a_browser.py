"""The public board in Chromium: from the first guess to the last attempt to break it."""

import pytest

from electoral_widgets import BulletinBoard
from electoral_widgets import bulletin_board_rows as board
from electoral_widgets.bulletin_board import BEGIN

pytestmark = pytest.mark.browser

ALL = [[0, 1], [1, 1], [2, 0], [3, 1], [4, 0]]


def product_of(cast):
    rows, _, _ = board.standing(BEGIN | {"cast": cast})
    return list(board.product(board.TOY, rows))


def sandbox(**state):
    """Return a view that has been opened once."""
    state = {"guess": "same", "expect": "sum", "cast": ALL, "opened": True, "done": True, **state}
    return BulletinBoard({"hand": product_of(state["cast"]), **state}, language="en")


def waits_for(page, text):
    page.get_by_text(text).first.wait_for()


def focused(page):
    return page.evaluate("document.activeElement.textContent || document.activeElement.type")


def test_the_board_is_played_from_start_to_end_by_keyboard_alone(show):
    view = BulletinBoard(language="en")
    page = show(view, live=True)
    keys = page.keyboard
    assert page.locator("table").first.is_hidden()
    page.get_by_role("radio", name="No, different").focus()
    keys.press("Space")
    keys.press("Tab")
    keys.press("Enter")
    waits_for(page, "As you guessed. The lines differ")

    for voter, press in (("C", "Tab"), ("D", ""), ("E", "Tab")):
        assert focused(page) == "Yes (1)"
        if press:
            keys.press(press)
        keys.press("Enter")
        waits_for(page, f"How the line of {voter} was made")
        if voter != "E":
            assert focused(page).startswith("Next voter")
            keys.press("Enter")

    assert view.state["cast"] == ALL
    assert focused(page) == "radio"
    keys.press("Space")
    keys.press("Tab")
    keys.press("Enter")
    waits_for(page, "Not as you guessed. Only the sum")
    page.wait_for_function("document.activeElement.type === 'text'")
    first, second = product_of(ALL)
    keys.type(f"{first}")
    keys.press("Tab")
    keys.type(f"{second % 22 + 1}")
    keys.press("Enter")
    waits_for(page, f"{second % 22 + 1}: not yet.")
    assert page.get_by_role("button", name="Open only the product").is_hidden()
    keys.press("Control+a")
    keys.type(f"{second}")
    keys.press("Enter")
    page.get_by_role("button", name="Open only the product").press("Enter")
    waits_for(page, "The sum of the votes: 3. Lines on the board: 5.")

    assert view.state["done"]
    assert "The sum of the votes: 3." in page.locator(".spoken").inner_text()
    page.wait_for_function("document.activeElement.classList.contains('opening')")
    page.locator("summary", has_text="No key").press("Enter")
    page.get_by_role("button", name="Search for the key").press("Enter")
    waits_for(page, "Found at try 5: the secret key is 5.")


def test_help_shows_one_multiplication_after_the_other(show):
    view = BulletinBoard({"guess": "same", "cast": ALL, "expect": "sum"}, language="en")
    page = show(view, live=True)
    page.get_by_role("button", name="Check", exact=True).click()
    assert page.get_by_text("Write a whole number in both fields.").is_visible()
    helping = page.get_by_role("button", name="Help: one multiplication")
    for _ in range(4):
        helping.click()

    assert helping.is_disabled()
    first = page.locator(".columns > div").first
    assert first.locator(".formula").inner_text() == "2 × 9 × 13 × 8 × 12 mod 23 ="
    assert first.locator("li").all_inner_texts() == [
        "2 × 9 = 18, remainder 18",
        "18 × 13 = 234, remainder 4",
        "4 × 8 = 32, remainder 9",
        "9 × 12 = 108, remainder 16",
    ]
    assert "remainder 16" in page.locator(".spoken").inner_text()


def test_a_finger_votes_two_and_the_proof_finds_it(show):
    view = sandbox()
    page = show(view, 360, live=True, touch=True)
    trial = page.locator("details", has=page.locator("summary", has_text="A vote of more than 1"))
    page.get_by_role("group", name="Voter", exact=True).get_by_text("E", exact=True).tap()
    trial.locator("summary").tap()
    trial.get_by_role("button", name="Vote with this number as E").tap()
    trial.get_by_text("The line of E hides 2").wait_for()
    trial.get_by_role("button", name="Multiply and open the product").tap()
    trial.get_by_text("The sum is 5. Lines on the board: 5. This fits").wait_for()

    trial.get_by_text("The board asks for a proof").tap()
    trial.get_by_text("The board refuses the line of E").wait_for()
    trial.get_by_role("button", name="Multiply and open the product").tap()
    trial.get_by_text("The sum of the votes: 3.").wait_for()
    assert view.state["proofs"]


def test_a_changed_mind_replaces_a_line_and_a_key_opens_one(show):
    page = show(sandbox(shown=0), live=True)
    trial = page.locator("details", has=page.locator("summary", has_text="A changed mind"))
    trial.locator("summary").click()
    trial.get_by_role("button", name="No (0)").click()
    waits_for(page, "Replaced lines, not counted:")
    assert page.locator(".replaced li").count() == 1
    assert page.locator("tfoot").inner_text().count("?") == 2

    page.locator("summary", has_text="One line opened").click()
    page.get_by_role("button", name="Open the line of A").click()
    waits_for(page, "The line of A is opened: 0.")
    assert page.get_by_role("button", name="Go to the key ceremony").is_hidden()


def test_the_same_vote_is_encrypted_again_with_toy_and_real_numbers(show):
    page = show(sandbox(), live=True)
    trial = page.locator("details", has=page.locator("summary", has_text="The same vote"))
    trial.locator("summary").click()
    for times in (2, 3):
        trial.get_by_role("button", name="Encrypt again").click()
        trial.get_by_text(f"Lines: {times}, different ones").wait_for()
    page.get_by_role("radio", name="Real: BELENIOS-2048").check()
    waits_for(page, "Python has multiplied both columns")
    trial.get_by_role("button", name="Encrypt again").click()
    trial.get_by_text("Lines: 2, different ones: 2.").wait_for()

    assert page.locator("figure").count() == 0
    waits_for(page, "The sum of the votes: 3.")
    page.locator(".opening summary", has_text="All digits").click()
    digits = page.locator(".opening dd").first.inner_text()
    assert len(digits) > 600
    assert page.locator("tfoot td").first.inner_text() == f"{digits[:5]}…{digits[-4:]}"


def test_the_wheel_has_a_name_and_a_table_and_arrows(show):
    page = show(BulletinBoard({"guess": "same", "cast": ALL, "shown": 3}, language="en"))
    wheel = page.locator("figure [role=img]")
    assert "With the vote: 9 (steps more: 1)" in wheel.get_attribute("aria-label")
    assert wheel.locator("text").all_text_contents() == [f"{2**step % 23}" for step in range(11)]
    page.get_by_text("The wheel as a table").click()

    assert page.locator("figure tbody tr").nth(4).inner_text().split() == ["4", "16"]
    assert page.locator("figure path.vote").count() == 3  # way, head, legend


def test_a_press_is_answered_before_python_answers(show):
    """In this page nothing answers."""
    page = show(BulletinBoard({"guess": "same", "cast": ALL[:2]}, language="en"))
    page.get_by_role("button", name="Yes (1)").click()

    assert "being encrypted…" in page.locator("tbody tr").nth(2).inner_text()


def test_a_link_brings_everything_back_and_a_wrong_one_gets_a_sentence(show):
    first = show(sandbox(single=True, shown=3), live=True)
    first.get_by_role("button", name="Link to what I see").click()
    link = first.get_by_label("Link to this state").input_value()
    fresh = BulletinBoard(language="en")
    page = show(fresh, live=True, hash=link.partition("#")[2])
    waits_for(page, "The line of D is opened: 1.")

    assert page.get_by_text("Your guess: Only how many voted yes").is_visible()
    assert page.locator("tbody").first.inner_text() == first.locator("tbody").first.inner_text()

    page = show(BulletinBoard(language="en"), live=True, hash="bulletin-board=e30x")
    waits_for(page, "The link is damaged.")


def test_beginning_again_asks_again_with_other_numbers(show):
    view = sandbox(proofs=True)
    page = show(view, live=True)
    page.get_by_role("button", name="Begin again with other numbers").click()
    page.wait_for_function("document.querySelector('.bench table').closest('.board').hidden")

    assert view.state == {**BEGIN, "seed": BEGIN["seed"] + 1}
    assert focused(page) == "radio"
    page.get_by_role("radio", name="Yes, the same").check()
    page.get_by_role("button", name="Show the board").click()
    waits_for(page, "Not as you guessed.")
    page.evaluate("window.clean()")
    assert page.evaluate("window.listeners()") == 0


@pytest.mark.parametrize("group", [board.TOY, board.REAL])
def test_the_view_fits_every_page_and_has_no_serious_fault(show, axe, group):
    cast = [*ALL, [0, 0], [4, 5]]
    view = sandbox(
        cast=cast,
        shown=4,
        again=12,
        single=True,
        search=True,
        group=group,
        proofs=group != board.TOY,
    )
    page = show(view, 360, "light", live=True)
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    for width, scheme in ((360, "light"), (360, "dark"), (1920, "light"), (1920, "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)

        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.locator(".board .box").evaluate("one => one.scrollWidth - one.clientWidth") <= 1
        assert axe(page) == []
        small = page.evaluate(
            """() => [...document.querySelectorAll(".electoral-view button")]
                .filter((one) => one.offsetParent).map((one) => one.getBoundingClientRect())
                .filter(({ width, height }) => Math.min(width, height) < 43.5).length"""
        )
        assert small == 0


def test_a_press_in_the_sandbox_moves_nothing_away_and_keeps_the_focus(show):
    """In this page nothing answers; what is on it stays until Python does."""
    page = show(sandbox())
    page.locator("summary", has_text="A vote of more").click()
    button = page.get_by_role("button", name="Vote with this number as C")
    button.press("Enter")

    assert page.locator(".trials").is_visible()
    assert focused(page) == "Vote with this number as C"
