"""The pages about people and households, as a township clerk uses them, and as others may not."""

import datetime
import re
from collections.abc import Callable, Iterator
from html import unescape
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from doudi.records.registry.actions.households import HouseholdDraft, MemberDraft, register_household
from doudi.records.registry.actions.kin import add_kin
from doudi.records.registry.actions.members import end_membership, move_household
from doudi.records.registry.actions.payments import AccountDraft, BenefitDraft, open_account, take_over_benefit
from doudi.records.registry.identity import PersonDraft
from doudi.records.registry.models import DuplicatePair, Household, Merge, Person
from doudi.records.registry.queries import members_on
from support.rolled_back import rolled_back
from world import (
    DAY,
    FAR_TOWN,
    FAR_VILLAGE,
    LIULIN,
    SHIQIAO,
    TOWN,
    World,
    build_world,
    citizen_id,
    couple_and_child,
    member,
    person,
)

pytestmark = pytest.mark.django_db
BORN = datetime.date(1980, 5, 6)
SINCE = datetime.date(2025, 7, 1)
DATED = {"on": "2026-03-01", "reason": "来人办理"}
At = Callable[..., Client]


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with rolled_back(django_db_blocker):
        yield build_world()


@pytest.fixture
def at(signed_in: Callable[[str], Client]) -> At:
    """A browser at the desk of a post, in the town unless said."""
    return lambda post, place=TOWN: signed_in(f"{post.replace('_', '-')}-{place}")


@pytest.fixture
def clerk(at: At) -> Client:
    return at("township_acceptance")


@pytest.fixture
def shen(world: World) -> Household:
    return couple_and_child(world.desk("township_acceptance"))


@pytest.fixture
def tao(world: World) -> Household:
    return couple_and_child(world.desk("township_acceptance"), sequence=301, surname="陶")


@pytest.fixture
def far(world: World) -> Household:
    """A household of another county."""
    return couple_and_child(world.desk("township_acceptance", FAR_TOWN), FAR_VILLAGE, sequence=601, surname="邓")


def text_of(response: HttpResponse) -> str:
    """What a reader sees of a page, between its navigation and its foot."""
    html = response.content.decode()
    main = html[html.find("<main") : html.find("</main>")] if "<main" in html else html
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main)))


def ids(household: Household) -> dict[str, int]:
    return {one.person.name: one.person_id for one in members_on(household, DAY)}


def names(household: Household) -> list[str]:
    return [one.person.name for one in members_on(household, DAY)]


def membership(household: Household, name: str) -> int:
    return next(one.pk for one in members_on(household, DAY) if one.person.name == name)


def relations(household: Household, **chosen: str) -> dict[str, str]:
    return {f"relation_{ids(household)[name]}": relation for name, relation in chosen.items()}


def sent(client: Client, to: str, /, **told: Any) -> HttpResponse:
    return client.post(to, told)


def landed(client: Client, response: HttpResponse) -> str:
    """The page a form led to, as it reads."""
    assert response.status_code == 302, text_of(response)
    return text_of(client.get(response["Location"]))


# A new household


def rows(*people: dict[str, str], count: int = 4) -> dict[str, str]:
    form = {"members-TOTAL_FORMS": str(count), "members-INITIAL_FORMS": str(count)}
    for at, one in enumerate(people):
        form |= {f"members-{at}-{name}": value for name, value in one.items()}
    return form


HOME = {"territory": LIULIN, "opened_on": "2024-01-01", "address": "三组", "area": "", "type": ""}
HEAD = {"name": "沈立国", "relation": "head", "citizen_id": citizen_id(BORN, 101)}
WIFE = {"name": "顾秀梅", "relation": "spouse", "citizen_id": citizen_id(datetime.date(1982, 7, 8), 102)}


def test_a_household_is_registered_and_its_empty_rows_are_no_members(clerk: Client) -> None:
    answer = sent(clerk, "/households/new/", **HOME, **rows(HEAD, WIFE), causes=["illness"])
    page = landed(clerk, answer)
    household = Household.objects.get()
    assert names(household) == ["沈立国", "顾秀梅"] and household.causes == ["illness"]
    assert "已登记，户编号 341591001-" in page


