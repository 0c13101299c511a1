"""Proofs hold for what is true and for nothing else, in whichever way powers are reckoned."""

import subprocess
import sys
from itertools import combinations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from electoral.evoting import openssl, powers, subgroup
from electoral.evoting.ballot_steps import Cast, steps_of
from electoral.evoting.ballots import answer, bound, seal, write_answer
from electoral.evoting.chance import Chance
from electoral.evoting.credentials import derive, draw
from electoral.evoting.election import Question, write_election
from electoral.evoting.elgamal import encrypt, logarithm, multiply
from electoral.evoting.groups import BELENIOS_2048, GROUPS, RFC_3526_2048, TOY_23, TOY_2039
from electoral.evoting.powers import Powers, number
from electoral.evoting.proofs import (
    Key,
    decryption_claim,
    knowledge_claim,
    prove_decryption,
    prove_knowledge,
)
from electoral.evoting.strict import FormError, decimal, loads
from electoral.evoting.threshold import combine, deal

TRIES = 3
"""In a group of 1,019 a false proof holds once in 1,019 times: three in a row, never here."""


@st.composite
def questions(draw):
    answers = draw(st.integers(1, 4))
    least = draw(st.integers(0, answers))
    most = draw(st.integers(least, answers))
    return Question("?", tuple("ABCD"[:answers]), least, most, blank=draw(st.booleans()))


def checked(group, question, votes, seed):
    """Return of each check of a ballot of these numbers whether it holds everywhere."""
    chance = Chance("proofs", seed)
    secret = 1 + chance.below(group.q - 1)
    public = group.power(group.g, secret)
    election = write_election("?", "7777777777777A", group, public, (question,))
    credential = derive(draw(chance), election.uuid, group)
    key = Key(group, public)
    start = bound(election, credential.public)
    made = write_answer(answer(key, question, votes, start, chance))
    text = seal(election, credential, [made], chance)
    found: dict[str, bool] = {}
    for step in steps_of(key, election, [Cast(text, 1, 1, listed=True)]):
        found[step.check] = found.get(step.check, True) and step.holds
    return found


@settings(max_examples=60)
@given(data=st.data(), question=questions(), seed=st.integers(0, 10**6))
def test_any_vote_within_the_rules_is_accepted(data, question, seed):
    votes = data.draw(
        st.lists(st.integers(0, 1), min_size=question.values, max_size=question.values)
    )
    assume(question.allows(votes))

    assert all(checked(TOY_2039, question, votes, seed).values())


@settings(max_examples=60)
@given(data=st.data(), question=questions(), seed=st.integers(0, 10**6))
def test_no_vote_outside_the_rules_is_accepted_and_the_right_proof_fails(data, question, seed):
    votes = data.draw(
        st.lists(st.integers(-3, 5), min_size=question.values, max_size=question.values)
    )
    assume(not question.allows(votes))
    tries = [checked(TOY_2039, question, votes, f"{seed} {turn}") for turn in range(TRIES)]
    held = {check: all(one[check] for one in tries) for check in tries[0]}
    blank, chosen = question.blank and votes[0], sum(votes[question.blank :])

    assert not all(held.values())
    assert held["individual_proof"] == (set(votes) <= {0, 1})
    assert not held["overall_proof"] or blank == 1 or chosen in question.interval
    assert not held.get("blank_proof") or blank == 0 or chosen == 0


@pytest.mark.parametrize(
    ("group", "votes", "broken"),
    [
        (BELENIOS_2048, [0, 0, 1], set()),
        (BELENIOS_2048, [1, 0, 0], set()),
        (BELENIOS_2048, [1, 0, 1], {"blank_proof"}),
        (BELENIOS_2048, [0, 1, 1], {"overall_proof"}),
        (BELENIOS_2048, [0, 5, -4], {"individual_proof"}),
        (BELENIOS_2048, [0, 0, 0], {"overall_proof"}),
        (RFC_3526_2048, [0, 1, 0], set()),
        (RFC_3526_2048, [0, 2, -1], {"individual_proof"}),
    ],
    ids=lambda given: given.name if hasattr(given, "name") else str(given),
)
def test_the_real_groups_say_the_same(group, votes, broken):
    found = checked(group, Question("?", ("A", "B"), blank=True), votes, 1)

    assert {check for check, holds in found.items() if not holds} == broken


# One secret, and the same secret twice.


@given(secret=st.integers(0, 1018), seed=st.integers(0, 10**6))
def test_whoever_knows_a_secret_can_prove_it(secret, seed):
    group = TOY_2039
    proof = prove_knowledge(group, secret, "words", Chance(seed))

    assert knowledge_claim(group, group.power(group.g, secret), proof, "words").holds


