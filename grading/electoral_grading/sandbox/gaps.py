"""What each level of confinement leaves open, said honestly."""

from __future__ import annotations

from electoral_datasets.i18n import N_

_FILES = N_("Each file is limited in size, but not all files together.")
_EXISTENCE = N_(
    "Whether a file exists, and how large it is, can be found out; what is in it cannot."
)
_PROCESSES = N_("An ordinary user's processes are counted together, so their limit is a loose one.")
_READABLE = N_("Everything that this user can read can be read, the tests and the gradebook too.")
_WRITABLE = N_("Everything that this user can write can be written, the gradebook too.")
_ALL = N_("Nothing is confined: a learner's code can do whatever this user can.")

_GAPS = {
    "namespaces": (),
    "landlock": (_FILES, _EXISTENCE, _PROCESSES),
    "limits": (_FILES, _PROCESSES, _READABLE, _WRITABLE),
    "none": (_ALL,),
}


def gaps(level: str) -> tuple[str, ...]:
    """Return sentences, to be translated, on what code can still do at a level.

    >>> gaps("namespaces")
    ()
    """
    return _GAPS[level]
