"""Every kind of bad input, taken through a whole import: each row is counted once, and what is refused is named by row."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from doudi.gateways.spreadsheets import column_of
from doudi.records.registry.models import Household, Person
from doudi.records.registry.refusals import Refused
from doudi.records.rosters.actions import upload_roster
from doudi.records.rosters.models import ImportRow, RosterImport
from doudi.records.rosters.queries import counts_of
from gateways import workbooks
from gateways.corpus import BORN, CELLS, FILES, ID, TEXT
from gateways.rosters import GOOD
from support.rosters import committed, reconciles, tried_file
from world import DAY, World

pytestmark = pytest.mark.django_db
VERDICTS = {"refused": "refuse", "ask": "ask", "normalised": "create", "": "create"}
VILLAGE = "柳林村"


def person(at: int, **cells: object) -> dict[str, object]:
    """A good household of one, the `at`-th of its file, but for these cells."""
    return {**GOOD, "户编号": f"H{at}", ID: workbooks.citizen_id(1962, 101 + 2 * at), "村": VILLAGE, **cells}


def sheet(people: list[dict[str, object]]) -> bytes:
    headers = list(dict.fromkeys(header for person in people for header in person))
    return workbooks.xlsx([headers, *([person.get(header) for header in headers] for person in people)])


def told_of(roster: RosterImport, number: int) -> str:
    return "\n".join(one["message"] for one in roster.lines.get(number=number).problems)


def adds_up(roster: RosterImport) -> bool:
    """Rows read are those made, changed, left as they were, refused, in doubt, blank and beside; and what is made stands."""
    counts = counts_of(roster)
    made = roster.lines.filter(outcome="create")
    standing = Person.objects.filter(pk__in=made.values("person_id"), memberships__until__isnull=True)
    return reconciles(roster) and counts.get("create", 0) == standing.count() == Person.objects.count()


def named_by_row(roster: RosterImport) -> bool:
    """Whether every refused row says that it is, with its number."""
    return all(
        any(f"第{line.number}行" in one["message"] for one in line.problems if one["verdict"] == "refused")
        for line in roster.lines.filter(outcome="refuse")
    )


# Their own number and birth belong together: those of a number are imported one by one.
OWN_CELLS = [one for one in CELLS if one[1] == ID]
OTHER_CELLS = [one for one in CELLS if one[1] != ID]


def test_a_file_of_every_bad_cell_takes_in_what_is_right_and_names_the_rest(world: World) -> None:
    people = [person(at, **{header: cell}) for at, (_, header, cell, _, _) in enumerate(OTHER_CELLS)]
    # In a column of their own a sheet tells the texts of one from the numbers of the next, so nothing else is added.
    roster = tried_file(world, sheet([*people, person(len(people))]))
    for number, (_, header, cell, verdict, words) in enumerate(OTHER_CELLS, start=2):
        line = roster.lines.get(number=number)
        assert line.outcome == VERDICTS[verdict], (header, cell, line.problems)
        assert words in told_of(roster, number)
    wanted = Counter(VERDICTS[verdict] for *_, verdict, _ in OTHER_CELLS)
    roster = committed(world, roster)
    assert counts_of(roster) == {**wanted, "create": wanted["create"] + 1, "note": 1}
    assert roster.state == "done" and adds_up(roster) and named_by_row(roster)


def test_everything_in_doubt_accepted_is_taken_in_or_named(world: World) -> None:
    people = [person(at, **{header: cell}) for at, (_, header, cell, _, _) in enumerate(OTHER_CELLS)]
    roster = tried_file(world, sheet(people), accept=True)
    assert "ask" not in counts_of(roster)
    roster = committed(world, roster)
    assert roster.state == "done" and adds_up(roster) and named_by_row(roster)
    # What cannot be kept even so is found when it is written, and spoils nothing beside it.
    late = {row.number for row in roster.lines.filter(outcome="refuse") if row.problems[-1]["rule"] == "commit"}
    verdicts = {number: one[3] for number, one in enumerate(OTHER_CELLS, start=2)}
    assert {verdicts[number] for number in late} <= {"ask"}
    assert Household.objects.count() == counts_of(roster)["create"]


@pytest.mark.parametrize(("number", "header", "cell", "verdict", "words"), OWN_CELLS)
def test_a_bad_number_beside_a_good_household(
    world: World, number: str, header: str, cell: object, verdict: str, words: str
) -> None:
    # The first of the corpus is the number the cases are made of.
    good = person(40, 姓名="李小河")
    roster = committed(world, tried_file(world, sheet([good, person(1, **{header: cell})])))
    wanted = Counter([VERDICTS[verdict], "create", "note"])
    assert counts_of(roster) == dict(wanted) and adds_up(roster) and named_by_row(roster)
    assert words in told_of(roster, 3)


TOGETHER: list[tuple[str, list[dict[str, Any]], str]] = [
    ("listed twice", [person(1), {**person(2, 姓名="李小河"), ID: person(1)[ID]}], "身份证号相同"),
    ("no head", [person(3, 与户主关系="长子")], "没有户主"),
    ("two heads", [person(4), {**person(5), "户编号": "H4"}], "户主"),
    ("a child too old", [person(6), {**person(7, 与户主关系="长子"), "户编号": "H6"}], "相差不到12岁"),
    ("a sum that is none", [person(8, 年工资性收入=5000, 年财产净收入=1000, 本人年收入合计=5500)], "各项相加为"),
    ("members not listed", [person(9, 家庭人口=3)], "本户实际列出1人"),
    ("a head who is not there", [person(10, 户主身份证号=workbooks.citizen_id(1950, 127))], "户主"),
    ("no such village", [person(11, 村="无此村")], "没有找到村"),
]


def test_households_that_do_not_hold_together_are_refused_whole_and_named(world: World) -> None:
    rows = [one for _, people, _ in TOGETHER for one in people]
    roster = committed(world, tried_file(world, sheet([*rows, person(30)])))
    number = 2
    for what, people, words in TOGETHER:
        told = "\n".join(told_of(roster, at) for at in range(number, number + len(people)))
        assert words in told, what
        number += len(people)
    assert counts_of(roster) == {"refuse": len(rows), "create": 1, "note": 1}
    assert adds_up(roster) and named_by_row(roster)


def test_titles_totals_blanks_and_notes_are_counted_and_not_taken_in(world: World) -> None:
    rows = [
        ["柳林村低保花名册"],
        ["户编号", "人员信息", None, None, None, None, "金额"],
        [None, *workbooks.HEADERS[1:]],
        *workbooks.household(village=VILLAGE),
        [None] * 7,
        ["合计", None, None, None, None, None, 1200],
        ["填表人：赵七", None, None, "审核人：钱八"],
    ]
    book = workbooks.workbook(rows)
    assert book.active is not None
    book.active.merge_cells("B2:F2")
    roster = committed(world, tried_file(world, workbooks.saved(book)))
    assert roster.rows == len(rows)
    assert counts_of(roster) == {"create": 3, "blank": 1, "note": 5} and adds_up(roster)


@pytest.mark.parametrize(("answer", "counts"), [("", {"create": 3}), ("skip", {"create": 2, "skip": 1})])
def test_hidden_rows_are_taken_in_or_left_out_as_answered(world: World, answer: str, counts: dict[str, int]) -> None:
    book = workbooks.workbook([list(workbooks.HEADERS), *workbooks.household(village=VILLAGE)])
    assert book.active is not None
    # A hidden total or blank is no record and is not asked about: it is counted once, as what it is.
    for line in ([None] * 7, ["合计", None, None, None, None, None, 1200]):
        book.active.append(line)
    for hidden in (4, 5, 6):
        book.active.row_dimensions[hidden].hidden = True
    roster = committed(world, tried_file(world, workbooks.saved(book), hidden_rows=answer))
    assert counts_of(roster) == {**counts, "blank": 1, "note": 2} and adds_up(roster)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_text_file_in_each_encoding_is_taken_in(world: World, encoding: str) -> None:
    data = TEXT.replace("三里村", VILLAGE).encode(encoding)
    roster = committed(world, tried_file(world, data, "花名册.csv"))
    assert counts_of(roster) == {"create": 3, "note": 1} and adds_up(roster)


def test_an_old_workbook_is_taken_in(world: World) -> None:
    data = workbooks.xls([list(workbooks.HEADERS), *workbooks.household(village=VILLAGE)])
    roster = committed(world, tried_file(world, data, "花名册.xls"))
    assert counts_of(roster) == {"create": 3, "note": 1} and adds_up(roster)


def test_a_formula_without_a_value_and_an_error_are_refused_by_row(world: World) -> None:
    headers, rows = workbooks.HEADERS, workbooks.household(village=VILLAGE)
    broken = ("<f>1+1</f>", "<f>[1]Sheet1!$A$1</f><v>5</v>", "<v>5</v>")
    cells = [
        "".join(workbooks.text_cell(f"{letter}{at}", str(value)) for letter, value in zip("ABCDEF", row, strict=False))
        for at, row in enumerate([list(headers[:6]), *rows], start=1)
    ]
    head = cells[0] + workbooks.text_cell("G1", headers[6])
    lines = "".join(
        f'<row r="{at}">{cell}<c r="G{at}">{amount}</c></row>'
        for at, (cell, amount) in enumerate(zip(cells[1:], broken, strict=True), start=2)
    )
    data = workbooks.raw_xlsx(workbooks.sheet_xml(f'<row r="1">{head}</row>{lines}'))
    roster = tried_file(world, data)
    assert counts_of(roster) == {"refuse": 3, "note": 1} and reconciles(roster) and named_by_row(roster)
    with pytest.raises(Refused, match="没有可以导入"):
        committed(world, roster)


@pytest.mark.parametrize(("what", "make", "filename", "words"), FILES, ids=[case[0] for case in FILES])
def test_a_file_that_is_not_what_it_seems_leaves_nothing(
    world: World, what: str, make: Callable[[], bytes], filename: str, words: str
) -> None:
    with pytest.raises(Refused, match=words):
        upload_roster(by=world.desk("township_acceptance"), data=make(), filename=filename, valid_on=DAY)
    assert not RosterImport.objects.exists() and not ImportRow.objects.exists()


def test_the_cells_of_the_corpus_are_all_taken_through() -> None:
    assert OWN_CELLS + OTHER_CELLS != [] and len(OWN_CELLS) + len(OTHER_CELLS) == len(CELLS)
    assert {column_of(BORN), column_of(ID)} == {"born", "citizen_id"}
