"""Days of five ways of voting: honest ones are exact and silent, a learner may take part."""

import doctest
import importlib
import pkgutil
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import electoral.cabinet
from electoral.cabinet import mixing, seal
from electoral.cabinet.adversaries import ROLES
from electoral.cabinet.board import Board, missing
from electoral.cabinet.checks import CHECKS, findings
from electoral.cabinet.comparison import PROPERTIES, comparison, readers, silent
from electoral.cabinet.crowd import crowd
from electoral.cabinet.identify import ENTRIES
from electoral.cabinet.matrix import noticed_on
from electoral.cabinet.own import Do
from electoral.cabinet.roll import Book, Roll, last_of_each
from electoral.cabinet.setting import DILIGENT, HABITS, Habits, Setting
from electoral.cabinet.ways import WAYS, conspiracy, hold
from electoral.evoting.chance import Chance
from electoral.evoting.elgamal import Ciphertext, encrypt

MODULES = [
    f"electoral.cabinet.{one.name}" for one in pkgutil.iter_modules(electoral.cabinet.__path__)
]
BY_INTERNET = [way for way in WAYS if WAYS[way].internet]

ELECTORATES = st.builds(
    lambda voters, choices, turnout, trustees, needed, keen, entry: Setting(
        voters=voters,
        choices=choices,
        turnout=turnout,
        trustees=trustees,
        needed=min(needed, trustees),
        victims=min(4, voters),
        habits=DILIGENT if keen else Habits(),
        entry=entry,
    ),
    st.integers(1, 25),
    st.integers(2, 6),
    st.integers(0, 1000),
    st.integers(1, 5),
    st.integers(1, 5),
    st.booleans(),
    st.sampled_from(ENTRIES),
)


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_run(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


# Honest days.


@pytest.mark.parametrize("way", WAYS)
@settings(max_examples=12)
@given(seed=st.integers(0, 10**6), setting=ELECTORATES)
def test_without_an_adversary_the_result_is_the_truth_and_nothing_alarms(way, seed, setting):
    day = hold(way, seed, setting=setting)

    assert day.tally == day.truth.rows
    assert not day.effect.any
    assert findings(day) == {}


@pytest.mark.parametrize("way", WAYS)
def test_the_same_seed_gives_the_same_day(way):
    assert hold(way, 5, "denial") == hold(way, 5, "denial")
    assert hold(way, 5).tally != hold(way, 6).tally


def test_all_ways_have_the_same_people_with_the_same_wishes():
    assert len({hold(way, 3).truth.meant for way in WAYS}) == 1


@given(st.integers(0, 1000))
def test_a_last_wish_is_the_last_one(seed):
    people = crowd(20, 3, 800, seed)
    last = last_of_each((wish.voter, wish.choice) for wish in people.wishes)

    assert last == {
        voter: choice for voter, choice in enumerate(people.meant) if choice is not None
    }


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 2)), max_size=12))
def test_one_vote_each_whatever_happens(tries):
    once, again = Book(Roll(4, 4), revoting=False), Book(Roll(4, 4), revoting=True)
    taken = [(who, what) for who, what in tries if not once.admit(who)]
    votes = last_of_each((who, what) for who, what in tries if not again.admit(who))

    assert len(taken) == len({who for who, _ in taken}) == len(votes)
    assert set(once.voted) == set(again.voted) == {who for who, _ in tries if who < 4}


# Days with an adversary.


@pytest.mark.parametrize("way", WAYS)
@settings(max_examples=10)
@given(seed=st.integers(0, 10**6), role=st.sampled_from(sorted(ROLES)))
def test_what_was_counted_and_what_was_moved_make_up_the_result(way, seed, role):
    """The announced votes are those of people, those added, and nothing else."""
    day = hold(way, seed, role)
    counted = sum(choice is not None for choice in day.truth.counted)

    assert sum(map(sum, day.tally)) in {0, counted + day.truth.added}
    assert day.effect.changed + day.effect.prevented <= 24
    assert bool(day.tally) or role in {"trustees_refuse", "server_exchanges"}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("role", ["device_leaks", "trustee_leaks", "trustees_collude", "coercer"])
