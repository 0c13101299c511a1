"""A chart in Chromium: drawn with one script, dressed by the page, and without the script."""

import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import plotly
import plotly.graph_objects as go
import pytest

from electoral_datasets import load
from electoral_widgets import Chart, figures

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def chart():
    return figures.turnout_and_share(load("kg_2017_president"), "en")


@pytest.fixture
def script(tmp_path):
    """Put plotly.js where the school's server has it."""
    folder = tmp_path / "base/school/static"
    folder.mkdir(parents=True)
    shutil.copy(Path(plotly.__file__).parent / "package_data/plotly.min.js", folder)


@pytest.fixture
def bars():
    """A figure that only plotly draws."""
    fig = go.Figure(go.Bar(x=["A", "B"], y=[3, 5]))
    table = pd.DataFrame({"x": ["A", "B"], "y": [3, 5]})
    return Chart(fig, alt="Two bars.", table=table, language="en")


def test_points_are_drawn_without_any_other_script_and_with_the_words_beside_them(show, chart):
    page = show(chart)
    page.wait_for_selector(".point")

    assert page.locator(".point").count() == 53
    assert page.get_by_role("img", name="A scatter plot of 53 districts").count() == 1
    assert page.locator("script[src*=plotly]").count() == 0
    assert page.get_by_role("status").inner_text() == ""


def test_a_point_says_its_words_to_whoever_points_at_it(show, chart):
    page = show(chart)
    page.locator(".point").nth(7).scroll_into_view_if_needed()
    box = page.locator(".point").nth(7).bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)

    words = page.locator(".hover").inner_text()
    assert words in chart.figure["data"][0]["hovertext"]

    page.mouse.move(0, 0)
    assert not page.locator(".hover").is_visible()


@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_point_stands_where_plotly_would_put_it(show, number):
    """The place of each point, as a share between the outermost ones, is that of its values."""
    make = (figures.turnout_and_share, figures.voting_outside, figures.invalid_ballots)[number]
    chart = make(load("kg_2017_president"), "ru")
    page = show(chart)
    page.wait_for_selector(".point")
    places = page.locator(".point").evaluate_all(
        "all => all.map((one) => [one.cx.baseVal.value, one.cy.baseVal.value])"
    )
    (trace,), axis = chart.figure["data"], chart.figure["layout"]["yaxis"]
    rows = axis.get("categoryarray") or sorted(set(trace["y"]))

    def shares(values):
        least, most = min(values), max(values)
        return [(value - least) / (most - least) for value in values]

    assert shares([x for x, _ in places]) == pytest.approx(shares(trace["x"]), abs=0.01)
    upward = shares([rows.index(value) for value in trace["y"]]) if number else shares(trace["y"])
    assert shares([-y for _, y in places]) == pytest.approx(upward, abs=0.01)


@pytest.mark.usefixtures("script")
def test_any_other_figure_is_drawn_by_plotly_without_its_own_buttons(show, bars):
    page = show(bars)
    page.wait_for_selector(".main-svg .bars .point")

    assert page.locator(".modebar").count() == 0
    assert page.locator("a").count() == 0


@pytest.mark.usefixtures("script")
def test_several_charts_fetch_the_script_once(show, bars):
    page = show(bars)
    page.evaluate("""async () => {
        const widget = (await import("./widget.js?again")).default;
        const el = document.createElement("div");
        document.querySelector("main").append(el);
        widget.render({ model, el });
    }""")
    page.wait_for_function("document.querySelectorAll('.main-svg').length >= 2")

    assert page.locator("script[src*=plotly]").count() == 1
    assert page.locator("figure").count() == 2


@pytest.mark.usefixtures("script")
def test_base64_arrays_of_numpy_are_drawn(show):
    """plotly sends numpy arrays as base64; the released plotly.js must understand them."""
    fig = go.Figure(go.Scatter(x=np.arange(30), y=np.arange(30) ** 2, mode="markers"))
    table = pd.DataFrame({"x": range(30)})
    page = show(Chart(fig, alt="Thirty points.", table=table, language="en"))
    page.wait_for_selector(".point")

    assert "bdata" in str(fig.to_plotly_json()) or "bdata" in fig.to_json()
    assert page.locator(".point").count() == 30


def test_the_colours_follow_the_page_when_it_turns_dark(show, chart):
    page = show(chart)
    page.wait_for_selector(".xtick text")
    fill = "getComputedStyle(document.querySelector('.xtick text')).fill"
    light = page.evaluate(fill)
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(f"{fill} !== {light!r}")

    assert light != page.evaluate(fill)


def test_without_the_script_a_sentence_says_so_and_the_table_opens(show, bars):
    page = show(bars)
    page.wait_for_selector("details[open]")

    assert "could not be drawn" in page.get_by_role("status").inner_text()
    assert page.get_by_role("table").is_visible()
    assert page.locator("tbody tr").count() == 2
    assert not page.locator(".picture").is_visible()


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")])
def test_the_chart_fits_and_has_no_serious_fault(show, axe, scheme, width, chart):
    page = show(chart, width, scheme)
    page.wait_for_selector(".point")
    page.locator("summary").click()

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert axe(page) == []
    title = page.locator(".xtitle").bounding_box()
    picture = page.locator(".picture").bounding_box()
    assert title["x"] >= picture["x"] - 1
    assert title["x"] + title["width"] <= picture["x"] + picture["width"] + 1
