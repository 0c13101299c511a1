"""A synthetic class: nobody in it exists.

Its code is drawn from many honest ways to do five small tasks, so that independent solutions are
as alike as those of a real class, and from a seed, so that every run sees the same class.
"""

from __future__ import annotations

import random
import re

TASKS = {
    "code-violations": (
        "# YOUR CODE HERE\nraise NotImplementedError",
        "violated = [r['code'] for _, r in protocols.iterrows() if r['received'] != r['cancelled'] + r['issued']]",
    ),
    "code-turnout": ("# YOUR CODE HERE", "turnout = issued / voters"),
    "code-gap": ("# YOUR CODE HERE", "gap = typed['valid'] - sum(votes.values())"),
    "code-shares": (
        "# YOUR CODE HERE",
        "shares = {name: count / sum(votes.values()) for name, count in votes.items()}",
    ),
    "code-top": ("# YOUR CODE HERE", "top = max(votes, key=votes.get)"),
}
"""By cell: what is released, and the model answer."""

NAMES = {
    "row": ("row", "r", "line", "station", "уч", "p"),
    "i": ("i", "k", "n", "idx", "j"),
    "out": ("out", "result", "bad", "found", "res", "spisok"),
    "total": ("total", "s", "summa", "all_votes", "t"),
    "name": ("name", "c", "cand", "who", "x"),
    "count": ("count", "v", "n_votes", "golosa"),
}

FILLER = (
    "print({out})",
    "{out}",
    "assert {total} > 0",
    "print(len({out}))",
    "display(protocols.head())",
    "print('ok')",
    "print(type({out}))",
    "protocols.shape",
    "print({total}, {out})",
    "{i} = 0",
)

WAYS = {
    "code-violations": {
        "loop": (
            "{out} = []\nfor {i} in range(len(protocols)):\n    {row} = protocols.iloc[{i}]\n    {test_row}\n        {out}.append({row}['code'])\nviolated = {out}",
            "violated = []\nfor {i}, {row} in protocols.iterrows():\n    {total} = {row}['cancelled'] + {row}['issued']\n    {test_total}\n        violated.append({row}['code'])",
            "{out} = list()\n{i} = 0\nwhile {i} < len(protocols):\n    {row} = protocols.loc[{i}]\n    {test_row}\n        {out} += [{row}['code']]\n    {i} += 1\nviolated = {out}",
        ),
        "pandas": (
            "{total} = protocols['cancelled'] + protocols['issued']\nviolated = protocols.loc[protocols['received'] {ne} {total}, 'code'].tolist()",
            "protocols['k1'] = protocols.received - protocols.cancelled - protocols.issued\nviolated = list(protocols[protocols.k1 != 0].code)",
            "violated = protocols.query('received != cancelled + issued')['code'].to_list()",
            "{out} = protocols.assign(d=lambda {row}: {row}.received - {row}.cancelled - {row}.issued)\nviolated = {out}[{out}.d.abs() > 0].code.values.tolist()",
        ),
        "function": (
            "def check({row}):\n    return {row}['received'] - {row}['cancelled'] - {row}['issued'] == 0\n\nviolated = [{row}['code'] for {i}, {row} in protocols.iterrows() if not check({row})]",
            "def k1({row}):\n    if {row}.received == {row}.cancelled + {row}.issued:\n        return True\n    else:\n        return False\n\n{out} = protocols.apply(k1, axis=1)\nviolated = list(protocols.code[~{out}])",
        ),
    },
    "code-turnout": {
        "loop": (
            "{total} = 0\nfor {i} in stations:\n    {total} = {total} + {i}['issued']\nturnout = {total} / voters",
            "{out} = issued\nturnout = {out} / float(voters)\nif turnout > 1:\n    turnout = 1",
        ),
        "pandas": (
            "turnout = protocols['issued'].sum() / protocols['voters'].sum()",
            "{out} = protocols[['issued', 'voters']].sum()\nturnout = {out}['issued'] / {out}['voters']",
        ),
        "function": (
            "def share(a, b):\n    return a / b if b else 0\n\nturnout = share(issued, voters)",
            "def percent(part, whole):\n    '''Share.'''\n    if whole == 0:\n        return 0\n    return part / whole\n\nturnout = percent(issued, voters)",
        ),
    },
    "code-gap": {
        "loop": (
            "{total} = 0\nfor {name} in votes:\n    {total} += votes[{name}]\ngap = typed['valid'] - {total}",
            "gap = typed['valid']\nfor {count} in votes.values():\n    gap = gap - {count}",
            "{out} = []\nfor {name}, {count} in votes.items():\n    {out}.append({count})\n{total} = sum({out})\ngap = typed['valid'] - {total}",
        ),
        "pandas": (
            "gap = typed['valid'] - pd.Series(votes).sum()",
            "{out} = pd.DataFrame({{'v': votes}})\ngap = int(typed['valid'] - {out}['v'].sum())",
        ),
        "function": (
            "def add(numbers):\n    {total} = 0\n    for {i} in numbers:\n        {total} += {i}\n    return {total}\n\ngap = typed['valid'] - add(votes.values())",
            "difference = lambda a, b: a - b\ngap = difference(typed['valid'], sum(votes.values()))",
        ),
    },
    "code-shares": {
        "loop": (
            "{total} = sum(votes.values())\nshares = {{}}\nfor {name} in votes:\n    shares[{name}] = votes[{name}] / {total}",
            "shares = dict()\n{total} = 0\nfor {count} in votes.values():\n    {total} += {count}\nfor {name}, {count} in votes.items():\n    shares.update({{{name}: {count} / {total}}})",
            "{out} = []\nfor {name} in votes.keys():\n    {out}.append(({name}, votes[{name}] / sum(votes.values())))\nshares = dict({out})",
        ),
        "pandas": (
            "{out} = pd.Series(votes)\nshares = ({out} / {out}.sum()).to_dict()",
            "{out} = pd.DataFrame(list(votes.items()), columns=['a', 'v'])\n{out}['s'] = {out}.v / {out}.v.sum()\nshares = {out}.set_index('a')['s'].to_dict()",
        ),
        "function": (
            "def share_of({name}):\n    return votes[{name}] / sum(votes.values())\n\nshares = {{{i}: share_of({i}) for {i} in votes}}",
            "{total} = sum(votes.values())\nshares = dict(map(lambda {i}: ({i}[0], {i}[1] / {total}), votes.items()))",
        ),
    },
    "code-top": {
        "loop": (
            "{total} = -1\nfor {name} in votes:\n    if votes[{name}] > {total}:\n        {total} = votes[{name}]\n        top = {name}",
            "{out} = list(votes.values())\ntop = list(votes.keys())[{out}.index(max({out}))]",
            "top = None\nfor {name}, {count} in votes.items():\n    if top is None or {count} > votes[top]:\n        top = {name}",
        ),
        "pandas": (
            "top = pd.Series(votes).idxmax()",
            "top = pd.Series(votes).sort_values(ascending=False).index[0]",
        ),
        "function": (
            "top = sorted(votes.items(), key=lambda {i}: -{i}[1])[0][0]",
            "def best(d):\n    {i} = max(d.values())\n    for {name} in d:\n        if d[{name}] == {i}:\n            return {name}\n\ntop = best(votes)",
        ),
    },
}
"""By cell and by style: ways that honest learners go."""


