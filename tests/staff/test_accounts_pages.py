"""The pages about officers, posts, powers, relatives, tokens and the trail, as those who manage an office use them."""

import datetime
import re
from collections.abc import Callable, Iterator
from html import unescape
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.test import Client
from django_otp.plugins.otp_totp.models import TOTPDevice

from doudi.interfaces.staff.accounts.trail_words import COLUMNS, OPERATIONS, TABLES
from doudi.records.accounts.actions import appoint, engage_officer
from doudi.records.accounts.models import ApiToken, Appointment, Cover, Grant, Officer, StaffRelative
from doudi.records.accounts.powers import create_token, grant_power
from doudi.records.accounts.queries import desk_of_token
from doudi.records.accounts.second_step import asks_second_step
from doudi.records.accounts.staffing import arrange_cover
from doudi.records.evidence.actions import FactDraft, record_fact
from doudi.records.registry.actions.households import correct_household
from doudi.records.registry.actions.members import end_membership
from doudi.records.registry.models import Household
from doudi.records.registry.queries import members_on
from doudi.records.rosters.models import RosterImport
from doudi.records.trail.access import log_access
from support.one_of_each import audited_columns
from support.rolled_back import rolled_back
from world import (
    COUNTY,
    DAY,
    FAR_TOWN,
    LIULIN,
    OTHER_COUNTY,
    OTHER_TOWN,
    PASSWORD,
    TOWN,
    World,
    build_world,
    citizen_id,
    couple_and_child,
)

pytestmark = pytest.mark.django_db
TEN_DAYS = datetime.date(2026, 3, 12)
At = Callable[..., Client]


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with rolled_back(django_db_blocker):
        yield build_world()


@pytest.fixture
def at(signed_in: Callable[[str], Client]) -> At:
    """A browser at the desk of a post, in the county unless said."""
    return lambda post, place=COUNTY: signed_in(f"{post.replace('_', '-')}-{place}")


@pytest.fixture
def admin(at: At) -> Client:
    return at("administrator")


@pytest.fixture
def approver(at: At) -> Client:
    return at("township_approver", TOWN)


def text_of(response: HttpResponse) -> str:
    html = response.content.decode()
    main = html[html.find("<main") : html.find("</main>")]
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main)))


def sent(client: Client, to: str, /, **told: Any) -> HttpResponse:
    return client.post(to, told)


def landed(client: Client, response: HttpResponse) -> str:
    assert response.status_code == 302, text_of(response)
    return text_of(client.get(response["Location"]))


def held(post: str, place: str = TOWN) -> Appointment:
    return Appointment.objects.filter(post=post, territory=place).order_by("pk")[0]


def whose(login: str) -> Officer:
    return Officer.objects.get(login=login)


def told_once(response: HttpResponse) -> str:
    """The secret a page tells this once."""
    assert response.status_code == 200, text_of(response)
    found = re.search(r'class="secret"[^>]*><code>([^<]+)</code>', response.content.decode())
    assert found is not None
    return unescape(found[1])


# Accounts


def test_an_account_is_opened_given_a_post_and_can_sign_in(admin: Client) -> None:
    assert 'href="/officers/new/"' in admin.get("/officers/").content.decode()
    answer = sent(admin, "/officers/new/", login="gu-man", name="顾满", phone="")
    password, officer = told_once(answer), whose("gu-man")
    assert officer.check_password(password) and officer.must_change_password
    page = admin.get(f"/officers/{officer.pk}/")
    assert "没有岗位" in text_of(page) and f"/officers/{officer.pk}/posts/new/" in page.content.decode()
    post = sent(admin, f"/officers/{officer.pk}/posts/new/", post="township_surveyor", territory=TOWN,
                since="2026-03-02")  # fmt: skip
    assert "金山县河东镇" in landed(admin, post) and officer.appointments.get().post == "township_surveyor"
    assert "顾满" in text_of(admin.get("/officers/?word=gu-m"))


