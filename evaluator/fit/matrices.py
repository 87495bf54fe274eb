"""Names that every step of the fit shares."""

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
Rows = NDArray[np.int64]
YesNo = NDArray[np.bool_]
OCCASION = "occasion"
"""The target that says whether there is an occasion for a boundary."""
