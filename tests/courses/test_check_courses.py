"""Each fault the check knows, planted in a clean module: found, in a sentence, on its line."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from electoral_courses.lint import Finding, check
from electoral_courses.lint.alternatives import charts
from electoral_courses.lint.links import addresses
from electoral_courses.lint.pages import fact

if TYPE_CHECKING:
    from collections.abc import Callable

FIXTURE = Path(__file__).parent / "fixtures" / "courses"
MODULE = "07-urn"


@pytest.fixture
def project(tmp_path) -> Path:
    """Return a clean project: a module in three languages and a package with a widget."""
    (tmp_path / "pyproject.toml").touch()
    shutil.copytree(FIXTURE, tmp_path / "courses")
    static = tmp_path / "widgets" / "electoral_toys" / "static"
    static.mkdir(parents=True)
    (static.parent / "__init__.py").write_text(
        'def figure(fig):\n    return Chart(fig, alt="Two piles")\n', encoding="utf-8"
    )
    (static / "toy.js").write_text(
        'const SVG = "http://www.w3.org/2000/svg";\nexport default {};\n', encoding="utf-8"
    )
    return tmp_path


def edit(path: Path, old: str, new: str) -> None:
    content = path.read_text(encoding="utf-8")
    assert content.count(old) >= 1, f"{old!r} is not in {path.name}"
    path.write_text(content.replace(old, new, 1), encoding="utf-8")


def line_of(path: Path, text: str) -> int:
    lines = path.read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)


def found(project: Path, code: str) -> list[Finding]:
    return [finding for finding in check(project) if finding.code == code]


def test_a_clean_project_has_no_finding(project):
    assert check(project) == []


def test_a_clean_folder_of_modules_has_no_finding(tmp_path):
    shutil.copytree(FIXTURE, tmp_path / "modules")

    assert check(tmp_path / "modules") == []


def test_a_module_that_nobody_is_told_how_to_teach_is_found(project):
    (project / "courses" / MODULE / "teacher.md").unlink()

    (finding,) = found(project, "no-teacher")
    assert finding.path.name == "lesson.md"
    assert "no teacher.md" in finding.message
    assert finding.severity == "error"


class Fault(NamedTuple):
    """A fault to plant: in a file of the module, `old` becomes `new`."""

    code: str
    file: str
    old: str
    new: str
    at: str
    """What stands on the line that the finding names."""
    words: str
    """What its sentence says."""


LESSON, ITEMS, RU, KY = "lesson.md", "items.yaml", "ru.po", "ky.po"
TEACHER = "teacher.md"
CELL = "votes = Counter(["
SOURCE = "{source}`A: shailoo.gov.kg, an invented_source of 2017 <not a link>`"

FAULTS = [
    Fault("long-cell", LESSON, CELL, "x = 1\n" * 9 + CELL, "from collections", "13 lines"),
    Fault("no-source", LESSON, SOURCE, "", "1,204", "“1,204” has no source"),
    Fault("no-source", LESSON, "{source}`B: a newspaper`", "", "50 %", "“50 %” has no source"),
    Fault(
        "no-source", LESSON, "# One urn", "See Article 35.\n\n# One urn", "See Art", "Article 35"
    ),
    Fault("source-grade", LESSON, "`B: a news", "`C: a news", "50 % of", "from memory"),
    Fault("source-grade", LESSON, "`B: a newspaper`", "`a newspaper`", "50 % of", "no grade"),
    Fault("unknown-role", LESSON, "{term}`ballot box`", "{trem}`x`", "{trem}", "“{trem}”"),
    Fault("unknown-term", LESSON, "{term}`ballot box`", "{term}`box`", "{term}`box`", "“box”"),
    Fault("no-alt", LESSON, "![Two piles of ballots]", "![]", "piles.svg", "picture"),
    Fault("no-alt", LESSON, "![a dot]", "![ ]", "dot.png", "picture"),
    Fault("no-alt", LESSON, CELL, "Chart(fig)\n" + CELL, "Chart(fig)", "chart"),
    Fault("no-alt", LESSON, CELL, "Chart(fig, alt='')\n" + CELL, "Chart(fig", "chart"),
    Fault("no-alt", ITEMS, "prompt: How many", "prompt: '![](x.png)' #", "how-many", "picture"),
    Fault("outside-link", LESSON, "(#rule ", "(https://example.org ", "https", "example.org"),
    Fault("outside-link", ITEMS, "Subtract.", "See http://example.org/x", "http:", "example.org"),
    Fault("outside-link", RU, "Спасибо.", "https://example.org", "Thank you.", "example.org"),
    Fault("unknown-item", LESSON, 'ask("how-many")', 'ask("nobody")', "nobody", "“nobody”"),
    Fault("unknown-item", LESSON, ":item: how-many", ":item: gone", 'ask("how', "“gone”"),
    Fault("unknown-item", "assignment.md", 'check("votes', 'check("lost', "lost-l", "“lost-left”"),
    Fault("unused-item", ITEMS, "- id: why-public", "- id: why-not", "why-not", "on no page"),
    Fault("no-objective", ITEMS, "  objective: count\n", "", "how-many", "no objective"),
    Fault("no-objective", ITEMS, "objective: explain", "objective: fly", "why-public", "“fly”"),
    Fault("no-feedback", ITEMS, "  scheme: Anyone can repeat it.\n", "", "why-public", "scheme"),
    Fault("item-format", ITEMS, "kind: number", "kind: guess", "how-many", "guess"),
    Fault("item-format", ITEMS, "{given}", "{gvien}", "how-many", "gvien"),
    Fault("unreadable", ITEMS, "- id: how-many", "- id: [", "objective: count", "YAML"),
    Fault(
        "unreadable", LESSON, "title: One urn", "title: One\n  title: urn", "title: urn", "twice"
    ),
    Fault("unreadable", RU, '"Спасибо."', '"Спасибо.', '"Спасибо.', "damaged"),
    Fault("untranslated", RU, '"Спасибо."', '""', "Thank you.", "“Thank you.” is not translated"),
    Fault("stale", KY, 'msgid "Pile"', '#, fuzzy\nmsgid "Pile"', "#, fuzzy", "has changed"),
    Fault("stale", LESSON, "It has two marks.", "It has 3 marks.", "First the", "not in the cat"),
    Fault("stale", KY, 'msgid "Pile"', 'msgid "Heap"', 'msgid "Heap"', "no longer in the sources"),
    Fault("placeholder", RU, "ответ {given}", "ответ {ответ}", "answer is {given}", "{given}"),
    Fault("placeholder", KY, "%(percent)s кам", "%(procent)s кам", "50 %", "%(percent)s"),
    Fault("markup", RU, "из $n_1$", "из n_1", "ballot box` is", "$n_1$"),
    Fault("markup", RU, "`ballots`.", "бюллетеней.", "ballot box` is", "`ballots`"),
    Fault("markup", KY, "{source}`B: гезит`", "B: гезит", "50 %", "{source}"),
    Fault("markup", KY, "(#rule", "(#other", "A nested", "#rule"),
    Fault("markup", KY, "![чекит](dot.png)", "чекит", "a dot", "dot.png"),
    Fault("markup", RU, "**голосов**", "голосов", "Of 412", "****"),
    Fault("no-source", TEACHER, " {source}`Model: the fixture`", "", "1,204", "“1,204”"),
    Fault("unknown-term", TEACHER, "empty {term}`ballot box`", "{term}`bin`", "`bin`", "“bin”"),
    Fault("untranslated", KY, '"мүнөт"', '""', '"minutes"', "“minutes” is not translated"),
    Fault("stale", TEACHER, "Bring an empty", "Bring two empty", "Bring two", "not in the cat"),
    Fault(
        "teacher-code", TEACHER, "## A plan", "```{code-cell}\n1\n```\n\n## A plan", "1", "no code"
    ),
    Fault(
        "glossary", RU, "недействительный бюл", "испорченный бюл", "**invalid", "“invalid ballot”"
    ),
    Fault("glossary", KY, "Бир үкөктөгү", "Бир кутудагы", "one ballot box", "“үкөк”"),
]


@pytest.mark.parametrize(
    "fault", FAULTS, ids=[f"{place}-{fault.code}" for place, fault in enumerate(FAULTS)]
)
def test_a_planted_fault_is_found_with_a_sentence_and_its_line(project, fault):
    path = project / "courses" / MODULE / fault.file
    edit(path, fault.old, fault.new)

    findings = found(project, fault.code)

    at = line_of(path, fault.at)
    lines = [finding.line for finding in findings if finding.path == path]
    near = {at, at - 1, at - 2, at - 3} if fault.file.endswith(".po") else {at}
    assert near & set(lines), (at, [str(finding) for finding in findings])
    told = [finding for finding in findings if finding.line in near and finding.path == path]
    assert any(fault.words in finding.message for finding in told), [str(f) for f in told]
    assert all(finding.message[-1] in ".:)" or "damaged" in finding.message for finding in told)
    assert all(finding.severity == "error" for finding in told)


def test_what_the_model_computes_is_a_source_of_its_own_grade(project):
    lesson = project / "courses" / MODULE / LESSON
    edit(lesson, "{source}`B: a newspaper`", "{source}`Model: an assumption`")

    assert found(project, "source-grade") == found(project, "no-source") == []

    edit(lesson, "`Model: an assumption`", "`Models: an assumption`")

    assert [finding.code for finding in found(project, "source-grade")] == ["source-grade"]


def without_messages(project: Path) -> Path:
    path = project / "courses" / MODULE / ITEMS
    edit(path, "  messages:\n    right: Yes, two votes.\n", "")
    edit(path, "    wrong: Your answer is {given}; count the list again.\n", "")
    return path


def with_a_cdn(project: Path) -> Path:
    path = project / "widgets" / "electoral_toys" / "static" / "toy.js"
    edit(path, "export default {};", 'import "https://cdn.example.org/d3.js";')
    return path


def with_a_font(project: Path) -> Path:
    path = project / "widgets" / "electoral_toys" / "static" / "toy.css"
    path.write_text("a {}\nb { src: url(//fonts.example.org/x.woff) }\n", encoding="utf-8")
    return path


def with_a_template(project: Path) -> Path:
    path = project / "widgets" / "voila" / "templates" / "electoral" / "index.html.j2"
    path.parent.mkdir(parents=True)
    path.write_text('<html>\n<script src="http://example.org/x.js">', encoding="utf-8")
    return path


def with_a_silent_chart(project: Path) -> Path:
    path = project / "widgets" / "electoral_toys" / "__init__.py"
    edit(path, ', alt="Two piles"', "")
    return path


def with_no_catalogue(project: Path) -> Path:
    path = project / "courses" / MODULE / KY
    path.unlink()
    return path


def with_a_speaking_package(project: Path) -> Path:
    path = project / "widgets" / "electoral_toys" / "words.py"
    path.write_text('HELLO = N_("Hello, voter")\n', encoding="utf-8")
    return path.parent / "locale" / "ru.po"


def with_a_plural_form_missing(project: Path) -> Path:
    code = project / "widgets" / "electoral_toys" / "words.py"
    code.write_text('ngettext("{n} urn", "{n} urns", 2)\n', encoding="utf-8")
    path = code.parent / "locale" / "ru.po"
    path.parent.mkdir()
    path.write_text(
        'msgid ""\nmsgstr ""\n"Language: ru\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && '
        '(n%100<10 || n%100>=20) ? 1 : 2);\\n"\n\n'
        'msgid "{n} urn"\nmsgid_plural "{n} urns"\n'
        'msgstr[0] "{n} урна"\nmsgstr[1] ""\nmsgstr[2] "{n} урн"\n',
        encoding="utf-8",
    )
    return path


def with_a_glossary_without_english(project: Path) -> Path:
    path = project / "courses" / "glossary.csv"
    path.write_text("ru,ky\nурна,үкөк\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("plant", "code", "line"),
    [
        (without_messages, "no-feedback", 1),
        (with_a_cdn, "outside-link", 2),
        (with_a_font, "outside-link", 2),
        (with_a_template, "outside-link", 2),
        (with_a_silent_chart, "no-alt", 2),
        (with_no_catalogue, "untranslated", 1),
        (with_a_speaking_package, "untranslated", 1),
        (with_a_plural_form_missing, "untranslated", 7),
        (with_a_glossary_without_english, "unreadable", 1),
    ],
)
def test_a_fault_elsewhere_is_found_too(
    project, plant: Callable[[Path], Path], code: str, line: int
):
    path = plant(project)

    assert (path, line) in {(finding.path, finding.line) for finding in found(project, code)}


def test_a_translation_out_of_use_is_only_a_warning(project):
    path = project / "courses" / MODULE / RU
    with path.open("a", encoding="utf-8") as file:
        file.write('\n#~ msgid "Gone"\n#~ msgstr "Ушло"\n')

    (finding,) = check(project)

    assert (finding.code, finding.severity, finding.path) == ("obsolete", "warning", path)


def test_a_missing_glossary_is_a_warning(project):
    (project / "courses" / "glossary.csv").unlink()

    findings = check(project)

    assert {finding.code for finding in findings} == {"no-glossary", "unknown-term"} - {
        "unknown-term"
    }
    assert findings[0].severity == "warning"


def test_only_the_languages_asked_for_are_checked(project):
    (project / "courses" / MODULE / KY).unlink()

    assert check(project, ["en", "ru"]) == []
    assert {finding.code for finding in check(project, ["ru", "ky"])} == {"untranslated"}


def test_one_broken_module_does_not_hide_the_faults_of_another(project):
    shutil.copytree(project / "courses" / MODULE, project / "courses" / "08-other")
    (project / "courses" / MODULE / LESSON).write_text("# no front\n", encoding="utf-8")
    edit(project / "courses" / "08-other" / LESSON, "![Two piles of ballots]", "![]")

    codes = {(finding.path.parent.name, finding.code) for finding in check(project)}

    assert {(MODULE, "unreadable"), ("08-other", "no-alt")} <= codes


def test_an_empty_folder_is_a_finding(tmp_path):
    assert [finding.code for finding in check(tmp_path)] == ["no-module"]


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("On 28 November 2021 people voted.", "2021"),
        ("The share is 54.67%.", "54.67%"),
        ("About 5 per cent came.", "5 per cent"),
        ("There were 1 684 008 of them.", "1 684 008"),
        ("Law № 68, Art. 35, says so.", "Art. 35"),
        ("See § 7.4 there.", "§ 7.4"),
        ("The code is `412`, formula $n = 412$.", None),
        ("Four of 53 rows do not add up.", None),
        ("{source}`A: page 412 of 2017`", None),
    ],
)
def test_a_fact_is_a_large_figure_a_share_or_an_article(message, expected):
    assert fact(message) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://creativecommons.org/licenses/by-sa/4.0/", []),
        ("http://127.0.0.1:8888/school/", []),
        ("{source}`A: https://shailoo.gov.kg/ru/news/4690`", []),
        ("shailoo.gov.kg/ru/news/4690", []),
        ("// a comment with two slashes", []),
        ("one\nwss://example.org/socket", [(2, "example.org/socket")]),
        ('<img src="//example.org/x.png">', [(1, "example.org/x.png")]),
        ("<https://creativecommons.org.evil.example/licenses>", [(1, "creativecommons.org.evil")]),
    ],
)
def test_an_address_is_one_of_another_machine(text, expected):
    assert [
        (line, found[: len(want)])
        for (line, found), (_, want) in zip(
            addresses(text), expected or [(0, "")] * 9, strict=False
        )
    ] == expected


def test_charts_are_found_in_code_with_magics_and_broken_code_is_left_alone():
    assert charts("%matplotlib inline\nw.Chart(f)\nChart(f, **kind)\n!ls\nChart(f, alt=text)") == [
        2
    ]
    assert charts("Chart(") == []
