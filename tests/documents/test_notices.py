"""A notice shows what it is made of and nothing else of anybody; a child's case has no way onto it."""

import random
import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from doudi.documents.notices import (
    KINDS,
    SHOWING_AMOUNTS,
    ComposedNotice,
    Notice,
    NoticeLine,
    NoticeRefused,
    check_handmade,
    compose_notice,
    k_check,
    phone_shown,
)
from doudi.documents.withheld import Withheld
from doudi.policy.procedure.stages import PROCEDURES
from doudi.synthetic.demonstration.making import Maker
from doudi.vocabulary.disclosure import scan
from doudi.vocabulary.identity import generate_citizen_id

PHONES = ("0564-7123456", "13900001111", "12345")
POSTED = [name for name, procedure in PROCEDURES.items() if not procedure.never_posted]
VILLAGES = ("柳湾村", "五号村", "三十里铺村", "油坊桥居委会", "和尚桥村", "军民社区居民委员会")
ILLNESSES = ("肺癌", "尿毒症", "精神分裂症", "C34.9", "智力残疾二级", "重度精神障碍")


def a_line(**changed: object) -> NoticeLine:
    values: dict[str, object] = {"procedure": "dibao", "village": "柳湾村", "applicant": "秦葵", "persons": 3}
    return NoticeLine(**{**values, **changed})  # type: ignore[arg-type]


def a_notice(*lines: NoticeLine, **changed: object) -> Notice:
    values: dict[str, object] = {
        "kind": "first_opinion",
        "number": "黄柳民公示〔2026〕12号",
        "office": "黄柳镇人民政府",
        "phones": PHONES,
        "starts_on": date(2026, 7, 11),
        "ends_on": date(2026, 7, 18),
        "lines": lines or (a_line(),),
        "village": "柳湾村",
    }
    return Notice(**{**values, **changed})  # type: ignore[arg-type]


def nothing(notice: Notice) -> tuple[Withheld, ...]:
    return tuple(Withheld() for _ in notice.lines)


def texts(composed: ComposedNotice) -> Iterator[str]:
    yield "\n".join(composed.board)
    yield "\n".join(composed.web)


def invented_household(maker: Maker, number: int) -> tuple[NoticeLine, Withheld]:
    """A line and what must not be seen of its household, of one to six members."""
    draw = maker.draw
    people = [
        maker.person("head" if at == 0 else "child", draw.choice(("male", "female")), born(draw, at))
        for at in range(draw.randrange(1, 7))
    ]
    village = draw.choice(VILLAGES)
    line = NoticeLine(
        procedure=POSTED[number % len(POSTED)],
        village=village,
        applicant=people[0].name,
        persons=len(people),
        case_number=f"QS-2026-{number:04d}",
        shielded=number % 11 == 0,
        category=draw.choice(("", "A类", "B类", "C类")),
        amount=draw.randrange(100, 2_000_000),
    )
    withheld = Withheld(
        names=tuple(person.name for person in people[1:]),
        numbers=tuple(value for person in people for value in (person.number, maker.phone(), maker.account().number)),
        addresses=(f"{village}{draw.randrange(1, 30)}组{draw.randrange(1, 300)}号", "阳光小区3号楼2单元501室"),
        illnesses=(draw.choice(ILLNESSES),),
    )
    return line, withheld


def born(draw: random.Random, at: int) -> date:
    return date(1940 if at == 0 else 1975, 1, 1) + timedelta(days=draw.randrange(18_500))


def test_500_households_show_nothing_that_is_forbidden() -> None:
    maker = Maker(20260711)
    for start in range(0, 500, 10):
        homes = [invented_household(maker, start + at) for at in range(10)]
        lines, withheld = tuple(line for line, _ in homes), [one for _, one in homes]
        composed = compose_notice(a_notice(*lines, kind="result"), withheld)
        for text in texts(composed):
            assert not any(shown_of(household, text) for household in withheld)
            assert scan(text, allowed_phones=PHONES) == ()
        assert all(line.applicant in "\n".join(composed.board) for line in lines if not line.shielded)
        assert not any(line.applicant in "\n".join(composed.web) for line in lines)


def shown_of(household: Withheld, text: str) -> list[str]:
    """What of a household stands in a text: looked for plainly, and not by the code that composes."""
    pieces = [number[at : at + 5] for number in household.numbers for at in range(len(number) - 4)]
    values = (*household.names, *household.addresses, *household.illnesses, *pieces)
    return [value for value in values if value in text]


@settings(max_examples=200)
@given(
    st.lists(
        st.tuples(
            st.dates(date(1930, 1, 1), date(2026, 1, 1)), st.integers(1, 998), st.sampled_from(("341502", "341524"))
        ),
        min_size=1,
        max_size=5,
    ),
    st.integers(0, 99_999_999),
    st.dates(date(2022, 1, 1), date(2030, 1, 1)),
    st.sampled_from(KINDS),
)
def test_five_digits_of_an_id_number_never_stand_in_a_notice(
    members: list[tuple[date, int, str]], amount: int, day: date, kind: str
) -> None:
    numbers = tuple(a_number(*member) for member in members)
    told = {"amount": amount, "category": "B类"} if kind in ("result", "late") else {}
    notice = a_notice(a_line(**told), kind=kind, starts_on=day, ends_on=day + timedelta(days=7))
    composed = compose_notice(notice, [Withheld(numbers=numbers)])
    for text in texts(composed):
        told_digits = text.replace("12345", "")
        assert not any(number[at : at + 5] in told_digits for number in numbers for at in range(len(number) - 4))


