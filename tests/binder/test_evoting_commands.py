"""`electoral-school election simulate | verify | tamper | show`, from a file to a sentence."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from electoral.evoting.archive import BLOCK, hashed, tar_header
from electoral.evoting.simulate import Plan, simulate
from electoral.evoting.tamper import NEEDS, TAMPERINGS
from electoral.evoting.verify import verify
from electoral_binder import evoting, evoting_report
from electoral_binder.evoting import ShowApp, SimulateApp, TamperApp, VerifyApp
from electoral_binder.evoting_files import ballots_in

PROGRAM = Path(sys.executable).parent / "electoral-school"
TOY = "--group=TOY-2039"


class Called:
    """Runs a command in this process."""

    def __init__(self, capsys, monkeypatch):
        self._capsys, self._monkeypatch = capsys, monkeypatch
        self.out = self.err = ""

    def __call__(self, kind, *arguments) -> int:
        kind.clear_instance()
        app = kind()
        try:
            app.initialize([str(word) for word in arguments])
            app.start()
            code = 0
        except SystemExit as end:
            code = end.code
        finally:
            kind.clear_instance()
        self.out, self.err = self._capsys.readouterr()
        return code


@pytest.fixture
def call(capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    return Called(capsys, monkeypatch)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A toy election with everything: weights, re-votes, a threshold."""
    path = tmp_path_factory.mktemp("made") / "made.bel"
    simulate(path, Plan(12, 4, "TOY-2039", threshold=(2, 3), weights=True, revotes=300))
    return path


@pytest.mark.slow
def test_from_a_simulation_to_a_refusal_at_the_terminal(tmp_path):
    def run(*words):
        return subprocess.run(
            [PROGRAM, "election", *words],
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
            cwd=tmp_path,
        )

    made = run("simulate", "--voters", "5", "--seed", "7", "--out", "a.bel")
    good = run("verify", "a.bel")
    changed = run("tamper", "a.bel", "--how", "stranger", "--out", "b.bel")
    bad = run("verify", "b.bel")

    assert [one.returncode for one in (made, good, changed, bad)] == [0, 0, 0, 1]
    assert "a.bel: an invented election of 5 voters, seed 7." in made.stdout
    assert good.stdout.startswith("ACCEPTED.")
    assert "INSECURE" not in good.stdout
    assert "The voter's key is on the list (on_the_list)" in changed.stdout
    assert "REFUSED." in bad.stdout
    assert "The voter's key is on the list (on_the_list; specification, 3.2, 4.15)" in bad.stdout
    assert [one.stderr for one in (made, good, changed, bad)] == [""] * 4


def test_what_is_simulated_is_what_was_asked_for(call, tmp_path):
    questions = tmp_path / "q.json"
    asked = [{"question": "Кто?", "answers": ["Ы", "Ө"], "min": 0, "max": 2, "blank": True}]
    questions.write_text(json.dumps({"description": "d", "name": "n", "questions": asked}), "utf-8")
    words = ["--voters=20", "--seed=9", TOY, "--threshold=2/3", "--trustees=1", "--weights"]

    code = call(SimulateApp, *words, "--revotes=500", f"--questions={questions}", "--out=x.bel")
    verdict = verify(tmp_path / "x.bel")

    assert code == 0
    assert "TOY-2039 is a toy group" in call.out
    assert verdict.accepted
    assert (verdict.voters, verdict.tallied, verdict.group) == (20, 20, "TOY-2039")
    assert verdict.weight > 20
    assert verdict.ballots > 20
    assert [question.structure() for question in verdict.election.questions] == [
        {"answers": ["Ы", "Ө"], "blank": True, "min": 0, "max": 2, "question": "Кто?"}
    ]
    assert verdict.counts["key_proof"] == 4


def test_a_threshold_alone_has_no_further_trustee(call, tmp_path):
    assert call(SimulateApp, "--voters=3", TOY, "--threshold=1/2", "--out=x.bel") == 0
    assert verify(tmp_path / "x.bel").counts["key_proof"] == 2