def test_more_rows_keep_what_was_typed_and_write_nothing(clerk: Client) -> None:
    answer = sent(clerk, "/households/new/", **HOME, **rows(HEAD), causes=["illness"], more="1")
    page = answer.content.decode()
    assert answer.status_code == 200 and not Household.objects.exists()
    assert page.count('name="members-') > 8 and 'name="members-7-name"' in page
    assert 'value="沈立国"' in page and 'value="三组"' in page and "没有成功" not in page
    assert re.search(r'value="illness"[^>]*checked', page)


def test_what_is_wrong_stands_in_its_row_and_nothing_is_lost(clerk: Client) -> None:
    wrong = {**WIFE, "citizen_id": WIFE["citizen_id"][:-1] + ("1" if WIFE["citizen_id"][-1] != "1" else "2")}
    answer = sent(clerk, "/households/new/", **HOME, **rows(HEAD, wrong, {"relation": "child"}))
    assert answer.status_code == 422 and not Household.objects.exists()
    assert "请填写姓名" in text_of(answer)
    again = sent(clerk, "/households/new/", **HOME, **rows(HEAD, wrong))
    told = text_of(again)
    assert "校验位不符" in told.partition("成员 2")[2] and "校验位不符" not in told.partition("成员 2")[0]
    assert 'value="沈立国"' in again.content.decode()


def test_who_is_registered_already_is_linked_in_the_row(clerk: Client, shen: Household) -> None:
    answer = sent(clerk, "/households/new/", **HOME, **rows(HEAD, {**WIFE, "name": "赵一"}))
    page = answer.content.decode()
    assert answer.status_code == 422 and "该证件号已登记：沈立国" in page
    assert f'href="/people/{ids(shen)["沈立国"]}/"' in page and f'href="/people/{ids(shen)["顾秀梅"]}/"' in page


def test_of_another_office_only_the_office_is_named(clerk: Client, far: Household) -> None:
    theirs = {**HEAD, "citizen_id": citizen_id(BORN, 601)}
    answer = sent(clerk, "/households/new/", **HOME, **rows(theirs))
    page = answer.content.decode()
    assert "请联系青水县南坡镇民政办核实" in page and "邓立国" not in page
    assert f"/people/{ids(far)['邓立国']}/" not in page


def test_without_a_head_or_a_village_nothing_is_registered(clerk: Client) -> None:
    answer = sent(clerk, "/households/new/", **HOME, **rows({**WIFE, "relation": "child"}))
    assert "没有户主" in text_of(answer)
    answer = sent(clerk, "/households/new/", **{**HOME, "territory": FAR_VILLAGE}, **rows(HEAD))
    assert answer.status_code == 422 and not Household.objects.exists()


# Members


def test_the_page_of_changes_leads_everywhere(clerk: Client, world: World, shen: Household) -> None:
    desk = world.desk("township_acceptance")
    add_kin(by=desk, person=ids(shen)["沈立国"], relation="sibling", relative=PersonDraft("沈立邦"))
    draft = BenefitDraft("dibao", 50000, SINCE)
    take_over_benefit(by=desk, household=shen.pk, draft=draft)
    open_account(by=desk, person=ids(shen)["沈立国"], draft=AccountDraft("6217000010012345678"), since=SINCE)
    page = clerk.get(f"/households/{shen.pk}/change/").content.decode()
    for address in re.findall(r'<a class="btn[^"]*" href="([^"]+)"', page):
        assert clerk.get(address).status_code == 200, address
    for step in ("members/new", "split", "merge", "head", "move", "close", "edit", "benefits/new"):
        assert f"/households/{shen.pk}/{step}/" in page


JOINING = {**DATED, "name": "沈安", "relation": "child", "began": "moved_in", "version": "1"}


def test_a_member_joins(clerk: Client, shen: Household) -> None:
    number = citizen_id(datetime.date(2019, 1, 1), 2)
    answer = sent(clerk, f"/households/{shen.pk}/members/new/", **JOINING, citizen_id=number)
    assert "已增加成员" in landed(clerk, answer) and names(shen)[-1] == "沈安"


def test_a_refused_member_keeps_what_was_typed(clerk: Client, shen: Household) -> None:
    answer = sent(clerk, f"/households/{shen.pk}/members/new/", **{**JOINING, "relation": "spouse"}, citizen_id="")
    page = answer.content.decode()
    assert answer.status_code == 422 and "请填写证件号" in page and 'value="沈安"' in page


