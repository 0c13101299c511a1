"""A draft law that nobody proposed, to be compared with a convention.

Each draft has ten short articles. Every article is about one place of the CIS Convention of
7 October 2002, and one of four things is true of it: it contradicts a place that was read, it
agrees with one, it agrees with a place that only others report, or its place was not read at all,
so that nothing can be said.

>>> law = draft(7)
>>> [sum(one.verdict == verdict for one in law) for verdict in VERDICTS]
[4, 2, 1, 3]
>>> {group(one.place) for one in law if one.verdict == "against"} == set(GROUPS)
True
"""

from __future__ import annotations

import random
from dataclasses import dataclass

ARTICLES = 10
"""Articles of a draft."""

VERDICTS = ("against", "in_line", "reported", "unread")

GROUPS = ("5", "6.1", "8.1", "13.4")
"""Articles of the Convention that were read, and to which a national law can be held."""


@dataclass(frozen=True)
class Provision:
    """An article of a draft; its words are in three languages, with the view."""

    id: str
    place: str
    """The place of the Convention with which it is to be compared."""
    verdict: str
    """One of `VERDICTS`."""


PROVISIONS = {
    one.id: one
    for one in (
        # Secrecy: no control, no limit, secret voting, nobody watches.
        Provision("show_to_chief", "5.1", "against"),
        Provision("secrecy_lifted", "5.2", "against"),
        Provision("by_hands", "5.3", "against"),
        Provision("guide_in_booth", "5.4", "against"),
        # Elections are mandatory, in the time that the constitution and the laws fix.
        Provision("put_off_at_will", "6.1", "against"),
        Provision("when_money_suffices", "6.1", "against"),
        Provision("praised_council", "6.1", "against"),
        # Taking part or not, without pressure, and without punishment whatever the result.
        Provision("benefits_lost", "8.1", "against"),
        Provision("employers_report", "8.1", "against"),
        Provision("voters_fined", "8.1", "against"),
        # Campaigning by all, in any lawful form, without censorship.
        Provision("leaflets_approved", "13.4", "against"),
        Provision("parliament_parties_only", "13.4", "against"),
        Provision("citizens_silent", "13.4", "against"),
        Provision("booths_placed", "5.4", "in_line"),
        Provision("secret_in_mobile_box", "5.3", "in_line"),
        Provision("term_ends", "6.1", "in_line"),
        Provision("delay_void", "6.1", "in_line"),
        Provision("no_questions_at_work", "8.1", "in_line"),
        Provision("force_punished", "8.1", "in_line"),
        Provision("any_lawful_form", "13.4", "in_line"),
        Provision("all_may_campaign", "13.4", "in_line"),
        # What only the list of Article 1 names.
        Provision("observers_present", "1", "reported"),
        Provision("open_sessions", "1", "reported"),
        Provision("court_open", "1", "reported"),
        # Details of articles that nobody has read for this school.
        Provision("abroad", "2", "unread"),
        Provision("district_size", "3", "unread"),
        Provision("acts_published", "7", "unread"),
        Provision("commission_named", "11", "unread"),
        Provision("spending_limit", "12", "unread"),
        Provision("copy_in_two_hours", "14", "unread"),
        Provision("accredited_in_time", "15", "unread"),
        Provision("three_days", "16", "unread"),
        Provision("third_of_places", "17-18", "unread"),
    )
}
"""All articles that a draft may have, by id."""


def group(place: str) -> str:
    """Return the article of the Convention to which a place belongs, as `GROUPS` names it.

    >>> group("5.4"), group("13.4"), group("17-18")
    ('5', '13.4', '17-18')
    """
    return next((one for one in GROUPS if f"{place}.".startswith(f"{one}.")), place)


def draft(seed: int) -> tuple[Provision, ...]:
    """Return the ten articles of the draft of this seed, in their order.

    Four contradict, each another group; two agree with places of different groups that were read,
    one with the list that others report; three cannot be judged, each for want of another article.

    Raises:
        ValueError: the seed is not a whole number, 0 or more.
    """
    if isinstance(seed, bool) or not isinstance(seed, int) or seed < 0:
        raise ValueError(f"A seed must be a whole number, 0 or more, not {seed!r}.")
    chance = random.Random(f"draft law {seed}")  # noqa: S311 - an exercise, not a secret
    chosen = [chance.choice(_of("against", about)) for about in GROUPS]
    chosen += [chance.choice(_of("in_line", about)) for about in chance.sample(GROUPS, 2)]
    chosen += [chance.choice(_of("reported"))]
    chosen += chance.sample(_of("unread"), 3)
    chance.shuffle(chosen)
    return tuple(chosen)


def _of(verdict: str, about: str = "") -> list[Provision]:
    return [
        one
        for one in PROVISIONS.values()
        if one.verdict == verdict and about in ("", group(one.place))
    ]
