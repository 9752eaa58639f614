"""Names for the array types of this part. Tables become matrices: one row per series or line, one column per month."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
"""Numbers; NaN where there is none."""

Integers = NDArray[np.int64]
"""Month indices and positions."""

Flags = NDArray[np.bool_]

Words = NDArray[np.str_]
