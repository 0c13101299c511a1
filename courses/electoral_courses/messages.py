"""Every catalogue of the project, extracted and brought up to date: `make messages`.

A catalogue belongs to a module (`courses/05-protocol/ru.po`), to the list of sources
(`courses/ru.po`) or to a package (`electoral_widgets/locale/ru.po`). Babel does the work; here
it is told what to read, and kept from writing down when it did, so that a second run changes
no byte.
"""

from __future__ import annotations

import io
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir, extract_from_file
from babel.messages.pofile import write_po

from electoral_courses.catalogue import courses_root, module_paths
from electoral_courses.errors import CourseError
from electoral_courses.manifest import write_atomic
from electoral_courses.po import read_catalogue
from electoral_courses.sources import FILE
from electoral_datasets.i18n import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

METHODS = [
    ("**/lesson.md", "electoral_courses.extract:extract_lesson"),
    ("**/assignment.md", "electoral_courses.extract:extract_lesson"),
    ("**/teacher.md", "electoral_courses.extract:extract_lesson"),
    ("**/items.yaml", "electoral_courses.extract:extract_items"),
    ("**/sources.yml", "electoral_courses.extract:extract_sources"),
    ("**/card.yaml", "electoral_datasets.extract:extract_card"),
    ("**.py", "python"),
]
"""What is read, and how; the same as `babel.cfg`."""

KEYWORDS = {"N_": None, "_": None, "gettext": None, "ngettext": (1, 2)}
TRANSLATED = tuple(language for language in LANGUAGES if language != "en")

_VOLATILE = re.compile(r'^"(?:POT-Creation-Date|PO-Revision-Date|Generated-By):.*\n', re.MULTILINE)


@dataclass(frozen=True)
class Place:
    """A folder whose texts have catalogues of their own."""

    folder: Path
    """What is read."""
    catalogues: Path
    """Where its `.po` files lie."""
    root: Path
    """The project, from which places in the sources are told."""
    only: str = ""
    """The one file of the folder that is read; empty where all are."""

    @property
    def name(self) -> str:
        """The name of the module, of the package or of the one file."""
        return self.only or self.folder.name

    def languages(self, languages: Iterable[str] = TRANSLATED) -> list[str]:
        """Return `languages` and those that are there already."""
        present = [path.stem for path in self.catalogues.glob("*.po")]
        return sorted({*languages, *present})

    def template(self) -> Catalog:
        """Return the messages that the sources hold now, with their lines.

        Raises:
            CourseError: a source is malformed.
        """
        template = Catalog(project="Electoral School", fuzzy=False)
        try:
            found = sorted(
                self._extracted(),
                key=lambda entry: (entry[0], entry[1]),
            )
        except CourseError:
            raise
        except (SyntaxError, ValueError) as error:
            raise CourseError(f"The texts cannot be extracted: {error}", self.folder) from error
        for file, line, message, comments, context in found:
            path = (self.folder / file).relative_to(self.root).as_posix()
            template.add(message, None, [(path, line)], auto_comments=comments, context=context)
        return template

    def _extracted(self) -> Iterator[tuple[str, int, Any, list[str], str | None]]:
        """Yield file, line, message, comments and context of every text."""
        if not self.only:
            yield from extract_from_dir(str(self.folder), METHODS, keywords=KEYWORDS)
            return
        path = self.folder / self.only
        method = next(how for pattern, how in METHODS if pattern == f"**/{self.only}")
        for line, message, comments, context in extract_from_file(method, path):
            yield self.only, line, message, comments, context


def project_of(source: Path) -> tuple[Path, Path]:
    """Return the project's folder and its folder of modules; either may be given."""
    source = source.resolve()
    if (source / "courses").is_dir():
        return source, source / "courses"
    return (source.parent if (source.parent / "pyproject.toml").is_file() else source), source


def places(source: Path) -> Iterator[Place]:
    """Yield the modules, the list of sources and, in a checkout, the packages with catalogues."""
    root, courses = project_of(source)
    for folder in module_paths(courses):
        yield Place(folder, folder, root)
    if (courses / FILE).is_file():
        yield Place(courses, courses, root, FILE)
    if root == courses:
        return
    for package in sorted(root.glob("*/electoral_*")):
        if (package / "__init__.py").is_file():
            yield Place(package, package / "locale", root)


def update(source: Path, languages: Iterable[str] = TRANSLATED) -> list[Path]:
    """Bring every catalogue up to date and return those that changed.

    Raises:
        CourseError: a source or a catalogue cannot be read.
    """
    changed = []
    for place in places(source):
        template = place.template()
        for language in place.languages(languages) if len(template) else []:
            path = place.catalogues / f"{language}.po"
            if path.is_file():
                catalogue = read_catalogue(path, language)
            else:
                catalogue = _begun(place, language)
            catalogue.update(template)
            _forget_the_untranslated(catalogue)
            content = written(catalogue)
            if not path.is_file() or path.read_bytes() != content:
                write_atomic(path, content)
                changed.append(path)
    return changed


def _forget_the_untranslated(catalogue: Catalog) -> None:
    """Drop what left the sources before anybody translated it; a translation is kept."""
    for key, message in list(catalogue.obsolete.items()):
        texts = [message.string] if isinstance(message.string, str) else message.string or ()
        if not any(texts):
            del catalogue.obsolete[key]


def _begun(place: Place, language: str) -> Catalog:
    return Catalog(
        language,
        header_comment=f"# {place.name}: translation, language {language}.",
        project="Electoral School",
        version="1",
        msgid_bugs_address="",
        last_translator="Electoral School contributors",
        language_team=language,
        fuzzy=False,
    )


def written(catalogue: Catalog) -> bytes:
    """Return a catalogue as the bytes of its file, without dates."""
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=88, sort_by_file=True, include_lineno=False)
    text = _VOLATILE.sub("", buffer.getvalue().decode("utf-8"))
    return (text.rstrip("\n") + "\n").encode()


def main(arguments: list[str]) -> int:
    """Update the catalogues of a project and say which of them changed."""
    root = Path(arguments[0]) if arguments else courses_root().parent
    try:
        changed = update(root)
    except CourseError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    for path in changed:
        sys.stdout.write(f"{path}\n")
    sys.stdout.write(f"{len(changed)} catalogue(s) changed.\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
