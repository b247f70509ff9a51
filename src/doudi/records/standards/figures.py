"""How a value is written for a reader: the published figure with its unit, and the word for its area."""

from doudi.engine.dated import Area, Value
from doudi.engine.parameter_files import FEN_UNITS

_UNITS: dict[str, tuple[str, str]] = {
    "fen": (" 元", " yuan"),
    "fen/month": (" 元/月", " yuan a month"),
    "fen/year": (" 元/年", " yuan a year"),
    "percent": ("%", "%"),
    "permille": ("‰", "‰"),
    "count": ("", ""),
    "years": (" 周岁", " years"),
    "months": (" 个月", " months"),
}
AREA_WORDS: dict[Area | None, tuple[str, str]] = {
    "urban": ("城镇", "urban"),
    "rural": ("农村", "rural"),
    None: ("城乡一致", "urban and rural"),
}


def figure(value: Value) -> tuple[str, str]:
    """A value in Chinese and English: `756.00 元/月`, `120%`; a yearly figure as it was published."""
    number = value.published if value.unit in FEN_UNITS else str(value.amount)
    zh, en = unit_words(value.unit, value.per or "")
    return number + zh, number + en


def unit_words(unit: str, per: str = "") -> tuple[str, str]:
    """A unit in Chinese and English, with the space that belongs before it."""
    return _UNITS["fen/year" if per == "year" else unit]
