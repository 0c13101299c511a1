"""The hand count in Chromium: from the unused ballots to the comparison, and the machine's slip."""

import pytest

from electoral_widgets import HandCount
from electoral_widgets.hand_state import voted

pytestmark = pytest.mark.browser

FIRST = "A tick in the square of A; a tick in the square of D."
"""What stands on the first ballot of the first station."""


def as_commission(heap):
    """Return the piles of a learner who sets aside what is doubtful and sorts the rest rightly."""
    return "".join(
        "6" if doubted else str(pile)
        for doubted, pile in zip(heap.doubted, heap.column("pile"), strict=True)
    )


def at_the_table(seed=1, ballots=40, piles="", **more):
    """Return a hand count at the table, some ballots sorted, the unused ones counted."""
    answers = more.pop("answers", True)
    language = more.pop("language", "en")
    papers = HandCount(seed, ballots=ballots).heap.papers()
    state = {"step": "sort", "cancelled": papers["unused"] + papers["spoiled"], "piles": piles}
    state = {**state, "guess": "few", **more} if answers else state
    return HandCount(seed, ballots=ballots, answers=answers, state=state, language=language)


def compared(seed=1, language="en", **more):
    """Return a hand count with one ballot on a wrong pile, compared."""
    heap = HandCount(seed).heap
    signs = list(voted(heap, as_commission(heap))[0])
    signs[0] = str((int(signs[0]) + 1) % 6)
    return at_the_table(seed, piles="".join(signs), step="compare", language=language, **more)


def pile(page, name):
    return page.locator(".piles").get_by_role("button", name=name)


def spoken(page):
    return page.locator("p.spoken").inner_text()


def sentence(page, text):
    """Return the sentence that is seen; what is only heard is in `spoken`."""
    return page.locator("p:not(.spoken)", has_text=text)


def relation(page, name):
    return page.locator(".relations li").filter(has=page.get_by_text(name, exact=True)).inner_text()


def piles_of(page):
    return page.evaluate("model.get('state').piles")


def focused(page):
    return page.evaluate(
        "document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent"
    )


def test_a_keyboard_alone_counts_from_the_guess_to_the_comparison(show):
    count = HandCount(language="en")
    page = show(count, live=True)
    right = as_commission(count.heap)

    assert not page.get_by_text("1. Unused ballots").is_visible()

    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("saved.state.guess") == "few"

    page.keyboard.press("Tab")
    page.keyboard.type("24")
    page.keyboard.press("Enter")

    assert focused(page) == "Open the mobile box"
    assert "Waits" in relation(page, "K1")

    page.keyboard.press("Enter")

    assert sentence(page, "Ballots in it: 4. Signatures in its register: 4.").is_visible()

    page.keyboard.press("Enter")

    assert "64 = 24 + 40" in relation(page, "K1")
    assert "✓ K1 Holds" in relation(page, "K1")
    assert focused(page).startswith(f"Ballot 1: {FIRST}")

    for sign in right:
        page.keyboard.press(str(int(sign) + 1))

    assert piles_of(page) == right
    assert "The heap is empty." in spoken(page)
    assert "Waits" in relation(page, "K4")

    for taken in range(right.count("6")):
        page.get_by_role("button", name="Put this ballot to the vote").focus()
        page.keyboard.press("Enter")
        page.wait_for_function("taken => Object.keys(model.get('votes')).length > taken", arg=taken)
    page.wait_for_function("document.activeElement.textContent.startsWith('Turn the slip')")

    assert "All 4 relations hold." in spoken(page)

    page.keyboard.press("Enter")
    page.get_by_text("Every ballot lies where the commission put it.").wait_for()

    assert page.get_by_text("Your guess was right.").is_visible()
    assert page.locator(".compared tbody tr").count() == 6
    assert page.get_by_role("img", name="A pale tick in the square of C.").count() >= 1


