"""From the path through a lesson to a certificate, in Chromium with no network."""

import json
import os
import re
from pathlib import Path

import pytest

from electoral_courses.answers import Answers, Entry

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ROOT = Path(__file__).parents[2]
HOSTILE = "<img src=x onerror=document.title='gone'> Айжан"


def keep(page, name):
    """Keep what a printer would get, for people, where SCREENSHOTS is set."""
    if os.environ.get("SCREENSHOTS"):
        folder = ROOT / "build" / "screenshots"
        folder.mkdir(parents=True, exist_ok=True)
        page.pdf(path=folder / f"{name}.pdf", prefer_css_page_size=True)


def sheets(page):
    """Return how many sheets a printer would use."""
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True)))


def test_from_the_path_to_a_lesson_to_an_answer_to_the_certificate(page, short_school):
    page.goto(f"{short_school.address}school/?token={short_school.learners_key}")
    page.goto(f"{short_school.address}school/en/certificate")
    assert page.locator("article").count() == 0

    page.get_by_role("link", name="Go to the path through the school").click()
    begin = page.get_by_role("link", name="Begin here")
    assert begin.count() == 1
    page.get_by_role("heading", name="The protocol must add up").get_by_role("link").click()
    page.locator("html[data-electoral]").wait_for(state="attached")
    page.get_by_text("Before this:").wait_for()
    page.get_by_role("radio", name="One", exact=True).first.check()
    page.get_by_role("button", name="Check").first.click()
    page.get_by_text("One is enough.").wait_for()

    page.goto(f"{short_school.address}school/en/path")
    page.get_by_role("link", name="Go on here").wait_for()
    page.get_by_role("link", name="Your certificate").click()
    sheet = page.locator("article")
    sheet.wait_for()
    assert sheet.get_by_role("heading", level=2).all_inner_texts() == ["The protocol must add up"]
    aims = sheet.get_by_role("listitem").all_inner_texts()
    assert len(aims) == 1
    assert aims[0].startswith("Find the protocol that breaks a relation")
    assert str(page.evaluate("new Date().getFullYear()")) in sheet.inner_text()


def right(item):
    """Return the right answer to a self-check, as a page saves it; of a table, none."""
    if item["kind"] in {"choice", "choices"}:
        keys = [key for key, option in item["options"].items() if option.get("right")]
        return keys if item["kind"] == "choices" else keys[0]
    if item["kind"] == "number":
        return {"number": str(item["answer"])}
    if item["kind"] == "order":
        return [item["tokens"][key] for key in item["sequence"]]
    if item["kind"] == "match":
        return dict(item["tokens"].values())
    return item.get("accept", ["x"])[0]


@pytest.fixture
def certified(page, school):
    """Return a page of a learner who has answered all self-checks of all modules."""
    page.goto(f"{school.address}school/en/path")
    (learner,) = (
        one["value"] for one in page.context.cookies() if one["name"] == "electoral_learner"
    )
    for path in (school.root / "courses" / "en").glob("*/items.json"):
        module = path.parent.name
        answers = Answers(school.data / "answers" / learner / f"{module}.json", module, learner)
        answers.merge(
            {
                item["id"]: Entry("x" if item.get("points") else right(item), 0, 1)
                for item in json.loads(path.read_text(encoding="utf-8"))["items"]
            }
        )
    return page


def test_the_name_stays_in_the_browser_as_text_and_goes_onto_the_sheet(certified, school):
    page, sent = certified, []
    page.goto(f"{school.address}school/ru/certificate")
    page.on("request", lambda request: sent.append((request.url, request.post_data)))
    name = page.locator("article [data-part='name']")
    assert name.inner_text() == ""  # a line to write on

    page.get_by_label("Имя в свидетельстве").fill(f"  {HOSTILE} ")

    assert name.inner_text() == HOSTILE
    assert name.locator("img").count() == 0
    assert "gone" not in page.title()
    assert [one for one in sent if "/static/" not in one[0] or one[1]] == []  # its own icon
    page.reload()
    assert page.locator("article [data-part='name']").inner_text() == HOSTILE
    assert page.get_by_label("Имя в свидетельстве").input_value() == HOSTILE

    page.get_by_label("Имя в свидетельстве").fill("")
    page.reload()
    assert page.locator("article [data-part='name']").inner_text() == ""


def test_another_learner_of_the_browser_finds_no_name(certified, school):
    page = certified
    page.goto(f"{school.address}school/en/certificate")
    page.locator("#holder").fill("Aizhan")
    page.context.clear_cookies(name="electoral_learner")

    page.goto(f"{school.address}school/en/certificate")

    assert "Aizhan" not in page.content()
    assert page.locator("article").count() == 0


@pytest.mark.parametrize("language", ["en", "ru", "ky"])
def test_on_paper_a_certificate_is_one_sheet_and_the_timetable_another(certified, school, language):
    page = certified
    page.goto(f"{school.address}school/{language}/certificate")
    page.locator("#holder").fill("А" * 80)
    keep(page, f"certificate-{language}")
    assert page.locator("article h2").count() == len(list(school.root.glob("courses/en/*/")))
    assert sheets(page) == 1
    page.emulate_media(media="print")
    assert not page.locator(".electoral-holder").is_visible()
    assert not page.locator(".electoral-top").is_visible()
    assert page.locator("article").is_visible()

    page.emulate_media(media="null")  # as it was
    page.goto(f"{school.address}school/{language}/path")
    keep(page, f"path-{language}")
    whole = sheets(page)
    page.evaluate("document.querySelector('.electoral-wall').remove()")
    assert whole - sheets(page) == 1


def test_the_button_prints(certified, school):
    page = certified
    page.goto(f"{school.address}school/ky/certificate")
    page.evaluate("window.print = () => { document.body.dataset.printed = 'yes'; }")

    page.get_by_role("button", name="Басып чыгаруу").press("Enter")

    assert page.locator("body").get_attribute("data-printed") == "yes"


def test_without_scripts_the_certificate_has_lines_to_write_on(chromium, certified, school):
    context = chromium.new_context(java_script_enabled=False)
    context.add_cookies(certified.context.cookies())
    page = context.new_page()
    page.goto(f"{school.address}school/en/certificate")

    assert page.locator("article").is_visible()
    assert not page.locator("form.electoral-holder").is_visible()
    assert page.locator("article .electoral-line-to-write").count() == 4
    context.close()
