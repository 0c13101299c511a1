"""Innocent work that is unlike others'; a fair teacher gives what is written in it its points."""

from __future__ import annotations

from .assignment import ALL, NOTHING, RIGHT
from .case import odd, wrote

NUMBERS = RIGHT["my-numbers"]
ARRAY = RIGHT["my-array"]

CASES = [
    odd("right", "The model solution as it is."),
    odd(
        "untouched",
        "Handed in as it was released.",
        NOTHING,
        start="empty",
    ),
    wrote(
        "a-warning",
        "The code warns on stderr.",
        "my-numbers",
        "import warnings\nwarnings.warn('careful')\n" + NUMBERS,
    ),
    wrote(
        "a-warning-in-a-tested-function",
        "A function that warns each time it is called.",
        "my-function",
        """import sys, warnings

def turnout(voted, voters):
    warnings.warn(f"called with {voted}")
    print("called", file=sys.stderr)
    return voted / voters if voters else 0""",
    ),
    wrote(
        "a-logger",
        "The code logs on stderr.",
        "my-numbers",
        "import logging\nlogging.basicConfig(level=10)\nlogging.debug('here')\n" + NUMBERS,
    ),
    wrote(
        "a-division-by-zero-in-numpy",
        "A function that uses numpy and warns of a division by zero.",
        "my-function",
        "def turnout(voted, voters):\n    return np.nan_to_num(np.float64(voted) / np.float64(voters))",
    ),
    wrote(
        "a-tuple-for-a-list",
        "A tuple; the test makes a list of it.",
        "my-list",
        "large = (0, 1, 3)",
    ),
    wrote(
        "an-array-for-a-list",
        "An array of numpy; the test makes a list of it.",
        "my-list",
        "large = np.array([0, 1, 3])",
    ),
    wrote(
        "a-series-for-a-list",
        "An index of pandas; the test makes a list of it.",
        "my-list",
        'large = stations.index[stations["voters"] >= 700]',
    ),
    wrote(
        "a-set-for-a-list",
        "A set of small numbers, which comes out in order.",
        "my-list",
        "large = {0, 1, 3}",
    ),
    wrote(
        "the-keys-of-a-dictionary",
        "A dictionary whose keys are the answer.",
        "my-list",
        "large = {0: 1000, 1: 800, 3: 700}",
    ),
    wrote(
        "a-generator-for-a-list",
        "A generator has no length, as the test asks.",
        "my-list",
        "large = (i for i in (0, 1, 3))",
        ("list",),
    ),
    wrote(
        "integers-of-numpy",
        "numpy's int64 and float64 for int and float.",
        "my-numbers",
        'total = stations["voted"].sum()\nshare = np.float64(total / 4000)',
    ),
    wrote(
        "a-float-for-an-integer", "2100.0 is 2100.", "my-numbers", "total = 2100.0\nshare = 0.525"
    ),
    wrote(
        "a-fraction",
        "A Fraction for a float.",
        "my-numbers",
        "from fractions import Fraction\ntotal = 2100\nshare = Fraction(21, 40)",
    ),
    wrote(
        "a-decimal",
        "A Decimal does not mix with floats, as Python itself says.",
        "my-numbers",
        "from decimal import Decimal\ntotal = 2100\nshare = Decimal('0.525')",
        ("numbers",),
    ),
    wrote(
        "a-text-for-a-number",
        "“2100” is not 2100.",
        "my-numbers",
        "total = '2100'\nshare = 0.525",
        ("numbers",),
    ),
    odd(
        "partial-credit",
        "One off: half a point of one.",
        {**ALL, "partial": 0.5},
        code={"my-partial": "estimate = 9"},
    ),
    odd(
        "partial-credit-of-numpy",
        "One off, as a float of numpy, which shows itself as np.float64(0.5).",
        {**ALL, "partial": 0.5},
        code={"my-partial": "estimate = np.float64(9)"},
    ),
    wrote(
        "an-array-for-a-column",
        "A list where numpy's test takes one.",
        "my-array",
        "shares = [0.6, 0.5, 0.7, 0.5, 0.5, 0.25]",
    ),
    wrote(
        "a-column-for-an-array",
        "A Series where numpy's test takes one.",
        "my-array",
        'shares = stations["voted"] / stations["voters"]',
    ),
    wrote(
        "an-answer-nearly-right",
        "The right numbers, rounded as a float rounds.",
        "my-array",
        ARRAY + " + 1e-12",
    ),
    wrote(
        "columns-in-another-order",
        "A frame with its columns exchanged, which the test does not take.",
        "my-frame",
        RIGHT["my-frame"] + '\nby_district = by_district[["voted", "voters"]]',
        ("frame",),
    ),
    wrote(
        "a-frame-with-a-name",
        "A frame with attributes and a named column axis removed.",
        "my-frame",
        RIGHT["my-frame"] + '\nby_district.attrs["unit"] = "voters"\nrates.name = "rate"',
    ),
    wrote(
        "an-int-for-the-item",
        "numpy's int64 in an item of type int.",
        "my-gap",
        "gap = np.int64(8)",
    ),
    wrote("a-float-for-the-item", "8.0 in an item of type int.", "my-gap", "gap = 8.0"),
    wrote(
        "a-lambda",
        "A function as a lambda.",
        "my-function",
        "turnout = lambda voted, voters: voted / voters if voters else 0",
    ),
    wrote(
        "a-partial-function",
        "A function made by functools.partial.",
        "my-function",
        "from functools import partial\n\ndef divide(digits, voted, voters):\n    return round(voted / voters, digits) if voters else 0\n\nturnout = partial(divide, 12)",
    ),
    wrote(
        "a-cached-function",
        "A function with a cache.",
        "my-function",
        "from functools import cache\n\n@cache\ndef turnout(voted, voters):\n    return voted / voters if voters else 0",
    ),
    wrote(
        "a-callable-object",
        "An object that can be called.",
        "my-function",
        "class Turnout:\n    def __call__(self, voted, voters):\n        return voted / voters if voters else 0\n\nturnout = Turnout()",
    ),
    wrote(
        "a-function-that-changes-its-list",
        "A function that sorts the list it is given.",
        "my-random",
        "def middle(numbers):\n    numbers.sort()\n    return numbers[len(numbers) // 2]",
    ),
    wrote(
        "a-function-that-prints",
        "A function that prints what it does.",
        "my-random",
        "def middle(numbers):\n    print('sorting', numbers)\n    return sorted(numbers)[len(numbers) // 2]",
    ),
    wrote(
        "a-function-of-statistics",
        "A function of the standard library under another name.",
        "my-random",
        "from statistics import median_high as middle",
    ),
    wrote(
        "a-recursive-function",
        "A function that calls itself four hundred times.",
        "my-function",
        "def down(n):\n    return 0 if n == 0 else down(n - 1)\n\ndef turnout(voted, voters):\n    down(400)\n    return voted / voters if voters else 0",
    ),
    wrote(
        "a-class-with-parents",
        "A class with a base class and a dataclass.",
        "my-class",
        """from collections import Counter
from dataclasses import dataclass, field

@dataclass
class Box:
    names: Counter = field(default_factory=Counter)

    def __len__(self):
        return sum(self.names.values())

class Urn(Box):
    def put(self, name):
        self.names[name] += 1

    def count(self, name):
        return self.names[name]""",
    ),
    wrote(
        "a-class-of-a-list",
        "A class that inherits from list and has its count.",
        "my-class",
        "class Urn(list):\n    put = list.append",
    ),
    wrote(
        "an-own-exception",
        "An exception class of its own, raised and caught.",
        "my-function",
        "class NoVoters(Exception):\n    pass\n\ndef turnout(voted, voters):\n    try:\n        if not voters:\n            raise NoVoters\n        return voted / voters\n    except NoVoters:\n        return 0",
    ),
]
