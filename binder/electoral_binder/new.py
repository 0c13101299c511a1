"""Begin a module: the smallest lesson that builds, runs and passes the checks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from electoral_binder.words import _

if TYPE_CHECKING:
    from pathlib import Path

NAME = re.compile(r"\d\d-[a-z][a-z0-9-]*")

LESSON = """\
---
kernelspec:
  name: python3
  display_name: Python 3
electoral:
  title: {title}
  summary: One sentence on what a learner can do afterwards.
  minutes: 45
  prerequisites: []
  objectives:
    first-objective: Say what the learner will be able to do.
---

# {title}

Open with a question and a toy.

```{{code-cell}}
from electoral_courses import ask
```

```{{code-cell}}
:item: {name}-guess
ask("{name}-guess")
```
"""

TEACHER = """\
---
kernelspec:
  name: python3
  display_name: Python 3
electoral:
  title: "Teacher's page: {title}"
---

# Teacher's page: {title}

## A plan for 90 minutes in a hall

| minutes | what | how |
|---|---|---|
| 0–10 | The question of the opening | Everybody answers alone; nobody comments. |

## Questions to ask

- What would you ask the hall?

## Usual misconceptions

- *What is often believed.* What the lesson shows instead.

## What to grade by hand

What no program can: say what earns a point.

## What to know before the lesson

- What is invented here, and what is not.
"""

ITEMS = """\
# Items: questions and tasks. CONTRIBUTING.md shows one of each kind.
- id: {name}-guess
  kind: choice
  objective: first-objective
  prompt: Which of the two is true?
  options:
    a: {{text: The first, right: true}}
    b: {{text: The second, message: second}}
  messages:
    right: Yes, the first.
    second: The second is not; look at the figures again.
  hints:
    - {{text: Look at the figures., cost: 0}}
"""


def begin_module(courses: Path, name: str) -> Path:
    """Make `courses/<name>` with a lesson, a page for its teacher and one item; return the folder.

    Raises:
        ValueError: the name is not two digits, a hyphen and a word, or it is taken.
    """
    if not NAME.fullmatch(name):
        raise ValueError(
            _(
                "'{name}' cannot be a module's name: two digits, a hyphen, small Latin letters, "
                "as in 08-audits.",
                name=name,
            )
        )
    folder = courses / name
    if folder.exists():
        raise ValueError(_("There is a module {name} already: {folder}", name=name, folder=folder))
    if any(other.name[:3] == name[:3] for other in courses.glob("[0-9][0-9]-*")):
        raise ValueError(_("The number {number} is taken. Choose a free one.", number=name[:2]))
    word = name[3:]
    title = word.replace("-", " ").capitalize()
    folder.mkdir(parents=True)
    (folder / "lesson.md").write_text(LESSON.format(title=title, name=word), encoding="utf-8")
    (folder / "teacher.md").write_text(TEACHER.format(title=word.replace("-", " ")), "utf-8")
    (folder / "items.yaml").write_text(ITEMS.format(name=word), encoding="utf-8")
    return folder