def test_what_is_told_once_is_kept_nowhere(admin: Client, world: World, at: At) -> None:
    password = told_once(sent(admin, "/officers/new/", login="gu-man", name="顾满", phone=""))
    clerk = at("township_acceptance", TOWN)
    token = told_once(sent(clerk, "/officers/tokens/new/", label="民政专网", expires_on="2026-12-31"))
    sessions = "".join(str(one.get_decoded()) for one in Session.objects.all())
    assert password not in sessions and token not in sessions
    assert token not in clerk.get("/officers/tokens/").content.decode()
    desk = desk_of_token(token, DAY)
    assert desk is not None and desk.post == f"township_acceptance@{TOWN}"


@pytest.mark.parametrize(
    ("told", "field", "why"),
    [
        ({"login": "顾满", "name": "顾满"}, "login", "英文字母"),
        ({"login": f"auditor-{COUNTY}", "name": "顾满"}, "login", "已被使用"),
    ],
)
def test_a_refused_account_keeps_what_was_typed(admin: Client, told: dict[str, str], field: str, why: str) -> None:
    answer = sent(admin, "/officers/new/", **told)
    page = answer.content.decode()
    assert answer.status_code == 422 and f'id="id_{field}_error"' in page and why in page and 'value="顾满"' in page


def test_a_password_is_reset_with_a_reason_and_shown_once(admin: Client) -> None:
    officer = whose(f"township-surveyor-{TOWN}")
    address = f"/officers/{officer.pk}/password/"
    assert address in admin.get(f"/officers/{officer.pk}/").content.decode()
    assert sent(admin, address, reason=" ").status_code == 422
    password = told_once(sent(admin, address, reason="本人书面申请"))
    assert whose(officer.login).check_password(password)


def test_an_account_is_closed_and_reopened(admin: Client, at: At) -> None:
    officer = whose(f"township-surveyor-{TOWN}")
    theirs, address = at("township_surveyor", TOWN), f"/officers/{officer.pk}/close/"
    assert theirs.get("/households/").status_code == 200
    assert "账号已停用" in landed(admin, sent(admin, address, reason="离职"))
    assert theirs.get("/households/").status_code == 302
    assert "重新启用" in text_of(admin.get(address))
    assert "账号已停用" not in landed(admin, sent(admin, address, reason="返聘"))


def test_nobody_is_offered_to_close_their_own_account(admin: Client) -> None:
    own = whose(f"administrator-{COUNTY}")
    page = admin.get(f"/officers/{own.pk}/").content.decode()
    assert f"/officers/{own.pk}/close/" not in page and "结束任职" not in page
    assert "不能停用自己的账号" in text_of(sent(admin, f"/officers/{own.pk}/close/", reason="试"))


def test_an_account_of_two_offices_is_managed_in_the_other(admin: Client, world: World) -> None:
    officer = engage_officer(by=world.desk("administrator"), login="gu-man", name="顾满", password=PASSWORD)
    appoint(by=world.desk("administrator"), officer=officer, post="township_surveyor", territory=TOWN, since=DAY)
    appoint(
        by=world.desk("administrator", OTHER_COUNTY), officer=officer, post="township_surveyor", territory=FAR_TOWN,
        since=DAY,
    )  # fmt: skip
    page = admin.get(f"/officers/{officer.pk}/")
    assert "在其他单位任职" in text_of(page) and "南坡镇" not in text_of(page)
    assert f"/officers/{officer.pk}/password/" not in page.content.decode()
    assert "其他单位任职" in text_of(sent(admin, f"/officers/{officer.pk}/password/", reason="试"))