def test_the_mouse_drags_the_top_ballot_to_a_pile_and_undo_brings_it_back(show):
    page = show(at_the_table(), live=True)
    heap = page.locator("button.heap")
    seen = heap.get_attribute("aria-label")
    heap.drag_to(pile(page, "Candidate B"))

    assert piles_of(page)[:2] == "1."
    assert heap.get_attribute("aria-label") != seen
    assert "Ballot 1 lies on: Candidate B." in spoken(page)
    assert pile(page, "Candidate B, ballots: 1").is_visible()
    assert heap.evaluate("heap => heap.style.transform") == ""

    page.get_by_role("button", name="Undo").click()

    assert heap.get_attribute("aria-label") == seen
    assert set(piles_of(page)) == {"."}
    assert page.get_by_role("button", name="Undo").is_disabled()


def test_a_ballot_let_fall_beside_the_piles_springs_back_and_is_not_picked_up(show):
    page = show(at_the_table())
    heap = page.locator("button.heap")
    heap.drag_to(page.get_by_text("4. Sorting"))

    assert set(piles_of(page)) == {"."}
    assert heap.get_attribute("aria-pressed") == "false"

    heap.click()

    assert heap.get_attribute("aria-pressed") == "true"


def test_a_finger_taps_the_ballot_and_then_the_pile(show):
    page = show(at_the_table(), 360, touch=True, live=True)
    page.locator("button.heap").tap()

    assert f"In your hand: {FIRST} Choose a pile." in spoken(page)

    pile(page, "Invalid").tap()
    pile(page, "In doubt").tap()

    assert piles_of(page)[:3] == "56."


def test_a_finger_drags_without_scrolling_the_page(show):
    page = show(at_the_table(), 360, touch=True)
    page.locator(".table").evaluate("table => table.scrollIntoView({ block: 'center' })")
    before = page.evaluate("scrollY")
    start, end = (
        page.locator("button.heap").bounding_box(),
        pile(page, "Candidate D").bounding_box(),
    )
    touch = page.context.new_cdp_session(page)
    from_, to = (
        (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2) for box in (start, end)
    )
    steps = [
        (from_[0] + (to[0] - from_[0]) * k / 8, from_[1] + (to[1] - from_[1]) * k / 8)
        for k in range(9)
    ]
    for kind, points in [
        ("touchStart", steps[:1]),
        *[("touchMove", [step]) for step in steps[1:]],
        ("touchEnd", []),
    ]:
        touch.send("Input.dispatchTouchEvent", {
            "type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points],
        })  # fmt: skip
    page.wait_for_function("model.get('state').piles[0] === '3'")

    assert page.evaluate("scrollY") == before


def test_arrows_lead_to_a_pile_and_enter_puts_the_ballot_there(show):
    page = show(at_the_table())
    page.locator("button.heap").focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")

    assert focused(page).endswith("Candidate C, ballots: 0")

    page.keyboard.press("Enter")

    assert piles_of(page)[0] == "2"
    assert focused(page).startswith("Ballot 2")

    page.keyboard.press("ControlOrMeta+z")

    assert piles_of(page)[0] == "."


def test_a_pile_counted_again_shows_the_wrong_ballot_and_lets_it_be_moved(show):
    right = as_commission(HandCount(1).heap)
    wrong = "1" + right[1:]
    page = show(at_the_table(piles=wrong), live=True)
    total = int(pile(page, "Candidate B").locator(".count").inner_text())

    assert right[0] == "5"

    page.get_by_role("button", name="Take one pile and count it again").click()
    page.locator(".tabs").get_by_role("button", name="Candidate B").click()

    assert page.locator(".fan .heading").inner_text() == f"Candidate B, counted again: {total}"
    assert page.locator(".cards button").count() == total

    page.locator(".cards").get_by_role("button", name=f"Ballot 1: {FIRST}").click()
    page.locator(".to").get_by_role("button", name="Invalid").click()

    assert piles_of(page) == right
    assert page.locator(".cards button").count() == total - 1

    page.locator(".cards button").first.focus()
    page.keyboard.press("6")

    assert piles_of(page).count("5") == right.count("5") + 1


