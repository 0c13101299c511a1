"""A hidden day, what an observer finds of it, and what accusations are worth."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from electoral.acts import KINDS, Act
from electoral.day import poll
from electoral.detective import (
    MINUTES,
    POINTS,
    Case,
    best,
    case,
    fitting,
    left_by,
    patterns,
    score,
)
from electoral.findings import INSPECTIONS, checks_of, look, spent
from electoral.plan import plan
from electoral.traces import CHECKS, differences, traces_at

seeds = st.integers(0, 999_999)
many = settings(max_examples=60, deadline=None)


def a_case(*acts, seed=1):
    """Return a case with known acts, at a station of usual size."""
    return Case(seed, poll(plan(1000), seed, acts))


def cheapest(traces):
    """Return the shortest inspection that shows one of the traces."""
    fit = [one for one in INSPECTIONS.values() if traces.intersection(one.checks)]
    return min(fit, key=lambda one: one.minutes)


def test_every_check_belongs_to_exactly_one_inspection():
    checks = [check for one in INSPECTIONS.values() for check in one.checks]

    assert sorted(checks) == sorted(CHECKS)


def test_all_inspections_take_two_and_a_half_times_the_time_there_is():
    assert spent(INSPECTIONS) == 2.5 * MINUTES


@many
@given(seeds)
def test_a_case_is_the_same_for_everyone_who_opens_it(seed):
    one, other = case(seed), case(seed)

    assert one.day.acts == other.day.acts
    assert one.day.lines() == other.day.lines()


def test_about_one_day_in_six_is_honest_and_every_kind_of_act_occurs():
    opened = [case(seed) for seed in range(300)]
    natures = [one.nature for one in opened]

    assert 30 <= natures.count("honest") <= 70
    assert min(natures.count("fault"), natures.count("act")) >= 80
    assert {act.kind for one in opened for act in one.day.acts} == set(KINDS)
    assert {len(one.day.acts) for one in opened} == {0, 1, 2}


@many
@given(seeds)
def test_an_honest_day_has_noise_and_no_trace(seed):
    honest = Case(seed, poll(case(seed).day.plan, seed))

    assert traces_at(honest.day) == frozenset()
    assert score(honest, {}).score == best(honest) == POINTS["acquitted"]


def test_on_most_honest_days_machine_and_people_differ_a_little():
    days = [poll(plan(1000), seed) for seed in range(20)]

    assert sum(differences(day)["machine_votes"][0] > 0 for day in days) >= 15


@many
@given(seeds)
def test_an_inspection_shows_what_the_checks_compute_and_nothing_else(seed):
    day = case(seed).day
    findings = [finding for one in INSPECTIONS for finding in look(day, one)]
    computed = {check: int(found[0]) for check, found in differences(day).items()}

    assert {finding.check: finding.difference for finding in findings} == computed
    assert {
        finding.check for finding in findings if abs(finding.difference) > finding.doubtful
    } == traces_at(day)


@many
@given(seeds)
def test_the_figures_of_a_finding_add_up_to_its_difference(seed):
    day = case(seed).day
    for one in INSPECTIONS:
        for finding in look(day, one):
            apart = [
                figure.right + 1 if figure.left is None else figure.left - figure.right
                for figure in finding.figures
                if (finding.check, figure.line) != ("machine_votes", "invalid")
            ]
            assert sum(map(abs, apart)) == abs(finding.difference), finding


@many
@given(seeds)
def test_every_act_that_leaves_a_trace_can_be_shown_within_the_time(seed):
    opened = case(seed)
    left = {kind: traces for kind, traces in left_by(opened).items() if traces}
    looked = {cheapest(traces).id for traces in left.values()}
    verdict = score(
        opened, {kind: traces & checks_of(looked) for kind, traces in left.items()}, looked
    )

    assert spent(looked) <= MINUTES
    for judgement in verdict.judgements:
        assert judgement.result in {"proved", "shown", "untraced", "acquitted"}


@many
@given(seeds)
def test_with_all_evidence_the_best_score_is_reached(seed):
    opened = case(seed)
    accusations = {kind: traces for kind, traces in left_by(opened).items() if traces}

    assert score(opened, accusations).score == best(opened)


@many
@given(seeds, st.booleans())
def test_accusing_everything_scores_below_zero_and_below_silence(seed, armed):
    opened = case(seed)
    evidence = traces_at(opened.day) if armed else ()
    verdict = score(opened, dict.fromkeys(KINDS, evidence))

    assert verdict.score < 0
    assert verdict.score < score(opened, {}).score


@many
@given(seeds, st.data())
def test_a_score_stays_within_its_bounds_and_counts_each_act_once(seed, data):
    opened = case(seed)
    looked = data.draw(st.lists(st.sampled_from(list(INSPECTIONS)), unique=True))
    known = sorted(checks_of(looked))
    evidence = st.lists(st.sampled_from(known), unique=True) if known else st.just([])
    accusations = data.draw(st.dictionaries(st.sampled_from(list(KINDS)), evidence))
    verdict = score(opened, accusations, looked)
    kinds = [judgement.kind for judgement in verdict.judgements if judgement.kind]

    assert POINTS["false"] * len(KINDS) <= verdict.score <= best(opened)
    assert sorted(kinds) == sorted({*accusations, *(act.kind for act in opened.day.acts)})


@many
@given(seeds, st.data())
def test_one_more_false_accusation_never_pays(seed, data):
    opened = case(seed)
    happened = {act.kind for act in opened.day.acts}
    false = data.draw(st.sampled_from([kind for kind in KINDS if kind not in happened]))
    right = {kind: traces for kind, traces in left_by(opened).items() if traces}

    assert score(opened, {**right, false: ()}).score < score(opened, right).score
    assert score(opened, {false: ()}).score < score(opened, {}).score


def test_a_false_accusation_costs_more_than_a_missed_act():
    assert POINTS["false"] < POINTS["missed"] < 0


def test_in_doubt_between_two_acts_silence_is_the_better_choice():
    guess = (POINTS["shown"] + POINTS["false"] + POINTS["missed"]) / 2

    assert guess < POINTS["missed"]


def test_the_right_act_earns_less_the_less_its_evidence_shows():
    stuffed = a_case(Act("stuffing"))
    results = [
        score(stuffed, {"stuffing": evidence}).judgements[0].result
        for evidence in (["K1", "K4"], ["K1", "stock"], ["stock"], [])
    ]

    assert results == ["proved", "mixed", "guess", "guess"]
    assert POINTS["proved"] > POINTS["shown"] > POINTS["mixed"] > POINTS["guess"] > 0


def test_evidence_that_fits_another_act_is_named_until_a_further_look_rules_it_out():
    """K1 is broken by stuffing and by a line typed wrongly; only the typing spares the form."""
    stuffed = a_case(Act("stuffing"))
    hasty = score(stuffed, {"stuffing": ["K1"]}, ["arithmetic"]).judgements[0]
    thorough = score(stuffed, {"stuffing": ["K1"]}, ["arithmetic", "form"]).judgements[0]

    assert (hasty.result, hasty.others) == ("shown", ("mis_typed",))
    assert (thorough.result, thorough.others) == ("proved", ())


def test_people_accused_of_what_the_machine_did_are_accused_falsely():
    jammed = a_case(Act("wrong_stack"))
    false = score(jammed, {"carousel": ["stock"]}).judgements[1]

    assert (false.kind, false.result, false.machine) == ("carousel", "false", True)
    assert "wrong_stack" in false.others


def test_what_doubtful_marks_explain_is_no_evidence():
    honest = a_case()
    found = look(honest.day, "slip")[0]
    verdict = score(honest, {"mis_sorted": ["machine_votes"]})

    assert 0 < found.difference <= found.doubtful
    assert verdict.judgements[0].wrong == ("machine_votes",)
    assert verdict.score == POINTS["false"]


def test_an_act_that_leaves_no_trace_is_not_missed():
    """Two candidates with the same number of votes, swapped: every figure stays as it was."""
    even = plan(1000, weights=(0, 0, 0, 0, 1), hands="clear")
    swapped = Case(1, poll(even, 1, [Act("swapped_order", to=0, off=1)]))
    verdict = score(swapped, {})

    assert [judgement.result for judgement in verdict.judgements] == ["acquitted", "untraced"]
    assert verdict.score == best(swapped) == POINTS["acquitted"]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_act_has_a_pattern_and_fits_its_own_traces(kind):
    opened = a_case(Act(kind))

    assert patterns(kind)
    assert kind in fitting(opened, traces_at(opened.day), INSPECTIONS)


def test_what_cannot_be_is_answered_with_a_sentence():
    opened = a_case()
    with pytest.raises(ValueError, match="'bribery' is none of them"):
        score(opened, {"bribery": []})
    with pytest.raises(ValueError, match=r"what was looked at: delivery; 'K1' is not"):
        score(opened, {"stuffing": ["K1"]}, ["delivery"])
    with pytest.raises(ValueError, match="'attic' is none of them"):
        look(opened.day, "attic")
    with pytest.raises(ValueError, match="made once, not twice"):
        spent(["room", "room"])
    with pytest.raises(ValueError, match="not -1"):
        case(-1)
