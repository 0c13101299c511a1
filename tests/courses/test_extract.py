"""Babel's own commands on our sources, and the catalogues of the whole project."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest
from babel.messages.extract import DEFAULT_KEYWORDS
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from electoral_courses import builder, catalogue
from electoral_courses.blocks import speaks
from electoral_courses.errors import CourseError
from electoral_courses.extract import extract_items, extract_lesson, item_messages
from electoral_courses.messages import KEYWORDS, METHODS, main, places, update

ROOT = Path(__file__).parents[2]
FIXTURE = Path(__file__).parent / "fixtures" / "courses"
MODULE = "07-urn"


@pytest.fixture
def project(tmp_path) -> Path:
    """Return a small project: the fixture's module and a package that speaks."""
    (tmp_path / "pyproject.toml").touch()
    shutil.copytree(FIXTURE, tmp_path / "courses")
    package = tmp_path / "widgets" / "electoral_toys"
    (package / "data" / "toy").mkdir(parents=True)
    (package / "__init__.py").write_text(
        'TITLE = N_("A toy urn")\n\n\ndef told(n):\n'
        '    return ngettext("{n} ballot", "{n} ballots", n).format(n=n)\n',
        encoding="utf-8",
    )
    (package / "data" / "toy" / "card.yaml").write_text("title: Toy data\n", encoding="utf-8")
    return tmp_path


def pybabel(*arguments: object) -> None:
    command = [sys.executable, "-m", "babel.messages.frontend", "-q", *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def msgids(path: Path) -> set[str]:
    return {message.id for message in read_po(io.BytesIO(path.read_bytes())) if message.id}


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.slow
def test_babel_extracts_exactly_what_the_builder_looks_up(tmp_path, monkeypatch):
    asked: set[str] = set()

    def listening(*_):
        return lambda message: asked.add(message) or message

    monkeypatch.setattr(builder, "gettext_of", listening)
    monkeypatch.setattr(catalogue, "gettext_of", listening)

    pybabel("extract", "-F", "babel.cfg", "-o", tmp_path / "x.pot", FIXTURE / MODULE)
    builder.build(FIXTURE, tmp_path / "out", ("xx",))
    catalogue.module(FIXTURE / MODULE).text("xx")

    assert msgids(tmp_path / "x.pot") == {message for message in asked if speaks(message)}


@pytest.mark.slow
def test_a_changed_paragraph_becomes_fuzzy_and_is_shown_in_english(project):
    module = project / "courses" / MODULE
    (module / "assignment.md").unlink()
    lesson = module / "lesson.md"
    text = lesson.read_text(encoding="utf-8")
    lesson.write_text(text.replace("It has two marks.", "It has three marks."), encoding="utf-8")

    pot = project / "x.pot"
    pybabel("extract", "-F", "babel.cfg", "-o", pot, module)
    pybabel("update", "-i", pot, "-o", module / "ru.po", "-l", "ru")
    builder.build(project / "courses", project / "out", ("ru",))

    entries = {entry.msgid: entry for entry in polib.pofile(str(module / "ru.po"))}
    changed = entries["First the **invalid ballot**. It has three marks."]
    built = (project / "out" / "courses" / "ru" / MODULE / "lesson.ipynb").read_text("utf-8")
    assert changed.fuzzy
    assert "It has three marks." in built
    assert "Протокол подписывают все члены комиссии." in built


def test_babel_cfg_and_our_own_update_read_the_same():
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        patterns, _ = parse_mapping_cfg(file)

    names = {
        "electoral_lesson": "lesson",
        "electoral_items": "items",
        "electoral_sources": "sources",
        "electoral_cards": "card",
    }
    assert [(pattern, names.get(method, method)) for pattern, method in patterns] == [
        (pattern, method.rpartition("extract_")[2]) for pattern, method in METHODS
    ]
    assert {name: DEFAULT_KEYWORDS[name] for name in KEYWORDS} == KEYWORDS


def test_a_lesson_gives_its_messages_with_lines():
    path = FIXTURE / MODULE / "lesson.md"

    with path.open("rb") as file:
        found = {message: line for line, _, message, _ in extract_lesson(file, (), (), {})}

    assert found["One urn"] == 7
    assert found["A box of ballots is opened and counted."] == 8
    assert found["Count the votes of one ballot box."] == 13
    assert found["Two piles of ballots"] == 44
    assert not any("Counter" in message or "a listing" in message for message in found)


def test_items_give_their_messages_with_lines_and_places():
    path = FIXTURE / MODULE / "items.yaml"
    lines = path.read_text(encoding="utf-8").splitlines()

    found = {place: (line, text) for line, text, place in item_messages("\n".join(lines), path)}

    assert found["votes-left.hints.0.text"] == (24, "Subtract.")
    assert found["why-public.scheme"][1] in lines[found["why-public.scheme"][0] - 1]
    assert "votes-left.answer" not in found


@pytest.mark.parametrize(
    ("text", "words"),
    [("- id: [\n", "YAML"), ("one: two\n", "list of items"), ("- id: x\n  options: 3\n", "item")],
)
def test_malformed_items_are_named_with_their_place(text, words):
    file = io.BytesIO(text.encode())
    file.name = "07-urn/items.yaml"

    with pytest.raises(CourseError, match=rf"07-urn/items\.yaml:\d: .*{words}"):
        list(extract_items(file, (), (), {}))


def test_update_makes_every_catalogue_and_a_second_run_changes_no_byte(project):
    changed = update(project)
    after = tree(project)

    assert update(project) == []
    assert tree(project) == after
    toys = project / "widgets" / "electoral_toys" / "locale"
    assert changed == [toys / "ky.po", toys / "ru.po"]


def test_update_reads_code_cards_and_plurals_of_packages(project):
    update(project)

    entries = polib.pofile(str(project / "widgets" / "electoral_toys" / "locale" / "ru.po"))
    assert {(entry.msgid, entry.msgid_plural) for entry in entries} == {
        ("A toy urn", ""),
        ("{n} ballot", "{n} ballots"),
        ("Toy data", ""),
    }
    assert len(next(e for e in entries if e.msgid_plural).msgstr_plural) == 3


def test_update_keeps_translations_comments_and_writes_no_date(project):
    path = project / "courses" / MODULE / "ru.po"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace('msgid "Thank you."', '# glossary: free\nmsgid "Thank you."').replace(
            '"Language: ru\\n"', '"Language: ru\\n"\n"POT-Creation-Date: 2026-01-01 10:00+0600\\n"'
        ),
        encoding="utf-8",
    )
    assignment = project / "courses" / MODULE / "assignment.md"
    content = assignment.read_text(encoding="utf-8")
    assignment.write_text(content.replace("Thank you.", "Thank you.\n\nGoodbye."), encoding="utf-8")

    update(project)

    entries = {entry.msgid: entry for entry in polib.pofile(str(path))}
    assert entries["Thank you."].msgstr == "Спасибо."
    assert entries["Thank you."].tcomment == "glossary: free"
    assert entries["Goodbye."].msgstr == ""
    assert "Date" not in path.read_text(encoding="utf-8")


