"""How the people in a hall come in: the learners' address in words, and as a code for phones.

/school/<language>/hall   for the projector; the lecturer opens it on the school's own machine
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tornado import web

from electoral_binder.identity import is_lecturer
from electoral_binder.page import Page
from electoral_datasets.i18n import N_, translator

if TYPE_CHECKING:
    from electoral_binder.hall_network import HallDoor

DOOR = "electoral_hall_door"
"""Under this name the server's settings know the hall's door, where it is open."""

WORDS: dict[str, str] = {
    "title": N_("Come in"),
    "network": N_("Join this hall's own network first; the internet is not needed."),
    "code": N_("Point a phone's camera at the code, or write the address into a browser."),
    "picture": N_("A code for phones that leads to {address}"),
    "other": N_("If that does not open, this one may"),
    "none": N_(
        "This computer is in no network yet. Join the hall's; the address appears here then."
    ),
    "key": N_("If you are asked for a key, it is: {key}"),
}
"""The texts by name."""


def join_words(language: str) -> dict[str, str]:
    """Return the texts in `language`."""
    gettext = translator("electoral_binder", language).gettext
    return {name: gettext(text) for name, text in WORDS.items()}


def picture(address: str) -> str:
    """Return a code for phones as the address of a picture, black on white in any colours."""
    import segno  # noqa: PLC0415 - only where a hall is open

    code = segno.make_qr(address, error="m")
    return code.svg_data_uri(scale=10, border=4, dark="#000", light="#fff")


def for_terminal(address: str, encoding: str | None) -> str:
    """Return a code for phones in characters; empty where the terminal has none for it."""
    import segno  # noqa: PLC0415 - only where a hall is open

    drawn = io.StringIO()
    segno.make_qr(address, error="l").terminal(drawn, border=2, compact=True)
    try:
        drawn.getvalue().encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return ""
    return drawn.getvalue().rstrip("\n")


class Join(Page):
    """The page for the projector."""

    @web.authenticated
    def get(self, language: str) -> None:
        """Show where learners find the school."""
        self.choose(language)
        door: HallDoor | None = self.settings.get(DOOR)
        if door is None or not is_lecturer(self):
            raise web.HTTPError(404)
        told = join_words(language)
        ways = [
            {
                "address": address,
                "shown": f"{urlsplit(address).netloc}{self.base_url}",
                "picture": picture(address),
                "about": told["picture"].format(address=urlsplit(address).netloc),
            }
            for address in door.addresses
        ]
        self.set_header("Cache-Control", "no-store")
        key = told["key"].format(key=door.learner_token)
        self.finish(
            self.part("join.html", ways=ways, told=told, key=key, **self.frame(told["title"]))
        )
