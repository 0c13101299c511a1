"""A bulletin board: what is on it stays, because each post carries the fingerprint of the last.

>>> board = Board()
>>> code = board.post("key", "a ballot").code
>>> board.has(code), missing(board.posts, [])
(True, 1)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from electoral.evoting.election import fingerprint

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable


@dataclass(frozen=True)
class Post:
    """One entry of the board."""

    number: int
    code: str
    """What the voter was shown: the beginning of the ballot's fingerprint."""
    key: str
    """Under which credential or token it stands."""
    ballot: str
    previous: str
    """Link of the post before."""
    link: str
    """Fingerprint of the link before and this ballot."""


def code_of(ballot: str) -> str:
    """Return the tracking code of a ballot."""
    return fingerprint(ballot)[:10]


class Board:
    """The board as its server keeps it."""

    def __init__(self) -> None:
        self.posts: list[Post] = []

    def post(self, key: str, ballot: str) -> Post:
        """Add a ballot."""
        previous = self.posts[-1].link if self.posts else ""
        link = fingerprint(f"{previous}|{ballot}")
        self.posts.append(Post(len(self.posts), code_of(ballot), key, ballot, previous, link))
        return self.posts[-1]

    def has(self, code: str) -> bool:
        """Return whether a code is on the board."""
        return any(post.code == code for post in self.posts)

    def without(self, gone: Collection[Post]) -> Board:
        """Return a board without some posts, linked anew so that it looks whole."""
        clean = Board()
        for post in self.posts:
            if post not in gone:
                clean.post(post.key, post.ballot)
        return clean


def missing(copy: Iterable[Post], now: Iterable[Post]) -> int:
    """Return how many posts of a copy are not on the board any more."""
    ballots = {post.ballot for post in now}
    return sum(post.ballot not in ballots for post in copy)
