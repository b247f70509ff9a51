"""Every kind of bad input that can come in a file, numbered as in the list of them, with its verdict and its answer.

Files are made at run time. A case names the cell or builds the file; the answer must have the verdict and the words.
"""

import re
from collections.abc import Callable
from datetime import date

import pytest
from openpyxl.worksheet.filters import FilterColumn, Filters

from doudi.gateways.spreadsheets import Finding, SheetRefused, column_of, fields_of, mapping_findings, propose_mapping
from doudi.gateways.spreadsheets.reading import read_table
from doudi.gateways.spreadsheets.recognition import content_digest, months_named
from doudi.vocabulary.identity import generate_citizen_id
from doudi.vocabulary.periods import Month
from gateways.corpus import CELLS, FILES, OLD_15, OWN, ROWS, TEXT
from gateways.rosters import GOOD, read_people, read_person, read_roster
from gateways.workbooks import (
    HEADERS,
    citizen_id,
    household,
    raw_xlsx,
    saved,
    sheet_xml,
    text_cell,
    workbook,
    xls,
    xlsx,
)


@pytest.mark.parametrize(("number", "header", "cell", "verdict", "words"), CELLS)
def test_a_bad_cell_gets_its_verdict_and_its_answer(
    number: str, header: str, cell: object, verdict: str, words: str
) -> None:
    outcome = read_person(**{header: cell})
    found = outcome.about(column_of(header))
    if not verdict:
        assert found == []
        return
    assert [(problem.verdict, words in problem.message) for problem in found] == [(verdict, True)], found
    assert "第2行" in found[0].message
    assert OWN not in found[0].message


@pytest.mark.parametrize(("number", "header", "cell", "verdict", "words"), CELLS)
def test_a_bad_cell_is_kept_as_it_came(number: str, header: str, cell: object, verdict: str, words: str) -> None:
    outcome = read_person(**{header: cell})
    kept = outcome.sheet.rows[0].cells[outcome.sheet.headers.index(header)]
    assert kept == ("" if cell is None else float(cell) if isinstance(cell, int) else cell)


@pytest.mark.parametrize(
    ("region", "kind"), [("810000", "residence_permit"), ("830000", "residence_permit"), ("341502", "resident")]
)
def test_8_papers_of_every_type_are_taken(region: str, kind: str) -> None:
    number = generate_citizen_id(region, date(1962, 8, 1), 123)
    outcome = read_person(身份证号=number)
    assert outcome.rows[0].values["citizen_id"].kind == kind


def test_9_the_same_number_twice_is_refused_on_both_rows() -> None:
    outcome = read_people([GOOD, {**GOOD, "户编号": "H2", "姓名": "李小河"}])
    told = [problem.message for problem in outcome.problems if problem.rule == "listed_twice"]
    assert told == [
        "第2行“身份证号”：与第3行的身份证号相同，而姓名不同；一人只能列一次，请删去重复的或更正号码",
        "第3行“身份证号”：与第2行的身份证号相同，而姓名不同；一人只能列一次，请删去重复的或更正号码",
    ]


def test_9_an_old_number_and_the_new_one_of_it_are_the_same_number() -> None:
    outcome = read_people([GOOD, {**GOOD, "户编号": "H2", "身份证号": OLD_15}])
    assert {problem.row for problem in outcome.problems if problem.rule == "listed_twice"} == {2, 3}


def test_16_an_amount_ten_thousand_times_its_neighbours_is_asked() -> None:
    people = [
        {**GOOD, "户编号": f"H{at}", "身份证号": citizen_id(1962, 101 + 2 * at), "年工资性收入": amount}
        for at, amount in enumerate([12000, 13000, 1.2, 11000, 12500])
    ]
    found = [problem for problem in read_people(people).problems if problem.rule == "out_of_scale"]
    assert [(problem.row, problem.verdict) for problem in found] == [(4, "ask")]
    assert "1.20 元与本栏其他各行（中间数 12000.00 元）相差数千倍，是否混用了元和万元？" in found[0].message


def test_17_a_loss_may_stand_as_business_income_and_nowhere_else() -> None:
    outcome = read_person(年经营净收入=-500)
    assert outcome.rows[0].values["income_business_yearly"] == -50_000


def test_17_no_income_of_one_who_can_work_asks_for_the_reason() -> None:
    worker = {"身份证号": citizen_id(1990, 123), "年工资性收入": 0}
    assert [problem.rule for problem in read_person(**worker).problems] == ["no_income"]
    assert read_person(**worker, 劳动能力="丧失劳动能力").problems == []


def test_18_a_sum_that_is_not_that_of_its_parts_is_refused_with_both_figures() -> None:
    outcome = read_person(年工资性收入=5000, 年财产净收入=1000, 本人年收入合计=5500)
    [found] = outcome.about("income_total_yearly")
    assert found.verdict == "refused"
    assert "合计 5500.00 元，各项相加为 6000.00 元" in found.message


