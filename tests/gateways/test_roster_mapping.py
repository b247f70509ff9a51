"""Columns are recognised by their names, in any order and under any of the names offices use."""

import pytest

from doudi.gateways.spreadsheets import ROSTER_COLUMNS, fields_of, mapping_findings, propose_mapping
from doudi.gateways.spreadsheets.columns import columns_by_field
from doudi.gateways.spreadsheets.headers import fold_whole
from doudi.policy.facts import INCOME_KINDS, SPENDING_KINDS


def test_every_label_is_its_own_exact_proposal() -> None:
    labels = [column.label for column in ROSTER_COLUMNS]
    mapping = propose_mapping(labels)
    assert [proposal.field for proposal in mapping.values()] == [column.field for column in ROSTER_COLUMNS]
    assert {proposal.how for proposal in mapping.values()} == {"exact"}


@pytest.mark.parametrize("column", ROSTER_COLUMNS, ids=lambda column: column.field)
def test_every_other_name_is_proposed_for_its_field(column) -> None:  # type: ignore[no-untyped-def]
    for synonym in column.synonyms:
        assert propose_mapping([synonym])[0].field == column.field, synonym


def test_no_name_is_given_to_two_fields() -> None:
    seen: dict[str, str] = {}
    for column in ROSTER_COLUMNS:
        for word in (column.label, *column.synonyms):
            assert seen.setdefault(fold_whole(word), column.field) == column.field, word


def test_every_kind_of_income_and_spending_has_its_columns() -> None:
    fields = columns_by_field()
    for stem, kinds in (("income", INCOME_KINDS), ("spending", SPENDING_KINDS)):
        assert all(f"{stem}_{kind}_{period}" in fields for kind in kinds for period in ("monthly", "yearly"))


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("姓 名", "name"),
        ("姓名*", "name"),
        ("身份证号\n（18位）", "citizen_id"),
        ("户主身份证号码", "head_citizen_id"),
        ("户主姓名", "head_name"),
        ("工资性收入（元/月）", "income_wage_monthly"),
        ("工资性收入（元/年）", "income_wage_yearly"),
        ("年工资收入", "income_wage_yearly"),
        ("月养老金", "income_pension_monthly"),
        ("每月赡养费", "income_support_monthly"),
        ("年医疗支出", "spending_medical_yearly"),
        ("年收入/工资性收入", "income_wage_yearly"),
        ("月收入情况/其他收入", "income_other_monthly"),
        ("银行信息/账号", "account"),
        ("户主/身份证号", "head_citizen_id"),
        ("家庭年收入", "household_income_yearly"),
        ("家庭月人均收入", "income_per_head_monthly"),
    ],
)
def test_a_header_is_understood(header: str, field: str) -> None:
    assert propose_mapping([header])[0].field == field


def test_money_without_a_period_is_a_question() -> None:
    proposal = propose_mapping(["工资性收入"])[0]
    assert (proposal.field, proposal.how) == ("income_wage_yearly", "similar")
    assert "没有写明按月还是按年" in proposal.note


def test_a_column_in_ten_thousands_is_said() -> None:
    assert "万元" in propose_mapping(["工资性收入（万元/年）"])[0].note


def test_a_similar_header_is_a_question() -> None:
    proposal = propose_mapping(["被救助人身份证号"])[0]
    assert (proposal.field, proposal.how) == ("citizen_id", "similar")


@pytest.mark.parametrize(
    "header", ["配偶姓名", "监护人身份证号", "审核人", "包保干部电话", "序号", "No", "甲", "照片", ""]
)
def test_what_is_about_somebody_else_or_nothing_is_left(header: str) -> None:
    assert propose_mapping([header]) == {}


def test_of_two_columns_for_one_field_the_better_named_is_proposed() -> None:
    assert fields_of(propose_mapping(["证件号码", "身份证号"])) == {1: "citizen_id"}
    assert fields_of(propose_mapping(["身份证号", "身份证号"])) == {0: "citizen_id"}


def test_what_a_mapping_lacks_is_told() -> None:
    found = {found.rule: found.verdict for found in mapping_findings(("甲", "乙"), {})}
    assert found == {
        "no_name": "refused",
        "no_citizen_id": "ask",
        "no_relation": "ask",
        "no_household_key": "ask",
        "unmapped_columns": "ask",
    }


def test_a_whole_mapping_lacks_nothing() -> None:
    headers = ("序号", "户编号", "姓名", "身份证号", "与户主关系")
    assert list(mapping_findings(headers, fields_of(propose_mapping(headers)))) == []
