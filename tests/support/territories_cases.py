"""One of everything of a case, in a territory: written directly, since a case that went its whole way would be slow to make.

What an officer wrote of it carries the territory's mark. A notice shows what its own code lets it show.
"""

import datetime
import json
from typing import Any

from doudi.records.accounts.desk import Desk
from doudi.records.cases.actions.contacts import set_contact
from doudi.records.cases.actions.letters import make_letter
from doudi.records.cases.findings import find, keep
from doudi.records.cases.models import (
    Authorisation,
    Case,
    Decision,
    Draw,
    Inquiry,
    Objection,
    Posting,
    SpotCheck,
    Template,
)
from doudi.records.cases.notices import notice_of
from world import DAY


def plant_case(case: Case, town: Desk, county: Desk, secret: str) -> dict[str, Any]:
    """What hangs on a case of a town, and the ids and numbers by which addresses name it."""
    by = {"begun_by_id": town.officer_id, "content": json.dumps({"living": secret, "opinion": secret})}
    inquiry = Inquiry.objects.create(case=case, kind="home_visit", on=DAY, result=secret, **by)
    assert case.application is not None
    signed = Authorisation.objects.create(
        application=case.application, person=case.application.applicant, signed_on=DAY, signed_by=secret
    )
    posting, missing = _notice(case, town, county), {"what": "户口簿", "why": secret, "where": "派出所"}
    objection = Objection.objects.create(
        posting=posting, received_on=DAY, timely=True, content=secret, objector=secret, contact=secret
    )
    return {
        "inquiry": inquiry.pk,
        "authorisation": signed.pk,
        "posting": posting.pk,
        "notice": posting.number,
        "objection": objection.pk,
        "letter": make_letter(
            by=town, kind="one_time_notice", application=case.application.pk, more={"missing": [missing]}
        ).pk,
        **_decided(case, county, secret),
        **_of_county(case, county, secret),
    }


def _notice(case: Case, town: Desk, county: Desk) -> Posting:
    for desk in (town, county):
        set_contact(by=desk, phone="0564-7123456", address="一楼")
    number, ends = f"GS{case.number}", DAY + datetime.timedelta(days=7)
    return Posting.objects.create(
        case=case, number=number, kind="late", place=case.territory, starts_on=DAY, ends_on=ends,
        content=notice_of(case, "late", number, DAY, ends), posted_by_id=town.officer_id,
    )  # fmt: skip


def _decided(case: Case, county: Desk, secret: str) -> dict[str, Any]:
    decision = Decision.objects.create(
        case=case, number=f"JD{case.number}", kind="refuse", on=DAY, finding=keep(case, find(case, county), county),
        article="社会救助暂行办法#13", reason=secret, decided_by_id=county.officer_id,
    )  # fmt: skip
    return {"decision": decision.pk}


def _of_county(case: Case, county: Desk, secret: str) -> dict[str, Any]:
    draw = Draw.objects.create(
        number=f"CQ{case.number}", county=county.territory, kind="tekun", on=DAY, share="3/10", seed="一",
        frame=[[case.number, case.territory]], drawn=[case.number], drawn_by_id=county.officer_id,
    )  # fmt: skip
    template = Template.objects.create(
        kind="acceptance_notice", county=county.territory, text=secret, since=DAY.replace(year=2030),
        written_by_id=county.officer_id,
    )  # fmt: skip
    check = SpotCheck.objects.create(draw=draw, case=case, drawn=True)
    return {"draw": draw.pk, "check": check.pk, "template": template.pk}
