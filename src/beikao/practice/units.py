"""The names of units in each language, where they differ. A symbol such as %, ms or GiB is the same in both and not here."""

from __future__ import annotations

CHINESE = {
    "nats": "奈特",
    "millinats": "毫奈特",
    "bits": "比特",
    "bits/byte": "比特/字节",
    "pp": "个百分点",
    "rad": "弧度",
}


def unit_in(language: str, unit: str) -> str:
    """The unit as it is written in `zh` or `en`."""
    return CHINESE.get(unit, unit) if language == "zh" else unit