def test_the_second_step_is_taken_off_who_lost_the_telephone(admin: Client) -> None:
    officer = whose(f"township-surveyor-{TOWN}")
    address = f"/officers/{officer.pk}/second-step/"
    assert address not in admin.get(f"/officers/{officer.pk}/").content.decode()
    TOTPDevice.objects.create(user=officer, name="totp", confirmed=True)
    assert address in admin.get(f"/officers/{officer.pk}/").content.decode()
    assert "未启用" in landed(admin, sent(admin, address, reason="手机丢失，已核实身份"))
    assert not asks_second_step(officer)


# Posts


def test_incompatible_posts_are_refused_with_the_reason(admin: Client) -> None:
    officer = whose(f"township-surveyor-{TOWN}")
    answer = sent(admin, f"/officers/{officer.pk}/posts/new/", post="county_approver", territory=COUNTY,
                  since="2026-03-02")  # fmt: skip
    assert answer.status_code == 422 and "与所任乡镇调查岗不相容" in text_of(answer)


def test_places_elsewhere_are_not_offered(admin: Client) -> None:
    page = admin.get(f"/officers/{whose(f'auditor-{COUNTY}').pk}/posts/new/").content.decode()
    assert "青水县" not in page and OTHER_COUNTY not in page and "省级督导" not in page
    answer = sent(admin, f"/officers/{whose(f'auditor-{COUNTY}').pk}/posts/new/", post="township_surveyor",
                  territory=FAR_TOWN, since="2026-03-02")  # fmt: skip
    assert answer.status_code == 422


def test_cover_is_arranged_seen_and_revoked(approver: Client) -> None:
    post, deputy = held("township_surveyor"), whose(f"township-acceptance-{TOWN}")
    page = approver.get(f"/officers/{post.officer_id}/").content.decode()
    assert f"/officers/posts/{post.pk}/cover/" in page and "结束任职" not in page and "重置密码" not in page
    form = approver.get(f"/officers/posts/{post.pk}/cover/").content.decode()
    assert f'<option value="{deputy.pk}">' in form and f'<option value="{post.officer_id}">' not in form
    told = {"deputy": str(deputy.pk), "since": "2026-03-02", "until": "2026-03-12", "reason": "年休假"}
    assert "2026-03-02 至 2026-03-12 前" in landed(
        approver, sent(approver, f"/officers/posts/{post.pk}/cover/", **told)
    )
    made = Cover.objects.get()
    assert "年休假" in text_of(approver.get("/officers/"))
    revoke = f"/officers/covers/{made.pk}/revoke/"
    assert "已撤销代班" in landed(approver, sent(approver, revoke, reason="提前回岗"))
    assert approver.get(revoke).status_code == 404


def test_open_work_is_handed_over_before_a_post_ends(admin: Client, world: World) -> None:
    giving = held("township_acceptance")
    RosterImport.objects.create(
        title="一月", digest="d", territory=TOWN, valid_on=DAY, held_by=giving, started_by=giving.officer
    )
    end = f"/officers/posts/{giving.pk}/end/"
    over = f"/officers/posts/{giving.pk}/hand-over/"
    assert over in admin.get(f"/officers/{giving.officer_id}/").content.decode()
    assert "还有1件未办结" in text_of(sent(admin, end, until="2026-03-12", reason="调离"))
    assert "没有另一名同岗位" in text_of(admin.get(over))
    officer = engage_officer(by=world.desk("administrator"), login="gu-man", name="顾满", password=PASSWORD)
    taking = appoint(
        by=world.desk("administrator"), officer=officer, post="township_acceptance", territory=TOWN, since=DAY
    )
    assert "已移交 1 件工作" in landed(admin, sent(admin, over, to=str(taking.pk), reason="调离"))
    assert "已结束任职" in landed(admin, sent(admin, end, until="2026-03-02", reason="调离"))
    assert admin.get(end).status_code == 404


