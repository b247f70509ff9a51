"""The fields of a household roster, one row a person, and the words for their columns."""

from functools import cache

from doudi.gateways.spreadsheets.column import RosterColumn
from doudi.gateways.spreadsheets.headers import fold_header, fold_whole
from doudi.gateways.spreadsheets.money_columns import MONEY_COLUMNS, undated_money
from doudi.gateways.spreadsheets.people_columns import PAYMENT_COLUMNS, PEOPLE_COLUMNS

ROSTER_COLUMNS: tuple[RosterColumn, ...] = (*PEOPLE_COLUMNS, *MONEY_COLUMNS, *PAYMENT_COLUMNS)


@cache
def columns_by_field() -> dict[str, RosterColumn]:
    """The columns by their field."""
    return {column.field: column for column in ROSTER_COLUMNS}


@cache
def labels() -> dict[str, str]:
    """By folded label: the field."""
    return {fold_whole(column.label): column.field for column in ROSTER_COLUMNS}


@cache
def words() -> dict[str, str]:
    """By folded label or synonym: the field; a word two fields share is the first one's."""
    found = dict(labels())
    for column in ROSTER_COLUMNS:
        for word in (column.label, *column.synonyms):
            found.setdefault(fold_whole(word), column.field)
            found.setdefault(fold_header(word), column.field)
    return found


def is_known_header(folded: str) -> bool:
    """Whether a folded text is what some field's column is called."""
    return folded in words() or folded in undated_money()


def column_of(header: str) -> str:
    """The field of a header that is a label or one of its synonyms; raises `KeyError` for any other."""
    return words()[fold_whole(header)]
