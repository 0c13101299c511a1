"""What learners touch: one widget is one Python file, one JavaScript file, one style sheet.

The names below are imported when they are first used, so that `import electoral_widgets`
costs nothing where only a small part of it is needed.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from electoral_widgets.access_walk import AccessWalk
    from electoral_widgets.bulletin_board import BulletinBoard
    from electoral_widgets.cabinet import Cabinet
    from electoral_widgets.chart import Chart
    from electoral_widgets.detective import Detective
    from electoral_widgets.draft_law import DraftLaw
    from electoral_widgets.hand_count import HandCount
    from electoral_widgets.incident_file import IncidentFile
    from electoral_widgets.insider_lab import InsiderLab
    from electoral_widgets.is_it_a_vote import IsItAVote
    from electoral_widgets.item_view import ItemView
    from electoral_widgets.key_ceremony import KeyCeremony
    from electoral_widgets.protocol_form import ProtocolForm
    from electoral_widgets.protocol_table import ProtocolTable
    from electoral_widgets.remote_station import RemoteStation
    from electoral_widgets.standards_matrix import StandardsMatrix
    from electoral_widgets.tabletop import Tabletop
    from electoral_widgets.two_counts import TwoCounts
    from electoral_widgets.urn import Urn
    from electoral_widgets.verifier_lens import VerifierLens
    from electoral_widgets.votes_timeline import VotesTimeline
    from electoral_widgets.who_can_notice import WhoCanNotice
    from electoral_widgets.who_is_who import WhoIsWho

__all__ = [
    "AccessWalk",
    "BulletinBoard",
    "Cabinet",
    "Chart",
    "Detective",
    "DraftLaw",
    "HandCount",
    "IncidentFile",
    "InsiderLab",
    "IsItAVote",
    "ItemView",
    "KeyCeremony",
    "ProtocolForm",
    "ProtocolTable",
    "RemoteStation",
    "StandardsMatrix",
    "Tabletop",
    "TwoCounts",
    "Urn",
    "VerifierLens",
    "VotesTimeline",
    "WhoCanNotice",
    "WhoIsWho",
]

_HOMES = {
    "AccessWalk": "access_walk",
    "BulletinBoard": "bulletin_board",
    "Cabinet": "cabinet",
    "Chart": "chart",
    "Detective": "detective",
    "DraftLaw": "draft_law",
    "HandCount": "hand_count",
    "IncidentFile": "incident_file",
    "InsiderLab": "insider_lab",
    "IsItAVote": "is_it_a_vote",
    "ItemView": "item_view",
    "KeyCeremony": "key_ceremony",
    "ProtocolForm": "protocol_form",
    "ProtocolTable": "protocol_table",
    "RemoteStation": "remote_station",
    "StandardsMatrix": "standards_matrix",
    "Tabletop": "tabletop",
    "TwoCounts": "two_counts",
    "Urn": "urn",
    "VerifierLens": "verifier_lens",
    "VotesTimeline": "votes_timeline",
    "WhoCanNotice": "who_can_notice",
    "WhoIsWho": "who_is_who",
}


def __getattr__(name: str) -> object:
    """Import a widget's module when the widget is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"electoral_widgets has no {name!r}; it has {', '.join(__all__)}.")
    return getattr(import_module(f"electoral_widgets.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    """List the widgets for completion, imported or not."""
    return sorted({*globals(), *__all__})