def test_what_only_watches_leaves_no_trace_in_what_is_published(way, role):
    """Malware that tells, keys in wrong hands and coercion: the archive's check cannot show them."""
    found = findings(hold(way, 11, role, Setting(habits=DILIGENT)))

    assert {check for _, check in found} <= {"complaint", "papers_alike"}


def test_malware_before_encryption_leaves_a_perfect_archive():
    day = hold(
        "deg_homomorphic", 11, "device_changes", Setting(habits=replace(DILIGENT, challenges=0))
    )

    assert day.effect.changed > 0
    assert findings(day) == {}


@pytest.mark.parametrize("way", BY_INTERNET)
def test_whoever_catches_the_device_keeps_their_vote_where_the_check_comes_before_the_count(way):
    day = hold(way, 11, "device_changes", Setting(habits=DILIGENT))

    assert bool(day.effect.changed) == (way == "deg_blind")
    assert findings(day)


def test_a_check_reads_only_what_its_party_sees():
    """Exchange the hidden truth: no check finds anything else."""
    for way in WAYS:
        day = hold(way, 4, "server_replaces", Setting(habits=DILIGENT))
        honest = hold(way, 4)

        assert findings(replace(day, truth=honest.truth, role="", story=())) == findings(day)


def test_what_is_published_holds_no_secret():
    for way in BY_INTERNET:
        day = hold(way, 4)
        ceremony = seal.ceremony_of(3, 2, 4)
        shown = repr(day.sees)

        assert not any(f", {key}, " in shown for key in ceremony.polynomials)
        assert "polynomials" not in shown
        assert "voter=" not in repr(
            {key: view for key, view in day.sees.items() if key == "anyone"}
        )


@pytest.mark.parametrize(("trustees", "needed"), [(1, 1), (3, 2), (4, 3), (5, 5)])
@pytest.mark.parametrize("way", BY_INTERNET)
def test_k_keyholders_open_and_fewer_do_not(way, trustees, needed):
    setting = Setting(trustees=trustees, needed=needed)
    enough = conspiracy(way, 7, needed, server=False, setting=setting)
    few = conspiracy(way, 7, needed - 1, server=True, setting=setting)

    assert enough.effect.early == (0 if way == "i_voting" else 24)  # its box is not public
    assert enough.effect.read == 0  # nobody told them whose ballot is whose
    assert (few.effect.early, few.effect.read) == (0, 0)
    assert readers(way, 7, setting) == (None if way == "deg_blind" else needed + 1)


def test_the_more_voters_look_the_likelier_a_lost_ballot_is_noticed():
    """With one of n looking the chance grows; here on 20 days, four ballots dropped on each."""
    shares = [0, 100, 300, 1000]
    noticed = [
        noticed_on("server_drops", "deg_blind", setting=Setting(habits=Habits(codes=share)))[0]
        for share in shares
    ]

    assert noticed == sorted(noticed)
    assert (noticed[0], noticed[-1]) == (0, 20)


def test_who_lives_alone_in_a_district_is_read_from_the_result():
    days = [hold("paper_remote", seed) for seed in range(20)]

    assert any(day.truth.alone for day in days)
    for day in days:
        assert day.truth.alone == sum(sum(row) for row in day.tally if sum(row) and sum(row) in row)


# The learner.


@given(st.lists(st.integers(0, 2), min_size=1, max_size=4))
@settings(max_examples=15)
def test_a_vote_again_replaces_the_one_before_where_that_is_allowed(choices):
    for way in WAYS:
        day = hold(way, 2, own=[Do("vote", choice) for choice in choices])
        counts = choices[-1] if WAYS[way].revoting else choices[0]

        assert day.truth.counted[0] == day.truth.meant[0] == counts
        refused = [seen.refused for seen in day.own]
        assert refused == [""] + ["" if WAYS[way].revoting else "already_voted"] * (
            len(choices) - 1
        )
        assert not day.effect.any


