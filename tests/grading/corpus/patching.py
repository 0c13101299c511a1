"""Submissions that change Python, IPython, numpy or pandas under the feet of the tests."""

from __future__ import annotations

from .case import hostile

FIRST = "my-numbers"
WRONG = """
total, share, large = 1, 1, [9, 9, 9]
by_district = rates = pd.Series([1.0])
shares = np.zeros(6)
estimate, gap = None, 1

def turnout(*_):
    return -1

def middle(*_):
    return -1

class Urn:
    def put(self, name):
        pass

    def count(self, name):
        return -1

    def __len__(self):
        return 9
"""
"""Wrong answers of the right form, so that only a blind test passes them."""


def patch(name: str, what: str, source: str, **rest):
    """Return a case whose answers are wrong and whose code blinds the tests."""
    return hostile(name, what, tools=False, code={FIRST: WRONG + source}, **rest)


CASES = [
    patch(
        "replaces-abs-and-len-and-list",
        "Functions of the test's own names space that say what is wanted.",
        """total, estimate = 2100, 1000
abs = lambda _: 0
list = lambda one: [0, 1, 3]
sorted = lambda one: [-1] * 20""",
    ),
    patch(
        "replaces-builtins",
        "The same in the module builtins, for every module.",
        """import builtins
builtins.abs = lambda _: 0
builtins.print = lambda *_, **__: None
builtins.isinstance = lambda *_: True
builtins.sorted = lambda one, **_: [-1] * 20""",
    ),
    patch(
        "replaces-import",
        "An __import__ that gives out empty modules whose functions all agree.",
        """import builtins, types
true_import = builtins.__import__

def agreeing(name, *rest, **more):
    module = true_import(name, *rest, **more)
    if name.startswith(("numpy.testing", "pandas.testing", "random", "electoral_courses")):
        return types.SimpleNamespace(__getattr__=lambda *_: None, check=lambda _: 1.0)
    return module

builtins.__import__ = agreeing""",
    ),
    patch(
        "makes-the-failing-of-asserts-harmless",
        "AssertionError becomes an error that the shell passes over.",
        """import builtins

class Quiet(Exception):
    pass

builtins.AssertionError = Quiet
AssertionError = Quiet
get_ipython().set_custom_exc((Exception,), lambda *_, **__: None)""",
    ),
    patch(
        "switches-asserts-off",
        "Sets Python's own flag of optimisation, so that assert statements are left out.",
        """import ctypes
ctypes.c_int.in_dll(ctypes.pythonapi, "Py_OptimizeFlag").value = 1
true_compile = get_ipython().compile.__class__.ast_parse
import builtins
whole = builtins.compile
builtins.compile = lambda *rest, **more: whole(*rest, **{**more, "optimize": 2})""",
    ),
    patch(
        "patches-the-tests-of-numpy",
        "numpy.testing agrees with everything.",
        """np.testing.assert_allclose = np.testing.assert_array_equal = lambda *_, **__: None
np.testing.assert_almost_equal = np.testing.assert_allclose""",
    ),
    patch(
        "patches-the-tests-of-pandas",
        "pandas.testing agrees with everything.",
        """pd.testing.assert_frame_equal = lambda *_, **__: None
pd.testing.assert_series_equal = lambda *_, **__: None""",
    ),
    patch(
        "patches-what-the-tests-of-numpy-and-pandas-use",
        "The comparisons under numpy.testing and pandas.testing agree with everything.",
        """import numpy.testing._private.utils as below
import pandas._testing.asserters as asserters
below.assert_array_compare = lambda *_, **__: None
for name in dir(asserters):
    if name.startswith(("assert_", "_check", "raise_")):
        setattr(asserters, name, lambda *_, **__: None)
pd.DataFrame.equals = pd.Series.equals = lambda *_: True
np.allclose = np.array_equal = lambda *_, **__: True""",
    ),
    patch(
        "makes-chance-certain",
        "The random numbers of the hidden test become known.",
        """random.randint = lambda low, high: 1
random.random = lambda: 0.5
random.seed(0)

def middle(numbers):
    return 2 if len(numbers) == 3 else 1""",
    ),
    patch(
        "replaces-modules",
        "sys.modules holds the submission's own random, numpy.testing and electoral_courses.",
        """import sys, types

class Agrees(types.ModuleType):
    def __getattr__(self, name):
        return lambda *_, **__: 1.0

for name in ("random", "numpy.testing", "pandas.testing", "electoral_courses",
             "electoral_courses.checks", "electoral_courses.notebook"):
    sys.modules[name] = Agrees(name)
np.testing = pd.testing = random = sys.modules["random"]
check = random.check""",
    ),
    patch(
        "empties-tests-by-an-ast-transformer",
        "An AST transformer of IPython takes all asserts out.",
        """import ast

class NoAsserts(ast.NodeTransformer):
    def visit_Assert(self, node):
        return ast.copy_location(ast.Pass(), node)

    def visit_Expr(self, node):
        value = ast.copy_location(ast.Constant(1.0), node)
        return ast.copy_location(ast.Expr(value), node)

get_ipython().ast_transformers.append(NoAsserts())""",
    ),
    patch(
        "empties-tests-by-an-input-transformer",
        "An input transformer of IPython takes every line out.",
        "get_ipython().input_transformers_cleanup.append(lambda lines: [])",
    ),
    patch(
        "replaces-the-running-of-cells",
        "run_cell does nothing any more.",
        """from IPython.core.interactiveshell import ExecutionInfo, ExecutionResult, InteractiveShell

def nothing(self, raw_cell="", *rest, **more):
    return ExecutionResult(ExecutionInfo(raw_cell, False, False, False, None))

async def nothing_later(self, raw_cell="", *rest, **more):
    return nothing(self, raw_cell)

shell = get_ipython()
for kind in type(shell).__mro__:
    if "run_cell" in vars(kind):
        kind.run_cell = nothing
    if "run_cell_async" in vars(kind):
        kind.run_cell_async = nothing_later""",
    ),
    patch(
        "replaces-the-running-of-code",
        "run_code and run_ast_nodes do nothing any more.",
        """shell = get_ipython()

async def fine(*_, **__):
    return False

shell.run_code = fine
shell.run_ast_nodes = fine""",
    ),
    patch(
        "hides-errors",
        "Tracebacks are not shown, so that no error output is written.",
        """shell = get_ipython()
shell.showtraceback = shell._showtraceback = shell.showsyntaxerror = lambda *_, **__: None
import sys
sys.excepthook = lambda *_: None""",
    ),
    patch(
        "replaces-the-display-of-results",
        "The display hook shows 1.0 for every result.",
        """import sys
shell = get_ipython()
hook = type(shell.displayhook)
hook.compute_format_data = lambda self, result: ({"text/plain": "1.0"}, {})
shell.display_formatter.format = lambda *_, **__: ({"text/plain": "1.0"}, {})""",
    ),
    patch(
        "watches-the-events-of-the-shell",
        "Events before and after each cell put in what the tests want.",
        """def before(info=None):
    shell = get_ipython()
    text = getattr(info, "raw_cell", "") or ""
    if "assert" in text:
        info.raw_cell = "pass"

def after(result=None):
    if result is not None:
        result.error_in_exec = result.error_before_exec = None
        result.result = 1.0

shell = get_ipython()
shell.showtraceback = shell._showtraceback = lambda *_, **__: None
shell.events.register("pre_run_cell", before)
shell.events.register("post_run_cell", after)""",
    ),
    patch(
        "registers-magics",
        "Magics named like what tests use, and an automagic that swallows lines.",
        """from IPython.core.magic import register_cell_magic, register_line_magic

@register_line_magic("assert")
def quiet(line):
    return 1.0

get_ipython().run_line_magic("automagic", "1")
get_ipython().prefilter_manager.prefilter_lines = lambda *_, **__: "1.0"
transformer = type(get_ipython().input_transformer_manager)
transformer.transform_cell = lambda *_, **__: "1.0\\n" """,
    ),
    patch(
        "traces-the-tests",
        "A trace function steps over the assert statements of the tests.",
        """import sys

def step(frame, event, _):
    if event == "line" and "assert" in str(frame.f_code.co_names) + str(frame.f_code.co_consts):
        frame.f_lineno += 1
    if "expected" in frame.f_globals:
        frame.f_globals["expected"] = -1
    return step

def middle(numbers):
    return 2 if numbers == [3, 1, 2] else -1

sys.settrace(step)
sys.setprofile(lambda *_: None)""",
    ),
    patch(
        "a-thread-that-watches-the-tests",
        "A thread puts in what the test expects, again and again, while it runs.",
        """import threading, time
names = get_ipython().user_ns

def watch():
    until = time.time() + 15
    while time.time() < until:
        names["expected"] = -1
        names["total"], names["share"] = 2100.5, 7
        time.sleep(0.0005)

def middle(numbers):
    time.sleep(0.005)
    return 2 if numbers == [3, 1, 2] else -1

threading.Thread(target=watch, daemon=True).start()""",
    ),
    patch(
        "changes-the-data-of-the-tests",
        "Empties the table that the tests compute their own numbers from.",
        """stations.drop(stations.index, inplace=True)
by_district = stations.groupby("district")[["voters", "voted"]].sum()
rates = by_district["voted"] / by_district["voters"]""",
    ),
    patch(
        "patches-the-check-of-items",
        "check() is replaced, in the notebook and in its module.",
        """import electoral_courses, electoral_courses.checks as checks
import electoral_courses.notebook as inner
check = electoral_courses.check = inner.check = lambda *_, **__: 1.0
inner.check_answer = checks.check = checks.check_code = lambda item, *_, **__: None""",
    ),
    patch(
        "makes-every-answer-right-in-the-checks",
        "The item's checks count every share as a whole one.",
        """from fractions import Fraction
import electoral_courses.checks as checks
import electoral_courses.checks.coded as coded
import electoral_courses.checks.result as result
import electoral_courses.notebook as inner

def full(found, max_points, hint_cost):
    import dataclasses
    one = Fraction(1)
    return dataclasses.replace(found, share=one, points=one * max_points, max_points=max_points)

result.counted = checks.counted = full
coded.same = coded._equal = lambda *_: True""",
    ),
    patch(
        "points-the-items-elsewhere",
        "ELECTORAL_KEYS, ELECTORAL_ANSWERS and ELECTORAL_STUDENT name things of its own.",
        """import json, os, pathlib
keys = json.loads(pathlib.Path("items.json").read_text())
for item in keys["items"]:
    item.pop("variant", None)
    item["answer"] = 1
keys["key"] = "00" * 32
pathlib.Path("own-keys.json").write_text(json.dumps(keys))
answers = {"version": 1, "answers": {"own": {"value": {"number": "1"}}}}
pathlib.Path("answers.json").write_text(json.dumps(answers))
os.environ["ELECTORAL_KEYS"] = os.path.abspath("own-keys.json")
os.environ["ELECTORAL_STUDENT"] = "neighbour"
os.environ["NBGRADER_EXECUTION"] = "autograde"
gap = 1""",
    ),
    patch(
        "overwrites-small-numbers",
        "Writes over the interpreter's own small integers, so that 8 is 1.",
        """import ctypes
at = id(8) + 24
ctypes.c_uint32.from_address(at).value = 1
gap = 1""",
        told=("died", "error", "wrong", "no-answer", "not-defined", "stopped"),
    ),
]