def test_who_joins_already_registered_is_linked(clerk: Client, shen: Household, tao: Household) -> None:
    number = citizen_id(BORN, 301)
    answer = sent(clerk, f"/households/{shen.pk}/members/new/", **JOINING, citizen_id=number)
    assert f'href="/people/{ids(tao)["陶立国"]}/"' in answer.content.decode()


def test_a_stale_form_keeps_what_was_typed_and_may_be_sent_once_more(clerk: Client, shen: Household) -> None:
    sent(clerk, f"/households/{shen.pk}/edit/", address="七组", reason="核实", version="1", area="rural", type="")
    told = {**JOINING, "citizen_id": citizen_id(datetime.date(2019, 1, 1), 2)}
    answer = sent(clerk, f"/households/{shen.pk}/members/new/", **told)
    page = answer.content.decode()
    assert answer.status_code == 422 and "已被他人修改" in page and 'value="沈安"' in page
    state = re.search(r'name="version" value="(\d+)"', page)
    assert state is not None and state[1] == "2" and len(names(shen)) == 3
    assert sent(clerk, f"/households/{shen.pk}/members/new/", **{**told, "version": "2"}).status_code == 302


def test_a_member_leaves(clerk: Client, shen: Household) -> None:
    address = f"/members/{membership(shen, '沈小满')}/leave/"
    answer = sent(clerk, address, **DATED, ended="moved_out", version="1")
    assert "已登记离户" in landed(clerk, answer) and "沈小满" not in names(shen)


def test_the_head_does_not_leave(clerk: Client, shen: Household) -> None:
    answer = sent(clerk, f"/members/{membership(shen, '沈立国')}/leave/", **DATED, ended="moved_out")
    assert answer.status_code == 422 and "先变更户主" in text_of(answer)


@pytest.mark.parametrize("typed", ["{0}", " {0} ", "{1} - {2}", "{1}{2}", "{1}－{2}", "{1}–{2}", "{1} {2}"])
def test_a_member_moves_by_a_pasted_household_number(
    clerk: Client, shen: Household, tao: Household, typed: str
) -> None:
    number = typed.format(tao.number, *tao.number.split("-"))
    address = f"/members/{membership(shen, '沈小满')}/move/"
    answer = sent(clerk, address, **DATED, number=number, relation="grandchild", version="1")
    assert "已迁移" in landed(clerk, answer) and "沈小满" in names(tao)


def test_full_width_digits_are_taken_as_well(clerk: Client, shen: Household, tao: Household) -> None:
    wide = tao.number.translate({ord(str(digit)): chr(0xFF10 + digit) for digit in range(10)})
    address = f"/members/{membership(shen, '沈小满')}/move/"
    assert sent(clerk, address, **DATED, number=wide, relation="grandchild").status_code == 302


@pytest.mark.parametrize("number", ["12", "341591001-999999", "沈立国"])
def test_a_number_that_is_none_stands_beside_its_field(clerk: Client, shen: Household, number: str) -> None:
    address = f"/members/{membership(shen, '沈小满')}/move/"
    answer = sent(clerk, address, **DATED, number=number, relation="grandchild")
    assert answer.status_code == 422 and re.search("户编号应为|没有这个户编号", text_of(answer))
    assert 'id="id_number_error"' in answer.content.decode()


def test_a_household_of_another_office_is_no_target(clerk: Client, shen: Household, far: Household) -> None:
    answer = sent(clerk, f"/members/{membership(shen, '沈小满')}/move/", **DATED, number=far.number, relation="child")
    assert "没有这个户编号，或不在您的管辖范围内" in text_of(answer)


def test_a_head_dies_and_somebody_follows(clerk: Client, shen: Household) -> None:
    address = f"/members/{membership(shen, '沈立国')}/death/"
    told = {**DATED, "new_head": str(ids(shen)["顾秀梅"]), **relations(shen, 沈小满="child")}
    assert "请指定新户主" in text_of(sent(clerk, address, **DATED))
    assert "已登记死亡" in landed(clerk, sent(clerk, address, **told))
    assert names(shen) == ["顾秀梅", "沈小满"]


