"""The files of a submitted folder: a learner's notebook and answers, whole, changed or packed."""

import io
import json
import os
import zipfile

from mishaps import done, released

PAGE = "assignment"
NAME = f"{PAGE}.ipynb"
ANSWERS = {
    "version": 1,
    "module": "01-small",
    "student": "Айгүл",
    "answers": {"gap": {"value": {"number": "8"}}, "why": {"value": "Потому что."}},
}
WORK = json.dumps(done(), ensure_ascii=False)
EMPTY = json.dumps(released(), ensure_ascii=False)
CLICKED = json.dumps(ANSWERS, ensure_ascii=False)
MADE = 1_700_000_000
"""When the files of a submission were made."""


def put(folder, name, data, age=0):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    data = data() if callable(data) else data
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    os.utime(path, (MADE - age, MADE - age))


def change(make):
    """Return the learner's notebook after `make` changed its JSON."""
    page = done()
    return json.dumps(make(page) or page, ensure_ascii=False)


def packed(**files):
    """Return a ZIP archive of these files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()
