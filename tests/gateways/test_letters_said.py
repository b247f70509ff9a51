"""Seven letters of invented people: everything each of them states is proposed, with its words, and nothing else."""

import json
from datetime import date
from pathlib import Path

import pytest

from doudi.gateways.letters import Proposal, case_of_letter, propose_facts, questions_after, read_letter

FOLDER = Path(__file__).parent / "letters"
TODAY = date(2024, 8, 1)

# Topic, of whom, how sure, value, the words of the letter; in the order of the letter.
SAID = {
    "disabled_woman": """
addressee | letter | stated | "领导" | 领导
name | applicant | to_ask | null | 方xx
born | applicant | to_ask | null | 生于19xx年
address | household | to_ask | null | xx镇xx村
disability | applicant | implied | {"kind": "multiple"} | 耳聋
marital | applicant | stated | "20" | 结婚
sex | applicant | implied | "female" | 结婚
member | child | stated | {"relation": "child", "sex": "female"} | 生育一女
member | spouse | stated | {"relation": "spouse", "sex": "male"} | 我夫
absence | spouse | implied | {"state": "none"} | 管教所
debt | household | stated | null | 向信用社和朋友借
homes | household | stated | 0 | 无住房
housing | household | stated | {"tenure": "no_home"} | 无住房
income | applicant | stated | null | 无生活来源
help | household | stated | null | 全靠娘家接济
household_size | household | stated | 3 | 一家三口
school | child | to_ask | null | 一中
household_spending | household | stated | {"kind": "education"} | 学费
education | applicant | stated | null | 没有文化
labour | applicant | stated | "none" | 没有劳动能力
request | letter | implied | ["dibao", "near_dibao", "rigid_expenditure"] | 贫困户
signature | letter | to_ask | null | 申请人：
written_on | letter | to_ask | null | 20xx年x月x日
""",
    "tumour": """
request | letter | implied | ["temporary_urgent", "temporary_spending"] | 临时救助
name | applicant | stated | "蒋文博" | 蒋文博
sex | applicant | stated | "male" | 男
born | applicant | to_ask | null | 19**年4月出生
address | household | to_ask | null | **县**镇大塘村
education | applicant | stated | null | 毕业
income | applicant | stated | {"kind": "wage"} | 公司的普通职员
member | spouse | stated | {"relation": "spouse", "sex": "female"} | 妻子
employment | spouse | stated | null | 待业
treatment | applicant | stated | null | 身体不适
treatment | applicant | stated | null | 查出
illness | applicant | stated | null | 肿瘤
treatment | applicant | stated | null | 从合肥转院到南京
treatment | applicant | stated | null | 从南京转院至深圳
treatment | applicant | stated | null | **次化疗
event | household | implied | {"kind": "illness"} | **次化疗
treatment | applicant | stated | null | 一次肿瘤切除手术
spending | applicant | to_ask | {"kind": "medical"} | ***万余元
treatment | applicant | stated | null | 病情稳定
treatment | applicant | stated | null | 巩固治疗
reimbursement | applicant | stated | null | 不在报销范围
debt | household | stated | null | 借贷无门
request | letter | implied | ["temporary_spending", "medical"] | 经济上的补助
written_on | letter | to_ask | null | 20**年*月*日
""",
    "widow_and_daughter": """
addressee | letter | stated | "民政部门" | 民政部门
address | household | stated | "柳树乡长冲村石坡组" | 柳树乡长冲村石坡组
name | applicant | stated | "罗桂芳" | 罗桂芳
age | applicant | to_ask | null | 40多岁
death | spouse | stated | true | 去世
marital | applicant | implied | "30" | 去世
sex | applicant | implied | "female" | 去世
parents | child | implied | {"father": {"state": "dead"}} | 去世
age | child | to_ask | null | 9岁多
member | child | stated | {"relation": "child", "sex": "female"} | 女儿
disability | applicant | implied | {"kind": "intellectual"} | 智障
self_care | applicant | stated | null | 生活不能自理
help | household | stated | null | 多亏邻居帮忙照顾
school | child | stated | "compulsory" | 小学
help | household | stated | null | 无依无靠
receiving | household | stated | {"programme": "dibao"} | 已经把我家纳入低保
housing | household | stated | null | 破烂不堪
housing | household | stated | null | 危房改造
housing | household | implied | {"tenure": "owned"} | 盖了一层平房
housing | household | stated | null | 只建好了主体
housing | household | stated | null | 门窗至今没有
request | letter | stated | null | 到我家来调查了解
request | letter | implied | ["housing"] | 门窗
signature | letter | to_ask | null | 申请人：
written_on | letter | to_ask | null | 日期：
""",
    "heart_disease": """
request | letter | implied | ["medical", "temporary_spending"] | 大病救助
addressee | letter | stated | "各位领导" | 各位领导
name | applicant | stated | "唐国良" | 唐国良
sex | applicant | stated | "male" | 男
ethnic | applicant | stated | "01" | 汉族
age | applicant | stated | 57 | 57岁
address | household | stated | "界岭镇大槐村六巷3号" | 界岭镇大槐村六巷3号
illness | applicant | stated | null | 心脏病
labour | applicant | stated | "none" | 已失去劳动能力
treatment | applicant | stated | null | 靠药物
treatment | applicant | stated | null | 病情加重
treatment | applicant | stated | null | 住院治疗
treatment | applicant | stated | null | 心脏起搏器
event | household | implied | {"kind": "illness"} | 心脏起搏器
member | spouse | stated | {"relation": "spouse"} | 爱人
employment | applicant | stated | null | 下岗
employment | spouse | stated | null | 下岗
income | applicant | stated | {"kind": "wage"} | 打零工
income | spouse | stated | {"kind": "wage"} | 打零工
income | applicant | stated | null | 收入很不稳定
income | spouse | stated | null | 收入很不稳定
treatment | applicant | stated | null | 这次手术
spending | applicant | to_ask | {"kind": "medical"} | 十多万元
debt | household | stated | null | 向亲戚朋友借
financial_assets | household | implied | "0" | 积蓄已经用光
request | letter | implied | ["medical", "temporary_spending"] | 大病医疗救助
signature | letter | stated | "唐国良" | 申请人：唐国良
written_on | letter | stated | "2023-08-22" | 2023年8月22日
""",
    "blank_template": """
request | letter | implied | ["temporary_urgent", "temporary_spending"] | 临时救助
addressee | letter | to_ask | null | XX镇人民政府并民政办
address | household | to_ask | null | XXXX村
household_size | household | to_ask | null | 家庭人口    人
cause | household | to_ask | null | 因遭受XXXXXX造成
request | letter | implied | ["temporary_urgent", "temporary_spending"] | 临时救助
signature | letter | to_ask | null | 申请人：
""",
    "burned_house": """
request | letter | implied | ["temporary_urgent", "temporary_spending"] | 临时救助
addressee | letter | stated | "青河镇人民政府、镇民政办公室" | 青河镇人民政府、镇民政办公室
address | household | stated | "安丰县青河镇双坝村三组" | 安丰县青河镇双坝村三组
name | applicant | stated | "石明德" | 石明德
household_size | household | stated | 4 | 全家共有4口人
event | household | stated | {"kind": "fire", "day": "2024-07-21", "urgent": true} | 短路
housing | household | stated | null | 房屋全部烧毁
request | letter | stated | null | 救助
signature | letter | stated | "石明德" | 申请人：石明德
written_on | letter | stated | "2024-07-24" | 2024年7月24日
""",
    "disabled_herdsman": """
addressee | letter | stated | "领导" | 领导
address | household | to_ask | null | ****
employment | applicant | stated | null | 牧民
disability | applicant | implied | {"kind": "physical"} | 身体残疾
labour | applicant | stated | "none" | 丧失了劳动能力
employment | applicant | stated | null | 找不到工作
income | applicant | stated | {"kind": "none"} | 没有任何经济来源
household_spending | household | stated | {"kind": "medical"} | 医药费
request | letter | implied | ["temporary_urgent", "temporary_spending"] | 社会临时救助
signature | letter | to_ask | null | 申请人：
written_on | letter | to_ask | null | 申请日期：
""",
}


