"""The few shapes the diagrams are drawn with, as SVG text: attributes only, since the pages allow no inline style."""

from html import escape

FONT = "Noto Sans CJK SC, Source Han Sans SC, Microsoft YaHei, SimHei, sans-serif"


def attributes(**values: object) -> str:
    """` x="1" stroke-width="2"`: underscores become hyphens, None is left out."""
    told = ((name.rstrip("_").replace("_", "-"), value) for name, value in values.items() if value is not None)
    return "".join(f' {name}="{escape(str(value))}"' for name, value in told)


def shape(name: str, **values: object) -> str:
    """An element without content."""
    return f"<{name}{attributes(**values)}/>"


def text(words: str, x: float, y: float, **values: object) -> str:
    """One line of text; its left end at x, its foot at y, unless `text_anchor` says otherwise."""
    return f"<text{attributes(x=_short(x), y=_short(y), **values)}>{escape(words, quote=False)}</text>"


def path(*points: tuple[float, float], dashed: bool = False, width: float = 1.2) -> str:
    """A line through points."""
    through = " ".join(f"{_short(x)},{_short(y)}" for x, y in points)
    return shape(
        "polyline",
        points=through,
        fill="none",
        stroke="#000",
        stroke_width=width,
        stroke_dasharray="4 3" if dashed else None,
    )


def arrow_right(x: float, y: float) -> str:
    """An arrow head that touches x."""
    return shape(
        "polygon",
        points=f"{_short(x - 8)},{_short(y - 4)} {_short(x)},{_short(y)} {_short(x - 8)},{_short(y + 4)}",
        fill="#000",
    )


def arrow_down(x: float, y: float) -> str:
    """An arrow head that touches y."""
    return shape(
        "polygon",
        points=f"{_short(x - 4)},{_short(y - 8)} {_short(x)},{_short(y)} {_short(x + 4)},{_short(y - 8)}",
        fill="#000",
    )


def _short(number: float) -> str:
    return f"{number:.1f}".rstrip("0").rstrip(".")


def width_of(words: str, size: float) -> float:
    """About how wide a line of text is: a Chinese character is as wide as it is high, a Latin letter half as wide."""
    return sum(size if ord(character) > 0x2E7F else size * 0.56 for character in words)


def wrapped(words: str, width: float, size: float) -> list[str]:
    """The text in lines no wider than asked: broken anywhere in Chinese, but before no closing mark; else at spaces."""
    lines = [""]
    for piece in _pieces(words):
        joined = lines[-1] + piece
        if not lines[-1] or width_of(joined.rstrip(), size) <= width or piece in "，。；、）：":
            lines[-1] = joined
        else:
            lines.append(piece)
    return [line.strip() for line in lines if line.strip()]


def _pieces(words: str) -> list[str]:
    pieces: list[str] = []
    for character in words:
        latin = ord(character) <= 0x2E7F
        if latin and pieces and ord(pieces[-1][-1]) <= 0x2E7F and pieces[-1][-1] != " ":
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces
