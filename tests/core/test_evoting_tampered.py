"""Every tampering is refused by the check it is named with; so is whatever a stranger may send."""

import io
import tracemalloc
from functools import cache
from itertools import pairwise
from time import perf_counter

import pytest
from belenios import MISSING, TOOL, judge
from hypothesis import given, settings
from hypothesis import strategies as st

from electoral.evoting.archive import BLOCK, hashed, members, tar_header
from electoral.evoting.chance import Chance
from electoral.evoting.checks import CHECKS
from electoral.evoting.election import Question
from electoral.evoting.insider import Board
from electoral.evoting.simulate import QUESTIONS, Plan, simulate
from electoral.evoting.tamper import NEEDS, TAMPERINGS, TamperError, possible, tamper
from electoral.evoting.verify import steps, verify
from electoral_widgets.check_words import CHECK_NAMES, CHECK_TEXTS, FILE_REASONS, TAMPERING_NAMES

TOY = "TOY-2039"
BLANK = (Question("Q1", ("A", "B"), 0, 1, blank=True), Question("Q2", ("X", "Y", "Z"), 1, 2))
REAL = (Question("Q", ("A", "B"), blank=True),)
PLANS = {
    "plain": Plan(9, 3, TOY),
    "full": Plan(9, 5, TOY, BLANK, threshold=(2, 3), weights=True, revotes=400),
    "two trustees": Plan(7, 6, TOY, BLANK, trustees=2, revotes=400),
    "threshold": Plan(7, 11, TOY, trustees=0, threshold=(2, 4), revotes=400),
    "tiny group": Plan(8, 2, "TOY-23", revotes=300),
    "real": Plan(4, 2, "BELENIOS-2048", REAL, 0, (2, 3), weights=True, revotes=500),
}
LACKS = {
    "plain": {"blank", "weights", "threshold", "spare", "trustees", "revotes"},
    "full": set(),
    "two trustees": {"weights", "threshold", "spare"},
    "threshold": {"blank", "weights"},
    "tiny group": {"blank", "weights", "threshold", "spare", "trustees"},
    "real": set(),
}


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    folder = tmp_path_factory.mktemp("archives")

    @cache
    def made(name: str) -> bytes:
        path = folder / f"{name}.bel"
        simulate(path, PLANS[name])
        return path.read_bytes()

    return made


@pytest.mark.parametrize("name", PLANS)
@pytest.mark.parametrize("how", TAMPERINGS)
def test_a_tampering_is_refused_by_the_check_it_is_named_with(archive, name, how):
    asked = TAMPERINGS[how]
    if set(asked.needs) & LACKS[name]:
        with pytest.raises(TamperError) as missing:
            tamper(archive(name), how, simulated=PLANS[name].seed)
        assert missing.value.needs in set(asked.needs) & LACKS[name]
        return

    made = tamper(archive(name), how, simulated=PLANS[name].seed)
    verdict = verify(made)
    found = [step.check for step in verdict.failures]

    assert found[0] == asked.check
    assert set(found) <= {asked.check, *asked.also}


def test_every_check_refuses_something():
    assert {one.check for one in TAMPERINGS.values()} == set(CHECKS)


def test_everything_has_words():
    assert list(CHECK_NAMES) == list(CHECK_TEXTS) == list(CHECKS)
    assert list(TAMPERING_NAMES) == list(TAMPERINGS)
    assert {need for one in TAMPERINGS.values() for need in one.needs} <= set(NEEDS)


def test_the_untouched_archives_are_accepted(archive):
    for name in PLANS:
        assert verify(archive(name)).accepted


def test_what_an_insider_puts_together_again_is_the_same_archive(archive):
    for name, plan in PLANS.items():
        board = Board.read(io.BytesIO(archive(name)), plan.seed)
        assert board.write() == archive(name)

        board.recount()
        assert Board.read(io.BytesIO(archive(name)), plan.seed).result == board.result


def test_the_seed_of_a_simulation_is_found_and_a_wrong_one_is_not_believed(archive):
    whole = archive("plain")

    assert Board.read(io.BytesIO(whole)).secrets.plan.seed == PLANS["plain"].seed
    with pytest.raises(TamperError, match="secrets"):
        tamper(whole, "vote-of-five", simulated=4)
    assert not verify(tamper(whole, "vote-moved", simulated=4)).accepted


def test_only_an_unknown_or_unfinished_thing_cannot_be_tampered_with(archive, tmp_path):
    with pytest.raises(ValueError, match=r"how \(magic\) must be one of truncated, "):
        tamper(archive("plain"), "magic")
    for broken in (b"", archive("plain")[:5000], archive("plain")[:-600]):
        with pytest.raises(ValueError, match=r"no result|cut off"):
            tamper(broken, "vote-moved")
    tamper(archive("plain"), "spaces", tmp_path / "out.bel")
    assert verify(tmp_path / "out.bel").failures[0].check == "ballot_form"


