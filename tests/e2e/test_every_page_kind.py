"""Every kind of page in Chromium: it fits a phone and a screen, and everybody can use it.

Each kind is opened once and looked at on a phone in the light and on a screen in the dark.
"""

import itertools
import json
import os
import shutil
from pathlib import Path

import nbformat
import pytest

from electoral_courses.answers import Answers

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ROOT = Path(__file__).parents[2]
LOOKS = (360, "light"), (768, "light"), (1280, "dark")
LESSON, ASSIGNMENT = "05-protocol/", "05-protocol/assignment"
RIGHT = {"predict-lines": "one", "which-relation": "K3"}
"""Answers to self-checks of the protocol, as its `items.yaml` has them."""
HEADINGS = """() => [...document.querySelectorAll("h1, h2, h3, h4, h5, h6, [role='heading']")]
    .filter((heading) => heading.checkVisibility())
    .map((heading) => Number(heading.getAttribute("aria-level") ?? heading.tagName[1]))"""
SMALL = """() => {
    const found = [];
    const ours = "a[href], button, input:not([type='hidden']), select, summary";
    for (const one of document.querySelectorAll(ours)) {
        const box = (one.closest("label") ?? one).getBoundingClientRect();
        const alone = one.closest("p, li, dd, td, h2, h3")?.textContent.trim();
        const isInText = getComputedStyle(one).display === "inline" && alone !== one.textContent.trim();
        if (!one.checkVisibility() || isInText || box.width < 2 || box.right < 0 || box.bottom < 0) continue;
        if (one.closest(".electoral-widget, .electoral-output, .electoral-unseen")) continue;
        if (box.height < 43.5 || box.width < 43.5) found.push([one.outerHTML.slice(0, 90), box.width, box.height]);
    }
    return found;
}"""
"""What is too small for a thumb; a link within a sentence is as high as its line."""


def text(source):
    return nbformat.v4.new_markdown_cell(source)


def code(source):
    return nbformat.v4.new_code_cell(source)


BROKEN = {
    "98-fails": [text("# Fails"), code("1 / 0"), text("The text goes on.")],
    "99-dies": [text("# Dies"), code("import os; os._exit(1)"), text("The text goes on.")],
}


@pytest.fixture(scope="module")
def whole(open_school, built, tmp_path_factory):
    """Return a school with our own courses and two modules that break."""
    root = tmp_path_factory.mktemp("whole")
    shutil.copytree(built / "courses", root / "courses")
    for language in ("en", "ru", "ky"):
        told = Path("nbgrader") / language / "teacher"
        shutil.copytree(built / told, root / told)
        for name, cells in BROKEN.items():
            path = root / "courses" / language / name / "lesson.ipynb"
            path.parent.mkdir()
            about = {"language": language, "electoral": {"title": name}}
            nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=about), path)
    return open_school(root)


class Reader:
    """Somebody with a browser of their own, who opens a page of each kind."""

    def __init__(self, page, school, language):
        self.page, self.school, self.language = page, school, language

    def open(self, path="", **options):
        self.page.goto(f"{self.school.address}school/{self.language}/{path}", **options)

    def open_whole(self, path=LESSON):
        self.open(path)
        self.page.locator("html[data-electoral]").wait_for(state="attached")

    def open_text(self, path=LESSON):
        self.open(path, wait_until="commit")
        self.page.locator("main h1").wait_for()
        self.page.locator("footer").wait_for()

    def certificate(self):
        self.open("path")
        cookies = self.page.context.cookies()
        (learner,) = (one["value"] for one in cookies if one["name"] == "electoral_learner")
        items = self.school.root / "courses" / "en" / "05-protocol" / "items.json"
        file = self.school.data / "answers" / learner / "05-protocol.json"
        for item in json.loads(items.read_text(encoding="utf-8"))["items"]:
            Answers(file, "05-protocol", learner).put(item["id"], RIGHT.get(item["id"], "x"))
        self.open("certificate")
        self.page.locator("#holder").fill("Айжан")

    def term(self):
        self.open_text()
        self.page.locator("a.electoral-term").first.click()
        self.page.locator("[popover]:popover-open").wait_for()

    def menu(self):
        self.open_text()
        self.page.locator("[data-electoral-view] summary").click()
        self.page.locator("[data-electoral-present-on]").wait_for()

    def large_type(self):
        self.page.evaluate("localStorage.setItem('electoral_size', 'larger')")
        self.open_text()

    def presenter(self):
        self.open_text()
        self.page.locator("[data-electoral-view] summary").click()
        self.page.locator("[data-electoral-present-on]").click()
        self.page.locator("[data-electoral-presenter]").wait_for()

    def stopped(self):
        self.open_whole()
        told = self.page.locator("#jupyter-config-data").text_content()
        self.school.end_kernel(json.loads(told)["kernelId"])
        self.page.locator("[data-electoral-stopped]").wait_for()

    def key(self):
        self.page.context.clear_cookies()
        self.open()
        if self.page.locator("html").get_attribute("lang") != self.language:
            self.page.locator(f"nav a[hreflang='{self.language}']").click()
            self.page.locator(f"html[lang='{self.language}']").wait_for(state="attached")

    def wrong_key(self):
        self.key()
        self.page.locator("input[type='password']").fill("of nobody")
        self.page.keyboard.press("Enter")
        self.page.get_by_role("alert").wait_for()

    def as_lecturer(self, path):
        self.page.context.clear_cookies()
        self.page.goto(f"{self.school.address}school/?token={self.school.key}")
        self.open_text(path) if path == LESSON else self.open(path)

    def closed(self):
        self.open()
        self.page.goto(f"{self.school.address}lab")


