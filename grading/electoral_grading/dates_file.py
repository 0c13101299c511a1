"""Reading a settings file written by a person: every mistake is told with its line."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import yaml

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Value = TypeVar("Value")
Nodes = dict[str, yaml.Node]


class DatesError(ValueError):
    """The file of dates has mistakes; the message tells all of them."""


class Reader:
    """A YAML file, read part by part; the mistakes are gathered and told together."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.mistakes: list[tuple[int, str]] = []

    def top(self) -> Nodes:
        """Return the parts of the file by their names."""
        try:
            text = self.path.read_text(encoding="utf-8-sig")
            node = yaml.compose(text, Loader=yaml.SafeLoader)
        except UnicodeDecodeError:
            raise DatesError(f"{self.path} is not saved as UTF-8 text; save it again so.") from None
        except RecursionError:
            raise DatesError(f"{self.path} is nested too deeply.") from None
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            raise DatesError(
                f"{self.path}, line {line}: this is not YAML ({error.problem}); "
                "look at the spaces, the colons and the quotation marks there."
            ) from None
        except yaml.YAMLError as error:
            raise DatesError(f"{self.path} is not YAML: {error}") from None
        return self.mapping(node, "the file")

    def mapping(self, node: yaml.Node | None, what: str) -> Nodes:
        """Return the parts of a mapping by their names; an empty part has none."""
        if node is None or node.tag == "tag:yaml.org,2002:null":
            return {}
        if not isinstance(node, yaml.MappingNode):
            self.mistake(node, f"In {what}, write “name: value” line by line.")
            return {}
        parts: Nodes = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self.mistake(key, f"In {what}, a name must be a plain word.")
            elif key.value in parts:
                self.mistake(key, f"{key.value!r} stands twice in {what}.")
            else:
                parts[key.value] = value
        return parts

    def only(self, parts: Nodes, known: tuple[str, ...], what: str) -> None:
        """Take note of parts that nobody knows."""
        for name, node in parts.items():
            if name not in known:
                words = ", ".join(f"“{one}”" for one in known)
                self.mistake(node, f"{name!r} is not known in {what}; there can be {words}.")

    def value(
        self, node: yaml.Node | None, parse: Callable[[str], Value], otherwise: Value
    ) -> Value:
        """Return what `parse` makes of a part; `otherwise` where there is none, or a mistake."""
        if node is None:
            return otherwise
        if not isinstance(node, yaml.ScalarNode):
            self.mistake(node, "Here must be one value, in one line.")
            return otherwise
        try:
            return parse(str(node.value).strip())
        except ValueError as error:
            self.mistake(node, str(error))
            return otherwise

    def mistake(self, node: yaml.Node, sentence: str) -> None:
        """Take note of a mistake."""
        self.mistakes.append((node.start_mark.line + 1, sentence))

    def finish(self) -> None:
        """Tell the mistakes.

        Raises:
            DatesError: there are some.
        """
        if self.mistakes:
            told = (f"{self.path}, line {line}: {words}" for line, words in sorted(self.mistakes))
            raise DatesError("\n".join(told))
