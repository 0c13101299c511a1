"""What the school looks at: data sets with their cards, and the catalogues of words."""

from electoral_datasets.cards import Card, card, labels, oblast_label, unit_label
from electoral_datasets.tables import load, names, validate

__all__ = ["Card", "card", "labels", "load", "names", "oblast_label", "unit_label", "validate"]
