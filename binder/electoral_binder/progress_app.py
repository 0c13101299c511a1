"""`electoral-school progress`: whether a learner's progress file is this school's, unchanged."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from jupyter_core.paths import jupyter_data_dir
from traitlets import Unicode

from electoral_binder.app import BAD, USAGE, SchoolApp, say, stop
from electoral_binder.words import _


class ProgressApp(SchoolApp):
    """Say whether a learner's progress file is signed by this school: true or false."""

    name = "electoral-school progress"
    description = __doc__
    examples = "electoral-school progress verify electoral-progress.json"
    max_arguments = 2

    data = Unicode("", help="Folder for learners' answers; empty: Jupyter's data folder.").tag(
        config=True
    )
    aliases: ClassVar[dict[str, Any]] = {**SchoolApp.aliases, "data": "ProgressApp.data"}

    def start(self) -> None:
        """Verify and end with 1 if the file is not this school's, or was changed."""
        super().start()
        from electoral_binder.progress_file import (  # noqa: PLC0415 - start-up time
            BadFileError,
            mark_of,
            unpack,
        )
        from electoral_binder.school_key import school_key  # noqa: PLC0415

        if len(self.extra_args) != 2 or self.extra_args[0] != "verify":
            stop(_("Name the file: {example}", example=self.examples), USAGE)
        default = Path(jupyter_data_dir()) / "electoral-school"
        data = Path(self.data).expanduser() if self.data else default
        file = Path(self.extra_args[1]).expanduser()
        try:
            document = unpack(file.read_bytes(), school_key(data))
        except BadFileError as error:
            say(f"false: {_(error.text, **error.values)}")
            raise SystemExit(BAD) from None
        except OSError as error:
            stop(
                _("The file {file} cannot be read: {reason}", file=file, reason=error.strerror),
                USAGE,
            )
        except ValueError as error:
            stop(_("This school's key cannot be used: {error}", error=error))
        if document.seal == "own":
            sentence = _(
                "signed by this school (key {key}) and unchanged since. Answers: {count}.",
                key=document.school,
                count=sum(map(len, document.modules.values())),
            )
            say(f"true: {sentence}")
            fingerprint = mark_of(document.modules)
            say(_("Fingerprint of the answers: {fingerprint}", fingerprint=fingerprint))
            return
        sentence = {
            "changed": _("changed after this school signed it (key {key}).", key=document.school),
            "foreign": _("signed by another school (key {key}).", key=document.school),
            "none": _("not signed."),
        }[document.seal]
        say(f"false: {sentence}")
        raise SystemExit(BAD)
