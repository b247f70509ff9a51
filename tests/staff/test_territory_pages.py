"""The pages of the territory: the tree as it stood, lists of codes, names, merges."""

import datetime
import re
from collections.abc import Callable, Iterator
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from doudi.records.registry.actions.places import give_name, merge_place
from doudi.records.registry.models import Household
from doudi.records.territory.models import Place
from doudi.records.territory.queries import name_of
from support.rolled_back import rolled_back
from world import (
    CITY,
    COUNTY,
    FAR_VILLAGE,
    LIULIN,
    OTHER_COUNTY,
    OTHER_TOWN,
    PROVINCE,
    SHIQIAO,
    TOWN,
    World,
    build_world,
    couple_and_child,
)

pytestmark = pytest.mark.django_db
SINCE = datetime.date(2026, 3, 1)
NEW = "341591001203"
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
def shen(world: World) -> Household:
    return couple_and_child(world.desk("township_acceptance"))


def text_of(response: HttpResponse) -> str:
    html = response.content.decode()
    main = html[html.find("<main") : html.find("</main>")]
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main)))


def sent(client: Client, to: str, /, **told: Any) -> HttpResponse:
    return client.post(to, told)


def landed(client: Client, response: HttpResponse) -> str:
    assert response.status_code == 302, text_of(response)
    return text_of(client.get(response["Location"]))


# The tree


@pytest.mark.parametrize(
    ("post", "place", "shown", "hidden"),
    [
        ("province_supervisor", PROVINCE, ["六安市"], ["金山县 "]),
        ("city_supervisor", CITY, ["金山县", "青水县"], ["河东镇"]),
        ("county_reviewer", COUNTY, ["河东镇", "河西镇"], ["南坡镇"]),
        ("township_acceptance", TOWN, ["柳林村委会", "石桥村委会"], ["枫岭村委会"]),
        ("village_assistant", LIULIN, ["柳林村委会", "没有下级区划"], ["石桥村委会"]),
        ("administrator", COUNTY, ["河东镇", "河西镇"], ["南坡镇"]),
        ("partner_medical", COUNTY, ["河东镇"], ["南坡镇"]),
    ],
)
def test_every_post_sees_what_lies_under_its_place(
    at: At, post: str, place: str, shown: list[str], hidden: list[str]
) -> None:
    page = text_of(at(post, place).get("/territory/"))
    assert all(name in page for name in shown) and not any(name in page for name in hidden)


def test_one_goes_down_the_tree_and_back(at: At) -> None:
    city = at("city_supervisor", CITY)
    assert f"/territory/?under={COUNTY}" in city.get("/territory/").content.decode()
    page = city.get(f"/territory/?under={TOWN}").content.decode()
    assert "柳林村委会" in page and f'href="/territory/?under={COUNTY}"' in page
    assert f'href="/territory/?under={CITY}"' in page and PROVINCE not in page


def test_households_are_counted_for_whoever_sees_the_register(at: At, world: World, shen: Household) -> None:
    couple_and_child(world.desk("township_acceptance"), SHIQIAO, sequence=301, surname="陶")
    assert "河东镇 341591001 乡镇（街道） — 2" in text_of(at("county_reviewer").get("/territory/"))
    assert "柳林村委会 341591001201 村（居） 农村 1" in text_of(at("township_acceptance", TOWN).get("/territory/"))
    assert "家庭（户）" not in text_of(at("administrator").get("/territory/"))


def test_the_tree_is_shown_as_it_stood_on_a_day(at: At, world: World, shen: Household) -> None:
    by = world.desk("administrator")
    give_name(by=by, code=SHIQIAO, name="石桥社区居委会", on=SINCE, reason="批复")
    merge_place(by=by, code=LIULIN, successor=SHIQIAO, on=SINCE, reason="村级建制调整")
    clerk = at("township_acceptance", TOWN)
    today = text_of(clerk.get("/territory/"))
    assert "石桥社区居委会 341591001202 村（居） 农村 1" in today
    assert "2026-03-01 柳林村委会 341591001201 并入金山县河东镇石桥社区居委会" in today
    assert "2026-03-01 石桥村委会 341591001202 更名为石桥社区居委会" in today
    then = text_of(clerk.get("/territory/?on=2026-02-28"))
    assert "这是 2026-02-28 的区划" in then and "柳林村委会 后来更名或撤并 341591001201 村（居） 农村 1" in then
    retired = text_of(clerk.get(f"/territory/?under={LIULIN}"))
    assert "并入金山县河东镇石桥社区居委会 村级建制调整" in retired


