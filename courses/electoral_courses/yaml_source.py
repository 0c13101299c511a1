r"""YAML that knows its lines, so that every complaint about a course can name one.

>>> source = parse("title: Counting\nobjectives:\n  count: Count an urn")
>>> source.data["title"], source.line("objectives", "count")
('Counting', 3)
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import yaml

from electoral_courses.errors import CourseError

if TYPE_CHECKING:
    from pathlib import Path

Key = str | int
"""A step into YAML data: the key of a mapping or the place in a list."""


@dataclass(frozen=True)
class YamlSource:
    """Loaded data and the line each value stands on."""

    data: Any
    lines: dict[tuple[Key, ...], int] = field(default_factory=dict)

    def line(self, *keys: Key) -> int:
        """Return the line of the value under `keys`, or of the nearest thing around it."""
        for length in range(len(keys), -1, -1):
            if keys[:length] in self.lines:
                return self.lines[keys[:length]]
        return 1


def parse(text: str, path: Path | None = None, first_line: int = 1) -> YamlSource:
    """Read YAML `text`, which begins on `first_line` of `path`.

    Raises:
        CourseError: the YAML is malformed, or a mapping has the same key twice.
    """
    try:
        loader = yaml.SafeLoader(text)
        node = loader.get_single_node()
        data = None if node is None else loader.construct_document(node)
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or str(error)
        line = first_line + (mark.line if mark else 0)
        raise CourseError(f"The YAML cannot be read: {problem}.", path, line) from error
    lines: dict[tuple[Key, ...], int] = {}
    if node is not None:
        _walk(node, (), lines, path, first_line)
    return YamlSource(data, lines)


def _walk(
    node: yaml.Node,
    keys: tuple[Key, ...],
    lines: dict[tuple[Key, ...], int],
    path: Path | None,
    first_line: int,
) -> None:
    lines[keys] = first_line + node.start_mark.line
    if isinstance(node, yaml.SequenceNode):
        for place, child in enumerate(node.value):
            _walk(child, (*keys, place), lines, path, first_line)
    elif isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, child in node.value:
            if key.value in seen:
                line = first_line + key.start_mark.line
                raise CourseError(f"The key “{key.value}” stands here twice.", path, line)
            seen.add(str(key.value))
            _walk(child, (*keys, str(key.value)), lines, path, first_line)