def test_the_day_of_death_is_refused_beside_its_field(clerk: Client, shen: Household) -> None:
    told = {**DATED, "on": "2014-01-01"}
    answer = sent(clerk, f"/members/{membership(shen, '沈小满')}/death/", **told)
    assert 'id="id_on_error"' in answer.content.decode() and "早于出生日期" in text_of(answer)


def test_of_a_members_death_nobody_is_asked_to_follow(clerk: Client, shen: Household) -> None:
    page = clerk.get(f"/members/{membership(shen, '沈小满')}/death/").content.decode()
    assert "new_head" not in page and "relation_" not in page


def test_a_death_is_taken_back(clerk: Client, shen: Household) -> None:
    child = ids(shen)["沈小满"]
    sent(clerk, f"/members/{membership(shen, '沈小满')}/death/", **DATED)
    assert "死亡日期 2026-03-01" in text_of(clerk.get(f"/people/{child}/"))
    answer = sent(clerk, f"/people/{child}/death/correct/", died_on="", reason="同名误登")
    assert "已撤销死亡登记" in landed(clerk, answer) and "沈小满" in names(shen)


# Households


def test_the_head_changes(clerk: Client, shen: Household) -> None:
    told = {**DATED, "new_head": str(ids(shen)["顾秀梅"]), **relations(shen, 沈立国="spouse", 沈小满="child")}
    assert "已变更户主" in landed(clerk, sent(clerk, f"/households/{shen.pk}/head/", **told))
    assert names(shen)[0] == "顾秀梅"


def test_some_split_off_and_the_head_is_not_offered(clerk: Client, shen: Household) -> None:
    address = f"/households/{shen.pk}/split/"
    assert f"relation_{ids(shen)['沈立国']}" not in clerk.get(address).content.decode()
    told = {**DATED, "address": "五组", **relations(shen, 顾秀梅="head", 沈小满="child")}
    assert "这是新户的档案" in landed(clerk, sent(clerk, address, **told))
    assert names(shen) == ["沈立国"]


def test_a_household_joins_another(clerk: Client, shen: Household, tao: Household) -> None:
    told = {**DATED, "number": shen.number, "version": "1"}
    everybody = relations(tao, 陶立国="other_relative", 顾秀梅="other_relative", 陶小满="other_relative")
    assert "请填写与户主的关系" in text_of(sent(clerk, f"/households/{tao.pk}/merge/", **told))
    assert "并入后的档案" in landed(clerk, sent(clerk, f"/households/{tao.pk}/merge/", **told, **everybody))
    assert len(names(shen)) == 6


def test_a_household_moves_here_and_elsewhere(clerk: Client, shen: Household) -> None:
    address = f"/households/{shen.pk}/move/"
    assert "二者取一" in text_of(sent(clerk, address, **DATED))
    both = {"territory": SHIQIAO, "elsewhere": FAR_VILLAGE}
    assert "二者取一" in text_of(sent(clerk, address, **DATED, **both))
    assert "已迁移" in landed(clerk, sent(clerk, address, **DATED, territory=SHIQIAO, address="一组"))
    away = sent(clerk, address, **DATED, elsewhere=f" {FAR_VILLAGE[:6]} {FAR_VILLAGE[6:]} ")
    assert away.status_code == 302 and away["Location"] == "/households/"
    assert clerk.get(f"/households/{shen.pk}/change/").status_code == 404


def test_a_household_is_corrected_and_closed(clerk: Client, shen: Household) -> None:
    address = f"/households/{shen.pk}/edit/"
    told = {"address": "七组", "area": "urban", "type": "relief", "causes": ["illness"], "version": "1"}
    assert "已更正" in landed(clerk, sent(clerk, address, **told, reason="核实"))
    closing = f"/households/{shen.pk}/close/"
    assert "已销户" in landed(clerk, sent(clerk, closing, **DATED, version="2"))
    assert "不能再变动" in text_of(clerk.get(f"/households/{shen.pk}/change/"))


# One person


def test_a_person_is_shown_with_masked_numbers_and_the_ways_on(clerk: Client, world: World, shen: Household) -> None:
    desk = world.desk("township_acceptance")
    head = ids(shen)["沈立国"]
    open_account(by=desk, person=head, draft=AccountDraft("6217000010012345678"), since=SINCE)
    page = clerk.get(f"/people/{head}/")
    html, told = page.content.decode(), text_of(page)
    assert citizen_id(BORN, 101) not in html and "6217000010012345678" not in html
    assert "3415**************" in told and "***************5678" in told
    assert f'hx-post="/households/{shen.pk}/reveal/id/{head}/"' in html
    assert f"/households/{shen.pk}/reveal/account/" in html
    for address in re.findall(r'<a class="btn" href="([^"]+)"', html):
        assert clerk.get(address, follow=True).status_code == 200, address


