"""Tell from the features of two articles whether they report one event.

A logistic model; its weights lie in ``tables/pair_model.json``, where
``scripts/build_pair_model`` puts them. Above zero it is likelier that they do.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

from digest.likeness import FEATURES
from digest.tables import read_table
from digest.vectors import Floats


@dataclass(frozen=True, slots=True)
class PairModel:
    """Weights in the order of FEATURES; likenesses are cut at ``floor`` and ``ceiling``."""

    weights: tuple[float, ...]
    intercept: float
    floor: float
    ceiling: float

    def judge(self, features: Floats) -> Floats:
        """Return for each row of features the log-odds of one event, cut at both ends."""
        odds = features @ np.array(self.weights) + self.intercept
        cut: Floats = np.round(np.clip(odds, self.floor, self.ceiling), 6)
        return cut


@cache
def pair_model() -> PairModel:
    """Return the model of the package."""
    table = read_table("pair_model")
    weights = tuple(float(table["weights"][name]) for name in FEATURES)
    return PairModel(weights, table["intercept"], table["floor"], table["ceiling"])
