"""The fields of one row against one another."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from doudi.gateways.spreadsheets.columns import columns_by_field
from doudi.gateways.spreadsheets.problems import Problem, RosterRow
from doudi.policy.facts import INCOME_KINDS
from doudi.vocabulary.cells import Verdict
from doudi.vocabulary.codes import load_list
from doudi.vocabulary.identity import CitizenId
from doudi.vocabulary.money import yuan
from doudi.vocabulary.periods import Month, completed_years

_SEX_CODES = {"male": "1", "female": "2"}
_MALE_RELATIONS = frozenset(
    "11 20 21 22 23 24 25 26 27 28 41 43 46 51 53 55 57 61 63 66 71 73 76 78 81 83 85 87 89 93 95".split()
)
_FEMALE_RELATIONS = frozenset(
    "12 30 31 32 33 34 35 36 37 38 42 44 45 52 54 56 58 62 64 67 72 74 75 77 82 84 86 88 90 94 96".split()
)
_WORKING_AGES = range(18, 60)
_CANNOT_WORK = ("2", "3", "4")
_FIELDS_OF_INCOME = {
    period: tuple(f"income_{kind}_{period}" for kind in INCOME_KINDS) for period in ("monthly", "yearly")
}
_PERIOD_WORDS = {"monthly": "月", "yearly": "年"}


class _Row:
    """A row under examination: makes problems with the right letters."""

    def __init__(self, read: RosterRow, letters: Mapping[str, str]) -> None:
        self.read = read
        self.values = read.values
        self._letters = letters

    def problem(self, field: str, verdict: Verdict, told: str, rule: str, proposal: Any = None) -> Problem:
        letter = self._letters.get(field, "")
        label = columns_by_field()[field].label
        message = f"第{self.read.number}行{f'{letter}列' if letter else ''}“{label}”：{told}"
        return Problem(self.read.number, letter, field, verdict, message, proposal, rule)


def row_problems(read: RosterRow, letters: Mapping[str, str], on: date) -> Iterator[Problem]:
    """What contradicts itself within a row; `letters` are the columns' letters by field."""
    row = _Row(read, letters)
    bearer = read.understood("citizen_id")
    if bearer is not None:
        yield from _against_citizen_id(row, bearer)
    if "relation" in row.values and "sex" in row.values:
        yield from _relation_and_sex(row)
    if row.values.keys() & {"disability_kind", "disability_grade", "disability_certificate"}:
        yield from _disability(row, bearer)
    if "started" in row.values or "review_on" in row.values:
        yield from _days(row, bearer, on)
    for period, fields in _FIELDS_OF_INCOME.items():
        yield from _income(row, period, fields)
    yield from _no_income(row, bearer, on)


def _against_citizen_id(row: _Row, bearer: CitizenId) -> Iterator[Problem]:
    born, sex = row.values.get("born"), row.values.get("sex")
    if born is not None and born != bearer.born:
        told = f"{born} 与身份证号中的 {bearer.born} 不符，请核对原件"
        yield row.problem("born", "ask", told, "born_differs", bearer.born)
    if sex in ("1", "2") and sex != _SEX_CODES[bearer.sex]:
        label = load_list("sex")[_SEX_CODES[bearer.sex]].zh
        yield row.problem("sex", "ask", f"与身份证号（{label}）不符，请核对原件", "sex_differs", _SEX_CODES[bearer.sex])


def _relation_and_sex(row: _Row) -> Iterator[Problem]:
    relation, sex = row.values["relation"], row.values["sex"]
    if (sex == "2" and relation in _MALE_RELATIONS) or (sex == "1" and relation in _FEMALE_RELATIONS):
        told = f"“{load_list('relation')[relation].zh}”与性别“{load_list('sex')[sex].zh}”不符，请核对"
        yield row.problem("relation", "ask", told, "relation_sex")


def _disability(row: _Row, bearer: CitizenId | None) -> Iterator[Problem]:
    kind, grade = row.values.get("disability_kind"), row.values.get("disability_grade")
    certificate = row.values.get("disability_certificate")
    if certificate is not None:
        yield from _certificate(row, bearer, certificate, kind, grade)
    elif kind is not None and grade is None:
        yield row.problem("disability_kind", "ask", "有残疾类别而没有等级，请补填", "disability_incomplete")
    elif grade is not None and kind is None:
        yield row.problem("disability_grade", "ask", "有残疾等级而没有类别，请补填", "disability_incomplete")


def _certificate(
    row: _Row, bearer: CitizenId | None, certificate: str, kind: str | None, grade: str | None
) -> Iterator[Problem]:
    """A certificate's number is its holder's, with the kind and the grade behind."""
    if bearer is not None and certificate[:18] != bearer.number18:
        told = "残疾人证号前18位与身份证号不符，请核对原件"
        yield row.problem("disability_certificate", "ask", told, "certificate_differs")
    if kind is not None and kind != certificate[18]:
        told = f"与残疾人证号第19位（{load_list('disability_kind')[certificate[18]].zh}）不符，请核对"
        yield row.problem("disability_kind", "ask", told, "certificate_differs", certificate[18])
    if grade is not None and grade != certificate[19]:
        told = f"与残疾人证号第20位（{load_list('disability_grade')[certificate[19]].zh}）不符，请核对"
        yield row.problem("disability_grade", "ask", told, "certificate_differs", certificate[19])


def _days(row: _Row, bearer: CitizenId | None, on: date) -> Iterator[Problem]:
    started, review_on = row.values.get("started"), row.values.get("review_on")
    born = bearer.born if bearer is not None else row.values.get("born")
    if started is not None and born is not None and started < Month.of(born):
        yield row.problem("started", "refused", f"{started} 早于出生（{born}），请核对", "before_birth")
    if started is not None and started > Month.of(on).next():
        yield row.problem("started", "ask", f"{started} 晚于下个月，请核对", "starts_late")
    if started is not None and review_on is not None and review_on < started.first_day:
        yield row.problem("review_on", "refused", f"{review_on} 早于起保月份 {started}，请核对", "review_before_start")


def _income(row: _Row, period: str, fields: tuple[str, ...]) -> Iterator[Problem]:
    """The parts against their sum. A part left blank is unknown, so the sum may only not be less than the others."""
    whole = row.values.get(f"income_total_{period}")
    if whole is None:
        return
    parts = [row.values[field] for field in fields if field in row.values]
    complete = all(field in row.values for field in fields if field in row._letters)
    if parts and (sum(parts) > whole or (complete and len(parts) > 1 and sum(parts) != whole)):
        told = f"合计 {yuan(whole)} 元，各项相加为 {yuan(sum(parts))} 元，不一致，请核对"
        yield row.problem(f"income_total_{period}", "refused", told, "income_sum")


def _no_income(row: _Row, bearer: CitizenId | None, on: date) -> Iterator[Problem]:
    """No income at all of somebody of working age who can work: there may be a reason, and it should be given."""
    given = [
        (field, row.values[field])
        for period, fields in _FIELDS_OF_INCOME.items()
        for field in (*fields, f"income_total_{period}")
        if field in row.values
    ]
    if not given or any(amount for _, amount in given) or bearer is None or bearer.born > on:
        return
    if completed_years(bearer.born, on) in _WORKING_AGES and row.values.get("labour") not in _CANNOT_WORK:
        yield row.problem(given[0][0], "ask", "处于劳动年龄而全部收入为0，请注明原因", "no_income")
