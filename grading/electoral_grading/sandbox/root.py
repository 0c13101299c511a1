"""A file system of a learner's own: read-only libraries, and a private place to write.

The process enters namespaces of its own, builds a new root on a file system in memory, and lets go
of the old one. What is not put here does not exist for the learner.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from electoral_grading.sandbox import kernel, places
from electoral_grading.sandbox.kernel import NO_DEVICES, NO_PROGRAMS, NO_SUID, READ_ONLY

if TYPE_CHECKING:
    from electoral_grading.sandbox.rights import Limits

PRIVATE = "/private"
HOME = f"{PRIVATE}/home"
"""The learner's working folder, named as the same for everybody."""

_LINKS = {
    "/tmp": "private/tmp",  # noqa: S108 - inside the learner's own root
    "/dev/shm": "../private/shm",  # noqa: S108
    "/dev/fd": "/proc/self/fd",
    "/dev/stdin": "/proc/self/fd/0",
    "/dev/stdout": "/proc/self/fd/1",
    "/dev/stderr": "/proc/self/fd/2",
}
_MOST_LINKS = 40


@dataclass
class Plan:
    """What the new root is made of."""

    trees: list[str] = field(default_factory=list)
    """Paths without links that are mounted read-only."""
    links: dict[str, str] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    hidden: list[str] = field(default_factory=list)


@cache
def plan(readable: tuple[Path, ...]) -> Plan:
    """Return the plan of a root in which `readable` and what Python needs can be read.

    Raises:
        ValueError: a path would show everything.
    """
    made = Plan(hidden=[str(path) for path in places.hidden()])
    found: set[str] = set()
    for path in (*map(Path, places.SYSTEM), *readable):
        _follow(path.absolute(), found, made.links, _MOST_LINKS)
    made.trees = [path for path in sorted(found) if not _below(path, found)]
    made.links = {link: to for link, to in made.links.items() if not _below(link, found)}
    for name in places.SYSTEM_FILES:
        with suppress(OSError):
            made.files[name] = Path(name).read_bytes()
    made.files["/etc/nsswitch.conf"] = b"passwd: files\ngroup: files\nhosts: files\n"
    made.files["/etc/hosts"] = b"127.0.0.1 localhost\n"
    return made


def _follow(path: Path, found: set[str], links: dict[str, str], left: int) -> None:
    """Note where `path` really is, and every link on the way."""
    for part in [*reversed(path.parents), path]:
        if part.is_symlink() and left:
            links[str(part)] = target = str(part.readlink())
            rest = path.relative_to(part)
            onward = os.path.normpath(part.parent / target / rest)
            _follow(Path(onward), found, links, left - 1)
            return
    if path == Path("/"):
        raise ValueError(f"{path} would show the learner the whole machine; name its parts")
    if path.exists():
        found.add(str(path))


def _below(path: str, trees: set[str]) -> bool:
    return any(str(parent) in trees for parent in Path(path).parents)


def enter(plan: Plan, folder: int, limits: Limits, user: int, *, owned: bool) -> None:
    """Leave the old file system for a new one, in this process's own mount namespace.

    Args:
        plan: what the new root is made of.
        folder: descriptor of the submission's folder.
        limits: the size of the private place.
        user: the learner's user.
        owned: whether this process is still root, and gives the private place to `user`.
    """
    kernel.make_mounts_private()
    trees = [kernel.open_tree(path) for path in plan.trees]
    devices = {path: kernel.open_tree(path) for path in places.DEVICES}
    kernel.mount("tmpfs", "/usr", NO_SUID | NO_DEVICES, "mode=755,size=4m,nr_inodes=4096")
    os.chdir("/usr")
    Path("proc").mkdir()
    with suppress(
        OSError
    ):  # a container may not: then there is no /proc, which Python can do without
        kernel.mount("proc", "proc", READ_ONLY | NO_SUID | NO_DEVICES | NO_PROGRAMS)
    kernel.pivot()

    Path(PRIVATE).mkdir()
    options = f"mode=755,size={limits.space},nr_inodes=16384"
    kernel.mount("tmpfs", PRIVATE, NO_SUID | NO_DEVICES, options)
    for name in ("home", "tmp", "shm"):
        Path(PRIVATE, name).mkdir(0o700)
        if owned:
            os.chown(f"{PRIVATE}/{name}", user, user)
    Path("/dev").mkdir()
    for link, target in (_LINKS | plan.links).items():
        Path(link).parent.mkdir(parents=True, exist_ok=True)
        Path(link).symlink_to(target)
    for path, tree in zip(plan.trees, trees, strict=True):
        kernel.restrict_tree(tree, READ_ONLY | NO_SUID | NO_DEVICES)
        _put(Path(path), tree)
    for path, tree in devices.items():
        kernel.restrict_tree(tree, NO_SUID | NO_PROGRAMS)
        _put(Path(path), tree)
    for path in plan.hidden:
        if Path(path).is_dir():
            kernel.mount("tmpfs", path, READ_ONLY | NO_SUID | NO_DEVICES, "mode=755,size=4k")
    people = f"student:x:{user}:{user}::{HOME}:/bin/sh\n".encode()
    groups = f"student:x:{user}:\n".encode()
    Path("/etc").mkdir(exist_ok=True)
    for name, content in {**plan.files, "/etc/passwd": people, "/etc/group": groups}.items():
        Path(name).write_bytes(content)
    places.copy(folder, Path(HOME), limits, user if owned else None)
    os.close(folder)
    kernel.restrict_mount("/", READ_ONLY | NO_SUID | NO_DEVICES)
    os.chdir(HOME)


def _put(path: Path, tree: int) -> None:
    """Mount a copied tree at the same path, making the place for it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if stat.S_ISDIR(os.fstat(tree).st_mode):
        path.mkdir(exist_ok=True)
    else:
        path.touch()
    kernel.move_mount(tree, str(path))
    os.close(tree)
