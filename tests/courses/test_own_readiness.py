"""A student's own country and own pair of votes: what is right, what is shown, what tells apart."""

import pytest

from electoral.readiness import can_open, country, coverage, short_in_all, shortest
from electoral_courses.own_readiness import EARLIER, LATER, own_country, own_votes
from electoral_courses.variants import params_for
from electoral_datasets.national_votes import figures

VOTES = {
    2015: "parliament_2015",
    2016: "referendum_2016",
    2017: "president_2017",
    2020: "parliament_2020",
    2025: "parliament_2025",
}


def published(vote, measure):
    """Return the one figure of a vote as a whole."""
    [value] = {one.value for one in figures(vote) if (one.measure, one.who) == (measure, "")}
    return value


@pytest.mark.parametrize("year", VOTES)
def test_the_votes_are_those_that_were_published(year):
    vote = {2015: EARLIER, **LATER}[year]

    assert vote.voted == published(VOTES[year], "voted")
    assert vote.registered == published(VOTES[year], "registered")


@pytest.mark.parametrize("seed", range(20))
def test_what_is_right_of_a_country_follows_from_its_districts(seed):
    own, districts = own_country(seed), country(seed)

    assert own["answer"] == {one.code: {"open": can_open(one)} for one in districts}
    for one in districts:
        assert own[f"short_{one.code}"] == bool(shortest(one))
        assert own[f"ask_{one.code}"] == (not 90 <= coverage(one) <= 100)
    lacking = [what for what in ("scanners", "devices", "members") if own[f"lacks_{what}"]]
    assert lacking == short_in_all(districts)
    assert own["lacks_nothing"] == (not lacking) == (not own["lacks_something"])


def test_nothing_that_is_shown_tells_an_answer():
    assert set(own_country(3).shown()) == {"districts", "given", "given_lists"}
    assert set(own_votes(3).shown()) == {"year", "voted", "registered", "voters", "listed"}
    given = own_country(3).shown()["given"]
    assert {cells["open"] for cells in given.values()} == {None}


def test_every_later_vote_is_drawn_for_somebody_and_one_part_is_always_larger():
    drawn = [own_votes(seed) for seed in range(60)]

    assert {own["year"] for own in drawn} == set(LATER)
    assert all(own["mostly_list"] != own["mostly_voters"] for own in drawn)
    assert {own["mostly_list"] for own in drawn} == {True, False}


def test_the_same_seed_gives_the_same_params_through_an_item():
    item = {"variant": "electoral_courses.own_readiness:own_country"}

    assert params_for(item, 5) == own_country(5)
