"""What may not hang on a board is found however it is written, and real notices give no alarm."""

import os
import random
import string
import time
from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doudi.vocabulary.disclosure import KINDS, Finding, scan, web_name
from doudi.vocabulary.identity import credit_check_character, generate_citizen_id, luhn_holds

OFFICE = ("0564-7123456", "0564-7654321", "0564-7112233", "13900001111")
CREDIT_CODE = "11340123MB1234567" + credit_check_character("11340123MB1234567")
NOTICES = [
    notice.strip().replace("{credit}", CREDIT_CODE)
    for notice in (Path(__file__).parent / "notices.txt").read_text(encoding="utf-8").split("====")
]
COUNTIES = ("341502", "341503", "341524", "342401", "342422", "110101", "511025", "650102")
NUMERALS = dict(zip("0123456789", "零一二三四五六七八九", strict=True))
CAPITALS = dict(zip("0123456789", "零壹贰叁肆伍陆柒捌玖", strict=True))


def kinds(text: str, **known: tuple[str, ...]) -> set[str]:
    return {one.kind for one in scan(text, **known)}


def citizen_number(draw: random.Random) -> str:
    while True:
        born = date(1930, 1, 1) + timedelta(days=draw.randrange(34_000))
        try:
            return generate_citizen_id(draw.choice(COUNTIES), born, draw.randrange(1, 999))
        except ValueError:
            continue


def old_number(draw: random.Random) -> str:
    whole = citizen_number(draw)
    while whole[6:8] != "19":
        whole = citizen_number(draw)
    return whole[:6] + whole[8:17]


def card(draw: random.Random) -> str:
    stem = "62" + "".join(draw.choices("0123456789", k=draw.choice((13, 14, 15, 16))))
    return stem + next(digit for digit in "0123456789" if luhn_holds(stem + digit))


def passbook(draw: random.Random) -> str:
    return draw.choice("123456789") + "".join(draw.choices("0123456789", k=draw.choice((18, 20))))


def mobile(draw: random.Random) -> str:
    return "1" + draw.choice("3456789") + "".join(draw.choices("0123456789", k=9))


def line(draw: random.Random) -> str:
    area = draw.choice(("0551", "0564", "010", "021", "0871"))
    return area + draw.choice("2345678") + "".join(draw.choices("0123456789", k=7 if len(area) == 3 else 6))


def full_width(text: str) -> str:
    return "".join(chr(ord(character) + 0xFEE0) for character in text)


def in_fours(text: str, between: str = " ") -> str:
    return between.join(text[at : at + 4] for at in range(0, len(text), 4))


def broken(text: str, draw: random.Random) -> str:
    at = draw.randrange(4, len(text) - 4)
    return text[:at] + "\n" + text[at:]


def said(text: str, words: dict[str, str]) -> str:
    return "".join(words.get(character, character) for character in text)


WAYS: dict[str, Callable[[str, random.Random], str]] = {
    "as it is": lambda text, draw: text,
    "full width": lambda text, draw: full_width(text),
    "digit by digit": lambda text, draw: " ".join(text),
    "with unseen characters": lambda text, draw: "\u200b".join(text),
    "with a soft hyphen": lambda text, draw: text[:7] + "\u00ad" + text[7:],
    "broken by a line": broken,
    "in Chinese numerals": lambda text, draw: said(text, NUMERALS),
    "in capitals": lambda text, draw: said(text, CAPITALS),
    "in mathematical digits": lambda text, draw: "".join(
        chr(0x1D7CE + int(character)) if character.isdecimal() else character for character in text
    ),
    "in fours": lambda text, draw: in_fours(text),
    "in fours with hyphens": lambda text, draw: in_fours(text, "-"),
    "in fours with long dashes": lambda text, draw: in_fours(text, "—"),
    "in fours, wide spaces": lambda text, draw: in_fours(text, "\u3000"),
}
NUMBERS: dict[str, tuple[Callable[[random.Random], str], str]] = {
    "ID of 18": (citizen_number, "citizen_id"),
    "ID cut to 17": (lambda draw: citizen_number(draw)[:17], "citizen_id"),
    "ID of 15": (old_number, "citizen_id"),
    "card": (card, "account"),
    "passbook": (passbook, "account"),
    "mobile": (mobile, "phone"),
    "line": (line, "phone"),
}


