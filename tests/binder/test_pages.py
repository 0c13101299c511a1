"""The pages' parts that need no server: language, shelf, text, settings."""

import json
import socket

import nbformat
import pytest

from electoral_binder.lessons import kernel_environment
from electoral_binder.numbers import numbers_of
from electoral_binder.page_words import WORDS, choose_language, minutes_text, words
from electoral_binder.reading import is_shown, read, to_html, with_sections
from electoral_binder.serve import config, free_port, lab_settings
from electoral_binder.shelf import Place, books, neighbours, notebook_path, places, shelf_root
from electoral_datasets.i18n import LANGUAGES

text = nbformat.v4.new_markdown_cell
code = nbformat.v4.new_code_cell


@pytest.fixture
def shelf(tmp_path):
    """Return a folder with a whole module, a lesson without source, and a stray folder."""
    for name in ("05-protocol/lesson", "05-protocol/assignment", "90-drawn/lesson", "notes/draft"):
        path = tmp_path / "courses" / "en" / f"{name}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        title = {"electoral": {"title": f"Title of {name}"}}
        path.write_text(json.dumps({"metadata": title, "cells": []}), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("remembered", "accepted", "expected"),
    [
        ("ky", "ru", "ky"),
        ("../etc", "ky", "ky"),
        (None, "ky-KG,ky;q=0.9,ru;q=0.8", "ky"),
        (None, "de, en;q=0.1, ru;q=0.5", "ru"),
        (None, "en;q=0, fr", "ru"),
        (None, "en;q=high", "ru"),
        (None, None, "ru"),
    ],
)
def test_the_first_language_is_the_remembered_then_the_accepted_then_ours(
    remembered, accepted, expected
):
    assert choose_language(remembered, accepted) == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_the_pages_fills_its_places_in_every_language(language):
    told = words(language)
    values = dict.fromkeys(("number", "modules", "command", "language"), "X")

    for name, source in WORDS.items():
        assert told[name].format(**values).count("X") == source.format(**values).count("X"), name
    assert "45" in minutes_text(45, language)


def test_the_shelf_holds_what_is_built_and_nothing_else(shelf):
    assert [(book.id, book.number, book.pages) for book in books(shelf, "en")] == [
        ("05-protocol", 5, ("lesson", "assignment")),
        ("90-drawn", 90, ("lesson",)),
    ]
    assert books(shelf, "ky") == []


def test_a_module_without_a_source_here_has_the_title_in_its_notebook(shelf):
    assert books(shelf, "en")[1].title == "Title of 90-drawn/lesson"


def test_pages_follow_each_other_in_reading_order(shelf):
    row = places(books(shelf, "en"))

    assert [place.address for place in row] == [
        "05-protocol/",
        "05-protocol/assignment",
        "90-drawn/",
    ]
    assert neighbours(books(shelf, "en"), "05-protocol", "assignment") == (row[0], row[2])
    assert neighbours(books(shelf, "en"), "05-protocol", "lesson")[0] is None
    assert isinstance(row[0], Place)


@pytest.mark.parametrize("module", ["..", "../en/05-protocol", "", "05-protocol/", ".ipynb"])
def test_no_name_of_a_module_leads_out_of_the_shelf(shelf, module):
    assert notebook_path(shelf, "en", "05-protocol", "lesson") is not None
    assert notebook_path(shelf, "en", module, "lesson") is None
    assert notebook_path(shelf, "en", "05-protocol", "items") is None


def test_the_root_is_the_build_folder_of_a_repository(tmp_path):
    assert shelf_root(tmp_path) == tmp_path

    (tmp_path / "build" / "courses").mkdir(parents=True)

    assert shelf_root(tmp_path) == tmp_path / "build"


def test_section_ids_are_the_same_in_every_language(tmp_path):
    english, russian = (
        nbformat.v4.new_notebook(cells=[text(source, id="ab12")])
        for source in ("# Four sums\n\n## One *digit*", "# Четыре суммы\n\n## Одна *цифра*")
    )

    ids = [[section.id for section in read(nb, tmp_path, "Table")] for nb in (english, russian)]

    assert ids == [["s-ab12", "s-ab12-2"]] * 2