def test_what_is_possible_follows_from_what_an_archive_has():
    assert set(possible(NEEDS)) == set(TAMPERINGS)
    assert {"vote-moved", "dropped"} < set(possible([]))
    assert "too-few" not in possible(["secrets"])


def test_a_tampering_is_the_same_for_the_same_seed_and_another_for_another(archive):
    whole = archive("full")
    made = [tamper(whole, "stranger", seed=seed, simulated=5) for seed in (1, 1, 2)]

    assert made[0] == made[1] != made[2]


ACCEPTED_BY_BELENIOS = {"sum-forged", "count-wrong", "tally-short", "owner-twice"}
"""Its program (2.0) counts again by itself and does not look at the sum that was published."""


@pytest.mark.slow
@pytest.mark.skipif(TOOL is None, reason=MISSING)
def test_belenios_refuses_all_but_four_of_them(archive, tmp_path):
    whole, plan = archive("real"), PLANS["real"]
    uuid = Board.read(io.BytesIO(whole), plan.seed).election.uuid
    accepted = {
        how
        for how in TAMPERINGS
        if not judge(tamper(whole, how, simulated=plan.seed), uuid, tmp_path / how)
    }

    assert accepted == ACCEPTED_BY_BELENIOS


# Any byte.


@settings(max_examples=200)
@given(where=st.floats(0, 1, exclude_max=True), other=st.integers(1, 255))
def test_a_byte_that_is_another_is_noticed_wherever_it_stands(archive, where, other):
    whole = bytearray(archive("full"))
    whole[int(where * len(whole))] ^= other

    assert not verify(bytes(whole)).accepted


def test_every_byte_of_the_first_and_the_last_members_matters(archive):
    """The header and its space are named by no hash."""
    whole = archive("plain")
    last = [member.offset for member in members(io.BytesIO(whole))][-1]
    for place in [*range(2 * BLOCK), *range(last - BLOCK, len(whole), 7)]:
        changed = bytearray(whole)
        changed[place] ^= 0x10
        assert next((step for step in steps(bytes(changed)) if not step.holds), None), place


@settings(max_examples=60)
@given(data=st.data())
def test_a_file_cut_anywhere_is_refused_or_says_that_it_is_not_finished(archive, data):
    whole = archive("full")
    length = data.draw(st.integers(0, len(whole) - 1))
    verdict = verify(whole[:length])

    assert not verdict.accepted or verdict.stage != "Result"


def test_a_file_cut_after_any_member_gets_a_verdict(archive):
    whole = archive("plain")
    for member in members(io.BytesIO(whole)):
        size = len(member.text.encode())
        end = member.offset + size + -size % BLOCK
        verdict = verify(whole[:end])

        assert verdict.accepted == (member.kind == "event"), end
        assert (verdict.stage == "Result") == (end == len(whole))


@settings(max_examples=60)
@given(moved=st.permutations(range(8)))
def test_ballots_in_another_order_break_the_chain(archive, moved):
    whole = archive("plain")
    starts = [member.offset - BLOCK for member in members(io.BytesIO(whole))]
    starts = [*starts[5:22:2], *starts[21:22]][:9]
    parts = [whole[one:other] for one, other in pairwise(starts)]
    changed = whole[: starts[0]] + b"".join(parts[place] for place in moved) + whole[starts[8] :]

    assert verify(changed).accepted == (moved == sorted(moved))


# What a stranger may send.


def _archive_of(*texts: tuple[str, str]) -> bytes:
    header = '{"version":1,"timestamp":"1764460800"}'
    named = [("BELENIOS", header), *((f"{hashed(text)}.{kind}.json", text) for kind, text in texts)]
    return b"".join(
        tar_header(name, len(text.encode())) + text.encode() + bytes(-len(text.encode()) % BLOCK)
        for name, text in named
    )


def _event(**fields: str) -> str:
    given = {"height": "0", "type": '"Setup"', **fields}
    return "{" + ",".join(f'"{name}":{value}' for name, value in given.items()) + "}"