def test_an_existing_file_is_kept_unless_one_says_so(call, tmp_path):
    kept = tmp_path / "x.bel"
    kept.write_text("mine")
    words = ["--voters=2", TOY, "--out=x.bel"]

    assert call(SimulateApp, *words) == 2
    assert call.err == "x.bel exists. To write over it: --overwrite\n"
    assert kept.read_text() == "mine"
    assert call(SimulateApp, *words, "--overwrite") == 0
    assert verify(kept).accepted


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ([], "Name the file to be written: --out FILE"),
        (["--out=missing/x.bel"], "missing/x.bel cannot be written: it is a folder, or in none."),
        (["--out=."], "it is a folder"),
        (["--voters=0"], "voters"),
        (["--voters=x"], "voters"),
        (["--jobs=-1"], "jobs"),
        (["--group=TOY"], "The group 'TOY' is not known. Known: BELENIOS-2048, "),
        (["--group=TOY-23", "--voters=11"], "The group TOY-23 counts to 10 and no further."),
        (["--group=TOY-23", "--voters=4", "--weights"], "counts to 10"),
        (["--threshold=3/2"], "--threshold needs K/N, for example 2/3"),
        (["--threshold=two"], "given: two."),
        (["--threshold=0/2"], "--threshold needs K/N"),
        (["--threshold=2/101"], "1 to 100 trustees; given: 101."),
        (["--trustees=0"], "There must be 1 to 100 trustees; given: 0."),
        (["--threshold=50/99", "--trustees=2"], "given: 101."),
        (["--questions=missing.json"], "missing.json cannot be read: No such file"),
        (["--questions=."], "cannot be read"),
        (["word"], "'word' is not understood."),
        (["--bogus"], "The option --bogus is unknown."),
    ],
)
def test_a_wrong_simulation_is_a_sentence_and_code_2(call, words, sentence):
    out = [] if any("--out" in word for word in words) or not words else ["--out=x.bel"]

    assert call(SimulateApp, *words, *out) == 2
    assert sentence in call.err
    assert "Traceback" not in call.err
    assert not Path("x.bel").exists()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is not JSON"),
        (b"\xff\xfe", "is not text in UTF-8."),
        (b"[" * 100_000, "is not JSON"),
        (b"{}", "must hold a list of 1 to 100 questions"),
        (b"[]", "must hold a list of 1 to 100 questions"),
        (b'{"questions": {}}', "must hold a list"),
        (b"[1]", "question 1: something is wrong with the field fields; given: 1."),
        (b'[{"answers": ["A"], "min": 0, "max": 1}]', "the field question"),
        (b'[{"answers": ["A"], "min": 1, "max": 2, "question": ""}]', "min and max must be whole"),
        (b'[{"answers": ["A"], "min": "0", "max": 1, "question": ""}]', "given: ['0', 1]."),
        (b'[{"answers": [], "min": 0, "max": 0, "question": ""}]', "question 1"),
        (b'[{"answers": "A", "min": 0, "max": 1, "question": ""}]', "the field answers"),
        (
            b'[{"answers": ["A"], "min": 0, "max": 1, "question": "", "blank": 1}]',
            "the field question",
        ),
        (
            b'[{"type": "NonHomomorphic", "value": {}}]',
            "it asks for an order or for grades ('NonHomomorphic').",
        ),
        (b'[{"answers": ["A"], "min": 0, "max": 1, "question": "\\u001b[2J"}, 3]', "question 2"),
    ],
)
def test_wrong_questions_are_a_sentence_and_code_2(call, tmp_path, content, sentence):
    (tmp_path / "q.json").write_bytes(content)

    assert call(SimulateApp, "--questions=q.json", TOY, "--out=x.bel") == 2
    assert sentence in call.err
    assert "\x1b" not in call.err


