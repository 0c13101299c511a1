"""What somebody with the learners' address reaches on a running server, and what they do not."""

import asyncio
import json
import re
import sqlite3
import uuid

import apart
import nbformat
import pytest
from readers import hang_up
from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect

pytestmark = pytest.mark.slow

SECRET = "the-model-answer-is-43"  # noqa: S105 - what must not be seen


@pytest.fixture(scope="module")
def hall(open_school, tmp_path_factory):
    """Return a school as built, with everything in it that learners must not see."""
    root = tmp_path_factory.mktemp("hall")
    cells = [nbformat.v4.new_markdown_cell("# Lesson"), nbformat.v4.new_code_cell("print(6 * 7)")]
    secret = [nbformat.v4.new_markdown_cell(SECRET), nbformat.v4.new_code_cell(f"# {SECRET}")]
    for place, content in {
        "courses/ru/05-protocol/lesson.ipynb": cells,
        "nbgrader/ru/source/05-protocol/assignment.ipynb": secret,
        "nbgrader/ru/submitted/bek/05-protocol/assignment.ipynb": secret,
    }.items():
        path = root / place
        path.parent.mkdir(parents=True)
        about = {"language": "ru", "electoral": {"title": "T"}}
        nbformat.write(nbformat.v4.new_notebook(cells=content, metadata=about), path)
    for place in ("keys/05-protocol.json", "answers/bek/05-protocol.json", ".manifest.json"):
        path = root / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps({"answer": SECRET}))
    sqlite3.connect(root / "nbgrader/ru/gradebook.db").execute("create table t (x)").close()
    (root / "courses/ru/05-protocol/notes.png").write_text(SECRET)
    return open_school(root)


SOURCE = "nbgrader/ru/source/05-protocol/assignment.ipynb"
LESSON = "courses/ru/05-protocol/lesson.ipynb"
CLOSED = [
    "api/contents",
    f"api/contents/{SOURCE}",
    "api/contents/keys/05-protocol.json",
    f"files/{SOURCE}",
    "files/nbgrader/ru/gradebook.db",
    "files/answers/bek/05-protocol.json",
    "files/nbgrader/ru/submitted/bek/05-protocol/assignment.ipynb",
    f"view/{SOURCE}",
    f"nbconvert/html/{SOURCE}",
    f"nbconvert/notebook/{LESSON}",
    "api/terminals",
    "terminals/1",
    "api/kernels",
    "api/kernelspecs",
    "api/sessions",
    "api/me",
    "api/status",
    "api/spec.yaml",
    "metrics",
    "voila",
    "voila/tree/nbgrader",
    f"voila/render/{LESSON}",
    f"voila/render/{SOURCE}",
    "voila/api/contents/nbgrader",
    "voila/files/courses/ru/05-protocol/notes.png",
    "lab",
    f"lab/tree/{SOURCE}",
    "lab/api/workspaces",
    "lab/api/settings/x",
    "lab/extensions/x/y.js",
    "doc",
    "tree",
    f"notebooks/{SOURCE}",
    "formgrader",
    "formgrader/api/assignments",
    "assignments",
    "assignment_list",
    "courses",
    "validate",
    "school/static/../../../../serve.py",
    "school/static/%2e%2e/serve.py",
    "school/%2e%2e/api/contents",
    "school/ru/..%2f..%2fnbgrader/",
    "voila/static/../../x",
    f"voila/labextensions/..%2f..%2f{SOURCE}",
    "/api/contents",
    f"%66iles/{SOURCE}",
]


@pytest.mark.parametrize("path", CLOSED)
def test_learners_reach_nothing_but_lessons(hall, path):
    learner, stranger = hall.learner(), hall.stranger()

    answer = learner.get(path)

    assert answer.status in {403, 404}
    assert SECRET not in answer.text
    assert stranger.get(path).status in {302, 403, 404}
    # Nor does the key open in a header or in the address what the cookie does not.
    key = {"Authorization": f"token {hall.learners_key}"}
    assert stranger.get(path, **key).status in {403, 404}
    assert stranger.get(f"{path}?token={hall.learners_key}").status in {302, 400, 403, 404}


