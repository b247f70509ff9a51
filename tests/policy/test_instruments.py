"""Citations resolve to a text on record and a place it has, or say what there is."""

import datetime
import re
from pathlib import Path

import pytest

from doudi.policy.instruments import UnknownCitation, instruments, resolve

SOURCE = Path(__file__).parents[2] / "src" / "doudi"
CITE = re.compile(r'"([^"#\s{}]*[一-鿿][^"#\s{}]*#[^"#\s{}]+)"')


def test_an_article_and_paragraph_are_worded_in_both_languages() -> None:
    citation = resolve("最低生活保障审核确认办法#8.2")
    assert citation.zh == "《最低生活保障审核确认办法》第8条第2款"
    assert citation.en.endswith(", article 8, paragraph 2")
    assert citation.instrument.number == "民发〔2021〕57号"


def test_an_item_of_a_paragraph_is_worded() -> None:
    assert resolve("特困人员认定办法#5.1.3").zh == "《特困人员认定办法》第5条第1款第3项"


def test_the_last_article_resolves_and_the_one_after_does_not() -> None:
    assert resolve("刚性支出困难家庭认定办法#14").place == "14"
    with pytest.raises(UnknownCitation, match="没有“15”；可引用：第1条至第14条"):
        resolve("刚性支出困难家庭认定办法#15")


@pytest.mark.parametrize("place", ["0", "8.0", "8.", "8.1.1.1", "８", "-1", "二", ""])
def test_a_malformed_article_is_refused(place: str) -> None:
    with pytest.raises(UnknownCitation):
        resolve(f"特困人员认定办法#{place}")


def test_a_numbered_part_its_items_and_their_points_are_worded() -> None:
    assert resolve("关于进一步加强事实无人抚养儿童保障工作的意见#二.2").zh.endswith("》第二部分第2项")
    assert resolve("关于加强低收入人口动态监测做好分层分类社会救助工作的意见#四.2.1").en.endswith(
        "part 4, item 2, point 1"
    )


@pytest.mark.parametrize("place", ["一.1", "二.5", "五", "二.2.1", "十"])
def test_a_part_or_item_the_text_does_not_have_is_refused(place: str) -> None:
    with pytest.raises(UnknownCitation):
        resolve(f"关于进一步加强事实无人抚养儿童保障工作的意见#{place}")


def test_running_points_are_worded_and_end_where_the_text_ends() -> None:
    assert resolve("关于改革完善社会救助制度的意见#15").zh.endswith("》第15点")
    with pytest.raises(UnknownCitation, match="第1点至第25点"):
        resolve("关于改革完善社会救助制度的意见#26")


def test_a_named_section_is_worded_and_an_unnamed_one_lists_those_there_are() -> None:
    assert resolve("安徽省低保实施方案#保障标准").zh == "《安徽省最低生活保障实施方案》“保障标准”部分"
    with pytest.raises(UnknownCitation, match="保障范围、单独申请、保障标准"):
        resolve("安徽省低保实施方案#公示")


def test_a_text_on_record_is_cited_whole_by_its_name() -> None:
    assert resolve("社会救助暂行办法").zh == "《社会救助暂行办法》"
    with pytest.raises(UnknownCitation, match="只能整体引用"):
        resolve("关于全面建立临时救助制度的通知#1")


def test_another_short_name_is_the_same_text() -> None:
    assert resolve("价格联动机制#一").instrument.number == "发改价格〔2021〕1553号"


def test_an_unknown_text_names_the_nearest_ones() -> None:
    with pytest.raises(UnknownCitation, match="没有登记名为“特困人员认定方法”的文件；相近的有：特困人员认定办法"):
        resolve("特困人员认定方法#5")


def test_a_text_is_in_force_from_its_first_day_until_its_last() -> None:
    measures, former = instruments()["最低生活保障审核确认办法"], instruments()["最低生活保障审核审批办法（试行）"]
    day_before, day = datetime.date(2021, 6, 30), datetime.date(2021, 7, 1)
    assert (former.in_force(day_before), measures.in_force(day_before)) == (True, False)
    assert (former.in_force(day), measures.in_force(day)) == (False, True)


def test_names_and_other_names_are_used_once() -> None:
    names = [name for key, text in instruments().items() for name in (key, *text.also)]
    assert len(names) == len(set(names))


def test_every_text_says_who_issued_it_since_when_and_how_sure_that_is() -> None:
    for text in instruments().values():
        assert text.zh and text.en and text.issuer_zh and text.issuer_en
        assert text.confidence in ("high", "medium", "low")
        assert text.until is None or text.since < text.until
        assert text.number or text.note or text.confidence == "high", text.key


def test_every_citation_written_in_the_package_resolves() -> None:
    cites = {cite for path in SOURCE.rglob("*.py") for cite in CITE.findall(path.read_text("utf-8"))}
    assert cites
    for cite in sorted(cites):
        assert resolve(cite).cite == cite
