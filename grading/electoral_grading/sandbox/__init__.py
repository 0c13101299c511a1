"""A learner's code is run where it can harm and learn nothing.

A warm process forks; the child confines itself within milliseconds, with the kernel's own means
and no other program, and only then runs what a learner wrote. `best` says how strongly this
machine can confine, `missing` why not more, `gaps` what a level leaves open.
"""

from electoral_grading.sandbox.confine import (
    LEVELS,
    REFUSED,
    end_with,
    fork_confined,
    kill,
    memory_of,
    shelter,
)
from electoral_grading.sandbox.gaps import gaps
from electoral_grading.sandbox.levels import best, missing
from electoral_grading.sandbox.places import libraries
from electoral_grading.sandbox.refused import Refused
from electoral_grading.sandbox.rights import Limits

__all__ = [
    "LEVELS",
    "REFUSED",
    "Limits",
    "Refused",
    "best",
    "end_with",
    "fork_confined",
    "gaps",
    "kill",
    "libraries",
    "memory_of",
    "missing",
    "shelter",
]
