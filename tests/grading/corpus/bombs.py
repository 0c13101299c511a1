"""Submissions whose files are bombs for what reads them."""

from __future__ import annotations

import io
import json
import zipfile

from .assignment import ALL, NOTEBOOK, NOTHING
from .case import code_cell, hostile, named

PAGE = f"{NOTEBOOK}.ipynb"
UNREADABLE = ("unreadable", "damaged", "missing", "too-large", "lost")
STRANGE = (*UNREADABLE, "tidied", "restored")


def zip_bomb(folder, _):
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros", bytes(50_000_000))
    with zipfile.ZipFile(folder / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(200):
            archive.writestr(f"{number}.zip", inner.getvalue())
        archive.writestr("../../../gradebook.db", "signed by zip")
        archive.writestr("/tmp/electoral-corpus-zip", "signed by zip")  # noqa: S108 - is not unpacked


def text(make):
    """Return a change: the notebook's file is this text or these bytes."""

    def change(folder, _):
        data = make()
        (folder / PAGE).write_bytes(data if isinstance(data, bytes) else data.encode())

    return change


def in_the_page(make):
    """Return a change: the notebook's text is changed as a text."""

    def change(folder, _):
        path = folder / PAGE
        path.write_text(make(path.read_text(encoding="utf-8")), encoding="utf-8")

    return change


def many_cells(number):
    """Return a change of the page: so many further cells."""

    def change(page, _):
        page["cells"] += [code_cell("pass" if number < 10_000 else "") for _ in range(number)]

    return change


def large(page, _):
    page["cells"].append(code_cell("# " + "x" * 50_000_000))


def large_output(page, _):
    one = {"output_type": "stream", "name": "stdout", "text": "x" * 1_000_000}
    page["cells"].append({**code_cell("pass"), "outputs": [one] * 50})


def attachments(page, _):
    cell = {"cell_type": "markdown", "source": "![a](attachment:a)", "metadata": {}}
    page["cells"].append({**cell, "attachments": {"a": {"image/png": "QUJD" * 2_500_000}}})


def surrogates(page, _):
    named(page, "why")["source"] = "half a letter: \ud83d"
    page["cells"].append(code_cell("print('\ud800')\ntext = '\udfff'"))
    page["metadata"]["title"] = "\udc80"


def controls(page, _):
    named(page, "why")["source"] = "\x00\x01\x1b[31m\x7f\x85\u2028\ufeff text"
    page["cells"].append(code_cell("# \x00\nnull = 1\n\x0c"))


def deep_metadata(page, _):
    deep: dict = {}
    page["metadata"]["deep"] = deep
    for _ in range(400):
        deep["deeper"] = deep = {}


def answers(value):
    """Return a change: answers.json holds this text."""
    return lambda folder, _: (folder / "answers.json").write_text(value(), encoding="utf-8")


def odd_answers():
    own = {"number": "1" * 1_000_000, "x": {"y": ["z"] * 1000}}
    return json.dumps({"version": 1, "answers": {"own": {"value": own, "hints": 10**9}}})


CASES = [
    hostile(
        "a-zip-bomb",
        "An archive that unpacks to 10 GB and whose members climb out, beside right work.",
        ALL,
        start="right",
        tools=False,
        change=zip_bomb,
    ),
    hostile(
        "json-as-deep-as-a-well",
        "A notebook of a million opened brackets.",
        NOTHING,
        tools=False,
        change=text(lambda: "[" * 1_000_000),
        told=STRANGE,
    ),
    hostile(
        "json-nested-in-the-metadata",
        "Metadata nested as deep as a reader in Python bears, or deeper; the work is right.",
        ALL,
        start="right",
        tools=False,
        pages=deep_metadata,
    ),
    hostile(
        "a-hundred-thousand-cells",
        "A hundred thousand empty cells after the right work: larger than any notebook may be.",
        {**NOTHING, "own": 1},
        start="right",
        tools=False,
        pages=many_cells(100_000),
        told=UNREADABLE,
    ),
    hostile(
        "three-thousand-cells",
        "Three thousand cells after the right work.",
        ALL,
        start="right",
        tools=False,
        pages=many_cells(3_000),
        told=("long",),
    ),
    hostile(
        "fifty-megabytes-of-notebook",
        "One comment of 50 MB after the right work: larger than any notebook may be.",
        {**NOTHING, "own": 1},
        tools=False,
        start="right",
        pages=large,
        told=UNREADABLE,
    ),
    hostile(
        "fifty-megabytes-of-saved-outputs",
        "Saved outputs of 50 MB, as an innocent flood leaves them; the work is right.",
        ALL,
        start="right",
        tools=False,
        pages=large_output,
    ),
    hostile(
        "ten-megabytes-of-pictures",
        "An attachment of 10 MB, as a photo of handwriting; the work is right.",
        ALL,
        start="right",
        tools=False,
        pages=attachments,
    ),
    hostile(
        "keys-that-stand-twice",
        "The notebook has two lists of cells; the last one, as JSON reads it, is the right work.",
        ALL,
        start="right",
        tools=False,
        change=in_the_page(lambda page: '{"cells": [], "nbformat": 4, ' + page[1:]),
    ),
    hostile(
        "numbers-that-are-none",
        "NaN and Infinity and a number of a hundred thousand digits in the notebook's metadata.",
        ALL,
        start="right",
        tools=False,
        change=in_the_page(
            lambda page: page.replace(
                '"metadata": {"electoral"',
                '"metadata": {"a": NaN, "b": -Infinity, "c": ' + "9" * 4000 + ', "electoral"',
            )
        ),
    ),
    hostile(
        "numbers-that-are-too-long",
        "A number of a hundred thousand digits, which Python refuses to read.",
        NOTHING,
        tools=False,
        change=text(lambda: '{"cells": [], "nbformat": ' + "9" * 100_000 + "}"),
        told=STRANGE,
    ),
    hostile(
        "half-letters",
        "Surrogates, which no file can hold, in an essay, a cell, the metadata.",
        ALL,
        start="right",
        tools=False,
        pages=surrogates,
    ),
    hostile(
        "null-bytes-and-controls",
        "NUL, escape sequences and separators in an essay and a cell.",
        ALL,
        start="right",
        tools=False,
        pages=controls,
    ),
    hostile(
        "a-notebook-of-zeros",
        "The file is full of NUL bytes, as after a power cut.",
        NOTHING,
        tools=False,
        change=text(lambda: bytes(100_000)),
        told=STRANGE,
    ),
    hostile(
        "a-notebook-that-is-a-list",
        "JSON, and no notebook.",
        NOTHING,
        tools=False,
        change=text(lambda: json.dumps([{"cells": {}}, None])),
        told=STRANGE,
    ),
    hostile(
        "a-notebook-with-strange-types",
        "cells is a number, metadata a text.",
        NOTHING,
        tools=False,
        change=text(lambda: json.dumps({"cells": 7, "metadata": "x", "nbformat": 4})),
        told=STRANGE,
    ),
    hostile(
        "a-notebook-of-tomorrow",
        "nbformat 99.",
        NOTHING,
        tools=False,
        change=text(lambda: json.dumps({"nbformat": 99, "nbformat_minor": 1, "tabs": []})),
        told=STRANGE,
    ),
    hostile(
        "answers-as-deep-as-a-well",
        "answers.json is a bomb of brackets; the notebook is right.",
        {**ALL, "own": 0},
        start="right",
        tools=False,
        change=answers(lambda: '{"answers": ' + "[" * 500_000),
    ),
    hostile(
        "answers-of-strange-types",
        "answers.json with a number of a million digits, nested values and a thousand hints.",
        {**ALL, "own": 0},
        start="right",
        tools=False,
        change=answers(odd_answers),
    ),
    hostile(
        "answers-that-are-a-list",
        "answers.json is a list.",
        {**ALL, "own": 0},
        start="right",
        tools=False,
        change=answers(lambda: "[1, 2, 3]"),
    ),
]
