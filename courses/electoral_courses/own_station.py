"""A student's own polling station: a protocol with gaps and one wrong line, as an item needs it.

The papers beside the protocol are right. Every blank line follows from a sum that the wrong
line does not enter; the sums that fail point at the wrong line, and the papers decide.

>>> own = own_station(7)
>>> sorted(own.hidden)
['answer', 'fault_difference', 'fault_line', 'fault_reversed', 'fault_right', 'gaps']
>>> sum(line["count"] is None for line in own["given"].values()) in (1, 2)
True
"""

from __future__ import annotations

from typing import Any

from electoral.protocol import evaluate, violations
from electoral.station import LINES, STATION_RELATIONS, faulty
from electoral_courses.variants import Params

BLANKS = ("cancelled", "issued_station", "valid")
"""The lines that a sum gives when all others are known; two of them are left out."""

HIDDEN = ("answer", "fault_difference", "fault_line", "fault_reversed", "fault_right", "gaps")


def own_station(seed: int) -> Params:
    """Return the params of the station of this seed.

    `given`, `editable` and `answer` make a table with lines as rows and the column "count";
    `gaps` says by how much each sum fails in the typed protocol, with the column "gap";
    the counts on the papers stand under their own names, for the prompt.
    """
    made, typed, fault = faulty(seed)
    touched = {
        term
        for broken in violations(typed, STATION_RELATIONS)
        for term in (*broken.relation.left, *broken.relation.right)
    }
    blank = [line for line in BLANKS if line not in touched][:2]
    sides = {relation.id: evaluate(relation, typed) for relation in STATION_RELATIONS}
    to_mend = [line for line in LINES if line != "voters"]
    values: dict[str, Any] = {
        "number": made.number,
        "given": {line: {"count": None if line in blank else typed[line]} for line in LINES},
        "editable": [[line, "count"] for line in to_mend],
        "answer": {line: {"count": made.lines[line]} for line in to_mend},
        "gaps": {name: {"gap": left - right} for name, (left, right) in sides.items()},
        "fault_line": fault.line,
        "fault_right": fault.right,
        "fault_difference": fault.wrong - fault.right,
        "fault_reversed": fault.right - fault.wrong,
        **made.slips,
    }
    return Params(values, HIDDEN)
