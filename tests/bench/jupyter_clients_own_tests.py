"""jupyter_client's own tests of its managers and provisioners, with our provisioner beside its own.

    python tests/bench/jupyter_clients_own_tests.py
    python tests/bench/jupyter_clients_own_tests.py --sdist jupyter_client-8.10.0.tar.gz

The tests come from the source distribution of the installed version, which pip fetches, and run
in a temporary folder; nothing of them is kept. They run twice: as they are, and with every
provisioner of theirs replaced by ours. Where jupyter_client's own passes, ours must pass.

Their kernels that are programs of their own (`python -m tests.signalkernel`) can be forked by
nobody. In both runs they are started by ipykernel's launcher, which is told the kernel's class.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
from collections import Counter
from importlib.metadata import version
from pathlib import Path

FILES = ("provisioning", "kernelmanager", "multikernelmanager", "restarter", "manager", "client")
FILES += ("transport_security",)
KINDS = ("stock", "warm")
KIND, TOLD = "KIND_OF_PROVISIONER", "FILE_OF_RESULTS"
PROGRAMS = {
    "tests.signalkernel": "tests.signalkernel.SignalTestKernel",
    "tests.problemkernel": "tests.problemkernel.ProblemTestKernel",
    "pytest_jupyter.echo_kernel": "pytest_jupyter.echo_kernel.EchoKernel",
}
RANK = {"passed": 0, "skipped": 1, "failed": 2}


# As a plugin of pytest, in the folder of the tests


def tell(**what):
    """Write down a result or a start."""
    with open(os.environ[TOLD], "a", encoding="utf-8") as file:  # noqa: PTH123 - not imported
        file.write(json.dumps(what) + "\n")


def pytest_configure():
    """Before any test is read, put our provisioner in the place of jupyter_client's."""
    if KIND not in os.environ:
        return
    import jupyter_client.provisioning as theirs
    from jupyter_client.kernelspec import KernelSpecManager

    read = KernelSpecManager.get_kernel_spec
    KernelSpecManager.get_kernel_spec = lambda *given: launched(read(*given))
    used = theirs.LocalProvisioner
    if os.environ[KIND] == "warm":
        from electoral_binder.kernels.provisioner import WarmProvisioner

        # Their tests, and the entry point `local-provisioner`, find it under this name.
        used = theirs.LocalProvisioner = WarmProvisioner
    launch = used.launch_kernel

    async def counted(self, cmd, **kwargs):
        told = await launch(self, cmd, **kwargs)
        test = os.environ.get("PYTEST_CURRENT_TEST", "").partition(" ")[0]
        is_python = "ipykernel_launcher" in cmd
        is_forked = type(self.process).__name__ == "Forked"
        tell(start=test, python=is_python, forked=is_forked, cmd=cmd[1:3])
        return told

    used.launch_kernel = counted


def launched(spec):
    """Return a kernel's specification in which ipykernel's launcher starts the kernel's class."""
    program = spec.argv[2] if len(spec.argv) > 2 else ""
    if program in PROGRAMS and "FAIL_ON_START" not in spec.env:
        chosen = f"--IPKernelApp.kernel_class={PROGRAMS[program]}"
        spec.argv = [spec.argv[0], "-m", "ipykernel_launcher", *spec.argv[3:], chosen]
    return spec


def pytest_collection_modifyitems():
    """Let the tests that name provisioners by hand know ours, which is the default one."""
    found = sys.modules.get("tests.test_provisioning")
    if os.environ.get(KIND) == "warm" and found:
        ours = "electoral_binder.kernels.provisioner:WarmProvisioner"
        found.initial_provisioner_map |= {"electoral-warm": ours, "local-provisioner": ours}


def pytest_runtest_logreport(report):
    """Note how each part of a test ended."""
    if KIND in os.environ:
        tell(test=report.nodeid, outcome=report.outcome, text=report.longreprtext[-1500:])


# As a script


def fetch(place, given):
    """Return the folder with the tests of the installed version, fetched by pip if not given."""
    name = f"jupyter_client-{version('jupyter_client')}"
    if given is None:
        print(f"fetching the source distribution of {name}", flush=True)
        wanted = ["--no-deps", "--no-binary", ":all:", name.replace("-", "==")]
        pip("download", "--dest", place, *wanted)
        given = place / f"{name}.tar.gz"
    with tarfile.open(given) as archive:
        archive.extractall(place, filter="data")
    shutil.rmtree(place / name / "jupyter_client")  # the installed one is tested
    return place / name


