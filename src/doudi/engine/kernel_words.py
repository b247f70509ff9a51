"""Compiled words beside the generated loops: a choice without a branch, and completed years from days."""

from typing import Any

import numba
import numpy as np
from numba.core import types
from numba.extending import intrinsic


@intrinsic  # type: ignore[untyped-decorator]
def select(typingctx: Any, condition: Any, then: Any, otherwise: Any) -> Any:
    """`then` where the condition holds, else `otherwise`; both are worked out, and nothing branches."""
    signature = types.int64(types.boolean, types.int64, types.int64)

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.select(*arguments)

    return signature, generate


@numba.njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def completed_years(days: Any, today: int) -> Any:
    """Completed years from each day (days since 1970, the smallest number for unknown) to today (YYYYMMDD).

    A leap day's anniversary is the first of March. Unknown, and a day that has not come yet, give -1.
    """
    years = np.empty(len(days), np.int32)
    for index in range(len(days)):
        since = np.int64(days[index])
        if since == -2147483648:
            years[index] = -1
            continue
        # The civil calendar from a day number, counted in eras of 400 years that begin on the first of March.
        shifted = since + 719468
        era = shifted // 146097
        day_of_era = shifted - era * 146097
        year_of_era = (day_of_era - day_of_era // 1460 + day_of_era // 36524 - day_of_era // 146096) // 365
        day_of_year = day_of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
        month_from_march = (5 * day_of_year + 2) // 153
        day = day_of_year - (153 * month_from_march + 2) // 5 + 1
        month = month_from_march + 3 if month_from_march < 10 else month_from_march - 9
        year = year_of_era + era * 400 + (1 if month <= 2 else 0)
        found = (today - (year * 10000 + month * 100 + day)) // 10000
        years[index] = found if found >= 0 else -1
    return years
