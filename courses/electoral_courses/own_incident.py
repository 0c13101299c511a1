"""A student's own file of an evening, as the items of "Threats and trust" need it.

Everything is computed from `electoral.incident`; the file is the one that the view
`IncidentFile` shows.

>>> own = own_incident(7)
>>> sum(own[f"is_{kind}"] for kind in KINDS)
1
>>> sum(own[f"cell_{cell}"] for cell in CELLS)
1
"""

from __future__ import annotations

from typing import Any

from electoral.incident import ARRIVED, CLOSE, KINDS, incident
from electoral.plan import chance_of
from electoral_courses.variants import Params

SEEDS = 1_000_000
"""Seeds of files lie below; the view takes them."""

CELL_OF = {
    "twice": "sending_integrity",
    "missing": "sending_availability",
    "altered": "sending_integrity",
    "early": "sending_confidentiality",
    "display": "display_integrity",
    "stranger": "sending_authenticity",
}
"""What is touched first of all: the asset and its property."""

CELLS = tuple(dict.fromkeys(CELL_OF.values()))

NOWHERE = -1
"""A number that nobody would give: the place of a mistake that cannot be made here."""


def own_incident(seed: int) -> Params:
    """Return the params of the file of this seed.

    `seed` is the seed for `IncidentFile`; `copies` and `log` are its tables as columns;
    `answer` has the rows "copies", "entries", "stations", "gap" and "screen" with the column
    "count"; `is_…` tells what happened, `cell_…` what it touches.
    """
    drawn = int(chance_of(seed).integers(SEEDS))
    file = incident(drawn)
    arrived = [entry for entry in file.log if entry.event == ARRIVED]
    answer = {
        "copies": file.counted,
        "entries": len(file.log),
        "stations": len({entry.station for entry in arrived}),
        "gap": file.server - file.counted,
        "screen": file.display - file.server,
    }
    log = {name: [getattr(entry, name) for entry in file.log] for name in file.log[0]._fields}
    hidden: dict[str, Any] = {
        "answer": {row: {"count": count} for row, count in answer.items()},
        "kind": file.kind,
        "station": file.station,
        "as_reversed": -answer["gap"] if answer["gap"] else NOWHERE,
        "as_backwards": -answer["screen"] if answer["screen"] else NOWHERE,
        "server_differs": answer["gap"] != 0,
        "server_agrees": answer["gap"] == 0,
        "screen_true": answer["screen"] == 0,
        "screen_differs": answer["screen"] != 0,
        **{f"is_{kind}": kind == file.kind for kind in KINDS},
        **{f"cell_{cell}": cell == CELL_OF[file.kind] for cell in CELLS},
    }
    shown = {
        "seed": drawn,
        "close": CLOSE,
        "devices": list(file.devices),
        "copies": list(file.copies),
        "log": log,
        "server": file.server,
        "display": file.display,
    }
    return Params(shown | hidden, tuple(hidden))
