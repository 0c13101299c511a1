"""Where a stranger writes the key of the school, in the reader's language.

Whoever opens the whole address with its key never sees it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jupyter_server.auth.login import LoginFormHandler
from tornado.httputil import url_concat

from electoral_binder.page import Page
from electoral_binder.page_words import words
from electoral_datasets.i18n import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Mapping


class Login(Page, LoginFormHandler):
    """The form for a key; what is done with the key is Jupyter's own."""

    def check_query(self) -> None:
        """Take the language that was asked for; the way on is checked when it is gone."""
        if (asked := self.get_query_argument("lang", "")) in LANGUAGES:
            self.language = asked
            self._remember("electoral_lang", asked, httponly=False)

    def _render(self, message: Mapping[str, str] | None = None) -> None:
        """Send the form, with a sentence if the key was wrong."""
        way_on = self.get_query_argument("next", self.base_url)
        told = words(self.language)

        def here(**query: Any) -> str:
            return url_concat(self.settings["login_url"], {"next": way_on, **query})

        frame = self.frame(told["key_title"]) | {
            "languages": {code: (name, here(lang=code)) for code, name in LANGUAGES.items()}
        }
        self.set_header("Cache-Control", "no-store")
        self.write(
            self.part(
                "login.html",
                action=here(),
                trouble=told["key_wrong"] if message else "",
                is_stranger=True,
                **frame,
            )
        )
