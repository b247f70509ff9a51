"""The text of a picture of paper, by optical recognition: the optional extra `doudi[ocr]`, in a process of its own.

The models lie in the package, so nothing is fetched; they take half a gigabyte of memory, which the process gives back.
Run as `python -m doudi.gateways.letters.seen_text`: the picture comes in by standard input, JSON goes out.
"""

import importlib.util
import json
import os
import re
import resource
import subprocess
import sys
from dataclasses import dataclass

from doudi.gateways.letters.refusals import LetterRefused

EXTRA = "doudi[ocr]"
_PACKAGES = ("rapidocr", "onnxruntime")
_SECONDS = 120
_CLOSED = re.compile(r"[。！!？?；;：:.]$")
# A line nearly as long as the longest one goes on in the next; a shorter one ends its paragraph.
_FULL_LINE = 0.8


@dataclass(frozen=True, slots=True)
class SeenText:
    """What was recognised, lines of one paragraph joined, and how sure (0 to 1) of the least certain line."""

    text: str
    certainty: float


def can_read_pictures() -> bool:
    """Whether the extra is installed."""
    return all(importlib.util.find_spec(package) for package in _PACKAGES)


def read_picture(picture: bytes) -> SeenText:
    """The text of a checked picture; raises `LetterRefused` without the extra, or where nothing can be recognised."""
    if not can_read_pictures():
        told = (
            f"本机没有安装图片文字识别组件（可选组件 {EXTRA}），不能读取照片和扫描件；"
            f"请联系管理员安装 {EXTRA}，或把申请书的文字录入、粘贴到页面上"
        )
        raise LetterRefused("ocr_missing", told)
    lines = _recognised(picture)
    if not lines:
        raise LetterRefused("empty", "图片中没有认出文字；请拍得更清楚、更正后重新上传，或录入文字")
    return SeenText(joined([text for text, _ in lines]), min(certainty for _, certainty in lines))


def joined(lines: list[str]) -> str:
    """Lines as they stand on paper, put together where a sentence runs on into the next line."""
    longest = max(map(len, lines), default=0)
    parts: list[str] = []
    for line in lines:
        parts.append(line.strip())
        runs_on = len(line) >= _FULL_LINE * longest and not _CLOSED.search(parts[-1])
        parts.append("" if runs_on else "\n")
    return "".join(parts).strip()


def _recognised(picture: bytes) -> list[tuple[str, float]]:
    command = [sys.executable, "-m", "doudi.gateways.letters.seen_text"]
    surroundings = {"PYTHONPATH": os.pathsep.join(sys.path), "OMP_NUM_THREADS": "2", "HOME": "/nonexistent"}
    try:
        done = subprocess.run(
            command, input=picture, capture_output=True, timeout=_SECONDS, check=False, env=surroundings
        )
        if done.returncode == 0:
            return [(text, float(certainty)) for text, certainty in json.loads(done.stdout)]
    except (subprocess.TimeoutExpired, OSError, ValueError):
        pass
    raise LetterRefused("picture", "图片识别没有完成；请调低图片大小、拍得更清楚后重新上传，或录入文字")


def _main() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # The library writes its log wherever it likes; the answer goes out by a door of its own.
    answer = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    from rapidocr import RapidOCR  # type: ignore[import-not-found]

    found = RapidOCR()(sys.stdin.buffer.read())
    lines = list(zip(found.txts or (), map(float, found.scores or ()), strict=True))
    answer.write(json.dumps(lines, ensure_ascii=False))
    answer.flush()


if __name__ == "__main__":
    _main()