def test_a_full_disk_is_a_sentence_and_leaves_nothing(call, tmp_path, monkeypatch):
    def full(path, *_arguments, **_more):
        Path(f"{path}.part").write_text("half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("electoral.evoting.simulate.simulate", full)

    assert call(SimulateApp, TOY, "--out=x.bel") == 1
    assert "x.bel cannot be read or written: No space left on device." in call.err
    assert list(tmp_path.iterdir()) == []


# Verify.


def test_an_accepted_archive_is_told_with_its_result(call, made):
    assert call(VerifyApp, made) == 0

    lines = call.out.splitlines()
    result = verify(made).result[0]
    assert lines[0].startswith("ACCEPTED. All ")
    assert "Where the election stands: the result is published." in lines
    assert [line for line in lines if line.startswith("     ")] == [
        f"     {name}: {votes}" for name, votes in zip("ABC", result, strict=True)
    ]
    assert lines[-1].startswith("INSECURE: TOY-2039 is a toy.")
    assert "proves nothing" in lines[-1]


def test_a_refusal_names_check_place_and_both_sides(call, made, tmp_path):
    assert call(TamperApp, made, "--how=vote-of-five", "--out=bad.bel") == 0
    assert call(VerifyApp, "bad.bel") == 1

    (first, second) = verify(tmp_path / "bad.bel").failures
    assert "REFUSED." in call.out
    assert "1. This does not hold: Each answer is 0 or 1 (individual_proof;" in call.out
    assert f"event {first.event}, ballot {first.ballot}, question 1, encrypted answer" in call.out
    assert first.equation in call.out
    assert f"Left side: {first.left}" in call.out
    assert f"Right side: {second.right}" in call.out
    assert call.out.count("A proof shows that an encrypted answer is 0 or 1") == 1


def test_the_json_is_one_object_with_everything(call, made, tmp_path):
    assert call(VerifyApp, made, "--json") == 0
    good = json.loads(call.out)
    call(TamperApp, made, "--how=owner-unknown", "--out=bad.bel")
    assert call(VerifyApp, "bad.bel", "--json") == 1
    bad = json.loads(call.out)
    (step,) = verify(tmp_path / "bad.bel").failures

    assert (good["accepted"], good["secure"], good["failures"]) == (True, False, [])
    assert good["result"] == verify(made).result
    assert good["checks"] == verify(made).counts
    assert bad["failures"] == [
        {
            "check": "decryption_owner",
            "section": step.section,
            "equation": step.equation,
            "left": "5",
            "right": "1 … 4",
            "event": step.event,
        }
    ]


def test_an_unfinished_election_is_accepted_and_said_to_be_unfinished(call, made, tmp_path):
    whole = made.read_bytes()
    end = whole.index(b'"type":"EndBallots"') // BLOCK * BLOCK + BLOCK
    (tmp_path / "half.bel").write_bytes(whole[:end])

    assert call(VerifyApp, "half.bel") == 0
    assert "voting has ended, and nothing is counted yet." in call.out


def test_a_strange_file_is_refused_in_words(call, tmp_path):
    (tmp_path / "x.bel").write_bytes(b"%PDF-1.7" * 200)

    assert call(VerifyApp, "x.bel") == 1
    assert "Found: no text begins where one should" in call.out
    assert call(VerifyApp, "x.bel", "--json") == 1
    assert json.loads(call.out)["failures"][0]["check"] == "file"
    assert call(ShowApp, "x.bel") == 1
    assert "it cannot be read: no text begins where one should." in call.out


@pytest.mark.parametrize("kind", [VerifyApp, ShowApp])
def test_no_file_and_no_such_file_are_code_2(call, kind):
    assert call(kind) == 2
    assert call.err.startswith("Name the archive: electoral-school election ")
    assert call(kind, "missing.bel") == 2
    assert call.err == "There is no file missing.bel.\n"
    assert call(kind, ".") == 2


def test_many_failures_are_not_all_told(call, made, tmp_path):
    call(TamperApp, made, "--how=other-election", "--out=bad.bel")
    call(VerifyApp, "bad.bel")
    few = call.out
    step = verify(tmp_path / "bad.bel").failures[0]
    verdict = verify(made)
    for _ in range(15):
        verdict.add(step)

    assert "Not told one by one" not in few
    assert "Not told one by one: 5." in list(evoting_report.report(verdict))


# Tamper.


def test_all_tamperings_are_listed_with_a_sentence(call):
    assert call(TamperApp, "--how=list") == 0

    names = [line for line in call.out.splitlines() if not line.startswith(" ")]
    assert names == list(TAMPERINGS)
    assert "    A ballot is put in after the end of voting" in call.out


def test_what_an_archive_lacks_is_said(call, tmp_path):
    assert call(SimulateApp, "--voters=3", TOY, "--out=x.bel") == 0
    assert call(TamperApp, "x.bel", "--how=weight-ignored", "--out=y.bel") == 1
    assert call.err == "This needs an archive with votes that count several times.\n"
    assert not (tmp_path / "y.bel").exists()
    assert set(evoting.NEEDS) == set(NEEDS)


def test_a_large_seed_must_be_told(call):
    assert call(SimulateApp, "--voters=3", "--seed=123456", TOY, "--out=x.bel") == 0
    assert call(TamperApp, "x.bel", "--how=too-many", "--out=y.bel") == 1
    assert "the seed given by --simulated." in call.err
    assert call(TamperApp, "x.bel", "--how=too-many", "--simulated=123456", "--out=y.bel") == 0
    assert call(VerifyApp, "y.bel") == 1


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["made.bel", "--out=y.bel"], 2, "'' is not known. All names: --how=list"),
        (["made.bel", "--how=magic", "--out=y.bel"], 2, "'magic' is not known"),
        (["--how=spaces", "--out=y.bel"], 2, "Name the archive"),
        (["made.bel", "--how=spaces"], 2, "Name the file to be written"),
        (["missing.bel", "--how=spaces", "--out=y.bel"], 2, "There is no file missing.bel."),
        (["made.bel", "--how=spaces", "--out=made.bel"], 2, "made.bel exists."),
        (["bad.bel", "--how=spaces", "--out=y.bel"], 1, "bad.bel is not a valid archive"),
        (["half.bel", "--how=spaces", "--out=y.bel"], 1, "a published result."),
    ],
)
def test_wrong_tamperings_are_sentences(call, made, words, code, sentence):
    tmp_path = Path.cwd()
    whole = made.read_bytes()
    (tmp_path / "made.bel").write_bytes(whole)
    (tmp_path / "bad.bel").write_bytes(b"nothing of the kind" * 50)
    (tmp_path / "half.bel").write_bytes(whole[: -2 * BLOCK])

    assert call(TamperApp, *words) == code
    assert sentence in call.err
    assert (tmp_path / "made.bel").read_bytes() == whole