@pytest.mark.parametrize("group", [BELENIOS_2048, RFC_3526_2048])
def test_a_proof_of_one_thing_is_no_proof_of_another(group):
    secret, alpha = 12345, group.power(group.g, 678)
    public, factor = group.power(group.g, secret), group.power(alpha, secret)
    known = prove_knowledge(group, secret, "words", Chance(1))
    opened = prove_decryption(group, alpha, secret, "words", Chance(2))
    more = group.g

    assert knowledge_claim(group, public, known, "words", Key(group, public)).holds
    assert decryption_claim(group, alpha, public, factor, opened, "words").holds
    for claim in (
        knowledge_claim(group, public, known, "other words"),
        knowledge_claim(group, public * more % group.p, known, "words"),
        knowledge_claim(group, public, known._replace(response=known.response + 1), "words"),
        knowledge_claim(group, public, known._replace(challenge=known.challenge + 1), "words"),
        knowledge_claim(group, public, opened, "words"),
        decryption_claim(group, alpha, public, factor, opened, "other words"),
        decryption_claim(group, alpha * more % group.p, public, factor, opened, "words"),
        decryption_claim(group, alpha, public * more % group.p, factor, opened, "words"),
        decryption_claim(group, alpha, public, factor * more % group.p, opened, "words"),
        decryption_claim(
            group, alpha, public, factor, opened._replace(response=opened.response + 1), "words"
        ),
        decryption_claim(group, alpha, public, factor, known, "words"),
    ):
        assert not claim.holds


# Sums and shares.


@given(votes=st.lists(st.integers(0, 1), max_size=20), seed=st.integers(0, 10**6))
def test_ciphertexts_multiply_and_votes_add(votes, seed):
    group, chance = TOY_2039, Chance(seed)
    secret = chance.below(group.q)
    public = group.power(group.g, secret)
    total = multiply(
        group, *(encrypt(group, public, vote, chance.below(group.q)) for vote in votes)
    )
    opened = total.beta * group.inverse(group.power(total.alpha, secret)) % group.p

    assert logarithm(group, opened, len(votes)) == sum(votes)
    assert logarithm(group, group.power(group.g, len(votes) + 1), len(votes)) is None


@settings(max_examples=40)
@given(people=st.integers(1, 5), needed=st.integers(1, 5), seed=st.integers(0, 10**6))
def test_so_many_of_the_trustees_open_what_fewer_do_not(people, needed, seed):
    assume(needed <= people)
    group = TOY_2039
    made = deal(group, people, needed, Chance(seed))
    alpha = group.power(group.g, 77)
    whole = group.power(made.public_key, 77)
    factors = {person: group.power(alpha, key) for person, key in enumerate(made.keys, 1)}

    for several in combinations(factors, needed):
        assert combine(group, {person: factors[person] for person in several}) == whole
    if needed > 1 and any(row[-1] for row in made.polynomials):
        fewer = {person: factors[person] for person in range(1, needed)}
        top = sum(row[-1] for row in made.polynomials) % group.q
        assert (combine(group, fewer) == whole) == (top == 0)


# Three ways of reckoning.


@pytest.mark.parametrize("group", GROUPS.values(), ids=GROUPS)
def test_openssl_gmpy2_and_python_agree(group, monkeypatch):
    bits = int(group.q).bit_length()
    ways = [Powers(group.p, group.g, bits), Powers(group.p, group.g, bits, fast=False)]
    monkeypatch.setattr(powers, "gmpy2", None)
    ways.append(Powers(group.p, group.g, bits, fast=False))
    chance = Chance("three ways", group.name)
    cases = [(0, 5), (1, 0), (group.p - 1, 3), (group.g, group.q), (group.g, group.q - 1)]
    cases += [(chance.below(group.p), chance.below(group.q)) for _ in range(5)]

    for base, exponent in cases:
        wanted = pow(int(base), int(exponent), int(group.p))
        assert [int(way.power(base, exponent)) for way in ways] == [wanted] * 3
    for way in ways:
        table = way.table(group.g, 300)
        for _base, exponent in cases:
            small = exponent % group.q
            assert (
                table.power(small, 7) == 7 * pow(int(group.g), int(small), int(group.p)) % group.p
            )
            assert way.fixed(small) == pow(int(group.g), int(small), int(group.p))


def test_openssl_is_there_where_this_python_has_it():
    assert (openssl.arithmetic(int(BELENIOS_2048.p)) is None) == (openssl._library() is None)
    assert BELENIOS_2048.powers.openssl is not None or openssl._library() is None
    assert TOY_2039.powers.openssl is None


def test_a_table_refuses_an_exponent_that_is_too_large_for_it():
    with pytest.raises(ValueError, match="larger than the table"):
        Powers(2039, 4, 10).table(4, 1).power(1 << 20)


