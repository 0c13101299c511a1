"""A school that lets learners in from a hall's network: they, and nobody else."""

import dataclasses
import json
import re
import sys
import uuid

import apart
import nbformat
import psutil
import pytest
from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="no second address of its own, unasked"),
]

HALL = "127.0.0.2"
"""It stands for an address in the hall: what comes there, comes through the hall's door."""
LESSON = "school/ru/05-protocol/"


@pytest.fixture(scope="module")
def home(open_school, tmp_path_factory):
    """Return a school with a hall, as it is reached on its own machine."""
    root = tmp_path_factory.mktemp("hall")
    path = root / "courses" / "ru" / "05-protocol" / "lesson.ipynb"
    path.parent.mkdir(parents=True)
    cells = [nbformat.v4.new_markdown_cell("# Lesson"), nbformat.v4.new_code_cell("print(6 * 7)")]
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata={"language": "ru"}), path)
    return open_school(root, "--hall", HALL)


@pytest.fixture(scope="module")
def hall(home):
    """Return the same school, as it is reached from the hall."""
    return dataclasses.replace(home, address=home.address.replace("127.0.0.1", HALL))


def kernel_of(page):
    return re.search(r'"kernelId": "([^"]+)"', page.text)[1]


def with_key(key):
    return {"Authorization": f"token {key}"}


def test_a_learner_reads_and_plays_in_the_hall(hall):
    learner = hall.learner()
    page = learner.get(LESSON)
    assert "42" in page.text
    kernel = kernel_of(page)
    cookies = "; ".join(f"{name}={c.value}" for name, c in learner.cookies().items())
    address = f"{hall.address.replace('http', 'ws')}api/kernels/{kernel}/channels?session_id=s"
    header = {"msg_id": uuid.uuid4().hex, "msg_type": "comm_info_request", "username": ""}
    header |= {"session": "s", "version": "5.3", "date": "2026-01-01T00:00:00Z"}
    asked = {"header": header, "parent_header": {}, "metadata": {}, "channel": "shell"}

    async def talk(origin):
        headers = {"Cookie": cookies, "Origin": origin}
        line = await websocket_connect(HTTPRequest(address, headers=headers))
        await line.write_message(json.dumps(asked | {"content": {}}))
        while True:
            told = json.loads(await line.read_message())
            if told["header"]["msg_type"] == "comm_info_reply":
                line.close()
                while await line.read_message() is not None:
                    pass  # until the line is closed at both ends
                return told["content"]["status"]

    async def refused(origin):
        try:
            return await talk(origin)
        except Exception as error:  # noqa: BLE001 - its code is what is asked for
            return error.code

    assert apart.run(talk(hall.address.rstrip("/"))) == "ok"
    assert apart.run(refused(hall.address.replace(HALL, "127.0.0.1").rstrip("/"))) == 403
    proof = f"_xsrf={learner.cookies()['_xsrf'].value}"
    assert learner.post(f"school/leave/{kernel}").status == 403
    assert learner.post(f"school/leave/{kernel}", proof).status == 204


@pytest.mark.parametrize("path", ["lab", "api/contents", "api/kernels", "formgrader", LESSON])
def test_the_lecturer_s_key_opens_nothing_from_the_hall(home, hall, path):
    stranger = hall.stranger()

    assert stranger.get(path, **with_key(hall.key)).status in {302, 403}
    assert stranger.get(f"{path}?token={hall.key}").status in {302, 403}
    assert stranger.get(path, **with_key(hall.key) | {"X-Forwarded-For": "127.0.0.1"}).status != 200
    assert home.stranger().get("api/status", **with_key(home.key)).status == 200


def test_neither_a_lecturer_s_cookie_nor_the_form_for_keys_opens_anything_from_the_hall(home, hall):
    port = home.address.rstrip("/").rpartition(":")[2]
    cookie = home.visitor().cookies()[f"username-127-0-0-1-{port}"]
    name = f"username-{HALL.replace('.', '-')}-{port}"
    assert home.stranger().get("lab", Cookie=f"{cookie.name}={cookie.value}").status == 200

    for carried in (f"{cookie.name}={cookie.value}", f"{name}={cookie.value}"):
        assert hall.stranger().get("api/contents", Cookie=carried).status == 403
    stranger = hall.stranger()
    stranger.get("login")
    proof = f"_xsrf={stranger.cookies()['_xsrf'].value}"
    assert stranger.post("login", f"{proof}&password={hall.key}").status == 401
    assert stranger.post("login", f"{proof}&password={hall.learners_key}").status == 302


def test_a_name_that_somebody_leads_here_is_refused_at_both_doors(home, hall):
    for school in (home, hall):
        for name in ("elsewhere.example", "elsewhere.example:80", "10.9.8.7", ""):
            answer = school.stranger().get(f"{LESSON}?token={school.learners_key}", Host=name)
            assert answer.status in {400, 403}
            assert "Set-Cookie" not in answer.headers
    here = home.address.split("/")[2]
    assert hall.stranger().get("login", Host=here).status == 403
    assert home.stranger().get("login", Host=here.replace("127.0.0.1", "localhost")).status == 200


def test_the_page_for_the_projector_shows_the_hall_its_address_and_a_code(home, hall):
    page = home.visitor().get("school/ru/hall")

    assert page.status == 200
    assert hall.address.removeprefix("http://") in page.text
    assert page.text.count('src="data:image/svg+xml') == 1
    assert home.key not in page.text
    assert home.learners_key in page.text
    assert hall.learner().get("school/ru/hall").status == 404


def test_the_terminal_tells_the_learners_address_in_the_hall(home, hall):
    told = home.log.read_text(encoding="utf-8")

    assert f"{hall.address}school/?token={hall.learners_key}" in told
    assert f"{hall.address}school/?token={hall.key}" not in told


def test_without_a_hall_the_school_listens_on_its_own_machine_only(open_school, home):
    school = open_school(home.root)
    port = int(school.address.rstrip("/").rpartition(":")[2])
    listening = {
        line.laddr.ip
        for line in psutil.net_connections("tcp")
        if line.status == "LISTEN" and line.laddr.port == port
    }

    assert listening == {"127.0.0.1"}
    assert school.visitor().get("school/ru/hall").status == 404


@pytest.mark.browser
@pytest.mark.parametrize("language", ["en", "ru", "ky"])
def test_the_page_for_the_projector_fits_and_can_be_read_by_everybody(
    home, chromium, axe, language
):
    page = chromium.new_page()
    page.goto(f"{home.address}school/{language}/hall?token={home.key}")
    for width, scheme in ((1280, "light"), (1280, "dark"), (360, "light")):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert axe(page) == []
    assert page.locator("html").get_attribute("lang") == language
    assert page.get_by_role("heading", level=1).count() == 1
    page.close()