def test_a_post_yet_to_begin_can_be_ended(admin: Client, world: World) -> None:
    officer = engage_officer(by=world.desk("administrator"), login="gu-man", name="顾满", password=PASSWORD)
    post = appoint(
        by=world.desk("administrator"), officer=officer, post="township_surveyor", territory=TOWN,
        since=datetime.date(2026, 4, 1),
    )  # fmt: skip
    assert "未到任" in text_of(admin.get(f"/officers/{officer.pk}/"))
    answer = sent(admin, f"/officers/posts/{post.pk}/end/", until="2026-05-01", reason="不来了")
    assert "已结束任职" in landed(admin, answer)


def test_a_post_at_a_merged_place_is_marked(admin: Client) -> None:
    sent(admin, f"/territory/{LIULIN}/merge/", successor="341591001202", on="2026-03-01", reason="调整",
         understood="on")  # fmt: skip
    officer = whose(f"village-assistant-{LIULIN}")
    assert "该区划已撤并，请改任" in text_of(admin.get(f"/officers/{officer.pk}/"))


# Powers, relatives, tokens


def test_a_power_is_left_seen_and_taken_back(at: At) -> None:
    county = at("county_approver")
    told = {"power": "confirm_temporary", "town": TOWN, "notice": "金民〔2026〕3号", "since": "2026-03-02"}
    assert "须写明限额" in text_of(sent(county, "/officers/powers/new/", **told))
    assert "无法识别" in text_of(sent(county, "/officers/powers/new/", **told, ceiling="一千"))
    page = landed(county, sent(county, "/officers/powers/new/", **told, ceiling="1000"))
    assert "小额临时救助审批" in page and "1000.00" in page and "有效" in page
    assert "已有这项委托" in text_of(sent(county, "/officers/powers/new/", **told, ceiling="1000"))
    made = Grant.objects.get()
    seen = at("township_approver", TOWN).get("/officers/powers/")
    assert "小额临时救助审批" in text_of(seen) and "/revoke/" not in seen.content.decode()
    assert "小额临时救助审批" not in text_of(at("township_approver", OTHER_TOWN).get("/officers/powers/"))
    page = landed(county, sent(county, f"/officers/powers/{made.pk}/revoke/", reason="质量不达标"))
    assert "已于2026-03-02撤销" in page and "质量不达标" in page
    assert county.get(f"/officers/powers/{made.pk}/revoke/").status_code == 404


def test_a_relative_is_filed_found_and_closed(approver: Client, world: World) -> None:
    household = couple_and_child(world.desk("township_acceptance"))
    told = {
        "staff_name": "周支书", "staff_role": "柳林村党支部书记", "territory": LIULIN, "name": "沈立国",
        "relation": "sibling",
    }  # fmt: skip
    assert "请填写出生日期" in text_of(sent(approver, "/officers/relatives/new/", **told))
    number = citizen_id(datetime.date(1980, 5, 6), 101)
    page = landed(approver, sent(approver, "/officers/relatives/new/", **told, citizen_id=number))
    assert "登记簿中有 1 人与之相符" in page and "证件号相同" in page and number not in page
    head = members_on(household, DAY)[0].person_id
    assert "近亲属备案：是周支书（柳林村党支部书记）的近亲属" in text_of(approver.get(f"/people/{head}/"))
    made = StaffRelative.objects.get()
    page = landed(approver, sent(approver, f"/officers/relatives/{made.pk}/close/", reason="换届"))
    assert "没有备案" in page and approver.get(f"/officers/relatives/{made.pk}/close/").status_code == 404


def test_a_token_is_revoked_by_its_owner_and_by_the_administrator(at: At, admin: Client, world: World) -> None:
    clerk, by = at("township_acceptance", TOWN), world.desk("township_acceptance")
    mine, other = (
        create_token(by=by, appointment=by.appointment_id or 0, label=label, expires_on=TEN_DAYS)[0]
        for label in ("甲程序", "乙程序")
    )
    assert "甲程序" in text_of(clerk.get("/officers/tokens/"))
    assert "已作废" in landed(clerk, sent(clerk, f"/officers/tokens/{mine.pk}/revoke/", reason="停用"))
    assert "乙程序" in text_of(admin.get(f"/officers/{by.officer_id}/"))
    assert "已作废" in landed(admin, sent(admin, f"/officers/tokens/{other.pk}/revoke/", reason="泄露"))
    assert not ApiToken.objects.filter(revoked_at__isnull=True).exists()
    stranger = at("township_acceptance", OTHER_TOWN)
    assert stranger.get(f"/officers/tokens/{other.pk}/revoke/").status_code == 404


