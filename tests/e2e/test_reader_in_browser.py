"""Beside the text, in Chromium with no network: search, terms, large type, presenter, showcase."""

import os
from pathlib import Path

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ROOT = Path(__file__).parents[2]
LESSON = "05-protocol"


@pytest.fixture(scope="module")
def school(short_school):
    """Return a school whose lessons end early."""
    return short_school


def picture(page, name, *, whole=False):
    """Keep a picture of the page for people, where SCREENSHOTS is set."""
    if os.environ.get("SCREENSHOTS"):
        folder = ROOT / "build" / "screenshots"
        folder.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=folder / f"{name}.png", full_page=whole)


def becomes_true(page, asked):
    """Return whether a condition holds soon; the page's own policy lets nobody wait in it."""
    for _ in range(600):
        if page.evaluate(asked):
            return True
        page.wait_for_timeout(100)
    return False


def is_no_wider(page, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.wait_for_timeout(150)
    return page.evaluate("document.documentElement.scrollWidth") <= width


def open_text(page, school, path):
    """Open a lesson; its text is there before its exercises are."""
    page.goto(f"{school.address}school/{path}", wait_until="commit")
    page.locator("main h1").wait_for()


def test_search_leads_to_a_section_without_any_script(chromium, school):
    context = chromium.new_context(java_script_enabled=False, locale="ru-RU")
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.goto(f"{school.address}school/?token=of-this-test")
    page.get_by_role("searchbox", name="Поиск по урокам и глоссарию").fill(
        "контрольные соотношения"
    )
    page.keyboard.press("Enter")
    page.wait_for_url("**/school/ru/search?q=*")

    assert page.locator("mark").first.inner_text().casefold().startswith("контрольн")
    assert (
        page.locator(".electoral-found-terms a")
        .first.get_attribute("href")
        .endswith("/school/ru/glossary#control-relation")
    )
    result = page.locator(".electoral-found a").first
    address = result.get_attribute("href")
    page.goto(f"{school.address}{address.lstrip('/')}", wait_until="commit")
    page.locator(f"#{address.split('#')[1]}").wait_for()
    context.close()


def test_a_learner_may_look_things_up_and_no_query_does_harm(school):
    learner = school.learner()

    for path in ("search?q=vote", "glossary?q=vote&review=1", "showcase"):
        assert learner.get(f"school/en/{path}").status == 200
    told = learner.get("school/en/search?q=%3Cscript%3Ealert(1)%3C/script%3E").text
    assert "<script>alert" not in told
    assert "&lt;script&gt;alert" in told
    for path in ("search?q=vote&who=anna", "showcase?q=vote", "search?q=a&lang=xx"):
        assert learner.get(f"school/en/{path}").status == 400


def test_another_language_keeps_the_words_that_were_asked(page, school):
    page.goto(f"{school.address}school/ru/search?q=turnout")

    page.locator("nav a[hreflang='en']").click()

    page.wait_for_url("**/school/en/search?q=turnout")
    assert page.get_by_role("searchbox").input_value() == "turnout"


def test_the_glossary_shows_the_terms_with_what_is_typed(page, school):
    page.goto(f"{school.address}school/en/glossary")
    shown = page.locator(".electoral-terms > li:visible")
    everything = shown.count()

    page.get_by_role("searchbox", name="Show terms with").fill("укок")

    assert 0 < shown.count() < everything
    assert page.get_by_text(f"Terms shown: {shown.count()}").is_visible()
    assert "үкөк" in shown.first.inner_text()

    page.get_by_role("checkbox").check()

    assert shown.filter(has_text="for review").count() == shown.count()


def test_a_term_opens_a_card_by_keyboard_and_gives_the_focus_back(page, school):
    open_text(page, school, f"en/{LESSON}/")
    term = page.locator("a.electoral-term").first
    card = page.locator(f"#term-{term.get_attribute('data-term')}")
    assert card.is_hidden()

    term.focus()
    page.keyboard.press("Enter")

    card.wait_for(state="visible")
    assert card.locator("[lang='ky']").first.inner_text()
    assert page.evaluate("document.activeElement.closest('[popover]') !== null")

    page.keyboard.press("Escape")

    card.wait_for(state="hidden")
    assert term.evaluate("link => link === document.activeElement")
    term.click()
    card.get_by_role("button", name="Close").click()
    card.wait_for(state="hidden")


def test_large_type_is_kept_and_stays_on_a_phone_s_screen(page, school):
    page.goto(f"{school.address}school/ru/")
    size = "parseFloat(getComputedStyle(document.documentElement).fontSize)"
    usual = page.evaluate(size)

    page.locator("[data-electoral-view] summary").click()
    page.get_by_label("Очень крупный").check()

    assert page.evaluate(size) == pytest.approx(1.5 * usual)
    page.goto(f"{school.address}school/ru/glossary")
    assert page.evaluate(size) == pytest.approx(1.5 * usual)
    assert is_no_wider(page, 360)
    picture(page, "reader-large-360")
    page.set_viewport_size({"width": 1280, "height": 800})
    page.evaluate("localStorage.clear()")


def test_the_presenter_goes_step_by_step_and_paper_stays_whole(page, school):
    open_text(page, school, f"ru/{LESSON}/")
    page.wait_for_load_state()
    visible = page.locator("main :is(h1, h2):visible")
    everything = visible.count()
    step = page.locator(".electoral-presenter-step")

    page.keyboard.press("p")

    assert visible.count() == 1
    assert step.inner_text().startswith(f"Шаг 1 из {everything}")
    first = visible.inner_text()
    page.keyboard.press("ArrowRight")
    assert visible.inner_text() != first
    assert page.url.endswith("#" + visible.get_attribute("id"))

    page.keyboard.press("t")
    page.get_by_role("button", name="Остановить время").wait_for()
    assert becomes_true(page, "document.querySelector('[role=timer]').textContent !== '0:00'")

    page.emulate_media(media="print")
    assert visible.count() == everything
    assert page.locator("[data-electoral-presenter]").is_hidden()
    page.emulate_media(media="screen")

    page.keyboard.press("Escape")
    assert visible.count() == everything
    assert page.locator("[data-electoral-presenter]").is_hidden()


def test_answers_wait_for_the_presenter_s_button(page, school):
    open_text(page, school, f"en/{LESSON}/")
    assert becomes_true(page, "document.documentElement.dataset.electoral === 'ready'")
    item = page.locator(".electoral-cell").filter(has=page.get_by_role("radio")).first
    item.get_by_role("radio").nth(1).check()
    item.get_by_role("button").last.click()
    outcome = item.locator(".outcome")
    outcome.locator(".feedback").wait_for()
    item.scroll_into_view_if_needed()
    page.evaluate("document.activeElement.blur()")

    page.keyboard.press("p")

    item.wait_for(state="visible")
    picked = "choice => getComputedStyle(choice).appearance"
    assert outcome.is_hidden()
    assert item.locator(":checked").evaluate(picked) == "none"
    page.get_by_role("button", name="Show answers").click()
    assert outcome.is_visible()
    assert item.locator(":checked").evaluate(picked) != "none"


def test_the_showcase_shows_one_simulation_after_another(page, school, axe):
    others = school.kernels()  # of readers before, not yet ended
    page.goto(f"{school.address}school/ru/showcase")
    stage = page.frame_locator("iframe")
    now = stage.locator("main > .electoral-now")
    now.locator(".electoral-view").wait_for()
    place = page.locator("[data-part='place']")
    assert place.inner_text().startswith("1 из ")
    first = now.get_attribute("id")
    assert stage.locator("main > :visible").count() == 1
    assert axe(page) == []
    for width in (1280, 360):
        assert is_no_wider(page, width)
        picture(page, f"reader-showcase-{width}")

    page.get_by_role("button", name="Далее").click()

    stage.locator(f"main > .electoral-now:not(#{first})").wait_for()
    assert place.inner_text().startswith("2 из ")
    assert school.has_kernels(1, besides=others)
