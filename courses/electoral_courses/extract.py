"""Babel's way into lessons, items and the source list: which of their texts a translator sees.

The builder looks up exactly these texts, so what Babel, Poedit or Weblate translate is what
a learner reads.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from electoral_courses import yaml_source
from electoral_courses.blocks import speaks
from electoral_courses.errors import CourseError
from electoral_courses.items import messages
from electoral_courses.myst import parse_page
from electoral_courses.sources import words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from typing import IO

    Message = tuple[int, None, str, list[str]]
    """Line, function, message, comments, as Babel wants them."""


def extract_lesson(
    fileobj: IO[bytes],
    keywords: Collection[str],  # noqa: ARG001 - Babel's signature
    comment_tags: Collection[str],  # noqa: ARG001
    options: Mapping[str, Any],  # noqa: ARG001
) -> Iterator[Message]:
    """Yield the messages of a `lesson.md`, `assignment.md` or `teacher.md`.

    Raises:
        CourseError: the page is malformed.
    """
    path = _path(fileobj, "lesson.md")
    for line, message in parse_page(_text(fileobj, path), path).messages():
        yield line, None, message, []


def extract_items(
    fileobj: IO[bytes],
    keywords: Collection[str],  # noqa: ARG001 - Babel's signature
    comment_tags: Collection[str],  # noqa: ARG001
    options: Mapping[str, Any],  # noqa: ARG001
) -> Iterator[Message]:
    """Yield the messages of an `items.yaml`, each with its place as a comment.

    Raises:
        CourseError: the file is malformed.
    """
    path = _path(fileobj, "items.yaml")
    for line, message, place in item_messages(_text(fileobj, path), path):
        yield line, None, message, [place]


def extract_sources(
    fileobj: IO[bytes],
    keywords: Collection[str],  # noqa: ARG001 - Babel's signature
    comment_tags: Collection[str],  # noqa: ARG001
    options: Mapping[str, Any],  # noqa: ARG001
) -> Iterator[Message]:
    """Yield what a `sources.yml` says in our own words; a title as published is not translated.

    Raises:
        CourseError: the file is malformed.
    """
    path = _path(fileobj, "sources.yml")
    listed = yaml_source.parse(_text(fileobj, path), path)
    for name, entry in listed.data.items() if isinstance(listed.data, dict) else ():
        for field, text in words(entry) if isinstance(entry, dict) else ():
            yield listed.line(str(name), field), None, text, [f"{name}.{field}"]


def item_messages(text: str, path: Path) -> Iterator[tuple[int, str, str]]:
    """Yield each translatable text of the items with its line and its place.

    Raises:
        CourseError: the file is malformed.
    """
    source = yaml_source.parse(text, path)
    items = [] if source.data is None else source.data
    if not isinstance(items, list):
        raise CourseError("The file must be a list of items.", path, 1)
    for number, item in enumerate(items):
        try:
            found = messages(item)
        except (AttributeError, KeyError, TypeError) as error:
            sentence = f"The item cannot be read: {error!r}."
            raise CourseError(sentence, path, source.line(number)) from error
        for message, place in found:
            if speaks(message):
                yield _line(source, number, place), message, place


def _line(source: yaml_source.YamlSource, number: int, place: str) -> int:
    """Return the line of a place such as `k3.options.a.text` in the item of that number."""
    keys: list[yaml_source.Key] = [number]
    for step in place.split(".")[1:]:
        in_list = (*keys, int(step)) in source.lines if step.isdecimal() else False
        keys.append(int(step) if in_list else step)
    return source.line(*keys)


def _path(fileobj: IO[bytes], default: str) -> Path:
    name = getattr(fileobj, "name", default)
    return Path(name if isinstance(name, str) else default)


def _text(fileobj: IO[bytes], path: Path) -> str:
    try:
        return fileobj.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CourseError("The file is not written in UTF-8.", path) from error
