"""Sentences as people write them: what each states, what it denies, supposes, wishes, or says of somebody else."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from doudi.gateways.letters import OWN_TOPICS, Proposal, propose_facts, reads_like_letter
from doudi.gateways.letters.numbers import age_in, amounts_in, number_of
from doudi.gateways.letters.proposing import MOST_PROPOSALS, RULES
from doudi.records.evidence.topics import TOPICS
from doudi.vocabulary.codes import load_list

FOLDER = Path(__file__).parent / "letters"
TODAY = date(2024, 8, 1)


def said(sentence: str) -> list[Proposal]:
    return list(propose_facts(f"{sentence}恳请我们的领导。", on=TODAY))


def found(sentence: str, topic: str) -> list[tuple[str, Any]]:
    return [(one.person, one.value) for one in said(sentence) if one.topic == topic]


@pytest.mark.parametrize(
    ("sentence", "topic", "expected"),
    [
        ("我叫买买提·吐尔逊，维吾尔族。", "name", [("applicant", "买买提·吐尔逊")]),
        ("我叫买买提·吐尔逊，维吾尔族。", "ethnic", [("applicant", "05")]),
        ("本人周大山，男，1968年3月5日出生。", "name", [("applicant", "周大山")]),
        ("本人周大山，男，1968年3月5日出生。", "born", [("applicant", "1968-03-05")]),
        ("本人因病失去劳动能力。", "name", []),
        ("本人因病失去劳动能力。", "labour", [("applicant", "none")]),
        ("本人部分丧失劳动能力。", "labour", [("applicant", "partial")]),
        ("本人有劳动能力。", "labour", []),
        ("我家是五口之家。", "household_size", [("household", 5)]),
        ("我的丈夫正在监狱服刑。", "absence", [("spouse", {"state": "prison"})]),
        ("我丈夫坐过牢，刑满释放后在家。", "absence", [("spouse", {"state": "none"})]),
        ("儿子离家出走，音信全无。", "absence", [("child", None)]),
        ("孩子他爸离家出走，音信全无。", "absence", [("spouse", None)]),
        ("我持有残疾人证，肢体二级残疾。", "disability", [("applicant", {"kind": "physical", "grade": 2, "certified": True})]),
        ("我没有办过残疾人证，双目失明。", "disability", [("applicant", {"kind": "visual", "certified": False})]),
        ("本人没有任何残疾。", "disability", []),
        ("我是残疾人。", "disability", [("applicant", None)]),
        ("婆婆瘫痪在床。", "long_term_care", [("other_relative", True)]),
        ("妻子每月工资1800元。", "income", [("spouse", {"kind": "wage", "amount": "1800.00", "per": "month"})]),
        ("父亲每月领取养老金195元。", "income", [("parent", {"kind": "pension", "amount": "195.00", "per": "month"})]),
        ("我每月打工收入约2000元。", "income", [("applicant", {"kind": "wage"})]),
        ("我没有稳定的收入。", "income", [("applicant", None)]),
        ("我没有任何收入。", "income", [("applicant", {"kind": "none"})]),
        ("我家没有外债。", "debt", []),
        ("我们借贷无门。", "debt", [("household", None)]),
        ("我家已享受低保，每月低保金320元。", "receiving", [("household", {"programme": "dibao", "monthly": "320.00"})]),
        ("我不是低保户。", "receiving", []),
        ("希望纳入低保。", "receiving", []),
        ("我家未被纳入低保。", "receiving", []),
        ("希望纳入低保。", "request", [("letter", ["dibao", "near_dibao"])]),
        ("女儿在读高二，每年学费3000元。", "school", [("child", "senior_secondary")]),
        ("女儿在读高二，每年学费3000元。", "spending", [("child", {"kind": "education", "amount": "3000.00", "per": "year"})]),
        ("儿子大学毕业后没有工作。", "school", []),
        ("我丈夫去世了。", "death", [("spouse", True)]),
        ("如果我丈夫去世，家里就没有收入了。", "death", []),
        ("如果我丈夫去世，家里就没有收入了。", "household_income", []),
        ("邻居家去年失火。", "event", []),
        ("2024年6月12日我因车祸受伤。", "event", [("household", {"kind": "traffic", "day": "2024-06-12"})]),
        ("2025年6月12日我因车祸受伤。", "event", [("household", {"kind": "traffic"})]),
        ("我家房屋被洪水冲毁。", "event", [("household", {"kind": "disaster", "urgent": True})]),
        ("我租房居住。", "housing", [("household", {"tenure": "rented"})]),
        ("我于2023年5月离婚，独自抚养女儿，没有工作。", "employment", [("applicant", None)]),
        ("我于2023年5月离婚，独自抚养女儿，没有工作。", "marital", [("applicant", "40")]),
        ("家里有人患癌症。", "illness", [("household", None)]),
        ("我独居多年。", "lives_alone", [("applicant", True)]),
    ],
)  # fmt: skip
def test_a_sentence_says(sentence: str, topic: str, expected: list[tuple[str, Any]]) -> None:
    assert found(sentence, topic) == expected


def test_what_is_carried_over_to_a_relative_is_only_implied() -> None:
    (one,) = [one for one in said("儿子上大学，去年患了白血病。") if one.topic == "illness"]
    assert (one.person, one.sure) == ("child", "implied") and one.ask.startswith("是否指儿子")


def test_a_couple_is_laid_off_together_and_one_of_them_is_ill() -> None:
    sentence = "我和妻子已经下岗，靠打零工过日子，现在又失去劳动能力。"
    assert found(sentence, "employment") == [("applicant", None), ("spouse", None)]
    assert [person for person, _ in found(sentence, "income")] == ["applicant", "spouse"]
    assert [person for person, _ in found(sentence, "labour")] == ["applicant"]


@pytest.mark.parametrize(
    ("words", "fen", "bound"),
    [
        ("3000元", 300_000, "exact"),
        ("12,500.50元", 1_250_050, "exact"),
        ("12500元", 1_250_000, "exact"),
        ("三万五千元", 3_500_000, "exact"),
        ("8.6万元", 8_600_000, "exact"),
        ("十多万元", 10_000_000, "at_least"),
        ("20余万元", 20_000_000, "at_least"),
        ("三千多块", 300_000, "at_least"),
        ("几万元", 1_000_000, "at_least"),
        ("四十多万", 40_000_000, "at_least"),
        ("约8000元", None, "about"),
        ("8000元左右", None, "about"),
        ("近10万元", None, "about"),
        ("****万余元", None, "masked"),
        ("xx元", None, "masked"),
    ],
)
def test_an_amount_is_exact_or_a_bound_or_not_known(words: str, fen: int | None, bound: str) -> None:
    ((quantity, _),) = amounts_in(f"花了{words}")
    assert (quantity.number, quantity.bound) == (fen, bound)


@pytest.mark.parametrize("words", ["三十万人口", "两万亩", "3口人", "2024年"])
def test_what_is_counted_otherwise_is_no_amount_of_ten_thousands(words: str) -> None:
    assert list(amounts_in(words)) == []


@pytest.mark.parametrize(
    ("words", "years", "bound"),
    [
        ("57岁", 57, "exact"),
        ("七十六岁", 76, "exact"),
        ("9岁多", 9, "at_least"),
        ("40多岁", 40, "at_least"),
        ("快60岁", None, "about"),
        ("60岁左右", None, "about"),
        ("**岁", None, "masked"),
    ],
)
def test_an_age_is_exact_or_a_bound_or_not_known(words: str, years: int | None, bound: str) -> None:
    read = age_in(f"今年{words}了")
    assert read is not None and (read[0].number, read[0].bound) == (years, bound)


def test_an_age_nobody_has_is_none() -> None:
    assert age_in("200岁") is None
    assert number_of("三千五") is None


def test_lines_broken_by_the_paper_are_read_as_one() -> None:
    text = "我是安丰县青河镇双坝村三组村民石明德，全家共有4口\n人，因电线短路起火，三间房屋全部烧\n毁，请求救助。"
    said_in = {one.topic: one for one in propose_facts(text, on=TODAY)}
    assert said_in["household_size"].value == 4
    assert said_in["housing"].told == "住房已毁"
    one = said_in["housing"]
    assert text[one.word_start : one.word_end] == "房屋全部烧\n毁"


def test_a_news_item_proposes_nothing() -> None:
    text = (FOLDER / "news.txt").read_text("utf-8")
    assert not reads_like_letter(text)
    assert propose_facts(text, on=TODAY) == ()


@pytest.mark.parametrize("text", ["", " ", "\n\n", "。", "我", "你好！😀😀", "我要申请😀"])
def test_next_to_nothing_says_next_to_nothing(text: str) -> None:
    assert len(propose_facts(text, on=TODAY)) <= 1


def test_a_half_masked_letter_is_mostly_asked() -> None:
    text = (FOLDER / "half_masked.txt").read_text("utf-8")
    every = propose_facts(text, on=TODAY)
    assert {one.topic for one in every if one.sure == "to_ask"} >= {"name", "age", "household_size", "income", "debt"}
    assert not [
        one
        for one in every
        if one.quantity and one.quantity.bound != "exact" and one.quantity.bound != "at_least" and one.quantity.number
    ]


def test_no_letter_has_more_proposals_than_anybody_confirms() -> None:
    text = "".join(f"我花了医药费{amount}元，请求救助。" for amount in range(1000, 3000))
    assert len(propose_facts(text, on=TODAY)) == MOST_PROPOSALS


def test_every_topic_is_one_of_the_register_or_our_own() -> None:
    topics = {one.topic for one in RULES} - {"disability_part"}
    assert topics <= set(TOPICS) | set(OWN_TOPICS)
    assert not set(TOPICS) & set(OWN_TOPICS)


def test_codes_of_rules_are_codes_of_the_lists() -> None:
    for one in RULES:
        if one.topic in ("labour", "school") and one.value is not None:
            assert one.value in load_list(one.topic).by_identifier
        if one.topic == "housing" and one.value is not None:
            assert one.value["tenure"] in load_list("housing").by_identifier


def test_rules_are_named_in_chinese_and_say_what_to_ask() -> None:
    for one in RULES:
        assert any("\u4e00" <= character <= "\u9fff" for character in one.name)
        assert one.ask or one.value is not None
