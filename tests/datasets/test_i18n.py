"""Catalogues in memory."""

from __future__ import annotations

import pytest

from electoral_datasets import i18n
from electoral_datasets.i18n import LANGUAGES, from_po, translator

WORD = 'msgid "ballot"\nmsgstr "бюллетень"\n'
HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset={}\\n"\n\n'


@pytest.mark.parametrize(
    "header", ["", HEADER.format("UTF-8"), HEADER.format("koi8-r")], ids=["none", "utf-8", "koi8-r"]
)
def test_a_catalogue_is_read_whatever_its_header_says_of_its_letters(header):
    assert from_po(header + WORD, "words").gettext("ballot") == "бюллетень"


def test_a_doubtful_translation_is_not_shown():
    assert from_po("#, fuzzy\n" + WORD, "words").gettext("ballot") == "ballot"


def test_a_broken_catalogue_is_a_sentence_with_its_name():
    with pytest.raises(ValueError, match=r"The catalogue electoral/ru\.po cannot be read"):
        from_po('msgid "ballot\nmsgstr', "electoral/ru.po")


def test_a_language_without_a_catalogue_is_english():
    assert translator("electoral_datasets", "xx").gettext("Unaccounted") == "Unaccounted"


def test_the_marker_changes_nothing():
    assert i18n.N_("Unaccounted") == "Unaccounted"


def test_each_language_is_called_by_its_own_name():
    assert LANGUAGES == {"en": "English", "ru": "Русский", "ky": "Кыргызча"}
