"""Rules for translations: there, fresh, and with every placeholder and mark of the original."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from electoral_courses.blocks import parser
from electoral_courses.lint.finding import Finding, line_of
from electoral_courses.roles import roles, without

if TYPE_CHECKING:
    from collections.abc import Iterator

    import polib

    from electoral_courses.lint.project import Project, Translation

_NAMED = re.compile(r"%\((\w+)\)[#0\- +]?[\d.]*[a-zA-Z]|\{(\w+)[^{}]*\}")
_UNSPOKEN = re.compile(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)|\$[^$]+\$", re.DOTALL)


def findings(project: Project) -> Iterator[Finding]:
    """Yield the faults of all catalogues."""
    for translation in project.translations:
        if translation.entries is None:
            count = len(translation.template)
            sentence = (
                f"There is no catalogue: {count} messages are untranslated. Run make messages."
            )
            yield Finding(translation.path, 1, "untranslated", sentence)
            continue
        yield from _fresh(translation, translation.entries)
        for entry in translation.entries:
            if not entry.obsolete and not entry.fuzzy:
                yield from _faithful(translation, entry)


def _fresh(translation: Translation, entries: list[polib.POEntry]) -> Iterator[Finding]:
    """Yield messages without a translation that can be shown, and translations of nothing."""
    path, language = translation.path, translation.language
    present = {entry.msgid for entry in entries if not entry.obsolete}
    wanted = {}
    for message in translation.template:
        if message.id:
            wanted[message.id if isinstance(message.id, str) else message.id[0]] = message
    for msgid, message in wanted.items():
        if msgid not in present:
            file, line = message.locations[0]
            sentence = f"“{_short(msgid)}” is not in the catalogue {path.name}. Run make messages."
            yield Finding(translation.place.root / file, line, "stale", sentence)
    for entry in entries:
        text = _short(entry.msgid)
        if entry.obsolete:
            sentence = f"“{text}” is no longer in the sources; its translation can go."
            yield Finding(path, line_of(entry), "obsolete", sentence, "warning")
        elif entry.msgid not in wanted:
            sentence = f"“{text}” is no longer in the sources. Run make messages."
            yield Finding(path, line_of(entry), "stale", sentence)
        elif entry.fuzzy:
            sentence = f"“{text}” has changed since it was translated ({language})."
            yield Finding(path, line_of(entry), "stale", sentence)
        elif not all(entry.msgstr_plural.values() or [entry.msgstr]):
            sentence = f"“{text}” is not translated ({language})."
            yield Finding(path, line_of(entry), "untranslated", sentence)


def _faithful(translation: Translation, entry: polib.POEntry) -> Iterator[Finding]:
    """Yield what a translation lost or gained beside its words."""
    texts = [text for text in (entry.msgstr, *entry.msgstr_plural.values()) if text]
    sources = [entry.msgid, entry.msgid_plural or entry.msgid]
    for text in texts:
        faults = [placeholder_fault(source, text) for source in sources]
        if all(faults):
            yield Finding(translation.path, line_of(entry), "placeholder", str(faults[0]))
        elif translation.of_module:
            fault = markup_fault(entry.msgid, text)
            if fault:
                yield Finding(translation.path, line_of(entry), "markup", fault)


def placeholder_fault(source: str, translation: str) -> str | None:
    """Return what is wrong with the placeholders of a translation, if anything.

    >>> placeholder_fault("Line {line} says {given}.", "В строке {line} стоит {данное}.")
    'The placeholders {given} of “Line {line} says {given}.” became {данное}.'
    """
    lost, gained = _difference(_placeholders(source), _placeholders(translation))
    if not lost and not gained:
        return None
    was, now = " ".join(lost) or "nothing", " ".join(gained) or "nothing"
    return f"The placeholders {was} of “{_short(source)}” became {now}."


def markup_fault(source: str, translation: str) -> str | None:
    """Return which markup of a message a translation lost or gained, if any.

    >>> markup_fault("Add `valid` and [K3](#k3).", "Сложите valid и [K3](#k3).")
    'The markup of “Add `valid` and [K3](#k3).” differs: `valid` became nothing.'
    """
    lost, gained = _difference(_markup(source), _markup(translation))
    if not lost and not gained:
        return None
    was, now = " ".join(lost) or "nothing", " ".join(gained) or "nothing"
    return f"The markup of “{_short(source)}” differs: {was} became {now}."


def _placeholders(text: str) -> Counter[str]:
    words = _UNSPOKEN.sub(" ", without(text))
    return Counter({found[0]: 1 for found in _NAMED.finditer(words)})


def _markup(text: str) -> Counter[str]:
    """Count the roles, code, formulas, links, pictures and emphases of a message.

    A source that is cited by its id is the same in every language, to the letter.
    """
    marks = Counter(
        f"{{src}}`{role.body}`" if role.name == "src" else f"{{{role.name}}}"
        for role in roles(text)
    )
    for token in parser().parseInline(without(text))[0].children or []:
        if token.type == "code_inline":
            marks[f"`{token.content}`"] += 1
        elif token.type == "math_inline":
            marks[f"${token.content}$"] += 1
        elif token.type == "link_open":
            marks[f"[](…{token.attrGet('href')})"] += 1
        elif token.type == "image":
            marks[f"![]({token.attrGet('src')})"] += 1
        elif token.type in ("strong_open", "em_open"):
            marks[token.markup * 2] += 1
        elif token.type == "hardbreak":
            marks["line end \\"] += 1
        elif token.type == "html_inline":
            marks[token.content] += 1
    return marks


def _difference(source: Counter[str], translation: Counter[str]) -> tuple[list[str], list[str]]:
    return sorted((source - translation).elements()), sorted((translation - source).elements())


def _short(message: str) -> str:
    """Return the beginning of a message, enough to find it."""
    line = " ".join(message.split())
    return line if len(line) <= 60 else line[:57].rstrip() + "…"
