"""The Russian production calendar 2019-2027, as MMDD numbers per year. Generated: do not edit.

Made by installer/production_calendar.py from PyPI `holidays` (MIT), which cites the government's decrees.
`FIXED`: the holidays of the Labour Code, free in every year, also in those not listed. `OFF`: further days
off, moved by decree. `WORKING`: weekend days made working days. `SHORT`: days one hour shorter.
"""

from __future__ import annotations

from collections.abc import Mapping

FIXED = (101, 102, 103, 104, 105, 106, 107, 108, 223, 308, 501, 509, 612, 1104)

OFF: Mapping[int, tuple[int, ...]] = {
    2019: (502, 503, 510),
    2020: (224, 309, 504, 505, 511),
    2021: (222, 503, 510, 614, 1105, 1231),
    2022: (307, 502, 503, 510, 613),
    2023: (224, 508, 1106),
    2024: (429, 430, 510, 1230, 1231),
    2025: (502, 508, 613, 1103, 1231),
    2026: (109, 309, 511, 1231),
    2027: (222, 503, 510, 614, 1105, 1231),
}

WORKING: Mapping[int, tuple[int, ...]] = {
    2019: (),
    2020: (),
    2021: (220,),
    2022: (305,),
    2023: (),
    2024: (427, 1102, 1228),
    2025: (1101,),
    2026: (),
    2027: (220,),
}

SHORT: Mapping[int, tuple[int, ...]] = {
    2019: (222, 307, 430, 508, 611, 1231),
    2020: (430, 508, 611, 1103, 1231),
    2021: (220, 430, 611, 1103),
    2022: (222, 305, 1103),
    2023: (222, 307, 1103),
    2024: (222, 307, 508, 611, 1102),
    2025: (307, 430, 611, 1101),
    2026: (430, 508, 611, 1103),
    2027: (220, 430, 611, 1103),
}
