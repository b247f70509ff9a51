"""Whether a template of an office may be used: it knows only the words of its kind and leaves out nothing the law wants."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from importlib.resources import files

from doudi.documents.letters.fields import Field, whole
from doudi.documents.letters.kinds import APPEAL, KINDS, PARTS, ROW_NEEDS, Kind, Part
from doudi.documents.letters.parts import (
    Block,
    Grid,
    LetterTemplate,
    Receipt,
    Seal,
    Sentences,
    Sign,
    Table,
    Text,
)
from doudi.documents.letters.reading import Faults, read_template
from doudi.documents.letters.wording import FILTERS, Phrase

# The place of a row among its kin, which every table and list may print.
ROW_NUMBER = whole("nr", "序号", 1)


class TemplateRefused(ValueError):
    """A template that may not be used; `faults` says in Chinese what is wrong, line by line."""

    def __init__(self, kind: Kind, faults: list[str]) -> None:
        self.faults = faults
        super().__init__(f"“{kind.zh}”的模板不能使用：{'；'.join(faults)}")


def check_template(kind: str, text: str) -> list[str]:
    """What is wrong with a template text for a kind, in Chinese with line numbers; nothing where it may be used."""
    return _read(KINDS[kind], text)[1]


def template_text(kind: str) -> str:
    """The template that comes with us, for an office to begin from."""
    return (files("doudi.documents.letters") / f"{KINDS[kind].key}.yaml").read_text(encoding="utf-8")


@lru_cache(maxsize=256)
def checked_template(kind: str, text: str | None = None) -> LetterTemplate:
    """The template of a kind, an office's own where one is given; raises `TemplateRefused` where it may not be used."""
    template, faults = _read(KINDS[kind], template_text(kind) if text is None else text)
    if faults or template is None:
        raise TemplateRefused(KINDS[kind], faults)
    return template


def _read(kind: Kind, text: str) -> tuple[LetterTemplate | None, list[str]]:
    faults = Faults()
    template = read_template(text, faults)
    if template is None:
        return None, faults.told()
    used = set(_check_words(kind, template, faults))
    # A part that could not be read is not missing as well.
    if not faults.found:
        _check_needs(kind, template, used, faults)
    return template, faults.told()


def _check_words(kind: Kind, template: LetterTemplate, faults: Faults) -> Iterator[str]:
    """Note the unknown words; the answer is every word that is printed whatever the values."""
    for phrase in (template.title, template.organ):
        if phrase:
            yield from _check_phrase(phrase, kind.words, faults)
    for block in template.blocks:
        if block.when is not None and block.when not in kind.words:
            faults.add(block.line, _unknown(block.when, kind.words))
        used = list(_check_block(block, kind, faults))
        yield from used if block.when in (None, *used) else ()


def _check_block(block: Block, kind: Kind, faults: Faults) -> Iterator[str]:
    body = block.body
    if isinstance(body, Sentences | Table | Sign) and body.rows is not None:
        field = kind.words.get(body.rows)
        if field is None or field.kind != "rows":
            faults.add(block.line, _no_rows(body.rows, kind))
            return
        yield field.key
        row = {**_plain(kind.words), **{below.key: below for below in field.fields}, ROW_NUMBER.key: ROW_NUMBER}
        for phrase in _row_phrases(body):
            yield from _of_row(field, _check_phrase(phrase, row, faults))
        if isinstance(body, Table) and body.title:
            yield from _check_phrase(body.title, kind.words, faults)
        return
    for phrase in _phrases(block):
        yield from _check_phrase(phrase, kind.words, faults)


def _of_row(field: Field, used: Iterable[str]) -> Iterator[str]:
    """The words used, those of the row itself under the name of its list: `reasons.fact`."""
    own = {below.key for below in field.fields}
    return (f"{field.key}.{word}" if word in own else word for word in used)


def _plain(words: Mapping[str, Field]) -> dict[str, Field]:
    return {key: field for key, field in words.items() if field.kind != "rows"}


def _row_phrases(body: Sentences | Table | Sign) -> tuple[Phrase, ...]:
    if isinstance(body, Table):
        return tuple(column.phrase for column in body.columns)
    return body.who if isinstance(body, Sign) else (body.phrase,)


