"""Outputs that came from a learner's process, reduced to what a notebook may hold.

>>> clean([{"output_type": "stream", "name": "stdout", "text": "a"}, {"output_type": "x"}, 3])
[{'output_type': 'stream', 'name': 'stdout', 'text': 'a'}]
"""

from __future__ import annotations

from typing import Any

STOPPED, DIED = "CellTimeoutError", "DeadKernelError"
"""The names of our error outputs; the feedback puts them into words."""

Output = dict[str, Any]


def failure(name: str) -> Output:
    """Return an error output of ours."""
    return {"output_type": "error", "ename": name, "evalue": "", "traceback": [name]}


def clean(outputs: Any) -> list[Output]:
    """Return what is a well-formed output; errors of ours cannot be forged."""
    found = [_one(output) for output in outputs] if isinstance(outputs, list) else []
    return [output for output in found if output]


def _one(output: Any) -> Output | None:
    match output:
        case {"output_type": "stream", "name": "stdout" | "stderr", "text": str()}:
            return {key: output[key] for key in ("output_type", "name", "text")}
        case {"output_type": "error", "ename": str(name), "evalue": str(text), "traceback": list()}:
            lines = [line for line in output["traceback"] if isinstance(line, str)]
            name = f"{name}?" if name in {STOPPED, DIED} else name
            return {"output_type": "error", "ename": name, "evalue": text, "traceback": lines}
        case {"output_type": "display_data" | "execute_result" as kind, "data": dict(data)}:
            kept = {form: value for form, value in data.items() if _fits(form, value)}
            shown: Output = {"output_type": kind, "data": kept, "metadata": {}}
            if kind == "execute_result":
                count = output.get("execution_count")
                shown["execution_count"] = count if type(count) is int else None
            return shown
    return None


def _fits(form: Any, value: Any) -> bool:
    if not isinstance(form, str):
        return False
    return isinstance(value, str) or form.endswith("json")
