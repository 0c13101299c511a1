"""A student's process and the judge's, joined by a socket pair: no sandbox, no notebook."""

import ast
import os
import signal
import socket
from contextlib import contextmanager

from electoral_grading.crossing.kinds import Kinds
from electoral_grading.crossing.names import Crossing
from electoral_grading.crossing.serve import Server


def bound(source):
    """Return the names that the top level of a source binds."""
    names = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            names.append(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.append(node.id)
        elif isinstance(node, ast.alias):
            names.append((node.asname or node.name).split(".")[0])
    return list(dict.fromkeys(names))


@contextmanager
def forked(child):
    """Run `child(sock)` in a process of its own; give our end of the socket and its number."""
    ours, theirs = socket.socketpair()
    process = os.fork()
    if process == 0:
        ours.close()
        try:
            child(theirs)
        finally:
            os._exit(0)
    theirs.close()
    try:
        yield ours, process
    finally:
        ours.close()
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)


@contextmanager
def student(source, kinds=None, *, patient=False, **options):
    """Give the judge's side of a process that has run `source`."""

    def child(sock):
        namespace = {"__name__": "__main__"}
        server = Server(sock, namespace)
        exec(source, namespace)  # noqa: S102 - a student's cell
        server.serve()

    with forked(child) as (sock, process):
        if patient:
            options["interrupt"] = lambda: os.kill(process, signal.SIGINT)
        yield Crossing(sock, kinds, **{"timeout": 10, **options})


def run(crossing, names, *cells):
    """Run test cells as a judge does; return the namespace they leave."""
    namespace = {"__name__": "__main__"}
    for cell in cells:
        crossing.enter(namespace, names)
        try:
            exec(cell, namespace)  # noqa: S102 - a lecturer's test cell
        finally:
            crossing.leave()
    return namespace


def learned(model, *cells):
    """Return the kinds that the author's solution teaches; the tests must pass with it."""
    kinds = Kinds.learn()
    with student(model, kinds) as crossing:
        run(crossing, bound(model), *cells)
    return Kinds.of_json(kinds.to_json())


def outcome(submission, model, cell):
    """Return the error with which a test cell ends for a submission; None if it passes."""
    return outcomes(submission, model, cell, learned(model, cell))[0]


def outcomes(submission, model, cell, *all_kinds):
    """Return the errors with which a test cell ends under each of several kinds."""
    found = []
    with student(submission) as crossing:
        for kinds in all_kinds:
            judge = Crossing(crossing.peer.sock, kinds, timeout=10)
            try:
                run(judge, bound(model), cell)
            except Exception as error:  # noqa: BLE001 - whatever a test cell ends with
                found.append(error)
            else:
                found.append(None)
    return found