def test_a_ballot_nobody_doubts_comes_back_with_a_sentence(show):
    right = as_commission(HandCount(1).heap)
    page = show(at_the_table(piles="6" + right[1:]), live=True)
    page.get_by_role("button", name="Put this ballot to the vote").click()
    sentence(page, "Nobody on the commission doubts ballot 1").wait_for()

    assert piles_of(page)[0] == "."
    assert page.locator("button.heap").is_visible()


def test_the_rest_is_sorted_after_ten_ballots(show):
    right = as_commission(HandCount(1).heap)
    page = show(at_the_table(piles=right[:9] + "." * 31), live=True)
    rest = page.get_by_role("button", name="Sort the rest for me")

    assert rest.is_disabled()

    page.locator("button.heap").focus()
    page.keyboard.press(str(int(right[9]) + 1))
    rest.click()
    page.wait_for_function("!model.get('state').piles.includes('.')")

    assert piles_of(page) == right


def test_a_wrong_number_of_unused_ballots_breaks_k1_and_can_be_mended(show):
    page = show(at_the_table(cancelled=23), live=True)

    assert "✗ K1 Does not hold: differs by +1" in relation(page, "K1")
    assert "64 ≠ 23 + 40" in relation(page, "K1")
    assert page.get_by_text("Do not hold: K1.").is_visible()

    page.get_by_text("Steps 1 to 3").click()
    field = page.get_by_label("Unused and spoiled together")
    field.fill("many")
    field.press("Enter")

    assert sentence(page, "Write a whole number from 0 to 64; “many” is none.").is_visible()

    field.fill("24")
    field.press("Enter")

    assert "Holds" in relation(page, "K1")


def test_a_mistake_is_named_after_the_comparison_though_all_relations_hold(show):
    page = show(compared())

    assert "All 4 relations hold." in page.locator(".summary").inner_text()
    assert page.get_by_text("1 ballot lies elsewhere than on the commission's piles.").is_visible()
    assert page.get_by_text(
        "You: Candidate A. The commission: Invalid. Two squares are marked."
    ).is_visible()


def test_after_the_comparison_there_is_another_station(show):
    page = show(compared(), live=True)
    page.get_by_label("Ballots", exact=True).select_option("100")
    page.get_by_role("button", name="Another station").click()
    page.wait_for_function("model.get('station').seen.length > 90")

    assert page.evaluate("model.get('state').seed") == 2
    assert page.get_by_role("button", name="Write it down and cut").is_visible()
    assert not page.get_by_text("Three counts").is_visible()
    assert not page.get_by_text("4. Sorting").is_visible()


def test_a_link_brings_the_table_back_and_a_broken_one_is_refused(show):
    page = show(at_the_table(piles="0123" + "." * 36), live=True)
    page.get_by_role("button", name="Link to what I see").click()
    link = page.get_by_label("Link to this state").input_value().split("#")[1]
    again = show(HandCount(language="en"), live=True, hash=link)
    again.wait_for_function("model.get('state').step === 'sort'")

    assert piles_of(again)[:5] == "0123."
    assert again.get_by_text("Your guess: No, but the same candidate will lead").is_visible()

    broken = again.evaluate("""() => {
        const text = JSON.stringify({ seed: 1, ballots: 40, piles: [1], step: "sort" });
        return "hand-count=" + btoa(text).replace(/=+$/, "");
    }""")
    refused = show(HandCount(language="en"), live=True, hash=broken)
    sentence(refused, "The link is damaged").wait_for()

    assert refused.get_by_role("button", name="Begin the count").is_visible()


def test_a_graded_task_asks_no_guess_and_offers_no_comparison(show):
    right = as_commission(HandCount(1).heap)
    page = show(at_the_table(piles=right, answers=False), live=True)
    page.get_by_role("button", name="Put this ballot to the vote").click()
    page.wait_for_function("Object.keys(model.get('votes')).length === 1")
    page.get_by_role("button", name="Vote about all of them").click()
    page.locator(".summary", has_text="All 4 relations hold.").wait_for()

    for name in ("Begin the count", "Sort the rest for me", "Turn the slip over and compare"):
        assert not page.get_by_role("button", name=name).is_visible()
    assert page.evaluate("model.get('result')") == {}


