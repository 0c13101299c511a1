"""Objects that claim to be the answer: no lie passes a test that the model answer passes."""

import os

import pytest
from two_processes import learned, outcomes

from electoral_grading.crossing.kinds import Kinds

MODEL = """
import numpy as np
import pandas as pd
answer = 42
text = "Osh"
ratio = 0.25
items = [3, 1, 2]
found = {"a": 1}
table = pd.DataFrame({"votes": [10, 20]}, index=["x", "y"])
column = pd.Series([1.5, 2.5])
array = np.array([1, 2, 3])
def solve(n): return n * n
def pick(values): return sorted(values)[0]
def frame(): return pd.DataFrame({"a": [1, 2]})
def lookup(): return {"a": [1, 2]}
class Vec:
    def __init__(self, x): self.x = x
    def __add__(self, other): return Vec(self.x + other.x)
    def __eq__(self, other): return self.x == other.x
    def length(self): return abs(self.x)
"""

EVIL = """
class Evil:
    def __init__(self, *args, **kwargs): pass
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __hash__(self): return hash(42)
    def __lt__(self, other): return True
    __le__ = __gt__ = __ge__ = __lt__
    def __sub__(self, other): return 0
    __rsub__ = __add__ = __radd__ = __mul__ = __rmul__ = __truediv__ = __mod__ = __sub__
    def __abs__(self): return 0
    def __bool__(self): return True
    def __contains__(self, item): return True
    def __len__(self): return 3
    def __iter__(self): return iter([1, 2, 3])
    def __getitem__(self, key): return self
    def __float__(self): return 42.0
    def __int__(self): return 42
    __index__ = __int__
    def __round__(self, *digits): return 42
    def __repr__(self): return "42"
    __str__ = __repr__
    def __format__(self, spec): return "42"
    def __getattr__(self, name):
        if name.startswith("__"): raise AttributeError(name)
        return lambda *args, **kwargs: True
evil = Evil()
"""

