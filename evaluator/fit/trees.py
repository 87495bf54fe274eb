"""Small boosted trees over the first-stage scores, and their flat form for the runtime."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import GradientBoostingRegressor

from evaluator.fit.matrices import Matrix

SETTINGS: dict[str, float | int] = {
    "n_estimators": 220,
    "learning_rate": 0.05,
    "max_depth": 4,
    "min_samples_leaf": 12,
    "subsample": 0.6,
    "max_features": 0.25,
    "random_state": 7,
}
"""By cross-validation among a few."""


def fit_trees(rows: Matrix, wanted: Matrix) -> GradientBoostingRegressor:
    """Fit boosted trees of mean squared error."""
    return GradientBoostingRegressor(**SETTINGS).fit(rows.astype(np.float32), wanted)


def flat(model: GradientBoostingRegressor, name: str) -> dict[str, NDArray[Any]]:
    """Lay the trees out in flat arrays, leaves already times the learning rate."""
    roots, feature, threshold, below, above, value, size = [], [], [], [], [], [], 0
    for (one,) in model.estimators_:
        tree = one.tree_
        roots.append(size)
        leaf = tree.children_left < 0
        feature.append(np.where(leaf, -1, tree.feature))
        threshold.append(np.where(leaf, 0.0, tree.threshold))
        below.append(np.where(leaf, 0, tree.children_left + size))
        above.append(np.where(leaf, 0, tree.children_right + size))
        value.append(np.where(leaf, tree.value[:, 0, 0] * model.learning_rate, 0.0))
        size += tree.node_count
    return {
        f"{name}_roots": np.array(roots, dtype=np.int32),
        f"{name}_feature": np.concatenate(feature).astype(np.int16),
        f"{name}_threshold": np.concatenate(threshold).astype(np.float32),
        f"{name}_below": np.concatenate(below).astype(np.int32),
        f"{name}_above": np.concatenate(above).astype(np.int32),
        f"{name}_value": np.concatenate(value).astype(np.float32),
        f"{name}_start": np.array([float(model.init_.constant_[0, 0])], dtype=np.float64),
    }
