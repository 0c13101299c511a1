"""The seven views of remote voting with a kernel behind them: on the lesson's page and in Lab."""

import pytest

from electoral_datasets.i18n import translator

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MODULE = "07-remote-voting"
READY = "document.documentElement.dataset.electoral"
VIEWS = {
    "remote-station": ".steps li",
    "bulletin-board": "table tbody tr >> nth=1",
    "key-ceremony": ".room",
    "cabinet": ".lines li",
    "verifier-lens": ".card",
    "insider-lab": "select",
    "who-can-notice": ".matrix .cell, .cell",
}
"""Of each view what Python shows once its question is answered."""


class Player:
    """Somebody who answers the first question of every view of a page, in one language."""

    def __init__(self, page, language):
        self.page = page
        self.say = translator("electoral_widgets", language).gettext

    def press(self, view, text):
        view.get_by_role("button", name=self.say(text), exact=True).click()

    def cabinet(self, view):
        self.press(view, "ID card")
        view.locator(".ballot input").nth(1).check()
        self.press(view, "Encrypt and send")

    def who_can_notice(self, view):
        for asked in range(3):
            part = view.locator(".prediction").nth(asked)
            part.get_by_role("radio").first.check()
            part.get_by_role("button").first.click()

    def remote_station(self, view):
        for group in view.get_by_role("radiogroup").or_(view.locator("fieldset")).all():
            if group.get_by_role("radio").count() and group.is_visible():
                group.get_by_role("radio").first.check()
        self.press(view, "Go in")

    def guess(self, view):
        part = view.locator(".prediction").first
        part.get_by_role("radio").first.check()
        part.get_by_role("button").first.click()

    def all(self):
        for name, shown in VIEWS.items():
            view = self.page.locator(f".electoral-{name}").first
            getattr(self, name.replace("-", "_"), self.guess)(view)
            view.locator(shown).first.wait_for()


@pytest.mark.parametrize("language", ["en", "ru", "ky"])
def test_every_view_answers_on_the_lesson_s_page(page, school, language):
    page.goto(f"{school.address}school/{language}/{MODULE}/")
    page.locator("html[data-electoral]").wait_for(state="attached")
    assert page.evaluate(READY) == "ready"

    Player(page, language).all()

    for name in VIEWS:
        view = page.locator(f".electoral-{name}").first
        assert view.get_attribute("lang") == language
        assert view.locator(".notice").first.inner_text() == ""


def test_every_view_answers_in_lab(lab_page):
    page = lab_page(f"courses/ru/{MODULE}/lesson.ipynb", ".electoral-who-can-notice")

    Player(page, "ru").all()
