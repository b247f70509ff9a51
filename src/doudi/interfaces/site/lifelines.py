"""Children that do not outlive the process that made them, and leave no core file of what clerks typed."""

import ctypes
import os
import resource
import signal
from collections.abc import Callable

PR_SET_PDEATHSIG = 1


def before_program(at_death_of_caller: signal.Signals | None) -> Callable[[], None]:
    """What a new child does before it becomes its program (subprocess's preexec_fn).

    at_death_of_caller: the signal the child gets when the thread that made it dies, even by kill -9.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    parent = os.getpid()

    def prepare() -> None:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if at_death_of_caller is not None:
            libc.prctl(PR_SET_PDEATHSIG, at_death_of_caller)
            if os.getppid() != parent:
                os._exit(1)

    return prepare


def die_with(parent: int, sent: signal.Signals = signal.SIGKILL) -> None:
    """Get a signal when the process that made this one dies; leave at once if it is dead already."""
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, sent)
    if os.getppid() != parent:
        raise SystemExit(1)


def leave_no_core() -> None:
    """No core file of this process and its children."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