def test_a_learner_catches_a_device_by_a_challenge_and_votes_with_another():
    acts = (Do("challenge", 1), Do("vote", 1), Do("look"))
    challenge, vote, look = hold("deg_homomorphic", 2, "device_changes", own=acts).own

    assert (challenge.shows, challenge.holds) == (0, False)
    assert (vote.code, look.holds) == (look.code, True)
    assert hold("deg_homomorphic", 2, "device_changes", own=acts).truth.counted[0] == 1
    assert hold("deg_homomorphic", 2, "device_changes", own=acts[1:]).truth.counted[0] == 0


def test_whoever_asks_the_list_before_voting_gives_no_alarm():
    day = hold("deg_homomorphic", 2, own=[Do("status"), Do("vote", 1), Do("status")])

    assert [seen.shows for seen in day.own] == [False, None, True]
    assert findings(day) == {}


def test_a_code_that_is_not_on_the_board_is_seen_at_once():
    seen = hold("deg_blind", 2, "server_drops", own=[Do("vote", 1), Do("look"), Do("status")]).own

    assert [one.holds for one in seen] == [None, False, False]


def test_paper_overrides_what_was_sent():
    acts = [Do("vote", 1), Do("second_device"), Do("paper", 2), Do("vote", 0)]
    day = hold("i_voting", 2, own=acts)

    assert day.own[1].shows == 1
    assert day.truth.counted[0] == 2


def test_a_second_device_shows_what_the_first_one_did():
    seen = hold("i_voting", 2, "device_changes", own=[Do("vote", 2), Do("second_device")]).own

    assert (seen[1].choice, seen[1].shows, seen[1].holds) == (2, 0, False)


@pytest.mark.parametrize(("way", "counted", "convinced"), [
    ("paper_home", 1, False),
    ("deg_homomorphic", 2, False),
    ("deg_blind", 0, True),
    ("i_voting", 2, False),
])  # fmt: skip
def test_a_forced_learner_votes_again_where_that_is_possible(way, counted, convinced):
    """The coercer wants 0. In a booth the first vote is already the learner's own."""
    day = hold(way, 2, "coercer", own=[Do("vote", 1), Do("vote", 2)])

    assert day.truth.counted[0] == counted
    assert (0 in day.truth.proven) == convinced


def test_who_comes_too_late_is_turned_away():
    for way in WAYS:
        (seen,) = hold(way, 2, "denial", own=[Do("vote", 1)]).own

        assert (seen.refused == "no_service") == (way not in {"paper_home", "i_voting"})


def test_what_a_way_does_not_offer_is_said():
    for way, facts in WAYS.items():
        for do in (
            Do("vote", 1),
            Do("challenge", 1),
            Do("look"),
            Do("second_device"),
            Do("paper", 1),
            Do("status"),
        ):
            (seen,) = hold(way, 2, own=[do]).own

            assert (seen.refused == "not_offered") == (do.kind not in facts.doings)


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        (lambda: Do("pray"), "pray"),
        (lambda: Do("vote"), "which choice"),
        (lambda: hold("paper_home", 1, own=[Do("vote", 3)]), r"choice \(3\)"),
        (lambda: hold("by_post", 1), "by_post"),
        (lambda: hold("paper_home", 1, "ghost"), "ghost"),
        (lambda: Setting(needed=4), r"needed \(4\)"),
        (lambda: Setting(choices=1), r"choices \(1\)"),
        (lambda: Setting(turnout=1001), r"turnout \(1001\)"),
        (lambda: Setting(voters=0), r"voters \(0\)"),
        (lambda: Setting(victims=31), r"victims \(31\)"),
    ],
)
def test_what_cannot_be_is_said_with_its_value(bad, said):
    with pytest.raises(ValueError, match=said):
        bad()


