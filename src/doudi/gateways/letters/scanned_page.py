"""The first page of a PDF as a picture fine enough to be read, drawn in a process of its own with little room.

Run as `python -m doudi.gateways.letters.scanned_page`: the PDF comes in by standard input, the PNG goes out.
"""

import io
import os
import resource
import subprocess
import sys

from doudi.gateways.letters.refusals import LetterRefused

_SECONDS = 20
_MEMORY = 2 * 1024**3
# A4 at 200 dots an inch is 1654 pixels wide; small print needs no more to be recognised.
_DOTS_PER_INCH = 200
_TEMPLATE = """#set page(width: auto, height: auto, margin: 0pt)
#box(fill: white, image("/{name}", format: "pdf", width: 595pt))
"""


def page_picture(pdf: bytes) -> bytes:
    """The first page of a checked PDF as a PNG; raises `LetterRefused` where it cannot be drawn in time."""
    # Nothing of our own surroundings, where keys and addresses may stand; one thread, or memory is counted for each.
    surroundings = {"PYTHONPATH": os.pathsep.join(sys.path), "RAYON_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}
    command = [sys.executable, "-m", "doudi.gateways.letters.scanned_page"]
    try:
        done = subprocess.run(
            command, input=pdf, capture_output=True, timeout=2 * _SECONDS, check=False, env=surroundings
        )
    except (subprocess.TimeoutExpired, OSError):
        raise _undrawn() from None
    if done.returncode != 0 or not done.stdout.startswith(b"\x89PNG"):
        raise _undrawn()
    return done.stdout


def _undrawn() -> LetterRefused:
    return LetterRefused("damaged", "PDF 无法显示；请把申请书拍照或另存为图片（JPG、PNG）后上传")


def _draw(pdf: bytes) -> bytes:
    """The picture, by way of memory that has a number but no name: private papers do not go onto a disk."""
    import typst  # Only the child needs it.

    handle = os.memfd_create("page")
    with io.FileIO(handle, "w") as file:
        file.write(pdf)
        source = _TEMPLATE.format(name=handle).encode()
        drawn = typst.compile(source, root="/proc/self/fd", format="png", ppi=_DOTS_PER_INCH, ignore_system_fonts=True)
    assert isinstance(drawn, bytes)
    return drawn


def _main() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.stdout.buffer.write(_draw(sys.stdin.buffer.read()))


if __name__ == "__main__":
    _main()
