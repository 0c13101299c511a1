"""What is asked, of whom, under which key: the structures of specification 2.0, 4.9 and 4.10."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from electoral.evoting.groups import GROUPS
from electoral.evoting.strict import FormError, element, fields, loads, texts

if TYPE_CHECKING:
    from electoral.evoting.groups import Group

MOST_ANSWERS = 1000
MOST_QUESTIONS = 100


@dataclass(frozen=True)
class Question:
    """A homomorphic question: only the sums of its answers will be known. Section 4.9.1."""

    question: str
    answers: tuple[str, ...]
    min: int = 1
    """The fewest answers one may choose"""
    max: int = 1
    """The most"""
    blank: bool = False
    """Whether one may vote blank instead, whatever `min` says"""

    def __post_init__(self) -> None:
        if not 1 <= len(self.answers) <= MOST_ANSWERS:
            raise ValueError(f"answers ({len(self.answers)}) must be from 1 to {MOST_ANSWERS}")
        if not 0 <= self.min <= self.max <= len(self.answers):
            raise ValueError(
                f"min ({self.min}) and max ({self.max}) must rise from 0 to {len(self.answers)}"
            )

    @property
    def values(self) -> int:
        """How many numbers are encrypted: one an answer, and one for "blank". Section 4.11.1."""
        return len(self.answers) + self.blank

    @property
    def interval(self) -> tuple[int, ...]:
        """What the sum of a vote that is not blank may be."""
        return tuple(range(self.min, self.max + 1))

    def allows(self, votes: list[int]) -> bool:
        """Return whether these zeros and ones are a vote."""
        if len(votes) != self.values or not set(votes) <= {0, 1}:
            return False
        chosen = sum(votes[self.blank :])
        return chosen == 0 if self.blank and votes[0] else self.min <= chosen <= self.max

    def structure(self) -> dict[str, Any]:
        """Return the fields in the order in which they are written."""
        blank = {"blank": True} if self.blank else {}
        limits = {"min": self.min, "max": self.max, "question": self.question}
        return {"answers": list(self.answers), **blank, **limits}


@dataclass(frozen=True)
class Election:
    """What every voter gets. Section 4.10."""

    name: str
    description: str
    uuid: str
    group: Group
    public_key: int
    """y"""
    questions: tuple[Question, ...]
    text: str = ""
    """As it is published, letter for letter"""

    @property
    def fingerprint(self) -> str:
        """φ: what ballots and proofs are bound to. Section 4.15."""
        return fingerprint(self.text)


def fingerprint(text: str) -> str:
    """Return SHA-256 in base 64 without padding. Section 4.15."""
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode().rstrip("=")


def compact(structure: Any) -> str:
    """Return JSON without a space, letters as they are."""
    return json.dumps(structure, separators=(",", ":"), ensure_ascii=False)


def write_election(
    name: str, uuid: str, group: Group, public_key: int, questions: tuple[Question, ...]
) -> Election:
    """Return an election with its text."""
    text = compact(
        {
            "version": 1,
            "description": "",
            "name": name,
            "group": group.name,
            "public_key": str(public_key),
            "questions": [question.structure() for question in questions],
            "uuid": uuid,
        }
    )
    return Election(name, "", uuid, group, public_key, questions, text)


def read_election(text: str) -> Election:
    """Return the election that a text describes.

    Raises:
        FormError: it is not one, or not one of homomorphic questions in a known group.
    """
    given = fields(
        loads(text),
        ["version", "description", "name", "group", "public_key", "questions", "uuid"],
        ["administrator", "credential_authority"],
    )
    if given["version"] != 1 or isinstance(given["version"], bool):
        raise FormError("version", given["version"])
    group = GROUPS.get(given["group"]) if isinstance(given["group"], str) else None
    if group is None:
        raise FormError("group", given["group"])
    questions = given["questions"]
    if not isinstance(questions, list) or not 1 <= len(questions) <= MOST_QUESTIONS:
        raise FormError("questions", questions)
    name, description, uuid = texts(given, "name", "description", "uuid")
    key = element(given["public_key"], group.p)
    return Election(name, description, uuid, group, key, tuple(map(read_question, questions)), text)


def read_question(structure: Any) -> Question:
    """Return the question of a structure.

    Raises:
        FormError: it is none, or asks for an order or for grades (section 4.9.2).
    """
    if isinstance(structure, dict) and "type" in structure:
        raise FormError("type", structure["type"])
    given = fields(structure, ["answers", "min", "max", "question"], ["blank"])
    answers, blank = given["answers"], given.get("blank", False)
    if not isinstance(answers, list) or not all(isinstance(one, str) for one in answers):
        raise FormError("answers", answers)
    if not isinstance(blank, bool) or not isinstance(given["question"], str):
        raise FormError("question", structure)
    least, most = given["min"], given["max"]
    if type(least) is not int or type(most) is not int:
        raise FormError("min", [least, most])
    try:
        return Question(given["question"], tuple(answers), least, most, blank)
    except ValueError as error:
        raise FormError("min", [least, most]) from error