@pytest.mark.parametrize("way", WAYS)
def test_the_numbers_of_500_households_are_found_however_they_are_written(way: str) -> None:
    draw = random.Random(way)
    makers = [make for make, _kind in NUMBERS.values()]
    for home in range(500 * int(os.environ.get("DOUDI_SOAK", "1"))):
        whole = makers[home % len(makers)](draw)
        written = WAYS[way](whole, draw)
        text = f"柳湾村 秦葵 3人 {written}，公示期2025年3月1日至2025年3月8日"
        assert any(one.kind in ("citizen_id", "account", "phone") for one in scan(text)), (whole, written)


@pytest.mark.parametrize("number", NUMBERS)
def test_a_whole_number_is_called_what_it_is(number: str) -> None:
    make, kind = NUMBERS[number]
    draw = random.Random(number)
    # A passbook of 18 digits may read like an ID number; either is refused.
    assert all(kinds(make(draw)) <= {kind, "citizen_id"} for _ in range(200))


@pytest.mark.parametrize("star", ["*", "×", "X", "＊", "●", "#"])
def test_a_number_hidden_in_part_is_found(star: str) -> None:
    draw = random.Random(star)
    for _ in range(100):
        number, phone, account = citizen_number(draw), mobile(draw), card(draw)
        for hidden in (
            number[:4] + star * 10 + number[-4:],
            number[:6] + star * 8 + number[-4:],
            number[:14] + star * 4,
            star * 14 + number[-4:],
            phone[:3] + star * 4 + phone[-4:],
            account[:4] + f" {star * 4} {star * 4} " + account[-4:],
            "手机" + star * 7 + phone[-4:],
            "卡号尾号" + account[-4:],
            "身份证后六位" + number[-6:],
        ):
            assert kinds(f"秦葵 {hidden} 3人"), hidden


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("秦葵，1962年5月3日出生", "birth"),
        ("秦葵，出生日期：1962-05-03", "birth"),
        ("秦葵，男，一九六二年五月生", "birth"),
        ("秦葵 1962年5月3日 柳湾村", "birth"),
        ("秦葵 19620503 柳湾村", "birth"),
        ("秦禾，2016年9月1日生", "birth"),
        ("秦葵，女，62岁", "birth"),
        ("秦葵，3号楼2单元501", "house"),
        ("秦葵，三号楼二单元", "house"),
        ("秦葵，七巷8号", "house"),
        ("秦葵，柳湾村五组12号", "house"),
        ("秦葵，东队７号", "house"),
        ("秦葵，解放路128号", "house"),
        ("秦葵，阳光小区3-2-501", "house"),
        ("秦葵，501室", "house"),
        ("秦葵，柳湾村36号", "house"),
        ("秦葵，柳湾村东头第3排第5户12号", "house"),
        ("秦葵，幸福家园2#楼502", "house"),
        ("秦葵 肺ca术后", "health"),
        ("电话：564-7123999", "phone"),
        ("秦葵 肺癌", "health"),
        ("秦葵 C34.9", "health"),
        ("秦葵 诊断：C34", "health"),
        ("秦葵 尿毒症，每周透析三次", "health"),
        ("秦葵 精神残疾", "health"),
        ("秦葵 智力残疾二级", "health"),
        ("秦葵 肢体三级", "health"),
        ("秦葵 重度残疾", "health"),
        ("秦葵 因病致贫", "health"),
        ("秦葵 精 神 分 裂 症", "health"),
        ("秦葵 乙\n肝", "health"),
        ("秦葵 艾滋病", "health"),
        ("秦葵 信仰基督教", "religion"),
        ("秦葵 原为僧人，现还俗", "religion"),
        ("秦葵 因服刑停发", "custody"),
        ("秦葵 强制隔离戒毒，停发", "custody"),
        ("秦葵 家庭月收入1200元", "income"),
        ("秦葵 儿子务工年收入约3.6万元", "income"),
        ("秦葵 养老金每月158.5元", "income"),
        ("秦葵 银行存款21000元", "income"),
        ("秦葵 自付医疗费52000元", "income"),
        ("秦葵 qinkui@example.com", "email"),
        ("秦葵 QQ 123456789", "chat"),
        ("秦葵 微信号：qin_kui2020", "chat"),
        ("秦葵 皖N·A1234", "plate"),
        ("秦葵 皖ＮＤ12345", "plate"),
        ("联系电话：7123456", "phone"),
        ("秦葵 +86 138 0000 1234", "phone"),
        ("秦葵 (0564)712-3456", "phone"),
        ("账号：12345678901", "account"),
    ],
)
def test_what_else_is_private_is_found(text: str, kind: str) -> None:
    assert kind in kinds(text)