def _phrases(block: Block) -> Iterator[Phrase]:
    body = block.body
    if isinstance(body, Text):
        yield body.phrase
    elif isinstance(body, Grid):
        for row in body.rows:
            for cell in row:
                yield from (cell.phrase, *cell.foot)
    elif isinstance(body, Sign):
        yield from body.who
    elif isinstance(body, Seal):
        yield from (body.unit, body.on)
    elif isinstance(body, Receipt):
        yield from (body.phrase, *body.items)


def _check_phrase(phrase: Phrase, words: Mapping[str, Field], faults: Faults) -> Iterator[str]:
    for word in phrase.words:
        if word not in words:
            faults.add(_line_of(phrase, word), _unknown(word, words))
    for word, name in phrase.filtered:
        wanted = FILTERS[name][1]
        if word in words and wanted and words[word].kind not in wanted:
            faults.add(_line_of(phrase, word), f"过滤器“{name}”不能用在“{word}”（{words[word].zh}）上")
    yield from phrase.always


def _line_of(phrase: Phrase, word: str) -> int:
    """The line of the file on which a word of the sentence stands."""
    lines = phrase.text.split("\n")
    return phrase.line + next((number for number, line in enumerate(lines) if word in line), 0)


def _unknown(word: str, words: Mapping[str, Field]) -> str:
    listed = "、".join(f"{key}（{field.zh}）" for key, field in words.items())
    return f"这里不能用占位符“{word}”；可用的有：{listed}"


def _no_rows(word: str, kind: Kind) -> str:
    listed = "、".join(f"{key}（{field.zh}）" for key, field in kind.words.items() if field.kind == "rows")
    return f"“{word}”不是可以逐行列出的内容；可用的有：{listed or '无'}"


def _check_needs(kind: Kind, template: LetterTemplate, used: set[str], faults: Faults) -> None:
    """Note what the template leaves out, or prints only under a condition."""
    parts = set(_parts(template.blocks))
    for part in kind.parts:
        if part not in parts:
            faults.add(0, f"缺少{PARTS[part]}；“{kind.zh}”不能没有它，也不能给它加条件")
    for word in kind.needs:
        if word not in used | _DRAWN:
            faults.add(0, f"缺少必须写明的内容“{kind.words[word].zh}”（{{{{ {word} }}}}），也不能只在某种条件下才写")
        for below in ROW_NEEDS.get(word, ()) if word in used else ():
            if f"{word}.{below}" not in used:
                faults.add(
                    0,
                    f"“{kind.words[word].zh}”的每一行都应写明“{kind.words[word].field(below).zh}”（{{{{ {below} }}}}）",
                )
    for block in template.blocks:
        if isinstance(block.body, Text) and block.body.style == "appeal":
            _check_appeal(block.body, block.line, faults)


# The number stands under the title without a template's help; the procedure is there to be checked, never printed.
_DRAWN = {"number", "procedure"}


def _check_appeal(body: Text, line: int, faults: Faults) -> None:
    missing = [word for word in APPEAL if word not in body.phrase.always]
    if missing:
        faults.add(line, f"救济途径（appeal）应写明复议机关、法院和两个期限；缺少：{'、'.join(missing)}")


def _parts(blocks: Iterable[Block]) -> Iterator[Part]:
    """The mandatory parts there are, whatever the values: what stands under a condition does not count."""
    for block in blocks:
        body = block.body
        if block.when is not None:
            continue
        if isinstance(body, Seal) or (isinstance(body, Grid) and _is_sealed(body)):
            yield "seal"
        elif isinstance(body, Receipt):
            yield "receipt"
        elif isinstance(body, Sign):
            yield "sign"
            if body.finger:
                yield "finger"
        elif isinstance(body, Text) and body.style == "appeal":
            yield "appeal"


def _is_sealed(body: Grid) -> bool:
    """Whether a cell has the space: the opinions of a form are sealed where they stand."""
    return any("公章" in foot.text for row in body.rows for cell in row for foot in cell.foot)
