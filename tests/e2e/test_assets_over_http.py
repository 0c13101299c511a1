"""A page's files as a browser gets them: packed, kept for good, and little of them."""

import re

import pytest

pytestmark = [pytest.mark.slow]


@pytest.fixture(scope="module")
def page_text(school):
    return school.learner().get("school/en/05-protocol/").text


def test_the_scripts_of_a_page_are_packed_and_kept_for_good(school, page_text):
    learner = school.learner()
    script = re.search(r'<script src="/(school/assets/[0-9a-f]{16}/voila/voila\.js)"', page_text)[1]

    answer = learner.get(script)
    packed = learner.get(script, **{"Accept-Encoding": "br, gzip"})

    for headers in (answer.headers, packed.headers):
        assert headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert headers["Content-Type"].startswith("text/javascript")
        assert headers["Vary"] == "Accept-Encoding"
    assert "Content-Encoding" not in answer.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert int(packed.headers["Content-Length"]) < len(answer.text) / 2


def test_an_address_of_another_time_is_asked_for_again(school):
    learner = school.learner()

    answer = learner.get("school/assets/0123456789abcdef/voila/voila.js")

    assert answer.headers["Cache-Control"] == "no-cache"
    assert learner.get("school/assets/0123456789abcdef/other/voila.js").status == 404
    assert learner.get("school/assets/0123456789abcdef/voila/../voila.js").status == 404


def test_the_text_is_whole_before_what_cells_show(page_text):
    text, _, shown = page_text.partition("<template data-electoral-for=")

    assert text.count("<h2") > 5
    assert "<h2" not in re.sub(r"<template.*?</template>", "", shown, flags=re.DOTALL)
    assert shown.count("<template") > 10
    waiting = set(re.findall(r'id="(c-[\w-]+)"', text))
    assert set(re.findall(r'data-electoral-for="(c-[\w-]+)"', page_text)) <= waiting


@pytest.mark.browser
def test_a_first_lesson_is_light_and_the_next_is_nearly_nothing(chromium, school):
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    sizes = []
    network.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))

    def opened(path):
        sizes.clear()
        page.goto(f"{school.address}school/{path}")
        page.locator("html[data-electoral]").wait_for(state="attached")
        assert page.evaluate("document.documentElement.dataset.electoral") == "ready"
        page.wait_for_load_state("networkidle")
        return sum(sizes)

    page.goto(f"{school.address}school/?token={school.learners_key}")
    first, following = opened("ru/04-urn/"), opened("ru/07-remote-voting/")
    again = opened("ru/05-protocol/") and opened("ru/05-protocol/")  # once plotly's script is there
    context.close()

    assert first < 1_500_000
    assert following < 50_000
    assert again < 50_000


def test_a_page_s_own_text_is_packed_as_well(school):
    answer = school.learner().get("school/en/", **{"Accept-Encoding": "gzip"})

    assert answer.headers["Content-Encoding"] == "gzip"