VALUE = "assert answer == 42"
LIES = {
    "equal to everything": ("answer = evil", VALUE),
    "nothing unequal": ("answer = evil", "assert not answer != 42"),
    "equal from the right": ("answer = evil", "assert 42 == answer"),
    "no difference": ("ratio = evil", "assert abs(ratio - 0.25) < 1e-6"),
    "no difference from the right": ("ratio = evil", "assert abs(0.25 - ratio) < 1e-6"),
    "always smaller": ("answer = evil", "assert answer < 43 and answer > 41"),
    "always between": ("ratio = evil", "assert 0.2 <= ratio <= 0.3"),
    "rounded": ("ratio = evil", "assert round(ratio, 2) == 0.25"),
    "converted": ("answer = evil", "assert int(answer) == 42"),
    "float": ("answer = evil", "assert float(answer) == 42.0"),
    "text of it": ("answer = evil", "assert str(answer) == '42'"),
    "formatted": ("answer = evil", "assert f'{answer}' == '42'"),
    "everything is in it": ("items = evil", "assert 3 in items"),
    "in a list": ("answer = evil", "assert answer in [41, 42]"),
    "hash of the answer": ("answer = evil", "assert answer in {42}"),
    "length": ("items = evil", "assert len(items) == 3"),
    "true": ("answer = evil", "assert answer"),
    "item by item": ("items = evil", "assert all(a == b for a, b in zip(items, [3, 1, 2]))"),
    "by index": ("items = evil", "assert items[0] == 3"),
    "its own equals": ("table = evil", "assert table.equals(pd.DataFrame({'votes': [10, 20]}, index=['x', 'y']))"),
    "own methods": ("text = evil", "assert text.startswith('O')"),
    "numpy closeness": ("ratio = evil", "np.testing.assert_allclose(ratio, 0.25)"),
    "numpy equality": ("array = evil", "np.testing.assert_array_equal(array, [1, 2, 3])"),
    "numpy almost": ("ratio = evil", "np.testing.assert_almost_equal(ratio, 0.25)"),
    "numpy array_equal": ("array = evil", "assert np.array_equal(array, [1, 2, 3])"),
    "pandas equality": ("table = evil", "pd.testing.assert_frame_equal(table, pd.DataFrame({'votes': [10, 20]}, index=['x', 'y']))"),
    "math closeness": ("ratio = evil", "import math\nassert math.isclose(ratio, 0.25)"),
    "unittest": ("answer = evil", "import unittest\nunittest.TestCase().assertEqual(answer, 42)"),
    "result of a call": ("def solve(n): return evil", "assert solve(3) == 9"),
    "class in place of a function": ("solve = Evil", "assert solve(3) == 9"),
    "class and a difference": ("solve = Evil", "assert abs(solve(3) - 9) < 1e-6"),
    "inside a list": ("items = [evil, evil, evil]", "assert items == [3, 1, 2]"),
    "inside a dict": ("found = {'a': evil}", "assert found == {'a': 1}"),
    "deep inside": ("def lookup(): return {'a': [evil, 2]}", "assert lookup() == {'a': [1, 2]}"),
    "a list of all sums": ("items = [evil]", "assert sum(items) == 6"),
    "in an array of objects": ("array = np.empty(3, dtype=object)\narray[:] = [evil] * 3", "assert (array == np.array([1, 2, 3])).all()"),
    "in a column of objects": ("column = pd.Series([evil, evil], dtype=object)", "assert (column == pd.Series([1.5, 2.5])).all()"),
    "in a table of objects": ("table = pd.DataFrame({'votes': [evil, evil]}, index=['x', 'y'])", "assert table['votes'].tolist() == [10, 20]"),
    "list subclass": ("class L(list):\n    __eq__ = lambda s, o: True\n    __hash__ = None\nitems = L()", "assert items == [3, 1, 2]"),
    "dict subclass": ("class D(dict):\n    __eq__ = lambda s, o: True\n    __hash__ = None\nfound = D()", "assert found == {'a': 1}"),
    "str subclass": ("class S(str):\n    __eq__ = lambda s, o: True\n    __hash__ = str.__hash__\ntext = S()", "assert text == 'Osh'"),
    "int subclass": ("class I(int):\n    __eq__ = lambda s, o: True\n    __hash__ = int.__hash__\nanswer = I()", VALUE),
    "float subclass": ("class F(float):\n    __sub__ = __rsub__ = lambda s, o: 0.0\nratio = F(9)", "assert abs(ratio - 0.25) < 1e-9"),
    "tuple subclass": ("class T(tuple):\n    __eq__ = lambda s, o: True\n    __hash__ = None\ndef lookup(): return T()", "assert lookup() == {'a': [1, 2]}"),
    "int enum": ("import enum\nclass E(enum.IntEnum):\n    A = 42\n    __eq__ = lambda s, o: True\n    __hash__ = int.__hash__\nanswer = E.A", VALUE),
    "array subclass": ("class A(np.ndarray):\n    __eq__ = lambda s, o: True\n    __hash__ = None\narray = np.zeros(3).view(A)", "assert np.all(array == np.array([1, 2, 3]))"),
    "array ufunc": ("class A(np.ndarray):\n    def __array_ufunc__(self, *a, **k): return np.array([True] * 3)\narray = np.zeros(3).view(A)", "assert (array == np.array([1, 2, 3])).all()"),
    "table subclass": ("class T(pd.DataFrame):\n    def equals(self, o): return True\ndef frame(): return T()", "assert frame().equals(pd.DataFrame({'a': [1, 2]}))"),
    "table constructor": ("class T(pd.DataFrame):\n    _constructor = property(lambda s: T)\n    def __eq__(self, o): return pd.DataFrame({'a': [True]})\ntable = T()", "assert (table == pd.DataFrame({'votes': [10, 20]}, index=['x', 'y'])).all().all()"),
    "column subclass": ("class C(pd.Series):\n    def equals(self, o): return True\ncolumn = C([0.0])", "assert column.equals(pd.Series([1.5, 2.5]))"),
    "patched pandas": ("pd.DataFrame.equals = lambda s, o: True\npd.testing.assert_frame_equal = lambda *a, **k: None\ntable = pd.DataFrame({'votes': [0, 0]}, index=['x', 'y'])", "pd.testing.assert_frame_equal(table, pd.DataFrame({'votes': [10, 20]}, index=['x', 'y']))"),
    "patched numpy": ("np.testing.assert_allclose = lambda *a, **k: None\nnp.allclose = np.array_equal = lambda *a, **k: True\narray = np.zeros(3)", "assert np.allclose(array, [1, 2, 3])"),
    "class that lies about itself": ("class C:\n    __class__ = property(lambda s: int)\n    __eq__ = lambda s, o: True\nanswer = C()", "assert isinstance(answer, int)"),
    "metaclass equality": ("class M(type):\n    __eq__ = lambda s, o: True\n    __hash__ = lambda s: hash(int)\nclass C(metaclass=M):\n    __eq__ = lambda s, o: True\nanswer = C()", VALUE),
    "metaclass name": ("class M(type):\n    __name__ = property(lambda s: 'int')\n    __eq__ = lambda s, o: True\n    __hash__ = lambda s: 1\nclass C(metaclass=M): pass\nanswer = C", VALUE),
    "class as the value": ("class M(type):\n    __eq__ = lambda s, o: True\n    __hash__ = lambda s: 1\nclass answer(metaclass=M): pass", VALUE),
    "function as the value": ("def answer(): return 42\nanswer.__eq__ = lambda o: True", VALUE),
    "mock of everything": ("from unittest.mock import ANY\nanswer = ANY", VALUE),
    "magic mock": ("from unittest.mock import MagicMock\nanswer = MagicMock()\nanswer.__eq__.return_value = True", VALUE),
    "forged pickle": ("class P:\n    def __reduce__(self): return (int, (42,))\nanswer = P()", VALUE),
    "named tuple": ("from collections import namedtuple\nclass N(namedtuple('N', 'a')):\n    __eq__ = lambda s, o: True\n    __hash__ = None\nfound = N(1)", "assert found == {'a': 1}"),
    "data class": ("from dataclasses import dataclass\n@dataclass(eq=False)\nclass D:\n    a: int = 1\n    __eq__ = lambda s, o: True\nfound = D()", "assert found == {'a': 1}"),
    "callable object": ("class C:\n    def __call__(self, n): return evil\nsolve = C()", "assert solve(3) == 9"),
    "a method's result": ("class Vec(Evil):\n    def length(self): return evil", "assert Vec(2).length() == 2"),
    "sum that is no object": ("class Vec(Evil):\n    x = evil", "assert (Vec(1) + Vec(2)).x == 3"),
    "attribute that equals": ("class Vec:\n    def __init__(self, x): self.x = evil\n    def __add__(self, other): return self", "assert (Vec(1) + Vec(2)).x == 3"),
    "equal to data": ("class Vec(Evil): pass\ndef solve(n): return Vec(1)", "assert Vec(1) == Vec(1)\nassert solve(3) == 9"),
    "changed argument": ("def pick(values):\n    values[:] = [7]\n    return 7", "v = [3, 1]\nassert pick(v) == min(v)"),
    "patched json": ("import json, json.encoder\njson.JSONEncoder.encode = lambda s, o: '42'\njson.dumps = lambda *a, **k: '42'\nanswer = 0", VALUE),
    "patched decoder": ("import json.decoder\njson.decoder.JSONDecoder.decode = lambda s, o: {}\nanswer = 0", VALUE),
    "patched builtins": ("import builtins\nbuiltins.isinstance = lambda *a: True\nbuiltins.type = lambda *a: int\nbuiltins.id = lambda x: 0\nanswer = evil", VALUE),
    "patched codec": ("from electoral_grading.crossing import codec\ncodec.Encoder.put = lambda *a: {'ref': {'kind': 'object', 'id': 0, 'class': 0}}\nanswer = evil", VALUE),
    "patched codec with a callback": ("from electoral_grading.crossing import codec\ncodec.Encoder.put = lambda *a: {'ref': {'kind': 'callback', 'id': 0}}\nanswer = evil", VALUE),
    "patched codec with a class": ("from electoral_grading.crossing import codec\ncodec.Encoder.put = lambda *a: {'ref': {'kind': 'class', 'id': 0}}\nanswer = evil", VALUE),
    "patched codec with a module": ("from electoral_grading.crossing import codec\ncodec.Encoder.put = lambda *a: {'ref': {'kind': 'module', 'name': 'unittest.mock'}}\nanswer = evil", VALUE),
    "patched codec with a type": ("from electoral_grading.crossing import codec\ncodec.Encoder.put = lambda *a: {'type': 'object'}\nanswer = evil", VALUE),
    "exits at an equality": ("class Vec:\n    def __init__(self, x): self.x = x\n    def __add__(self, other): return self\n    def __eq__(self, other): raise SystemExit", "assert Vec(1) + Vec(2) == Vec(3)"),
    "ends in a call": ("import os\ndef solve(n): os._exit(0)", "assert solve(3) == 9"),
    "stops the iteration": ("def solve(n): raise StopIteration", "assert list(solve(n) for n in [3]) == [9]"),
    "raises the test's own error": ("def solve(n): raise AssertionError", "assert solve(3) == 9"),
    "skips the test": ("import unittest\ndef solve(n): raise unittest.SkipTest", "assert solve(3) == 9"),
    "no answer at all": ("answer = None", VALUE),
}  # fmt: skip


@pytest.fixture(scope="module")
def kinds():
    """What the model teaches with all these tests: more than any one of them needs."""
    return learned(MODEL, *(test for _, test in LIES.values()))


@pytest.mark.parametrize("name", LIES)
def test_no_lie_passes_whether_the_kinds_were_learned_or_only_the_source_is_known(name, kinds):
    lie, test = LIES[name]

    learned_so, source_only = outcomes(
        MODEL + EVIL + lie, MODEL, test, kinds, Kinds.of_source(MODEL)
    )

    assert learned_so is not None
    assert source_only is not None


@pytest.mark.slow
def test_the_lies_are_real_where_all_runs_in_one_process():
    """What the usual way of grading would not believe proves nothing; most it believes."""
    believed = 0
    for lie, test in LIES.values():
        process = os.fork()
        if process == 0:
            try:
                names = {"__name__": "__main__"}
                exec(MODEL + EVIL + lie, names)  # noqa: S102 - a submission
                exec(test, names)  # noqa: S102 - its test
            except BaseException:  # noqa: BLE001 - only whether it passed counts
                os._exit(1)
            os._exit(0)
        believed += os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == 0

    assert believed >= 45
