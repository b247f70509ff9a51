"""A row is read field by field and held against itself."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doudi.gateways.spreadsheets import ROSTER_COLUMNS, CellFault, check_rows, read_row, worst
from doudi.vocabulary.periods import Month
from gateways.rosters import TODAY, read_person
from gateways.workbooks import citizen_id

OWN = citizen_id(1962, 123)
MAPPING = {0: "name", 1: "citizen_id", 2: "relation"}


def test_a_good_row_has_values_and_no_problems() -> None:
    row = read_row(["王大山", OWN, "户主"], MAPPING, number=7, on=TODAY)
    assert (row.number, row.verdict, row.problems) == (7, "ok", ())
    assert (row.values["name"].text, row.values["citizen_id"].number18, row.values["relation"]) == ("王大山", OWN, "02")


def test_a_problem_names_row_column_value_and_rule() -> None:
    [problem] = read_row(["王大山", OWN, "嗯"], MAPPING, number=7, on=TODAY).problems
    assert (problem.row, problem.column, problem.field, problem.verdict) == (7, "C", "relation", "refused")
    assert problem.message.startswith("第7行C列“与户主关系”：“嗯”不在“家庭关系”中；可填：")


def test_a_citizen_number_and_an_account_are_masked_in_messages() -> None:
    wrong = OWN[:17] + ("1" if OWN[17] != "1" else "2")
    row = read_row(
        [wrong, "6228480402564890019", "1381234567"], {0: "citizen_id", 1: "account", 2: "phone"}, number=2, on=TODAY
    )
    told = " ".join(problem.message for problem in row.problems)
    assert "3415**************" in told
    assert "0019”" in told
    assert not any(secret in told for secret in (wrong[:10], "622848", "138123"))


def test_a_number_that_a_spreadsheet_has_cut_is_not_shown_in_what_is_left_of_it() -> None:
    row = read_row([float(OWN), 6.228480402564890e18], {0: "citizen_id", 1: "account"}, number=2, on=TODAY)
    assert [problem.message.partition("，")[0] for problem in row.problems] == [
        "第2行A列“身份证号”填的是“数字格式”",
        "第2行B列“银行账号”填的是“数字格式”",
    ]


def test_a_name_with_a_remark_in_brackets_is_proposed_without_it() -> None:
    [problem] = read_person(姓名="王大山（户主）").about("name")
    assert (problem.verdict, problem.proposal.text) == ("ask", "王大山")
    assert "是否为“王大山”？" in problem.message


def test_nothing_that_is_printed_gives_a_person_away() -> None:
    row = read_row(["王大山", OWN[:6] + OWN[8:17], "户主"], MAPPING, number=2, on=TODAY)
    assert "王大山" not in repr(row)
    assert OWN[8:] not in repr(row)


def test_a_blank_in_a_required_column_is_told() -> None:
    row = read_row(["", "", ""], MAPPING, number=2, on=TODAY)
    assert {problem.field: problem.verdict for problem in row.problems} == {
        "name": "refused",
        "citizen_id": "ask",
        "relation": "refused",
    }


def test_a_row_shorter_than_its_header_is_blank_at_its_end() -> None:
    assert [problem.rule for problem in read_row(["王大山"], MAPPING, number=2, on=TODAY).problems] == [
        "missing",
        "missing",
    ]


def test_what_was_proposed_can_be_worked_with_and_is_no_value() -> None:
    row = read_row(["王大山", OWN[:6] + OWN[8:17], "户主"], MAPPING, number=2, on=TODAY)
    assert "citizen_id" not in row.values
    assert row.understood("citizen_id").number18 == OWN
    assert row.understood("phone") is None


def test_several_causes_in_one_cell_are_several_codes() -> None:
    assert read_person(致困原因="因病、因残").rows[0].values["causes"] == ("ILLNESS", "DISABILITY")
    [found] = read_person(致困原因="因病、缺钱").about("causes")
    assert found.verdict in ("ask", "refused")


def test_months_days_and_amounts_of_one_in_payment_are_taken_over() -> None:
    values = (
        read_person(救助项目="低保", 分类="A类", 月保障金=583.5, 起保月份="2023.9", 下次复核日期="2027-09-01")
        .rows[0]
        .values
    )
    assert (values["programme"], values["dibao_class"], values["monthly"]) == ("DIBAO", "A", 58_350)
    assert (values["started"], values["review_on"]) == (Month(2023, 9), date(2027, 9, 1))


@pytest.mark.parametrize(
    ("cells", "field", "rule", "verdict"),
    [
        ({"与户主关系": "妻"}, "relation", "relation_sex", "ask"),
        ({"残疾类别": "肢体"}, "disability_kind", "disability_incomplete", "ask"),
        ({"残疾等级": "二级"}, "disability_grade", "disability_incomplete", "ask"),
        ({"残疾人证号": f"{citizen_id(1963, 123)}42"}, "disability_certificate", "certificate_differs", "ask"),
        (
            {"残疾类别": "视力", "残疾等级": "二级", "残疾人证号": f"{OWN}42"},
            "disability_kind",
            "certificate_differs",
            "ask",
        ),
        (
            {"残疾类别": "肢体", "残疾等级": "一级", "残疾人证号": f"{OWN}42"},
            "disability_grade",
            "certificate_differs",
            "ask",
        ),
        ({"起保月份": "1962-07"}, "started", "before_birth", "refused"),
        ({"起保月份": "2027-01"}, "started", "starts_late", "ask"),
        ({"起保月份": "2023-09", "下次复核日期": "2023-08-31"}, "review_on", "review_before_start", "refused"),
    ],
)
def test_what_contradicts_itself_in_a_row_is_found(cells: dict[str, Any], field: str, rule: str, verdict: str) -> None:
    found = [(problem.rule, problem.verdict) for problem in read_person(**cells).about(field)]
    assert (rule, verdict) in found


@pytest.mark.parametrize(
    "cells",
    [
        {"残疾类别": "肢体", "残疾等级": "二级", "残疾人证号": f"{OWN}42"},
        {"起保月份": "2026-12"},
        {"起保月份": "1962-08"},
        {"起保月份": "2023-09", "下次复核日期": "2023-09-01"},
        {"出生日期": date(1962, 8, 1)},
        {"年工资性收入": 5000, "年财产净收入": 1000, "本人年收入合计": 6000},
        {"年工资性收入": 5000, "年财产净收入": None, "本人年收入合计": 6000},
    ],
)
def test_what_fits_together_is_let_through(cells: dict[str, Any]) -> None:
    assert [problem for problem in read_person(**cells).problems if problem.verdict != "normalised"] == []


def test_a_fault_in_a_cell_is_refused_with_what_to_do() -> None:
    row = read_row([CellFault("no_value", "没有计算结果的公式")], {0: "monthly"}, number=3, on=TODAY)
    assert row.verdict == "refused"
    assert "重新计算并保存" in row.problems[0].message


def test_the_worst_verdict_counts() -> None:
    assert worst(()) == "ok"
    assert worst(read_row(["王 大山", OWN, "嗯"], MAPPING, number=2, on=TODAY).problems) == "refused"


CELLS = st.one_of(
    st.none(),
    st.text(max_size=30),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.dates(date(1800, 1, 1), date(2200, 1, 1)),
    st.datetimes(datetime(1800, 1, 1), datetime(2200, 1, 1)),
    st.just(time(0)),
    st.just(timedelta(hours=30)),
    st.sampled_from([CellFault("error", "#N/A"), OWN, float(OWN), "户主", "男", "H1", "400"]),
)
FIELDS = [column.field for column in ROSTER_COLUMNS]


@given(st.lists(st.lists(CELLS, min_size=len(FIELDS), max_size=len(FIELDS)), min_size=1, max_size=4))
def test_any_rows_are_read_and_checked_without_an_exception(table: list[list[Any]]) -> None:
    mapping = dict(enumerate(FIELDS))
    rows = [read_row(cells, mapping, number=at, on=TODAY) for at, cells in enumerate(table, 2)]
    for problem in (*(problem for row in rows for problem in row.problems), *check_rows(rows)):
        assert problem.message.startswith(f"第{problem.row}行")
        assert OWN not in problem.message
