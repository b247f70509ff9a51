"""The households without a story of their own, drawn with the shares of an ordinary township."""

from datetime import date, timedelta
from typing import Any

from doudi.synthetic.demonstration.making import Maker, disabled, fact, item, means, settled, wage
from doudi.synthetic.demonstration.shapes import StoryHousehold, StoryPerson
from doudi.synthetic.demonstration.stories import DAY

_CAUSES = ("illness", "disability", "no_labour", "education", "no_skill", "unemployment", "no_capital", "disaster")


def drawn(maker: Maker, count: int, villages: int) -> list[StoryHousehold]:
    """`count` households in all villages."""
    return [_household(maker, number, number % villages) for number in range(count)]


def _household(maker: Maker, number: int, village: int) -> StoryHousehold:
    draw = maker.draw
    opened = date(2021, 3, 1) + timedelta(days=draw.randrange(0, 1700))
    members = _members(maker)
    known = draw.random() < 0.85
    everybody = tuple(settled(one, DAY) for one in members) if known else tuple(members)
    return StoryHousehold(
        village=village,
        address=f"{draw.choice('一二三四五六七八九十')}组",
        opened_on=opened,
        members=everybody,
        causes=tuple(sorted(draw.sample(_CAUSES, k=draw.choice((1, 1, 1, 2))))),
        type=draw.choice(("relief", "employment", "production", "")),
        facts=_means(maker) if known else (),
    )


def _members(maker: Maker) -> list[StoryPerson]:
    """One to six people: an elder alone, a couple, a family with children, or three generations."""
    draw, kind = maker.draw, maker.draw.choices(("alone", "couple", "family", "three"), (25, 25, 35, 15))[0]
    head_age = draw.randrange(62, 88) if kind == "alone" else draw.randrange(28, 72)
    surname = draw.choice("王李张刘陈杨黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹")
    members = [
        _adult(maker, "head", draw.choice(("male", "male", "female")), head_age, surname=surname, phone=maker.phone())
    ]
    if kind != "alone":
        other = "female" if members[0].sex == "male" else "male"
        members.append(_adult(maker, "spouse", other, max(head_age - draw.randrange(-2, 6), 22)))
    if kind in ("family", "three"):
        for _child in range(draw.choice((1, 1, 2, 3))):
            age = draw.randrange(0, max(min(head_age - 22, 30), 1))
            members.append(_child_of(maker, age, surname))
    if kind == "three" and head_age < 64:
        members.append(_adult(maker, "parent", draw.choice(("male", "female")), head_age + draw.randrange(20, 30)))
    return members


def _born(maker: Maker, age: int) -> date:
    return DAY - timedelta(days=int(age * 365.25) + maker.draw.randrange(1, 364))


def _adult(maker: Maker, relation: str, sex: str, age: int, **rest: Any) -> StoryPerson:
    draw, facts = maker.draw, []
    if 18 <= age < 64 and draw.random() < 0.7:
        facts += wage(draw.randrange(6, 38) * 100)
    elif age >= 60:
        facts.append(item("income", "basic_pension", draw.randrange(180, 260), "month", source="core_check"))
    if draw.random() < 0.12:
        facts.append(
            disabled(draw.choice(("physical", "visual", "hearing", "mental", "intellectual")), draw.randrange(1, 5))
        )
    if draw.random() < 0.08:
        facts += [fact("illness", True), item("spending", "medical", draw.randrange(3, 30) * 1000, "year")]
    if draw.random() < 0.3:
        rest["account"] = maker.account(draw.choice(("农村商业银行", "邮储银行", "农业银行")))
    return maker.person(relation, sex, _born(maker, age), *facts, **rest)


def _child_of(maker: Maker, age: int, surname: str) -> StoryPerson:
    facts = wage(maker.draw.randrange(15, 35) * 100) if age >= 20 else ()
    return maker.person("child", maker.draw.choice(("male", "female")), _born(maker, age), *facts, surname=surname)


def _means(maker: Maker) -> tuple[Any, ...]:
    draw = maker.draw
    return means(
        fact("financial_assets", str(draw.randrange(0, 60) * 500), source="core_check", vouched_by="县核对中心"),
        fact("homes", draw.choice((1, 1, 1, 0)), source="core_check", vouched_by="县核对中心"),
        fact("has_farmland", draw.random() < 0.8),
        fact("housing", {"tenure": draw.choice(("owned", "owned", "rented", "lent")), "safety": draw.choice("AABBC")}),
    )