def path(name):
    return lambda reader: reader.open(name)


def lecturers(name):
    return lambda reader: reader.as_lecturer(name)


def whole_page(name):
    return lambda reader: reader.open_whole(name)


KINDS = {
    **{f"home {language}": path("") for language in ("en", "ru", "ky")},
    **{f"lesson {language}": whole_page(LESSON) for language in ("en", "ru", "ky")},
    **{f"assignment {language}": whole_page(ASSIGNMENT) for language in ("en", "ru", "ky")},
    "other-lesson ky": whole_page("04-urn/"),
    "third-lesson ru": whole_page("07-remote-voting/"),
    "search ru": path("search?q=урна бюллетени"),
    "search-nothing ky": path("search?q=слон"),
    "glossary ru": path("glossary"),
    "glossary-some ky": path("glossary?q=үкөк"),
    "progress ky": path("progress"),
    **{f"path {language}": path("path") for language in ("en", "ru", "ky")},
    **{f"certificate {language}": Reader.certificate for language in ("en", "ru", "ky")},
    "no-certificate ky": path("certificate"),
    "teacher ru": lecturers("05-protocol/teacher"),
    "teacher-other ky": lecturers("04-urn/teacher"),
    "teacher-closed ky": path("05-protocol/teacher"),
    "home-of-a-lecturer ru": lecturers(""),
    "lesson-of-a-lecturer ru": lecturers(LESSON),
    "term ru": Reader.term,
    "menu ky": Reader.menu,
    "large-type ru": Reader.large_type,
    "presenter ru": Reader.presenter,
    "stopped ky": Reader.stopped,
    "fails en": whole_page("98-fails/"),
    "dies ru": whole_page("99-dies/"),
    "missing ky": path("no/such/page"),
    "odd-address ru": path("?who=Anna"),
    "closed en": Reader.closed,
    "key ky": Reader.key,
    "wrong-key ru": Reader.wrong_key,
}
FIRST = set({kind.split()[0]: kind for kind in reversed(KINDS)}.values())
"""The first page of each kind that is there in several languages."""
WITHOUT_TITLE = {"presenter ru"}
"""Where one step is shown, it may begin with a heading of the second level."""


@pytest.fixture(scope="module")
def memory(chromium):
    """Return the browser's memory: the files of the pages are fetched once."""
    context = chromium.new_context(viewport={"width": 360, "height": 800}, locale="ru-RU")
    context.set_default_timeout(120_000)
    yield context
    context.close()


@pytest.fixture
def page(memory, whole):
    """Return a page of a new learner; no script may fail on it."""
    memory.clear_cookies()
    page, troubles = memory.new_page(), []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.goto(f"{whole.address}school/?token={whole.learners_key}")
    page.evaluate("localStorage.clear()")
    yield page
    page.close()
    assert troubles == []


def picture(page, name):
    """Keep a picture of the page for people, where SCREENSHOTS is set."""
    if os.environ.get("SCREENSHOTS"):
        folder = ROOT / "build" / "screenshots"
        folder.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=folder / f"{name}.png", full_page=True)


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_of_every_kind_fits_and_can_be_used_by_everybody(page, whole, kind, axe):
    name, language = kind.split()
    KINDS[kind](Reader(page, whole, language))

    assert page.locator("html").get_attribute("lang") == language
    assert page.locator("main").count() == 1
    levels = page.evaluate(HEADINGS)
    if kind not in WITHOUT_TITLE:
        assert levels.count(1) == 1
        assert levels[0] == 1
    assert all(below <= above + 1 for above, below in itertools.pairwise(levels)), levels
    for width, scheme in LOOKS:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        page.wait_for_timeout(150)  # what is drawn anew at another width has its own frame
        picture(page, f"{name}-{language}-{width}-{scheme}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        if width == 360:
            assert page.evaluate(SMALL) == []
        # A width between has nothing that is not at one of the others; in a second language
        # nothing but words is another.
        if width == 1280 or (width == 360 and kind in FIRST):
            assert axe(page) == []


def test_without_a_mouse_one_skips_to_the_text_and_opens_and_closes_the_menu(page, whole):
    Reader(page, whole, "ru").open("glossary")
    page.keyboard.press("Tab")
    skip = page.locator(".electoral-skip")
    assert skip.evaluate("link => link === document.activeElement")
    assert skip.bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement === document.querySelector('main')")

    summary = page.locator("[data-electoral-view] summary")
    page.keyboard.press("Shift+Tab")
    while not summary.evaluate("button => button === document.activeElement"):
        assert page.evaluate("document.activeElement !== document.body")
        outline = "getComputedStyle(document.activeElement).outlineStyle"
        assert page.evaluate(outline) == "solid"  # one sees where one is
        page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    size = page.get_by_role("radio", name="Крупный", exact=True)
    size.wait_for()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")

    size.wait_for(state="hidden")
    assert summary.evaluate("button => button === document.activeElement")


def test_the_key_opens_the_page_that_was_asked_for(page, whole):
    Reader(page, whole, "ru").key()
    page.goto(f"{whole.address}school/ru/glossary")

    page.get_by_label("Ключ").fill(whole.learners_key)
    page.keyboard.press("Enter")

    page.wait_for_url("**/school/ru/glossary")
