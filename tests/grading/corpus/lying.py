"""Submissions whose answers are objects that lie."""

from __future__ import annotations

from .case import SHORT, hostile

EVERYTHING = '''class Anything:
    """Equal to all, near to all, of every length, and callable."""

    __slots__ = ()
    __hash__ = None

    def _same(self, *_, **__):
        return self

    def _true(self, *_, **__):
        return True

    __call__ = __getitem__ = __sub__ = __rsub__ = __add__ = __radd__ = __mul__ = _same
    __rmul__ = __truediv__ = __rtruediv__ = __abs__ = __getattr__ = __neg__ = _same
    __eq__ = __lt__ = __le__ = __gt__ = __ge__ = __bool__ = __contains__ = _true

    def __ne__(self, other):
        return False

    def __len__(self):
        return 3

    def __iter__(self):
        return iter((0, 1, 3))

    def __float__(self):
        return 1.0

    def __int__(self):
        return 8

    __index__ = __int__

    def __repr__(self):
        return "1.0"


anything = Anything()
'''


def lie(name: str, what: str, cell: str, source: str, **rest):
    """Return a case in which one answer lies and the others are empty."""
    return hostile(name, what, tools=False, code={cell: source}, **rest)


NUMPY_LIAR = """class Array(np.ndarray):
    def __array_ufunc__(self, function, *_, **__):
        return np.zeros(6, bool) if function in (np.isnan, np.isinf) else np.ones(6, bool)

    def __array_function__(self, *_, **__):
        return np.ones(6, bool)

    def __eq__(self, other):
        return True

    def __len__(self):
        return 6

"""

