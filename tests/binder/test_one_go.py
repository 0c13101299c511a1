"""The cells of a page in one request: each shows what it showed alone, whatever happens to others."""

import sys

import nbformat
import pytest
from kernels_at_work import hall_of_its_own
from nbclient.exceptions import CellExecutionError, DeadKernelError

from electoral_binder.kernels.client import connect
from electoral_binder.kernels.warm import warm
from electoral_binder.one_go import PageExecutor

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="kernels speak over files here"),
]


@pytest.fixture(scope="module", params=["warm", "stock"])
def hall(request, tmp_path_factory):
    with hall_of_its_own(request.param, tmp_path_factory.mktemp("k")) as hall:
        yield hall
    warm.close()


def ran(hall, *sources, timeout=30):
    """Return what each cell shows, or the name of its failure; and the executor."""
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    notebook = nbformat.v4.new_notebook(cells=cells)

    async def run():
        async with hall.kernel() as kernel:
            executor = PageExecutor(notebook, km=kernel.manager, timeout=timeout)
            executor.kc = await connect(kernel.manager)
            told = []
            for place in range(len(cells)):
                try:
                    await executor.next_cell(range(place, len(cells)))
                except (CellExecutionError, DeadKernelError, TimeoutError) as error:
                    told.append(getattr(error, "ename", type(error).__name__))
                    if isinstance(error, DeadKernelError):
                        break
                    if isinstance(error, TimeoutError):
                        await kernel.manager.interrupt_kernel()
                else:
                    told.append([shown(output) for output in cells[place].outputs])
            executor.kc.stop_channels()
            return told, executor

    return hall.portal.call(run)


def shown(output):
    return output.get("text") or output.get("data", {}).get("text/plain")


def test_each_cell_has_its_own_output_in_order(hall):
    told, _ = ran(
        hall,
        "print('before'); 5",
        "x = 1",
        "from IPython.display import display; display('a'); print('b'); display('c')",
        "x + 1",
        "import sys; print('only a warning', file=sys.stderr)",
        "%time\nprint(_ if '_' in dir() else '')",
    )
    assert told[:5] == [["before\n", "5"], [], ["'a'", "b\n", "'c'"], ["2"], []]


def test_a_cell_that_fails_costs_nothing_but_itself(hall):
    told, _ = ran(
        hall, "1", "1 / 0", "print(2)", "not python at all", "import sys; sys.exit(3)", "3"
    )
    assert told == [["1"], "ZeroDivisionError", ["2\n"], "SyntaxError", "SystemExit", ["3"]]


def test_a_cell_that_needs_the_loop_has_it_and_the_next_ones_go_on(hall):
    told, _ = ran(hall, "1", "import asyncio; await asyncio.sleep(0.1); print(2)", "3")
    assert told == [["1"], ["2\n"], ["3"]]


def test_a_cell_that_never_ends_is_given_up_and_the_next_ones_have_their_own_output(hall):
    told, _ = ran(hall, "1", "print('x')\nwhile True: pass", "print('next')", "4", timeout=2)
    assert told == [["1"], "TimeoutError", ["next\n"], ["4"]]


def test_a_kernel_that_dies_is_noticed(hall):
    told, _ = ran(hall, "1", "import os, time; time.sleep(0.5); os._exit(3)")
    assert told == [["1"], "DeadKernelError"]


def test_what_widgets_say_is_kept_with_their_bytes(hall):
    told, executor = ran(
        hall,
        "import anywidget, traitlets\n"
        "class View(anywidget.AnyWidget):\n"
        "    _esm = 'export default {}'\n"
        "    data = traitlets.Bytes(b'\\x01\\x02').tag(sync=True)\n"
        "    votes = traitlets.Int(5).tag(sync=True)\n"
        "view = View()",
        "view.votes = 7",
    )
    assert told == [[], []]
    (name,) = [n for n, state in executor.widget_state.items() if "votes" in state]
    assert executor.widget_state[name]["votes"] == 7
    assert executor.widget_buffers[name]["data",]["data"] == "AQI="


@pytest.mark.parametrize("at_once", [0.1, 60])
def test_a_reader_who_plays_while_the_page_is_made_is_answered_between_two_cells(hall, at_once):
    turn = f"import electoral_binder.kernels.cells as cells; cells.AT_ONCE = {at_once}"
    busy = "import time\nuntil = time.process_time() + 0.2\nwhile time.process_time() < until: pass"
    cells = [
        f"{turn}\nimport ipywidgets; slider = ipywidgets.IntSlider(); print(slider.model_id)",
        *[f"{busy}\nprint(slider.value)"] * 5,
    ]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])

    async def run():
        async with hall.kernel() as kernel:
            executor = PageExecutor(notebook, km=kernel.manager, timeout=30)
            executor.kc = await connect(kernel.manager)
            seen = []
            for place in range(len(cells)):
                await executor.next_cell(range(place, len(cells)))
                seen.append(notebook.cells[place].outputs[0]["text"].strip())
                if place == 1:
                    data = {"method": "update", "state": {"value": 42}}
                    content = {"comm_id": seen[0], "data": data}
                    executor.kc.shell_channel.send(executor.kc.session.msg("comm_msg", content))
            executor.kc.stop_channels()
            return seen[1:]

    told = hall.portal.call(run)

    assert told[0] == "0"
    assert told[-1] == "42"
