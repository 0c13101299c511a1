"""Remote voting on paper: who is let through, which ballot, what the records show, who waits."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from electoral import remote_day
from electoral.remote_day import EVERY, MINUTES, RUSH, Day, Plan, day
from electoral.remote_paper import (
    COMPARISONS,
    CONSTITUENCIES,
    DOCUMENTS,
    REFUSALS,
    STEPS,
    Conditions,
    Records,
    Station,
    Voter,
    alone,
    compare,
    records,
    twice,
    visit,
)

VOTER = Voter(home=7)
FAR = Station(1201, constituency=12)
OTHER = Station(2001, constituency=20)
OWN = Station(702, constituency=7)
HOME = Station(701, constituency=7)

constituencies = st.integers(1, CONSTITUENCIES)


@given(home=constituencies, there=constituencies, document=st.sampled_from(DOCUMENTS))
def test_away_from_home_one_gets_the_ballot_of_home(home: int, there: int, document: str) -> None:
    """24.kg/352781, 24.kg/344826: any station outside one's own constituency."""
    gone = visit(Voter(home), Station(100 * there + 9, there), document)

    assert gone.refused == ("own_constituency" if there == home else "")
    if there != home:
        assert (gone.printed, gone.box, gone.steps, gone.remote) == ((home,), home, STEPS, True)


def test_in_the_own_constituency_only_the_home_station_is_allowed() -> None:
    """24.kg/344826; the ballot there is the ordinary one, and no remote vote."""
    at_home = visit(VOTER, HOME)

    assert visit(VOTER, OWN).refused == "own_constituency"
    assert (at_home.refused, at_home.remote, at_home.box) == ("", False, 7)
    assert not records([at_home]).identified.any()


@pytest.mark.parametrize("document", ["driving_licence", "student_card", ""])
def test_another_document_ends_the_visit_before_anything_is_written(document: str) -> None:
    """24.kg/346768 names three documents."""
    gone = visit(VOTER, FAR, document)

    assert (gone.refused, gone.steps, gone.identified) == ("document", ("document",), False)


@pytest.mark.parametrize("second", [FAR, OTHER, HOME, OWN])
def test_a_second_identification_is_blocked_everywhere(second: Station) -> None:
    """24.kg/349124, kant.kg: «already voted»."""
    first = visit(VOTER, FAR)
    again = visit(VOTER, second, before=[first])

    assert (again.refused, again.box) == ("already", 0)
    assert visit(VOTER, HOME, before=[visit(VOTER, HOME)]).refused == "already"
    assert visit(Voter(7, number=2), second, before=[first]).refused != "already"


def test_a_refused_visit_blocks_nothing() -> None:
    refused = [visit(VOTER, OWN), visit(VOTER, FAR, "student_card")]

    assert visit(VOTER, FAR, before=refused).identified


def test_without_network_a_device_that_stops_lets_nobody_vote_twice_and_nobody_once() -> None:
    dark = Conditions(network=False, offline="stop")

    assert visit(VOTER, FAR, conditions=dark).refused == "network"


def test_without_network_a_device_that_goes_on_is_blind_for_other_stations() -> None:
    """The second vote is in the box; only putting the lists together shows it."""
    dark = Conditions(network=False, offline="local")
    first = visit(VOTER, FAR, conditions=dark)
    same = visit(VOTER, FAR, before=[first], conditions=dark)
    second = visit(VOTER, OTHER, before=[first], conditions=dark)

    assert (same.refused, second.refused, second.box) == ("already", "", 7)
    assert twice([first, second]) == [VOTER]
    assert not any(rows.any() for rows in compare(records([first, second])).values())


def test_what_was_shared_before_the_network_failed_is_known_afterwards() -> None:
    dark = Conditions(network=False, offline="local")

    assert visit(VOTER, OTHER, before=[visit(VOTER, FAR)], conditions=dark).refused == "already"


def test_a_wrong_ballot_that_is_noticed_is_exchanged_and_the_records_agree() -> None:
    gone = visit(VOTER, FAR, conditions=Conditions(prints=3, looks=True))
    sheet = records([gone])

    assert (gone.printed, gone.spoiled, gone.box) == ((3, 7), (3,), 7)
    assert (sheet.printed.sum(), sheet.spoiled.sum(), sheet.boxed.sum()) == (2, 1, 1)
    assert not any(rows.any() for rows in compare(sheet).values())