def test_a_number_is_shown_whole_after_a_reason(clerk: Client, shen: Household) -> None:
    address = f"/households/{shen.pk}/reveal/id/{ids(shen)['沈立国']}/"
    assert citizen_id(BORN, 101) not in clerk.post(address).content.decode()


def test_a_post_that_sees_little_sees_who_it_is_and_no_more(at: At, world: World, shen: Household) -> None:
    desk = world.desk("township_acceptance")
    head = ids(shen)["沈立国"]
    add_kin(by=desk, person=head, relation="sibling", relative=PersonDraft("沈立邦"))
    take_over_benefit(by=desk, household=shen.pk, draft=BenefitDraft("orphan", 100, SINCE, ids(shen)["沈小满"]))
    told = text_of(at("partner_disability", "341591").get(f"/people/{head}/"))
    assert "沈立国" in told and "沈立邦" not in told and "电话" not in told and "更正" not in told
    child = text_of(at("partner_disability", "341591").get(f"/people/{ids(shen)['沈小满']}/"))
    assert "孤儿" not in child
    assert "孤儿" in text_of(at("county_finance", "341591").get(f"/people/{ids(shen)['沈小满']}/"))


def test_an_entry_is_corrected_and_numbers_left_empty_stay(clerk: Client, shen: Household) -> None:
    head = Person.objects.get(pk=ids(shen)["沈立国"])
    page = clerk.get(f"/people/{head.pk}/edit/").content.decode()
    state = re.search(r'name="version" value="(\w+)"', page)
    assert state is not None and head.citizen_id not in page
    told = {"name": "沈立果", "sex": "male", "born_on": "1980-05-06", "phone": "13800001111", "reason": "核对户口簿"}
    answer = sent(clerk, f"/people/{head.pk}/edit/", **told, version=state[1])
    assert "已更正" in landed(clerk, answer)
    now = Person.objects.get(pk=head.pk)
    assert (now.name, now.phone, now.citizen_id) == ("沈立果", "13800001111", citizen_id(BORN, 101))
    stale = sent(clerk, f"/people/{head.pk}/edit/", **told, version=state[1])
    assert stale.status_code == 422 and "已被他人更正" in text_of(stale)
    assert f'name="version" value="{state[1]}"' not in stale.content.decode()


def test_a_wrong_number_is_taken_off(clerk: Client, shen: Household) -> None:
    head = ids(shen)["沈立国"]
    told = {"name": "沈立国", "sex": "male", "born_on": "1980-05-06", "reason": "录成了堂弟的", "clear_id": "on"}
    assert "请选择原因" in text_of(sent(clerk, f"/people/{head}/edit/", **told))
    assert sent(clerk, f"/people/{head}/edit/", **told, no_id_reason="lost").status_code == 302
    assert Person.objects.get(pk=head).temporary_number
    page = clerk.get(f"/people/{head}/")
    assert "临时编号" in text_of(page) and f"/people/{head}/temporary/" in page.content.decode()
    renewed = sent(clerk, f"/people/{head}/temporary/", until="2026-12-31", reason="补办中")
    assert "已延长" in landed(clerk, renewed)


def test_kin_are_registered_and_ended(clerk: Client, shen: Household) -> None:
    head = ids(shen)["沈立国"]
    address = f"/people/{head}/kin/new/"
    assert "请选择本户成员，或填写亲属的姓名" in text_of(sent(clerk, address, relation="sibling"))
    both = {"registered": str(ids(shen)["沈小满"]), "name": "沈立邦"}
    assert "请清空姓名" in text_of(sent(clerk, address, relation="sibling", **both))
    made = sent(clerk, address, relation="sibling", name="沈立邦", obligor="on", since="2020-01-01")
    assert "已登记亲属" in landed(clerk, made)
    page = text_of(clerk.get(f"/people/{head}/"))
    assert "沈立邦" in page and "法定义务人" in page
    bond = Person.objects.get(name="沈立邦").kin_of.get()
    assert "已结束" in landed(clerk, sent(clerk, f"/kin/{bond.pk}/end/", **DATED))