def honest(chance: random.Random) -> dict[str, str]:
    """Return the code of one learner who worked alone, mostly in one style."""
    style = chance.choice(("loop", "pandas", "function"))
    names = {key: chance.choice(words) for key, words in NAMES.items()}
    return {cell: solution(chance, cell, style, names) for cell in WAYS}


def solution(chance: random.Random, cell: str, style: str, names: dict[str, str]) -> str:
    own = style if chance.random() < 0.7 else chance.choice(list(WAYS[cell]))
    row, total = names["row"], names["total"]
    sign = chance.choice(("!=", "!=", "<>")) if own == "pandas" else "!="
    rest = f"{row}['cancelled'] + {row}['issued']"
    tests = (
        f"if {row}['received'] != {rest}:",
        f"if not {row}['received'] == {rest}:",
        f"if abs({row}['received'] - ({rest})) > 0:",
    )
    more = {
        "test_row": chance.choice(tests),
        "test_total": chance.choice(
            (f"if {row}['received'] != {total}:", f"if {total} - {row}['received'] != 0:")
        ),
        "ne": ".ne" if sign == "<>" else "!=",
    }
    text = chance.choice(WAYS[cell][own])
    lines = text.format(**names, **more).split("\n")
    for _ in range(chance.choice((0, 0, 1, 1, 2))):
        filler = chance.choice(FILLER).format(**names)
        place = chance.choice((0, len(lines)))
        lines.insert(place, filler)
    if chance.random() < 0.3:
        lines.insert(0, f"# {chance.choice(('решение', 'here', 'считаем', 'todo'))}")
    return "\n".join(lines)


def disguised(work: dict[str, str], chance: random.Random) -> dict[str, str]:
    """Return a copy as somebody hides it: names changed, comments put in, functions moved."""
    changed = {}
    for cell, code in work.items():
        own = {
            word for words in NAMES.values() for word in words if re.search(rf"\b{word}\b", code)
        }
        for word in own:
            code = re.sub(rf"\b{word}\b", f"my_{word}_{chance.randint(1, 99)}", code)  # noqa: PLW2901
        blocks = code.split("\n\n")
        if len(blocks) > 1:
            blocks = [f"def helper_{chance.randint(1, 9)}():\n    return 1", *blocks]
        lines = "\n\n".join(blocks).split("\n")
        changed[cell] = "\n".join(f"{line}  # {chance.randint(0, 999)}" for line in lines)
    return changed


def a_class(seed: int, learners: int = 30) -> dict[str, dict[str, str]]:
    """Return the code of a class in which everybody worked alone."""
    chance = random.Random(seed)  # noqa: S311 - a class, not a secret
    return {f"Synthetic {number:02}": honest(chance) for number in range(1, learners + 1)}


GIVEN = [code for pair in TASKS.values() for code in pair]
"""What everybody got, and the model answers."""