def test_a_deputy_is_offered_no_token(at: At, world: World) -> None:
    deputy = world.officers[f"village-assistant-{LIULIN}"]
    arrange_cover(
        by=world.desk("township_approver"), appointment=held("township_surveyor").pk, deputy=deputy, since=DAY,
        until=TEN_DAYS, reason="年休假",
    )  # fmt: skip
    client = at("village_assistant", LIULIN)
    session = client.session
    session["desk"] = [held("township_surveyor").pk, "乡镇调查岗甲"]
    session.save()
    page = client.get("/officers/tokens/")
    assert "代班时不能签发令牌" in text_of(page) and "/officers/tokens/new/" not in page.content.decode()


# The trail


@pytest.fixture
def shen(world: World) -> Household:
    return couple_and_child(world.desk("township_acceptance"))


def test_every_table_and_column_of_the_trail_has_a_word() -> None:
    tables = audited_columns()
    assert set(TABLES) == set(tables)
    assert {column for columns in tables.values() for column in columns} - set(COLUMNS) == set()
    assert set(OPERATIONS) == {"insert", "update", "delete"}


def test_a_change_reads_as_who_where_what_was_and_became_and_why(at: At, world: World, shen: Household) -> None:
    by = world.desk("township_acceptance")
    correct_household(by=by, household=shen.pk, changes={"address": "七组", "area": "urban"}, reason="走访核实")
    page = text_of(at("auditor").get("/trail/"))
    assert "乡镇受理岗甲" in page and "金山县河东镇 乡镇受理岗" in page and "走访核实" in page
    assert "住址 三组 → 七组" in page and "城乡 农村 → 城镇" in page
    assert "档案版本" not in page


def test_codes_are_read_as_words(at: At, world: World, shen: Household) -> None:
    child = members_on(shen, DAY)[2]
    end_membership(by=world.desk("township_acceptance"), membership=child.pk, on=DAY, ended="moved_out", reason="外出")
    page = text_of(at("auditor").get("/trail/?table=registry_membership"))
    assert "离户方式 （空） → 迁出" in page and "关系 子女" in page


def test_secrets_and_sensitive_facts_are_not_read_in_the_trail(at: At, world: World, shen: Household) -> None:
    value = {"kind": "wage", "amount": "1234.56", "per": "month"}
    draft = FactDraft("income", value, datetime.date(2025, 1, 1), "declared", note="在工地")
    head = members_on(shen, DAY)[0].person_id
    by = world.desk("township_acceptance")
    record_fact(by=by, household=shen.pk, person=head, draft=draft)
    record_fact(by=by, household=shen.pk, person=head, draft=FactDraft("labour", "full", DAY, "survey"))
    facts = text_of(at("auditor").get("/trail/?table=evidence_evidence"))
    assert "1234" not in facts and "工地" not in facts and "••••" in facts and "内容 full" in facts
    people = text_of(at("auditor").get("/trail/?table=registry_person"))
    assert "证件号 （密文）" in people and citizen_id(datetime.date(1980, 5, 6), 101) not in people
    officers = text_of(at("auditor").get("/trail/?table=accounts_officer&officer=0"))
    assert "argon2" not in officers and "md5" not in officers