def test_kin_who_live_elsewhere_join_a_household_from_their_page(clerk: Client, shen: Household) -> None:
    told = {"relation": "parent", "name": "沈老太", "citizen_id": citizen_id(datetime.date(1950, 1, 1), 402)}
    assert sent(clerk, f"/people/{ids(shen)['沈立国']}/kin/new/", **told).status_code == 302
    mother = Person.objects.get(name="沈老太")
    page = clerk.get(f"/people/{mother.pk}/").content.decode()
    assert "只作为亲属登记" in page and f"/people/{mother.pk}/join/" in page
    joining = {"number": shen.number, "relation": "parent", "began": "moved_in", **DATED}
    assert sent(clerk, f"/people/{mother.pk}/join/", **joining).status_code == 302
    mother.refresh_from_db()
    assert mother.territory == shen.territory and ids(shen)["沈老太"] == mother.pk


def test_an_impossible_kin_is_refused_beside_its_field(clerk: Client, shen: Household) -> None:
    answer = sent(clerk, f"/people/{ids(shen)['沈小满']}/kin/new/", relation="spouse",
                  registered=str(ids(shen)["沈立国"]))  # fmt: skip
    assert answer.status_code == 422 and 'id="id_relation_error"' in answer.content.decode()


def test_an_account_is_entered_with_its_warning_and_ended(clerk: Client, shen: Household) -> None:
    address = f"/people/{ids(shen)['沈立国']}/accounts/new/"
    told = {"number": "6217 0000 1001 2345", "holder_kind": "collector", "since": "2026-03-01"}
    assert "请填写开户人姓名" in text_of(sent(clerk, address, **told))
    assert "代领协议编号" in text_of(sent(clerk, address, **told, holder_name="周会计"))
    page = landed(clerk, sent(clerk, address, **told, holder_name="周会计", agreement="代3"))
    assert "请核对账号：银行卡号校验位不符" in page
    made = Person.objects.get(pk=ids(shen)["沈立国"]).accounts.get()
    assert "已停用" in landed(clerk, sent(clerk, f"/accounts/{made.pk}/close/", **DATED))


def test_a_benefit_is_taken_over_and_stopped(clerk: Client, shen: Household) -> None:
    address = f"/households/{shen.pk}/benefits/new/"
    told = {"programme": "dibao", "monthly": "600.00", "since": "2025-07-01", "dibao_class": "A", "version": "1"}
    assert "第一天" in text_of(sent(clerk, address, **{**told, "since": "2025-07-02"}))
    assert "无法识别" in text_of(sent(clerk, address, **{**told, "monthly": "六百"}))
    assert "已接管" in landed(clerk, sent(clerk, address, **told))
    assert "已在发" in text_of(sent(clerk, address, **{**told, "version": "2"}))
    made = shen.benefits.get()
    assert "已停发" in landed(clerk, sent(clerk, f"/benefits/{made.pk}/end/", on="2026-04-01", reason="收入超标"))


def test_who_belongs_nowhere_joins_or_gets_a_household(clerk: Client, world: World, shen: Household) -> None:
    desk, child = world.desk("township_acceptance"), ids(shen)["沈小满"]
    end_membership(by=desk, membership=membership(shen, "沈小满"), on=SINCE, ended="moved_out", reason="外出")
    address = f"/people/{child}/join/"
    assert address in clerk.get(f"/people/{child}/").content.decode()
    assert "二者取一" in text_of(sent(clerk, address, **DATED))
    assert "请选择与户主的关系" in text_of(sent(clerk, address, **DATED, number=shen.number))
    told = {"number": shen.number, "relation": "child", "began": "moved_in"}
    assert "这是现在的户档案" in landed(clerk, sent(clerk, address, **DATED, **told))
    end_membership(by=desk, membership=membership(shen, "沈小满"), on=DAY, ended="moved_out", reason="外出")
    alone = sent(clerk, address, on="2026-03-02", reason="单独立户", territory=SHIQIAO, address="一组")
    assert "沈小满" in landed(clerk, alone) and Household.objects.get(label="沈小满").territory == SHIQIAO


# Duplicates


