"""The pictures of the lesson on protocols, each made from the table of 2017.

A point is a district or a city. What stands far from the others is a question to ask there,
not an answer: the pictures show where to look.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from electoral.protocol import CANDIDATES_2017
from electoral_datasets import labels, oblast_label, unit_label
from electoral_datasets.i18n import N_
from electoral_widgets.base import reader_language, words
from electoral_widgets.chart import Chart
from electoral_widgets.numerals import count, decimal, percent, percent_sign
from electoral_widgets.protocol_lines import DATASET

if TYPE_CHECKING:
    from numpy.typing import NDArray

BLUE = "#3b82c4"
"""More than 3 to 1 against a white and against a dark page."""


def turnout_and_share(frame: pd.DataFrame, language: str | None = None) -> Chart:
    """Draw the turnout of each unit against the share of the candidate who leads in the table.

    The share is of all votes, those against all included, as they add up: the line of valid
    ballots is not used, because in two units it is wrong.
    """
    language = reader_language(language)
    say = words(language).gettext
    known = labels(DATASET, language)
    leader = max(CANDIDATES_2017, key=lambda candidate: frame[candidate].sum())
    name = known[leader]
    turnout = _ratio(frame, "issued", ("voters",))
    share = _ratio(frame, leader, (*CANDIDATES_2017, "against_ev"))
    units = _units(frame, language)
    hover = say(N_("{unit}: turnout {turnout}, {candidate} {share}"))
    fig = go.Figure(
        go.Scatter(
            x=(100 * turnout).round(2).tolist(),
            y=(100 * share).round(2).tolist(),
            mode="markers",
            marker={
                "size": (5 + np.sqrt(frame["voters"].to_numpy()) / 20).round(1).tolist(),
                "color": BLUE,
                "opacity": 0.75,
                "line": {"width": 1, "color": "white"},
            },
            hoverinfo="text",
            hovertext=[
                hover.format(
                    unit=unit,
                    turnout=percent(came, language),
                    candidate=name,
                    share=percent(part, language),
                )
                for unit, came, part in zip(units, turnout, share, strict=True)
            ],
        )
    )
    fig.update_xaxes(
        title=say(N_("Turnout: ballots issued out of voters on the list")),
        ticksuffix=percent_sign(language),
    )
    fig.update_yaxes(
        title=say(N_("Votes for {candidate} out of all votes")).format(candidate=name),
        ticksuffix=percent_sign(language),
        range=[0, 103],
    )
    alt = say(
        N_(
            "A scatter plot of {count} districts and cities. Turnout goes from {least} ({least_unit}) "
            "to {most} ({most_unit}). The share of {candidate} goes from {low} ({low_unit}) to {high} "
            "({high_unit}). The correlation of the two is {correlation}."
        )
    ).format(
        count=len(frame),
        candidate=name,
        correlation=decimal(float(np.corrcoef(turnout, share)[0, 1]), language),
        **_ends(turnout, units, language, ("least", "most")),
        **_ends(share, units, language, ("low", "high")),
    )
    table = pd.DataFrame(
        {
            known["unit"]: units,
            known["voters"]: frame["voters"].tolist(),
            known["issued"]: frame["issued"].tolist(),
            say(N_("Turnout")): [percent(value, language) for value in turnout],
            say(N_("Votes for {candidate}")).format(candidate=name): frame[leader].tolist(),
            say(N_("Share of the votes")): [percent(value, language) for value in share],
        }
    )
    title = say(N_("Turnout and the share of {candidate}")).format(candidate=name)
    return Chart(fig, alt=alt, table=table, title=title, language=language)


def voting_outside(frame: pd.DataFrame, language: str | None = None) -> Chart:
    """Draw which part of the ballots of each unit was issued for out-of-station voting."""
    language = reader_language(language)
    say = words(language).gettext
    return _strips(
        frame,
        "issued_outside",
        language,
        say(N_("Ballots issued for out-of-station voting")),
        say(
            N_(
                "A point for each of {count} districts and cities, in a row for each oblast: the part "
                "of the ballots that was issued for out-of-station voting. It goes from {low} "
                "({low_unit}) to {high} ({high_unit}); half of the units are above {middle}. "
                "In the whole table it is {whole}."
            )
        ),
    )


def invalid_ballots(frame: pd.DataFrame, language: str | None = None) -> Chart:
    """Draw which part of the ballots of each unit was invalid."""
    language = reader_language(language)
    say = words(language).gettext
    return _strips(
        frame,
        "invalid",
        language,
        say(N_("Invalid ballots")),
        say(
            N_(
                "A point for each of {count} districts and cities, in a row for each oblast: the part "
                "of the ballots that was invalid. It goes from {low} ({low_unit}) to {high} "
                "({high_unit}); half of the units are above {middle}. In the whole table it is {whole}."
            )
        ),
    )


def _strips(
    frame: pd.DataFrame,
    part: str,
    language: str,
    title: str,
    alt: str,
) -> Chart:
    """A row of points for each oblast: one line of the protocol as a part of all ballots."""
    axis = words(language).gettext(N_("Part of all ballots issued"))
    share = _ratio(frame, part, ("issued",))
    units = _units(frame, language)
    written = [percent(value, language, 2) for value in share]
    oblasts = [oblast_label(oblast, language) for oblast in frame["oblast"]]
    order = list(dict.fromkeys(oblasts))
    outermost = int(np.argmax(share))
    fig = go.Figure(
        go.Scatter(
            x=(100 * share).round(3).tolist(),
            y=oblasts,
            mode="markers",
            marker={"size": 11, "color": BLUE, "opacity": 0.8},
            hoverinfo="text",
            hovertext=[f"{unit}: {text}" for unit, text in zip(units, written, strict=True)],
        )
    )
    fig.add_annotation(
        x=round(float(100 * share[outermost]), 3),
        y=oblasts[outermost],
        text=units[outermost],
        showarrow=False,
        xanchor="right",
        yshift=16,
    )
    fig.update_xaxes(title=axis, ticksuffix=percent_sign(language), rangemode="tozero")
    fig.update_yaxes(categoryorder="array", categoryarray=order[::-1])
    known = labels(DATASET, language)
    table = pd.DataFrame(
        {
            known["unit"]: units,
            known["oblast"]: oblasts,
            known["issued"]: frame["issued"].tolist(),
            known[part]: frame[part].tolist(),
            axis: written,
        }
    )
    text = alt.format(
        count=count(len(frame), language),
        middle=percent(float(np.median(share)), language, 2),
        whole=percent(
            float(frame[part].to_numpy().sum() / frame["issued"].to_numpy().sum()), language, 2
        ),
        **_ends(share, units, language, ("low", "high"), 2),
    )
    return Chart(fig, alt=text, table=table, title=title, language=language)


def _units(frame: pd.DataFrame, language: str) -> list[str]:
    return [unit_label(code, language) for code in frame["code"]]


def _ratio(frame: pd.DataFrame, part: str, whole: tuple[str, ...]) -> NDArray[np.float64]:
    """One line of each protocol, divided by the sum of others."""
    return frame[part].to_numpy(float) / sum(frame[line].to_numpy(float) for line in whole)


def _ends(
    share: NDArray[np.float64],
    units: list[str],
    language: str,
    names: tuple[str, str],
    digits: int = 1,
) -> dict[str, str]:
    """The lowest and the highest share, each with its unit, under the given names."""
    ends: dict[str, str] = {}
    for name, place in zip(names, (int(share.argmin()), int(share.argmax())), strict=True):
        ends[name] = percent(float(share[place]), language, digits)
        ends[f"{name}_unit"] = units[place]
    return ends
