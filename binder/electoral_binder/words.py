"""What the application says at the terminal, in the language of the terminal.

>>> terminal_language({"LANG": "ky_KG.UTF-8"}), terminal_language({"LC_ALL": "C", "LANG": "ru"})
('ky', 'en')
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from electoral_datasets.i18n import LANGUAGES, translator

if TYPE_CHECKING:
    from collections.abc import Mapping


def terminal_language(environment: Mapping[str, str] = os.environ) -> str:
    """Return the language a terminal is set to, as far as the school speaks it; else English."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environment.get(name):
            code = value.split(".", 1)[0].split("_", 1)[0].lower()
            return code if code in LANGUAGES else "en"
    return "en"


def _(message: str, **values: object) -> str:
    """Return a sentence in the terminal's language, its named places filled."""
    return translator("electoral_binder", terminal_language()).gettext(message).format(**values)
