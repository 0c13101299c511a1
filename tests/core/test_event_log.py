"""The event log: anyone can add it up, and a change in it changes the protocol."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, reject
from hypothesis import strategies as st

from electoral.acts import KINDS, Act, TooFewError
from electoral.day import poll
from electoral.log import CLOSING, OPENING, Event, log, recount
from electoral.plan import Plan, country, plan

SEEDS = st.integers(0, 2**32)


def as_published(events):
    return {line: int(counts[0]) for line, counts in recount(events).items()}


@given(
    st.integers(50, 2500),
    st.integers(100, 900),
    SEEDS,
    st.lists(st.sampled_from(sorted(KINDS)), max_size=3),
)
def test_the_protocol_follows_from_the_log_whatever_was_done(voters, turnout, seed, kinds):
    acts = [Act(kind, ballots=1) for kind in kinds]
    try:
        day = poll(plan(voters, turnout=turnout, weights=(30, 30, 20, 10, 10)), seed, acts)
    except TooFewError:
        reject()  # a handful of ballots holds no room for some acts

    assert as_published(log(day)) == day.lines()


def test_the_logs_of_many_stations_give_all_their_protocols():
    whole = country(8)
    columns = ("voters", "received", "turnout", "outside", "weights")
    some = Plan(*(getattr(whole, name)[:100] for name in columns), whole.hands)
    day = poll(some, 8, [Act("stuffing", station=30), Act("mis_typed", station=99)])
    found = recount(log(day))

    assert all((found[line] == day.above[line]).all() for line in day.above)


@given(SEEDS)
def test_the_events_stand_in_the_order_of_the_law(seed):
    """Law № 68, Arts 30, 31, 35, edition 2015-2019: lots, safe, voting, unused first, one count."""
    events = log(poll(plan(300), seed), 0)
    first = {kind: int(np.argmax(events.kind == kind)) for kind in Event if kind in events.kind}
    evening = [
        Event.LOTS_DRAWN,
        Event.DELIVERED,
        Event.LISTED,
        Event.BOXES_SEALED,
        Event.IDENTIFIED,
        Event.CLOSED,
        Event.CANCELLED,
        Event.MOBILE_OPENED,
        Event.BOX_OPENED,
        Event.SORTED,
        Event.WRITTEN,
        Event.SIGNED,
        Event.SENT,
    ]

    assert [first[kind] for kind in evening] == sorted(first[kind] for kind in evening)
    assert (np.diff(events.second) >= 0).all()
    cast = events.second[events.kind == Event.CAST]
    assert OPENING <= cast.min() <= cast.max() < CLOSING


@given(SEEDS)
def test_every_ballot_cast_was_issued_before_unless_it_was_stuffed(seed):
    events = log(poll(plan(400), seed, [Act("stuffing", ballots=7)]), 0)

    def when(kind):
        found = events.kind == kind
        return dict(zip(events.paper[found].tolist(), events.second[found].tolist(), strict=True))

    issued, cast, piles = when(Event.ISSUED), when(Event.CAST), when(Event.SORTED)
    assert len(cast) - len(issued) == 7
    assert all(issued[paper] < cast[paper] for paper in issued)
    assert set(piles) == set(cast)


@pytest.mark.parametrize("kind", [Event.SORTED, Event.ISSUED, Event.CANCELLED, Event.DELIVERED])
def test_an_event_that_is_taken_out_changes_the_protocol(kind):
    day = poll(plan(500), 3)
    events = log(day)
    kept = np.ones(len(events), bool)
    kept[np.flatnonzero(events.kind == kind)[0]] = False
    columns = ("station", "second", "kind", "paper", "value")
    cut = replace(events, **{name: getattr(events, name)[kept] for name in columns})

    assert as_published(cut) != day.lines()


def test_the_machine_s_slip_follows_from_its_readings():
    day = poll(plan(900), 3, [Act("refeed", ballots=11)])
    events = log(day)
    read = events.value[events.kind == Event.READ]

    assert np.bincount(read, minlength=6).tolist() == day.records["slip"][0].tolist()
