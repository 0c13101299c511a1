"""The gradebook's database: SQLite in a file, or PostgreSQL for several graders at once.

nbgrader hands the address of its gradebook (`CourseDirectory.db_url`) to SQLAlchemy as it is:

    sqlite:////home/course/gradebook.db
    postgresql+psycopg://lecturer@localhost/gradebook

A writer takes the lock first and reads then, so that nothing changes between its look and its
change; it waits for other programs, and tries again when a server comes back after a fall.
"""

from __future__ import annotations

import random
import time
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import create_engine, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import (
    ArgumentError,
    DBAPIError,
    IntegrityError,
    OperationalError,
)

from electoral_grading.gradebook.tables import INDEXED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy.engine import URL, Connection, Engine

Value = TypeVar("Value")

PATIENCE = 60.0
"""Seconds to wait for another program's lock, or for a server that is away."""

OPENING = 10.0
"""Seconds to wait for it at the beginning: a slip in the address is told soon."""

COLLISIONS = 20
"""So often another grader may be faster with the same new row before it must be a mistake."""

RETRY = {"40001", "40P01", "55P03", "57P01", "57P02", "57P03"}
"""PostgreSQL's codes of what passes: a deadlock, a lock, a server that stops or starts."""


class GradebookError(RuntimeError):
    """The gradebook cannot be used; the message says why and what to do."""


class Database:
    """A gradebook that exists, opened; close it when done, and do not carry it through a fork."""

    def __init__(
        self, db_url: str, patience: float = PATIENCE, *, add_missing_indexes: bool = False
    ) -> None:
        """Open the gradebook at `db_url`.

        Args:
            db_url: its address, as SQLAlchemy writes it.
            patience: seconds to wait for other programs.
            add_missing_indexes: add those that make nbgrader's lists short work.

        Raises:
            GradebookError: there is none, or it is not nbgrader's of this version.
        """
        self.url = checked(db_url)
        self.patience = patience
        self.sqlite = self.url.get_backend_name() == "sqlite"
        limit = {"timeout": min(patience, 5.0)} if self.sqlite else {"connect_timeout": 10}
        self.engine: Engine = create_engine(self.url, connect_args=limit)
        if self.sqlite:
            event.listen(self.engine, "connect", leave_transactions_to_us)
            event.listen(self.engine, "begin", begin)
        try:
            self._prepare(add_missing_indexes=add_missing_indexes)
        except BaseException:
            self.close()
            raise

    def _prepare(self, *, add_missing_indexes: bool) -> None:
        """See that this is a gradebook, and whether it lacks indexes."""
        opening = min(self.patience, OPENING)
        tables, there = self._patiently(seen, writes=False, patience=opening)
        if "submitted_assignment" not in tables:
            raise GradebookError(
                f"The gradebook {self.url} is empty. "
                "`nbgrader generate_assignment` puts the first assignment into it."
            )
        missing = [name for name in INDEXED if name not in there]
        if missing and add_missing_indexes:
            with suppress(GradebookError):  # an aid, not a need: who may only read goes without
                self.write(lambda connection: add_indexes(connection, missing))

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()

    def read(self, work: Callable[[Connection], Value]) -> Value:
        """Return what `work` reads in one transaction."""
        return self._patiently(work, writes=False, patience=self.patience)

    def write(self, work: Callable[[Connection], Value]) -> Value:
        """Return what `work` gives, which writes all that it writes or nothing.

        It may be called again from its beginning when another program was in the way.
        """
        return self._patiently(work, writes=True, patience=self.patience)

    def _patiently(
        self, work: Callable[[Connection], Value], *, writes: bool, patience: float
    ) -> Value:
        end = time.monotonic() + patience
        collisions = 0
        with said(self.url):
            while True:
                try:
                    with self.engine.connect() as connection:
                        chosen = connection.execution_options(electoral_writes=writes)
                        with chosen.begin():
                            return work(chosen)
                except IntegrityError:
                    collisions += 1
                    if collisions > COLLISIONS:
                        raise
                except DBAPIError as error:
                    if not passes(error, sqlite=self.sqlite):
                        raise
                    if time.monotonic() > end:
                        raise GradebookError(
                            f"The gradebook {self.url} could not be used for "
                            f"{patience:.0f} seconds ({first_line(error)}). Nothing is lost: "
                            "close other programs that use it, or start the server, and try again."
                        ) from error
                time.sleep(random.uniform(0.02, 0.2))  # noqa: S311 - so that two do not meet again


def checked(db_url: str) -> URL:
    """Return the address, seen to be of a gradebook that there can be."""
    try:
        url = make_url(db_url)
    except ArgumentError:
        raise GradebookError(
            f"{db_url!r} is not the address of a gradebook; "
            "it looks like sqlite:////home/course/gradebook.db."
        ) from None
    if url.drivername == "postgresql" and find_spec("psycopg2") is None:
        wanted = str(url).replace("postgresql://", "postgresql+psycopg://", 1)
        raise GradebookError(
            f"The address {url} asks for the old driver psycopg2, which is not installed. "
            f"Set c.CourseDirectory.db_url to {wanted}."
        )
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        raise GradebookError(
            f"There is no gradebook at {url.database}. "
            "`nbgrader generate_assignment` makes it with the first assignment."
        )
    return url


@contextmanager
def said(url: URL) -> Iterator[None]:
    """Say in a sentence what the database says in its own words."""
    try:
        yield
    except DBAPIError as error:
        words = first_line(error)
        if any(hint in words for hint in ("no such", "does not exist", "has no column")):
            raise GradebookError(
                f"The gradebook {url} is not one of this nbgrader ({words}). "
                "Make a copy of it, then run `nbgrader db upgrade`."
            ) from error
        raise GradebookError(f"The gradebook {url} cannot be used: {words}") from error


def passes(error: DBAPIError, *, sqlite: bool) -> bool:
    """Whether what stopped us goes away by itself."""
    if sqlite:
        return any(word in str(error.orig) for word in ("locked", "busy"))
    code = getattr(error.orig, "sqlstate", None)
    lost = isinstance(error, OperationalError) and code is None  # no server answers at all
    return error.connection_invalidated or lost or code in RETRY or str(code)[:2] == "08"


def first_line(error: DBAPIError) -> str:
    """Return the database's own words, without the statement."""
    return str(error.orig).strip().partition("\n")[0]


def leave_transactions_to_us(connection: Any, _: Any) -> None:
    """Keep Python's sqlite3 from beginning transactions by itself, which is too late for us."""
    connection.isolation_level = None


def begin(connection: Connection) -> None:
    """Begin a transaction of SQLite; a writer takes the lock at once."""
    writes = connection.get_execution_options().get("electoral_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def seen(connection: Connection) -> tuple[set[str], set[str | None]]:
    """Return the names of the tables, and of the indexes on those that we add indexes to."""
    look = inspect(connection)
    tables = set(look.get_table_names())
    ours = {place for place, _ in INDEXED.values()} & tables
    return tables, {index["name"] for place in ours for index in look.get_indexes(place)}


def add_indexes(connection: Connection, names: list[str]) -> None:
    """Add indexes by the names that we gave them."""
    for name in names:
        place, column = INDEXED[name]
        connection.execute(text(f"CREATE INDEX IF NOT EXISTS {name} ON {place} ({column})"))
