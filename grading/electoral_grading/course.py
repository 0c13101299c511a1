"""A course folder that nbgrader's own commands find ready.

build/nbgrader/<language>/   source, keys, nbgrader_config.py; later gradebook.db, submitted …
build/nbgrader/exchange/     where learners fetch and submit, one folder for each language
"""

from __future__ import annotations

from pathlib import Path

from electoral_datasets.i18n import LANGUAGES

CONFIG = "nbgrader_config.py"
HERE = Path(__file__).resolve().parent


def template() -> Path:
    """Return the settings file to copy: the checkout's, else the one shipped in the package."""
    checkout = HERE.parent / CONFIG
    return checkout if checkout.is_file() else HERE / CONFIG


def course_id(language: str) -> str:
    """Return the name of the course in the exchange.

    >>> course_id("ru")
    'electoral-school-ru'
    """
    return f"electoral-school-{language}"


def exchange(root: Path) -> Path:
    """Return the exchange folder that the course folder `root` shares with the other languages."""
    return root.parent / "exchange"


def prepare(root: Path, language: str) -> Path:
    """Make `root` a course folder of nbgrader in `language`; return its settings file.

    May be called again and again: what is there already, a lecturer's own settings above all,
    stays as it is.

    Raises:
        ValueError: the folder is not named after a language of ours.
    """
    if language not in LANGUAGES or root.name != language:
        known = ", ".join(LANGUAGES)
        raise ValueError(
            f"The course folder {root} must be named after its language, here {language!r}; "
            f"known languages: {known}."
        )
    for folder in (root / "source", exchange(root)):
        folder.mkdir(parents=True, exist_ok=True)
    settings = root / CONFIG
    if not settings.exists():
        settings.write_text(template().read_text(encoding="utf-8"), encoding="utf-8")
    return settings
