"""`python -m doudi.interfaces.site.child PARENT MODULE [ARGUMENT…]`: run a module as a child that dies with its parent."""

import os
import runpy
import sys

from doudi.interfaces.site.lifelines import die_with, leave_no_core


def run_child(arguments: list[str]) -> None:
    """Run a module as a program, tied to the process whose number comes first."""
    parent, module, *rest = arguments
    die_with(int(parent))
    leave_no_core()
    os.umask(0o077)
    sys.argv = [module, *rest]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    run_child(sys.argv[1:])
