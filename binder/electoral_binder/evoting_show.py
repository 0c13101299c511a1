"""What an archive says, event by event, for a person; whether it is true, the verifier says."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from electoral_binder.evoting_files import plain
from electoral_binder.words import _, terminal_language
from electoral_datasets.i18n import translator

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from electoral.evoting.archive import Member

BALLOTS = 20
"""So many ballots are shown unless all are wanted."""

WAITING = 8
"""No event brings more texts."""


class Reader:
    """Reads an archive once, one event in memory at a time.

    Args:
        path: the archive.
        every: whether every ballot is shown.
    """

    def __init__(self, path: Path, *, every: bool = False) -> None:
        self._path, self._every = path, every
        self._texts: dict[str, str] = {}
        self._voted: Counter[str] = Counter()
        self._ballots = self._hidden = 0
        self._election: Any = None
        self.readable = True
        """False where something was met that cannot be read"""

    def lines(self) -> Iterator[str]:
        """Yield what the archive says."""
        from electoral.evoting.archive import ArchiveError, members  # noqa: PLC0415 - start-up
        from electoral.evoting.strict import FormError  # noqa: PLC0415
        from electoral_widgets.check_words import FILE_REASONS  # noqa: PLC0415

        say = translator("electoral_widgets", terminal_language()).gettext
        reason = ""
        try:
            with self._path.open("rb") as file:
                for member in members(file):
                    yield from self._of(member)
        except ArchiveError as error:
            reason = say(FILE_REASONS.get(error.reason, error.reason))
        except FormError as error:
            reason = plain(error)
        except (KeyError, TypeError, ValueError, AttributeError, IndexError):
            reason = _("something is not as an archive has it")
        if self._hidden:
            yield from self._left_out()
        if reason:
            self.readable = False
            yield _("From here on it cannot be read: {reason}.", reason=reason)

    def _of(self, member: Member) -> Iterator[str]:
        from electoral.evoting.strict import FormError, loads  # noqa: PLC0415 - start-up time

        if member.kind == "data":
            self._texts[member.name] = member.text
            if len(self._texts) > WAITING:
                raise FormError("data")
        elif member.kind == "event":
            event = loads(member.text)
            kind = str(event["type"])
            if kind != "Ballot" and self._hidden:
                yield from self._left_out()
            yield from self._event(event["height"], kind, self._texts.get(event.get("payload"), ""))
            self._texts.clear()

    def _event(self, height: object, kind: str, text: str) -> Iterator[str]:
        from electoral.evoting.strict import loads  # noqa: PLC0415 - start-up time

        tell = {
            "Setup": self._setup,
            "Ballot": self._ballot,
            "EncryptedTally": self._tally,
            "PartialDecryption": self._opened,
            "Result": self._result,
        }.get(kind)
        number = plain(height, 12).rjust(6)
        if kind == "EndBallots":
            yield f"{number}  " + _("Voting ends.")
        elif tell is None:
            yield f"{number}  " + _("An event of another kind: {kind}.", kind=plain(kind))
        else:
            for place, line in enumerate(tell(loads(text), text)):
                yield f"{number if not place else ' ' * 6}  {line}"

    def _setup(self, given: Any, _text: str) -> Iterator[str]:
        from electoral.evoting.election import read_election  # noqa: PLC0415 - start-up time
        from electoral.evoting.trustees import read_trustees  # noqa: PLC0415

        election = self._election = read_election(self._texts[given["election"]])
        trustees = read_trustees(self._texts[given["trustees"]], election.group)
        listed = json.loads(self._texts[given["credentials"]])
        yield _(
            "The election “{name}” ({uuid}) is set up in the group {group}.",
            name=plain(election.name),
            uuid=plain(election.uuid),
            group=election.group.name,
        )
        for number, question in enumerate(election.questions, 1):
            yield _(
                "Question {number}: {question} Answers to be chosen: {least} to {most} of {answers}.",
                number=number,
                question=plain(question.question),
                least=question.min,
                most=question.max,
                answers=", ".join(map(plain, question.answers[:20])),
            )
            if question.blank:
                yield _("One may also vote blank.")
        for item in trustees:
            needed, people = getattr(item, "threshold", 1), len(item.keys)
            yield _("Trustees: {people}; needed of them: {needed}.", people=people, needed=needed)
        yield _("Voters on the list: {voters}.", voters=f"{len(listed):,}")

    def _ballot(self, given: Any, text: str) -> Iterator[str]:
        from electoral.evoting.election import fingerprint  # noqa: PLC0415 - start-up time

        self._ballots += 1
        voter = str(given["credential"])
        self._voted[voter[-12:]] += 1
        if self._ballots > BALLOTS and not self._every:
            self._hidden += 1
            return
        yield _(
            "Ballot {number}, of the voter with the key …{voter}; its tracking code is {code}.",
            number=self._ballots,
            voter=plain(voter[-6:]),
            code=fingerprint(text),
        )
        if self._voted[voter[-12:]] > 1:
            yield _("This voter has voted before; the last ballot counts.")

    def _left_out(self) -> Iterator[str]:
        yield _(
            "        … {count} more ballots. To see every one: --all", count=f"{self._hidden:,}"
        )
        self._hidden = 0

    def _tally(self, given: Any, _text: str) -> Iterator[str]:
        yield _(
            "The encrypted sum is published: {count} ballots, which count {weight} times in all.",
            count=plain(given["num_tallied"]),
            weight=plain(given["total_weight"]),
        )

    def _opened(self, given: Any, _text: str) -> Iterator[str]:
        yield _("Trustee {number} opens their part of the sum.", number=plain(given["owner"]))

    def _result(self, given: Any, _text: str) -> Iterator[str]:
        yield _("The result is published:")
        for question, row in zip(self._election.questions, given["result"], strict=True):
            names = [*([_("blank")] if question.blank else []), *map(plain, question.answers)]
            votes = zip(names, row, strict=True)
            yield f"{plain(question.question)} " + ", ".join(
                f"{name}: {plain(count, 20)}" for name, count in votes
            )