def test_names_that_may_not_stand_are_found_with_spaces_and_in_traditional_characters() -> None:
    names = ("秦小禾", "张国华", "买买提·艾力")
    for text in ("秦小禾", "秦 小 禾", "秦小\n禾", "秦\u200b小禾", "張國華", "买买提•艾力"):
        assert kinds(f"柳湾村 {text} 3人", names=names) == {"name"}, text
    assert not kinds("柳湾村 秦小 3人", names=names)


@pytest.mark.parametrize("notice", NOTICES, ids=range(1, len(NOTICES) + 1))
def test_a_notice_as_offices_write_them_gives_no_alarm(notice: str) -> None:
    assert scan(notice, allowed_phones=OFFICE) == ()


def test_fifty_notices_are_on_file() -> None:
    assert len(NOTICES) == 50


def test_the_office_s_telephone_passes_in_every_spelling_and_another_does_not() -> None:
    for written in (
        "0564-7123456",
        "（0564）7123456",
        "0564 712 3456",
        "05647123456",
        "+86 564 7123456",
        "电话7123456",
    ):
        assert not kinds(written, allowed_phones=OFFICE), written
    assert kinds("0564-7123457", allowed_phones=OFFICE) == {"phone"}


def test_a_finding_says_where_and_why_and_not_what() -> None:
    number = generate_citizen_id("341502", date(1962, 5, 3), 123)
    text = f"秦葵 {in_fours(number)} 3人"
    (one,) = scan(text)
    assert text[one.start : one.end] == in_fours(number)
    assert not any(number[at : at + 3] in one.message for at in range(16))
    assert "身份证号" in one.why and one.message.startswith("第4字起")


def test_every_kind_has_its_reason() -> None:
    assert all(reason for reason in KINDS.values())
    assert Finding(0, 1, "phone", "1*").why == KINDS["phone"]


@given(st.text(alphabet=string.digits + " -\n一二零*Xx秦村号年月日元.", max_size=80))
def test_any_text_is_scanned_and_every_finding_lies_within_it(text: str) -> None:
    found = scan(text)
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("张英", "张*"),
        ("张小英", "张*英"),
        ("张三丰英", "张**英"),
        ("欧阳娜娜", "欧阳**"),
        ("欧阳娜", "欧阳*"),
        ("东方", "东*"),
        ("诸葛长风", "诸葛**"),
        ("𠮷野家", "𠮷*家"),
        ("买买提·艾力", "买买提·*"),
        ("阿卜杜·买买提·江", "阿卜杜·*"),
        ("Nguyen Thi Hoa", "Nguyen *"),
        ("李", "*"),
        ("", ""),
    ],
)
def test_a_name_on_the_web(name: str, shown: str) -> None:
    assert web_name(name) == shown


@pytest.mark.parametrize("text", ["1" * 5_000, "1 " * 2_500, "a" * 5_000, "*" * 5_000, " " * 5_000, "1-" * 2_500])
def test_a_text_made_to_be_slow_is_scanned_all_the_same(text: str) -> None:
    before = time.process_time()
    scan(text)
    assert time.process_time() - before < 5
