"""A kernel does the same, whether it was forked from the warm process or started by Jupyter."""

import asyncio
import os
import signal
import sys
from subprocess import PIPE

import psutil
import pytest
from kernels_at_work import becomes, hall_of_its_own, in_the_hall, is_gone, next_message

from electoral_binder.kernels.handle import read_early

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked on Linux only"),
]

VIEW = "application/vnd.jupyter.widget-view+json"


@pytest.fixture(scope="module", params=["stock", "warm"])
def hall(request, tmp_path_factory):
    """Give a place where kernels of one kind are started."""
    with hall_of_its_own(request.param, tmp_path_factory.mktemp("k")) as hall:
        yield hall


@pytest.fixture(scope="module")
def spares(hall):
    """Let as many kernels start at once as the tests below have to end."""
    hall.portal.call(hall.begin, 9)
    return hall


@pytest.fixture(scope="module")
def kernel(hall):
    """Give a kernel that many tests use one after another."""
    running = hall.portal.call(lambda: hall.start(env={**os.environ, "WHOSE": "shared"}))
    assert running.is_forked == (hall.kind == "warm")
    return running


@in_the_hall
async def test_a_cell_shows_what_it_prints_and_what_it_is(kernel):
    _, seen = await kernel.run("import sys; print('ä ө ы'); print('e', file=sys.stderr); 6 * 7")

    assert {s["name"]: s["text"].strip() for s in seen["stream"]} == {
        "stdout": "ä ө ы",
        "stderr": "e",
    }
    assert seen["execute_result"][0]["data"] == {"text/plain": "42"}


@in_the_hall
async def test_an_error_is_told_and_the_kernel_goes_on(kernel):
    reply, seen = await kernel.run("def f():\n    return 1 / 0\nf()")

    assert (reply["ename"], len(seen["error"])) == ("ZeroDivisionError", 1)
    assert "electoral_binder" not in "".join(seen["error"][0]["traceback"])
    assert await kernel.value("1 + 1") == 2


@in_the_hall
async def test_output_that_goes_around_python_arrives_too(kernel):
    source = (
        "import os, sys\n!echo from a shell\nos.system('echo from system')\nos.write(1, b'raw')"
    )

    _, seen = await kernel.run(source)

    said = "".join(stream["text"] for stream in seen["stream"])
    assert all(words in said for words in ("from a shell", "from system", "raw"))


@pytest.mark.parametrize(
    "long",
    [
        "import time; print('at it', flush=True); time.sleep(60)",
        "print('at it', flush=True)\nwhile True: pass",
        "import subprocess; print('at it', flush=True); subprocess.run(['sleep', '60'])",
    ],
    ids=["sleep", "loop", "program"],
)
@in_the_hall
async def test_a_cell_is_interrupted(kernel, long):
    begun = asyncio.Event()

    def hear(message):
        if message["msg_type"] == "stream":
            begun.set()

    cell = asyncio.create_task(kernel.run(long, on_message=hear))
    await begun.wait()
    await kernel.manager.interrupt_kernel()
    reply, _ = await cell

    assert reply["ename"] == "KeyboardInterrupt"
    assert await kernel.value("'still here'") == "still here"


@in_the_hall
async def test_a_question_gets_its_answer(kernel):
    assert await kernel.value("input('Name? ')", answer="Айгүл") == "Айгүл"


@in_the_hall
async def test_what_goes_around_the_cells_can_be_read_from_pipes_if_they_are_asked_for(hall):
    source = "import os, sys\nos.write(sys.stdout._original_stdstream_copy, b'out of the cells')"

    async with hall.kernel(stdout=PIPE, stderr=PIPE) as kernel:
        output = kernel.process.stdout
        assert kernel.is_forked == (hall.kind == "warm")
        await kernel.run(source)
        assert b"out of the cells" in await asyncio.to_thread(output.read1)

    assert output.closed


@in_the_hall
async def test_standard_input_is_empty_and_not_the_servers(kernel):
    assert await kernel.value("__import__('os').read(0, 10)") == b""