def a_number(day: date, sequence: int, region: str) -> str:
    try:
        return generate_citizen_id(region, day, sequence)
    except ValueError:
        return generate_citizen_id(region, day, sequence + 1)


@pytest.mark.parametrize("procedure", [name for name, one in PROCEDURES.items() if one.never_posted])
def test_a_child_s_programme_cannot_even_be_written_on_a_line(procedure: str) -> None:
    with pytest.raises(NoticeRefused, match="儿童"):
        a_line(procedure=procedure)


@pytest.mark.parametrize(
    ("changed", "kind"),
    [
        ({"village": "柳湾村五组12号"}, "house"),
        ({"village": "柳湾村 13812345678"}, "phone"),
        ({"village": "柳湾村（肺癌）"}, "health"),
        ({"applicant": "秦葵肺癌晚期"}, "health"),
        ({"case_number": "6228480000000000018", "shielded": True}, "account"),
        ({"category": "C34.9"}, "health"),
        ({"category": "重度残疾"}, "health"),
    ],
)
def test_a_value_that_holds_more_than_it_should_is_refused_and_named(changed: dict[str, object], kind: str) -> None:
    notice = a_notice(a_line(**changed), kind="result")
    with pytest.raises(NoticeRefused) as refused:
        compose_notice(notice, nothing(notice))
    assert kind in {one.kind for one in refused.value.findings}
    assert all(one.message in str(refused.value) for one in refused.value.findings)


@pytest.mark.parametrize("applicant", ["秦葵（肺癌）", "秦葵3", "秦葵、秦禾", "13812345678", ""])
def test_the_applicant_is_a_name_and_nothing_else(applicant: str) -> None:
    with pytest.raises(NoticeRefused):
        a_line(applicant=applicant)


@pytest.mark.parametrize(
    "withheld",
    [
        Withheld(numbers=("34150219620503123X",), others=()),
        Withheld(names=("秦葵",)),
        Withheld(illnesses=("柳湾",)),
        Withheld(addresses=("公示20号",), others=("黄柳镇",)),
    ],
)
def test_a_household_s_own_value_in_the_text_is_refused(withheld: Withheld) -> None:
    notice = a_notice(number="黄柳民公示〔2026〕05031号")
    with pytest.raises(NoticeRefused):
        compose_notice(notice, [withheld])


def test_the_notices_own_number_begins_like_the_id_numbers_of_the_county() -> None:
    neighbour = Withheld(numbers=(generate_citizen_id("341591", date(2000, 1, 1), 123),))
    line = a_line(amount=2_000_000, case_number="341591001-DB-2026-00012", shielded=True)
    notice = a_notice(line, number="341591001-GS-2026-00005", kind="result")
    assert "341591001-GS-2026-00005" in "\n".join(compose_notice(notice, [neighbour]).board)
    for forged in ("341591200001011-GS-2026-00005", "341591-200001-GS-2026-00005"):
        with pytest.raises(NoticeRefused):
            compose_notice(a_notice(line, number=forged, kind="result"), [neighbour])


def test_a_member_s_name_may_be_that_of_another_household_s_head() -> None:
    notice = a_notice(a_line(), a_line(applicant="乔麦生"))
    composed = compose_notice(notice, [Withheld(names=("乔麦生",)), Withheld()])
    assert "乔麦生" in "\n".join(composed.board)


@pytest.mark.parametrize(
    ("applicant", "member"),
    [
        ("唐建国", "唐建"),
        ("欧阳建国", "欧阳建"),
        ("唐建国", "建国"),
        ("买买提·艾山", "买买提"),
        ("阿依古丽·买买提", "买买提"),
    ],
)
def test_an_applicant_whose_name_holds_a_member_s_is_posted(applicant: str, member: str) -> None:
    composed = compose_notice(a_notice(a_line(applicant=applicant)), [Withheld(names=(member,))])
    assert applicant in "\n".join(composed.board)


@pytest.mark.parametrize(
    ("applicant", "member"), [("唐建国唐小禾", "唐小禾"), ("唐小禾", "唐小禾"), ("唐建国唐禾", "唐禾")]
)
def test_two_names_in_the_place_of_one_are_refused(applicant: str, member: str) -> None:
    with pytest.raises(NoticeRefused, match="未成年人"):
        compose_notice(a_notice(a_line(applicant=applicant)), [Withheld(names=(member,))])