DEEP = "[" * 100_000 + "]" * 100_000
HOSTILE = {
    "nothing": b"",
    "zeros": bytes(3 * BLOCK),
    "one byte": b"\xff",
    "letters": b"BELENIOS" * 1000,
    "chance": bytes(Chance("hostile").below(256) for _ in range(3000)),
    "only a header": _archive_of(),
    "brackets": _archive_of(("event", DEEP)),
    "objects": _archive_of(("event", '{"a":' * 50_000 + "1" + "}" * 50_000)),
    "brackets as deep as can be read": _archive_of(("event", "[" * 960 + "]" * 960)),
    "a large number": _archive_of(("event", _event(height="9" * 4000))),
    "a gigantic number": _archive_of(("event", _event(height="9" * 1_000_000))),
    "a fraction": _archive_of(("event", _event(height="1e400"))),
    "no number": _archive_of(("event", _event(height="NaN"))),
    "a truth": _archive_of(("event", _event(height="true"))),
    "a list for a type": _archive_of(("event", _event(type="[]"))),
    "half a letter": _archive_of(("event", _event(type='"\\ud800"'))),
    "an end sign": _archive_of(("event", _event(type='"\\u0000"'))),
    "a terminal's command": _archive_of(("event", _event(type='"\\u001b[2J"'))),
    "payload of numbers": _archive_of(("event", _event(payload="[1]"))),
    "an empty payload": _archive_of(("event", _event(payload='""'))),
    "a payload of lists": _archive_of(
        ("data", "[]"), ("event", _event(payload=f'"{hashed("[]")}"'))
    ),
    "many texts": _archive_of(*[("data", str(number)) for number in range(40)]),
    "a text twice": _archive_of(("data", "1"), ("data", "1")),
    "eight gigabytes": _archive_of() + tar_header("0" * 64 + ".data.json", 8**11 - 1),
    "a negative size": _archive_of()
    + tar_header("0" * 64 + ".data.json", 0).replace(b"00000000000\0", b"-0000000001\0", 1),
    "wrong letters": _archive_of().replace(b'"version"', b'"versi\xff\xfe"'),
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_a_strangers_file_gets_a_verdict_soon_and_in_little_memory(content):
    tracemalloc.start()
    began = perf_counter()
    verdict = verify(content)
    seconds, (_now, most) = perf_counter() - began, tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert not verdict.accepted
    assert seconds < 5
    assert most < 20 * 2**20


@pytest.mark.parametrize(
    "text",
    [
        DEEP,
        "[" * 960 + "]" * 960,
        "null",
        '""',
        "0",
        "{}",
        "\0",
        '{"election_uuid":"\\ud800"}',
        "9" * 100_000,
        '{"owner":1,"payload":[]}',
        '{"num_tallied":1,"total_weight":1,"encrypted_tally":{}}',
        '{"result":[[' + "9" * 4000 + "]]}",
        '{"decryption_factors":[],"decryption_proofs":[]}',
        '{"election":[],"trustees":{},"credentials":null}',
    ],
)
def test_any_text_in_the_place_of_any_other_gets_a_verdict(archive, text):
    """The stranger re-does hashes and chain, so that the text is read."""
    whole = archive("plain")
    texts = [member.text for member in members(io.BytesIO(whole)) if member.kind == "data"]
    for place in [0, 1, 2, 3, 4, *range(len(texts) - 5, len(texts))]:
        assert not verify(_with_another(whole, texts[place], text)).accepted


def _with_another(whole: bytes, old: str, new: str) -> bytes:
    """Return the archive with one text for another, and every hash after it."""
    names = {hashed(old): hashed(new)}
    made = []
    for member in members(io.BytesIO(whole)):
        text = new if member.text == old else member.text
        for before, after in names.items():
            text = text.replace(before, after)
        names[hashed(member.text)] = hashed(text)
        if member.kind != "header":
            made.append((member.kind, text))
    return _archive_of(*made)


@settings(max_examples=100)
@given(content=st.binary(max_size=3000))
def test_any_bytes_get_a_verdict(content):
    assert not verify(content).accepted


@settings(max_examples=60)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
        max_leaves=8,
    )
)
def test_any_json_gets_a_verdict(value):
    import json

    text = json.dumps(value)
    assert not verify(_archive_of(("data", text), ("event", text))).accepted


def test_a_toy_group_is_called_insecure(archive):
    assert not verify(archive("plain")).secure
    assert not verify(archive("tiny group")).secure
    assert verify(archive("real")).secure


def test_reasons_of_damaged_files_have_words():
    reasons = {
        verify(content).failures[0].left
        for content in HOSTILE.values()
        if verify(content).failures[0].check == "file"
    }

    assert len(reasons) >= 5
    assert reasons <= set(FILE_REASONS)


def test_processes_find_the_same(archive):
    for how in ("vote-of-five", "dropped", "gigantic"):
        made = tamper(archive("full"), how, simulated=5)
        one, two = verify(made), verify(made, workers=2)

        assert (one.failures, one.counts, one.result) == (two.failures, two.counts, two.result)


def test_the_default_question_is_one_of_three_answers():
    assert [len(question.answers) for question in QUESTIONS] == [3]
