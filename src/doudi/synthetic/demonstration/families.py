"""The families that ask the township for something: several of each kind, so that a case can stand at every stage."""

from collections.abc import Callable
from datetime import date

from doudi.synthetic.demonstration.making import disabled, fact, item, means, wage
from doudi.synthetic.demonstration.shapes import StoryPerson
from doudi.synthetic.demonstration.stories import Stories, paid


def tell_families(one: Stories) -> None:
    """Every family, in a fixed order; its group is its kind and number, as `poor3`."""
    for tell, count in _KINDS:
        for number in range(1, count + 1):
            tell(one, number)


def _poor(one: Stories, number: int) -> None:
    m = one.make.person
    words = (
        "丈夫在砖厂打零工，妻子常年吃药，孩子上小学。", "户主腿伤后只能看门，妻子种一亩口粮田。",
        "夫妻打短工，去年雨水多没有活干，孩子上初中。", "户主做小工，工钱时有时无，妻子照看孩子。",
    )  # fmt: skip
    one.tell(
        f"asks_poor poor{number}", words[number % 4],
        m("head", "male", date(1976 + number, 3, 4 + number), *wage(900 + 20 * number), phone=one.make.phone()),
        m("spouse", "female", date(1978 + number, 8, 3 + number)),
        m("child", "female" if number % 2 else "male", date(2011 + number % 5, 5, 2 + number)),
        owed=("dibao",), causes=("unemployment",), type="relief",
    )  # fmt: skip


def _near(one: Stories, number: int) -> None:
    m = one.make.person
    one.tell(
        f"asks_near near{number}", "人均收入刚过低保线，成年的孩子重残在家，靠父母养活。",
        m("head", "male", date(1966 + number % 6, 2, 3 + number), *wage(2600 + 10 * number)),
        m("spouse", "female", date(1968 + number % 6, 9, 2 + number)),
        m(
            "child", "male" if number % 2 else "female", date(1994 + number % 5, 6, 1 + number),
            disabled(("visual", "intellectual", "mental")[number % 3], 1 + number % 2),
            fact("dependent", True), fact("labour", "none"),
        ),
        owed=("near_dibao", "dibao_single"), refused=("dibao",), causes=("disability",),
    )  # fmt: skip


def _alone(one: Stories, number: int) -> None:
    words = (
        "孤身一人，住着土坯房，年纪大了种不动地。",
        "没有成家，侄子逢年过节来看看。",
        "老伴去世多年，没有子女，眼睛不大好。",
    )
    one.tell(
        f"asks_alone alone{number}", words[number % 3], _elder(one, number), owed=("tekun",), causes=("no_labour",)
    )


def _supported(one: Stories, number: int) -> None:
    one.tell(
        f"supported supported{number}", "特困人员，分散供养，由邻居照料。", _elder(one, 20 + number),
        owed=("tekun",), causes=("no_labour",), type="relief", benefits=(paid(996, "tekun", 0, care_mode="home"),),
    )  # fmt: skip


def _elder(one: Stories, number: int) -> StoryPerson:
    sex = "female" if number % 4 == 0 else "male"
    return one.make.person("head", sex, date(1941 + number % 14, 1 + number % 12, 9), fact("lives_alone", True))


def _ill(one: Stories, number: int) -> None:
    m = one.make.person
    event = {"kind": "illness", "day": "2025-10-08", "urgent": False, "self_paid": f"{42000 + 1000 * number}"}
    one.tell(
        f"asks_ill ill{number}", "工资不算低，妻子化疗一年花去大半，还借了亲戚的钱。",
        m("head", "male", date(1970 + number, 7, 1 + number), *wage(4800)),
        m(
            "spouse", "female", date(1971 + number, 4, 2 + number), fact("illness", True),
            item("spending", "medical", 30000, "year"), fact("labour", "partial"),
        ),
        facts=means(fact("event", event, date(2025, 10, 8))),
        owed=("rigid_expenditure", "temporary_spending"), refused=("dibao", "near_dibao"), causes=("illness",),
    )  # fmt: skip


def _struck(one: Stories, number: int) -> None:
    m = one.make.person
    kinds = (
        ("accident", "骑车摔伤昏迷，当夜送县医院抢救，家里一时拿不出钱。"),
        ("fire", "灶间起火，粮食和被褥都烧了。"),
    )
    kind, words = kinds[number % 2]
    event = {"kind": kind, "day": "2026-02-24", "urgent": True, "loss": f"{20000 + 1000 * number}"}
    one.tell(
        f"asks_struck struck{number}", words,
        m("head", "male", date(1979 + number, 11, 1 + number), *wage(2600)),
        m("spouse", "female", date(1981 + number, 1, 5 + number)),
        m("child", "female", date(2014, 6, 4 + number)),
        facts=means(fact("event", event, date(2026, 2, 24), "survey", vouched_by="镇应急办")),
        owed=("temporary_urgent",), causes=("accident" if kind == "accident" else "disaster",),
    )  # fmt: skip


def _disabled(one: Stories, number: int) -> None:
    m = one.make.person
    one.tell(
        f"asks_disabled disabled{number}", "户主重残卧床，妻子照料走不开，家里吃低保。",
        m(
            "head", "male", date(1969 + number, 10, 1 + number), disabled("physical", 1), fact("labour", "none"),
            fact("long_term_care", True),
        ),
        m("spouse", "female", date(1972 + number, 12, 1 + number)),
        owed=("dibao", "disability_living", "disability_nursing"), causes=("disability",), type="relief",
        benefits=(paid(1470, dibao_class="A"),),
    )  # fmt: skip


def _grandchildren(one: Stories, number: int) -> None:
    m, dead = one.make.person, {"state": "dead"}
    one.tell(
        f"asks_children children{number}", "大孙女父母都不在了，小孙子母亲去世、父亲服刑，都跟着奶奶过。",
        m("head", "female", date(1956 + number % 8, 4, 2 + number)),
        m(
            "grandchild", "female", date(2011 + number % 4, 2, 3 + number),
            fact("parents", {"father": dead, "mother": dead}),
        ),
        m(
            "grandchild", "male", date(2014 + number % 3, 9, 1 + number),
            fact("parents", {"father": {"state": "prison", "months": 20 + number}, "mother": dead}),
        ),
        owed=("orphan", "unattended_child"), causes=("family_upheaval",),
    )  # fmt: skip


# How many of each; the cases say which they take.
_KINDS: tuple[tuple[Callable[[Stories, int], None], int], ...] = (
    (_poor, 14), (_near, 14), (_alone, 20), (_supported, 7), (_ill, 14), (_struck, 6), (_disabled, 9), (_grandchildren, 11),
)  # fmt: skip
