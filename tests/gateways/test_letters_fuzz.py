"""Whatever is handed in: nothing is raised but a refusal, every span lies in the text, and no time is lost."""

import os
import time
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from doudi.engine.casefile import facts_from_mapping
from doudi.gateways.letters import LetterRefused, Proposal, case_of_letter, propose_facts, questions_after, read_letter
from doudi.records.evidence.topics import TOPICS
from doudi.records.evidence.values import checked

_TIMES = int(os.environ.get("DOUDI_SOAK", "1"))
TODAY = date(2024, 8, 1)
LETTERS = [path.read_text("utf-8") for path in sorted((Path(__file__).parent / "letters").glob("*.txt"))]
WORDS = """我 本人 丈夫 妻子 女儿 儿子 母亲 邻居 家里 全家 一家三口 今年 去年 2024年3月5日 20xx年x月 57岁 9岁多 十多万元 ****元 3000元 每月
患癌症 手术 化疗 住院 耳聋 智障 二级 残疾人证 下岗 打零工 没有 收入 劳动能力 低保 已 纳入 申请 请求 希望 如果 起火 烧光 房子 危房 门窗
去世 离婚 结婚 服刑 出来后 在 小学 上学 毕业 借 欠债 积蓄 用光 报销 不能 靠 接济 尊敬的领导 申请人 ： ， 。 、 \n 　 的 了 和 x * X 4口人 县 镇 村 组 村民
王大山 男 汉族 生于 住在 救助 😀 \u200b""".split(" ")
SENTENCES = [sentence for letter in LETTERS for sentence in letter.split("。")]
MIXED = st.lists(st.one_of(st.sampled_from(WORDS), st.sampled_from(SENTENCES), st.text(max_size=6)), max_size=40)


def sound(text: str) -> tuple[Proposal, ...]:
    """The proposals, each of which lies in the text and could be kept as the register keeps it."""
    said = propose_facts(text, on=TODAY)
    for one in said:
        assert 0 <= one.start <= one.word_start < one.word_end <= one.end <= len(text)
        assert one.sentence == text[one.start : one.end]
    return said


def refused_by_register(one: Proposal) -> bool:
    """Whether the register would refuse a value that calls itself complete."""
    topic = TOPICS.get(one.topic)
    if topic is None or not one.complete:
        return False
    checked(topic, one.value, TODAY)
    return False


@settings(max_examples=300 * _TIMES, deadline=None)
@given(MIXED.map("".join))
def test_any_mixture_of_letters_is_sound(text: str) -> None:
    for one in sound(text):
        assert not refused_by_register(one)


@settings(max_examples=150 * _TIMES, deadline=None)
@given(st.text(max_size=400))
def test_any_text_is_sound(text: str) -> None:
    sound("我申请" + text)


@settings(max_examples=100 * _TIMES, deadline=None)
@given(MIXED.map("".join))
def test_the_case_of_any_letter_is_one_the_engine_reads(text: str) -> None:
    facts_from_mapping(case_of_letter(sound(text), on=TODAY))


@settings(max_examples=15 * _TIMES, deadline=None)
@given(MIXED.map("".join))
def test_of_any_letter_it_can_be_said_what_is_to_be_asked(text: str) -> None:
    assert questions_after(sound(text), on=TODAY)


@settings(max_examples=150 * _TIMES, deadline=None)
@given(
    st.binary(max_size=400),
    st.sampled_from([b"", b"PK\x03\x04", b"%PDF-1.7\n", b"\xff\xd8\xff", b"\xef\xbb\xbf", b"\xff\xfe"]),
)
def test_any_bytes_are_a_letter_or_refused(rest: bytes, begin: bytes) -> None:
    with suppress(LetterRefused):
        assert read_letter(begin + rest, "a.txt").text


def test_reading_twice_gives_the_same() -> None:
    for text in LETTERS:
        assert propose_facts(text, on=TODAY) == propose_facts(text, on=TODAY)


HOSTILE = {
    "no end": "我申请" + "村" * 66_000,
    "masks": "我申请" + "x" * 100_000 + "元岁人村",
    "digits": "我申请" + "1" * 100_000 + "万元",
    "numerals": "我申请" + "一" * 66_000 + "多万元",
    "commas": "我申请," * 40_000,
    "lines": "我申请\n" * 40_000,
    "places": "我是" + "县镇乡村" * 16_000,
    "kin": "我女儿丈夫" * 13_000,
    "spaces": "我申请" + " 　" * 60_000,
    "letters": "".join(LETTERS) * 60,
    "emoji": "我申请😀" * 30_000,
    "negations": "我没有" * 30_000,
    "dates": "我2024年3月5日" * 15_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_two_hundred_kilobytes_take_seconds_and_no_longer(name: str) -> None:
    began = time.process_time()
    sound(HOSTILE[name])
    # About one second of this machine's; what backtracks without end would take minutes.
    assert time.process_time() - began < 20
