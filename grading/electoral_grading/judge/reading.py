r"""What the author's cells bind and use, read from their source without running it.

>>> read("import pandas as pd\ntotal = sum(votes)\nvotes.sort()").binds == {"pd", "total"}
True
>>> sorted(read("frame['share'] = 1\nvotes.append(3)").changes)
['frame', 'votes']
>>> read("def gap(a):\n    return a - received").uses >= {"received"}
True
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from IPython.core.inputtransformer2 import TransformerManager

SHOWING = {"print", "display"}
"""Functions that change nothing."""


@dataclass(frozen=True)
class Cell:
    """What one cell does to names."""

    binds: frozenset[str] = frozenset()
    """Names it gives a value to."""
    imports: str = ""
    """The import lines at its top level, as source."""
    imported: frozenset[str] = frozenset()
    """Names that its import lines bind."""
    changes: frozenset[str] = frozenset()
    """Names whose value it may change in place."""
    uses: frozenset[str] = frozenset()
    """Names it reads, those inside its functions too."""
    opaque: bool = False
    """Whether it could not be read, or binds names that cannot be known."""


@dataclass
class _Found(ast.NodeVisitor):
    binds: set[str] = field(default_factory=set)
    imported: set[str] = field(default_factory=set)
    changes: set[str] = field(default_factory=set)
    uses: set[str] = field(default_factory=set)
    star: bool = False
    depth: int = 0

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Load):
            self.uses.add(node.id)
        elif not self.depth:
            self.binds.add(node.id)

    def _import(self, node: ast.Import | ast.ImportFrom) -> None:
        for alias in node.names:
            if alias.name == "*":
                self.star = True
            elif not self.depth:
                self.imported.add(alias.asname or alias.name.split(".")[0])

    visit_Import = visit_ImportFrom = _import  # noqa: N815 - ast's own names

    def visit_Global(self, node: ast.Global) -> None:
        self.binds.update(node.names)

    def _scope(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> None:
        if not self.depth:
            self.binds.add(node.name)
        self.depth += 1
        self.generic_visit(node)
        self.depth -= 1

    visit_FunctionDef = visit_AsyncFunctionDef = visit_ClassDef = _scope  # noqa: N815

    def _inner(self, node: ast.AST) -> None:
        self.depth += 1
        self.generic_visit(node)
        self.depth -= 1

    visit_Lambda = visit_ListComp = visit_SetComp = visit_DictComp = _inner  # noqa: N815
    visit_GeneratorExp = _inner  # noqa: N815

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        self.uses.update(_root(node.target))
        self.generic_visit(node)

    def visit_Expr(self, node: ast.Expr) -> None:
        """A call whose value nobody wants is made for what it changes."""
        call = node.value
        if isinstance(call, ast.Call) and not _root(call.func) & SHOWING:
            if isinstance(call.func, ast.Attribute):
                self.changes |= _root(call.func)
            for argument in call.args:
                self.changes |= {argument.id} if isinstance(argument, ast.Name) else set()
        self.generic_visit(node)

    def _part(self, node: ast.Attribute | ast.Subscript) -> None:
        if not isinstance(node.ctx, ast.Load):
            self.changes |= _root(node)
        self.generic_visit(node)

    visit_Attribute = visit_Subscript = _part  # noqa: N815

    def visit_MatchAs(self, node: ast.MatchAs) -> None:
        if node.name and not self.depth:
            self.binds.add(node.name)
        self.generic_visit(node)


def _root(node: ast.AST) -> set[str]:
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
    return {node.id} if isinstance(node, ast.Name) else set()


def read(source: str) -> Cell:
    """Return what a cell does to names; IPython's own syntax is understood."""
    try:
        tree = ast.parse(TransformerManager().transform_cell(source))
    except (SyntaxError, ValueError, RecursionError):
        return Cell(opaque=True)
    found = _Found()
    found.visit(tree)
    lines = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    return Cell(
        binds=frozenset(found.binds | found.imported),
        imports="\n".join(map(ast.unparse, lines)),
        imported=frozenset(found.imported),
        changes=frozenset(found.changes - found.binds),
        uses=frozenset(found.uses),
        opaque=found.star,
    )
