"""What is wrong with a case file, said once in Chinese and once in English, and the refusal that carries it all."""

from collections.abc import Iterable
from dataclasses import dataclass

LONGEST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: where it stands (empty for the file as a whole) and what is wrong, in both languages."""

    path: str
    message_zh: str
    message_en: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message_en}" if self.path else self.message_en

    def in_chinese(self) -> str:
        """The line a clerk reads."""
        return f"{self.path}：{self.message_zh}" if self.path else self.message_zh

    def as_json(self) -> dict[str, str]:
        """The fault as the command line and the interface answer it."""
        return {"path": self.path, "message": self.message_en, "message_zh": self.message_zh}


class CaseRefused(Exception):
    """A case file refused whole: `errors` holds every fault, `case` the name the file gave itself, `name` the file's.

    `str` gives one line a fault: `members[1].disability.grade: 5 is not a grade (1 to 4)`.
    """

    def __init__(self, errors: Iterable[Fault], case: str | None = None, name: str = "") -> None:
        self.errors, self.case, self.name = tuple(errors), case, name
        super().__init__(self.errors)

    def __str__(self) -> str:
        return "\n".join(str(fault) for fault in self.errors)

    def in_chinese(self) -> str:
        """One line a fault, for a clerk."""
        return "\n".join(fault.in_chinese() for fault in self.errors)

    def as_json(self) -> dict[str, object]:
        """The answer to a refused case, as the contract of the case file lays it out."""
        return {"case": self.case, "errors": [fault.as_json() for fault in self.errors]}


def printable(text: str) -> str:
    """Text fit for a message: short, on one line, with nothing that hides or turns its neighbours round."""
    short = text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + "…"
    if short.isprintable():
        return short
    return "".join(
        one if one.isprintable() else one.encode("unicode_escape", "surrogatepass").decode() for one in short
    )


def below(path: str, key: str) -> str:
    """The path of a key in the mapping at `path`."""
    return f"{path}.{printable(key)}" if path else printable(key)
