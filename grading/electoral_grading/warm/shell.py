"""An IPython shell that runs a cell and returns its outputs as a notebook holds them."""

from __future__ import annotations

import builtins
import io
import subprocess
import sys
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.error import StdinNotImplementedError
from IPython.core.history import HistoryManager
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Type

LONGEST = 100_000
"""So many characters of text a cell may show."""
LARGEST = 2_000_000
"""So many characters a cell may show in all its forms."""
MOST = 500
"""So many outputs a cell may have."""
CUT = "\n[…]\n"
"""Where text was cut off."""

Output = dict[str, Any]


class Outputs:
    """The outputs of the cell that runs."""

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """Start anew."""
        self.found: list[Output] = []
        self.left, self.text = LARGEST, LONGEST

    def stream(self, name: str, text: str) -> None:
        """Add printed text, as long as there is room."""
        if len(text) > self.text:
            text = text[: self.text] + CUT if self.text else ""
        self.text = max(0, self.text - len(text))
        last = self.found[-1] if self.found else {}
        if text and last.get("output_type") == "stream" and last["name"] == name:
            last["text"] += text
        elif text and len(self.found) < MOST:
            self.found.append({"output_type": "stream", "name": name, "text": text})

    def data(self, kind: str, data: dict[str, Any], metadata: dict[str, Any], **more: Any) -> None:
        """Add something shown, without the forms that are too large."""
        kept = {}
        for form, value in data.items():
            size = len(value) if isinstance(value, str | bytes) else len(str(value))
            if form == "text/plain" and size > LONGEST:
                value, size = f"{value[:LONGEST]}{CUT}", LONGEST  # noqa: PLW2901
            if size <= self.left:
                self.left -= size
                kept[form] = value
        if kept and len(self.found) < MOST:
            self.found.append({"output_type": kind, "data": kept, "metadata": metadata, **more})

    def error(self, name: str, text: str, traceback: list[str]) -> None:
        """Add an error; it always finds room."""
        lines = [line[:LONGEST] for line in traceback[-100:]]
        error = {"ename": name[:1000], "evalue": text[:LONGEST], "traceback": lines}
        self.found.append({"output_type": "error", **error})


class _Stream(io.TextIOBase):
    """Standard output or error of a cell."""

    encoding = "utf-8"  # pyright: ignore[reportAssignmentType]

    def __init__(self, outputs: Outputs, name: str) -> None:
        self.outputs, self.name = outputs, name

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self.outputs.stream(self.name, text)
        return len(text)

    def writable(self) -> bool:
        return True


class _Publisher(DisplayPublisher):
    outputs: Outputs

    def publish(self, data: Any, metadata: Any = None, **_: Any) -> None:  # pyright: ignore[reportIncompatibleMethodOverride]
        self.outputs.data("display_data", dict(data), dict(metadata or {}))

    def clear_output(self, wait: bool = False) -> None:  # noqa: ARG002
        self.outputs.begin()


class _Hook(DisplayHook):
    outputs: Outputs

    def write_output_prompt(self) -> None:
        pass

    def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
        count: int = self.shell.count  # pyright: ignore[reportOptionalMemberAccess, reportAttributeAccessIssue]
        more = {"execution_count": count}
        self.outputs.data("execute_result", format_dict, dict(md_dict or {}), **more)

    def finish_displayhook(self) -> None:
        self._is_active = False


class Shell(InteractiveShell):
    """The shell; one a process, made before the fork."""

    display_pub_class = Type(_Publisher)
    displayhook_class = Type(_Hook)

    def __init__(self, **options: Any) -> None:
        self.outputs, self.count = Outputs(), 0
        HistoryManager.enabled = False  # pyright: ignore[reportAttributeAccessIssue]
        super().__init__(**options)
        for part in (self.display_pub, self.displayhook):
            setattr(part, "outputs", self.outputs)  # noqa: B010 - of our own classes
        self.autoawait = True
        self.InteractiveTB.set_mode("Plain")  # the others take thirty times as long

    def init_io(self) -> None:
        """Nothing is written to a terminal."""

    def ask_exit(self) -> None:
        """Go on: the cells after `exit()` are graded too."""

    def system(self, cmd: str) -> None:
        """Run a command of the system, as `!command` does."""
        done = subprocess.run(  # noqa: S602 - the learner's own command, in the learner's sandbox
            self.var_expand(cmd, depth=1),
            shell=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        self.outputs.stream("stdout", done.stdout.decode(errors="replace"))

    def enable_gui(self, gui: str | None = None) -> None:
        """Have no windows."""

    def _showtraceback(self, etype: type, evalue: BaseException, stb: Any) -> None:
        try:
            text = str(evalue)
        except Exception:  # noqa: BLE001 - an error of the learner's own making
            text = ""
        lines = stb if isinstance(stb, list) else str(stb).splitlines()
        self.outputs.error(getattr(etype, "__name__", "Error"), text, lines)

    def begin(self) -> None:
        """Take over the streams and the questions of this process."""
        sys.stdout, sys.stderr = _Stream(self.outputs, "stdout"), _Stream(self.outputs, "stderr")
        builtins.input = builtins.__dict__["input"] = _no_input

    def run(self, source: str) -> tuple[list[Output], str]:
        """Run a cell; return its outputs and the name of its error, if it ended with one."""
        self.outputs.begin()
        self.count += 1
        try:
            sys.stdout.flush()
            sys.stderr.flush()
        except Exception:  # noqa: BLE001 - a cell before replaced them by what does not work
            self.begin()
        try:
            result = self.run_cell(source, store_history=True)
            error = result.error_before_exec or result.error_in_exec
        except (KeyboardInterrupt, SystemExit) as end:  # where IPython itself was interrupted
            error = end
            self.outputs.error(type(end).__name__, str(end), [type(end).__name__])
        name = "" if error is None else type(error).__name__
        if name and not any(output["output_type"] == "error" for output in self.outputs.found):
            self.outputs.error(name, str(error), [name])
        return self.outputs.found, name


def _no_input(prompt: object = "") -> str:
    raise StdinNotImplementedError(
        f"Nobody can answer {str(prompt)!r} while the notebook is graded."
    )
