"""The settings of one course folder, `build/nbgrader/<language>/`; nbgrader reads them there.

The school's own settings come from `electoral_grading.config`; add yours below, for example
`c.Execute.timeout = 60`. This file is written once and never overwritten.
"""

from pathlib import Path

from electoral_grading.config import configure

c = get_config()  # noqa: F821  # pyright: ignore[reportUndefinedVariable] - given by traitlets
here = Path(__file__).resolve().parent
configure(c, language=here.name, root=here)