def pip(*words):
    """Run pip; say plainly what could not be had."""
    told = subprocess.run(
        [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", *words],
        capture_output=True,
        text=True,
        check=False,
    )
    if told.returncode:
        raise SystemExit(f"The tests cannot be had here, so nothing was tried:\n{told.stderr}")


def run(kind, tests, extra, chosen, results):
    """Run the tests with one kind of provisioner."""
    paths = [str(extra), str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")]
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTEST_", "JUPYTER_"))
    } | {KIND: kind, TOLD: str(results), "PYTHONPATH": os.pathsep.join(filter(None, paths))}
    environment["ASYNC_TEST_TIMEOUT"] = "60"  # tornado would stop a test after five seconds
    if kind == "warm":
        environment["JUPYTER_DEFAULT_PROVISIONER_NAME"] = "electoral-warm"
    words = ["-p", Path(__file__).stem, "-p", "no:cacheprovider", "-q", "-o", "log_cli=false"]
    with results.with_suffix(".log").open("ab") as log:
        subprocess.run(
            [sys.executable, "-m", "pytest", *words, *chosen],
            cwd=tests,
            env=environment,
            stdout=log,
            stderr=log,
            check=False,
        )


def read(results):
    """Return the outcome by test, the reasons of failures, and what was started."""
    outcomes, reasons, started = {}, {}, []
    for line in results.read_text(encoding="utf-8").splitlines():
        told = json.loads(line)
        if "start" in told:
            started.append(told)
            continue
        test, outcome = told["test"], told["outcome"]
        outcomes[test] = max(outcomes.get(test, "passed"), outcome, key=RANK.get)
        if outcome == "failed":
            reasons[test] = told["text"]
    return outcomes, reasons, started


def table(found):
    """Print the outcomes of both, and how many kernels were forked, by file."""
    print(f"{'':24} {'jupyter_client’s own':>24} {'ours':>24}   kernels of ours")
    print(
        f"{'':24}" + f" {'passed':>8}{'skipped':>8}{'failed':>8}" * 2 + "   started  Python  forked"
    )
    for name in [f"tests/test_{file}.py" for file in FILES] + ["all"]:
        row = f"{name:24}"
        for kind in KINDS:
            of = Counter(o for test, o in found[kind][0].items() if name in {"all", file_of(test)})
            row += " " + "".join(f"{of[outcome]:8}" for outcome in RANK)
        mine = [one for one in found["warm"][2] if name in {"all", file_of(one["start"])}]
        row += (
            f"  {len(mine):8}{sum(o['python'] for o in mine):8}{sum(o['forked'] for o in mine):8}"
        )
        print(row)
    print("\nPython kernels of ours that were not forked, by test:")
    started = [one for one in found["warm"][2] if one["python"] and not one["forked"]]
    for test, count in Counter(one["start"] for one in started).items():
        print(f"  {count}  {test}")


def file_of(test):
    """Return the file of a test."""
    return test.partition("::")[0]


def main():
    """Run the tests with both, compare, and end with 1 if ours fails what the other passes."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--sdist", type=Path, help="the source distribution, if it is there already")
    words.add_argument("-k", default="", help="only these tests, as pytest chooses them")
    given = words.parse_args()
    place = Path(tempfile.mkdtemp(prefix="own-tests-"))
    try:
        tests, extra = fetch(place, given.sdist), place / "extra"
        pip("install", "--no-deps", "--target", extra, "pytest-jupyter>=0.6.2")
        chosen = [f"tests/test_{file}.py" for file in FILES] + (["-k", given.k] if given.k else [])
        found = {}
        for kind in KINDS:
            begin = time.monotonic()
            results = place / f"{kind}.jsonl"
            run(kind, tests, extra, chosen, results)
            if not results.exists():
                raise SystemExit(results.with_suffix(".log").read_text()[-3000:])
            found[kind] = read(results)
            print(f"{kind}: {time.monotonic() - begin:.0f} s", flush=True)
        table(found)
        (stock, why, _), (warm, reasons, _) = found["stock"], found["warm"]
        worse = [test for test in stock if RANK[warm.get(test, "failed")] > RANK[stock[test]]]
        for test in [test for test in stock if stock[test] == "failed"]:
            print(f"\nfails with both or with its own: {test}\n{why[test][-600:]}")
        for test in worse:
            print(f"\nONLY OURS FAILS: {test}\n{reasons.get(test, 'it did not run')}")
        again(worse, tests, extra, place)
        print(f"\nfailed by ours and passed by jupyter_client's own: {len(worse)}")
        return 1 if worse else 0
    finally:
        shutil.rmtree(place)


def again(worse, tests, extra, place):
    """Run what only ours fails three times more with each: a busy machine fails tests too."""
    if not worse:
        return
    for kind in KINDS:
        passed = Counter()
        for number in range(3):
            results = place / f"{kind}-{number}.jsonl"
            run(kind, tests, extra, worse, results)
            passed.update(test for test, outcome in read(results)[0].items() if outcome == "passed")
        for test in worse:
            print(f"once more, {kind}: {passed[test]} of 3 passed: {test}")


if __name__ == "__main__":
    sys.exit(main())