# The tools.


def test_a_mix_that_exchanges_a_vote_is_caught_and_an_honest_one_is_not():
    key = seal.ceremony_of(3, 2, 1).public_key
    box = [encrypt(seal.GROUP, key, choice, 30 + choice) for choice in range(4)]
    caught = 0
    for seed in range(40):
        mixed, proof = mixing.mix(key, box, Chance("mix", seed))
        false = (Ciphertext(mixed[0].alpha, mixed[0].beta * 4 % seal.GROUP.p), *mixed[1:])

        assert mixing.failures(key, box, mixed, proof) == 0
        caught += mixing.failures(key, box, false, proof) > 0
    assert caught == 40


def test_a_mix_hides_the_order_and_keeps_the_votes():
    ceremony = seal.ceremony_of(3, 2, 1)
    box = [encrypt(seal.GROUP, ceremony.public_key, choice, 30 + choice) for choice in range(6)]
    mixed, _ = mixing.mix(ceremony.public_key, box, Chance("mix", 1))
    held = [seal.opened_by_secret(ceremony, one, 5) for one in mixed]

    assert sorted(held) == list(range(6)) != held
    assert not set(mixed) & set(box)


def test_a_false_share_is_caught():
    ceremony = seal.ceremony_of(3, 2, 1)
    box = [encrypt(seal.GROUP, ceremony.public_key, 1, 30)]
    part = seal.share(ceremony, box, 2, Chance("share"))
    false = replace(part, factors=(part.factors[0] * 4 % seal.GROUP.p,))

    assert seal.failures(ceremony.public_keys, box, part) == 0
    assert seal.failures(ceremony.public_keys, box, false) == 1


def test_a_cleaned_board_looks_whole_and_only_a_copy_tells():
    board = Board()
    posts = [board.post("key", f"ballot {number}") for number in range(4)]
    clean = board.without([posts[1]])

    assert [post.previous for post in clean.posts[1:]] == [post.link for post in clean.posts[:-1]]
    assert missing(posts, clean.posts) == 1
    assert missing(clean.posts, board.posts) == 0


# The comparison.


def test_the_comparison_says_what_the_ways_are_known_for():
    table = comparison()
    values = {name: [table[way][name].value for way in WAYS] for name in PROPERTIES}

    assert set(table) == set(WAYS)
    assert all(set(row) == set(PROPERTIES) for row in table.values())
    assert values["receipt"] == [0, 0, 4, 4, 0]
    assert values["readers"] == [None, None, 3, None, 3]
    assert values["early"] == [None, None, 2, 2, 3]
    assert values["special"] == [False, False, True, True, True]
    assert values["network"] == [0, 6, 5, 6, 0]
    assert values["refusing"] == [0, 0, 24, 24, 24]
    assert [bool(value) for value in values["as_meant"]] == [False, False, True, True, True]
    assert [bool(value) for value in values["arrived"]] == [False, False, True, True, True]


def test_every_source_is_graded_a_or_b():
    sources = [one for way in WAYS.values() for one in way.sources]
    sources += [
        one for row in comparison().values() for value in row.values() for one in value.sources
    ]

    assert sources
    assert all(source.startswith(("A: ", "B: ")) for source in sources)


def test_what_no_check_of_the_archive_shows_is_listed():
    for way in ("deg_homomorphic", "deg_blind"):
        assert {"device_changes", "device_leaks", "coercer", "trustees_collude"} <= set(silent(way))


def test_every_check_has_a_party_and_a_habit_that_exist():
    assert {check.who for check in CHECKS.values()} == {
        "voter",
        "observer",
        "anyone",
        "monitor",
        "auditor",
    }
    assert {check.habit for check in CHECKS.values()} <= {"", *HABITS}
