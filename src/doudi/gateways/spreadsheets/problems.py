"""What is the matter with rows, and rows with what is the matter with them."""

from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import field as field_of_class
from typing import Any

from doudi.vocabulary.cells import Verdict

_WORST: tuple[Verdict, ...] = ("refused", "ask", "normalised", "ok")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing about one row: where, in which field, what is to be done, in Chinese, and a proposal if there is one.

    `rule` names it for programs: `cell` where the cell by itself is the matter. `column` is the sheet's letter, or
    empty where the row or the household as a whole is meant. A proposal may be a citizen number or an account, and does
    not appear where a problem is printed.
    """

    row: int
    column: str
    field: str
    verdict: Verdict
    message: str
    proposal: Any = field_of_class(default=None, repr=False)
    rule: str = "cell"


@dataclass(frozen=True, slots=True)
class RosterRow:
    """A row as it was understood: `values` by field, without the fields that are blank, in doubt or refused."""

    number: int
    values: dict[str, Any] = field_of_class(repr=False)
    problems: tuple[Problem, ...]

    @property
    def verdict(self) -> Verdict:
        """The worst that is the matter with the row."""
        return worst(self.problems)

    def understood(self, field: str) -> Any:
        """The field's value, or what was proposed for it where that is still in doubt; None where there is neither."""
        if field in self.values:
            return self.values[field]
        proposals = (problem.proposal for problem in self.problems if problem.field == field and problem.rule == "cell")
        return next(proposals, None)


def worst(problems: Iterable[Problem]) -> Verdict:
    """The worst of several verdicts; `ok` where there are none."""
    found = {problem.verdict for problem in problems}
    return next((verdict for verdict in _WORST if verdict in found), "ok")
