"""Internet voting with a blindly signed token, then an anonymous vote; each vote is opened.

At the door the clerk signs a token without seeing it (RFC 9474), once for each person of the
roll, and keeps a list of who had one signed. Later the token is shown without a name, with an
encrypted vote. After the close every vote is opened, and voters find their own by its serial.
That a platform of ДЭГ uses blind signatures is its maker's word (B: ewdn.com, 12 Sep 2020); the
rest is this model's own.

Assumptions: nothing but the token tells who sends (favours secrecy: a real network does); the
device shows the true serial (favours the check: a device could show another voter's who voted
alike); the list of tokens is kept honestly except by the clerk who is the adversary.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from electoral.cabinet import blind
from electoral.cabinet.adversaries import FAVOURED
from electoral.cabinet.board import code_of
from electoral.cabinet.internet import BoardPoll
from electoral.cabinet.seal import GROUP, opened, opened_by_secret, total
from electoral.evoting.chance import Chance
from electoral.evoting.elgamal import Ciphertext, encrypt
from electoral.evoting.proofs import Proof, knowledge_claim, prove_knowledge

if TYPE_CHECKING:
    from electoral.cabinet.day import Rows

BITS = 1024
"""A key half as long as the shortest that is thought safe: a toy, for speed."""


class Token(NamedTuple):
    """What a voter got at the door."""

    serial: str
    secret: int
    """x of the key g^x with which the vote will be signed"""
    signature: blind.Signature


class Vote(NamedTuple):
    """One entry of the board, read."""

    serial: str
    key: int
    signature: blind.Signature
    ciphertext: Ciphertext
    proof: Proof


@lru_cache(maxsize=1)
def signer() -> blind.Signer:
    """Return the clerk's signing key: the same one on all days, because drawing one takes time."""
    return blind.Signer("the clerk of the cabinet", bits=BITS)


@lru_cache(maxsize=1024)
def token(number: int) -> Token:
    """Draw a token and have it signed blindly. The clerk sees `blinded` and nothing else."""
    chance = Chance("token", number)
    serial, secret = chance.text(10), chance.below(GROUP.q)
    message = _message(serial, GROUP.power(GROUP.g, secret))
    blinded, kept = blind.blind(signer().public, message, seed=f"voter {number}")
    signature = blind.finish(signer().public, message, signer().sign(blinded), kept)
    return Token(serial, secret, signature)


def _message(serial: str, key: int) -> bytes:
    return f"{serial}|{key}".encode()


def write(mine: Token, key: int, ciphertext: Ciphertext, secret: int, chance: Chance) -> str:
    """Return a vote as it stands on the board, signed with `secret`."""
    body = {
        "serial": mine.serial,
        "key": int(key),
        "prefix": mine.signature.prefix.hex(),
        "signature": mine.signature.value.hex(),
        "vote": [int(ciphertext.alpha), int(ciphertext.beta)],
    }
    proof = prove_knowledge(GROUP, secret, f"token|{json.dumps(body)}", chance)
    return json.dumps({**body, "proof": [int(proof.challenge), int(proof.response)]})


@lru_cache(maxsize=2048)
def read(text: str) -> Vote:
    """Return the vote of a text of the board."""
    given = json.loads(text)
    signature = blind.Signature(bytes.fromhex(given["prefix"]), bytes.fromhex(given["signature"]))
    return Vote(
        given["serial"],
        given["key"],
        signature,
        Ciphertext(*given["vote"]),
        Proof(*given["proof"]),
    )


@lru_cache(maxsize=2048)
def genuine(text: str) -> bool:
    """Return whether a vote has a token that the clerk signed, and its owner's signature."""
    vote = read(text)
    body = {name: part for name, part in json.loads(text).items() if name != "proof"}
    claim = knowledge_claim(GROUP, vote.key, vote.proof, f"token|{json.dumps(body)}")
    message = _message(vote.serial, vote.key)
    return claim.holds and blind.fits(signer().public, message, vote.signature)


