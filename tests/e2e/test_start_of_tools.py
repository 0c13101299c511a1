"""The lecturer's tools are loaded when somebody first asks for one, and not before."""

import threading

import nbformat
import psutil
import pytest

pytestmark = pytest.mark.slow

LESSON = "courses/ru/05-protocol/lesson.ipynb"


@pytest.fixture(scope="module")
def fresh(open_school, tmp_path_factory):
    """Return a school that nobody has asked for a tool."""
    root = tmp_path_factory.mktemp("fresh")
    (root / LESSON).parent.mkdir(parents=True)
    cells = [nbformat.v4.new_markdown_cell("# Lesson"), nbformat.v4.new_code_cell("6 * 7")]
    nbformat.write(
        nbformat.v4.new_notebook(cells=cells, metadata={"language": "ru"}), root / LESSON
    )
    return open_school(root)


def has_gradebook(school):
    """Return whether the server has loaded what reads a gradebook, by what its memory holds."""
    port = int(school.address.rstrip("/").rpartition(":")[2])
    owner = next(
        line.pid
        for line in psutil.net_connections("tcp")
        if line.status == "LISTEN" and line.laddr.port == port
    )
    maps = psutil.Process(owner).memory_maps()
    return any("sqlalchemy" in one.path.lower() for one in maps)


def test_learners_load_no_tool_and_the_first_lecturer_waits_for_all(fresh):
    learner, lecturer = fresh.learner(), fresh.visitor()
    assert "Lesson</h1>" in learner.get("school/ru/05-protocol/").text
    assert learner.get("lab").status == 403
    assert learner.get("voila/static/voila.js").status == 200
    assert not has_gradebook(fresh)

    answers = {}
    paths = ["lab", "formgrader/", "api/terminals", "api/contents", "lsp/status", "tree", "nowhere"]
    threads = [
        threading.Thread(target=lambda path=path: answers.update({path: lecturer.get(path)}))
        for path in paths
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert {path: answer.status for path, answer in answers.items()} == {
        **dict.fromkeys(paths, 200),
        "nowhere": 404,
    }
    assert has_gradebook(fresh)
    assert "jupyterlab" in answers["lab"].text.lower()