def letter(name: str) -> str:
    file = FOLDER / f"{name}.txt"
    return read_letter(file.read_bytes(), file.name).text


def said_by(name: str) -> tuple[Proposal, ...]:
    return propose_facts(letter(name), on=TODAY)


def line(proposal: Proposal, text: str) -> str:
    value = json.dumps(proposal.value, ensure_ascii=False)
    words = text[proposal.word_start : proposal.word_end]
    return f"{proposal.topic} | {proposal.person} | {proposal.sure} | {value} | {words}"


def told_by(name: str, topic: str) -> list[str]:
    return [one.told for one in said_by(name) if one.topic == topic]


@pytest.mark.parametrize("name", SAID)
def test_a_letter_says_this_and_nothing_else(name: str) -> None:
    text = letter(name)
    assert [line(one, text) for one in said_by(name)] == SAID[name].strip().split("\n")


@pytest.mark.parametrize("name", SAID)
def test_every_proposal_stands_on_a_sentence_of_the_letter(name: str) -> None:
    text = letter(name)
    for one in said_by(name):
        assert one.sentence == text[one.start : one.end]
        assert one.start <= one.word_start < one.word_end <= one.end
        assert one.told and one.rule
        assert one.value is not None or one.ask, one


@pytest.mark.parametrize("name", SAID)
def test_what_is_struck_out_is_asked_and_never_a_value(name: str) -> None:
    for one in said_by(name):
        assert not any(mask in str(one.value) for mask in ("xx", "XX", "*"))