def test_the_lecturer_reaches_their_tools(hall):
    lecturer = hall.visitor()

    assert lecturer.get("lab").status == 200
    assert lecturer.get("api/contents").status == 200
    assert SECRET in lecturer.get(f"api/contents/{SOURCE}").text
    assert lecturer.get("api/kernels").status == 200


def test_the_home_page_shows_a_learner_no_door_that_is_closed_to_them(hall):
    assert "/lab/tree" in hall.visitor().get("school/ru/").text
    assert 'href="/lab' not in hall.learner().get("school/ru/").text
    assert 'href="/lab' not in hall.learner().get("school/ru/05-protocol/").text


def test_what_is_closed_is_told_in_the_reader_s_language(hall):
    learner = hall.learner()
    learner.get("school/ru/")

    assert "Эта часть вам не открыта" in learner.get("lab").text
    odd = learner.get("school/ru/?who=Anna")
    assert odd.status == 400
    assert "Этот адрес не удаётся прочитать" in odd.text


def test_a_language_or_a_key_in_the_address_leads_to_the_address_without_it(hall):
    learner = hall.learner()

    assert learner.get("school/?lang=ky").headers["Location"] == "/school/"
    assert learner.get("school/").headers["Location"] == "/school/ky/"
    moved = learner.get("school/ru/05-protocol/?lang=en")
    assert moved.headers["Location"] == "/school/en/05-protocol/"
    entered = hall.stranger().get(f"school/ru/?token={hall.learners_key}")
    assert entered.headers["Location"] == "/school/ru/"
    assert learner.get("school/ru/?lang=xx").status == 400


def test_a_wrong_or_forged_key_opens_nothing(hall):
    stranger = hall.stranger()

    assert stranger.get("school/ru/?token=wrong").status == 302
    assert stranger.get("school/ru/").status == 302
    name = "username-" + re.sub(r"[^A-Za-z0-9]", "-", hall.address.split("/")[2])
    forged = {"Cookie": f'{name}="2|1:0|10:1|8:username|8:bGVjdHVyZXI=|00"'}
    assert stranger.get("api/contents", **forged).status == 403


@pytest.mark.parametrize(
    "path",
    ["school/ru/", "school/static/school.css", "api/contents", "login", "no/such"],
)
def test_another_name_for_the_server_is_refused(hall, path):
    """A page elsewhere may give its own name this machine's address."""
    answer = hall.learner().get(path, Host="elsewhere.example")

    assert answer.status == 403