def test_18_members_other_than_listed_are_refused_with_both_figures() -> None:
    [found] = read_person(家庭人口=3).about("household_size")
    assert found.verdict == "refused"
    assert "填的是3人，本户实际列出1人" in found.message


def test_21_the_raw_private_character_is_kept_beside_what_it_may_mean() -> None:
    [found] = read_person(姓名="王\ue863").about("name")
    assert (found.proposal.text, found.proposal.raw) == ("王\ue863", "王\ue863")


def test_every_number_that_can_come_in_a_file_has_a_case() -> None:
    tested = [re.match("test_([0-9]+)_", name) for name in globals()]
    numbers = {int(number) for number, *_ in CELLS} | {int(found[1]) for found in tested if found}
    not_in_a_file = {35, 41}  # A change after payment, and a form sent twice.
    assert numbers == set(range(1, 43)) - not_in_a_file


def findings(data: bytes, filename: str) -> tuple[Finding, ...]:
    book = read_table(data, filename)
    return (*book.findings, *book.main.findings)


def finding(data: bytes, filename: str, rule: str) -> Finding:
    return next(found for found in findings(data, filename) if found.rule == rule)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_24_a_text_file_is_read_in_each_encoding_and_shown(encoding: str) -> None:
    book = read_table(TEXT.encode(encoding), "花名册.csv")
    assert [row.cells[1] for row in book.main.sample] == ["王大山", "李小河", "王小山"]
    assert any(found.rule == "encoding" for found in book.main.findings) == (encoding != "utf-8-sig")


def test_24_two_encodings_in_one_file_are_refused_with_the_lines() -> None:
    lines = TEXT.split("\r\n")
    begin = "\r\n".join(lines[:3]).encode("gb18030") + b"\r\n"
    with pytest.raises(SheetRefused, match="第1行不是UTF-8，第4行不是GB18030，文件中混有几种编码"):
        read_table(begin + lines[3].encode(), "花名册.csv")
    with pytest.raises(SheetRefused, match="第4行是UTF-8，其余是GB18030"):
        read_table(begin + "赵七钱八".encode(), "花名册.csv")


def test_25_merged_data_cells_are_refused_with_their_range() -> None:
    book = workbook(ROWS)
    book.active.merge_cells("F2:F4")
    found = finding(saved(book), "花名册.xlsx", "merged_cells")
    assert (found.verdict, found.rows) == ("refused", (2,))
    assert "F2:F4" in found.message


def test_25_merged_header_cells_are_allowed() -> None:
    book = workbook([["三里村低保花名册"], *ROWS])
    book.active.merge_cells("A1:G1")
    assert findings(saved(book), "花名册.xlsx") == ()


def test_26_hidden_rows_columns_and_sheets_are_asked() -> None:
    book = workbook(ROWS)
    book.active.row_dimensions[3].hidden = True
    book.active.column_dimensions["E"].hidden = True
    book.create_sheet("旧").append(["姓名"])
    book["旧"].append(["赵七"])
    book["旧"].sheet_state = "hidden"
    data = saved(book)
    assert finding(data, "花名册.xlsx", "hidden_rows").message == "有1行被隐藏（第3行），是否导入？"
    assert "E列“性别”" in finding(data, "花名册.xlsx", "hidden_columns").message
    hidden = [sheet for sheet in read_table(data, "花名册.xlsx").sheets if sheet.hidden]
    assert "hidden_sheet" in [found.rule for found in hidden[0].findings]


def test_26_an_active_filter_is_asked() -> None:
    book = workbook(ROWS)
    book.active.auto_filter.ref = "A1:G4"
    book.active.auto_filter.filterColumn.append(FilterColumn(colId=5, filters=Filters(filter=["三里村"])))
    assert finding(saved(book), "花名册.xlsx", "filtered").verdict == "ask"
    book.active.auto_filter.filterColumn.clear()
    assert findings(saved(book), "花名册.xlsx") == ()


HEADER_CELLS = "".join(text_cell(f"{letter}1", header) for letter, header in zip("ABCDEFG", HEADERS, strict=True))


