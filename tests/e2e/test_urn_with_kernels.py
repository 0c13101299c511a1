"""The five views of the urn with a kernel behind them: on the lesson's page and in JupyterLab."""

import pytest

from electoral_datasets.i18n import translator
from electoral_widgets.hand_count import HandCount

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MODULE = "04-urn"
READY = "document.documentElement.dataset.electoral"
VIEWS = ("urn", "is-it-a-vote", "hand-count", "two-counts", "detective")


class Player:
    """Somebody who plays the views of a page in one language."""

    def __init__(self, page, language):
        self.page = page
        self.say = translator("electoral_widgets", language).gettext

    def view(self, name):
        return self.page.locator(f".electoral-{name}").first

    def press(self, view, text):
        view.get_by_role("button", name=self.say(text), exact=True).click()

    def guess(self, view, answer, text):
        view.get_by_label(self.say(answer), exact=True).check()
        self.press(view, text)

    def urn(self):
        view = self.view("urn")
        for _ in range(3):
            self.press(view, "Next ballot")
        self.guess(view, "About 1", "Count them all")
        view.get_by_text(self.say("Three counts of the same ballots")).first.wait_for()

    def is_it_a_vote(self):
        view = self.view("is-it-a-vote")
        view.get_by_role("radio").nth(5).check()
        self.press(view, "Judge")
        self.press(view, "Next ballot")

    def hand_count(self):
        view = self.view("hand-count")
        papers = HandCount(18, ballots=24, language="en").heap.papers()
        self.guess(view, "Yes, ballot for ballot", "Begin the count")
        field = view.get_by_label(self.say("Unused and spoiled together"))
        field.fill(str(papers["unused"] + papers["spoiled"]))
        self.press(view, "Write it down and cut")
        self.press(view, "Open the mobile box")
        self.press(view, "Open the stationary box")
        view.locator(".piles").get_by_role("button").first.click()
        view.get_by_text(
            self.say("Left in the heap: {left} of {count}").format(left=23, count=24)
        ).wait_for()

    def two_counts(self):
        view = self.view("two-counts")
        self.guess(view, "On more than 10,000", "Count both ways")
        view.locator(".after").wait_for(state="visible")
        self.press(view, "By lot")
        chosen = self.say("Chosen: {chosen} of at most {most}").format(chosen=10, most=101)
        view.get_by_text(chosen).first.wait_for()
        self.press(view, "Recount them")
        self.press(view, "Show the disturbed stations")
        view.get_by_role("list", name=self.say("The disturbed stations")).wait_for()

    def detective(self):
        view = self.view("detective")
        self.guess(view, "An act on purpose", "Begin to look")
        view.locator(".card").first.get_by_role("button").click()
        view.get_by_label(self.say("No act is shown: I accuse nobody")).check()
        self.press(view, "Hand in")
        self.press(self.page, "Yes, hand in")
        view.locator(".score").wait_for()

    def all(self):
        for name in VIEWS:
            getattr(self, name.replace("-", "_"))()


@pytest.mark.parametrize("language", ["en", "ru", "ky"])
def test_every_view_is_played_on_the_lesson_s_page(page, school, language):
    page.goto(f"{school.address}school/{language}/{MODULE}/")
    page.locator("html[data-electoral]").wait_for(state="attached")
    assert page.evaluate(READY) == "ready"

    Player(page, language).all()

    for name in VIEWS:
        assert page.locator(f".electoral-{name}").first.get_attribute("lang") == language
        assert page.locator(f".electoral-{name} .notice").first.inner_text() == ""


def test_a_link_brings_the_same_urn_to_somebody_else(page, school, context):
    page.goto(f"{school.address}school/en/{MODULE}/")
    page.locator("html[data-electoral]").wait_for(state="attached")
    player = Player(page, "en")
    player.urn()
    view = player.view("urn")
    player.press(view, "Link to what I see")
    link = view.get_by_label("Link to this state").input_value()
    found = view.locator(".results tbody").inner_text()

    other = context.new_page()
    other.goto(link)
    other.locator("html[data-electoral]").wait_for(state="attached")
    other.locator(".electoral-urn .results tbody").wait_for()

    assert other.locator(".electoral-urn .results tbody").inner_text() == found
    other.close()


def test_every_view_is_played_in_lab(lab_page):
    page = lab_page(f"courses/ru/{MODULE}/lesson.ipynb", ".electoral-detective")

    Player(page, "ru").all()
