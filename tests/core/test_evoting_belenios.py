"""Belenios' own program and ours, each before the archives of the other."""

import json
import re
from pathlib import Path

import pytest
from belenios import MISSING, TOOL, Election, judge

from electoral.evoting.archive import members
from electoral.evoting.credentials import derive
from electoral.evoting.election import Question, fingerprint
from electoral.evoting.groups import GROUPS
from electoral.evoting.setup_steps import read_credentials
from electoral.evoting.simulate import QUESTIONS, Plan, simulate
from electoral.evoting.tamper import tamper
from electoral.evoting.verify import verify

pytestmark = [pytest.mark.skipif(TOOL is None, reason=MISSING), pytest.mark.slow]

BLANK = Question("Who shall speak?", ("Aliya", "Bek"), 1, 1, blank=True)
SEVERAL = Question("Which two or three hours?", ("9", "11", "13", "15"), 2, 3)
ANY = Question("Which languages — кыргызча, русский?", ("ky", "ru", "en"), 0, 3)
ONE = Question("Do you agree?", ("yes",), 0, 1)
PLANS = {
    "one question, one trustee": Plan(4, 1),
    "the other group": Plan(2, 2, "RFC-3526-2048"),
    "a blank vote and three trustees": Plan(4, 3, questions=(BLANK,), trustees=3),
    "weights, and everybody votes twice": Plan(4, 4, weights=True, revotes=1000),
    "two of three trustees": Plan(2, 5, trustees=0, threshold=(2, 3)),
    "two questions": Plan(2, 6, questions=(SEVERAL, ONE)),
    "three questions": Plan(2, 7, questions=(ANY, BLANK, ONE)),
    "four questions": Plan(2, 8, questions=(ONE, ANY, SEVERAL, *QUESTIONS)),
    "five questions and all the rest": Plan(
        4,
        9,
        questions=(BLANK, ANY, SEVERAL, ONE, *QUESTIONS),
        trustees=1,
        threshold=(2, 2),
        weights=True,
        revotes=500,
    ),
    "all in the other group": Plan(
        2, 10, "RFC-3526-2048", (BLANK,), threshold=(1, 2), weights=True, revotes=500
    ),
}


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
def test_belenios_accepts_what_is_simulated_here(plan, tmp_path):
    path = tmp_path / "simulated.bel"
    poll = simulate(path, plan)

    assert judge(path, poll.uuid, tmp_path / "judged") == ""
    assert verify(path).accepted


def test_belenios_refuses_a_moved_vote(tmp_path):
    """The judge is awake: it does not accept everything."""
    path = tmp_path / "simulated.bel"
    poll = simulate(path, Plan(2, 1))

    assert judge(tamper(path, "vote-moved"), poll.uuid, tmp_path / "judged")


GROUP = "BELENIOS-2048"
VOTERS = "a@example.com,a,3\nb@example.com,b,2\nc@example.com,c,1\n"
VOTES = ([0, 1, 0], [1, 0, 0], [0, 1, 0])
LATER = [0, 0, 1]
"""What the first voter votes at last."""

TEMPLATE = {
    "description": "d",
    "name": "n",
    "questions": [{"answers": ["A", "B"], "blank": True, "min": 0, "max": 1, "question": "Who?"}],
}