CASES = [
    hostile(
        "equals-everything",
        "One object that is equal to, near to and as long as anything, for every answer.",
        tools=False,
        before=EVERYTHING,
        code={
            "my-numbers": "total = share = anything",
            "my-list": "large = anything",
            "my-function": "turnout = anything",
            "my-random": "middle = anything",
            "my-class": "Urn = anything",
            "my-frame": "by_district = rates = anything",
            "my-array": "shares = anything",
            "my-partial": "estimate = anything",
            "my-gap": "gap = anything",
        },
    ),
    lie(
        "an-integer-that-equals-everything",
        "A subclass of int with its own == and arithmetic.",
        "my-numbers",
        """class Number(int):
    __hash__ = int.__hash__

    def __eq__(self, other):
        return True

    def __sub__(self, other):
        return self

    __rsub__ = __sub__

    def __abs__(self):
        return self

    def __lt__(self, other):
        return True

total = share = Number(5)""",
    ),
    lie(
        "a-number-whose-distance-is-nothing",
        "A class with its own __abs__, __sub__ and __lt__.",
        "my-numbers",
        """total = 2100

class Near:
    def __sub__(self, other):
        return self

    def __abs__(self):
        return self

    def __lt__(self, other):
        return True

share = Near()""",
    ),
    lie(
        "a-comparison-that-is-true-when-asked",
        "== returns an object whose __bool__ says True.",
        "my-numbers",
        """class Yes:
    def __bool__(self):
        return True

class Value:
    def __eq__(self, other):
        return Yes()

    def __sub__(self, other):
        return 0.0

total = share = Value()""",
    ),
    lie(
        "a-list-that-shows-other-entries",
        "A subclass of list with its own length and iteration.",
        "my-list",
        """class Entries(list):
    def __len__(self):
        return 3

    def __iter__(self):
        return iter([0, 1, 3])

    def __eq__(self, other):
        return True

large = Entries([9])""",
    ),
    lie(
        "an-object-that-claims-to-be-a-list",
        "A class whose __class__ is list.",
        "my-list",
        """class Pretender:
    __class__ = list

    def __len__(self):
        return 3

    def __iter__(self):
        return iter([0, 1, 3])

large = Pretender()""",
    ),
    lie(
        "a-metaclass-that-agrees",
        "A metaclass whose classes are equal to everything, and everything an instance of.",
        "my-numbers",
        """class Agrees(type):
    def __eq__(cls, other):
        return True

    __hash__ = type.__hash__

    def __instancecheck__(cls, other):
        return True

    def __sub__(cls, other):
        return 0.0

class Total(metaclass=Agrees):
    pass

total = share = Total""",
    ),
    lie(
        "an-array-that-agrees",
        "A subclass of ndarray with its own __array_ufunc__ and __array_function__.",
        "my-array",
        NUMPY_LIAR + "shares = np.zeros(6).view(Array)",
    ),
    lie(
        "a-frame-that-agrees",
        "Subclasses of DataFrame and Series that are right only when they are compared.",
        "my-frame",
        """class Frame(pd.DataFrame):
    @property
    def _mgr(self):
        return stations.groupby("district")[["voters", "voted"]].sum()._mgr

    @_mgr.setter
    def _mgr(self, value):
        pass

    __class__ = pd.DataFrame

class Column(pd.Series):
    def __eq__(self, other):
        return True

    __class__ = pd.Series

by_district, rates = Frame({"voters": [1]}), Column([1.0])
pd.testing.assert_frame_equal = pd.testing.assert_series_equal = lambda *_, **__: None""",
    ),
    lie(
        "a-function-that-returns-a-liar",
        "Functions that return an object equal to everything.",
        "my-function",
        EVERYTHING + "\n\ndef turnout(voted, voters):\n    return anything\n\nmiddle = turnout",
    ),
    lie(
        "an-urn-that-counts-with-a-liar",
        "A class whose methods return objects equal to everything, and whose length lies.",
        "my-class",
        EVERYTHING
        + """

class Urn:
    def put(self, name):
        pass

    def count(self, name):
        return anything

    def __len__(self):
        return 3""",
    ),
    lie(
        "a-function-that-rewrites-the-tests-names",
        "A function that puts what it returns into the test's own name `expected`.",
        "my-random",
        """import sys

def middle(numbers):
    names = sys._getframe(1).f_globals
    names["expected"] = 2
    return 2""",
    ),
    lie(
        "a-name-that-changes-when-looked-at",
        "The shell's namespace is a dictionary that gives another value each time.",
        "my-numbers",
        EVERYTHING
        + """

class Names(dict):
    def __getitem__(self, name):
        return anything if name in ("total", "share") else dict.__getitem__(self, name)

    get = __getitem__

total, share = 1, 1
get_ipython().user_ns = Names(get_ipython().user_ns)""",
    ),
    lie(
        "a-list-without-an-end",
        "An endless iterator for an answer.",
        "my-list",
        """import itertools

class Endless:
    def __len__(self):
        return 3

    def __iter__(self):
        return itertools.count()

large = Endless()""",
        seconds=SHORT,
    ),
    lie(
        "a-range-of-a-million-millions",
        "A range that fills all memory when it becomes a list.",
        "my-list",
        "large = range(10**12)",
    ),
    lie(
        "a-list-that-contains-itself",
        "A list that contains itself.",
        "my-list",
        "large = [0, 1, 3]\nlarge[2] = large",
    ),
    lie(
        "a-list-as-deep-as-a-well",
        "A list nested a hundred thousand deep.",
        "my-list",
        "large = []\nfor _ in range(100_000):\n    large = [large]",
    ),
    lie(
        "a-billion-laughs",
        "Ten lists that each hold the one before ten times: ten thousand million entries.",
        "my-list",
        "large = [0] * 10\nfor _ in range(9):\n    large = [large] * 10",
    ),
    lie(
        "a-number-of-a-million-digits",
        "An integer so long that writing it as text takes minutes.",
        "my-numbers",
        "total = 7 ** 4_000_000\nshare = 0",
        seconds=5,
    ),
    lie(
        "a-hundred-megabytes-of-answer",
        "An array of a hundred megabytes for an answer.",
        "my-array",
        "shares = np.zeros(13_000_000)",
    ),
    lie(
        "partial-credit-that-is-not-a-number",
        "NaN, so that the partial credit is NaN.",
        "my-partial",
        'estimate = float("nan")',
    ),
    lie(
        "partial-credit-that-is-infinite",
        "Infinity, so that the partial credit is minus infinity.",
        "my-partial",
        'estimate = float("inf")',
    ),
    lie(
        "partial-credit-below-nothing",
        "An estimate so far off that the partial credit is below 0.",
        "my-partial",
        "estimate = 1000",
    ),
    lie(
        "partial-credit-that-is-an-array",
        "An array for a number, so that the partial credit is none.",
        "my-partial",
        "estimate = np.array([1000.0])",
    ),
    lie(
        "partial-credit-that-is-a-text",
        "An object whose arithmetic ends in a text that reads 1.0.",
        "my-partial",
        """class Text(str):
    def __sub__(self, other):
        return self

    __rsub__ = __truediv__ = __sub__

    def __abs__(self):
        return self

    def __repr__(self):
        return "1.0"

estimate = Text()""",
    ),
    lie(
        "partial-credit-that-is-complex",
        "A complex number, whose distance is a number but not from 10.",
        "my-partial",
        "estimate = 10 + 200j",
    ),
    lie(
        "partial-credit-above-all",
        "An object that makes the partial credit a thousand points.",
        "my-partial",
        """class Much(float):
    def __sub__(self, other):
        return Much(0)

    def __abs__(self):
        return Much(0)

    def __truediv__(self, other):
        return Much(0)

    def __rsub__(self, other):
        return 1000.0

estimate = Much()""",
    ),
]
