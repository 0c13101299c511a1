"""How a day runs, whatever the way of voting: who comes, who is let in, what is looked at.

A way of voting is a subclass that says what a ballot is, where it goes and how it is counted.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from electoral.cabinet.adversaries import FAVOURED, parties
from electoral.cabinet.crowd import DISTRICTS, Wish, crowd
from electoral.cabinet.day import Day, Rows, Step, Truth, VoterSees
from electoral.cabinet.identify import attempt, enter
from electoral.cabinet.own import Do, Seen
from electoral.cabinet.roll import Book, Roll, last_of_each
from electoral.cabinet.setting import CLOSING, OUTAGE
from electoral.evoting.chance import Chance

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from electoral.cabinet.setting import Setting

MORNING = 100
"""Minute at which the learner begins; when the network fails, they come too late instead."""

OWN = 0
"""The learner's number on the roll."""


class Poll:
    """One day of one way of voting, while it runs."""

    way = ""
    revoting = False
    """Whether one may vote again and the last vote counts."""
    districts = False
    """Whether voters have different home districts."""
    needs_line = True
    """Whether nobody can vote without network."""
    operator = False
    """Whether a person looks at who enters."""

    def __init__(
        self,
        seed: int,
        role: str,
        setting: Setting,
        own: Sequence[Do] | None,
        *,
        victims_vote_again: bool = False,
    ) -> None:
        self.seed, self.role, self.setting, self.own = seed, role, setting, own
        self.victims_vote_again = victims_vote_again
        self.chance = Chance("cabinet", self.way, seed)
        self.people = crowd(setting.voters, setting.choices, setting.turnout, seed)
        came = [voter for voter in self.people.came if own is None or voter != OWN]
        victims = self._victims(came)
        self.parties = parties(role, setting, victims)
        homes = self.people.homes if self.districts else (0,) * setting.voters
        self.rows_wanted = len(DISTRICTS) if self.districts else 1
        invented = self.parties.clerk.invents()
        self.invented = list(range(setting.voters, setting.voters + invented))
        self.roll = Roll(setting.voters, setting.voters, homes)
        self.book = Book(self.roll, self.revoting)
        self.sees = [VoterSees(voter) for voter in range(setting.voters)]
        self.meant: list[int | None] = list(self.people.meant)
        self.story: list[Step] = []
        self.seen: list[Seen] = []
        self.refusals = 0
        """People with another's card who were stopped by the operator."""
        self.heard: dict[int, int] = {}
        """What conspirators know of votes, by name."""
        self.early = 0
        self.proven: set[int] = set()
        self.extra: list[tuple[int, int]] = []
        """District and choice of what was counted without a person of the roll. Hidden truth."""
        self.unlisted: set[int] = set()
        """Whom the server took off the list of those who voted."""
        self.outage = False
        self.ordered: dict[int, tuple[int, str]] = {}
        """Of each victim of a coercer, the order and the code of the ballot that obeys it."""

    def _victims(self, came: list[int]) -> list[int]:
        mixed = Chance("victims", self.seed).shuffled(came)
        first = [] if self.own is None else [OWN]
        if self.role == "impostor":  # of the whole roll: who will come, nobody knows
            mixed = Chance("victims", self.seed).shuffled(list(range(self.setting.voters)))
        return sorted([*first, *mixed][: self.setting.victims])

    # What a way of voting must say.

    def setup(self) -> None:
        """Prepare box or key."""
        raise NotImplementedError

    def cast(self, voter: int, choice: int, *, owner: bool = True) -> str:
        """Take a vote of somebody who was let in; return the tracking code, or nothing.

        Args:
            voter: in whose name.
            choice: what the person before the device or with the paper wants.
            owner: whether that person is the voter, on the voter's own device.
        """
        raise NotImplementedError

    def close(self) -> None:
        """End the voting; the last moment for whoever keeps the ballots."""
        raise NotImplementedError

    def count(self) -> Rows:
        """Open and count; return the result that the counters found, () where they cannot."""
        raise NotImplementedError

    def views(self, announced: Rows) -> dict[str, dict[str, Any]]:
        """Return what each party may see."""
        raise NotImplementedError

    def counted(self) -> list[int | None]:
        """Return what was really counted for each person of the roll. Hidden truth."""
        raise NotImplementedError

    def challenge(self, choice: int) -> Seen:
        """Have the learner's device open a ballot."""
        return Seen("challenge", choice, refused="not_offered")

    def look(self) -> Seen:
        """Look for the learner's code on the board."""
        return Seen("look", refused="not_offered")

    def second_device(self) -> Seen:
        """Look at the learner's stored ballot with another device."""
        return Seen("second_device", refused="not_offered")

    def on_paper(self, choice: int) -> Seen:
        """Let the learner vote on paper instead."""
        return Seen("paper", choice, refused="not_offered")

    def before_casting(self, voter: int, choice: int) -> None:
        """Let a voter test the device, where that is possible."""

    def after_casting(self, voter: int) -> None:
        """Let a voter look for the ballot just cast, where that is possible."""

    def without_line(self, voter: int, choice: int) -> bool:  # noqa: ARG002
        """Return whether a voter can vote otherwise when the network is down."""
        return False

    # The day.

    def run(self) -> Day:
        """Hold the day and return it."""
        self.setup()
        self._impostors()
        for minute, what in self._events():
            if isinstance(what, Wish):
                self._serve(what)
            else:
                self.seen.append(self._one(minute, what))
        absent = [voter for voter in range(self.setting.voters) if voter not in self.book.voted]
        for voter in self.parties.clerk.borrows(absent):
            self.borrowed(voter)
        self.ghosts()
        self.close()
        self.tell(CLOSING, "close", voted=len(self.book.voted))
        announced = self.parties.server.announces(self.count())
        return self._day(announced)

    def ghosts(self) -> None:
        """Let the clerk vote for people who do not exist."""
        for person in self.invented:
            self.cast(person, FAVOURED, owner=False)

    def borrowed(self, voter: int) -> None:
        """Let the clerk vote for a person who did not come."""
        self.book.admit(voter)
        self.cast(voter, FAVOURED, owner=False)

    def tell(self, minute: int, stage: str, **shows: Any) -> None:
        """Add to the story of the day."""
        self.story.append(Step(minute, stage, shows))

    def note(self, voter: int, **what: Any) -> None:
        """Change what a voter knows."""
        if voter < len(self.sees):
            self.sees[voter] = replace(self.sees[voter], **what)

    def does(self, voter: int, habit: str) -> bool:
        """Return whether a voter has a habit; who has it stays the same when more people do."""
        if self.parties.cheat.more(voter) or self.learns(voter):
            return False  # a cheat looks for nothing, a learner does what they say
        share = int(getattr(self.setting.habits, habit))
        return Chance("habit", habit, voter, self.seed).below(1000) < share

    def _wishes(self) -> list[Wish]:
        """Return who votes when; where voting again is impossible, only the last wish."""
        wishes = [one for one in self.people.wishes if self.own is None or one.voter != OWN]
        if self.revoting:
            return wishes
        return sorted(
            last_of_each((wish.voter, wish) for wish in wishes).values(),
            key=lambda wish: wish.minute,
        )

    def _impostors(self) -> None:
        """Enter in the name of others, early in the morning, before they come themselves."""
        measures = {*self.setting.measures, *(["face_compared"] if self.operator else [])}
        attacks = {"face": "photo", "card": "borrowed_card", "signature": "stolen_key"}
        entry = "card" if self.operator else self.setting.entry
        for voter in self.parties.impostor.targets():
            tried = attempt(entry, voter, attacks[entry], measures, f"{self.seed}/{self.way}")
            if tried.entered_as is None:
                self.refusals += tried.stopped_by == "face_compared"
            elif not self.book.admit(voter):
                self.cast(voter, FAVOURED, owner=False)

    def _serve(self, wish: Wish) -> None:
        """Let one voter in, or say why not, and take the vote."""
        voter, choice = wish.voter, wish.choice
        refused = self._refusal(wish.minute, voter, choice)
        if refused:
            if refused != "elsewhere":
                self.note(voter, refused=refused)
            return
        wanted = self.parties.coercer.wants(voter)
        if self.learns(voter) and self.sees[voter].voted:
            wanted = None  # the coercer has left, and the learner is free to vote again
        if wanted is not None:
            self.note(voter, forced=True, complains=self.does(voter, "complaints"))
            choice = self.under_pressure(voter, choice, wanted)
        else:
            self.before_casting(voter, choice)
        self._take(wish.minute, voter, choice)

    def _refusal(self, minute: int, voter: int, choice: int) -> str:
        if not self.parties.line.works(minute):
            self.outage = True
            if self.needs_line:
                return "elsewhere" if self.without_line(voter, choice) else "no_service"
        tries = enter(self.setting.entry, voter, self.setting.measures, f"{self.seed}/{minute}")
        self.tell(minute, "identify", voter=voter, tries=len(tries))
        return self.book.admit(voter)

    def _take(self, minute: int, voter: int, choice: int) -> None:
        code = self.cast(voter, choice)
        before = self.sees[voter]
        self.note(
            voter,
            voted=True,
            refused="",
            asked=(*before.asked, choice),
            codes=(*before.codes, code) if code else before.codes,
        )
        self.tell(minute, "ballot", voter=voter, code=code)
        self.after_casting(voter)

    def under_pressure(self, voter: int, choice: int, wanted: int) -> int:  # noqa: ARG002
        """Return what a forced voter casts: in a booth, what they like."""
        return choice

    # The learner.

    def learns(self, voter: int) -> bool:
        """Return whether a voter is the learner."""
        return self.own is not None and voter == OWN

    def _events(self) -> list[tuple[int, Wish | Do]]:
        """Return the wishes of all and the acts of the learner, by the minute."""
        events: list[tuple[int, Wish | Do]] = [(wish.minute, wish) for wish in self._wishes()]
        if self.own is not None:
            self.meant[OWN] = None
            start = OUTAGE if self.role == "denial" else MORNING
            events += [(start + number, do) for number, do in enumerate(self.own)]
        return sorted(events, key=lambda event: event[0])

    def _one(self, minute: int, do: Do) -> Seen:
        choice = -1 if do.choice is None else do.choice
        if do.choice is not None and not 0 <= choice < self.setting.choices:
            raise ValueError(f"choice ({choice}) must be from 0 to {self.setting.choices - 1}")
        match do.kind:
            case "vote":
                return self._own_vote(minute, choice)
            case "paper":
                seen = self.on_paper(choice)
                if not seen.refused:
                    self.meant[OWN] = choice
                return seen
            case "challenge":
                return self.challenge(choice)
            case "look":
                return self.look()
            case "second_device":
                return self.second_device()
        listed = self.listed(OWN)
        self.note(OWN, listed=(listed, self.sees[OWN].voted))
        return Seen("status", shows=listed, holds=listed == self.sees[OWN].voted)

    def _own_vote(self, minute: int, choice: int) -> Seen:
        before = self.sees[OWN]
        self._serve(Wish(minute, OWN, choice))
        sees = self.sees[OWN]
        if not (sees.refused == "already_voted" and sees.voted):
            self.meant[OWN] = choice
        cast = sees.asked[-1] if len(sees.asked) > len(before.asked) else None
        return Seen(
            "vote",
            choice,
            code=sees.codes[-1] if len(sees.codes) > len(before.codes) else "",
            shows=cast if cast != choice else None,
            refused=sees.refused,
        )

    # After it.

    def _day(self, announced: Rows) -> Day:
        for voter in range(self.setting.voters):
            if self.does(voter, "status"):
                self.note(voter, listed=(self.listed(voter), self.sees[voter].voted))
        views = self.views(announced)
        self.tell(CLOSING, "count", rows=announced)
        counted = self.counted()
        read = frozenset(voter for voter, choice in self.heard.items() if counted[voter] == choice)
        return Day(
            self.way,
            self.seed,
            self.role,
            self.setting,
            tuple(self.seen),
            tuple(self.story),
            views,
            tuple(self.sees),
            announced,
            Truth(
                tuple(self.meant),
                tuple(counted),
                self.as_rows(self._at_home(self.meant)),
                self._moved(announced, counted),
                len(self.extra),
                read,
                self.early,
                frozenset(self.proven),
                self._alone(announced),
            ),
        )

    def listed(self, voter: int) -> bool:
        """Return whether the list of those who voted has a voter."""
        return voter in self.book.voted and voter not in self.unlisted

    def _at_home(self, choices: Sequence[int | None]) -> list[tuple[int, int]]:
        return [
            (self.roll.home(voter), choice)
            for voter, choice in enumerate(choices)
            if choice is not None
        ]

    def as_rows(self, votes: Iterable[tuple[int, int]]) -> Rows:
        """Return pairs of home district and choice as a result."""
        found = Counter(votes)
        return tuple(
            tuple(found[row, choice] for choice in range(self.setting.choices))
            for row in range(self.rows_wanted)
        )

    def _moved(self, announced: Rows, counted: list[int | None]) -> int:
        """Return how many votes the announcement gave to another choice than they were for."""
        if not announced:
            return 0
        real = self.as_rows([*self._at_home(counted), *self.extra])
        pairs = [
            (a, b)
            for told, true in zip(announced, real, strict=True)
            for a, b in zip(told, true, strict=True)
        ]
        return sum(max(a - b, 0) for a, b in pairs)

    @staticmethod
    def _alone(announced: Rows) -> int:
        """Return the votes of districts where all are for one choice.

        Whoever knows who voted there knows these votes.
        """
        return sum(sum(row) for row in announced if max(row) == sum(row) > 0)