def test_lines_are_found_by_officer_day_and_request(at: At, world: World, shen: Household) -> None:
    auditor, by = at("auditor"), world.desk("township_acceptance")
    assert "沈" in text_of(auditor.get(f"/trail/?officer={by.officer_id}&table=registry_household"))
    surveyor = world.desk("township_surveyor").officer_id
    assert "没有改动记录" in text_of(auditor.get(f"/trail/?officer={surveyor}&table=registry_household"))
    assert "没有改动记录" in text_of(auditor.get("/trail/?until=2020-01-01"))
    assert "没有改动记录" in text_of(auditor.get("/trail/?request=0123456789abcdef"))
    clerk = at("township_acceptance", TOWN)
    answer = sent(clerk, f"/households/{shen.pk}/edit/", address="七组", reason="核实", area="rural", type="")
    assert "七组" in text_of(auditor.get(f"/trail/?request={answer['X-Request']}"))


def test_what_no_officer_did_is_told_without_its_content(at: At, world: World, shen: Household) -> None:
    Household.objects.filter(pk=shen.pk).update(address="夜里改的门牌")
    auditor = at("auditor")
    # Such a line names no place: where another county shares the database, one county's auditor is not told.
    assert "sql:" not in text_of(auditor.get("/trail/?officer=0&table=registry_household"))
    Appointment.objects.filter(territory__startswith=OTHER_COUNTY).update(until=DAY)
    page = text_of(auditor.get("/trail/?officer=0&table=registry_household"))
    assert "sql:" in page and "住址" in page and "夜里改的门牌" not in page
    assert "sql:" not in text_of(auditor.get("/trail/?table=registry_household"))


def test_an_auditor_reads_nothing_of_another_county(at: At, world: World) -> None:
    far = world.desk("township_acceptance", FAR_TOWN)
    couple_and_child(far, "341592001201", sequence=601, surname="邓")
    log_access(far, kind="view", facts=["income"], household=1, reason="外县核查")
    for address in ("/trail/", "/trail/views/", f"/trail/?officer={far.officer_id}"):
        page = text_of(at("auditor").get(address))
        assert "邓" not in page and "南坡镇" not in page and "外县核查" not in page
    assert "邓立国" in text_of(at("auditor", OTHER_COUNTY).get("/trail/?table=registry_household"))


def test_what_was_looked_at_reads_as_who_whose_what_and_why(at: At, world: World, shen: Household) -> None:
    by = world.desk("township_acceptance")
    head = members_on(shen, DAY)[0].person_id
    log_access(by, kind="view", facts=["income", "citizen_id"], household=shen.pk, person=head, reason="入户核查")
    log_access(by, kind="export", facts=sorted(by.held.topics), count=30, reason="季度核查")
    log_access(by, kind="view", facts=["illness"], household=999_999, reason="已迁出")
    page = text_of(at("auditor").get("/trail/views/"))
    assert f"沈立国 {shen.number}" in page and "入户核查" in page and "证件号、收入" in page
    assert "导出 30 条" in page and "全部事项" in page and "（不在辖区）" in page


def test_the_trail_turns_its_pages(at: At, world: World) -> None:
    by = world.desk("township_acceptance")
    for number in range(51):
        log_access(by, kind="view", facts=["income"], reason=f"第{number}次")
    auditor = at("auditor")
    first, second = auditor.get("/trail/views/?until=2099-01-01"), auditor.get("/trail/views/?page=2")
    assert "?until=2099-01-01&amp;page=2" in first.content.decode()
    assert "第0次" in text_of(second) and "第50次" not in text_of(second)


# Who may


