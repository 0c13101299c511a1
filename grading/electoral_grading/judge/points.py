"""From the outputs of a graded cell to its points, by nbgrader's own rule.

The rule is `nbgrader.utils.determine_grade` of nbgrader 0.9; a test holds the two together.
Before it is applied, outputs are settled: a number that is no possible result gives nothing,
instead of all points or an end of the run. So does what is no number at all, where a check of
an item gives one, or a test that gave the model answer one; a number of numpy is a number.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any

from electoral_grading.judge.outputs import failure

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Output = Mapping[str, Any]

UNGRADED = "NoResultError"
"""The name of the error where a check gave no possible result."""


OF_NUMPY = re.compile(r"np\.\w+\(([^()\[\]]*)\)")
"""How one number of numpy 2 is shown."""


def settle(
    outputs: list[Any], most: float, *, item: bool = False, numeric: bool = False
) -> list[Any]:
    """Return the outputs of a test cell, with an error where they are no possible result.

    Args:
        outputs: what the cell showed.
        most: the points that the cell can give.
        item: whether it checks an item, which always gives one number.
        numeric: whether the test gave the model answer a number.

    >>> shown = {"output_type": "execute_result", "data": {"text/plain": "99"}}
    >>> settle([shown], 2)[0]["ename"]
    'NoResultError'
    """
    errors = [output for output in outputs if output["output_type"] == "error"]
    if numeric:
        outputs = [plain(output) for output in outputs]
    results = [output for output in outputs if output["output_type"] == "execute_result"]
    if errors:
        return errors[:1] if item else [output for output in outputs if output not in results]
    if item:
        good = len(results) == 1 and 0 <= number(results[0]) <= most
        return results if good else [failure(UNGRADED)]
    good = all(_possible(result, most) for result in results)
    if numeric:
        good = good and bool(results) and not any(math.isnan(number(one)) for one in results)
    return outputs if good else [failure(UNGRADED)]


def shows_number(outputs: Sequence[Output]) -> bool:
    """Whether the outputs of a test are one number and no error."""
    kinds = [output["output_type"] for output in outputs]
    results = [plain(one) for one in outputs if one["output_type"] == "execute_result"]
    return "error" not in kinds and len(results) == 1 and not math.isnan(number(results[0]))


def plain(output: Any) -> Any:
    """Return an output with a number of numpy as a plain one, which nbgrader can read.

    >>> plain({"output_type": "execute_result", "data": {"text/plain": "np.float64(0.5)"}})["data"]
    {'text/plain': '0.5'}
    """
    found = OF_NUMPY.fullmatch(str(output.get("data", {}).get("text/plain", "")))
    if output["output_type"] != "execute_result" or not found:
        return output
    return {**output, "data": {**output["data"], "text/plain": found[1]}}


def _possible(result: Output, most: float) -> bool:
    text = result["data"].get("text/plain")
    try:
        value = float(text)
    except (TypeError, ValueError):
        return bool(text)
    return 0 <= value <= most


def points(outputs: Sequence[Output], most: float) -> float:
    """Return the points that the settled outputs of a test cell are worth.

    >>> points([], 2), points([{"output_type": "error"}], 2)
    (2, 0.0)
    >>> points([{"output_type": "execute_result", "data": {"text/plain": "1.5"}}], 2)
    1.5
    """
    for output in outputs:
        if output["output_type"] == "error":
            return 0.0
        if output["output_type"] == "execute_result":
            found = number(output)
            return most if math.isnan(found) else found
    return most


def number(result: Mapping[str, Any]) -> float:
    """Return the number that a result shows; not a number (NaN) where it shows none."""
    try:
        return float(result["data"]["text/plain"])
    except (KeyError, TypeError, ValueError):
        return math.nan
