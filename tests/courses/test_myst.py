"""Lessons as MyST: which messages they have, and how a translation takes their place."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from electoral_courses.blocks import blocks, parser, replaced, speaks
from electoral_courses.errors import CourseError, read_text
from electoral_courses.myst import parse_page, read_page, translated
from electoral_courses.roles import Role, plain, rendered, roles

LESSON = Path(__file__).parent / "fixtures" / "courses" / "07-urn" / "lesson.md"
FRONT = "---\nelectoral:\n  title: A page\n---\n"


def messages(text: str) -> list[str]:
    return [block.message for block in blocks(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One sentence.\nAnother one.\n", ["One sentence. Another one."]),
        ("First line\\\nsecond line\n", ["First line\\\nsecond line"]),
        ("First line  \nsecond line\n", ["First line\\\nsecond line"]),
        ("A backslash pair\\\\\nis no break.\n", ["A backslash pair\\\\ is no break."]),
        ("## A *heading* ##\n", ["A *heading*"]),
        ("Over two\nlines\n===\n", ["Over two lines"]),
        ("- one\n  more\n  - two\n1) three\n", ["one more", "two", "three"]),
        ("> quoted\n> words\n", ["quoted words"]),
        ("| a | b \\| c |\n|---|---|\n| `x \\| y` | 2 |\n", ["a", "b | c", "`x | y`", "2"]),
        ("![Two piles](piles.svg)\n", ["Two piles"]),
        ("Text ![Two piles](piles.svg) text\n", ["Text ![Two piles](piles.svg) text"]),
        ("```python\nprint('no')\n```\n", []),
        ("    indented code\n", []),
        ("$$\nv = c\n$$\n", []),
        ("<div>\nraw\n</div>\n", []),
        ("[name]: #target\n", []),
    ],
)
def test_a_block_is_one_message(text, expected):
    assert messages(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One.\nTwo.\n\nThree.\n", "ONE. TWO.\n\nTHREE.\n"),
        ("# Title #\n", "# TITLE #\n"),
        ("Over two\nlines\n---\n", "OVER TWO LINES\n---\n"),
        ("- one\n  more\n\n  second paragraph\n", "- ONE MORE\n\n  SECOND PARAGRAPH\n"),
        ("> - one\\\n>   more\n", "> - ONE\\\n>   MORE\n"),
        ("10. ten\n    more\n", "10. TEN MORE\n"),
        ("| a | b |\n|:--|--:|\n| c\\|d | |\n", "| A | B |\n|:--|--:|\n| C\\|D |  |\n"),
        ("> | a |\n> |---|\n> | b |\n", "> | A |\n> |---|\n> | B |\n"),
        ("![two piles](piles.svg)\n", "![TWO PILES](piles.svg)\n"),
        ("```\ncode\n```\ntext\n", "```\ncode\n```\nTEXT\n"),
    ],
)
def test_a_translation_takes_the_place_of_its_block(text, expected):
    assert replaced(text, str.upper) == expected


@given(st.text(alphabet="абв 0123456789.)(-+*_#>=~`!?:;,[]", min_size=1, max_size=12))
@example("--")
@example("````")
def test_a_translation_of_any_words_stays_the_block_it_was(words):
    source = "# Heading\n\nParagraph\n\n- item\n\n| a |\n|---|\n| b |\n"
    if not words.strip():
        words = "слово"

    result = replaced(source, lambda _: words)

    kinds = [token.type for token in parser().parse(result)]
    assert kinds == [token.type for token in parser().parse(source)]


@given(st.sampled_from(["2017. Год", "3) Три", "- тире", "# решётка", "> стрелка", "+ плюс"]))
def test_a_beginning_that_looks_like_markdown_is_shown_as_it_is_written(words):
    html = parser().render(replaced("Paragraph\n", lambda _: words))

    assert html == f"<p>{words.replace('>', '&gt;')}</p>\n"


def test_a_translation_that_breaks_the_structure_is_refused():
    with pytest.raises(ValueError, match="changes the structure"):
        replaced("Paragraph\n", lambda _: "<div>")


@pytest.mark.parametrize(
    ("message", "expected"),
    [("412", False), ("`issued`", False), ("$x + y$", False), ("K1", False), ("Naryn", True)],
)
def test_only_messages_with_words_are_translated(message, expected):
    assert speaks(message) is expected


def test_roles_are_read_with_their_grade_text_and_term():
    found = roles("{source}`A*: computed` {term}`списки <voter list>` `{term}` \\{term}`no`")

    assert found == [Role("source", "A*: computed"), Role("term", "списки <voter list>")]
    assert (found[0].grade, found[0].text) == ("A", "computed")
    assert (found[1].text, found[1].term) == ("списки", "voter list")


def test_what_the_model_computes_is_shown_as_the_model_s_in_each_language():
    said = {language: rendered("{source}`Model: x`", language) for language in ("en", "ru", "ky")}

    assert roles("{source}`Model: x`")[0].grade == "Model"
    assert said["en"] == '<small class="electoral-source">Model: x</small>'
    assert said["ru"] == said["ky"] == '<small class="electoral-source">Модель: x</small>'


def test_a_source_is_shown_as_plain_text_that_no_markdown_or_html_can_leave():
    shown = rendered(
        "{source}`A: a_b_c *x* <script>alert(1)</script> https://example.org $1`", "en"
    )

    html = parser().render(shown)

    assert html.startswith('<p><small class="electoral-source">Source: a_b_c *x* &lt;script&gt;')
    assert "<script" not in html
    assert "<a" not in html
    assert "https://" not in shown  # nothing left for an autolinker


def test_an_unknown_role_and_code_are_left_as_they_stand():
    text = "A {foreign}`role` and ``{term}`code` ``."

    assert rendered(text, "en") == text
    assert plain(text) == "A role and ``{term}`code` ``."


def test_cells_know_their_lines():
    page = read_page(LESSON)
    lines = LESSON.read_text(encoding="utf-8").splitlines()

    for cell in page.cells:
        assert lines[cell.line - 1] == cell.source.split("\n")[0]
    assert {cell.kind for cell in page.cells} == {"markdown", "code"}


def test_messages_know_their_lines():
    lines = LESSON.read_text(encoding="utf-8").splitlines()

    for line, message in read_page(LESSON).messages():
        first_word = message.split()[0].strip("*{}`").replace("term", "")
        assert first_word.split("`")[0] in lines[line - 1] + lines[line], (line, message)


def test_windows_line_ends_and_a_byte_order_mark_change_nothing(tmp_path):
    text = LESSON.read_text(encoding="utf-8")
    odd = tmp_path / "lesson.md"
    odd.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())

    assert read_page(odd).cells == read_page(LESSON).cells


def test_code_is_never_translated():
    page = parse_page(FRONT + "\n```{code-cell}\nvotes = 'votes'\n```\n", Path("lesson.md"))

    assert translated(page.cells[0], page, "ru", str.upper) == "votes = 'votes'"


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("# No front matter\n", 1, "front matter"),
        ("---\nkernelspec: {}\n---\n", 2, "“electoral”"),
        ("---\nelectoral:\n  summary: x\n---\n", 1, "title"),
        ("---\nelectoral:\n  title: [x\n---\n", 4, "YAML"),
        ("---\nelectoral:\n  title: A\n  title: B\n---\n", 4, "twice"),
        ("---\nelectoral:\n  title: A\n  objectives: [x]\n---\n", 4, "objectives"),
        ("---\nelectoral:\n  title: A\n  prerequisites: x\n---\n", 4, "prerequisites"),
        (FRONT + "\n```{code-cell}\n:tags: [x\n1\n```\n", 6, "cannot be read"),
        (FRONT + "\n+++ {not json}\n\ntext\n", 6, "cannot be read"),
    ],
)
def test_a_malformed_page_is_named_with_its_line(text, line, words):
    with pytest.raises(CourseError) as caught:
        parse_page(text, Path("07-urn/lesson.md"))

    assert str(caught.value).startswith(f"07-urn/lesson.md:{line}: ")
    assert words in caught.value.sentence


def test_a_file_in_another_encoding_is_named_with_its_line(tmp_path):
    page = tmp_path / "lesson.md"
    page.write_bytes("one\nдва\n".encode("cp1251"))

    with pytest.raises(CourseError, match=r"lesson\.md:2: .*UTF-8"):
        read_text(page)
