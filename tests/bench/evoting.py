"""Electronic elections beside Belenios' own program, on the same archives, in one run.

Verification: both read the same file; ours with one and with two processes.
Generation: Belenios fills in one ballot a command, as its own demonstration does.
Memory: the peak of a process of ours that verifies one and forty ballots of each voter.

Wall time counts what a user waits for; CPU time is steadier on a busy machine.
"""

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from electoral.evoting.archive import Writer, members
from electoral.evoting.election import Question
from electoral.evoting.simulate import Plan, Poll, open_poll, simulate
from electoral.evoting.verify import verify

CASES = ((60, 2), (60, 5), (2000, 2), (2000, 5))


def timed(work):
    """Return the seconds of wall and CPU time that a piece of work and its children take."""

    def cpu():
        own, theirs = (
            resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
        )
        return own.ru_utime + own.ru_stime + theirs.ru_utime + theirs.ru_stime

    before, start = cpu(), time.perf_counter()
    done = work()
    return time.perf_counter() - start, cpu() - before, done


def belenios(*words, folder, **options):
    """Run Belenios' program in a folder and return what it printed."""
    command = ["belenios-tool", *words]
    return subprocess.run(
        command, cwd=folder, check=True, capture_output=True, text=True, **options
    ).stdout


def compare(folder, voters, choices):
    """Verify one archive with both programs, and print the seconds and ratios."""
    plan = Plan(voters, 1, questions=(Question("Who?", tuple("ABCDE"[:choices])),))
    made, made_cpu, poll = timed(lambda: simulate(folder / "made", plan, workers=2))
    archive = folder / f"{poll.uuid}.bel"
    (folder / "made").rename(archive)
    theirs, theirs_cpu, _ = timed(lambda: belenios("election", "verify", folder=folder))
    alone, alone_cpu, verdict = timed(lambda: verify(archive))
    both, _cpu, again = timed(lambda: verify(archive, workers=2))
    assert verdict.accepted
    assert again.result == verdict.result
    print(f"{voters} ballots, {choices} choices ({archive.stat().st_size:,} bytes)")
    print(f"  made by us:    {made:7.2f} s wall, {made_cpu:7.2f} s CPU")
    print(f"  belenios-tool: {theirs:7.2f} s wall, {theirs_cpu:7.2f} s CPU")
    print(f"  one process:   {alone:7.2f} s wall, {alone_cpu:7.2f} s CPU")
    print(f"  two processes: {both:7.2f} s wall")
    print(
        f"  ratio: {theirs / both:.1f} in wall time, {theirs_cpu / alone_cpu:.1f} in CPU time "
        "of one process"
    )
    archive.unlink()
    return made / voters


def generate(folder, voters, choices):
    """Return the seconds a ballot that Belenios' program takes."""
    poll = Poll(Plan(voters, 1, questions=(Question("Who?", tuple("ABCDE"[:choices])),)))
    simulate(folder / "made", poll.plan)
    archive = folder / f"{poll.uuid}.bel"
    with (folder / "made").open("rb") as file, archive.open("wb") as kept:
        for member in members(file):  # up to the first ballot
            if member.text.startswith('{"election_uuid"'):
                kept.write((folder / "made").read_bytes()[: member.offset - 512])
                break
    (folder / "choices.json").write_text(json.dumps(poll.votes(0)))

    def all_of_them():
        for voter in range(voters):
            (folder / "credential").write_text(poll.credential(voter).text)
            words = ("--privcred", "credential", "--ballot", "choices.json")
            ballot = belenios("election", "generate-ballot", *words, folder=folder)
            belenios("archive", "add-event", "--type=Ballot", folder=folder, input=ballot)

    wall, cpu, _ = timed(all_of_them)
    print(f"belenios-tool fills in {voters} ballots, {choices} choices, one a command:")
    print(f"  {wall:7.2f} s wall, {cpu:7.2f} s CPU")
    return wall / voters


def memory():
    """Print the peak memory of processes that verify one and forty ballots of each voter."""
    script = (
        "import resource, sys; from electoral.evoting.verify import verify;"
        "found = verify(sys.argv[1]); peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss;"
        "print(f'  {found.ballots:6,} ballots: {peak / 1024:.0f} MiB')"
    )
    poll = Poll(Plan(300, 1, "TOY-2039"))
    print("Peak memory of verifying, 300 voters:")
    for times in (1, 40):
        with tempfile.NamedTemporaryFile(suffix=".bel") as file:
            writer = Writer(file)
            open_poll(poll, writer)
            for attempt in range(times):
                for voter in range(poll.plan.voters):
                    writer.event("Ballot", writer.data(poll.ballot(voter, attempt)))
            file.flush()
            print(by_itself(script, file.name), end="")


def by_itself(script, *words):
    """Return what a Python process of its own prints."""
    command = [sys.executable, "-c", script, *words]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def main():
    """Print everything; `--quick` leaves out the archives of 2,000 ballots."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true")
    quick = options.parse_args().quick
    if not shutil.which("belenios-tool"):
        sys.exit("belenios-tool is not here: sudo apt-get install belenios-tool")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ours = {case: compare(folder, *case) for case in CASES if not quick or case[0] < 100}
    for choices in (2, 5):
        with tempfile.TemporaryDirectory() as name:
            theirs = generate(Path(name), 60, choices)
        for voters in sorted({case[0] for case in ours}):
            ratio = theirs / ours[voters, choices]
            print(f"  we fill in {voters}: {ratio:.0f} times as many in the same time")
    memory()


if __name__ == "__main__":
    main()