def test_a_heading_loses_its_own_id_and_keeps_its_marks():
    html, (section,) = with_sections('<h2 id="one-digit">One <em>digit</em> &amp; more</h2>', "c1")

    assert html == '<h2 id="s-c1">One <em>digit</em> &amp; more</h2>'
    assert section.title == "One digit & more"


def test_a_table_scrolls_by_itself_and_by_keyboard(tmp_path):
    notebook = nbformat.v4.new_notebook(cells=[text("| a |\n|---|\n| 1 |")])

    read(notebook, tmp_path, 'A "wide" table')

    html = notebook.cells[0].metadata["electoral_html"]
    assert 'tabindex="0" aria-label="A &quot;wide&quot; table"><table>' in html


def test_small_print_and_pictures_beside_the_notebook_are_part_of_the_page(tmp_path):
    (tmp_path / "urn.svg").write_text("<svg/>", encoding="utf-8")
    (tmp_path.parent / "secret.svg").write_text("<svg/>", encoding="utf-8")

    assert '<small class="s">Source: A</small>' in to_html(
        '<small class="s">Source: A</small>', tmp_path
    )
    assert 'src="data:image/svg+xml;base64,' in to_html("![An urn](urn.svg)", tmp_path)
    assert "base64" not in to_html("![No](../secret.svg)", tmp_path)


def test_the_python_track_and_graded_cells_are_for_the_notebook_only():
    graded = {"nbgrader": {"grade": True, "solution": False}}
    filled = {"nbgrader": {"grade": False, "solution": True}}

    assert is_shown(text("Read this."))
    assert is_shown(code("ask('k3')", metadata={"electoral": {"item": "k3"}}))
    assert not is_shown(code("check('k3')", metadata=graded))
    assert not is_shown(text("YOUR ANSWER", metadata=filled))
    assert not is_shown(code("violated = []", metadata={"tags": ["pandas-track"]}))


def test_a_kernel_gets_the_learner_s_id_and_no_secret(tmp_path, monkeypatch):
    monkeypatch.setenv("JUPYTER_TOKEN", "of-the-server")
    monkeypatch.delenv("JUPYTERHUB_USER", raising=False)
    monkeypatch.delenv("ELECTORAL_STUDENT", raising=False)

    environment = kernel_environment("learner-0001", "ky", tmp_path / "answers", "/")

    assert environment["HTTP_COOKIE"] == "electoral_learner=learner-0001"
    assert environment["ELECTORAL_ANSWERS"] == str(tmp_path / "answers")
    assert environment["ELECTORAL_LANG"] == "ky"
    assert environment["ELECTORAL_STUDENT"] == numbers_of(tmp_path / "answers", "learner-0001")
    assert "of-the-server" not in environment.values()


def test_a_student_known_to_the_hub_keeps_the_name(tmp_path, monkeypatch):
    monkeypatch.setenv("JUPYTERHUB_USER", "aliya")
    monkeypatch.delenv("ELECTORAL_STUDENT", raising=False)

    assert "ELECTORAL_STUDENT" not in kernel_environment("learner-0001", "ky", tmp_path, "/")


def test_a_chosen_port_must_be_free_and_another_is_passed_over():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(OSError, match=str(port)):
            free_port(port, is_chosen=True)
        assert free_port(port, is_chosen=False) > port


def test_the_server_listens_on_this_machine_and_asks_no_other(tmp_path):
    settings = config(tmp_path, tmp_path / "data", port=8900, token="t")  # noqa: S106

    assert settings.ServerApp.ip == "127.0.0.1"
    assert settings.ServerApp.default_url == "/school/"
    assert settings.LabApp.news_url is None
    assert settings.LabApp.extension_manager == "readonly"
    assert settings.VoilaConfiguration.allow_template_override == "NO"
    assert settings.MappingKernelManager.cull_idle_timeout > 0


def test_jupyterlab_opens_in_the_school_s_language(tmp_path):
    folder = lab_settings(tmp_path, "ru")

    defaults = json.loads((folder / "overrides.json").read_text(encoding="utf-8"))
    assert defaults["@jupyterlab/translation-extension:plugin"] == {"locale": "ru_RU"}
    assert defaults["@jupyterlab/apputils-extension:notification"]["fetchNews"] == "false"
