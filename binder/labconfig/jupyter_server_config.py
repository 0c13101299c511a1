"""The school's settings for a server that somebody else starts, such as Binder's."""

from pathlib import Path

from jupyter_core.paths import jupyter_data_dir

from electoral_binder.serve import config, lab_settings

data = Path(jupyter_data_dir()) / "electoral-school"
(data / "answers").mkdir(parents=True, exist_ok=True)

c = get_config()  # noqa: F821 - Jupyter puts it here
c.merge(config(Path.cwd() / "build", data))
c.LabApp.app_settings_dir = str(lab_settings(data, "ru"))