def with_cell(cell: str) -> bytes:
    """A workbook whose amount is this cell."""
    person = "".join(text_cell(f"{letter}2", str(value)) for letter, value in zip("ABCDEF", ROWS[1], strict=False))
    return raw_xlsx(sheet_xml(f'<row r="1">{HEADER_CELLS}</row><row r="2">{person}{cell}</row>'))


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ('<c r="G2"><f>1+1</f></c>', "公式没有计算结果"),
        ('<c r="G2"><f>1+1</f><v></v></c>', "公式没有计算结果"),
        ('<c r="G2" t="e"><v>#N/A</v></c>', "填的是“#N/A”，单元格出错"),
        ('<c r="G2" t="e"><f>A9</f><v>#REF!</v></c>', "填的是“#REF!”，单元格出错"),
        ('<c r="G2"><f>[1]Sheet1!$A$1</f><v>5</v></c>', "数值取自其他文件"),
        ('<c r="G2" t="str"><v>#DIV/0!</v></c>', "填的是“#DIV/0!”，单元格出错"),
    ],
)
def test_27_a_cell_without_a_value_of_its_own_is_refused(cell: str, words: str) -> None:
    [found] = read_roster(with_cell(cell)).about("monthly")
    assert found.verdict == "refused"
    assert words in found.message
    assert "第2行G列" in found.message


def test_27_a_formula_with_its_value_is_read_and_said() -> None:
    outcome = read_roster(with_cell('<c r="G2"><f>200*2</f><v>400</v></c>'))
    assert outcome.rows[0].values["monthly"] == 40_000
    assert [found.rule for found in outcome.sheet.findings] == ["formulas"]


def test_28_totals_blanks_notes_and_two_header_rows_are_counted_and_asked() -> None:
    rows = [
        ["三里村低保花名册"],
        ["户编号", "人员信息", None, None, None, None, "金额"],
        [None, *HEADERS[1:]],
        *household(),
        [None] * 7,
        ["合计", None, None, None, None, None, 1200],
        ["填表人：赵七", None, None, "审核人：钱八"],
    ]
    book = workbook(rows)
    book.active.merge_cells("B2:F2")
    outcome = read_roster(saved(book))
    counts = outcome.sheet.counts
    assert (counts.title, counts.header, counts.data, counts.blank, counts.total, counts.note) == (1, 2, 3, 1, 1, 1)
    assert counts.read == len(rows)
    assert {found.rule: found.verdict for found in outcome.sheet.findings} == {
        "two_header_rows": "ask",
        "total_rows": "ask",
        "note_rows": "ask",
        "blank_rows": "normalised",
    }
    assert [row.values["name"].text for row in outcome.rows] == ["王大山", "李小河", "王小山"]


def test_28_columns_in_another_order_and_by_other_names_are_mapped_by_name() -> None:
    headers = ("公民身份号码", "家庭成员姓名", "与申请人关系", "户号", "月补助金额", "所在村", "备用")
    mapping = fields_of(propose_mapping(headers))
    assert list(mapping.values()) == ["citizen_id", "name", "relation", "household_no", "monthly", "village"]
    [left] = [found for found in mapping_findings(headers, mapping) if found.rule == "unmapped_columns"]
    assert left.verdict == "ask"
    assert "G列“备用”" in left.message


def test_28_the_same_header_twice_is_asked() -> None:
    rows = [[*row, row[2]] for row in ROWS]
    found = finding(xlsx(rows), "花名册.xlsx", "duplicate_headers")
    assert found.message == "栏名“身份证号”出现了2次（C列、H列），请指定用哪一列"


def test_29_an_old_sheet_filled_to_its_last_row_may_have_been_cut_off() -> None:
    rows = [["姓名"], *[["王大山"]] * 65_535]
    found = finding(xls(rows), "花名册.xls", "cut_off")
    assert found.verdict == "ask"
    assert "65536行" in found.message


def test_29_a_sheet_filled_to_the_last_row_of_all_is_refused_with_the_hint() -> None:
    far = raw_xlsx(
        sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="A1048576"><v>1</v></c></row>')
    )
    with pytest.raises(SheetRefused, match="1048576行，超过100000行.*可能已被截断"):
        read_table(far, "花名册.xlsx")


@pytest.mark.parametrize(("what", "make", "filename", "words"), FILES, ids=[case[0] for case in FILES])
def test_30_a_file_that_is_not_what_it_seems_is_refused_with_what_to_do(
    what: str, make: Callable[[], bytes], filename: str, words: str
) -> None:
    with pytest.raises(SheetRefused) as refused:
        read_table(make(), filename)
    assert words in str(refused.value)
    assert any(advice in str(refused.value) for advice in ("请", "上传"))


def test_31_a_file_above_the_size_is_refused_before_it_is_looked_at() -> None:
    with pytest.raises(SheetRefused, match="超过20MB"):
        read_table(b"PK\x03\x04" + bytes(20 * 1024 * 1024), "花名册.xlsx")


SON = {**GOOD, "姓名": "王小山", "身份证号": citizen_id(1990, 125), "与户主关系": "长子"}


def test_32_no_head_is_refused() -> None:
    [found] = [problem for problem in read_people([SON]).problems if problem.rule == "no_head"]
    assert (found.verdict, "没有户主" in found.message) == ("refused", True)


