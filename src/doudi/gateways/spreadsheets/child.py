"""The process that reads a stranger's file: little memory, little time, nothing to write, and nobody else's secrets.

It is started by `read_table_safely`, takes the file's name and content on its standard input and answers on its
standard output: a letter for how it went, then the book or the refusal.
"""

import resource
import sys

BOOK, REFUSED = b"B", b"R"


def confine(memory_bytes: int, cpu_seconds: int) -> None:
    """Limit this process for good; children it might start are limited as it is."""
    for limit, most in (
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (most, most))


def main() -> None:
    """Read one file and answer."""
    memory_bytes, cpu_seconds = map(int, sys.argv[1:3])
    confine(memory_bytes, cpu_seconds)
    # Only now: whatever the imports bring is confined, too.
    from doudi.gateways.spreadsheets.reading import read_table
    from doudi.gateways.spreadsheets.sheet import SheetRefused
    from doudi.gateways.spreadsheets.transport import packed

    name_length = int.from_bytes(sys.stdin.buffer.read(4), "big")
    filename = sys.stdin.buffer.read(name_length).decode("utf-8", "replace")
    try:
        answer = BOOK + packed(read_table(sys.stdin.buffer.read(), filename))
    except SheetRefused as refused:
        answer = REFUSED + f"{refused.rule}\n{refused}".encode()
    sys.stdout.buffer.write(answer)


if __name__ == "__main__":
    main()
