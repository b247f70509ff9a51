"""The page in WordprocessingML: paragraphs, tables, places to sign and seal; measures in twentieths of a point."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

_BODY, _TITLE, _HEADING = "仿宋_GB2312", "方正小标宋简体", "黑体"
_MM = 1440 / 25.4
_CENTRED = '<w:jc w:val="center"/>'
_RIGHT = '<w:jc w:val="right"/>'
_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_LINE = '<w:{side} w:val="single" w:sz="4" w:space="0" w:color="404040"/>'
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")

# Parts of the library's empty document that a letter has no use for; they carry a picture and a foreign theme.
DROPPED = (
    "docProps/thumbnail",
    "customXml/",
    "word/stylesWithEffects",
    "word/webSettings",
    "word/numbering",
    "word/theme",
)
_ANY_DROPPED = "thumbnail|customXml|stylesWithEffects|webSettings|numbering|theme"
TYPES = re.compile(
    rf'<Override [^>]*PartName="[^"]*(?:{_ANY_DROPPED})[^"]*"[^>]*/>|<Default [^>]*Extension="jpeg"[^>]*/>'
)
RELATIONS = re.compile(rf'<Relationship [^>]*Target="[^"]*(?:{_ANY_DROPPED})[^"]*"[^>]*/>')

APPLICATION = f'{_HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
SETTINGS = (
    f'{_HEAD}<w:settings xmlns:w="{_NAMESPACE}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/>'
    '<w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:compatSetting w:name="compatibilityMode" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
)
# Where a typeface of public documents is not installed, Word takes the one that is named beside it.
FONT_TABLE = (
    f'{_HEAD}<w:fonts xmlns:w="{_NAMESPACE}">'
    f'<w:font w:name="{_BODY}"><w:altName w:val="仿宋"/><w:charset w:val="86"/><w:family w:val="modern"/></w:font>'
    f'<w:font w:name="{_TITLE}"><w:altName w:val="宋体"/><w:charset w:val="86"/><w:family w:val="auto"/></w:font>'
    f'<w:font w:name="{_HEADING}"><w:charset w:val="86"/><w:family w:val="modern"/></w:font></w:fonts>'
)


def styles_of(size: float) -> str:
    """The styles of a letter: one typeface for Chinese and Latin, Chinese as the language, and a grid of lines."""
    return (
        f'{_HEAD}<w:styles xmlns:w="{_NAMESPACE}"><w:docDefaults><w:rPrDefault><w:rPr>{_face(_BODY)}'
        f'<w:sz w:val="{_half(size)}"/><w:szCs w:val="{_half(size)}"/>'
        '<w:lang w:val="zh-CN" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        f'<w:pPrDefault><w:pPr><w:spacing w:line="{_leading(size)}" w:lineRule="exact"/></w:pPr></w:pPrDefault>'
        '</w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Footer"><w:name w:val="footer"/><w:basedOn w:val="Normal"/></w:style>'
        "</w:styles>"
    )


def body_of(page: Mapping[str, Any]) -> str:
    """Everything on the pages, and the paper they are."""
    blocks = "".join(part for block in page["blocks"] for part in _drawn(block, page["size"]))
    return f"{_heading(page)}{blocks}{_SECTION}"


def footer_of(page: Mapping[str, Any]) -> str:
    """The foot of every page: 第x页 共y页, and on forms the day of the form."""
    edition = f"表式版本 {page['edition']}" if page["edition"] else ""
    return (
        f"<w:p><w:pPr>{_CENTRED}</w:pPr>{_run('第', 10.5)}{_counted('PAGE')}{_run('页  共', 10.5)}{_counted('NUMPAGES')}"
        f"{_run('页', 10.5)}</w:p>" + (f"<w:p><w:pPr>{_RIGHT}</w:pPr>{_run(edition, 8)}</w:p>" if edition else "")
    )


_SECTION = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
    f'<w:pgMar w:top="{round(37 * _MM)}" w:right="{round(26 * _MM)}" w:bottom="{round(35 * _MM)}" '
    f'w:left="{round(28 * _MM)}" w:header="851" w:footer="1304" w:gutter="0"/></w:sectPr>'
)


def _half(points: float) -> int:
    return round(points * 2)


def _leading(points: float) -> int:
    """Twenty-two lines a page for text of the third size, in proportion for smaller ones."""
    return round(points * 20 * (1.8 if points > 15 else 1.6))


def _face(face: str) -> str:
    return f'<w:rFonts w:ascii="{face}" w:hAnsi="{face}" w:eastAsia="{face}" w:cs="{face}" w:hint="eastAsia"/>'


def _run(words: str, points: float | None = None, face: str | None = None) -> str:
    """A run of words; line ends become breaks."""
    look = (_face(face) if face else "") + (
        f'<w:sz w:val="{_half(points)}"/><w:szCs w:val="{_half(points)}"/>' if points else ""
    )
    lines = (f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in words.split("\n"))
    return f"<w:r>{f'<w:rPr>{look}</w:rPr>' if look else ''}{'<w:br/>'.join(lines)}</w:r>"


def _counted(what: str) -> str:
    """A number that Word works out; what stands in it until then is 1."""
    look = f'<w:rPr><w:sz w:val="{_half(10.5)}"/></w:rPr>'
    return f'<w:fldSimple w:instr=" {what} "><w:r>{look}<w:t>1</w:t></w:r></w:fldSimple>'


def _paragraph(runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def _line(points: float, before: int = 0, after: int = 0) -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="{round(points * 20)}" w:lineRule="atLeast"/>'


def _heading(page: Mapping[str, Any]) -> str:
    organ = _paragraph(_run(page["organ"], 18, _TITLE), _line(24) + _CENTRED) if page["organ"] else ""
    title = _paragraph(_run(page["title"], 22, _TITLE), _line(30, 0, 80) + _CENTRED)
    number = f"编号：{page['number']}" if page["number"] else ""
    return organ + title + _paragraph(_run(number, 12), _line(16, 0, 200) + _CENTRED)


def _drawn(block: Mapping[str, Any], size: float) -> Iterator[str]:
    kind = block["is"]
    if kind == "text":
        yield _text(block, size)
    elif kind == "table":
        yield from _table(block)
    elif kind == "sign":
        yield from _signed(block)
    elif kind == "seal":
        yield from _sealed(block)
    elif kind == "receipt":
        yield from _receipt(block)
    else:
        yield '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'


def _text(block: Mapping[str, Any], size: float) -> str:
    style, words = block["style"], block["text"]
    holds = "<w:keepNext/>" if block["holds"] else ""
    if style == "heading":
        return _paragraph(_run(words, face=_HEADING), f"<w:keepNext/>{_line(size * 1.4, 80, 40)}")
    if style == "note":
        return _paragraph(_run(words, 10.5), _line(15, 40, 40))
    looks = {
        "to": "",
        "centre": _CENTRED,
        "right": _RIGHT,
    }
    indent = f'<w:ind w:firstLineChars="200" w:firstLine="{round(size * 40)}"/>'
    return _paragraph(_run(words), holds + looks.get(style, indent))


def _table(block: Mapping[str, Any]) -> Iterator[str]:
    if block.get("title"):
        yield _paragraph(_run(block["title"], 10.5, _HEADING), f"<w:keepNext/>{_line(14, 120, 60)}")
    rows = "".join(_rows(block))
    yield _table_of(block["widths"], rows, lines=True)
    # Two tables without a paragraph between them would grow together.
    yield _paragraph("", _line(1) + '<w:rPr><w:sz w:val="2"/></w:rPr>')


def _table_of(widths: Sequence[float], rows: str, *, lines: bool) -> str:
    grid = "".join(f'<w:gridCol w:w="{round(width * _MM)}"/>' for width in widths)
    borders = f"<w:tblBorders>{''.join(_LINE.format(side=side) for side in _SIDES)}</w:tblBorders>" if lines else ""
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{round(sum(widths) * _MM)}" w:type="dxa"/>{borders}<w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )


def _rows(block: Mapping[str, Any]) -> Iterator[str]:
    """The rows; a cell that reaches down is begun once and continued in every row below."""
    below: dict[int, tuple[int, int]] = {}
    for place, row in enumerate(block["rows"]):
        cells, column, given = [], 0, iter(row)
        while column < len(block["widths"]):
            rest, across = below.get(column, (0, 1))
            if rest:
                below[column] = (rest - 1, across)
                cells.append(_cell(block, column, {"across": across}, merged='<w:vMerge w:val="continue"/>'))
            else:
                cell = next(given)
                across = cell["across"]
                below[column] = (cell["down"] - 1, across)
                merged = '<w:vMerge w:val="restart"/>' if cell["down"] > 1 else ""
                cells.append(_cell(block, column, cell, merged=merged))
            column += across
        yield f"<w:tr><w:trPr>{_row_look(row, head=place < block['heads'])}</w:trPr>{''.join(cells)}</w:tr>"


def _row_look(row: Sequence[Mapping[str, Any]], *, head: bool) -> str:
    high = max((cell["high"] for cell in row), default=0) or 7
    return f'<w:cantSplit/><w:trHeight w:val="{round(high * _MM)}" w:hRule="atLeast"/>' + (
        "<w:tblHeader/>" if head else ""
    )


def _cell(block: Mapping[str, Any], column: int, cell: Mapping[str, Any], *, merged: str) -> str:
    width = sum(block["widths"][column : column + cell["across"]])
    span = f'<w:gridSpan w:val="{cell["across"]}"/>' if cell["across"] > 1 else ""
    middle = "" if cell.get("foot") else '<w:vAlign w:val="center"/>'
    points = block["size"]
    looks = {"label": _CENTRED, "centred": _CENTRED, "amount": _RIGHT}
    words = _paragraph(_run(cell.get("text", ""), points), _line(points * 1.3) + looks.get(cell.get("face", ""), ""))
    foot = "".join(_foot(cell, points))
    return f'<w:tc><w:tcPr><w:tcW w:w="{round(width * _MM)}" w:type="dxa"/>{span}{merged}{middle}</w:tcPr>{words}{foot}</w:tc>'


def _foot(cell: Mapping[str, Any], points: float) -> Iterator[str]:
    """What is signed at the foot of a cell, as far down as the height asked for."""
    lines = cell.get("foot", ())
    room = max(cell.get("high", 0) - len(lines) * 6 - 8, 0)
    for number, words in enumerate(lines):
        before = round(room * _MM) if number == 0 else 0
        yield _paragraph(_run(words, points), _line(points * 1.5, before) + _RIGHT)


def _plain_cell(width: float, words: str, look: str = "", borders: str = "") -> str:
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{round(width * _MM)}" w:type="dxa"/>{borders}<w:vAlign w:val="bottom"/></w:tcPr>'
        f"{_paragraph(_run(words, 10.5), _line(14) + look)}</w:tc>"
    )


_UNDERLINE = '<w:tcBorders><w:bottom w:val="single" w:sz="4" w:space="0" w:color="1A1A1A"/></w:tcBorders>'
_DOTTED = "".join(
    f'<w:{side} w:val="dotted" w:sz="4" w:space="0" w:color="6B6B6B"/>' for side in ("top", "left", "bottom", "right")
)


def _signed(block: Mapping[str, Any]) -> Iterator[str]:
    finger, day = (17 if block["finger"] else 0), (38 if block["day"] else 0)
    widths = [width for width in (156 - 38 - finger - day, 38, finger, day) if width]
    rows = "".join(_signing_line(who, widths, finger=bool(finger), day=bool(day)) for who in block["who"])
    if rows:
        yield _paragraph("", _line(6))
        yield _table_of(widths, rows, lines=False)
        yield _paragraph("", _line(6))


def _signing_line(who: str, widths: Sequence[int], *, finger: bool, day: bool) -> str:
    cells = [_plain_cell(widths[0], f"{who}（签名）：", _RIGHT), _plain_cell(widths[1], "", borders=_UNDERLINE)]
    if finger:
        cells.append(_plain_cell(widths[2], "手印", _CENTRED, f"<w:tcBorders>{_DOTTED}</w:tcBorders>"))
    if day:
        cells.append(_plain_cell(widths[-1], "　　　年　　月　　日", _RIGHT))
    high = 16 if finger else 11
    look = f'<w:cantSplit/><w:trHeight w:val="{round(high * _MM)}" w:hRule="atLeast"/>'
    return f"<w:tr><w:trPr>{look}</w:trPr>{''.join(cells)}</w:tr>"


def _sealed(block: Mapping[str, Any]) -> Iterator[str]:
    """The office over the day, with room for a seal above and below."""
    indent = '<w:ind w:left="3400"/>'
    yield _paragraph(_run("（公章）", 9), f"<w:keepNext/>{_line(12, 300)}{indent}{_CENTRED}")
    yield _paragraph(_run(block["unit"]), f"<w:keepNext/>{indent}{_CENTRED}")
    yield _paragraph(_run(block["on"]), f"{_line(20, 0, 400)}{indent}{_CENTRED}")


def _receipt(block: Mapping[str, Any]) -> Iterator[str]:
    tear = '<w:pBdr><w:top w:val="dashed" w:sz="6" w:space="6" w:color="6B6B6B"/></w:pBdr>'
    yield _paragraph(_run("签　收", 12, _HEADING), f"<w:keepNext/>{tear}{_line(20, 200)}{_CENTRED}")
    yield _paragraph(_run(block["text"], 10.5), f'<w:keepNext/>{_line(16)}<w:ind w:firstLine="420"/>')
    widths = (34, 42, 38, 42)
    items = [*block["items"], *[""] * (len(block["items"]) % 2)]
    rows = "".join(_receipt_line(items[place : place + 2], widths) for place in range(0, len(items), 2))
    yield _table_of(widths, rows, lines=False)
    yield _paragraph("", _line(1))


def _receipt_line(two: Sequence[str], widths: Sequence[int]) -> str:
    cells = []
    for place, item in enumerate(two):
        cells.append(_plain_cell(widths[place * 2], f"{item}：" if item else "", _RIGHT if place else ""))
        cells.append(_plain_cell(widths[place * 2 + 1], "", borders=_UNDERLINE if item else ""))
    look = f'<w:cantSplit/><w:trHeight w:val="{round(10 * _MM)}" w:hRule="atLeast"/>'
    return f"<w:tr><w:trPr>{look}</w:trPr>{''.join(cells)}</w:tr>"
