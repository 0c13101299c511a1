"""Answers as learners write them, and the test cells of their authors: functions and classes."""

QUICKSTART = '''
def squares(n):
    """Compute the squares of numbers from 1 to n."""
    if n < 1:
        raise ValueError("n must be greater than or equal to 1")
    return [i ** 2 for i in range(1, n + 1)]

def sum_of_squares(n):
    """Compute the sum of the squares of numbers from 1 to n."""
    return sum(squares(n))
'''
"""The functions of nbgrader's own example course."""

QUICKSTART_TESTS = (
    """
assert squares(1) == [1]
assert squares(10) == [1, 4, 9, 16, 25, 36, 49, 64, 81, 100]
for wrong in (0, -4):
    try:
        squares(wrong)
    except ValueError as error:
        assert str(error) == "n must be greater than or equal to 1"
    else:
        raise AssertionError("did not raise")
""",
    """
orig_squares = squares
del squares
try:
    sum_of_squares(1)
except NameError:
    pass
else:
    raise AssertionError("sum_of_squares does not use squares")
squares = orig_squares
del orig_squares
assert sum_of_squares(3) == 14
""",
)

CLASSES = '''
import math
from functools import total_ordering
from enum import Enum
from dataclasses import dataclass
class InsufficientFunds(ValueError):
    def __init__(self, needed):
        super().__init__(f"{needed} more needed")
        self.needed = needed
class Account:
    """An account."""
    rate = 2
    count = 0
    def __init__(self, owner, balance=0):
        self.owner, self.balance = owner, balance
        Account.count += 1
    def deposit(self, amount):
        self.balance += amount
        return self.balance
    def withdraw(self, amount):
        if amount > self.balance:
            raise InsufficientFunds(amount - self.balance)
        self.balance -= amount
    def __str__(self): return f"{self.owner}: {self.balance}"
    @property
    def rich(self): return self.balance > 100
    @classmethod
    def empty(cls): return cls("nobody")
    @staticmethod
    def fee(amount): return amount // 10
class Savings(Account):
    def interest(self): return self.balance * self.rate
class Vec:
    def __init__(self, x, y): self.x, self.y = x, y
    def __add__(self, other): return Vec(self.x + other.x, self.y + other.y)
    def __mul__(self, n): return Vec(self.x * n, self.y * n)
    __rmul__ = __mul__
    def __neg__(self): return self * -1
    def __eq__(self, other): return isinstance(other, Vec) and (self.x, self.y) == (other.x, other.y)
    def __hash__(self): return hash((self.x, self.y))
    def __abs__(self): return math.hypot(self.x, self.y)
    def __repr__(self): return f"Vec({self.x}, {self.y})"
    def __bool__(self): return bool(self.x or self.y)
    def __lt__(self, other): return abs(self) < abs(other)
    def __iadd__(self, other):
        self.x += other.x; self.y += other.y
        return self
class Stack:
    def __init__(self): self.items = []
    def push(self, x): self.items.append(x)
    def pop(self): return self.items.pop()
    def __len__(self): return len(self.items)
    def __iter__(self): return iter(self.items)
    def __getitem__(self, i): return self.items[i]
    def __setitem__(self, i, x): self.items[i] = x
    def __contains__(self, x): return x in self.items
    def __enter__(self): return self
    def __exit__(self, *error): self.items.clear()
class Node:
    def __init__(self, value, next=None): self.value, self.next = value, next
class Adder:
    def __init__(self, n): self.n = n
    def __call__(self, x): return x + self.n
class Colour(Enum):
    RED = 1
    BLUE = 2
@dataclass
class Point:
    x: int
    y: int = 0
def richest(accounts): return max(accounts, key=lambda a: a.balance)
def find(accounts, owner):
    for account in accounts:
        if account.owner == owner: return account
def chain(values):
    head = None
    for value in reversed(values): head = Node(value, head)
    return head
shared = Vec(1, 2)
'''

CLASS_TEST = """
import inspect, copy
from collections.abc import Iterable, Sized
a = Account("Aida", 5)
assert isinstance(a, Account) and type(a) is Account and type(a).__name__ == "Account"
assert a.deposit(10) == 15 and a.balance == 15 and str(a) == "Aida: 15" and f"{a}" == "Aida: 15"
a.balance = 200
assert a.rich is True and Account.rate == 2 and a.rate == 2 and Account.fee(50) == 5
assert Account.__doc__ == "An account." and list(inspect.signature(Account).parameters) == ["owner", "balance"]
assert Account.empty().owner == "nobody" and hasattr(a, "deposit") and not hasattr(a, "close")
assert a.__dict__ == {"owner": "Aida", "balance": 200} and "deposit" in dir(a)
before = Account.count
Account("x")
assert Account.count == before + 1
try:
    a.withdraw(1000)
except InsufficientFunds as error:
    assert error.needed == 800 and str(error) == "800 more needed"
else:
    raise AssertionError
try:
    a.withdraw(1000)
except ValueError as error:
    assert type(error).__name__ == "InsufficientFunds"
s = Savings("Bek", 10)
assert isinstance(s, Account) and issubclass(Savings, Account) and not isinstance(a, Savings)
assert s.interest() == 20 and Savings.__mro__[1] is Account
try:
    a.nothing
except AttributeError as error:
    assert "nothing" in str(error)
v, w = Vec(1, 2), Vec(3, 4)
assert v + w == Vec(4, 6) and v != w and 2 * v == v * 2 == Vec(2, 4) and -v == Vec(-1, -2)
assert abs(w) == 5.0 and repr(v) == "Vec(1, 2)" and v and not Vec(0, 0) and v < w and sorted([w, v]) == [v, w]
assert hash(v) == hash(Vec(1, 2)) and len({v, Vec(1, 2)}) == 1 and v in [w, Vec(1, 2)]
assert v != (1, 2) and (v == 5) is False and shared == v
twin = copy.deepcopy(v)
v += w
assert v == Vec(4, 6) and twin == Vec(1, 2) and isinstance(v + w, Vec)
try:
    v + "x"
except (TypeError, AttributeError):
    pass
else:
    raise AssertionError
stack = Stack()
for n in (1, 2, 3):
    stack.push(n)
assert len(stack) == 3 and list(stack) == [1, 2, 3] and stack[0] == 1 and 2 in stack and stack.pop() == 3
stack[0] = 9
assert stack.items == [9, 2] and [x for x in stack] == [9, 2] and sum(stack) == 11
assert isinstance(stack, Iterable) and isinstance(stack, Sized) and not isinstance(a, Iterable)
with Stack() as inner:
    inner.push(1)
    assert len(inner) == 1
assert len(inner) == 0
try:
    Stack().pop()
except IndexError as error:
    assert type(error) is IndexError
assert richest([a, s]) is a and find([a, s], "Bek").balance == 10 and find([a, s], "nobody") is None
node, seen = chain([1, 2, 3]), []
while node is not None:
    seen.append(node.value)
    node = node.next
assert seen == [1, 2, 3]
add = Adder(5)
assert callable(add) and add(3) == 8 and not callable(a)
assert Colour.RED.value == 1 and Colour["BLUE"].name == "BLUE" and [c.name for c in Colour] == ["RED", "BLUE"]
assert Colour.RED is Colour.RED and Colour(1) is Colour.RED
p = Point(1)
assert p == Point(1, 0) and repr(p) == "Point(x=1, y=0)" and p.y == 0
"""

FUNCTIONS = """
import sys, math
import numpy as np
import pandas as pd
from math import sqrt
votes = {"A": 10, "B": 20}
history = []
counter = 0
def log(x): history.append(x)
def count():
    global counter
    counter += 1
def make():
    global made
    made = [1]
def helper(x): return x + 1
def uses(x): return helper(x) * 2
def apply(f, values): return [f(v) for v in values]
def fill(values, x): values.append(x)
def tidy(table): table["total"] = table["a"] + 1
def scale(array): array *= 2
def update(d): d["n"] = {"deep": [1]}
def numbers(n):
    for i in range(n): yield i
def naturals():
    n = 0
    while True:
        yield n
        n += 1
def adder(n): return lambda x: x + n
def hello(name, greeting="Salam", *, mark: str = "!") -> str:
    "Greet."
    print(greeting, name, end=mark)
    print("careful", file=sys.stderr)
    return greeting
def mean(values): return float(np.mean(values))
def top(table): return table.sort_values("a").tail(1)
def catch(f):
    try: return f()
    except KeyError as error: return error.args[0]
def ask(): return input("name? ")
def pairs(): return zip([1, 2], "ab")
def cubes(values): return map(lambda x: x ** 3, values)
square = lambda x: x * x
import random
def draw(): return random.random()
def roll(): return float(np.random.rand())
"""