def test_places_are_found_by_name_and_code(at: At) -> None:
    reviewer = at("county_reviewer")
    assert "枫岭村委会" in text_of(reviewer.get("/territory/?q=枫岭"))
    assert "北塘村委会" in text_of(reviewer.get("/territory/?q=341591002"))
    assert "没有找到区划" in text_of(reviewer.get("/territory/?q=沙湾"))


@pytest.mark.parametrize("under", [OTHER_COUNTY, FAR_VILLAGE, "341591009", "x", "34159100120１"])
def test_what_lies_elsewhere_or_nowhere_is_not_there(admin: Client, under: str) -> None:
    assert admin.get(f"/territory/?under={under}").status_code == 404


def test_a_day_that_is_none_is_told_so(admin: Client) -> None:
    assert admin.get("/territory/?on=2026-02-30").status_code == 200


# Lists


def a_list(*rows: str, encoding: str = "utf-8") -> SimpleUploadedFile:
    return SimpleUploadedFile("codes.csv", "\n".join(("代码,名称,城乡", *rows)).encode(encoding))


def read(client: Client, *rows: str, encoding: str = "utf-8") -> HttpResponse:
    told = {"since": "2026-03-01", "reason": "金政〔2026〕1号"}
    return sent(client, "/territory/import/", **told, file=a_list(*rows, encoding=encoding))


def confirmed(page: HttpResponse) -> dict[str, str]:
    """The form that confirms a list, as a browser sends it."""
    html = page.content.decode()
    return {
        name: unescape(value)
        for name, value in re.findall(r'<input type="hidden" name="(rows|since|reason)" value="([^"]*)"', html)
    }


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_list_is_looked_at_and_taken_in_without_a_file_kept(admin: Client, encoding: str) -> None:
    page = read(
        admin, f"{NEW},杨湾村委会,农村", f"{SHIQIAO},石桥社区居委会,城镇", f"{LIULIN},柳林村委会,", encoding=encoding
    )
    told = text_of(page)
    assert "新增 1 更名或改城乡 1 与现有相同 1" in told and "农村 → 城镇" in told
    assert not Place.objects.filter(code=NEW).exists()
    done = sent(admin, "/territory/import/", **confirmed(page))
    assert "已导入，新增或更名 2 个区划" in landed(admin, done)
    assert (name_of(NEW), name_of(SHIQIAO)) == ("杨湾村委会", "石桥社区居委会")


def test_wrong_rows_are_named_and_nothing_is_written(admin: Client) -> None:
    page = read(admin, f"{NEW},,", "12,某村,", f"{NEW},杨湾村委会,郊区")
    told = text_of(page)
    assert page.status_code == 422
    assert "第2行：缺少名称" in told and "第3行：" in told and "第4行：城乡“郊区”" in told


def test_a_list_of_another_county_cannot_be_confirmed(admin: Client) -> None:
    page = read(admin, f"{NEW},杨湾村委会,", "341592001202,沙河村委会,")
    assert "不在您的管辖范围内" in text_of(page) and "确认导入" not in text_of(page)
    forged = {"rows": "代码,名称\n341592001202,沙河村委会", "since": "2026-03-01", "reason": "试"}
    answer = sent(admin, "/territory/import/", **forged)
    assert answer.status_code == 422 and not Place.objects.filter(code="341592001202").exists()


def test_a_list_that_changes_nothing_is_not_taken_in(admin: Client) -> None:
    assert "没有要变更的" in text_of(read(admin, f"{LIULIN},柳林村委会,农村"))