@in_the_hall
async def test_a_cell_may_await_and_use_threads_and_processes(kernel):
    source = """
import asyncio, threading, multiprocessing
from concurrent.futures import ThreadPoolExecutor
await asyncio.sleep(0)
with ThreadPoolExecutor(4) as pool:
    squares = list(pool.map(lambda n: n * n, range(5)))
with multiprocessing.get_context("fork").Pool(2) as pool:
    lengths = pool.map(len, ["a", "bb"])
print(squares, lengths)
"""
    assert await kernel.printed(source) == "[0, 1, 4, 9, 16] [1, 2]"


@in_the_hall
async def test_a_slider_is_opened_and_hears_the_page(kernel):
    source = "from ipywidgets import IntSlider\nslider = IntSlider(value=3)\nslider"
    _, seen = await kernel.run(source)

    assert {opened["target_name"] for opened in seen["comm_open"]} == {"jupyter.widget"}
    model = seen["execute_result"][0]["data"][VIEW]["model_id"]
    moved = {"comm_id": model, "data": {"method": "update", "state": {"value": 7}}}
    kernel.client.shell_channel.send(kernel.client.session.msg("comm_msg", moved))
    assert await kernel.value("slider.value") == 7


@in_the_hall
async def test_the_page_may_open_a_widget_and_ask_for_all(kernel):
    await kernel.run("import ipywidgets")
    session, shell = kernel.client.session, kernel.client.shell_channel
    opened = {"comm_id": "c1", "target_name": "jupyter.widget.control", "data": {}}
    shell.send(session.msg("comm_open", opened, metadata={"version": "1.0.0"}))
    shell.send(session.msg("comm_msg", {"comm_id": "c1", "data": {"method": "request_states"}}))
    while True:
        told = await next_message(kernel.client.get_iopub_msg, "comm_msg")
        if told["comm_id"] == "c1":
            break

    assert told["data"]["method"] == "update_states"


@in_the_hall
async def test_our_widgets_are_shown(kernel):
    _, seen = await kernel.run("from electoral_widgets import Urn\nUrn()")

    assert VIEW in seen["execute_result"][0]["data"]
    opened = [c["data"]["state"] for c in seen["comm_open"]]
    assert any(state.get("_anywidget_id", "").endswith("Urn") for state in opened)


@in_the_hall
async def test_a_figure_comes_as_data_for_the_page(kernel):
    source = "import plotly.io, plotly.graph_objects as go\ngo.Figure(go.Bar(y=[1, 2])).show()"
    _, seen = await kernel.run(source)

    assert "application/vnd.plotly.v1+json" in seen["display_data"][0]["data"]
    assert await kernel.value("plotly.io.renderers.default") == "plotly_mimetype"


@in_the_hall
async def test_a_table_is_shown_and_linear_algebra_works(kernel):
    _, seen = await kernel.run("import pandas; pandas.DataFrame({'a': [1]})")

    assert "<table" in seen["execute_result"][0]["data"]["text/html"]
    assert await kernel.value(
        "float(__import__('numpy').linalg.det(__import__('numpy').eye(300)))"
    ) == pytest.approx(1)


@in_the_hall
async def test_cells_are_remembered(kernel):
    await kernel.run("counted_ballots = 5")

    remembered = await kernel.client.history(hist_access_type="tail", n=1, reply=True, timeout=30)

    assert remembered["content"]["history"][0][2] == "counted_ballots = 5"


@in_the_hall
async def test_a_debugger_begins(kernel):
    asked = {
        "type": "request",
        "seq": 1,
        "command": "initialize",
        "arguments": {"clientID": "x", "adapterID": "y"},
    }
    kernel.client.control_channel.send(kernel.client.session.msg("debug_request", asked))

    told = await next_message(kernel.client.get_control_msg, "debug_reply")

    assert told["success"]


