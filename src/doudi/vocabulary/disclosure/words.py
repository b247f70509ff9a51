"""Words that tell of illness, disability, belief or custody: a table, and the programmes and offices named after them."""

import csv
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from doudi.vocabulary.disclosure.findings import Finding
from doudi.vocabulary.disclosure.plain import Reading

# A village may be called after a temple or a monk, and a stop is a stop wherever it lies.
_PLACE_AFTER = "(?!(?:[\u4e00-\u9fff]{0,2}?)(?:村|社区|居委会|镇|乡|街|路|巷|桥|庄|屯|沟|洼|寨|湾|岗|冲|畈|圩))"
# C34.9 is a diagnosis wherever it stands; C34 only where somebody calls it one.
_ICD = re.compile(r"(?<![0-9A-Za-z])[A-TV-Z][0-9]{2}\.[0-9]{1,3}[A-Za-z]?(?![0-9A-Za-z])")
_NAMED_ICD = re.compile(r"(?:ICD|诊断|病种|疾病编码)[^。；\n]{0,12}?(?<![0-9A-Za-z])([A-TV-Z][0-9]{2})(?![0-9])")
_SHORTHAND = re.compile(r"[肺胃肝肠乳腺食管胰肾脑骨血宫颈]\s*(?:ca|CA|Ca|MT|mt)(?![A-Za-z])")
_GRADE = re.compile(
    "(?:视力|听力|言语|肢体|智力|精神|多重|语言)(?:[一二三四1-4]级|残(?!疾)|障碍)|[视听言肢智精][力体语神]?残?[一二三四1-4]级"
)


@cache
def _terms() -> dict[str, tuple[str, ...]]:
    terms: dict[str, tuple[str, ...]] = {}
    text = (files("doudi.vocabulary.disclosure") / "terms.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        terms[row["kind"]] = (*terms.get(row["kind"], ()), row["term"])
    return terms


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    """Any term of a kind, the longest first, also where spaces or line ends part its characters."""
    spaced = (r"\s{0,2}".join(map(re.escape, term)) for term in sorted(_terms()[kind], key=len, reverse=True))
    guard = "" if kind in ("health", "harmless") else _PLACE_AFTER
    return re.compile(f"(?:{'|'.join(spaced)}){guard}", re.IGNORECASE)


def health(reading: Reading) -> Iterator[Finding]:
    """Illnesses, codes of illnesses, disabilities, kinds and grades of disability."""
    yield from _said(reading, "health")
    for pattern, group in ((_ICD, 0), (_NAMED_ICD, 1), (_GRADE, 0), (_SHORTHAND, 0)):
        for found in pattern.finditer(reading.text):
            yield Finding(*reading.span(*found.span(group)), "health", found[group])


def religion(reading: Reading) -> Iterator[Finding]:
    """Belief and religious office, but not places named after them."""
    return _said(reading, "religion")


def custody(reading: Reading) -> Iterator[Finding]:
    """Prison, arrest, drugs and what else a reason for stopping must not say in public."""
    return _said(reading, "custody")


def _said(reading: Reading, kind: str) -> Iterator[Finding]:
    # A person's illness is never part of a programme's name, so the names go first.
    bare = reading.without_matches(_pattern("harmless"))
    for found in _pattern(kind).finditer(bare.text):
        yield Finding(*reading.span(*found.span()), kind, "".join(found[0].split()))
