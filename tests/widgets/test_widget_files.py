"""What holds for every widget of ours: words, files, import."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import electoral_widgets
from electoral_widgets.numerals import count, decimal, difference, percent, signs

STATIC = Path(electoral_widgets.__file__).parent / "static"
FORMS = {
    home: getattr(electoral_widgets, name)
    for name, home in electoral_widgets._HOMES.items()
    if name != "ItemView"  # it has the words of ten kinds of items, and tests of its own
}


@pytest.mark.parametrize("name", FORMS)
def test_every_label_the_browser_reads_is_given_and_none_is_left_over(name):
    read = set(re.findall(r"\blabels\.(\w+)", (STATIC / f"{name}.js").read_text("utf-8")))

    assert read == set(FORMS[name].TEXTS)


@pytest.mark.parametrize("name", FORMS)
def test_the_places_in_a_text_are_those_the_browser_fills(name):
    script = (STATIC / f"{name}.js").read_text("utf-8")
    for key, text in FORMS[name].TEXTS.items():
        for place in re.findall(r"\{(\w+)\}", text):
            assert re.search(rf"\b{place}\b[:,\s}}]", script), f"{key} has {{{place}}}"


@pytest.mark.parametrize("path", sorted(STATIC.iterdir()), ids=lambda path: path.name)
def test_a_file_for_the_browser_is_small_and_names_no_other_machine(path):
    text = path.read_text("utf-8")

    assert len(text.encode()) < 50_000
    assert "http" not in text
    assert "innerHTML" not in text
    assert "@import" not in text or path.suffix == ".js"


@pytest.mark.parametrize("name", FORMS)
def test_a_style_sheet_touches_nothing_but_its_widget(name):
    css = re.sub(r"/\*.*?\*/", "", (STATIC / f"{name}.css").read_text("utf-8"), flags=re.DOTALL)
    selectors = re.findall(r"(?:^|[{}])\s*([^{}@;]+?)\s*\{", css)
    root = f".electoral-{name.replace('_', '-')}"

    assert len(selectors) > 10
    for selector in selectors:
        for part in re.split(r",(?![^(]*\))", selector):
            assert root in part, selector


@pytest.mark.parametrize("name", electoral_widgets._HOMES)
def test_what_a_browser_gets_as_style_touches_nothing_but_the_widget(name):
    """The shared rules too: two widgets on one page may not change each other's look."""
    css = re.sub(r"/\*.*?\*/", "", getattr(electoral_widgets, name)._css, flags=re.DOTALL)
    root = f".electoral-{electoral_widgets._HOMES[name].replace('_', '-')}"
    selectors = re.findall(r"(?:^|[{}])\s*([^{}@;]+?)\s*\{", css)
    for _ in range(3):  # a comma in brackets divides no selectors
        selectors = [re.sub(r"\([^()]*\)", "", selector) for selector in selectors]
    parts = [part for selector in selectors for part in selector.split(",")]

    assert len(selectors) > 10
    assert [part for part in parts if root not in part] == []


def test_importing_the_package_loads_no_widget_and_takes_under_50_ms():
    script = (
        "import sys, time; start = time.process_time(); import electoral_widgets; "
        "took = time.process_time() - start; "
        "print(took, 'anywidget' in sys.modules, 'pandas' in sys.modules)"
    )
    ran = [
        subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, check=True
        ).stdout.split()
        for _ in range(3)
    ]

    assert min(float(took) for took, *_ in ran) < 0.05
    assert {(anywidget, pandas) for _, anywidget, pandas in ran} == {("False", "False")}


def test_a_name_the_package_does_not_have_is_answered_with_those_it_has():
    with pytest.raises(AttributeError, match=r"no 'Form'; it has AccessWalk, BulletinBoard"):
        electoral_widgets.Form  # noqa: B018 - reading it is the point

    assert set(electoral_widgets.__all__) <= set(dir(electoral_widgets))


@pytest.mark.parametrize(
    ("language", "whole", "less", "part", "ratio"),
    [
        ("en", "25,047", "−10,000", "12.3%", "0.14"),
        ("ru", "25\xa0047", "−10\xa0000", "12,3\xa0%", "0,14"),
        ("ky", "25\xa0047", "−10\xa0000", "12,3%", "0,14"),
    ],
)
def test_numbers_are_written_as_the_language_writes_them(language, whole, less, part, ratio):
    """Common Locale Data Repository, as Babel carries it; the minus is a real minus."""
    assert count(25047, language) == whole
    assert difference(-10000, language) == less
    assert percent(0.1234, language) == part
    assert decimal(0.1412, language) == ratio
    assert signs(language)["minus"] == "−"


def test_a_difference_says_its_sign_unless_it_is_nothing():
    assert [difference(number, "en") for number in (3, 0, -1)] == ["+3", "0", "−1"]
