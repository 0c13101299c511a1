"""The rule that a term is translated one way everywhere: as in `courses/glossary.csv`.

Where a translator has a good reason, the message is freed by a comment `# glossary: free`.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from electoral_courses.blocks import blocks
from electoral_courses.errors import CourseError, read_text
from electoral_courses.lint.finding import Finding, line_of, of_error
from electoral_courses.lint.stems import says
from electoral_courses.roles import plain, roles

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from electoral_courses.lint.project import Project

FREE = "glossary: free"

_SILENT = re.compile(
    r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)|\$[^$]+\$|\{\w+\}(?!`)|%\(\w+\)\w|\]\([^)]*\)|<[^>]*>|[\w.-]+/[\w./-]+",
    re.DOTALL,
)


@dataclass(frozen=True)
class Term:
    """A row of the glossary."""

    english: tuple[str, ...]
    """The term and what else it is called."""
    translations: dict[str, tuple[str, ...]]
    """By language, the translation and what else is accepted."""

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Finds the term as whole words, in the singular or the plural."""
        forms = "|".join(
            r"[\s-]+".join(re.escape(word) for word in re.split(r"[\s-]+", form))
            for form in sorted(self.english, key=len, reverse=True)
        )
        return re.compile(rf"(?<!\w)(?:{forms})(?:e?s)?(?!\w)", re.IGNORECASE)


def findings(project: Project) -> Iterator[Finding]:
    """Yield terms that the glossary does not know, and those translated in another way."""
    path = project.courses / "glossary.csv"
    if not project.modules:
        return
    if not path.is_file():
        sentence = "There is no glossary.csv beside the modules: terms are not checked."
        yield Finding(path, 1, "no-glossary", sentence, "warning")
        return
    try:
        terms = read_glossary(path)
    except CourseError as error:
        yield of_error(error, path)
        return
    yield from _unknown(project, {name.casefold() for term in terms for name in term.english})
    for translation in project.translations:
        for entry in translation.entries or []:
            if entry.obsolete or entry.fuzzy or FREE in entry.tcomment:
                continue
            for text in (entry.msgstr, *entry.msgstr_plural.values()):
                for found, wanted in otherwise(entry.msgid, text, translation.language, terms):
                    sentence = f"“{found}” must be translated as “{wanted}”, as in the glossary."
                    yield Finding(translation.path, line_of(entry), "glossary", sentence)


def read_glossary(path: Path) -> list[Term]:
    """Return the terms of a glossary; of two rows the longer term comes first.

    Columns: `en`, one for each language, and `en_alt`, `ru_alt` … with what else is accepted,
    several forms parted by `;`.

    Raises:
        CourseError: the file has no column `en`, or a row without a term.
    """
    rows = csv.DictReader(io.StringIO(read_text(path)))
    columns = rows.fieldnames or []
    if "en" not in columns:
        raise CourseError("The glossary needs the column “en”.", path, 1)
    terms = []
    for row in rows:
        if not (row["en"] or "").strip():
            raise CourseError("The row has no English term.", path, rows.line_num)
        translations = {
            language: _forms(row[language], row.get(f"{language}_alt"))
            for language in columns
            if f"{language}" not in ("en", "id", "note")
            and not language.endswith(("_alt", "_grade"))
            and row[language]
        }
        terms.append(Term(_forms(row["en"], row.get("en_alt")), translations))
    return sorted(terms, key=lambda term: -max(len(name) for name in term.english))


def otherwise(
    source: str, translation: str, language: str, terms: list[Term]
) -> Iterator[tuple[str, str]]:
    """Yield the terms of `source` that are missing from `translation`, with what they ask for."""
    left = _SILENT.sub(" ", plain(source))
    words = _SILENT.sub(" ", plain(translation)).replace("\N{SOFT HYPHEN}", "")
    if not words.strip():
        return
    for term in terms:
        found = term.pattern.search(left)
        if not found:
            continue
        left = term.pattern.sub(" · ", left)  # “voter list” is no mention of “voter”
        wanted = term.translations.get(language, ())
        if wanted and not any(says(form, words) for form in wanted):
            yield found[0], wanted[0]


def _unknown(project: Project, known: set[str]) -> Iterator[Finding]:
    """Yield the roles {term} whose term is not in the glossary."""
    for module in project.modules:
        for page in module.pages:
            for cell in page.cells:
                for block in blocks(cell.source) if cell.kind == "markdown" else ():
                    for role in roles(block.message):
                        if role.name == "term" and role.term.casefold() not in known:
                            sentence = f"The term “{role.term}” is not in the glossary."
                            line = cell.line + block.line
                            yield Finding(page.path, line, "unknown-term", sentence)


def _forms(*cells: str | None) -> tuple[str, ...]:
    parts = (part.strip() for cell in cells for part in (cell or "").split(";"))
    return tuple(dict.fromkeys(part for part in parts if part))
