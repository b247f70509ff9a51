"""A household's page as the values its printed file is made of."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from doudi.documents.household_file import HouseholdFile
from doudi.documents.household_parts import (
    Account,
    Attachment,
    BasicFacts,
    Benefit,
    Cover,
    Evidence,
    Happening,
    Member,
    Missing,
    Obligor,
    ProgrammeView,
)
from doudi.documents.pictures import PICTURE_FORMATS
from doudi.documents.watermark import Watermark
from doudi.engine.telling import Line
from doudi.interfaces.site.jinja import aside, code, either
from doudi.interfaces.staff.households.fact_rows import condition_of
from doudi.interfaces.staff.households.happened import happened, paper_name, relation_name, why
from doudi.interfaces.staff.households.marks import remark_words
from doudi.interfaces.staff.households.reasons import reasons_of, wanted_name
from doudi.interfaces.staff.households.words import (
    HEADINGS,
    item_kind,
    named,
    programme_name,
    said_of,
    topic_name,
    value_words,
)
from doudi.records.evidence.documents import PaperLost, opened
from doudi.records.evidence.page import Page
from doudi.records.evidence.topics import SOURCES
from doudi.records.evidence.values import NONE
from doudi.records.territory.queries import name_of, path_name
from doudi.vocabulary.territory import parents

_GROUPS = {"income": "income", "spending": "spending", "assets": "asset"}
_OF_MEMBER = ("disability", "illness", "long_term_care", "labour", "school")


def file_of(page: Page, printed: Watermark) -> HouseholdFile:
    """Everything of the page, in the language of the reader; the page has to be open."""
    return HouseholdFile(
        printed=printed,
        cover=_cover(page),
        facts=_facts(page),
        members=tuple(_member(page, one) for one in page.known.members),
        obligors=tuple(_obligor(page, one) for one in page.kin if one.obligor),
        evidence=tuple(_evidence(page)),
        benefits=tuple(_benefit(page, one) for one in page.known.benefits),
        views=tuple(_views(page)),
        missing=tuple(Missing(wanted_name(one), papers=(_(one.bring),) if one.bring else ()) for one in page.wanted),
        happenings=tuple(_happening(page, one) for one in reversed(page.happenings)),
        attachments=tuple(_attachment(page, one) for one in page.papers),
    )


def _cover(page: Page) -> Cover:
    places = {len(place): name_of(place) for place in parents(page.place)}
    return Cover(
        year=page.moment.day.year,
        programmes=tuple(dict.fromkeys(programme_name(one.programme) for one in page.known.benefits)),
        archive_number=page.household.number,
        household_number=page.household.number,
        head=page.head_name,
        county=name_of(page.place[:6]),
        town=places.get(9, ""),
        village=places.get(12, ""),
        retention="",
        made_by=page.sight.by.actor,
        made_on=page.moment.today,
    )


def _facts(page: Page) -> BasicFacts:
    household = page.household
    head = next((one.person for one in page.known.members if one.relation == "head"), None)
    latest = {row.topic: value_words(row.topic, row.value) for row in page.facts if row.person_id is None}
    return BasicFacts(
        as_of=page.moment.day,
        address=f"{path_name(page.place)}{page.address}",
        area=code(household.area, "area") if household.area else "",
        household_type=code(household.type, "household_type") if household.type else "",
        housing=latest.get("housing", ""),
        causes=tuple(code(one, "cause") for one in household.causes),
        phone=head.phone_shown if head else "",
        accounts=tuple(_account(one) for one in page.accounts),
        others=tuple(_others(page)),
    )


def _account(one: Any) -> Account:
    return Account(
        aside(one.person.name, one.holder_name), _(one.get_holder_kind_display()), one.bank, one.number_shown
    )


def _others(page: Page) -> Iterator[tuple[str, str]]:
    """The facts that stand in no table: of income, spending and assets those without an amount."""
    names = _names(page)
    for row in page.facts:
        if _is_tabled(row) or row.topic in _OF_MEMBER or row.topic == "housing" or row.person_id in _kin(page):
            continue
        who = names.get(row.person_id, "")
        yield named(topic_name(row.topic), who), value_words(row.topic, row.value)


def _is_tabled(row: Any) -> bool:
    return row.amount is not None and any(row.topic in topics for key, _label, topics in HEADINGS if key in _GROUPS)


def _kin(page: Page) -> set[int]:
    """The obligors, whose facts stand beside them."""
    return {one.relative_id for one in page.kin if one.obligor}


def _member(page: Page, membership: Any) -> Member:
    person = membership.person
    rows = {row.topic: row for row in page.facts if row.person_id == person.pk}
    return Member(
        name=person.name,
        sex=code(person.sex, "sex") if person.sex else "",
        birth_year=person.born_on.year if person.born_on else None,
        relation=relation_name(membership.relation),
        masked_id=person.citizen_shown or person.temporary_number,
        labour=value_words("labour", rows["labour"].value) if "labour" in rows else "",
        condition=condition_of(rows, page),
        school=value_words("school", rows["school"].value) if "school" in rows else "",
    )


def _obligor(page: Page, kin: Any) -> Obligor:
    rows = [row for row in page.facts if row.person_id == kin.relative_id]
    told = [said_of(topic_name(row.topic), value_words(row.topic, row.value)) for row in rows]
    relation = _("%(who)s的%(relation)s") % {"who": kin.person.name, "relation": relation_name(kin.relation)}
    return Obligor(
        name=kin.relative.name,
        relation=relation,
        masked_id=kin.relative.citizen_shown,
        address=path_name(kin.relative.territory) if kin.relative.territory else "",
        ability="\n".join(told),
        support=None,
        note=kin.note,
    )


def _evidence(page: Page) -> Iterator[Evidence]:
    names, periods = _names(page), {"month": _("每月"), "year": _("每年")}
    for key, _label, topics in HEADINGS:
        for row in (row for row in page.facts if row.topic in topics and _is_tabled(row)):
            yield Evidence(
                group=_GROUPS[key],  # type: ignore[arg-type]
                kind=_kind(row),
                person=names.get(row.person_id, "") if row.person_id else _("全家"),
                amount=row.amount,
                period=periods.get(row.per, _("每月") if row.topic in ("employment_cost", "obligor_income") else ""),
                source=either(SOURCES[row.source]),
                vouched_by=row.vouched_by,
                from_on=row.since,
                until_on=row.until,
            )


def _kind(row: Any) -> str:
    """What an amount is of."""
    if row.kind == NONE:
        return said_of(topic_name(row.topic), _("无"))
    return item_kind(row.topic, row.kind) if row.kind else topic_name(row.topic)


def _benefit(page: Page, one: Any) -> Benefit:
    accounts = {account.person_id: account.number_shown for account in page.accounts}
    head = next((member.person_id for member in page.known.members if member.relation == "head"), None)
    return Benefit(
        programme=programme_name(one.programme),
        persons=one.person.name if one.person else _("全家"),
        amount=one.monthly,
        period=_("每月"),
        since_on=one.since,
        review_on=one.next_review_on,
        masked_account=accounts.get(one.person_id or head, ""),
    )


def _views(page: Page) -> Iterator[ProgrammeView]:
    if page.told is None or page.told.answer is None:
        return
    remarks = tuple(Line(remark_words(one)) for one in page.remarks)
    below = (Line(_("提示（供核查，不作为决定）"), remarks),) if remarks else ()
    yield ProgrammeView(_("综合"), _("供参考"), page.told.paragraph, below)
    for one in reasons_of(page.told, tuple(page.wanted)):
        yield ProgrammeView(one.headline, one.outcome, one.rest, one.below)


def _happening(page: Page, one: Any) -> Happening:
    reason = why(one, page.sight)
    told = happened(one, page.sight)
    document = getattr(one.row, "document", None)
    what = aside(told, _("原因：%(reason)s") % {"reason": reason} if reason else "")
    return Happening(one.on, what, one.by, paper_name(document, page.sight) if document else "")


def _attachment(page: Page, paper: Any) -> Attachment:
    """A paper; the bytes of a picture go along so that it is printed, and one that is lost is only listed."""
    data = None
    if paper.mime in PICTURE_FORMATS.values():
        try:
            data = opened(paper.digest)
        except PaperLost:
            data = None
    return Attachment(
        title=paper_name(paper, page.sight),
        responsible=paper.filed_by.name if paper.filed_by else _("网上提交"),
        on=paper.dated_on,
        mime=paper.mime,
        data=data,
        pages=paper.pages,
    )


def _names(page: Page) -> dict[int | None, str]:
    return {person.pk: person.name for person in page.people}