def test_the_table_twin_names_every_ballot_and_its_pile(show):
    page = show(at_the_table(piles="06" + "." * 38), live=True)
    page.get_by_text("All ballots as a table").click()
    rows = page.locator(".twin tbody tr")

    assert rows.count() == 40
    assert rows.nth(0).inner_text().split("\t") == [
        "1",
        FIRST,
        "Candidate A",
    ]
    assert rows.nth(2).inner_text().endswith("Heap")

    page.locator("button.heap").focus()
    page.keyboard.press("1")

    assert rows.nth(2).inner_text().endswith("Candidate A")


def test_two_hundred_ballots_answer_a_key_within_100_ms(show):
    page = show(at_the_table(ballots=200), live=True)
    page.get_by_text("All ballots as a table").click()
    page.locator("button.heap").focus()
    took = page.evaluate("""() => {
        const times = [];
        for (let turn = 0; turn < 60; turn += 1) {
            const start = performance.now();
            const key = new KeyboardEvent("keydown", { key: "1", bubbles: true });
            document.querySelector("button.heap").dispatchEvent(key);
            document.body.offsetHeight;
            times.push(performance.now() - start);
        }
        return times.sort((a, b) => a - b)[57];
    }""")

    assert took < 100
    assert piles_of(page).count("0") == 60


@pytest.mark.parametrize(
    ("language", "width", "scheme"),
    [("ru", 360, "light"), ("en", 360, "dark"), ("ru", 1920, "dark")],
)
def test_the_table_and_the_comparison_fit_and_have_no_serious_fault(
    show, axe, scheme, width, language
):
    for count in (
        HandCount(language=language),
        at_the_table(piles="012345" + "6" + "." * 33, language=language),
        compared(language=language),
    ):
        page = show(count, width, scheme)
        if page.locator(".fan").count() and page.locator(".table").is_visible():
            page.locator(".table + .actions button").nth(1).click()
        page.locator(".twin summary").evaluate("summary => summary.click()")

        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert axe(page) == []


def test_targets_are_large_enough_for_a_finger(show):
    page = show(at_the_table(piles="012345" + "6" + "." * 33), 360)
    page.get_by_role("button", name="Take one pile and count it again").click()
    small = page.evaluate("""() => [...document.querySelectorAll(".electoral-view button")]
        .map((button) => [button, button.getBoundingClientRect()])
        .filter(([, { width, height }]) => width && (width < 43.5 || height < 43.5))
        .map(([button]) => button.outerHTML.slice(0, 80))""")

    assert small == []


def test_closing_the_view_leaves_no_listener(show):
    page = show(at_the_table())

    assert page.evaluate("listeners()") == 6

    page.evaluate("clean()")

    assert page.evaluate("listeners()") == 0


def test_a_reload_loses_nothing_of_a_heap_half_sorted(show):
    count = HandCount(7, ballots=40, answers=False, language="en")
    page = show(count, live=True)
    page.get_by_label("Unused and spoiled together").fill("20")
    page.get_by_role("button", name="Write it down and cut").click()
    page.get_by_role("button", name="Open the mobile box").click()
    page.get_by_role("button", name="Open the stationary box").click()
    for name in ("Candidate A", "Invalid", "Candidate B"):
        pile(page, name).click()
    sorted_so_far = piles_of(page)
    assert sorted_so_far.startswith("051.")

    count.state = {**count.state, "piles": "." * 40, "cancelled": -1, "step": "unused"}
    page.reload()  # a new kernel knows nothing
    page.wait_for_function("window.ready")

    assert piles_of(page) == sorted_so_far
    assert page.get_by_text("Left in the heap: 37 of 40").first.is_visible()
    page.wait_for_function("model.get('station').seen.length === 40")
    assert count.state["piles"] == sorted_so_far
