"""The households with a story: at least one for every group of people the township's plans speak of."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from doudi.synthetic.demonstration.making import NONE, Maker, disabled, fact, item, means, settled, wage
from doudi.synthetic.demonstration.shapes import (
    StoryBenefit,
    StoryCorrection,
    StoryFact,
    StoryHappening,
    StoryHousehold,
    StoryObligor,
    StoryPerson,
)

DAY = date(2026, 3, 2)
REVIEW = date(2026, 7, 1)
BEGAN = date(2024, 3, 1)
OPENED = date(2023, 6, 1)


class Stories:
    """Makes the stories one after the other, each in the next village."""

    def __init__(self, maker: Maker, villages: int) -> None:
        self.make, self.villages = maker, villages
        self.told: list[StoryHousehold] = []

    def tell(
        self, groups: str, tells: str, *members: StoryPerson, complete: bool = True, **rest: Any
    ) -> StoryHousehold:
        """Add a household; `complete` fills in what was not told as being absent."""
        everybody = tuple(settled(one, DAY) for one in members) if complete else members
        rest.setdefault("facts", means() if complete else ())
        rest.setdefault("village", 1 + len(self.told) % (self.villages - 1))
        rest.setdefault("opened_on", OPENED)
        rest.setdefault("address", f"{'东西南北中前后新老'[len(self.told) % 9]}{'庄郢湾冲岗'[len(self.told) % 5]}组")
        household = StoryHousehold(members=everybody, tells=tells, groups=tuple(groups.split()), **rest)
        self.told.append(household)
        return household

    def child_elsewhere(self, of: int = 0) -> StoryObligor:
        """A grown child who lives elsewhere and can support a parent."""
        return self._elsewhere(of, "child", date(1984 + len(self.told) % 5, 3, 3))

    def parent_elsewhere(self, of: int = 0) -> StoryObligor:
        """A parent who lives elsewhere, still works and can support a grown child."""
        return self._elsewhere(of, "parent", date(1959, 3, 3))

    def _elsewhere(self, of: int, relation: str, born: date) -> StoryObligor:
        facts = (
            fact("obligor_income", "6500"), fact("disability", NONE), fact("obligor_assets_over", False),
            fact("obligor_receiving", []),
        )  # fmt: skip
        name = self.make.name("male", born)
        return StoryObligor(of, relation, name, "male", born, self.make.number(born, "male"), facts)


def tell_stories(one: Stories) -> None:
    """Every story, in a fixed order."""
    for chapter in (_dibao, _tekun, _illness, _children, _elders, _events, _edges, _payments, _odd_papers, _letters):
        chapter(one)


def paid(monthly: int, programme: str = "dibao", person: int | None = None, **rest: Any) -> StoryBenefit:
    """A benefit in payment since March 2024, to be looked at again in July."""
    rest.setdefault("next_review_on", REVIEW)
    return StoryBenefit(programme, monthly * 100, BEGAN, person, **rest)


def _dibao(one: Stories) -> None:
    m = one.make.person
    one.tell(
        "class_A dibao relief", "户主肢体二级残疾，靠妻子零工过活，按A类保障。",
        m("head", "male", "1972-04-11", disabled("physical", 2), fact("labour", "none"), account=one.make.account()),
        m("spouse", "female", "1974-09-02", *wage(900)), m("child", "female", "2012-05-20"),
        owed=("dibao", "disability_living"), causes=("disability",), type="relief",
        benefits=(paid(1371, dibao_class="A"),),
    )  # fmt: skip
    one.tell(
        "class_B dibao elders", "老两口六十多岁，种一点口粮田，按B类保障。",
        m("head", "male", "1959-01-15", item("income", "business", 4800, "year"), fact("employment_cost", "0")),
        m("spouse", "female", "1961-12-03"), owed=("dibao",), causes=("no_labour",), type="relief",
        benefits=(paid(1200, dibao_class="B"),),
        obligors=(one.child_elsewhere(0), one.child_elsewhere(1),),
    )  # fmt: skip
    one.tell(
        "class_C dibao employment", "夫妻都能劳动，收入不稳定，按C类保障，半年一核。",
        m("head", "male", "1985-07-30", *wage(1100), phone=one.make.phone()), m("spouse", "female", "1988-02-14"),
        m("child", "male", "2014-10-01"), owed=("dibao",), causes=("no_skill",), type="employment",
        benefits=(paid(1063, dibao_class="C"),), facts=means(fact("has_farmland", False)),
    )  # fmt: skip
    one.tell(
        "near_dibao", "人均收入刚过低保线，属低保边缘家庭。",
        m("head", "male", "1980-03-08", *wage(2600)), m("spouse", "female", "1983-11-19"),
        m("child", "female", "2011-06-06"), owed=("near_dibao",), refused=("dibao",), causes=("education",),
    )  # fmt: skip
    one.tell(
        "single_person_dibao severe_disability", "低保边缘家庭里有一名一级视力残疾的成年儿子，单人纳入低保。",
        m("head", "male", "1968-08-08", *wage(2700)),
        m("child", "male", "1996-01-23", disabled("visual", 1), fact("dependent", True), fact("labour", "none")),
        m("spouse", "female", "1970-05-17"), owed=("near_dibao", "dibao_single"), causes=("disability",),
    )  # fmt: skip
    one.tell(
        "single_person_dibao mental_3", "低保边缘家庭里有一名三级精神残疾人，单人纳入低保。",
        m("head", "female", "1966-02-27", *wage(2500)),
        m("child", "female", "1993-09-09", disabled("mental", 3), fact("dependent", True), fact("labour", "none")),
        m("spouse", "male", "1964-06-30"), owed=("near_dibao", "dibao_single"), causes=("disability",),
    )  # fmt: skip
    one.tell(
        "production", "有地有劳力，发展养殖，属生产型户。",
        m("head", "male", "1979-10-10", item("income", "business", 21000, "year"), fact("employment_cost", "0")),
        m("spouse", "female", "1981-04-04"), m("child", "male", "2010-08-15"), causes=("no_capital",),
        type="production", owed=("dibao",),
    )  # fmt: skip
    one.tell(
        "relapse_watch", "原建档立卡户，列为防止返贫监测对象。",
        m("head", "male", "1976-06-01", *wage(2400)), m("spouse", "female", "1978-07-12"),
        facts=means(fact("relapse_watch", True, source="department", vouched_by="县农业农村局")),
    )  # fmt: skip


def _tekun(one: Stories) -> None:
    m = one.make.person
    one.tell(
        "tekun_home care_half", "孤老，分散供养，吃饭穿衣尚可，如厕行走要人扶，由邻居照料。",
        m("head", "male", "1948-02-02", fact("self_care", ["toilet", "walk"]), fact("lives_alone", True)),
        owed=("tekun",), causes=("no_labour",), type="relief",
        benefits=(paid(1354, "tekun", 0, care_mode="home"),),
    )  # fmt: skip
    one.tell(
        "tekun_institution care_full", "无儿无女的失能老人，住镇敬老院集中供养。",
        m(
            "head", "female", "1941-11-11", fact("self_care", ["eat", "dress", "bed", "toilet", "walk", "bath"]),
            fact("care_mode", "institution"), fact("lives_alone", True), fact("long_term_care", True),
        ),
        owed=("tekun",), type="relief", benefits=(paid(1903, "tekun", 0, care_mode="institution"),),
    )  # fmt: skip
    able = StoryObligor(
        0, "child", "孙志远", "male", date(1975, 3, 3), one.make.number(date(1975, 3, 3), "male"),
        (fact("obligor_income", "6000"), fact("disability", NONE), fact("obligor_receiving", [])),
    )  # fmt: skip
    one.tell(
        "tekun_refused obligor", "独居老人，儿子在外地有能力赡养，不符合特困。",
        m("head", "male", "1950-05-05", fact("lives_alone", True)), obligors=(able,), refused=("tekun",),
    )  # fmt: skip


def _illness(one: Stories) -> None:
    m = one.make.person
    one.tell(
        "serious_illness", "户主尿毒症长期透析，家庭因病致困。",
        m("head", "male", "1974-12-24", fact("illness", True, source="certificate", vouched_by="县人民医院"),
          item("spending", "medical", 24000, "year"), fact("labour", "none")),
        m("spouse", "female", "1977-01-09", *wage(1800)), owed=("dibao",), causes=("illness",),
        benefits=(paid(1500, dibao_class="A"),),
    )  # fmt: skip
    one.tell(
        "rigid_expenditure", "收入不低，但一年医药费占去大半，按刚性支出困难家庭关注。",
        m("head", "male", "1970-09-19", *wage(4500)),
        m("spouse", "female", "1972-03-03", fact("illness", True), item("spending", "medical", 42000, "year")),
        causes=("illness",),
    )  # fmt: skip
    one.tell(
        "left_behind_woman", "丈夫外出务工多年少有音讯，妻子带两个女儿留守，计生二女户。",
        m("head", "female", "1986-06-16", fact("left_behind", True), *wage(1000)), m("child", "female", "2009-09-09"),
        m("child", "female", "2013-03-13"), facts=means(fact("two_daughter_family", True)), owed=("dibao",),
        causes=("no_labour",),
    )  # fmt: skip
    one.tell(
        "work_injury", "户主工伤一级，领取工伤护理费，不再发残疾人护理补贴。",
        m("head", "male", "1975-05-25", disabled("physical", 1), fact("long_term_care", True),
          fact("work_injury_nursing", True, source="department", vouched_by="县人社局"),
          item("income", "insurance_benefit", 2000, "month")),
        m("spouse", "female", "1976-10-10"), causes=("accident",), refused=("disability_nursing",),
    )  # fmt: skip


def _children(one: Stories) -> None:
    m = one.make.person
    one.tell(
        "orphan", "父母先后去世，由爷爷抚养。",
        m("head", "male", "1955-08-08"),
        m("grandchild", "female", "2013-02-02", fact("parents", {"father": {"state": "dead"}, "mother": {"state": "dead"}})),
        owed=("orphan",), causes=("family_upheaval",),
    )  # fmt: skip
    states: tuple[tuple[str, dict[str, Any], str], ...] = (
        ("prison", {"state": "prison", "months": 30}, "父亲服刑两年多，母亲去世"),
        ("lost_contact", {"state": "lost_contact", "months": 14}, "父亲失联一年多，母亲去世"),
        ("compulsory_rehab", {"state": "compulsory_rehab"}, "父亲强制隔离戒毒，母亲去世"),
        ("severe_disability", {"state": "severe_disability"}, "父亲重度残疾，母亲去世"),
        ("serious_illness", {"state": "serious_illness"}, "父亲重病，母亲去世"),
        ("missing", {"state": "missing"}, "父亲宣告失踪，母亲服刑"),
        ("detained", {"state": "detained", "months": 8}, "父亲被羁押半年以上，母亲去世"),
        ("deported", {"state": "able"}, "父亲在家，母亲被遣返回国"),
    )
    for key, father, words in states:
        mother = {"state": "dead"}
        if key == "missing":
            mother = {"state": "prison", "months": 20}  # type: ignore[dict-item]
        if key == "deported":
            mother = {"state": "deported", "months": 12}  # type: ignore[dict-item]
        owed = () if key == "deported" else ("unattended_child",)
        one.tell(
            f"unattended_child {key}", f"{words}，孩子随祖父母生活。",
            m("head", "female", "1958-04-14"),
            m("grandchild", "male", "2014-07-07", fact("parents", {"father": father, "mother": mother})),
            owed=owed, refused=("orphan",), causes=("family_upheaval",),
        )  # fmt: skip
    one.tell(
        "left_behind_child", "父母外出务工，孩子由外婆照看，住校。",
        m("head", "female", "1960-10-20"), m("grandchild", "female", "2015-05-15", fact("left_behind", True)),
        m("child", "male", "1987-01-11", *wage(3000), fact("absence", {"state": "none"}), fact("left_behind", False)),
    )  # fmt: skip
    one.tell(
        "student", "大儿子读本科，由父母供养，计入家庭人口。",
        m("head", "male", "1977-11-30", *wage(2300)), m("spouse", "female", "1979-01-18"),
        m("child", "male", "2005-06-25", fact("school", "bachelor"), fact("labour", "none")),
        causes=("education",),
    )  # fmt: skip
    one.tell(
        "postgraduate", "女儿读研究生，成年子女不计入，除非认定不能独立生活。",
        m("head", "male", "1973-02-20", *wage(1300)), m("spouse", "female", "1975-08-01"),
        m("child", "female", "2001-09-15", fact("school", "postgraduate")), causes=("education",), owed=("dibao",),
    )  # fmt: skip


def _elders(one: Stories) -> None:
    m = one.make.person
    for born, age in (("1944-06-06", 81), ("1935-03-03", 90), ("1925-01-01", 101)):
        one.tell(
            f"old_age age_{age}", f"{age}岁老人，儿子同住赡养，领高龄津贴。",
            m("parent", "female", born), m("head", "male", "1960-04-04", *wage(2600)), m("spouse", "female", "1962-05-05"),
            owed=("old_age_allowance",), benefits=(paid(50, "old_age_allowance", 0),),
        )  # fmt: skip
    one.tell(
        "elder_disabled", "八十多岁失能老人，有女儿照料。",
        m("parent", "male", "1940-12-12", fact("self_care", ["dress", "bath"]), fact("long_term_care", True)),
        m("head", "female", "1966-07-17", *wage(1200)), causes=("no_labour",),
    )  # fmt: skip
    one.tell(
        "elder_left_behind", "老两口留守，子女在外省务工，逢年过节才回。",
        m("head", "male", "1945-02-15", fact("left_behind", True)),
        m("spouse", "female", "1947-08-25", fact("left_behind", True)), owed=("dibao",), causes=("no_labour",),
        obligors=(one.child_elsewhere(0), one.child_elsewhere(1),),
    )  # fmt: skip


def _events(one: Stories) -> None:
    m = one.make.person
    event = {"kind": "fire", "day": "2026-02-20", "urgent": True, "loss": "60000"}
    one.tell(
        "burned_house temporary_urgent", "二月电线起火，房屋烧毁，一家四口借住亲戚家。",
        m("head", "male", "1978-03-21", *wage(2800)), m("spouse", "female", "1980-09-10"),
        m("child", "male", "2008-04-01"), m("child", "female", "2016-12-12"),
        facts=means(
            fact("event", event, date(2026, 2, 20), "survey", vouched_by="镇应急办"),
            fact("housing", {"tenure": "lent", "safety": "B"}, date(2026, 2, 20), "survey"),
        ),
        owed=("temporary_urgent",), causes=("disaster",),
    )  # fmt: skip
    newborn = m("child", "male", "2025-11-02", number="", no_id_reason="newborn")
    one.tell(
        "birth", "去年十一月添了孩子，户口还没上。",
        m("head", "male", "1995-05-05", *wage(2900)), m("spouse", "female", "1997-06-06", region="522731", name="罗阿依·木兰"),
        happenings=(StoryHappening("birth", date(2025, 11, 2), joins=settled(newborn, DAY)),),
    )  # fmt: skip
    dead = one.tell(
        "dead_still_paid", "户主去年十月去世，低保还在按三口人发。",
        m("head", "male", "1954-04-04", account=one.make.account()), m("spouse", "female", "1957-07-07"),
        m("child", "female", "1990-02-28", disabled("intellectual", 2), fact("dependent", True), fact("labour", "none")),
        happenings=(
            StoryHappening("death", date(2025, 10, 18), person=0, new_head=1, relations=((2, "child"),), why="病故"),
        ),
        benefits=(paid(1980, dibao_class="A"),), causes=("disability",),
    )  # fmt: skip
    assert dead.happenings
    bride = m("spouse", "female", "1999-09-19", region="511522", name="曾晓燕")
    one.tell(
        "marriage", "儿子成了户主，娶了外省媳妇。",
        m("head", "male", "1998-03-13", *wage(3100)), m("parent", "female", "1970-01-30"),
        happenings=(StoryHappening("marriage_in", date(2025, 10, 1), joins=settled(bride, DAY)),),
    )  # fmt: skip
    one.tell(
        "leaving", "女儿去年出嫁到外县。",
        m("head", "male", "1968-10-05", *wage(1200)), m("spouse", "female", "1970-11-06"),
        m("child", "female", "2000-08-18", *wage(3200)),
        happenings=(StoryHappening("leave", date(2025, 8, 8), person=2, why="marriage"),),
    )  # fmt: skip
    one.tell(
        "moved", "易地搬迁，从山里迁到街道。",
        m("head", "male", "1982-12-01", *wage(2000)), m("spouse", "female", "1985-03-25"), m("child", "male", "2012-11-11"),
        happenings=(StoryHappening("move_household", date(2025, 5, 20), village=0, why="易地搬迁"),),
    )  # fmt: skip
    one.tell(
        "corrected", "核对发现漏报打工收入，已更正。",
        m("head", "male", "1983-01-27", *wage(800)), m("spouse", "female", "1986-04-30"), m("child", "female", "2013-07-21"),
        corrections=(
            StoryCorrection(0, "income", {"kind": "wage", "amount": "2400.00", "per": "month"}, "信息核对：社保缴费基数2400元"),
        ),
        benefits=(paid(1363, dibao_class="C"),),
    )  # fmt: skip


def _edges(one: Stories) -> None:
    m = one.make.person
    one.tell(
        "prison_family ex_prisoner", "户主服刑，妻子带女儿借住娘家，欠着结婚时的债。",
        m("head", "male", "1988-02-08", fact("absence", {"state": "prison"}, source="department", vouched_by="县法院")),
        m("spouse", "female", "1990-12-20", disabled("hearing", 2)), m("child", "female", "2012-09-01"),
        facts=means(fact("homes", 0), fact("housing", {"tenure": "lent", "safety": "B"})), owed=("dibao",),
        causes=("debt", "disability"),
    )  # fmt: skip
    one.tell(
        "military", "儿子服义务兵役，仍计入家庭人口。",
        m("head", "male", "1971-07-01", *wage(1900)), m("spouse", "female", "1973-06-28"),
        m("child", "male", "2006-01-01", fact("absence", {"state": "military"}), fact("school", "none")),
    )  # fmt: skip
    one.tell(
        "religious", "户主的弟弟在寺院生活五年，不计入家庭。",
        m("head", "male", "1969-03-18", *wage(1700)),
        m("sibling", "male", "1975-08-08", fact("absence", {"state": "religious", "since": "2021-01-10"})),
    )  # fmt: skip
    one.tell(
        "large_household", "三代二十二口人没有分家。",
        m("head", "male", "1950-10-01", *wage(1200)), m("spouse", "female", "1952-02-12"),
        *(m("child", "male", date(1974 + n, 1 + n, 10), *wage(900), fact("veteran", n == 0)) for n in range(5)),
        *(m("other_relative", "female", date(1976 + n, 2 + n, 11)) for n in range(5)),
        *(m("grandchild", "male" if n % 2 else "female", date(2003 + n, 3, 3)) for n in range(10)),
    )  # fmt: skip
    one.tell(
        "nothing_known", "刚建档，除了姓名证件什么都还没问到。",
        m("head", "male", "1984-06-09", phone=one.make.phone()), m("spouse", "female", "1987-09-26"), m("child", "male", "2018-02-03"),
        complete=False,
    )  # fmt: skip
    one.tell(
        "split_hukou", "妻子户口在邻县，夫妻常年同住。",
        m("head", "male", "1981-11-15", *wage(1300)),
        m("spouse", "female", "1984-03-29", fact("registered", False), region="341522"), owed=("dibao",),
    )  # fmt: skip


def _payments(one: Stories) -> None:
    m = one.make.person
    one.tell(
        "paid_too_much", "在发金额高于现有收入应得的数。",
        m("head", "male", "1977-05-14", *wage(1300)), m("spouse", "female", "1979-10-23"),
        benefits=(paid(900, dibao_class="C"),), owed=("dibao",),
    )  # fmt: skip
    one.tell(
        "paid_too_little", "标准提高后没有重算，少发了。",
        m("head", "female", "1963-09-13"), m("child", "male", "1992-12-17", disabled("mental", 2), fact("dependent", True), fact("labour", "none")),
        benefits=(paid(1100, dibao_class="A"),), owed=("dibao",),
        obligors=(one.child_elsewhere(0),),
    )  # fmt: skip
    one.tell(
        "nobody_pays", "符合低保条件，一直没有申请过。",
        m("head", "male", "1956-06-26", account=one.make.account("邮储银行")), m("spouse", "female", "1958-01-04"), owed=("dibao",),
        obligors=(one.child_elsewhere(0), one.child_elsewhere(1),),
    )  # fmt: skip
    one.tell(
        "collector", "行动不便，由备案的侄子代领。",
        m(
            "head", "male", "1949-12-31", fact("self_care", ["walk"]), fact("lives_alone", True),
            account=one.make.account(holder_kind="collector", holder="韩立新", agreement="东代〔2024〕7号"),
        ),
        benefits=(paid(1354, "tekun", 0, care_mode="home"),), owed=("tekun",),
    )  # fmt: skip
    one.tell(
        "guardian", "孤儿的钱打到监护人奶奶账上。",
        m("head", "female", "1957-03-15"),
        m(
            "grandchild", "male", "2016-06-01", fact("parents", {"father": {"state": "dead"}, "mother": {"state": "missing"}}),
            account=one.make.account(holder_kind="guardian", holder="谢桂兰"),
        ),
        owed=("orphan",),
    )  # fmt: skip


def _odd_papers(one: Stories) -> None:
    m = one.make.person
    old = one.make.number(date(1938, 8, 8), "male", "342401")
    one.tell(
        "fifteen_digits", "老人只有15位旧身份证号。",
        m("head", "male", "1938-08-08", number=old[:6] + old[8:17], name="常德𠮷"), m("spouse", "female", "1942-10-12"),
    )  # fmt: skip
    one.tell(
        "residence_permit", "香港居民，持居住证，随妻子回乡定居。",
        m("head", "female", "1979-04-19", *wage(2100)), m("spouse", "male", "1975-12-05", region="810000", hukou="3", name="何嘉䶮"),
    )  # fmt: skip
    one.tell(
        "lost_papers rare_characters", "流浪多年归来，证件遗失，正在补办。",
        m("head", "male", "1967-05-01", number="", no_id_reason="lost", name="龚㛃"), causes=("other",), complete=False,
    )  # fmt: skip
    for name in ("王娜秀", "王娜绣"):
        one.tell(
            "homophones",
            "与外村一人姓名同音、同年同月同日生，是两个人。",
            m("head", "female", "1976-02-19", *wage(1500), name=name),
        )
    one.tell(
        "duplicate", "户主在另一户又被登记了一次（证件号没有录）。",
        m("head", "male", "1965-08-23", *wage(1000), name="漕永贵", phone=one.make.phone()), m("spouse", "female", "1967-12-08"), owed=("dibao",),
    )  # fmt: skip
    one.tell(
        "duplicate", "补录时没有查到原记录。",
        m("head", "male", "1965-08-23", number="", no_id_reason="lost", name="漕永贵"), complete=False,
    )  # fmt: skip
    one.tell(
        "staff_relative", "户主是镇民政工作人员的哥哥，已作近亲属备案。",
        m("head", "male", "1970-05-06", *wage(900), name="任建国", number=RELATIVE_NUMBER), m("spouse", "female", "1972-06-07"), owed=("dibao",),
    )  # fmt: skip


def _letters(one: Stories) -> None:
    m = one.make.person
    one.tell(
        "letter_widow", "丈夫去世，本人智力残疾，女儿上小学，危房改造只建了主体，缺门窗。",
        m("head", "female", "1983-09-03", disabled("intellectual", 2), fact("labour", "none"), fact("long_term_care", True)),
        m("child", "female", "2016-03-08"), owed=("dibao", "disability_living", "disability_nursing"), causes=("disability", "housing"),
        facts=means(fact("housing", {"tenure": "owned", "safety": "C"}, source="survey")), benefits=(paid(1600, dibao_class="A"),),
        obligors=(one.parent_elsewhere(0),),
    )  # fmt: skip
    illness = {"kind": "illness", "day": "2025-09-01", "urgent": False, "self_paid": "80000"}
    one.tell(
        "letter_tumour temporary_spending", "在外务工时查出肿瘤，手术加化疗花费巨大，妻子没有工作。",
        m("head", "male", "1986-04-22", *wage(3000), fact("illness", True), item("spending", "medical", 30000, "year")),
        m("spouse", "female", "1988-07-31"), causes=("illness",), facts=means(fact("event", illness, date(2025, 9, 1))),
    )  # fmt: skip
    one.tell(
        "letter_heart", "夫妻下岗多年打零工，丈夫装了心脏起搏器，手术费多是借的。",
        m("head", "male", "1968-10-26", fact("illness", True), item("spending", "medical", 12000, "year"), fact("labour", "partial")),
        m("spouse", "female", "1969-02-11", *wage(1400)), causes=("illness", "unemployment"), owed=("dibao",),
        facts=means(fact("has_farmland", False)),
    )  # fmt: skip
    one.tell(
        "letter_herdsman", "因残丧失劳动能力，没有工作和收入。",
        m("head", "male", "1979-01-20", disabled("physical", 3), fact("labour", "none"), fact("lives_alone", True)),
        causes=("disability",), owed=("dibao",),
    )  # fmt: skip


RELATIVE_NUMBER = Maker(99).number(date(1970, 5, 6), "male", "341502")


def facts_of(household: StoryHousehold) -> Iterator[tuple[int | None, StoryFact]]:
    """Every fact of a household with the place of the member it is of."""
    for place, member in enumerate(household.members):
        yield from ((place, one) for one in member.facts)
    yield from ((None, one) for one in household.facts)