class ByToken(BoardPoll):
    """Each vote is opened, without a name."""

    way = "deg_blind"

    def setup(self) -> None:
        """Begin the list of tokens."""
        super().setup()
        self.issued: list[int] = []
        """Who had a token signed, as the clerk has it listed."""
        self.tokens: dict[int, Token] = {}
        self.opened: dict[str, int | None] = {}

    def cast(self, voter: int, choice: int, *, owner: bool = True) -> str:
        """Get a token under one's name, then send a vote without one."""
        self.overheard(voter, choice, owner=owner)
        if voter < self.setting.voters:
            self.issued.append(voter)
        mine = token(self.seed % 20 * 1000 + voter)
        self.tokens[voter] = mine
        text = self._vote(mine, mine.secret, self.sealed(voter, choice, owner=owner), voter)
        server, code = self.parties.server, code_of(text)
        if server.swaps(voter):  # the server has the token's public key only
            text = self._vote(mine, self.random("forger"), FAVOURED, voter)
        if self.stores(voter):
            post = self.board.post(mine.serial, text)
            self.from_whom[post.code] = voter
        return code

    def _vote(self, mine: Token, secret: int, choice: int, voter: int) -> str:
        public, random = GROUP.power(GROUP.g, mine.secret), self.random("vote", voter)
        if self.parties.cheat.more(voter):
            choice += self.setting.choices  # no choice at all: one opened vote is one vote
        ciphertext = encrypt(GROUP, self.ceremony.public_key, choice, random)
        return write(mine, public, ciphertext, secret, Chance("sign", self.seed, voter))

    def close(self) -> None:
        """Close the board; friends may open votes, but nobody has a list of names."""
        super().close()
        self.box = [read(post.ballot).ciphertext for post in self.board.posts]
        if self.lent(self.box):
            self.early = len(self.box)

    def count(self) -> Rows:
        """Open every vote with enough shares; publish the lines."""
        for place in range(min(self.parties.server.exchanges(), len(self.box))):
            random = self.random("exchanged", place)
            self.box[place] = encrypt(GROUP, self.ceremony.public_key, FAVOURED, random)
        parts = self.brought(self.box)
        if not parts:
            return ()
        choices = opened(self.box, parts, self.setting.choices - 1)
        serials = (post.key for post in self.board.posts)
        self.opened = dict(zip(serials, choices, strict=True))
        found = [one for one in choices if one is not None]
        for voter, mine in self.tokens.items():
            looked = self.learns(voter) and self.sees[voter].on_board is not None
            if voter < self.setting.voters and (looked or self.does(voter, "codes")):
                asked = self.sees[voter].asked
                line = (asked[-1], self.opened.get(mine.serial)) if asked else None
                self.note(voter, line=line)
        return (total(found, self.setting.choices),)

    def counted(self) -> list[int | None]:
        """Return what the counted votes hold."""
        found: list[int | None] = [None] * self.setting.voters
        owners = {mine.serial: voter for voter, mine in self.tokens.items()}
        for post in self.board.posts if self.enough else ():
            choice = opened_by_secret(
                self.ceremony, read(post.ballot).ciphertext, self.setting.choices - 1
            )
            if owners[post.key] < len(found):
                found[owners[post.key]] = choice
            elif choice is not None:
                self.extra.append((0, choice))
        self.proven = {voter for voter in self.ordered if self._believed(voter)}
        return found

    def _believed(self, voter: int) -> bool:
        """Return whether the line with the victim's serial convinces a coercer."""
        return self.opened.get(self.tokens[voter].serial) == self.ordered[voter][0]

    def views(self, announced: Rows) -> dict[str, dict[str, Any]]:
        """Everybody sees the board, its opened lines and how many tokens were given out."""
        return self.board_views(
            {
                "issued": len(self.issued),
                "shares": tuple(self.shares),
                "lines": tuple(self.opened.items()),
                "result": announced,
            }
        )
