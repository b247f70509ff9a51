"""Which language the command line speaks: Chinese where LANG says so, English otherwise."""

import os
from typing import Literal


def language() -> Literal["zh", "en"]:
    """The language of this terminal, from LC_ALL, LC_MESSAGES or LANG, the first that is set."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        stated = os.environ.get(name)
        if stated:
            return "zh" if stated.lower().startswith("zh") else "en"
    return "en"


def say(zh: str, en: str) -> str:
    """One of two wordings."""
    return zh if language() == "zh" else en
