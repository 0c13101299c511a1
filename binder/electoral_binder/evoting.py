"""`electoral-school election simulate | verify | tamper | show`: elections of the Belenios protocol."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn

from traitlets import Bool, Int, Unicode

from electoral_binder.app import BAD, USAGE, say, stop
from electoral_binder.evoting_files import (
    ArchiveApp,
    Progress,
    ballots_in,
    read_questions,
    refuse,
    workers,
)
from electoral_binder.words import _, terminal_language
from electoral_datasets.i18n import N_, translator

if TYPE_CHECKING:
    from electoral.evoting.simulate import Plan

JOBS = "How many processes work; 0: as many as there are processors."

NEEDS = {
    "ballots": N_("ballots of enough voters"),
    "blank": N_("a question that allows a blank vote"),
    "choice": N_("a question with two answers"),
    "limit": N_("a question of which not all answers may be chosen"),
    "result": N_("a beginning, ballots and a published result"),
    "revotes": N_("a voter who voted twice"),
    "secrets": N_(
        "keys that are known here, as those of an archive simulated with a seed below 10,000 or "
        "with the seed given by --simulated"
    ),
    "spare": N_("a trustee who was not needed"),
    "threshold": N_("trustees of whom some are enough"),
    "trustees": N_("a second trustee who is needed"),
    "votes": N_("enough votes"),
    "weights": N_("votes that count several times"),
}
"""What an archive may lack, by `electoral.evoting.tamper.NEEDS`."""


class SimulateApp(ArchiveApp):
    """Write the archive of an election that nobody held; all its keys come from the seed."""

    name = "electoral-school election simulate"
    description = __doc__
    examples = "electoral-school election simulate --voters=100 --seed=1 --out=council.bel"
    max_arguments = 0

    voters = Int(100, min=1, max=10_000_000, help="How many voters there are.").tag(config=True)
    seed = Int(1, min=0, help="The same seed gives the same archive.").tag(config=True)
    group = Unicode("BELENIOS-2048", help="In which group it is reckoned.").tag(config=True)
    trustees = Int(1, min=0, max=100, help="Trustees without each of whom nothing is opened.").tag(
        config=True
    )
    threshold = Unicode("", help="K/N: N trustees of whom K are enough.").tag(config=True)
    questions = Unicode("", help="A JSON file of questions, as Belenios has them.").tag(config=True)
    weights = Bool(False, help="Votes count once, twice or three times.").tag(config=True)
    revotes = Int(0, min=0, max=1000, help="Of 1,000 voters, so many vote twice.").tag(config=True)
    jobs = Int(0, min=0, max=256, help=JOBS).tag(config=True)
    aliases: ClassVar[dict[str, Any]] = {
        **ArchiveApp.aliases,
        **{
            name: f"SimulateApp.{name}"
            for name in ("voters", "seed", "group", "trustees", "threshold", "questions")
        },
        "revotes": "SimulateApp.revotes",
        "jobs": "SimulateApp.jobs",
        "out": "SimulateApp.target",
    }
    flags: ClassVar[dict[str, Any]] = {
        **ArchiveApp.flags,
        "weights": ({"SimulateApp": {"weights": True}}, "Votes count once, twice or three times."),
        "overwrite": ({"SimulateApp": {"overwrite": True}}, "Write over a file that exists."),
    }

    def start(self) -> None:
        """Simulate."""
        super().start()
        from electoral.evoting.simulate import simulate  # noqa: PLC0415 - start-up time

        plan, path = self.plan(), self.new_file()
        progress = Progress(plan.voters + plan.voters * plan.revotes // 1000)
        try:
            poll = simulate(path, plan, workers=workers(self.jobs, plan.voters), progress=progress)
        except OSError as error:
            refuse(path, error)
            return
        finally:
            progress.end()
            Path(f"{path}.part").unlink(missing_ok=True)
        say(
            _(
                "{file}: an invented election of {voters} voters, seed {seed}. Whoever knows the "
                "seed knows every key: it is for learning only.",
                file=path,
                voters=f"{plan.voters:,}",
                seed=plan.seed,
            )
        )
        if not poll.group.secure:
            say(_("{group} is a toy group: it hides nothing.", group=poll.group.name))

    def plan(self) -> Plan:
        """Return what was asked for; a sentence where it is not possible."""
        from electoral.evoting.groups import GROUPS  # noqa: PLC0415 - start-up time
        from electoral.evoting.simulate import QUESTIONS, Plan  # noqa: PLC0415

        if self.group not in GROUPS:
            known = ", ".join(GROUPS)
            stop(
                _("The group '{word}' is not known. Known: {known}.", word=self.group, known=known),
                USAGE,
            )
        most = int(GROUPS[self.group].q) - 1
        if self.voters * (3 if self.weights else 1) > most:
            stop(
                _(
                    "The group {group} counts to {most} and no further.",
                    group=self.group,
                    most=most,
                ),
                USAGE,
            )
        threshold = self._threshold()
        chosen = "SimulateApp" in self.cli_config and "trustees" in self.cli_config.SimulateApp
        singles = self.trustees if chosen or not threshold else 0
        people = singles + (threshold[1] if threshold else 0)
        if not 1 <= people <= 100 or (threshold and threshold[1] > most):
            stop(_("There must be 1 to 100 trustees; given: {people}.", people=people), USAGE)
        questions = read_questions(self.questions) if self.questions else QUESTIONS
        return Plan(
            self.voters,
            self.seed,
            self.group,
            questions,
            singles,
            threshold,
            self.weights,
            self.revotes,
        )

    def _threshold(self) -> tuple[int, int] | None:
        if not self.threshold:
            return None
        found = re.fullmatch(r"([0-9]{1,3})/([0-9]{1,3})", self.threshold, re.ASCII)
        needed, people = (int(found[1]), int(found[2])) if found else (0, 0)
        if not 1 <= needed <= people:
            stop(
                _(
                    "--threshold needs K/N, for example 2/3: two of three trustees are enough; "
                    "given: {word}.",
                    word=self.threshold,
                ),
                USAGE,
            )
        return needed, people


class VerifyApp(ArchiveApp):
    """Check every claim of an archive; end with 0 if all hold, with 1 if one does not."""

    name = "electoral-school election verify"
    description = __doc__
    examples = "electoral-school election verify council.bel"

    json = Bool(False, help="Print the verdict as one JSON object.").tag(config=True)
    jobs = Int(0, min=0, max=256, help=JOBS).tag(config=True)
    aliases: ClassVar[dict[str, Any]] = {**ArchiveApp.aliases, "jobs": "VerifyApp.jobs"}
    flags: ClassVar[dict[str, Any]] = {
        **ArchiveApp.flags,
        "json": ({"VerifyApp": {"json": True}}, "Print the verdict as one JSON object."),
    }

    def start(self) -> None:
        """Verify."""
        super().start()
        from electoral.evoting.verify import verify  # noqa: PLC0415 - start-up time
        from electoral_binder.evoting_report import as_json, report  # noqa: PLC0415

        path = self.archive()
        ballots = ballots_in(path)
        progress = Progress(ballots)
        try:
            verdict = verify(path, workers=workers(self.jobs, ballots), progress=progress)
        except OSError as error:
            stop(
                _("{file} cannot be read: {reason}.", file=path, reason=error.strerror or error),
                USAGE,
            )
        finally:
            progress.end()
        if self.json:
            say(as_json(verdict))
        else:
            for line in report(verdict):
                say(line)
        if not verdict.accepted:
            raise SystemExit(BAD)


class TamperApp(ArchiveApp):
    """Do to a valid archive what somebody inside might; the verifier must notice."""

    name = "electoral-school election tamper"
    description = __doc__
    examples = "electoral-school election tamper council.bel --how=vote-of-five --out=bad.bel"

    how = Unicode("", help="What is done; --how=list names everything.").tag(config=True)
    seed = Int(0, min=0, help="Chooses the ballot or the trustee.").tag(config=True)
    simulated = Int(
        -1, help="The seed that the archive was simulated with, if it is above 9,999."
    ).tag(config=True)
    aliases: ClassVar[dict[str, Any]] = {
        **ArchiveApp.aliases,
        "how": "TamperApp.how",
        "seed": "TamperApp.seed",
        "simulated": "TamperApp.simulated",
        "out": "TamperApp.target",
    }
    flags: ClassVar[dict[str, Any]] = {
        **ArchiveApp.flags,
        "overwrite": ({"TamperApp": {"overwrite": True}}, "Write over a file that exists."),
    }

    def start(self) -> None:
        """Tamper."""
        super().start()
        from electoral.evoting.tamper import TAMPERINGS, TamperError, tamper  # noqa: PLC0415
        from electoral_widgets.check_words import CHECK_NAMES, TAMPERING_NAMES  # noqa: PLC0415

        words = translator("electoral_widgets", terminal_language()).gettext
        if self.how == "list":
            for name in TAMPERINGS:
                say(f"{name}\n    {words(TAMPERING_NAMES[name])}")
            return
        if self.how not in TAMPERINGS:
            stop(
                _(
                    "--how names what is done; '{word}' is not known. All names: --how=list",
                    word=self.how,
                ),
                USAGE,
            )
        source, target = self.archive(), self.new_file()
        simulated = self.simulated if self.simulated >= 0 else None
        try:
            tamper(source, self.how, target, seed=self.seed, simulated=simulated)
        except OSError as error:
            refuse(target, error)
        except TamperError as error:
            stop(_("This needs an archive with {needs}.", needs=_(NEEDS[error.needs])), BAD)
        except ValueError:
            self._not_valid(source)
        check = TAMPERINGS[self.how].check
        say(f"{target}: {words(TAMPERING_NAMES[self.how])}")
        say(
            _(
                "The verifier must refuse it, since this does not hold any more: {check} ({id}).",
                check=words(CHECK_NAMES[check]),
                id=check,
            )
        )

    def _not_valid(self, source: Path) -> NoReturn:
        stop(
            _(
                "{file} is not a valid archive to begin with. What is wrong with it, this says: "
                "electoral-school election verify {file}",
                file=source,
            ),
            BAD,
        )


class ShowApp(ArchiveApp):
    """Tell event by event what an archive says; whether it holds, `verify` finds out."""

    name = "electoral-school election show"
    description = __doc__
    examples = "electoral-school election show council.bel"

    every = Bool(False, help="Show every ballot.").tag(config=True)
    flags: ClassVar[dict[str, Any]] = {
        **ArchiveApp.flags,
        "all": ({"ShowApp": {"every": True}}, "Show every ballot."),
    }

    def start(self) -> None:
        """Show."""
        super().start()
        from electoral_binder.evoting_show import Reader  # noqa: PLC0415 - start-up time

        path = self.archive()
        reader = Reader(path, every=self.every)
        try:
            for line in reader.lines():
                say(line)
        except OSError as error:
            stop(
                _("{file} cannot be read: {reason}.", file=path, reason=error.strerror or error),
                USAGE,
            )
        if not reader.readable:
            raise SystemExit(BAD)
        say("")
        say(_("So it says. Whether it holds: electoral-school election verify {file}", file=path))
