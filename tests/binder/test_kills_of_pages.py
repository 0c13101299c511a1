"""Whatever is killed while learners answer, no answer that was shown as saved is lost."""

import json
import sys

import apart
import nbformat
import pytest
from kills_of_pages import KINDS, MODULE, run

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="the warm process is one of Linux"),
]


def test_answers_shown_as_saved_outlive_a_killed_kernel_warm_process_and_server(tmp_path):
    number = {"kind": "number", "objective": "o", "prompt": "How many?", "answer": 1}
    items = [{"id": name, **number} for name in ("k1", "k2", "k3")]
    folder = tmp_path / "build" / "courses" / "ru" / MODULE
    folder.mkdir(parents=True)
    (folder / "items.json").write_text(json.dumps({"module": MODULE, "items": items}))
    for page, asked in {"lesson": ("k1", "k2"), "assignment": ("k3",)}.items():
        cells = [nbformat.v4.new_code_cell("from electoral_courses import ask")]
        cells += [nbformat.v4.new_code_cell(f"ask({name!r})") for name in asked]
        about = {"language": "ru", "electoral": {"title": "T"}}
        nbformat.write(
            nbformat.v4.new_notebook(cells=cells, metadata=about), folder / f"{page}.ipynb"
        )

    done, forked, kernels = apart.run(run(tmp_path / "home", tmp_path / "build", 4, 1))

    assert {kind: count > 0 for kind, count in done.kills.items()} == dict.fromkeys(KINDS, True)
    assert done.troubles == []
    assert done.stayed == []
    assert forked > 0
    assert kernels == len(done.readers)