@pytest.fixture
def twice(world: World, shen: Household) -> tuple[int, int]:
    """The head of 沈 and the same person once more, without a number, alone in another household."""
    again = PersonDraft("沈立国", born_on=BORN, sex="male", no_id_reason="lost")
    draft = HouseholdDraft(SHIQIAO, (MemberDraft(again, "head"),), datetime.date(2024, 6, 1))
    other = register_household(by=world.desk("township_acceptance"), draft=draft)
    return ids(shen)["沈立国"], ids(other)["沈立国"]


def test_a_pair_is_found_looked_at_merged_and_parted_again(clerk: Client, twice: tuple[int, int]) -> None:
    kept, absorbed = twice
    page = clerk.get("/duplicates/").content.decode()
    address = f"/duplicates/{kept}/{absorbed}/"
    assert address in page and "姓名和出生日期相同" in page
    assert f'href="/duplicates/{absorbed}/{kept}/"' in clerk.get(address).content.decode()
    assert sent(clerk, address, reason=" ").status_code == 422
    assert "已合并" in landed(clerk, sent(clerk, address, reason="已核对户口簿"))
    assert "这条记录已合并" in text_of(clerk.get(f"/people/{absorbed}/"))
    assert clerk.get(f"/people/{absorbed}/edit/").status_code == 404
    undo = f"/merges/{Merge.objects.get().pk}/undo/"
    assert undo in clerk.get(f"/people/{kept}/").content.decode()
    assert "已撤销" in landed(clerk, sent(clerk, undo, reason="弄错了"))
    assert clerk.get(undo).status_code == 404


def test_two_who_are_not_one_are_not_asked_again(clerk: Client, twice: tuple[int, int]) -> None:
    pair = DuplicatePair.objects.get()
    assert "不再提示" in landed(clerk, sent(clerk, f"/duplicates/{pair.pk}/different/", reason="堂兄弟"))
    assert "没有待处理的重复" in text_of(clerk.get("/duplicates/"))


def test_a_pair_of_which_one_lives_elsewhere_is_not_shown(clerk: Client, world: World, twice: tuple[int, int]) -> None:
    kept, absorbed = twice
    home = Person.objects.get(pk=absorbed).memberships.get().household_id
    move_household(
        by=world.desk("township_acceptance"), household=home, territory=FAR_VILLAGE, address="", on=DAY, reason="搬迁"
    )
    page = clerk.get(f"/people/{kept}/").content.decode()
    assert "沙湾村委会" not in page and "可能与下列记录重复" not in page
    assert clerk.get(f"/duplicates/{kept}/{absorbed}/").status_code == 404


# Who may


ADDRESSES = (
    "/households/{household}/change/", "/households/{household}/edit/", "/households/{household}/move/",
    "/households/{household}/close/", "/households/{household}/split/", "/households/{household}/merge/",
    "/households/{household}/head/", "/households/{household}/members/new/", "/households/{household}/benefits/new/",
    "/members/{membership}/leave/", "/members/{membership}/move/", "/members/{membership}/death/",
    "/people/{person}/", "/people/{person}/edit/", "/people/{person}/temporary/", "/people/{person}/join/",
    "/people/{person}/death/", "/people/{person}/death/correct/", "/people/{person}/kin/new/",
    "/people/{person}/accounts/new/", "/kin/{kin}/end/", "/accounts/{account}/close/", "/benefits/{benefit}/end/",
)  # fmt: skip


@pytest.fixture
def theirs(world: World, far: Household) -> dict[str, int]:
    """The ids of everything of a household of another county."""
    desk = world.desk("township_acceptance", FAR_TOWN)
    head = ids(far)["邓立国"]
    kin = add_kin(by=desk, person=head, relation="sibling", relative=PersonDraft("邓立邦"))
    account = open_account(by=desk, person=head, draft=AccountDraft("6217000010012345678"), since=SINCE)
    benefit = take_over_benefit(by=desk, household=far.pk, draft=BenefitDraft("dibao", 100, SINCE))
    return {
        "household": far.pk, "membership": membership(far, "邓小满"), "person": head, "kin": kin.pk,
        "account": account.pk, "benefit": benefit.pk,
    }  # fmt: skip


