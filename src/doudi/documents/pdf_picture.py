"""The first page of a PDF as a picture, drawn in a process of its own that may neither take long nor much memory.

Run as `python -m doudi.documents.pdf_picture`: the PDF comes in by standard input, the PNG goes out by standard
output. A drawing program is the largest thing a hostile PDF can be let near, so it is kept apart and can be ended.
"""

import io
import os
import resource
import subprocess
import sys

import typst

_SECONDS = 10
_MEMORY = 2 * 1024**3
_LARGEST_PICTURE = 8_000_000
# A4 across is 595 points wide, so this is a little more than any thumbnail wants.
_PIXELS_PER_INCH = 60
_TEMPLATE = """#set page(width: auto, height: auto, margin: 0pt)
#box(fill: white, image("/{name}", format: "pdf", width: 595pt))
"""


def first_page(pdf: bytes) -> bytes | None:
    """The first page as a PNG about 500 pixels wide; None where it cannot be drawn within ten seconds and 2 GB."""
    command = [sys.executable, "-m", "doudi.documents.pdf_picture"]
    # Nothing of our own surroundings, where keys and addresses may stand; one thread, or memory is counted for each.
    surroundings = {"PYTHONPATH": os.pathsep.join(sys.path), "RAYON_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}
    try:
        done = subprocess.run(
            command, input=pdf, capture_output=True, timeout=2 * _SECONDS, check=False, env=surroundings
        )
    except (subprocess.TimeoutExpired, OSError):
        return None
    drawn = done.returncode == 0 and done.stdout.startswith(b"\x89PNG") and len(done.stdout) <= _LARGEST_PICTURE
    return done.stdout if drawn else None


def _draw(pdf: bytes) -> bytes:
    """The picture, by way of memory that has a number but no name: private papers do not go onto a disk."""
    handle = os.memfd_create("page")
    with io.FileIO(handle, "w") as file:
        file.write(pdf)
        source = _TEMPLATE.format(name=handle).encode()
        picture = typst.compile(
            source, root="/proc/self/fd", format="png", ppi=_PIXELS_PER_INCH, ignore_system_fonts=True
        )
    assert isinstance(picture, bytes)
    return picture


def _main() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.stdout.buffer.write(_draw(sys.stdin.buffer.read()))


if __name__ == "__main__":
    _main()