@in_the_hall
async def test_a_kernel_has_its_own_folder_and_the_whole_given_environment(hall, tmp_path):
    given = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    given |= read_early(dict(os.environ))
    given |= {"ELECTORAL_LANG": "ky", "TZ": "Asia/Bishkek", "OF_ONE": "Айгүл = 'x'"}
    of_jupyter = {"JPY_PARENT_PID", "JPY_SESSION_NAME", "MPLBACKEND", "LC_CTYPE"}
    of_colours = {"CLICOLOR", "CLICOLOR_FORCE", "FORCE_COLOR", "TERM", "PAGER", "GIT_PAGER"}

    async with hall.kernel(env=given, cwd=str(tmp_path)) as kernel:
        told = await kernel.value("dict(__import__('os').environ)")

        assert kernel.is_forked == (hall.kind == "warm")
        assert {n: v for n, v in told.items() if n in given} == given
        assert set(told) - set(given) <= of_jupyter | of_colours | {"PYDEVD_USE_FRAME_EVAL"}
        assert await kernel.value("__import__('os').getcwd()") == str(tmp_path)
        assert await kernel.value("__import__('time').tzname[0]") in {"+06", "KGT"}
        assert kernel.manager.resolve_path("x") is None
    async with hall.kernel() as kernel:
        assert await kernel.value("'OF_ONE' in __import__('os').environ") is False
        assert "OF_ONE=" not in await kernel.printed("!env")


@in_the_hall
async def test_each_kernel_has_its_own_chance(spares):
    draws = (
        "(__import__('random').random(), float(__import__('numpy').random.random()),"
        " float(__import__('numpy').random.default_rng().random()), str(__import__('uuid').uuid4()))"
    )
    drawn = []
    for _ in range(2):
        kernel = await spares.spare()
        drawn.append(await kernel.value(draws))
        await kernel.stop(now=True)

    assert not set(drawn[0]) & set(drawn[1])


@in_the_hall
async def test_a_restart_gives_a_new_process_that_knows_nothing(hall, spares):
    kernel = await spares.spare()
    before = await kernel.value("__import__('os').getpid()")
    await kernel.run("known = 1")
    kernel.client.stop_channels()
    await hall.manager.restart_kernel(kernel.id)
    kernel.client = kernel.manager.client()
    await kernel.ready()

    assert await kernel.value("__import__('os').getpid()") != before
    assert is_gone(before)
    assert await kernel.value("'known' in globals()") is False
    assert await kernel.value("__import__('os').getcwd()") == str(hall.folder)
    await kernel.stop(now=True)


@pytest.mark.parametrize(
    ("ends", "code"),
    [
        ("os._exit(7)", 7),
        ("os.kill(os.getpid(), 11)", -signal.SIGSEGV),
        ("os.kill(os.getpid(), 9)", -signal.SIGKILL),
    ],
)
@in_the_hall
async def test_a_crash_is_noticed_with_its_code(hall, spares, ends, code):
    kernel = await spares.spare()
    process = kernel.process

    kernel.client.execute(f"import os; {ends}")

    assert await becomes(lambda: process.poll() is not None)
    assert process.returncode == code
    assert not await kernel.manager.is_alive()
    kernel.client.stop_channels()
    await hall.manager.shutdown_kernel(kernel.id, now=True)


@pytest.mark.parametrize("now", [False, True])
@in_the_hall
async def test_a_shutdown_leaves_nothing(hall, spares, now):
    kernel = await spares.spare()
    process = kernel.process
    started = await kernel.value("__import__('subprocess').Popen(['sleep', '600']).pid")

    assert process.poll() is None
    assert any(kernel.id in path.name for path in hall.folder.iterdir())
    await kernel.stop(now=now)

    assert process.poll() is not None
    assert is_gone(process.pid)
    assert [path for path in hall.folder.iterdir() if kernel.id in path.name] == []
    if now:  # asked politely, a kernel leaves what it started alone
        assert await becomes(lambda: is_gone(started))
    elif not is_gone(started):
        psutil.Process(started).kill()


@in_the_hall
async def test_a_kernel_that_does_not_listen_is_ended(spares):
    kernel = await spares.spare()
    process = kernel.process
    kernel.manager.shutdown_wait_time = 1.0
    process.send_signal(signal.SIGSTOP)

    await kernel.stop()

    assert process.poll() == -signal.SIGKILL
