"""Reading a stranger's file in a process of its own, which may be killed."""

import subprocess
import sys

from doudi.gateways.spreadsheets.child import BOOK, REFUSED
from doudi.gateways.spreadsheets.reading import MOST_BYTES
from doudi.gateways.spreadsheets.sheet import Book, SheetRefused
from doudi.gateways.spreadsheets.transport import unpacked

_CHILD = "doudi.gateways.spreadsheets.child"
_MEMORY = 1024 * 1024 * 1024
_CPU_SECONDS = 20
_SECONDS = 60


def read_table_safely(
    data: bytes,
    filename: str,
    *,
    memory_bytes: int = _MEMORY,
    cpu_seconds: int = _CPU_SECONDS,
    seconds: float = _SECONDS,
) -> Book:
    """`read_table` in a child process with limits on memory and time; what breaks them is refused, and nothing hangs.

    Raises `SheetRefused`.
    """
    if len(data) > MOST_BYTES:
        raise SheetRefused("too_large", f"文件超过{MOST_BYTES // 1024 // 1024}MB；请分成几个文件后上传")
    name = filename.encode("utf-8", "replace")[-1000:]
    command = [sys.executable, "-I", "-X", "utf8", "-m", _CHILD, str(memory_bytes), str(cpu_seconds)]
    try:
        answer = subprocess.run(
            command,
            input=len(name).to_bytes(4, "big") + name + data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={},
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise _too_much() from error
    return _book_of(answer)


def _book_of(answer: subprocess.CompletedProcess[bytes]) -> Book:
    if answer.returncode == 0 and answer.stdout.startswith(BOOK):
        return unpacked(answer.stdout[1:])
    if answer.returncode == 0 and answer.stdout.startswith(REFUSED):
        rule, _, message = answer.stdout[1:].decode("utf-8").partition("\n")
        raise SheetRefused(rule, message)
    raise _too_much()


def _too_much() -> SheetRefused:
    return SheetRefused(
        "too_much", "读取这个文件用去了过多的内存或时间，已停止；请把数据复制到新表格，分成几个.xlsx文件后上传"
    )
