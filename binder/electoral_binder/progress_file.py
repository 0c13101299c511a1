"""A learner's answers as one file to take along, signed by the school that held them.

    {"kind": "electoral-school-progress", "version": 1, "language": "ru",
     "made": "2027-06-01T09:30:00Z", "learner": "5e884898da280471", "student": "aizhan",
     "modules": {"05-protocol": {"points": {"k1-gap": 1},
                                 "answers": {"k1-gap": {"value": …, "hints": 0, "at": 1…}}}},
     "signature": {"school": "8a25c3b9a5bb8fa4", "hmac-sha256": "…"}}

`learner` names whose numbers the tasks have (see `numbers`), not the id that opens the answers;
`points` are what a task is worth.
The signature says that this school's server held these answers, unchanged since; it does not
say who typed them. Whatever comes back is hostile until read: only answers of known items, of
plain JSON and a bearable size, are taken over.
"""

from __future__ import annotations

import hashlib
import json
import math
import time
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, NoReturn

from electoral_binder.numbers import is_fingerprint
from electoral_binder.school_key import is_signed, key_id, sign
from electoral_courses.answers import LARGEST as LARGEST_ANSWER
from electoral_courses.answers import Entry
from electoral_datasets.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

KIND, VERSION = "electoral-school-progress", 1
LARGEST = 8_000_000
"""No progress file has more bytes."""
DEEPEST = 12
"""No answer has more lists and tables within each other."""

TOO_LARGE = N_("The file is too large to be a progress file; the limit is {megabytes} MB.")
EMPTY = N_("No file was chosen, or the file is empty.")
DAMAGED = N_("The file cannot be read: it is damaged, or not a progress file.")
NEWER = N_("The file was made by a newer version of the school and cannot be read here.")
SHOWN_NO_MORE = N_(
    "The file that was shown is not here any more, or another one was chosen since. "
    "Choose it again."
)


class BadFileError(Exception):
    """A file that cannot be taken over; `text` is a translatable sentence with `values`."""

    def __init__(self, text: str, **values: object) -> None:
        super().__init__(text.format(**values))
        self.text = text
        self.values = values


Seal = Literal["own", "changed", "foreign", "none"]
"""Signed by this school; signed by it and changed since; by another school; not at all."""


@dataclass(frozen=True)
class Document:
    """What a progress file holds."""

    modules: dict[str, dict[str, Entry]]
    """Answers by module and item, as the file names them: not all need be known here."""
    seal: Seal
    school: str
    """The id of the key that signed it, as the file says; empty if it does not."""
    made: str
    learner: str
    """Whose numbers its tasks have; empty if the file does not say."""
    unreadable: int = 0
    """How many entries are no answers."""


@dataclass(frozen=True)
class Change:
    """What taking a file over would do to the answers of one module."""

    module: str
    new: int = 0
    """Answers that are not here yet."""
    replaced: int = 0
    """Answers here that are older than the file's, and differ."""
    kept: int = 0
    """Answers here that are newer than the file's, and differ: they stay."""


def pack(  # noqa: PLR0913 - these are the parts of the file
    key: bytes,
    answers: Mapping[str, Mapping[str, Entry]],
    points: Mapping[str, Mapping[str, float]],
    *,
    language: str,
    learner: str,
    student: str = "",
) -> str:
    """Return the text of a learner's progress file.

    Args:
        key: The school's key.
        answers: By module and item.
        points: What graded tasks are worth, by module and item.
        language: The learner's language.
        learner: Whose numbers the tasks have; not the learner's id.
        student: The learner's name, where a hub knows it.
    """
    content: dict[str, Any] = {
        "kind": KIND,
        "version": VERSION,
        "language": language,
        "made": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "learner": learner,
        "student": student,
        "modules": {
            module: {
                "points": {
                    item: worth for item, worth in points.get(module, {}).items() if item in mine
                },
                "answers": {item: asdict(entry) for item, entry in mine.items()},
            }
            for module, mine in answers.items()
        },
    }
    # What is signed is what a reader will find in the file.
    content = json.loads(json.dumps(content))
    content["signature"] = {
        "school": key_id(key),
        "hmac-sha256": sign(key, _signed_part(content)),
    }
    return json.dumps(content, ensure_ascii=True, indent=1) + "\n"


def mark_of(answers: Mapping[str, Mapping[str, Entry]]) -> str:
    """Return the fingerprint of answers, as a certificate shows it: 16 hexadecimal digits.

    A file has the same one whenever it is made, as long as no answer in it changes.

    >>> mark_of({"05-protocol": {}}) == mark_of({})
    True
    """
    plain = {
        module: {item: [one.value, one.hints, one.at] for item, one in entries.items()}
        for module, entries in answers.items()
        if entries
    }
    told = json.dumps(plain, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"electoral-school answers\n{told}".encode()).hexdigest()[:16]