@pytest.mark.parametrize("name", SAID)
def test_everything_to_ask_after_a_letter_is_asked_once(name: str) -> None:
    asked = questions_after(said_by(name), on=TODAY)
    assert len({(one.what, one.path) for one in asked}) == len(asked)
    whats = [one.what for one in asked]
    assert {"全体家庭成员的身份证号码", "户籍和与户主关系", "发放救助金的银行账户"} <= set(whats)
    assert {"household.obligors", "household.assets"} & {one.path for one in asked}


def test_dates_and_places_stand_in_what_is_told() -> None:
    assert told_by("widow_and_daughter", "death") == ["丈夫已去世（2019年）"]
    assert told_by("widow_and_daughter", "receiving") == ["已是低保对象（2020年）"]
    assert "安装心脏起搏器（2023年5月）" in told_by("heart_disease", "treatment")
    assert [told for told in told_by("tumour", "treatment") if "转院" in told] == [
        "曾转院治疗：从合肥转院到南京（20**年*月）",
        "曾转院治疗：从南京转院至深圳（20**年*月）",
    ]
    assert told_by("burned_house", "event") == [
        "遭遇火灾，时间：2024年7月21日凌晨1时许，起因：电线短路，后果：烧毁（按情况紧急提出）"
    ]
    assert told_by("disabled_woman", "absence") == ["曾在管教所，已经出来"]


def test_numbers_that_are_only_bounded_are_bounds() -> None:
    ages = [one.quantity for one in said_by("widow_and_daughter") if one.topic == "age"]
    assert [(age.number, age.bound) for age in ages if age] == [(40, "at_least"), (9, "at_least")]
    (spent,) = [one.quantity for one in said_by("heart_disease") if one.topic == "spending"]
    assert spent and (spent.number, spent.bound, spent.unit) == (10_000_000, "at_least", "fen")
    (hidden,) = [one.quantity for one in said_by("tumour") if one.topic == "spending" and one.quantity]
    assert (hidden.number, hidden.bound) == (None, "masked")


def test_the_case_of_the_burned_house_has_four_members_and_an_urgent_fire() -> None:
    case = case_of_letter(said_by("burned_house"), on=TODAY, place="341821")
    assert len(case["members"]) == 4 and case["members"][0]["relation"] == "head"
    assert case["household"] == {"event": {"kind": "fire", "day": "2024-07-21", "urgent": True}}


def test_the_case_of_the_herdsman_leaves_out_what_he_does_not_say() -> None:
    case = case_of_letter(said_by("disabled_herdsman"), on=TODAY)
    assert case["members"] == [
        {"id": "申请人", "relation": "head", "disability": {"kind": "physical"}, "labour": "none", "incomes": []}
    ]


def test_the_widows_daughter_is_a_child_with_a_dead_father_and_the_mother_has_no_age() -> None:
    mother, daughter = case_of_letter(said_by("widow_and_daughter"), on=TODAY)["members"]
    assert daughter["parents"] == {"father": {"state": "dead"}} and daughter["school"] == "compulsory"
    assert "age" not in mother and "age" not in daughter
    asked = {one.path for one in questions_after(said_by("widow_and_daughter"), on=TODAY, place="340102")}
    assert {"members[0].born", "members[1].born", "members[0].disability.grade"} <= asked


def test_the_blank_form_leaves_everything_to_ask() -> None:
    assert all(one.value is None or one.topic == "request" for one in said_by("blank_template"))
    asked = {one.path for one in questions_after(said_by("blank_template"), on=TODAY)}
    assert {"members[0].born", "members[0].incomes", "household.assets", "household.obligors"} <= asked


def test_a_day_without_rules_still_has_its_papers() -> None:
    asked = questions_after(said_by("burned_house"), on=date(1990, 1, 1))
    assert asked and all(not one.path for one in asked)
