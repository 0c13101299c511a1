"""A page's files as a browser gets them: packed, kept for good, and little of them."""

import re

import pytest

pytestmark = [pytest.mark.slow]


@pytest.fixture(scope="module")
def page_text(school):
    return school.learner().get("school/en/05-protocol/").text


SCRIPTS = [
    r'src="/(school/assets/[0-9a-f]{16}/ours/exercises\.js)"',
    r'"script":"/(school/views/[0-9a-f]{24}\.js)"',
]


@pytest.mark.parametrize("known_by", SCRIPTS)
def test_the_scripts_of_a_page_are_packed_and_kept_for_good(school, page_text, known_by):
    learner = school.learner()
    script = re.search(known_by, page_text)[1]

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


def test_views_are_for_those_who_may_see_lessons(school, page_text):
    script = re.search(SCRIPTS[1], page_text)[1]

    assert school.stranger().get(script).status in {302, 403}
    assert school.learner().get("school/views/" + "0" * 24 + ".js").status == 404


def test_a_page_of_our_views_alone_asks_for_nothing_of_voila_s(page_text):
    assert "voila.js" not in page_text
    assert page_text.count("data-electoral-widget>") > 10
    assert "_esm" not in page_text


def test_the_text_is_whole_before_what_cells_show(page_text):
    text, _, shown = page_text.partition("<template data-electoral-for=")

    assert text.count("<h2") > 5
    assert "<h2" not in re.sub(r"<template.*?</template>", "", shown, flags=re.DOTALL)
    assert shown.count("<template") > 10
    waiting = set(re.findall(r'id="(c-[\w-]+)"', text))
    assert set(re.findall(r'data-electoral-for="(c-[\w-]+)"', page_text)) <= waiting


def test_a_page_s_own_text_is_packed_as_well(school):
    answer = school.learner().get("school/en/", **{"Accept-Encoding": "gzip"})

    assert answer.headers["Content-Encoding"] == "gzip"