ADDRESSES = (
    "/officers/{officer}/", "/officers/{officer}/password/", "/officers/{officer}/second-step/",
    "/officers/{officer}/close/", "/officers/{officer}/posts/new/", "/officers/posts/{post}/end/",
    "/officers/posts/{post}/cover/", "/officers/posts/{post}/hand-over/", "/officers/covers/{cover}/revoke/",
)  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
def test_officers_of_another_county_are_not_there(admin: Client, world: World, address: str) -> None:
    post = held("township_surveyor", FAR_TOWN)
    cover = arrange_cover(
        by=world.desk("township_approver", FAR_TOWN), appointment=post.pk,
        deputy=whose(f"township-acceptance-{FAR_TOWN}"), since=DAY, until=TEN_DAYS, reason="年休假",
    )  # fmt: skip
    told = {"officer": post.officer_id, "post": post.pk, "cover": cover.pk}
    assert admin.get(address.format(**told)).status_code == 404
    assert sent(admin, address.format(**told), reason="试").status_code == (
        405 if address.endswith("{officer}/") else 404
    )
    assert "南坡镇" not in text_of(admin.get("/officers/"))


def test_powers_and_relatives_of_another_office_are_not_there(at: At, world: World) -> None:
    grant = grant_power(
        by=world.desk("county_approver", OTHER_COUNTY), power="confirm_dibao", town=FAR_TOWN, since=DAY, notice="文"
    )
    assert at("county_approver").get(f"/officers/powers/{grant.pk}/revoke/").status_code == 404
    assert "南坡镇" not in text_of(at("county_approver").get("/officers/powers/"))
    relative = StaffRelative.objects.create(
        staff_name="某", staff_role="某", territory=FAR_TOWN, name="某", name_key="某", relation="child", filed_on=DAY
    )
    assert at("township_approver", TOWN).get(f"/officers/relatives/{relative.pk}/close/").status_code == 404


@pytest.mark.parametrize(
    ("post", "place", "refused"),
    [
        ("village_assistant", LIULIN, ("/officers/", "/officers/powers/", "/officers/relatives/", "/trail/")),
        ("township_acceptance", TOWN, ("/officers/new/", "/officers/powers/", "/officers/relatives/new/", "/trail/")),
        ("township_approver", TOWN, ("/officers/new/", "/officers/powers/new/", "/trail/", "/trail/views/")),
        ("county_reviewer", COUNTY, ("/officers/new/", "/officers/powers/new/", "/trail/")),
        ("county_finance", COUNTY, ("/officers/", "/officers/tokens/", "/trail/")),
        ("auditor", COUNTY, ("/officers/", "/officers/tokens/", "/officers/relatives/new/")),
        ("administrator", COUNTY, ("/officers/powers/", "/officers/relatives/", "/officers/tokens/", "/trail/")),
        ("partner_medical", COUNTY, ("/officers/", "/officers/tokens/", "/trail/")),
    ],
)
def test_posts_without_the_duty_are_told_who_may(at: At, post: str, place: str, refused: tuple[str, ...]) -> None:
    client = at(post, place)
    for address in refused:
        answer = client.get(address)
        assert answer.status_code == 403 and "可由" in text_of(answer), address


@pytest.mark.parametrize(
    ("post", "place", "onward"),
    [
        ("township_acceptance", TOWN, "/officers/tokens/"),
        ("county_reviewer", COUNTY, "/officers/relatives/"),
    ],
)
def test_who_manages_nobody_is_led_to_what_they_may(at: At, post: str, place: str, onward: str) -> None:
    answer = at(post, place).get("/officers/")
    assert answer.status_code == 302 and answer["Location"] == onward


def test_the_ways_between_the_pages_are_those_one_may_go(at: At) -> None:
    for post, place, words in (
        ("county_approver", COUNTY, ["工作人员", "委托下放", "近亲属备案", "接口令牌", "改动记录", "查看记录"]),
        ("township_approver", TOWN, ["工作人员", "委托下放", "近亲属备案", "接口令牌"]),
    ):
        html = at(post, place).get("/officers/powers/").content.decode()
        nav = html[html.find("sub-navigation") : html.find("</nav>", html.find("sub-navigation"))]
        assert re.findall(r">([^<]+)</a>", nav) == words
    assert "sub-navigation" not in at("administrator").get("/officers/").content.decode()
