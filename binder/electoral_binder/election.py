"""`electoral-school election`: try the election's own machinery, and print what came out."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, ClassVar

from traitlets import Dict, Int

from electoral_binder.app import BAD, USAGE, SchoolApp, say, stop
from electoral_binder.evoting import ShowApp, SimulateApp, TamperApp, VerifyApp
from electoral_binder.words import _
from electoral_datasets.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from electoral.confusion import Marked, Seen

HANDS = (
    N_("one clear mark"),
    N_("pale mark"),
    N_("runs into another square"),
    N_("corrected"),
    N_("no mark"),
    N_("two marks"),
)
"""In the order of `electoral.marks.Hand`."""

OUTCOMES = (
    N_("right"),
    N_("for another"),
    N_("valid, not counted"),
    N_("invalid, counted"),
    N_("returned"),
)
"""In the order of `electoral.confusion.Outcome`."""

EYES = {
    "clean": N_("clean sensor"),
    "dirt": N_("dust on each ballot"),
    "streak_along": N_("streak through all squares"),
    "streak_across": N_("streak through square A"),
}
"""By the names of `electoral.confusion.EYES`."""


class ReaderApp(SchoolApp):
    """Render ballots of many hands, read them, and print the reader's confusion matrix."""

    name = "electoral-school election reader"
    description = __doc__
    examples = "electoral-school election reader --ballots=10000 --seed=1"

    ballots = Int(10_000, min=1, max=1_000_000, help="How many ballots are rendered and read.").tag(
        config=True
    )
    seed = Int(1, min=0, help="The same seed gives the same ballots.").tag(config=True)
    aliases: ClassVar[dict[str, Any]] = {
        **SchoolApp.aliases,
        "ballots": "ReaderApp.ballots",
        "seed": "ReaderApp.seed",
    }

    def start(self) -> None:
        """Read the test set; end with 1 if a clean ballot is read with an error."""
        super().start()
        from electoral.confusion import EYES as SENSORS  # noqa: PLC0415 - start-up time
        from electoral.confusion import ballots, clean_errors, measure  # noqa: PLC0415

        marked = ballots(self.ballots, self.seed)
        say(
            _(
                "{count} invented ballots, seed {seed}: every hand equally often, one in ten "
                "upside down.",
                count=f"{self.ballots:,}",
                seed=self.seed,
            )
        )
        seen = measure(marked, self.seed, eyes=SENSORS, progress=self._progress)
        for line in report(marked, seen):
            say(line)
        wrong, clean = clean_errors(marked, seen["clean"])
        if wrong:
            stop(
                _(
                    "Read with an error: {wrong} of {clean} clean ballots.",
                    wrong=f"{wrong:,}",
                    clean=f"{clean:,}",
                ),
                BAD,
            )
        say(_("All {clean} clean ballots were read without an error.", clean=f"{clean:,}"))

    def _progress(self, done: int) -> None:
        """Say how far it is: in place on a terminal, else now and then."""
        sentence = _("{done} of {count} ballots", done=f"{done:,}", count=f"{self.ballots:,}")
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{sentence}" + ("\n" if done == self.ballots else ""))
        elif done % 2000 == 0:
            sys.stderr.write(f"{sentence}\n")
        sys.stderr.flush()


class ElectionApp(SchoolApp):
    """Try the election's own machinery: the reading box, and electronic elections."""

    name = "electoral-school election"
    description = __doc__
    examples = "electoral-school election reader"
    subcommands = Dict(
        {
            "reader": (ReaderApp, ReaderApp.__doc__),
            "simulate": (SimulateApp, SimulateApp.__doc__),
            "verify": (VerifyApp, VerifyApp.__doc__),
            "tamper": (TamperApp, TamperApp.__doc__),
            "show": (ShowApp, ShowApp.__doc__),
        }
    )
    max_arguments = 1

    def start(self) -> None:
        """Without a subcommand, say which there are."""
        if self.subapp is None:
            if self.extra_args:
                word = self.extra_args[0]
                stop(
                    _("'{word}' is not a command. See: {name} --help", word=word, name=self.name),
                    USAGE,
                )
            self.print_help()
            raise SystemExit(USAGE)
        super().start()


def report(marked: Marked, seen: dict[str, Seen]) -> Iterable[str]:
    """Yield the lines of the report: matrix, hands, sensors, thresholds."""
    from electoral.confusion import by_hand, matrix, outcome, sweep  # noqa: PLC0415 - start-up time
    from electoral.marks import USUAL  # noqa: PLC0415

    outcomes = [_(word) for word in OUTCOMES]
    squares = [*"ABCD", _("against all"), _("invalid")]
    clean = seen["clean"].decided()
    limits = {"sure": USUAL.sure, "doubtful": USUAL.doubtful}
    yield ""
    yield _(
        "What the law says (rows) and what the reader says (columns); "
        "sure from {sure}, doubtful from {doubtful} thousandths of black:",
        **limits,
    )
    yield from _table("", [*squares, outcomes[-1]], squares, matrix(marked.truth, clean))
    yield ""
    yield _("By the hand that marked:")
    hands = [_(word) for word in HANDS]
    yield from _table("", outcomes, hands, by_hand(marked.hand, outcome(marked.truth, clean)))
    yield ""
    yield _("By the state of the sensor:")
    became = [outcome(marked.truth, eye.decided()) for eye in seen.values()]
    counts = [[int((kind == place).sum()) for place in range(len(OUTCOMES))] for kind in became]
    yield from _table("", outcomes, [_(EYES[name]) for name in seen], counts)
    yield ""
    yield _("By the thresholds, with the clean sensor:")
    swept = sweep(marked, seen["clean"])
    names = [f"{pair.sure:>4} {pair.doubtful:>4}" for pair, _counts in swept]
    yield from _table(_("sure, doubtful"), outcomes, names, [counts for _pair, counts in swept])
    yield ""


def _table(
    corner: str, columns: Sequence[str], rows: Sequence[str], counts: Iterable[Iterable[int]]
) -> Iterable[str]:
    """Yield the lines of a table of counts, every column as wide as its widest word."""
    cells = [[f"{count:,}" for count in row] for row in counts]
    first = max(map(len, [corner, *rows]))
    widths = [
        max(len(name), *(len(row[place]) for row in cells)) for place, name in enumerate(columns)
    ]
    for name, row in zip([corner, *rows], [columns, *cells], strict=True):
        words = [word.rjust(width) for word, width in zip(row, widths, strict=True)]
        yield "  ".join(["", name.ljust(first), *words])
