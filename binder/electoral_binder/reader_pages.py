"""The pages beside the lessons: search, glossary, showcase.

/school/<language>/search?q=…     what lessons and glossary say about some words
/school/<language>/glossary       all terms; `?q=…` and `?review=1` show some of them
/school/<language>/showcase       the simulations one after the other, for an exhibition
"""

from __future__ import annotations

import asyncio
from typing import Any

from jupyter_server.utils import url_path_join
from tornado import web
from tornado.httputil import url_concat

from electoral_binder.glossary import about_terms, glossary
from electoral_binder.page import Page
from electoral_binder.page_words import words
from electoral_binder.reader_words import found_text
from electoral_binder.search import LONGEST, marked, search, snippet, wanted
from electoral_binder.showcase import simulations
from electoral_datasets.i18n import LANGUAGES

MOST = 30
"""Results on one page."""


class Beside(Page):
    """A page that is no lesson, at an address of its own."""

    name = ""
    takes: frozenset[str] = frozenset()
    """What may stand in the query, besides what every page takes."""

    def check_query(self) -> None:
        """Let pass what this page takes."""
        if set(self.request.query_arguments) - self.takes:
            super().check_query()

    def asked(self) -> str:
        """Return the words in the query, in one line."""
        return " ".join(self.get_query_argument("q", "")[:LONGEST].split())

    def around(self, title: str, **more: Any) -> dict[str, Any]:
        """Return the frame of this page, with the same page in the other languages."""
        query = {key: self.get_query_argument(key) for key in self.request.query_arguments}
        languages = {
            code: (name, url_concat(self.address(code, self.name), query))
            for code, name in LANGUAGES.items()
        }
        return self.frame(title) | {"languages": languages, "here": self.name} | more


class Search(Beside):
    """What the lessons and the glossary say about some words."""

    name = "search"
    takes = frozenset({"q"})

    @web.authenticated
    async def get(self, language: str) -> None:
        """Show what was found; without words, where to write them."""
        self.choose(language)
        told, query = words(language), self.asked()
        asked = wanted(query, language)
        found = await asyncio.to_thread(search, self.root, language, query)
        terms = [term for term in glossary() if term.answers(asked, language)]
        self.finish(
            self.part(
                "search.html",
                asked=query,
                found=found[:MOST],
                found_text=found_text(len(found), language),
                is_cut=len(found) > MOST,
                is_partly=bool(found) and found[0].words < len(asked),
                terms=terms[:MOST],
                marked=lambda text: marked(text, asked, language),
                snippet=lambda text: snippet(text, asked, language),
                **self.around(
                    told["search_title"].format(query=query) if query else told["search"]
                ),
            )
        )


class Glossary(Beside):
    """All terms, or some of them."""

    name = "glossary"
    takes = frozenset({"q", "review"})

    @web.authenticated
    def get(self, language: str) -> None:
        """Show the terms."""
        self.choose(language)
        query, only_review = self.asked(), bool(self.get_query_argument("review", ""))
        asked = wanted(query, language)
        shown = [
            term
            for term in glossary()
            if (not asked or term.answers(asked, language))
            and (term.is_for_review or not only_review)
        ]
        shown.sort(key=lambda term: (term.names[language] or term.names["en"]).casefold())
        self.finish(
            self.part(
                "glossary.html",
                filtered=query,
                only_review=only_review,
                **about_terms(shown, language),
                **self.around(words(language)["glossary"]),
            )
        )


class Showcase(Beside):
    """The simulations one after the other."""

    name = "showcase"

    @web.authenticated
    def get(self, language: str) -> None:
        """Show the list of simulations; the page's script goes through it."""
        self.choose(language)
        self.learner()
        shown = [
            (one, url_path_join(self.address(language, one.book.id), f"/#{one.section}"))
            for one in simulations(self.root, language)
        ]
        self.finish(
            self.part(
                "showcase.html",
                simulations=shown,
                **self.around(words(language)["showcase"]),
            )
        )