def test_a_wrong_ballot_that_nobody_notices_shows_by_constituency_and_not_in_the_sum() -> None:
    gone = visit(VOTER, FAR, conditions=Conditions(prints=3, looks=False))
    apart = compare(records([gone]))["identified_printed"]

    assert gone.box == 3
    assert (apart[7 - 1], apart[3 - 1], apart.sum()) == (1, -1, 0)


def test_a_fault_that_prints_the_right_constituency_is_none() -> None:
    assert visit(VOTER, FAR, conditions=Conditions(prints=7)).printed == (7,)


@given(
    visits=st.lists(
        st.builds(
            lambda home, there, at, network, offline, prints, looks, document: (
                Voter(home, number=at),
                Station(100 * there + at, there),
                document,
                Conditions(network, offline, prints, looks),
            ),
            st.integers(1, 3),
            st.integers(1, 3),
            st.integers(1, 2),
            st.booleans(),
            st.sampled_from(["stop", "local"]),
            st.integers(0, 3),
            st.booleans(),
            st.sampled_from([*DOCUMENTS, "none"]),
        ),
        max_size=12,
    )
)
def test_whatever_happens_every_identified_voter_leaves_one_ballot(visits: list) -> None:
    """And every refusal is one of the four, leaves nothing, and stops where it was made."""
    gone = []
    for voter, station, document, conditions in visits:
        gone.append(visit(voter, station, document, before=gone, conditions=conditions))
    sheet = records(gone)

    assert sheet.identified.sum() == sheet.boxed.sum() == sum(one.remote for one in gone)
    assert not compare(sheet)["printed_boxed"].any()
    for one in gone:
        assert one.steps == STEPS if one.identified else one.refused in REFUSALS
        assert (one.box > 0) == one.identified
        assert len(one.printed) == len(one.spoiled) + one.identified


def test_the_comparisons_do_not_see_one_ballot_exchanged_for_another() -> None:
    """A blind spot: a ballot is carried out and one of the same constituency put in."""
    sheet = records([visit(VOTER, FAR)])
    gone, put_in = sheet.boxed.copy(), sheet.boxed.copy()
    gone[6] -= 1
    put_in[:] = gone
    put_in[6] += 1

    assert compare(replace(sheet, boxed=gone))["printed_boxed"].sum() == 1
    assert not compare(replace(sheet, boxed=put_in))["printed_boxed"].any()


def test_a_box_with_one_ballot_of_a_constituency_is_named() -> None:
    visits = [visit(Voter(home, number), FAR) for home, number in ((7, 1), (3, 1), (3, 2))]

    assert alone(records(visits)).tolist() == [7]
    assert set(compare(Records())) == set(COMPARISONS)


@pytest.mark.parametrize("number", [0, 31, -1, True, 1.5, "7"])
def test_a_constituency_that_there_is_not_is_refused_in_a_sentence(number: int) -> None:
    for thing in (lambda: Voter(number), lambda: Station(1, number)):
        with pytest.raises(ValueError, match="A constituency is a number from 1 to 30, not"):
            thing()
    if number:
        with pytest.raises(ValueError, match="A constituency is a number"):
            Conditions(prints=number)


def test_an_unknown_rule_for_a_missing_network_is_refused() -> None:
    with pytest.raises(ValueError, match="offline is one of stop, local, not 'guess'"):
        Conditions(offline="guess")


# The day at one station.


def test_a_device_serves_about_720_voters_in_twelve_hours() -> None:
    """24.kg/352824: about 720 voters in 12 hours for each device, less than a minute each."""
    served = [day(Plan(voters=1500, seconds=60), seed).served for seed in range(5)]
    two = day(Plan(voters=3000, seconds=60, devices=2), 1).served

    assert all(700 <= number <= 740 for number in served)
    assert 1400 <= two <= 1480


def test_the_same_seed_gives_the_same_day_and_another_seed_another() -> None:
    first, again, other = (day(Plan(), seed) for seed in (1, 1, 2))

    assert first.begun.tolist() == again.begun.tolist() != other.begun.tolist()