def test_32_two_heads_are_refused_on_both_rows() -> None:
    outcome = read_people([GOOD, {**SON, "与户主关系": "户主"}])
    assert {problem.row: problem.verdict for problem in outcome.problems if problem.rule == "two_heads"} == {
        2: "refused",
        3: "refused",
    }


def test_32_a_head_who_is_not_listed_is_refused() -> None:
    [found] = read_person(户主身份证号=citizen_id(1950, 127)).about("head_citizen_id")
    assert (found.rule, found.verdict) == ("head_not_member", "refused")


def test_33_a_parent_less_than_twelve_years_older_is_refused_with_the_path() -> None:
    outcome = read_people([GOOD, {**SON, "身份证号": citizen_id(1974, 125, 7, 31)}])
    [found] = [problem for problem in outcome.problems if problem.rule == "generations"]
    assert found.verdict == "refused"
    assert "户主王大山（1962-08-01生）→长子王小山（1974-07-31生），相差不到12岁" in found.message
    of_age = read_people([GOOD, {**SON, "身份证号": citizen_id(1974, 125, 8, 1)}])
    assert of_age.problems == []


def test_33_two_wives_are_refused() -> None:
    wives = [
        {**GOOD, "姓名": name, "身份证号": citizen_id(1964, sequence), "与户主关系": "妻", "性别": "女"}
        for name, sequence in (("李小河", 124), ("李大河", 126))
    ]
    outcome = read_people([GOOD, *wives])
    assert [problem.row for problem in outcome.problems if problem.rule == "relation_twice"] == [3, 4]


def test_34_a_household_in_two_villages_is_asked() -> None:
    outcome = read_people([GOOD, {**SON, "村": "五里村"}])
    [found] = [problem for problem in outcome.problems if problem.rule == "two_places"]
    assert found.verdict == "ask"
    assert "第2行“三里村”；第3行“五里村”" in found.message


def test_36_a_county_code_out_of_use_is_read_by_the_table() -> None:
    [found] = read_person(村="342423").about("village")
    assert found.verdict in ("normalised", "ask")
    assert "已停用" in found.message


def test_36_a_village_code_of_a_county_out_of_use_is_asked() -> None:
    [found] = read_person(村="342423001001").about("village")
    assert (found.verdict, "请改用现在的代码" in found.message) == ("ask", True)


def people_sharing(count: int, **cells: object) -> list[dict[str, object]]:
    """As many one-person households with these cells in common."""
    return [{**GOOD, "户编号": f"H{at}", "身份证号": citizen_id(1962, 101 + 2 * at), **cells} for at in range(count)]


@pytest.mark.parametrize(("households", "asked"), [(19, 0), (20, 20), (21, 21)])
def test_38_a_telephone_shared_by_twenty_households_is_asked(households: int, asked: int) -> None:
    outcome = read_people(people_sharing(households, 联系电话="13812345678"))
    found = [problem for problem in outcome.problems if problem.rule == "shared_phone"]
    assert [problem.verdict for problem in found] == ["ask"] * asked


def test_37_an_account_of_two_households_is_asked_without_being_shown() -> None:
    outcome = read_people(people_sharing(2, 银行账号="6228480402564890018"))
    found = [problem for problem in outcome.problems if problem.rule == "shared_account"]
    assert [(problem.row, problem.verdict) for problem in found] == [(2, "ask"), (3, "ask")]
    assert all("6228480402564890018" not in problem.message for problem in outcome.problems)


@pytest.mark.parametrize(("members", "asked"), [(30, False), (31, True)])
def test_40_more_than_thirty_members_are_asked(members: int, asked: bool) -> None:
    people = [{**person, "户编号": "H1"} for person in people_sharing(members)]
    rules = [problem.rule for problem in read_people(people).problems]
    assert ("too_many_members" in rules) == asked


def test_40_a_file_without_anybody_is_refused() -> None:
    assert finding(xlsx([HEADERS]), "花名册.xlsx", "no_rows").verdict == "refused"


def test_42_the_same_rows_are_known_again_when_the_file_was_saved_anew() -> None:
    first, second = read_table(xlsx(ROWS), "a.xlsx"), read_table(xls(ROWS), "b.xls")
    assert first.digest != second.digest
    assert content_digest(first.main) == content_digest(second.main)
    changed = read_table(xlsx([*ROWS[:-1], [*ROWS[-1][:-1], 401]]), "a.xlsx")
    assert content_digest(changed.main) != content_digest(first.main)


def test_42_the_months_a_file_is_for_are_read_from_its_name_and_title() -> None:
    book = read_table(xlsx([["三里村2026年11月低保花名册"], *ROWS]), "花名册2026年10月.xlsx")
    assert months_named(book) == (Month(2026, 10), Month(2026, 11))
