"""What the three ways of voting by internet have in common: a device, a shared key, no booth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from electoral.cabinet.board import Board, Post
from electoral.cabinet.own import Seen
from electoral.cabinet.poll import OWN, Poll
from electoral.cabinet.seal import GROUP, Share, ceremony_of, share
from electoral.evoting.chance import Chance

if TYPE_CHECKING:
    from collections.abc import Sequence

    from electoral.evoting.elgamal import Ciphertext


class InternetPoll(Poll):
    """A poll whose ballots are made by devices and opened with a shared key."""

    def setup(self) -> None:
        """Hold the key ceremony."""
        setting = self.setting
        self.ceremony = ceremony_of(setting.trustees, setting.needed, self.seed)
        self.safe: set[int] = set()
        """Voters who caught their device and took another one."""
        self.from_whom: dict[str, int] = {}
        """Hidden truth, of each code. Some servers have such a list, others cannot."""
        self.shares: list[Share] = []
        self.tell(
            0,
            "setup",
            trustees=setting.trustees,
            needed=setting.needed,
            public_key=int(self.ceremony.public_key),
        )

    def sealed(self, voter: int, choice: int, *, owner: bool) -> int:
        """Return the choice that the device puts into a ballot."""
        if owner and voter not in self.safe:
            return self.parties.device.seals(voter, choice)
        return choice

    def overheard(self, voter: int, choice: int, *, owner: bool) -> None:
        """Let the device tell its friends."""
        if owner and voter not in self.safe and self.parties.device.tells(voter):
            self.heard[voter] = choice

    def keeps(self, voter: int) -> bool:
        """Return whether the server still has a voter's ballot; if not, it cleans its list."""
        kept = self.parties.server.keeps(voter)
        if not kept:
            self.unlisted.add(voter)
        return kept

    def stores(self, voter: int) -> bool:
        """Return whether the server stores an arriving ballot; if not, it lists nobody."""
        stored = self.parties.server.stores(voter)
        if not stored:
            self.unlisted.add(voter)
        return stored

    def random(self, *words: str | int) -> int:
        """Return a random number for a ciphertext."""
        return Chance("random", self.way, self.seed, *words).below(GROUP.q)

    def under_pressure(self, voter: int, choice: int, wanted: int) -> int:
        """Obey before the coercer's eyes; vote again later where that would not be seen."""
        self.ordered[voter] = (wanted, "")
        if not self.victims_vote_again or self.learns(voter):
            return wanted
        self.ordered[voter] = (wanted, self.cast(voter, wanted))
        return choice

    def _obeying_code(self, voter: int) -> str:
        """Return the code of the ballot a victim cast under the coercer's eyes."""
        return self.sees[voter].codes[0 if self.learns(voter) else -1]

    def lent(self, ciphertexts: Sequence[Ciphertext]) -> list[Share]:
        """Return the shares that trustees lent before the close, if they are enough.

        What fewer of them could compute is as good as chance.
        """
        indices = [i for i, one in enumerate(self.parties.trustees, 1) if one.leaks]
        if len(indices) < self.setting.needed:
            return []
        return [share(self.ceremony, ciphertexts, i, Chance("lent", i)) for i in indices]

    def brought(self, ciphertexts: Sequence[Ciphertext]) -> list[Share]:
        """Return the shares that trustees bring to the opening; keep them all."""
        self.shares = [
            share(self.ceremony, ciphertexts, index, self.chance.child("share", index))
            for index, trustee in enumerate(self.parties.trustees, 1)
            if trustee.gives
        ]
        gave = [part.index for part in self.shares]
        self.tell(720, "open", gave=gave, needed=self.setting.needed)
        return self.shares[: self.setting.needed] if self.enough else []

    @property
    def enough(self) -> bool:
        """Whether enough shares came to open anything."""
        return len(self.shares) >= self.setting.needed

    def public(self) -> dict[str, Any]:
        """Return what every way by internet publishes."""
        return {
            "public_key": self.ceremony.public_key,
            "public_keys": self.ceremony.public_keys,
            "needed": self.setting.needed,
            "signed": len(self.shares),
            "members": len(self.parties.trustees),
            "voted": sum(map(self.listed, range(self.setting.voters))),
            "roll": self.roll.people,
            "register": self.roll.register,
            "outage": self.outage,
        }


class BoardPoll(InternetPoll):
    """A poll with a bulletin board that voters can look at."""

    def setup(self) -> None:
        """Open an empty board."""
        super().setup()
        self.board = Board()
        self.copies: list[Post] = []

    def after_casting(self, voter: int) -> None:
        """Some voters look at once whether their code is on the board."""
        if self.does(voter, "codes"):
            self.note(voter, on_board=self.board.has(self.sees[voter].codes[-1]))

    def look(self) -> Seen:
        """Look for the last code on the board."""
        codes = self.sees[OWN].codes
        if not codes:
            return Seen("look")
        there = self.board.has(codes[-1])
        self.note(OWN, on_board=there)
        return Seen("look", code=codes[-1], shows=there, holds=there)

    def close(self) -> None:
        """Close the board: the last chance to take something off."""
        self.copies = list(self.board.posts)
        gone = [post for post in self.board.posts if not self.keeps(self.from_whom[post.code])]
        self.board = self.board.without(gone)

    def board_views(self, published: dict[str, Any]) -> dict[str, dict[str, Any]]:
        """Everybody sees the board as it is now, the monitor also as it was."""
        posts = tuple(self.board.posts)
        return {
            "anyone": {**self.public(), "board": posts, **published},
            "monitor": {"copies": tuple(self.copies), "board": posts},
        }
