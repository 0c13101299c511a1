"""A learner in Chromium, with no network: home, lesson, widget, language, reload."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MODULE = "05-protocol"
READY = "document.documentElement.dataset.electoral"
END_THE_KERNEL = """() => {
  const { baseUrl, kernelId } = JSON.parse(document.getElementById("jupyter-config-data").textContent);
  const line = new WebSocket(`ws://${location.host}${baseUrl}api/kernels/${kernelId}/channels`);
  line.onopen = () => line.send(JSON.stringify({
    channel: "shell", parent_header: {}, metadata: {},
    header: { msg_id: "1", msg_type: "execute_request", session: "1", username: "", version: "5.3" },
    content: { code: "import os; os._exit(1)", silent: false, allow_stdin: false },
  }));
}"""
"""What somebody with the whole server's key can do."""


@pytest.fixture(scope="module")
def school(short_school):
    """Return a school whose lessons end early."""
    return short_school


def open_page(page, school, path):
    """Open a page of the school and wait until its widgets are drawn."""
    page.goto(f"{school.address}school/{path}")
    is_ready(page)


def is_ready(page):
    page.locator("html[data-electoral]").wait_for(state="attached")
    assert page.evaluate(READY) == "ready"


def tab_to(page, target, *, back=False, most=400):
    """Press Tab until `target` has the focus, as somebody without a mouse does."""
    for _ in range(most):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Shift+Tab" if back else "Tab")
    raise AssertionError(f"{target} was not reached by {most} presses of Tab")


def choice(page):
    """Return the first question of the lesson: how many lines must change."""
    return page.locator(".electoral-cell").filter(has=page.get_by_role("radio")).first


def reaches_the_answers(school):
    return sorted(path.name for path in (school.data / "answers").rglob("*.json"))


def test_answers_given_by_keyboard_survive_the_language_and_a_reload(page, school):
    page.wait_for_url("**/school/en/")
    before = reaches_the_answers(school)  # of readers before
    lesson = page.locator(f"a[href$='/{MODULE}/']").first
    tab_to(page, lesson)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/school/en/{MODULE}/")
    is_ready(page)

    radios = choice(page).get_by_role("radio")
    tab_to(page, radios.first)
    page.keyboard.press("ArrowDown")
    assert radios.nth(1).is_checked()
    tab_to(page, choice(page).get_by_role("button").last)
    page.keyboard.press("Enter")
    choice(page).locator(".outcome").filter(has_text="Fewer will do.").wait_for()

    russian = page.locator("nav a[hreflang='ru']")
    tab_to(page, russian, back=True)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/school/ru/{MODULE}/**")
    is_ready(page)
    assert choice(page).get_by_role("radio").nth(1).is_checked()

    page.reload()
    is_ready(page)
    assert choice(page).get_by_role("radio").nth(1).is_checked()
    assert reaches_the_answers(school) == sorted([*before, f"{MODULE}.json"])


def test_a_number_typed_into_the_protocol_is_checked_at_once(page, school):
    open_page(page, school, f"en/{MODULE}/")
    form = page.locator(".electoral-protocol-form").first
    form.get_by_text("Do not hold: K3").first.wait_for()

    valid = form.get_by_label("Valid ballots", exact=True)
    tab_to(page, valid)
    page.keyboard.press("Control+A")
    page.keyboard.type("67751")
    page.keyboard.press("Tab")

    form.get_by_text("All 4 relations hold.").first.wait_for()


def test_another_language_opens_at_the_section_being_read(page, school):
    open_page(page, school, f"en/{MODULE}/")
    section = page.locator("main h2").nth(6)
    section.evaluate("heading => heading.scrollIntoView()")

    page.locator("nav a[hreflang='ky']").evaluate("link => link.click()")

    page.wait_for_url(f"**/school/ky/{MODULE}/#{section.get_attribute('id')}")
    is_ready(page)
    page.wait_for_timeout(300)
    top = page.locator("main h2").nth(6).evaluate("heading => heading.getBoundingClientRect().top")
    assert 0 <= top < 200


def test_a_closed_page_ends_its_kernel_and_a_reloaded_one_has_one(page, school):
    others = school.kernels()  # of readers before, not yet ended
    open_page(page, school, f"en/{MODULE}/")
    page.reload()
    is_ready(page)

    assert school.has_kernels(1, besides=others)

    page.goto(f"{school.address}school/en/")

    assert school.has_kernels(0, besides=others)


def test_exercises_that_stop_say_so_and_can_be_started_again(page, school):
    open_page(page, school, f"ru/{MODULE}/")
    notice = page.locator("[data-electoral-stopped]")
    assert notice.is_hidden()

    page.evaluate(END_THE_KERNEL)

    notice.wait_for(state="visible")
    notice.get_by_role("button").click()
    page.wait_for_load_state()
    is_ready(page)
    assert page.locator("[data-electoral-stopped]").is_hidden()
