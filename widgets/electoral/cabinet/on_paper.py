"""Paper at one's own station, and the paper ballot of one's home district cast at another one.

The second is remote voting as Kyrgyzstan held it on 30 November 2025: the voter comes in person
to a station outside the home district, a terminal prints the ballot of the home district, and it
goes into the box of that station. It is paper, and no vote goes through the internet.
Sources: B: 24.kg/352781, 24.kg/344826, 24.kg/352824. That the machine's count is preliminary and
the hand count official: A: ODIHR, 17 Sep 2015.

Nothing published was found about the software of the terminals. What an attack on them could do
is a hypothesis of this model and says nothing about any real machine.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from electoral.cabinet.adversaries import FAVOURED, SECOND
from electoral.cabinet.poll import Poll

if TYPE_CHECKING:
    from electoral.cabinet.day import Rows


@dataclass(frozen=True)
class Paper:
    """One ballot paper."""

    number: int
    """In the order of casting. It stands here for the place in the box and is not printed."""
    voter: int
    """Who cast it; -1 for one too many. Hidden truth: no record has it."""
    district: int
    choice: int
    marked: bool = False
    """Carries a mark of the printer that tells whose it is; made only by an adversary."""


class PaperHome(Poll):
    """Paper at one's own station.

    A machine reads each paper as it goes in; the commission counts by hand what lies in the box.
    Assumptions that favour paper: observers sit where they see box and table, booths hide, the
    machine keeps no order of the ballots, and without network the station goes on with its own
    copy of the list.
    """

    way = "paper_home"
    needs_line = False
    operator = True

    def setup(self) -> None:
        """Show the empty box."""
        self.box: list[Paper] = []
        self.readings: list[tuple[int, int]] = []
        """What the machine read as each paper went in: district and choice."""
        self.identified = self.signatures = self.printed = self.incidents = 0
        self.tell(0, "setup", papers=0)

    def cast(self, voter: int, choice: int, *, owner: bool = True) -> str:  # noqa: ARG002
        """Give out a paper, have it signed for, marked in the booth and put into the box."""
        self.identified += 1
        self.signatures += 1
        self.printed += self.districts
        marked = self.districts and self.parties.device.tells(voter)
        if marked:
            self.heard[voter] = choice
        self._into_the_box(voter, choice, marked=marked)
        for _ in range(self.parties.cheat.more(voter)):  # folded into the first one
            self._into_the_box(voter, FAVOURED, extra=True)
        return ""

    def _into_the_box(
        self, voter: int, choice: int, *, marked: bool = False, extra: bool = False
    ) -> None:
        whose = -1 if extra else voter
        home, number = self.roll.home(voter), len(self.box)
        self.box.append(Paper(number, whose, home, choice, marked))
        if not extra:  # of folded papers the machine reads the outer one
            self.readings.append((home, self.parties.device.seals(number, choice)))

    def ghosts(self) -> None:
        """Sign for people who do not exist and put papers into the box, past the device."""
        for person in self.invented:
            self._stuff(person)

    def borrowed(self, voter: int) -> None:
        """The same in the name of people who did not come."""
        self.book.admit(voter)
        self._stuff(voter)

    def _stuff(self, person: int) -> None:
        self.signatures += 1
        self._into_the_box(person, FAVOURED)  # a paper that no terminal printed for anyone
        self.incidents += 1

    def close(self) -> None:
        """Close the box; whoever guards it may take papers out or exchange them.

        The guard cannot know whose paper is whose; the voters' numbers only say which papers.
        """
        server = self.parties.server
        for paper in list(self.box):
            if not server.stores(paper.voter):
                self.box.remove(paper)
                self.incidents += 1
            elif server.swaps(paper.voter):
                self.box[self.box.index(paper)] = replace(paper, choice=FAVOURED)
                self.incidents += 1

    def count(self) -> Rows:
        """Count by machine, then by hand; the hand count is the official one."""
        self.slip = self.as_rows(self.readings)
        self.protocol = self._by_hand(self._sorted())
        self.signed = sum(trustee.gives for trustee in self.parties.trustees)
        self.tell(720, "open", papers=len(self.box), signed=self.signed)
        server = self.parties.server
        self.stored = [paper for paper in self.box if server.keeps(paper.voter)]
        return self.protocol

    def _by_hand(self, papers: list[Paper]) -> Rows:
        return self.as_rows((paper.district, paper.choice) for paper in papers)

    def _sorted(self) -> list[Paper]:
        """Return the papers as they lie on the piles; a false hand puts some on another pile."""
        left = self.parties.server.exchanges()
        piles = []
        for paper in self.box:
            moved = left > 0 and paper.choice == SECOND
            piles.append(replace(paper, choice=FAVOURED) if moved else paper)
            left -= moved
            self.incidents += moved
        return piles

    def counted(self) -> list[int | None]:
        """Return what lay in the box for each person; papers of nobody are added ones."""
        found: list[int | None] = [None] * self.setting.voters
        for paper in self.box:
            if 0 <= paper.voter < len(found):
                found[paper.voter] = paper.choice
            else:
                self.extra.append((paper.district, paper.choice))
        return found

    def views(self, announced: Rows) -> dict[str, dict[str, Any]]:
        """Observers see the room and the protocol as signed; everybody sees what is published."""
        habits = self.setting.habits
        observer: dict[str, Any] = {"refused_entries": self.refusals}
        if habits.observers:
            observer |= {
                "incidents": self.incidents,
                "identified": self.identified,
                "signatures": self.signatures,
                "papers": len(self.box),
                "machine": self.slip,
                "protocol": self.protocol,
                "published": announced,
            }
            if self.districts:
                observer["printed"] = self.printed
        if habits.recount:
            observer |= {"recount": self._by_hand(self.stored), "published": announced}
        if habits.inspection:
            observer["marked"] = sum(paper.marked for paper in self.box)
        return {
            "observer": observer,
            "anyone": {
                "result": announced,
                "signed": self.signed,
                "members": len(self.parties.trustees),
                "outage": self.outage,
                "roll": self.roll.people + len(self.invented),
                "register": self.roll.register,
            },
        }


class PaperRemote(PaperHome):
    """The paper ballot of one's home district, printed and cast at another station.

    Assumptions: the terminal prints nothing without network, because it must ask who has voted
    anywhere (B: 24.kg/349124); the station's count is published by home district. The first
    shows what depends on the network, the second what small numbers tell.
    """

    way = "paper_remote"
    districts = True
    needs_line = True