def test_a_queue_reckoned_by_hand() -> None:
    """Two voters come at once to one device: the second waits as long as the first takes."""
    came, takes = np.array([1.0, 1.0, 10.0]), np.array([2.0, 3.0, 1.0])
    one = remote_day._serve(Plan(voters=3), came, takes)
    two = remote_day._serve(Plan(voters=3, devices=2), came, takes)
    stopped = remote_day._serve(
        Plan(voters=3, stopped=100, offline=200), came + 238, np.full(3, 2.0)
    )

    assert one.tolist() == [1, 3, 10]
    assert two.tolist() == [1, 1, 10]
    # Without network from minute 240 to 440, stopped from 360 to 460: one pause until 460.
    # The first is done at 241 of working time, so at 461; the second follows, then the third.
    assert stopped.tolist() == [239, 461, 463]


@given(
    devices=st.integers(1, 4),
    voters=st.integers(0, 300),
    seconds=st.integers(20, 200),
    rush=st.sampled_from(list(RUSH)),
    stopped=st.integers(0, MINUTES),
    offline=st.integers(0, MINUTES),
    seed=st.integers(0, 99),
)
def test_in_every_day_nobody_is_lost(seed: int, **plan: int | str) -> None:
    """First come, first served; who is not served still waits at the end."""
    one = day(Plan(**plan), seed)  # type: ignore[arg-type]
    begun = one.begun[np.isfinite(one.begun)]

    assert one.served + one.left == one.plan.voters == len(one.arrived)
    assert (one.waits >= 0).all()
    assert (np.diff(begun) >= 0).all()
    assert (begun < MINUTES).all()
    assert (one.waiting >= 0).all()
    assert one.waiting[-1] == one.left
    assert len(one.waiting) == MINUTES // EVERY + 1
    assert one.records.identified.sum() == one.served


def test_nobody_begins_while_the_network_is_down() -> None:
    one = day(Plan(devices=3, offline=60), 1)

    assert not ((one.begun >= 240) & (one.begun < 300)).any()
    assert one.waits.max() > day(Plan(devices=3), 1).waits.max()


def test_more_devices_never_mean_more_waiting() -> None:
    waits = [day(Plan(devices=number, voters=1400), 3).waiting.sum() for number in (1, 2, 3)]

    assert waits == sorted(waits, reverse=True)


def faults(**given: int) -> tuple[Day, dict[str, tuple[int, int]]]:
    """Return a day and, of each comparison, its sum and in how many constituencies it fails."""
    one = day(Plan(**given), 1)
    apart = compare(one.records)
    return one, {name: (int(row.sum()), int((row != 0).sum())) for name, row in apart.items()}


def test_an_undisturbed_day_agrees_in_every_constituency() -> None:
    one, apart = faults()

    assert apart == {"identified_printed": (0, 0), "printed_boxed": (0, 0)}
    assert one.records.identified[12 - 1] == 0


def test_each_fault_shows_in_the_comparison_it_belongs_to() -> None:
    _, misprints = faults(misprints=1)
    _, taken = faults(taken=5)
    _, added = faults(added=5)

    assert misprints == {"identified_printed": (0, 2), "printed_boxed": (0, 0)}
    assert taken["identified_printed"] == (0, 0)
    assert taken["printed_boxed"][0] == 5
    assert added["printed_boxed"] == (-5, 1)


def test_as_many_taken_as_added_agree_in_the_sum_and_differ_by_constituency() -> None:
    """The sum alone would hide it."""
    _, apart = faults(taken=5, added=5)

    assert apart["printed_boxed"][0] == 0
    assert apart["printed_boxed"][1] > 0


def test_in_a_usual_day_some_constituency_has_one_voter_only() -> None:
    """So a count by constituency at the station would tell a vote."""
    assert any(len(alone(day(Plan(voters=200), seed).records)) for seed in range(5))


@pytest.mark.parametrize("name", [one.name for one in fields(Plan) if one.name != "rush"])
@pytest.mark.parametrize("value", [-1, True, 1.5, 20_000])
def test_a_plan_that_cannot_be_is_refused_in_a_sentence(name: str, value: int) -> None:
    with pytest.raises(ValueError, match=rf"{name} is a number from \d+ to \d+, not"):
        Plan(**{name: value})


def test_an_unknown_rush_is_refused() -> None:
    with pytest.raises(ValueError, match="rush is one of even, morning, evening, not 'noon'"):
        Plan(rush="noon")
