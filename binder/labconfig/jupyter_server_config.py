"""The school's settings for a server that somebody else starts, such as Binder's."""

from pathlib import Path

from electoral_binder.serve import config

c = get_config()  # noqa: F821 - Jupyter puts it here
c.merge(config(Path.cwd() / "build"))
