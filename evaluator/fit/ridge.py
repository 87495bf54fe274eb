"""Linear scores by ridge regression, in whichever form is smaller."""

import numpy as np

from evaluator.fit.matrices import Matrix


def fit_ridge(rows: Matrix, wanted: Matrix, penalty: float) -> tuple[Matrix, Matrix]:
    """Fit weights of shape (features, targets) and their shift of shape (targets,).

    Args:
        rows: Shape (examples, features).
        wanted: Shape (examples, targets).
        penalty: On the square of the weights; above 0.
    """
    centre, mean = rows.mean(axis=0), wanted.mean(axis=0)
    held, sought = rows - centre, wanted - mean
    if len(rows) <= rows.shape[1]:
        dual = np.linalg.solve(held @ held.T + penalty * np.eye(len(rows)), sought)
        weights = held.T @ dual
    else:
        weights = np.linalg.solve(held.T @ held + penalty * np.eye(rows.shape[1]), held.T @ sought)
    return weights, mean - centre @ weights
