"""A small county invented for tests, built only through actions: two towns, four villages, staff of every post.

金山县 341591: 河东镇 001 (柳林村 201, 石桥村 202), 河西镇 002 (枫岭村 201, 北塘村 202); 邻近的青水县 341592 with 南坡镇.
"""

import datetime
from dataclasses import dataclass, field

from doudi.records.accounts.actions import appoint, engage_officer
from doudi.records.accounts.desk import Desk, system_desk
from doudi.records.accounts.models import Officer
from doudi.records.accounts.posts import POSTS
from doudi.records.accounts.queries import desks_of
from doudi.records.registry.actions.households import HouseholdDraft, MemberDraft, register_household
from doudi.records.registry.identity import PersonDraft
from doudi.records.registry.models import Household
from doudi.records.territory.actions import PlaceDraft, add_places
from doudi.vocabulary.identity import generate_citizen_id

DAY = datetime.date(2026, 3, 2)
BEGAN = datetime.date(2020, 1, 1)
PROVINCE, CITY, COUNTY, OTHER_COUNTY = "340000", "341500", "341591", "341592"
TOWN, OTHER_TOWN, FAR_TOWN = "341591001", "341591002", "341592001"
LIULIN, SHIQIAO = "341591001201", "341591001202"
FENGLING, BEITANG = "341591002201", "341591002202"
FAR_VILLAGE = "341592001201"
PASSWORD = "river-lantern-482"
PLACES = (
    (PROVINCE, "安徽省"), (CITY, "六安市"), (COUNTY, "金山县"), (OTHER_COUNTY, "青水县"),
    (TOWN, "河东镇"), (OTHER_TOWN, "河西镇"), (FAR_TOWN, "南坡镇"),
    (LIULIN, "柳林村委会"), (SHIQIAO, "石桥村委会"), (FENGLING, "枫岭村委会"), (BEITANG, "北塘村委会"),
    (FAR_VILLAGE, "沙湾村委会"),
)  # fmt: skip


@dataclass
class World:
    """The invented county: desks by post (of 金山县, 河东镇, 柳林村 as the post's level asks) and officers by login."""

    desks: dict[str, Desk] = field(default_factory=dict)
    officers: dict[str, Officer] = field(default_factory=dict)

    def desk(self, post: str, territory: str = "") -> Desk:
        """The desk of a post, at its usual place or another where staff were put."""
        return self.desks[f"{post}@{territory}" if territory else post]


def build_world(*, far: bool = True) -> World:
    """Places and staff of every post; with `far` the same posts in the other town and county too."""
    system = system_desk(DAY, purpose="建立测试县")
    add_places(by=system, places=[PlaceDraft(code, name, BEGAN) for code, name in PLACES])
    world = World()
    usual = {"village": LIULIN, "town": TOWN, "county": COUNTY, "city": CITY, "province": PROVINCE}
    elsewhere = {"village": (SHIQIAO, FAR_VILLAGE), "town": (OTHER_TOWN, FAR_TOWN), "county": (OTHER_COUNTY,)}
    for post in POSTS.values():
        world.desks[post.key] = _staff(world, system, post.key, usual[post.level])
    # A home visit takes two.
    world.desks["township_surveyor_second"] = _staff(world, system, "township_surveyor", TOWN, "乙")
    for post in POSTS.values():
        for place in elsewhere.get(post.level, ()) if far else ():
            world.desks[f"{post.key}@{place}"] = _staff(world, system, post.key, place)
    return world


def staffed(world: World, post: str, place: str, called: str) -> Desk:
    """The desk of one more officer of a post at a place."""
    return _staff(world, system_desk(DAY, purpose="建立测试县"), post, place, called)


def _staff(world: World, system: Desk, post: str, place: str, called: str = "甲") -> Desk:
    login = f"{post.replace('_', '-')}-{place}{'' if called == '甲' else '-second'}"
    officer = engage_officer(
        by=system, login=login, name=f"{POSTS[post].zh}{called}", password=PASSWORD, must_change_password=False
    )
    appoint(by=system, officer=officer, post=post, territory=place, since=BEGAN)
    world.officers[login] = officer
    return desks_of(officer, DAY)[0]


def citizen_id(born: datetime.date, sequence: int, region: str = "341502") -> str:
    """An ID number in valid form for an invented person; an odd sequence is male."""
    return generate_citizen_id(region, born, sequence)


def person(name: str, born: str, sequence: int, **rest: object) -> PersonDraft:
    """A draft of an invented person."""
    return PersonDraft(name, citizen_id(datetime.date.fromisoformat(born), sequence), **rest)  # type: ignore[arg-type]


def member(name: str, relation: str, born: str, sequence: int, **rest: object) -> MemberDraft:
    """A member of an invented household."""
    return MemberDraft(person(name, born, sequence), relation, **rest)  # type: ignore[arg-type]


def couple_and_child(by: Desk, territory: str = LIULIN, *, sequence: int = 101, surname: str = "沈") -> Household:
    """A couple with a child of ten, in a village."""
    draft = HouseholdDraft(
        territory=territory,
        opened_on=datetime.date(2024, 1, 1),
        address="三组",
        members=(
            member(f"{surname}立国", "head", "1980-05-06", sequence),
            member("顾秀梅", "spouse", "1982-07-08", sequence + 1),
            member(f"{surname}小满", "child", "2015-09-10", sequence),
        ),
    )
    return register_household(by=by, draft=draft)
