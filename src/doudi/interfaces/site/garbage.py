"""When a process looks through what it holds for garbage: much is made at once only while an office is set up."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_OFTEN = 20


@contextmanager
def garbage_let_lie() -> Iterator[None]:
    """What the process held before is not looked through again and again while much is made."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(before[0] * _OFTEN, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