def test_a_removed_message_is_kept_out_of_use_only_if_it_was_translated(project):
    module = project / "courses" / MODULE
    edit = module / "assignment.md"
    content = edit.read_text(encoding="utf-8")
    edit.write_text(content.replace("Thank you.", "Thank you.\n\nGoodbye."), encoding="utf-8")
    update(project)
    edit.write_text(content.replace("Thank you.", "412"), encoding="utf-8")

    update(project)

    obsolete = polib.pofile(str(module / "ru.po")).obsolete_entries()
    assert [entry.msgid for entry in obsolete] == ["Thank you."]


def test_a_new_language_is_a_new_file(project):
    update(project, ["de"])

    made = polib.pofile(str(project / "courses" / MODULE / "de.po"))
    assert made.metadata["Language"] == "de"
    assert len(made.untranslated_entries()) == len(made)


def test_a_folder_of_modules_alone_has_no_packages(tmp_path):
    shutil.copytree(FIXTURE, tmp_path / "modules")

    assert [place.name for place in places(tmp_path / "modules")] == [MODULE]


def test_the_command_tells_what_changed_and_what_is_broken(project, capsys):
    assert main([str(project)]) == 0
    assert "2 catalogue(s) changed." in capsys.readouterr().out

    (project / "courses" / MODULE / "lesson.md").write_text("# x\n", encoding="utf-8")
    assert main([str(project)]) == 1
    assert "lesson.md:1: " in capsys.readouterr().err