PURE = """
import sys
sys.modules["gmpy2"] = None
from electoral.evoting import openssl, powers
openssl.arithmetic = lambda modulus: None
from electoral.evoting.simulate import Plan, simulate
from electoral.evoting.verify import verify
assert powers.gmpy2 is None and powers.number is int
simulate(sys.argv[1], Plan(1, 4, sys.argv[2]))
assert verify(sys.argv[1]).accepted
"""


@pytest.mark.slow
@pytest.mark.parametrize("group", ["BELENIOS-2048", "TOY-2039"])
def test_python_alone_makes_the_same_archive_and_accepts_it(group, tmp_path):
    from electoral.evoting.simulate import Plan, simulate

    ours, theirs = tmp_path / "ours.bel", tmp_path / "theirs.bel"
    simulate(ours, Plan(1, 4, group))
    subprocess.run([sys.executable, "-c", PURE, theirs, group], check=True, timeout=120)

    assert ours.read_bytes() == theirs.read_bytes()


# Membership.


@pytest.fixture(scope="module")
def inside():
    """So many elements that they are checked together."""
    group, chance = BELENIOS_2048, Chance("inside")
    return [group.power(group.g, chance.below(group.q)) for _ in range(subgroup.WORTHWHILE + 20)]


def _of_order_three(group):
    """Return x ≠ 1 with x³ = 1; there is one since 3 divides p - 1."""
    return next(
        root
        for base in range(2, 50)
        if (root := group.powers.power(number(base), (group.p - 1) // 3)) != 1
    )


def test_elements_of_the_subgroup_are_found_to_be_so_together(inside):
    assert subgroup._together(BELENIOS_2048, inside)
    assert subgroup.outside(BELENIOS_2048, inside) == []


@pytest.mark.parametrize("place", [0, 150, 319])
def test_a_planted_negative_is_found_among_hundreds(inside, place):
    planted = list(inside)
    planted[place] = BELENIOS_2048.p - planted[place]

    assert subgroup.outside(BELENIOS_2048, planted) == [place]


def test_a_planted_element_of_order_three_is_found_among_hundreds(inside):
    """It is a square, so that only the lot can find it."""
    group = BELENIOS_2048
    assert (group.p - 1) % 3 == 0
    third = _of_order_three(group)
    planted = list(inside)
    planted[200] = planted[200] * third % group.p

    assert powers.symbols([planted[200]], group.p) in ([True], None)
    assert not subgroup._together(group, planted)
    assert subgroup.outside(group, planted) == [200]
    assert not group.has(planted[200])


def test_two_planted_elements_that_cancel_are_found(inside):
    group = BELENIOS_2048
    third = _of_order_three(group)
    planted = list(inside)
    planted[3] = planted[3] * third % group.p
    planted[300] = planted[300] * third * third % group.p

    assert subgroup.outside(group, planted) == [3, 300]


@given(numbers=st.lists(st.integers(-3, 2050), max_size=30))
@pytest.mark.parametrize("group", [TOY_23, TOY_2039], ids=lambda group: group.name)
def test_in_a_toy_group_membership_is_what_the_list_of_all_powers_says(group, numbers):
    elements = {pow(int(group.g), exponent, int(group.p)) for exponent in range(int(group.q))}
    wanted = [place for place, one in enumerate(numbers) if one not in elements]

    assert subgroup.outside(group, numbers) == wanted
    assert subgroup.outside(group, numbers, exact=True) == wanted


@pytest.mark.parametrize("group", [BELENIOS_2048, RFC_3526_2048], ids=lambda group: group.name)
def test_the_quick_way_the_exact_way_and_python_alone_agree(group, monkeypatch):
    chance = Chance("few")
    some = [group.power(group.g, chance.below(group.q)) for _ in range(4)]
    some += [group.p - some[0], number(0), group.p, number(3), group.p + some[1]]
    quick, exact = (subgroup.outside(group, some, exact=way) for way in (False, True))
    monkeypatch.setattr(powers, "gmpy2", None)

    assert quick == exact == subgroup.outside(group, some)
    assert quick[:3] == [4, 5, 6]


# Reading numbers.


@given(st.text(alphabet="0123456789 -+_.eE٣\n", max_size=8))
def test_a_number_is_written_in_one_way_only(text):
    try:
        value = decimal(text)
    except FormError:
        assert not text.isascii() or not text.isdigit() or (text[0] == "0" and text != "0")
    else:
        assert str(value) == text


@pytest.mark.parametrize("text", ["NaN", "Infinity", '{"a":1,"a":1}', "[" * 10**5, "", "\x00", "{"])
def test_what_is_not_plain_json_is_a_sentence(text):
    with pytest.raises(FormError):
        loads(text)