READ_ONLY = ("/households/{household}/change/", "/people/{person}/", "/duplicates/")


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_what_lies_elsewhere_is_not_there_to_be_seen_or_changed(
    clerk: Client, theirs: dict[str, int], address: str, method: str
) -> None:
    missing = dict.fromkeys(theirs, 999_999)
    expected = 405 if method == "post" and address in READ_ONLY else 404
    ask = getattr(clerk, method)
    foreign, nothing = ask(address.format(**theirs)), ask(address.format(**missing))
    assert (foreign.status_code, nothing.status_code) == (expected, expected)
    assert "邓" not in foreign.content.decode()


def test_nothing_of_another_office_is_changed_by_what_is_sent_along(
    clerk: Client, shen: Household, theirs: dict[str, int]
) -> None:
    told = {**DATED, "new_head": str(theirs["person"]), f"relation_{theirs['person']}": "spouse"}
    assert sent(clerk, f"/households/{shen.pk}/head/", **told).status_code == 422
    kin = sent(clerk, f"/people/{ids(shen)['沈立国']}/kin/new/", relation="sibling", registered=str(theirs["person"]))
    assert kin.status_code == 422
    benefit = {"programme": "orphan", "person": str(theirs["person"]), "monthly": "1", "since": "2025-07-01"}
    assert sent(clerk, f"/households/{shen.pk}/benefits/new/", **benefit).status_code == 422


@pytest.mark.parametrize(
    ("post", "place"),
    [
        ("county_finance", "341591"), ("auditor", "341591"), ("county_approver", "341591"),
        ("city_supervisor", "341500"), ("province_supervisor", "340000"), ("partner_medical", "341591"),
        ("administrator", "341591"),
    ],
)  # fmt: skip
def test_posts_without_the_duty_are_told_who_may(at: At, shen: Household, post: str, place: str) -> None:
    client = at(post, place)
    one = membership(shen, "沈小满")
    for address in (
        "/households/new/", f"/households/{shen.pk}/edit/", f"/households/{shen.pk}/split/", f"/members/{one}/move/",
        f"/people/{ids(shen)['沈小满']}/edit/", f"/people/{ids(shen)['沈小满']}/kin/new/", "/duplicates/",
        f"/households/{shen.pk}/benefits/new/",
    ):  # fmt: skip
        assert client.get(address).status_code == 403, address
        assert client.post(address).status_code == (405 if address in READ_ONLY else 403), address


def test_a_village_assistant_registers_in_the_own_village_and_merges_nobody(at: At, shen: Household) -> None:
    own, other = at("village_assistant", LIULIN), at("village_assistant", SHIQIAO)
    assert own.get(f"/households/{shen.pk}/change/").status_code == 200
    assert other.get(f"/households/{shen.pk}/change/").status_code == 404
    assert own.get("/duplicates/").status_code == 403
    page = own.get("/households/new/").content.decode()
    assert f'<option value="{LIULIN}" selected' in page and SHIQIAO not in page


def test_a_visitor_signs_in_first(client: Client, shen: Household) -> None:
    for address in ("/households/new/", f"/households/{shen.pk}/change/", "/duplicates/"):
        answer = client.get(address)
        assert answer.status_code == 302 and answer["Location"].startswith("/sign-in/")


def test_nobody_is_named_on_the_members_page_of_a_closed_household(clerk: Client, world: World) -> None:
    draft = HouseholdDraft(LIULIN, (member("高山青", "head", "1950-01-02", 501),), datetime.date(2024, 1, 1))
    household = register_household(by=world.desk("township_acceptance"), draft=draft)
    sent(clerk, f"/members/{membership(household, '高山青')}/death/", **DATED)
    assert "户内没有人" in text_of(clerk.get(f"/households/{household.pk}/change/"))


def test_a_person_without_a_household_dies_on_their_own_page(clerk: Client, world: World, shen: Household) -> None:
    desk = world.desk("township_acceptance")
    brother = add_kin(
        by=desk, person=ids(shen)["沈立国"], relation="sibling", relative=person("沈立邦", "1978-01-01", 43)
    ).relative
    assert "住在别处" in text_of(clerk.get(f"/people/{brother.pk}/"))
    assert "已登记死亡" in landed(clerk, sent(clerk, f"/people/{brother.pk}/death/", **DATED))
    assert clerk.get(f"/people/{ids(shen)['沈小满']}/death/").status_code == 302