# Show.


def test_an_archive_is_told_event_by_event(call, made):
    assert call(ShowApp, made) == 0

    verdict = verify(made)
    events = [line for line in call.out.splitlines() if line[:6].strip().isdigit()]
    assert [line[:6].strip() for line in events] == list(map(str, range(len(events))))
    assert len(events) == verdict.counts["height"]
    assert "is set up in the group TOY-2039." in events[0]
    assert "Trustees: 3; needed of them: 2." in call.out
    assert "Question 1: Who shall chair the council? Answers to be chosen: 1 to 1 of A, B, C." in (
        call.out
    )
    again = verdict.ballots - verdict.tallied
    assert call.out.count("This voter has voted before; the last ballot counts.") == again
    a, b, c = verdict.result[0]
    assert f"A: {a}, B: {b}, C: {c}" in call.out
    assert "So it says. Whether it holds: electoral-school election verify" in call.out


def test_of_many_ballots_twenty_are_shown_unless_all_are_wanted(call):
    call(SimulateApp, "--voters=30", TOY, "--out=x.bel")

    assert call(ShowApp, "x.bel") == 0
    assert call.out.count("its tracking code is") == 20
    assert "… 10 more ballots. To see every one: --all" in call.out
    assert call(ShowApp, "x.bel", "--all") == 0
    assert call.out.count("its tracking code is") == 30


def _archive(*texts):
    named = [("BELENIOS", '{"version":1,"timestamp":"1764460800"}')]
    named += [(f"{hashed(text)}.{kind}.json", text) for kind, text in texts]
    parts = [(tar_header(name, len(text.encode())), text.encode()) for name, text in named]
    return b"".join(head + text + bytes(-len(text) % BLOCK) for head, text in parts)


@pytest.mark.parametrize(
    "texts",
    [
        [("event", "[]")],
        [("event", "{}")],
        [("event", '{"height":0,"type":"Setup"}')],
        [("event", '{"height":0,"type":[],"payload":[]}')],
        [("event", '{"height":0,"type":"Result","payload":"x"}')],
        [("event", "[" * 100_000)],
        [("data", str(number)) for number in range(20)],
        [("data", "{}"), ("event", f'{{"height":0,"type":"Ballot","payload":"{hashed("{}")}"}}')],
        [("data", "1"), ("event", f'{{"height":0,"type":"Result","payload":"{hashed("1")}"}}')],
    ],
)
def test_a_hostile_archive_is_shown_until_it_cannot_be_read(call, tmp_path, texts):
    (tmp_path / "x.bel").write_bytes(_archive(*texts))

    assert call(ShowApp, "x.bel") == 1
    assert call.out.splitlines()[-1].startswith("From here on it cannot be read: ")


def test_no_sign_of_a_stranger_reaches_the_terminal(call, tmp_path):
    event = '{"height":0,"type":"\\u001b[2J\\ud800"}'
    (tmp_path / "x.bel").write_bytes(_archive(("event", event)))

    call(ShowApp, "x.bel")
    assert "\x1b" not in call.out
    assert "An event of another kind: \N{REPLACEMENT CHARACTER}[2J" in call.out
    call(VerifyApp, "x.bel")
    assert "\x1b" not in call.out


def test_ballots_are_counted_without_reading_them(made, tmp_path):
    (tmp_path / "x").write_bytes(b"no archive" * 100)

    assert ballots_in(made) == verify(made).ballots
    assert ballots_in(tmp_path / "x") == 0
    assert ballots_in(tmp_path) == 0