FUNCTION_TEST = """
import inspect, io, contextlib, operator
from unittest.mock import MagicMock
assert votes == {"A": 10, "B": 20} and type(votes) is dict and math.pi > 3 and sqrt(4) == 2
assert np.array([1]).sum() == 1 and pd.Series([1]).sum() == 1
log("a"); log("b")
assert history == ["a", "b"], history
count(); count()
assert counter == 2
assert uses(1) == 4
helper, kept = (lambda x: 10), helper
assert uses(1) == 20
spy = MagicMock(return_value=7)
helper = spy
assert uses(5) == 14
spy.assert_called_once_with(5)
calls = []
def helper(x):
    calls.append(x)
    return kept(x)
assert uses(1) == 4 and calls == [1]
helper = kept
assert uses(2) == 6
votes["A"] = 5
assert apply(lambda x: x * 2, [1, 2]) == [2, 4] and apply(len, ["ab"]) == [2]
assert apply(str.upper, ["ab"]) == ["AB"] and apply(np.sqrt, [4.0]) == [2.0] and apply(square, [3]) == [9]
assert apply(int, ["3"]) == [3] and apply(operator.neg, [1]) == [-1]
values = [1]
same = values
assert fill(values, 2) is None
assert same == [1, 2]
table = pd.DataFrame({"a": [1, 2]})
tidy(table)
assert table["total"].tolist() == [2, 3]
array = np.array([1, 2])
scale(array)
assert array.tolist() == [2, 4]
d = {}
update(d)
assert d == {"n": {"deep": [1]}}
assert list(numbers(3)) == [0, 1, 2] and sum(numbers(4)) == 6 and next(numbers(1)) == 0
endless = naturals()
assert [next(endless) for _ in range(5)] == [0, 1, 2, 3, 4]
assert list(pairs()) == [(1, "a"), (2, "b")] and dict(pairs()) == {1: "a", 2: "b"}
assert list(cubes([1, 2])) == [1, 8]
assert adder(3)(4) == 7 and callable(adder(1)) and callable(square)
out = io.StringIO()
with contextlib.redirect_stdout(out):
    assert hello("Aida") == "Salam"
assert out.getvalue().startswith("Salam Aida!"), out.getvalue()
signature = inspect.signature(hello)
assert list(signature.parameters) == ["name", "greeting", "mark"]
assert signature.parameters["greeting"].default == "Salam" and signature.return_annotation is str
assert hello.__name__ == "hello" and hello.__doc__ == "Greet." and hello.__defaults__ == ("Salam",)
assert hello.__annotations__ == {"mark": str, "return": str}
try:
    inspect.getsource(hello)
except (TypeError, OSError):
    pass
assert mean([1, 2, 3]) == 2.0 and type(mean([1])) is float
np.testing.assert_allclose(mean(np.array([1.0, 2.0])), 1.5)
pd.testing.assert_frame_equal(top(pd.DataFrame({"a": [1, 3, 2]})), pd.DataFrame({"a": [3]}, index=[1]))
def broken(): raise KeyError("gone")
assert catch(broken) == "gone"
def worse(): raise OSError(2, "missing")
try:
    catch(worse)
except FileNotFoundError as error:
    assert error.errno == 2
else:
    raise AssertionError
from unittest.mock import patch
with patch("builtins.input", side_effect=["Aida", "Bek"]) as asked:
    assert ask() == "Aida" and ask() == "Bek"
asked.assert_called_with("name? ")
import builtins, random
shown = []
usual, builtins.print = builtins.print, lambda *args, **kwargs: shown.append(args)
hello("Bek")
builtins.print = usual
assert ("Salam", "Bek") in shown
for _ in range(2):
    random.seed(7)
    np.random.seed(7)
    drawn = [draw(), draw(), roll()]
    random.seed(7)
    np.random.seed(7)
    assert drawn == [random.random(), random.random(), float(np.random.rand())]
try:
    hello()
except TypeError as error:
    assert "name" in str(error)
try:
    hello.nothing
except AttributeError:
    pass
else:
    raise AssertionError
"""