@pytest.fixture(scope="module")
def theirs(tmp_path_factory) -> Election:
    """An election made by Belenios: three voters of weight 3, 2 and 1, trustees of both kinds."""
    made = Election(tmp_path_factory.mktemp("belenios"))
    uuid = made.run("setup", "generate-token").strip()
    group = ["--group", GROUP]
    made.write("voters.txt", VOTERS)
    made.run("setup", "generate-credentials", "--uuid", uuid, *group, "--file", "voters.txt")
    made.write("public_creds.json", made.gather("*.pubcreds"))
    made.write("private_creds.txt", made.gather("*.privcreds"))
    for path in [*made.folder.glob("*.pubcreds"), *made.folder.glob("*.privcreds")]:
        path.unlink()
    numbers = _key_of_two_of_three(made, group)
    made.run("setup", "generate-trustee-key", *group)
    made.write("public_keys.jsons", made.gather("*.pubkey"))
    made.run("setup", "make-trustees")
    made.write("questions.json", json.dumps(TEMPLATE))
    made.run("setup", "make-election", "--uuid", uuid, *group, "--template", "questions.json")
    made.run("archive", "init")
    secrets = _credentials(made)
    for secret, vote in zip([*secrets, secrets[0]], [*VOTES, LATER], strict=True):
        files = made.write("cred", secret), made.write("vote", json.dumps([vote]))
        ballot = made.run(
            "election", "generate-ballot", "--privcred", files[0], "--ballot", files[1]
        )
        made.event("Ballot", ballot)
    made.event("EndBallots")
    made.event("EncryptedTally", made.run("election", "compute-encrypted-tally"))
    for number, name in numbers[:2]:
        keys = ["--key", f"{name}.key", "--decryption-key", f"{name}.dkey"]
        words = ["election", "decrypt-threshold", *keys, "--trustee-id", str(number)]
        made.event("PartialDecryption", made.run(*words))
    (single,) = made.folder.glob("*.privkey")
    opened = made.run("election", "decrypt", "--privkey", single.name, "--trustee-id", "1")
    made.event("PartialDecryption", opened)
    made.event("Result", made.run("election", "compute-result"))
    return made


def _key_of_two_of_three(made: Election, group: list[str]) -> list[tuple[int, str]]:
    """Make threshold.json; return the number and the name of each of its trustees."""
    words = ["setup", "generate-trustee-key-threshold", *group]
    for _person in range(3):
        made.run(*words, "--step", "1")
    names = sorted(path.stem for path in made.folder.glob("*.key"))
    made.write("certs.jsons", "".join(made.gather(f"{name}.cert") for name in names))
    certs = ["--certs", "certs.jsons"]
    made.run(*words, *certs, "--step", "2")
    polynomials = [
        made.run(*words, *certs, "--key", f"{name}.key", "--step", "3", "--threshold", "2")
        for name in names
    ]
    made.write("polynomials.jsons", "".join(polynomials))
    all_polynomials = ["--polynomials", "polynomials.jsons"]
    made.run(*words, *certs, "--step", "4", *all_polynomials)
    outputs = [
        made.run(
            *words,
            *certs,
            "--key",
            f"{name}.key",
            "--step",
            "5",
            given=made.gather(f"{name}.vinput"),
        )
        for name in names
    ]
    made.write(
        "threshold.json",
        made.run(*words, *certs, "--step", "6", *all_polynomials, given="".join(outputs)),
    )
    return [(number, name) for number, name in enumerate(names, 2)]


def _credentials(made: Election) -> list[str]:
    lines = (made.folder / "private_creds.txt").read_text().splitlines()
    return [line.split()[-1] for line in lines]


def _archive(made: Election) -> Path:
    (path,) = made.folder.glob("*.bel")
    return path


def _data(path: Path) -> list[str]:
    with path.open("rb") as file:
        return [member.text for member in members(file) if member.kind == "data"]


def test_what_belenios_makes_is_accepted_with_the_same_result(theirs):
    verdict = verify(_archive(theirs))

    assert verdict.accepted, verdict.failures
    assert verdict.stage == "Result"
    assert (verdict.voters, verdict.ballots, verdict.tallied, verdict.weight) == (3, 4, 3, 6)
    assert verdict.result == [[2, 1, 3]]  # weights: blank 2, A 1, B 3


def test_the_private_credentials_of_belenios_belong_to_its_list(theirs):
    path = _archive(theirs)
    (listed,) = [text for text in _data(path) if re.match(r'\["[0-9]{9}', text)]
    publics, weights = read_credentials(listed, GROUPS[GROUP])
    derived = [derive(one, path.stem, GROUPS[GROUP]).public for one in _credentials(theirs)]

    assert set(derived) == set(publics)
    assert [weights[publics.index(one)] for one in derived] == [3, 2, 1]


def test_our_fingerprint_of_their_election_is_in_their_ballots(theirs):
    texts = _data(_archive(theirs))
    (election,) = [text for text in texts if text.startswith('{"version":1,"description"')]
    hashes = {found[1] for text in texts if (found := re.search('"election_hash":"([^"]+)"', text))}

    assert hashes == {fingerprint(election)}
