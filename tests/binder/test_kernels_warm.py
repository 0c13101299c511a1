"""The warm process: it begins with its server, ends with it, is replaced, and is not missed."""

import asyncio
import gc
import os
import signal
import subprocess
import sys
import textwrap
import time
import warnings

import ipykernel
import pandas as pd
import psutil
import pytest
from kernels_at_work import Hall, becomes, hall_of_its_own, in_the_hall, is_gone, open_files

from electoral_binder.kernels import PROVISIONER, best_provisioner, fingerprint, handle, loading
from electoral_binder.kernels import warm as warm_module
from electoral_binder.kernels.provisioner import can_be_forked
from electoral_binder.kernels.warm import warm
from electoral_binder.serve import config

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked on Linux only"),
]


@pytest.fixture
def hall(tmp_path_factory):
    """Give a place where kernels are forked."""
    with hall_of_its_own("warm", tmp_path_factory.mktemp("k")) as hall:
        yield hall


@pytest.fixture(scope="module")
def beforehand():
    """Return the names of what a warm process has loaded before its first kernel."""
    code = (
        "import sys; from electoral_binder.kernels import loading, rehearsing; loading.load();"
        "[rehearsing.rehearse(one) for one in rehearsing.rehearsals()]; print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return set(done.stdout.split())


@pytest.fixture(scope="module")
def calm_and_light(tmp_path_factory):
    """Return the environment of a warm process that loads little: not what lessons need."""
    folder = tmp_path_factory.mktemp("light")
    (folder / "sitecustomize.py").write_text(
        "from electoral_binder.kernels import loading, rehearsing\n"
        "loading.OF_PAGES = loading.LATER = loading.WITH_LAZY_NAMES = loading.WITH_WORDS = ()\n"
        "rehearsing.rehearsals = lambda: iter(())\n"
    )
    return {**handle.CALM, "PYTHONPATH": str(folder)}


@pytest.fixture
def _light(calm_and_light, monkeypatch):
    """Let a warm process that begins now be there sooner."""
    monkeypatch.setattr(handle, "CALM", calm_and_light)


@pytest.fixture(scope="module", autouse=True)
def _end():
    yield
    warm.close()


def test_the_schools_server_asks_for_warm_kernels_unless_jupyters_own_switch_is_set(
    monkeypatch, tmp_path
):
    settings = config(tmp_path, tmp_path)

    assert settings.KernelProvisionerFactory.default_provisioner_name == PROVISIONER
    monkeypatch.setenv("JUPYTER_DEFAULT_PROVISIONER_NAME", "local-provisioner")
    assert best_provisioner() is None
    assert "default_provisioner_name" not in config(tmp_path, tmp_path).KernelProvisionerFactory


@pytest.mark.parametrize(
    ("command", "options", "expected"),
    [
        ([sys.executable, "-m", "ipykernel_launcher", "-f", "x"], {}, True),
        ([sys.executable, "-m", "ipykernel_launcher", "-f", "x"], {"stdout": 1}, True),
        (
            [sys.executable, "-m", "ipykernel_launcher", "-f", "x"],
            {"stdout": subprocess.PIPE},
            True,
        ),
        ([sys.executable, "-m", "ipykernel_launcher", "-f", "x"], {"independent": True}, False),
        ([sys.executable, "-m", "another_kernel", "-f", "x"], {}, False),
        (["/opt/python", "-m", "ipykernel_launcher", "-f", "x"], {}, False),
        (["bash"], {}, False),
    ],
)
def test_only_this_pythons_own_plain_kernels_are_forked(command, options, expected):
    assert can_be_forked(command, {"env": {}, "cwd": None, **options}) is expected


@in_the_hall
async def test_what_cannot_be_forked_is_started_in_jupyters_way(hall):
    for options in (
        {"env": {**os.environ, "PYTHONPATH": "/tmp"}},  # noqa: S108 - only looked at
        {"stderr": subprocess.DEVNULL},
    ):
        async with hall.kernel(**options) as kernel:
            assert not kernel.is_forked
            assert await kernel.value("1 + 1") == 2


@in_the_hall
async def test_a_folder_that_is_not_there_is_the_error_jupyter_tells(hall, tmp_path):
    with pytest.raises(FileNotFoundError):
        await hall.launch(cwd=str(tmp_path / "nowhere"))


@in_the_hall
async def test_kernels_are_what_jupyter_would_have_started_and_have_little_left_to_load(
    hall, beforehand
):
    async with hall.kernel() as kernel:
        look = "len(__import__('os').listdir('/proc/self/{}'))"
        files = await kernel.value(look.format("fd"))
        threads = await kernel.value(look.format("task"))
        loaded = set(await kernel.value("list(__import__('sys').modules)"))
        argv = await kernel.value("__import__('sys').argv")
        path = await kernel.value("__import__('sys').path")
        assert await kernel.value("__import__('os').getsid(0) == __import__('os').getpid()")
        assert await kernel.value("__name__") == "__main__"
    stock = Hall("stock", hall.folder)
    async with stock.kernel() as kernel:
        # A plain kernel has one thread more, which watches its parent.
        assert files <= await kernel.value(look.format("fd")) + 3  # the history comes and goes
        assert threads <= await kernel.value(look.format("task"))
        assert (await kernel.value("__import__('sys').argv"))[0] == argv[0]
        assert await kernel.value("__import__('sys').path") == path
    await stock.close()

    assert len(loaded - beforehand) < 20, sorted(loaded - beforehand)


@in_the_hall
async def test_what_simulations_compute_is_there_before_a_kernel_asks(hall):
    async def deck():
        async with hall.kernel() as kernel:
            await kernel.printed("from electoral_widgets.ballot_deck import deal")
            return await kernel.value("deal.cache_info().currsize")

    until = time.monotonic() + 60
    while not await deck():
        assert time.monotonic() < until, "The warm process has rehearsed nothing."
        await asyncio.sleep(0.2)
    assert psutil.Process(warm.pid).num_threads() == 1


@in_the_hall
async def test_a_kernel_takes_further_options_and_a_debugger_knows_what_is_not_the_learners(hall):
    options = ["--HistoryManager.enabled=False"]
    async with hall.kernel(extra_arguments=options) as kernel:
        assert kernel.is_forked
        assert await kernel.value("get_ipython().history_manager.enabled") is False
        files = await kernel.value("get_ipython().kernel.debugger.kernel_modules")
    assert pd.__file__ in files
    assert ipykernel.__file__ in files


@in_the_hall
async def test_many_kernels_at_once_have_one_parent_and_no_secret_of_the_server(hall, monkeypatch):
    monkeypatch.setenv("A_TOKEN", "of the server")

    kernels = await asyncio.gather(*(hall.launch(env={**os.environ}) for _ in range(6)))
    await asyncio.gather(*(kernel.ready() for kernel in kernels))
    told = await asyncio.gather(*(kernel.value("__import__('os').getppid()") for kernel in kernels))

    assert set(told) == {warm.pid}
    assert len({kernel.process.pid for kernel in kernels}) == 6
    assert "A_TOKEN" not in psutil.Process(warm.pid).environ()
    await asyncio.gather(*(kernel.stop(now=True) for kernel in kernels))


@in_the_hall
async def test_thirty_starts_and_stops_leave_nothing(hall):
    async def once():
        await (await hall.launch()).stop(now=True)

    for _ in range(3):
        await once()
    with warnings.catch_warnings(action="ignore"):  # of what other tests left to be collected
        gc.collect()
    ours, theirs = open_files(), open_files(warm.pid)
    for _ in range(10):
        await asyncio.gather(once(), once(), once())
    gc.collect()

    assert await becomes(lambda: psutil.Process(warm.pid).children() == [])
    assert open_files(warm.pid) == theirs
    assert open_files() <= ours + 1
    assert list(hall.folder.iterdir()) == []


@pytest.mark.usefixtures("_light")
@in_the_hall
async def test_when_the_warm_process_dies_its_kernels_end_and_the_next_one_makes_another(hall):
    kernel = await hall.start()
    process, first = kernel.process, warm.pid

    os.kill(first, signal.SIGKILL)

    assert await becomes(lambda: process.poll() is not None)
    assert process.returncode == -signal.SIGKILL
    assert await becomes(lambda: is_gone(process.pid))
    kernel.client.stop_channels()
    await hall.manager.restart_kernel(kernel.id)
    kernel.client = kernel.manager.client()
    await kernel.ready()
    assert kernel.is_forked
    assert warm.pid != first
    await kernel.stop()


@pytest.mark.usefixtures("_light")
@in_the_hall
async def test_after_an_upgrade_a_new_process_serves_and_the_old_one_ends_with_its_kernels(
    hall, monkeypatch
):
    old = await hall.start()
    first = warm.pid
    monkeypatch.setattr(fingerprint, "_look", lambda: 0)
    monkeypatch.setattr(fingerprint, "_last", (float("-inf"), 0))

    async with hall.kernel() as new:
        assert new.is_forked
        assert warm.pid != first
        assert await old.value("'as before'") == "as before"
        assert not is_gone(first)
        await old.stop()
        assert await becomes(lambda: is_gone(first))


def test_a_changed_file_of_ours_changes_the_fingerprint(tmp_path, monkeypatch):
    (tmp_path / "package" / "locale").mkdir(parents=True)
    (tmp_path / "package" / "__init__.py").touch()
    words = tmp_path / "package" / "locale" / "ky.po"
    words.write_text("one")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(fingerprint, "OURS", ("package",))
    before = fingerprint._look()

    assert fingerprint._look() == before
    os.utime(words, ns=(0, 0))
    assert fingerprint._look() != before


@pytest.mark.usefixtures("_light")
@in_the_hall
async def test_a_kernel_nobody_holds_any_more_is_ended(hall):
    kernel = await hall.start()
    process = kernel.process.pid
    kernel.client.stop_channels()

    kernel.process.returncode = -signal.SIGKILL  # so that nobody reads what is closed
    kernel.process._status.close()

    assert await becomes(lambda: is_gone(process))
    await hall.manager.shutdown_kernel(kernel.id, now=True)


@pytest.mark.parametrize("fails", ["loading", "system", "program"])
@in_the_hall
async def test_without_a_warm_process_kernels_start_all_the_same(hall, monkeypatch, fails):
    other = warm_module.Warm()
    monkeypatch.setattr("electoral_binder.kernels.provisioner.warm", other)
    if fails == "loading":
        monkeypatch.setattr(handle, "CALM", {"PYTHONHOME": "/nowhere"})
    elif fails == "system":
        monkeypatch.setattr(warm_module, "IS_POSSIBLE", False)
    else:
        monkeypatch.setattr(handle.subprocess, "Popen", _refuse)

    if fails == "program":
        with pytest.raises(handle.NotWarmError):
            await other.fork(["x"], handle.read_early(dict(os.environ)), "", [-1, -1])
        return
    for _ in range(2):
        async with hall.kernel() as kernel:
            assert not kernel.is_forked
            assert await kernel.value("1 + 1") == 2
    assert other.pid is None or is_gone(other.pid)


@in_the_hall
async def test_one_killed_while_it_loads_is_made_again_at_once_and_once_only(hall, monkeypatch):
    other = warm_module.Warm()
    monkeypatch.setattr("electoral_binder.kernels.provisioner.warm", other)
    killed = []

    class Killed(handle.Zygote):
        def __init__(self):
            super().__init__()
            if len(killed) < most:
                killed.append(self.pid)
                os.kill(self.pid, signal.SIGKILL)

    monkeypatch.setattr(warm_module, "Zygote", Killed)
    most = 1
    async with hall.kernel() as kernel:
        assert kernel.is_forked
    other.close()

    other, most = warm_module.Warm(), 9
    killed.clear()
    monkeypatch.setattr("electoral_binder.kernels.provisioner.warm", other)
    for _ in range(2):
        async with hall.kernel() as kernel:
            assert not kernel.is_forked
    assert len(killed) == 2


def _refuse(*_, **__):
    raise OSError("no more processes")


@in_the_hall
async def test_kernels_end_when_their_server_is_killed(hall, calm_and_light):
    server = textwrap.dedent("""
        import asyncio, os, sys
        from electoral_binder.kernels import handle
        from kernels_at_work import Hall
        from electoral_binder.kernels.warm import warm
        async def main():
            handle.CALM = {**handle.CALM, "PYTHONPATH": sys.argv[2]}
            hall = Hall("warm", sys.argv[1])
            kernel = await hall.start()
            begun = await kernel.value("__import__('subprocess').Popen(['sleep', '600']).pid")
            print(warm.pid, kernel.process.pid, begun, flush=True)
            await asyncio.sleep(600)
        asyncio.run(main())
    """)
    path, folder = os.pathsep.join(sys.path), hall.folder
    process = subprocess.Popen(  # noqa: ASYNC220 - nothing else goes on meanwhile
        [sys.executable, "-c", server, str(folder), calm_and_light["PYTHONPATH"]],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": path},
    )
    with process:
        told = [int(number) for number in process.stdout.readline().split()]
        assert len(told) == 3
        process.kill()

    for number in told:
        assert await becomes(lambda number=number: is_gone(number))


def test_what_is_loaded_beforehand_exists(beforehand):
    assert {*loading.NEEDED, *loading.OF_PAGES, *loading.LATER} <= beforehand