KINDS = {
    "home": "school/ru/",
    "lesson": "school/ru/05-protocol/",
    "missing": "school/ru/no-such/",
    "closed": "lab",
    "odd": "school/ru/?who=Anna",
    "asset": "school/static/school.css",
    "redirect": "school/",
    "voila": "voila/static/voila.js",
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_answer_has_its_headers(hall, kind):
    headers = hall.learner().get(KINDS[kind]).headers

    assert "Server" not in headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert "frame-ancestors 'self'" in headers["Content-Security-Policy"]
    assert "https:" not in headers["Content-Security-Policy"]
    if kind in {"home", "lesson", "missing", "closed", "odd"}:
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "unsafe-eval" not in headers["Content-Security-Policy"]


def test_the_lecturer_s_pages_load_nothing_from_elsewhere_either(hall):
    headers = hall.visitor().get("lab").headers

    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert "Server" not in headers


def opened(learner):
    """Open the lesson; return its kernel."""
    page = learner.get("school/ru/05-protocol/").text
    return re.search(r'"kernelId": "([^"]+)"', page)[1]


def test_every_post_wants_the_page_s_own_secret(hall):
    learner, other = hall.learner(), hall.learner()
    kernel = opened(learner)
    opened(other)
    secret = learner.cookies()["_xsrf"].value

    assert learner.post(f"school/leave/{kernel}").status == 403
    # All learners know this key: it must not stand for the secret.
    assert learner.post(f"school/leave/{kernel}?token={hall.learners_key}").status in {400, 403}
    key = {"Authorization": f"token {hall.learners_key}"}
    assert learner.post(f"school/leave/{kernel}", **key).status == 403
    foreign = {"Origin": "http://elsewhere.example"}
    assert learner.post(f"school/leave/{kernel}", f"_xsrf={secret}", **foreign).status != 204
    others = other.cookies()["_xsrf"].value
    assert other.post(f"school/leave/{kernel}", f"_xsrf={others}").status == 403
    # The goodbye of Voilà's own script has no secret: it is taken, and changes nothing.
    assert learner.post(f"voila/api/shutdown/{kernel}").status == 204
    assert hall.stranger().post(f"voila/api/shutdown/{kernel}").status == 403
    assert kernel in hall.kernels()
    assert learner.post(f"school/leave/{kernel}", f"_xsrf={secret}").status == 204
    assert kernel not in hall.kernels()


def line_to(hall, who, kernel, **headers):
    """Return a websocket to a kernel, as `who` opens it."""
    cookies = "; ".join(f"{name}={c.value}" for name, c in who.cookies().items())
    address = f"{hall.address.replace('http', 'ws')}api/kernels/{kernel}/channels?session_id=s"
    return websocket_connect(HTTPRequest(address, headers={"Cookie": cookies, **headers}))


def ask(kind, **content):
    header = {
        "msg_id": uuid.uuid4().hex,
        "msg_type": kind,
        "username": "",
        "session": "s",
        "version": "5.3",
        "date": "2026-01-01T00:00:00Z",
    }
    return json.dumps(
        {
            "header": header,
            "parent_header": {},
            "metadata": {},
            "content": content,
            "channel": "shell",
        }
    )


async def heard(line, kind, seconds):
    """Return the first answer of this kind; None if none comes in time."""
    try:
        async with asyncio.timeout(seconds):
            while True:
                message = json.loads(await line.read_message())
                if message["header"]["msg_type"] == kind:
                    return message
    except TimeoutError:
        return None


def test_a_learner_s_line_runs_no_code_and_answers_widgets(hall):
    learner = hall.learner()
    kernel = opened(learner)

    async def talk():
        line = await line_to(hall, learner, kernel)
        await line.write_message(ask("execute_request", code="1", silent=False))
        await line.write_message(ask("comm_info_request", target_name="jupyter.widget"))
        answered = await heard(line, "comm_info_reply", 30)
        await line.write_message(ask("execute_request", code="1", silent=False))
        ran = await heard(line, "execute_reply", 1)
        await hang_up(line)
        return answered, ran

    answered, ran = apart.run(talk())
    assert answered["content"]["status"] == "ok"
    assert ran is None


def test_a_learner_s_line_leads_to_no_other_page_s_kernel_and_from_no_other_site(hall):
    learner, other = hall.learner(), hall.learner()
    kernel = opened(learner)
    opened(other)

    async def refused(who, **headers):
        try:
            line = await line_to(hall, who, kernel, **headers)
        except Exception as error:  # noqa: BLE001 - its code is what is asked for
            return error.code
        await hang_up(line)
        return None

    assert apart.run(refused(other)) == 403
    assert apart.run(refused(hall.stranger())) == 403
    assert apart.run(refused(learner, Origin="http://elsewhere.example")) == 403
    assert apart.run(refused(learner, Host="elsewhere.example")) == 403
    assert other.get(f"api/kernels/{kernel}").status == 403
    assert learner.get(f"api/kernels/{kernel}").status == 200


def test_the_lecturer_s_line_runs_code_as_jupyterlab_needs(hall):
    lecturer = hall.visitor()
    kernel = opened(lecturer)

    async def talk():
        line = await line_to(hall, lecturer, kernel, Authorization=f"token {hall.key}")
        await line.write_message(ask("execute_request", code="6 * 7", silent=False))
        result = await heard(line, "execute_result", 30)
        await hang_up(line)
        return result

    assert apart.run(talk())["content"]["data"]["text/plain"] == "42"