def test_a_list_looked_at_before_the_tree_changed_is_read_anew(admin: Client, world: World) -> None:
    page = read(admin, f"{SHIQIAO},石桥社区居委会,")
    by = world.desk("administrator")
    give_name(by=by, code=SHIQIAO, name="石桥新村", on=datetime.date(2026, 3, 2), reason="批复")
    answer = sent(admin, "/territory/import/", **confirmed(page))
    assert answer.status_code == 422 and "起始日期" in text_of(answer)


def test_without_a_file_the_form_says_so(admin: Client) -> None:
    answer = sent(admin, "/territory/import/", since="2026-03-01", reason="批复")
    assert answer.status_code == 422 and 'id="id_file_error"' in answer.content.decode()


def test_html_in_a_name_is_refused(admin: Client) -> None:
    page = read(admin, f"{NEW},<script>alert(1)</script>,")
    assert page.status_code == 422 and b"<script>alert" not in page.content


# Names and merges


def test_a_place_is_renamed(admin: Client) -> None:
    address = f"/territory/{LIULIN}/rename/"
    assert address in admin.get(f"/territory/?under={TOWN}").content.decode()
    told = {"on": "2026-03-01", "reason": "批复"}
    assert "相同" in text_of(sent(admin, address, **told, name="柳林村委会"))
    page = landed(admin, sent(admin, address, **told, name="柳林社区居委会"))
    assert "柳林社区居委会的沿革" in page and "柳林村委会 2020-01-01 2026-03-01 更名" in page


def test_a_merge_says_whom_it_concerns_before_it_is_done(admin: Client, shen: Household) -> None:
    address = f"/territory/{LIULIN}/merge/"
    page = text_of(admin.get(address))
    assert "1 户、3 人转入" in page and "村级协理员甲 村级协理员" in page
    assert "南坡镇" not in page and "柳林村委会" not in page.partition("并入哪里")[2]
    told = {"successor": SHIQIAO, "on": "2026-03-01", "reason": "村级建制调整"}
    assert sent(admin, address, **told).status_code == 422
    assert "已并入石桥村委会，1 户随之转入" in landed(admin, sent(admin, address, **told, understood="on"))
    shen.refresh_from_db()
    assert shen.territory == SHIQIAO and admin.get(address).status_code == 404


def test_a_town_with_villages_is_not_merged(admin: Client) -> None:
    told = {"successor": OTHER_TOWN, "on": "2026-03-01", "reason": "批复", "understood": "on"}
    assert "还有下级区划" in text_of(sent(admin, f"/territory/{TOWN}/merge/", **told))


def test_a_place_of_another_county_is_no_successor(admin: Client) -> None:
    told = {"successor": FAR_VILLAGE, "on": "2026-03-01", "reason": "批复", "understood": "on"}
    assert sent(admin, f"/territory/{LIULIN}/merge/", **told).status_code == 422


@pytest.mark.parametrize("code", [FAR_VILLAGE, OTHER_COUNTY, "341591009", "abc"])
@pytest.mark.parametrize("what", ["rename", "merge"])
def test_places_elsewhere_are_not_there_to_be_changed(admin: Client, code: str, what: str) -> None:
    for ask in (admin.get, admin.post):
        assert ask(f"/territory/{code}/{what}/").status_code == 404


@pytest.mark.parametrize(
    ("post", "place"),
    [
        ("county_reviewer", COUNTY), ("county_approver", COUNTY), ("township_approver", TOWN), ("auditor", COUNTY),
        ("village_assistant", LIULIN), ("city_supervisor", CITY),
    ],
)  # fmt: skip
def test_only_administrators_change_the_tree(at: At, post: str, place: str) -> None:
    client = at(post, place)
    page = client.get("/territory/").content.decode()
    assert "/rename/" not in page and "/merge/" not in page and "/import/" not in page
    for address in ("/territory/import/", f"/territory/{LIULIN}/rename/", f"/territory/{LIULIN}/merge/"):
        assert client.get(address).status_code == 403 and client.post(address).status_code == 403


def test_a_past_day_is_read_only(admin: Client) -> None:
    page = admin.get("/territory/?on=2024-01-01").content.decode()
    assert "/rename/" not in page and "/merge/" not in page