def unpack(file: bytes, key: bytes) -> Document:
    """Read a progress file, whoever made it.

    Raises:
        BadFileError: it is no progress file, with a sentence.
    """
    content = _content(file)
    version, modules = content.get("version"), content.get("modules")
    if type(version) is int and version > VERSION:
        raise BadFileError(NEWER)
    if content.get("kind") != KIND or version != VERSION or not isinstance(modules, dict):
        raise BadFileError(DAMAGED)
    seal, school = _seal(content, key)
    found: dict[str, dict[str, Entry]] = {}
    unreadable = 0
    for module, part in modules.items():
        entries = part.get("answers") if isinstance(part, dict) else None
        if not isinstance(entries, dict):
            unreadable += 1
            continue
        for item, data in entries.items():
            if (entry := _entry(data)) is None:
                unreadable += 1
            else:
                found.setdefault(module, {})[item] = entry
    made, learner = content.get("made"), content.get("learner")
    return Document(
        found,
        seal,
        school,
        made if isinstance(made, str) else "",
        str(learner) if is_fingerprint(learner) else "",
        unreadable,
    )


def known_part(
    document: Document, known: Mapping[str, set[str]]
) -> tuple[dict[str, dict[str, Entry]], int]:
    """Return the answers to items that there are here, and how many others there are."""
    mine = {
        module: {item: entry for item, entry in entries.items() if item in known[module]}
        for module, entries in document.modules.items()
        if module in known
    }
    total = sum(map(len, document.modules.values()))
    return mine, total - sum(map(len, mine.values())) + document.unreadable


def changes(
    theirs: Mapping[str, Mapping[str, Entry]], ours: Mapping[str, Mapping[str, Entry]]
) -> list[Change]:
    """Return what would change in each module if `theirs` were taken over."""
    found = []
    for module, entries in theirs.items():
        here = ours.get(module, {})
        change = Change(module)
        for item, entry in entries.items():
            old = here.get(item)
            if old is None:
                change = replace(change, new=change.new + 1)
            elif old.value == entry.value:
                continue
            elif entry.at > old.at:
                change = replace(change, replaced=change.replaced + 1)
            else:
                change = replace(change, kept=change.kept + 1)
        found.append(change)
    return found


def _content(file: bytes) -> dict[str, Any]:
    if len(file) > LARGEST:
        raise BadFileError(TOO_LARGE, megabytes=LARGEST // 1_000_000)
    if not file.strip():
        raise BadFileError(EMPTY)
    try:
        content = json.loads(file.decode("utf-8-sig"), parse_constant=_refuse, parse_float=_finite)
    except (ValueError, RecursionError) as error:
        raise BadFileError(DAMAGED) from error
    if not isinstance(content, dict):
        raise BadFileError(DAMAGED)
    return content


def _seal(content: Mapping[str, Any], key: bytes) -> tuple[Seal, str]:
    signature = content.get("signature")
    if not isinstance(signature, dict):
        return "none", ""
    school, proof = signature.get("school"), signature.get("hmac-sha256")
    if not isinstance(school, str) or not isinstance(proof, str):
        return "none", ""
    if school != key_id(key):
        return "foreign", school[:64].encode("ascii", "replace").decode("ascii")
    try:
        good = is_signed(key, _signed_part(content), proof)
    except RecursionError:
        good = False
    return "own" if good else "changed", school


def _signed_part(content: Mapping[str, Any]) -> bytes:
    rest = {name: value for name, value in content.items() if name != "signature"}
    return json.dumps(rest, sort_keys=True, separators=(",", ":")).encode("ascii")


def _entry(data: object) -> Entry | None:
    """Return an entry with an answer that is safe to keep, or None."""
    if not isinstance(data, dict) or "value" not in data:
        return None
    try:
        value = _plain(data["value"], DEEPEST)
        if len(json.dumps(value)) > LARGEST_ANSWER:
            return None
    except ValueError:
        return None
    hints, at = data.get("hints"), data.get("at")
    now = time.time_ns() // 1_000_000
    return Entry(
        value,
        hints if type(hints) is int and 0 <= hints < 100 else 0,
        min(at, now) if type(at) is int and at > 0 else 1,
    )


def _plain(value: Any, deepest: int) -> Any:
    """Return a JSON value whose texts can be written everywhere.

    Raises:
        ValueError: it is too deep.
    """
    if deepest < 0:
        raise ValueError("too deep")
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, dict):
        return {_plain(name, deepest): _plain(part, deepest - 1) for name, part in value.items()}
    if isinstance(value, list):
        return [_plain(part, deepest - 1) for part in value]
    return value


def _finite(text: str) -> float:
    number = float(text)
    return number if math.isfinite(number) else _refuse(text)


def _refuse(text: str) -> NoReturn:
    raise ValueError(f"{text} is not a number of JSON")
