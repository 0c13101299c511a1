"""What a course folder's own `nbgrader_config.py` says to a grader.

settings = Settings(Path("build/nbgrader/ru"))
with settings.store() as store:
    ...
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from traitlets.config import Config

    from electoral_grading.store import Store

NAME, ENDS = "nbgrader_config", ("py", "json")

TIMEOUT, NO_LIMIT = 30.0, 3600.0
"""Seconds that one cell may run, where nothing is set and where no limit is."""


class SettingsError(RuntimeError):
    """The settings cannot be read; a sentence for the lecturer."""


@dataclass(frozen=True)
class Settings:
    """The settings of one course folder, read where nbgrader reads them."""

    root: Path

    @cached_property
    def config(self) -> Config:
        """The settings of the machine, the person and, before all, the course folder.

        Raises:
            SettingsError: a settings file has an error.
        """
        from jupyter_core.paths import jupyter_config_path  # noqa: PLC0415 - start-up time
        from traitlets.config.loader import (  # noqa: PLC0415
            Config,
            ConfigFileNotFound,
            JSONFileConfigLoader,
            PyFileConfigLoader,
        )

        found = Config()
        for folder in (*reversed(jupyter_config_path()), str(self.root)):
            for loader, end in zip((PyFileConfigLoader, JSONFileConfigLoader), ENDS, strict=True):
                try:
                    found.merge(loader(f"{NAME}.{end}", path=folder).load_config())
                except ConfigFileNotFound:
                    continue
                except Exception as error:
                    raise SettingsError(
                        f"The settings in {folder}/{NAME}.{end} cannot be read "
                        f"({type(error).__name__}: {error})."
                    ) from error
        return found

    @cached_property
    def plain(self) -> bool:
        """Whether the settings are as the school made them, which need not be read to be known."""
        from jupyter_core.paths import jupyter_config_path  # noqa: PLC0415 - start-up time

        from electoral_grading.course import template  # noqa: PLC0415

        own = self.root / f"{NAME}.py"
        names = [Path(folder, f"{NAME}.{end}") for folder in jupyter_config_path() for end in ENDS]
        others = [path for path in (*names, self.root / f"{NAME}.json") if path.exists()]
        return not others and own.is_file() and own.read_bytes() == template().read_bytes()

    @property
    def db_url(self) -> str:
        """Where the gradebook is."""
        default = f"sqlite:///{self.root / 'gradebook.db'}"
        return default if self.plain else str(self.config.CourseDirectory.get("db_url") or default)

    @property
    def timeout(self) -> float:
        """How many seconds one cell may run; as nbgrader, an hour where there is no limit."""
        config = {} if self.plain else self.config
        for name in ("Execute", "ExecutePreprocessor"):
            if "timeout" in config.get(name, ()):
                seconds = float(config[name].timeout or 0)
                return seconds if seconds > 0 else NO_LIMIT
        return TIMEOUT

    @property
    def exchange(self) -> tuple[Path, str]:
        """The exchange folder, and the course's name in it."""
        from nbgrader.exchange.default import Exchange  # noqa: PLC0415 - start-up time

        return Path(Exchange(config=self.config).root), str(self.config.CourseDirectory.course_id)

    def store(self) -> Store:
        """Open the gradebook, with the lecturer's late penalties and extensions."""
        from nbgrader.preprocessors import AssignLatePenalties  # noqa: PLC0415 - start-up time

        from electoral_grading.dates import load  # noqa: PLC0415
        from electoral_grading.store import Store  # noqa: PLC0415

        penalties = AssignLatePenalties(config=self.config)
        return Store(self.db_url, penalties=penalties, extensions=load(self.root).extension)