def test_a_minor_applicant_is_shown_masked_with_the_case_number_or_not_at_all() -> None:
    minor = Withheld(names=("秦小禾",))
    with pytest.raises(NoticeRefused, match="未成年人"):
        compose_notice(a_notice(a_line(applicant="秦小禾")), [minor])
    shielded = a_line(applicant="秦小禾", shielded=True, case_number="QS-2026-0417")
    board = "\n".join(compose_notice(a_notice(shielded), [minor]).board)
    assert "秦*禾" in board and "QS-2026-0417" in board and "秦小禾" not in board


def test_a_name_that_sounds_like_a_calling_is_a_name() -> None:
    notice = a_notice(a_line(applicant="李和尚"))
    assert "李和尚" in "\n".join(compose_notice(notice, nothing(notice)).board)


def test_the_office_s_number_may_not_be_a_member_s() -> None:
    with pytest.raises(NoticeRefused, match="办公电话"):
        compose_notice(a_notice(), [Withheld(numbers=("139 0000 1111",))])


def test_a_household_whose_values_are_missing_is_not_posted() -> None:
    with pytest.raises(NoticeRefused, match="每户都要核对"):
        compose_notice(a_notice(a_line(), a_line(applicant="乔麦生")), [Withheld()])


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in ("result", "late")])
def test_amounts_stand_on_results_only(kind: str) -> None:
    with pytest.raises(NoticeRefused, match="结果公布"):
        a_notice(a_line(amount=81900), kind=kind)


def test_the_board_has_the_name_and_the_web_has_it_masked() -> None:
    notice = a_notice(a_line(applicant="欧阳青禾", amount=145000, category="B类"), kind="result")
    composed = compose_notice(notice, nothing(notice))
    assert "1.　柳湾村　欧阳青禾　3人　B类　1,450.00元" in composed.board
    assert "1.　柳湾村　欧阳**　3人　B类　1,450.00元" in composed.web
    assert composed.board[0] == "柳湾村最低生活保障审核确认结果公布"


def test_a_notice_hangs_to_the_end_of_its_last_day() -> None:
    notice = a_notice()
    assert [notice.hangs_on(date(2026, 7, day)) for day in (10, 11, 18, 19)] == [False, True, True, False]


def test_lines_that_masking_does_not_hide_are_remarked() -> None:
    twins = (a_line(applicant="张小英"), a_line(applicant="张大英"))
    assert k_check(a_notice(*twins)) == ()
    assert k_check(a_notice(*twins, a_line(applicant="李和")))[0].startswith("第3行")


@pytest.mark.parametrize("kind", KINDS)
def test_the_remark_speaks_of_an_amount_only_where_the_sheet_shows_one(kind: str) -> None:
    amount = 61_500 if kind in SHOWING_AMOUNTS else None
    notice = a_notice(a_line(amount=amount), kind=kind)
    (remark,) = compose_notice(notice, nothing(notice)).remarks
    assert ("金额" in remark) == ("615.00元" in "".join(compose_notice(notice, nothing(notice)).web)) == bool(amount)


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"kind": "wanted"}, "没有“wanted”"),
        ({"lines": ()}, "没有任何家庭"),
        ({"ends_on": date(2026, 7, 10)}, "早于起始日"),
        ({"phones": ()}, "办公电话"),
        ({"phones": ("123",)}, "办公电话"),
    ],
)
def test_a_notice_that_cannot_be_is_refused_in_a_clerk_s_words(changed: dict[str, object], why: str) -> None:
    with pytest.raises(NoticeRefused, match=why):
        a_notice(**changed)


@pytest.mark.parametrize("persons", [0, 100])
def test_a_household_has_one_to_ninety_nine_members(persons: int) -> None:
    with pytest.raises(NoticeRefused, match="家庭人数"):
        a_line(persons=persons)


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("0564-7123456", "0564-712 3456"),
        ("055162345678", "0551-6234 5678"),
        ("13900001111", "139 0000 1111"),
        ("7123456", "712 3456"),
        ("12345", "12345"),
    ],
)
def test_a_telephone_is_printed_in_groups_of_four_at_most(phone: str, shown: str) -> None:
    assert phone_shown(phone) == shown
    assert phone == "12345" or not re.search("[0-9]{5}", shown)


def test_a_notice_written_by_hand_passes_the_same_search() -> None:
    number = generate_citizen_id("341502", date(1962, 5, 3), 123)
    household = Withheld(names=("秦小禾",), numbers=(number,), addresses=("柳湾村五组12号",), illnesses=("哮吼",))
    clean = "柳湾村低保公示：秦葵 3人。2026年7月11日至7月18日。电话0564-7123456"
    assert check_handmade(clean, phones=PHONES, withheld=[household]) == ()
    for slip in ("秦小禾", number, number[6:14], number[-5:], "五组12号", "哮吼", "13812345678"):
        assert check_handmade(f"{clean} {slip}", phones=PHONES, withheld=[household]), slip


def test_what_is_withheld_is_never_printed() -> None:
    household = Withheld(names=("秦小禾",), numbers=("13812345678",))
    assert repr(household) == "Withheld(names=1, numbers=1, addresses=0, illnesses=0, others=0)"
