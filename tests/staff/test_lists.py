"""The pages of the search box, the lists and the exports, as the posts see them."""

import csv
import datetime
import io
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from doudi.records.registry.actions.payments import AccountDraft, BenefitDraft, open_account, take_over_benefit
from doudi.records.registry.models import Household, SavedFilter
from doudi.records.registry.queries import members_on
from doudi.records.rosters.models import ListExport
from doudi.records.trail.models import AccessEntry
from world import (
    COUNTY,
    DAY,
    FAR_VILLAGE,
    FENGLING,
    LIULIN,
    OTHER_COUNTY,
    OTHER_TOWN,
    PASSWORD,
    SHIQIAO,
    TOWN,
    World,
    citizen_id,
    couple_and_child,
)

pytestmark = pytest.mark.django_db

CLERK, FINANCE = f"township-acceptance-{TOWN}", f"county-finance-{COUNTY}"
ID = citizen_id(datetime.date(1980, 5, 6), 101)
CARD = "6228480402564890018"


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counting is never cut short, however busy the machine is."""
    monkeypatch.setattr("doudi.records.registry.listing.COUNTING_MS", 60_000)


@pytest.fixture
def household(world: World) -> Household:
    """A couple with a child, 600 yuan of dibao a month, paid into an account."""
    clerk = world.desk("township_acceptance")
    made = couple_and_child(clerk)
    head = members_on(made, DAY)[0].person
    take_over_benefit(by=clerk, household=made.pk, draft=BenefitDraft("dibao", 60000, datetime.date(2025, 1, 1)))
    open_account(by=clerk, person=head.pk, draft=AccountDraft(CARD), since=DAY)
    return made


def text_of(response) -> str:
    return response.content.decode()


# The search box.


def test_a_posted_name_gets_an_address_and_its_results(
    signed_in: Callable[[str], Client], household: Household
) -> None:
    browser = signed_in(CLERK)
    answer = browser.post("/search/", {"q": " 沈立国 "}, follow=True)
    assert answer.redirect_chain == [("/search/?q=%E6%B2%88%E7%AB%8B%E5%9B%BD", 302)]
    assert household.number in text_of(answer) and "3415****" in text_of(answer) and ID not in text_of(answer)


def test_an_id_number_is_posted_and_stands_nowhere(signed_in: Callable[[str], Client], household: Household) -> None:
    browser = signed_in(CLERK)
    answer = browser.post("/search/", {"q": ID})
    assert answer.status_code == 200 and "沈立国" in text_of(answer) and ID not in text_of(answer)
    assert answer["Cache-Control"] == "no-store"
    assert AccessEntry.objects.get(kind="search").count == 1


def test_an_id_number_in_an_address_is_refused_and_not_looked_up(
    signed_in: Callable[[str], Client], household: Household, caplog: pytest.LogCaptureFixture
) -> None:
    answer = signed_in(CLERK).get("/search/", {"q": ID})
    assert answer.status_code == 400 and "不能放在网址里" in text_of(answer)
    assert ID not in text_of(answer) and "沈立国" not in text_of(answer)
    assert not AccessEntry.objects.exists() and ID not in caplog.text


def test_an_empty_search_shows_the_box(signed_in: Callable[[str], Client]) -> None:
    browser = signed_in(CLERK)
    assert browser.get("/search/").status_code == 200
    assert browser.post("/search/", {"q": "  "}).status_code == 302


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(text="\x00", page="")
@given(text=st.text(max_size=120), page=st.text("0123456789-x²", max_size=8))
def test_no_text_breaks_the_page_of_the_search(signed_in: Callable[[str], Client], text: str, page: str) -> None:
    browser = signed_in(CLERK)
    assert browser.get("/search/", {"q": text, "page": page}).status_code in (200, 400)
    # What no database column can hold is no form's content either.
    assert browser.post("/search/", {"q": text}).status_code in ((400,) if "\x00" in text else (200, 302))


# The lists.


def test_the_list_shows_the_usual_columns_and_marks(signed_in: Callable[[str], Client], household: Household) -> None:
    page = text_of(signed_in(CLERK).get("/households/"))
    for part in (household.number, "沈立国", "柳林村委会", "最低生活保障", "600.00", "第 1 页，共 1 条"):
        assert part in page, part
    people = text_of(signed_in(CLERK).get("/people/"))
    for part in ("沈小满", "子女", "3415****", household.number, "共 3 条"):
        assert part in people, part


def test_a_list_of_nothing_says_what_to_do(signed_in: Callable[[str], Client], household: Household) -> None:
    browser = signed_in(CLERK)
    assert "没有符合条件的记录" in text_of(browser.get("/households/?size=5"))
    assert "还没有登记家庭" in text_of(signed_in(f"township-acceptance-{OTHER_TOWN}").get("/households/"))
    assert "还没有记录" in text_of(signed_in(f"village-assistant-{FAR_VILLAGE}").get("/people/"))


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("programme=caviar", "不在可选范围内"), ("age=7", "不在可选范围内"), ("sort=-pk", "不在可选范围内"),
        ("review_before=soon", "日期无法识别"), ("review_before=2026-02-30", "日期无法识别"), ("grade=1", "请同时选择残疾类别"),
        ("territory=341591002", "不在可选范围内"), ("territory=' OR 1=1", "不在可选范围内"), ("size=1&size=99", "不在可选范围内"),
        ("colour=red", "没有“colour”这个筛选条件"), (f"q={ID}", "不按证件号"), ("q=" + "长" * 101, "100"),
    ],
)  # fmt: skip
def test_a_filter_that_is_not_known_is_told_and_nothing_listed(
    signed_in: Callable[[str], Client], household: Household, query: str, told: str
) -> None:
    answer = signed_in(CLERK).get(f"/households/?{query}")
    assert answer.status_code == 422 and told in text_of(answer)
    assert household.number not in text_of(answer)


@pytest.mark.parametrize(
    "query", ["page=0", "page=-3", "page=x", "page=²", "page=99999999999", "col=nothing", "no_id=", "state="]
)
def test_odd_pages_and_columns_show_the_list(
    signed_in: Callable[[str], Client], household: Household, query: str
) -> None:
    answer = signed_in(CLERK).get(f"/households/?{query}")
    assert answer.status_code == 200 and household.number in text_of(answer)


def test_sensitive_filters_are_only_asked_of_posts_that_see_them(
    signed_in: Callable[[str], Client], household: Household
) -> None:
    finance = signed_in(FINANCE)
    page = text_of(finance.get("/households/"))
    assert 'name="programme"' in page
    for name in ("disability", "grade", "cause", "relative"):
        assert f'name="{name}"' not in page, name
        answer = finance.get(f"/households/?{name}=any")
        assert answer.status_code == 422 and "不能按它筛选" in text_of(answer), name
        assert household.number not in text_of(answer)
    partner = text_of(signed_in(f"partner-disability-{COUNTY}").get("/people/"))
    assert 'name="disability"' in partner and 'name="programme"' not in partner
    medical = signed_in(f"partner-medical-{COUNTY}")
    assert (
        'value="illness"' in text_of(medical.get("/households/"))
        and medical.get("/households/?cause=disability").status_code == 422
    )


def test_a_list_by_disability_is_logged_as_seen(signed_in: Callable[[str], Client], household: Household) -> None:
    browser = signed_in(CLERK)
    browser.get("/households/")
    browser.get("/households/?disability=any")
    assert not AccessEntry.objects.exists(), "nobody was told of"
    Household.objects.update(causes=["illness"])
    browser.get("/households/?cause=illness")
    entry = AccessEntry.objects.get()
    assert (entry.kind, entry.facts, entry.count, bool(entry.list_hash)) == ("view", ["illness"], 1, True)


def test_columns_are_chosen_for_the_session_and_by_the_address(
    signed_in: Callable[[str], Client], household: Household
) -> None:
    browser = signed_in(CLERK)
    answer = browser.post("/lists/households/columns/?state=all", {"col": ["number", "head_phone", "account_whole"]})
    assert answer["Location"] == "/households/?state=all"
    page = text_of(browser.get("/households/"))
    assert 'scope="col">户主电话</th>' in page and 'scope="col">村（居）</th>' not in page and CARD not in page
    assert 'scope="col">村（居）</th>' in text_of(browser.get("/households/?col=number&col=village"))
    browser.post("/lists/households/columns/", {"usual": "1"})
    assert 'scope="col">村（居）</th>' in text_of(browser.get("/households/"))


def test_filters_are_kept_opened_and_dropped(signed_in: Callable[[str], Client], household: Household) -> None:
    browser = signed_in(CLERK)
    browser.post("/lists/households/filters/?programme=dibao&state=all", {"name": "低保户"})
    kept = SavedFilter.objects.get()
    assert kept.name == "低保户" and kept.query.startswith("programme=dibao&state=all&col=number")
    assert kept.query.replace("&", "&amp;") in text_of(browser.get("/households/"))
    assert household.number in text_of(browser.get(f"/households/?{kept.query}"))
    other = signed_in(f"township-surveyor-{TOWN}")
    assert "低保户" not in text_of(other.get("/households/"))
    assert other.post(f"/lists/households/filters/{kept.pk}/drop/").status_code == 404
    browser.post(f"/lists/households/filters/{kept.pk}/drop/")
    assert not SavedFilter.objects.exists()


def test_wrong_filters_are_not_kept(signed_in: Callable[[str], Client]) -> None:
    browser = signed_in(CLERK)
    browser.post("/lists/households/filters/?programme=caviar", {"name": "低保户"})
    browser.post("/lists/households/filters/?programme=dibao", {"name": ID})
    assert not SavedFilter.objects.exists()


def test_pages_turn_with_their_filters(
    signed_in: Callable[[str], Client], world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("doudi.records.registry.listing.PAGE", 2)
    couple_and_child(world.desk("township_acceptance"))
    browser = signed_in(CLERK)
    first = text_of(browser.get("/people/?territory=341591001&col=name"))
    assert "第 1 页，共 3 条" in first
    assert 'href="/people/?territory=341591001&amp;col=name&amp;page=2"' in first
    assert "上一页" in text_of(browser.get("/people/?page=2")) and "下一页" not in text_of(
        browser.get("/people/?page=2")
    )


def test_more_than_are_counted_are_said_so(
    signed_in: Callable[[str], Client], household: Household, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("doudi.records.registry.listing", "doudi.interfaces.staff.households.lists"):
        monkeypatch.setattr(f"{module}.MOST_COUNTED", 2)
    assert "超过 2 条" in text_of(signed_in(CLERK).get("/people/"))


@pytest.mark.parametrize("name", ["households", "people"])
def test_a_list_is_printed_with_who_and_when_and_logged(
    signed_in: Callable[[str], Client], household: Household, name: str
) -> None:
    page = text_of(signed_in(CLERK).get(f"/lists/{name}/print/?programme=dibao"))
    for part in (
        "乡镇受理岗甲",
        "2026-03-02 10:00",
        "最低生活保障",
        household.number,
        "3415****" if name == "people" else "600.00",
    ):
        assert part in page, part
    entry = AccessEntry.objects.get()
    assert (entry.kind, entry.count) == ("print", 1 if name == "households" else 3)


@pytest.mark.parametrize("name", ["households", "people"])
def test_the_page_asks_the_same_number_of_queries_for_3_and_30_households(
    signed_in: Callable[[str], Client], world: World, name: str
) -> None:
    browser, clerk = signed_in(CLERK), world.desk("township_acceptance")
    counted = []
    for at in range(30):
        made = couple_and_child(clerk, sequence=101 + 4 * at)
        take_over_benefit(by=clerk, household=made.pk, draft=BenefitDraft("dibao", 60000, datetime.date(2025, 1, 1)))
        if at in (2, 29):
            browser.get(f"/{name}/")
            with CaptureQueriesContext(connection) as asked:
                browser.get(f"/{name}/")
            counted.append(len(asked))
    assert counted[0] == counted[1] <= 22, counted


# Who sees what.


def test_each_post_sees_its_own_territory(
    signed_in: Callable[[str], Client], world: World, household: Household
) -> None:
    canary = couple_and_child(world.desks[f"township_acceptance@{OTHER_TOWN}"], FENGLING, sequence=301, surname="陶")
    seen = {
        f"village-assistant-{LIULIN}": (True, False), f"village-assistant-{SHIQIAO}": (False, False),
        CLERK: (True, False), f"township-acceptance-{OTHER_TOWN}": (False, True), f"auditor-{COUNTY}": (True, True),
        f"county-reviewer-{COUNTY}": (True, True), f"county-reviewer-{OTHER_COUNTY}": (False, False),
        f"partner-education-{COUNTY}": (True, True), "province-supervisor-340000": (True, True),
    }  # fmt: skip
    for login, (own, other) in seen.items():
        browser = signed_in(login)
        for address in ("/households/?state=all", "/people/?living=all", "/search/?q=顾秀梅", "/lists/people/print/"):
            answer = browser.get(address)
            if answer.status_code == 403:
                continue
            page = text_of(answer)
            assert (household.number in page or "沈立国" in page) is own, (login, address)
            assert (canary.number in page or "陶立国" in page) is other, (login, address)


def test_the_administrator_sees_none_of_it(signed_in: Callable[[str], Client], household: Household) -> None:
    browser = signed_in(f"administrator-{COUNTY}")
    for address in (
        "/households/",
        "/people/",
        "/search/?q=沈",
        "/lists/people/print/",
        "/lists/people/export/",
        "/exports/",
    ):
        answer = browser.get(address)
        assert answer.status_code == 403 and "沈立国" not in text_of(answer), address
    assert browser.post("/search/", {"q": ID}).status_code == 403


def test_lists_of_another_name_do_not_exist(signed_in: Callable[[str], Client]) -> None:
    browser = signed_in(CLERK)
    assert (
        browser.get("/lists/officers/print/").status_code == browser.get("/lists/officers/export/").status_code == 404
    )
    assert browser.post("/lists/officers/columns/").status_code == 404


# Exports.


def exported(browser: Client, address: str = "/lists/households/export/", **told: object):
    asked = {"reason": "三月发放核对", "format": "xlsx", "columns": ["number", "head"], **told}
    return browser.post(address, asked)


def test_a_list_is_exported_and_fetched(signed_in: Callable[[str], Client], household: Household) -> None:
    browser = signed_in(CLERK)
    page = text_of(browser.get("/lists/households/export/?programme=dibao"))
    assert "在发项目=最低生活保障" in page and 'value="account_whole"' in page
    answer = exported(browser, "/lists/households/export/?programme=dibao")
    made = ListExport.objects.get()
    assert answer["Location"] == f"/exports/{made.pk}/"
    assert "下载文件" in text_of(browser.get(answer["Location"]))
    file = browser.post(f"/exports/{made.pk}/download/")
    assert "attachment" in file["Content-Disposition"] and ID not in file["Content-Disposition"]
    rows = list(load_workbook(io.BytesIO(file.content)).worksheets[0].values)
    assert rows[2] == (household.number, "沈立国")
    assert browser.get(f"/exports/{made.pk}/download/").status_code == 405


def test_a_text_file_is_exported_too(signed_in: Callable[[str], Client], household: Household) -> None:
    browser = signed_in(CLERK)
    exported(browser, "/lists/people/export/", format="csv", columns=["name", "sex"])
    file = browser.post(f"/exports/{ListExport.objects.get().pk}/download/")
    assert list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"))))[2:] == [
        ["顾秀梅", "女"], ["沈立国", "男"], ["沈小满", "男"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ({"reason": ""}, "请写明导出原因"), ({"reason": "核对"}, "不少于4个字"), ({"columns": []}, "请至少选择一列"),
        ({"columns": ["nonsense"]}, "nonsense"), ({"format": "exe"}, "exe"),
        ({"whole": ["head_id_whole"]}, "请勾选确认"),
        ({"whole": ["head_id_whole"], "confirmed": "on", "password": "wrong"}, "密码不对"),
    ],
)  # fmt: skip
def test_an_export_is_refused_with_what_is_missing(
    signed_in: Callable[[str], Client], household: Household, told: dict[str, object], message: str
) -> None:
    answer = exported(signed_in(CLERK), **told)
    assert answer.status_code == 422 and message in text_of(answer)
    assert not ListExport.objects.exists() and "wrong" not in text_of(answer)


def test_whole_numbers_are_exported_with_the_password(signed_in: Callable[[str], Client], household: Household) -> None:
    browser = signed_in(CLERK)
    exported(browser, whole=["head_id_whole", "account_whole"], confirmed="on", password=PASSWORD)
    file = browser.post(f"/exports/{ListExport.objects.get().pk}/download/")
    rows = list(load_workbook(io.BytesIO(file.content)).worksheets[0].values)
    assert rows[2] == (household.number, "沈立国", ID, CARD)


def test_a_password_guessed_at_for_an_export_has_to_wait(
    signed_in: Callable[[str], Client], household: Household
) -> None:
    browser = signed_in(CLERK)
    told = {"whole": ["head_id_whole"], "confirmed": "on"}
    for _ in range(5):
        assert "密码不对" in text_of(exported(browser, **told, password="wrong"))
    answer = exported(browser, **told, password=PASSWORD)
    assert answer.status_code == 422 and "密码已多次输错" in text_of(answer) and not ListExport.objects.exists()


def test_a_post_without_whole_numbers_is_not_offered_any(
    signed_in: Callable[[str], Client], household: Household
) -> None:
    browser = signed_in(FINANCE)
    page = text_of(browser.get("/lists/households/export/"))
    assert 'value="account_whole"' in page and 'value="head_id_whole"' not in page
    answer = exported(browser, whole=["head_id_whole"], confirmed="on", password=PASSWORD)
    assert answer.status_code == 422 and not ListExport.objects.exists()


def test_a_long_list_shows_how_far_it_is(
    signed_in: Callable[[str], Client], household: Household, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("doudi.records.rosters.exports.MOST_AT_ONCE", 0)
    browser = signed_in(CLERK)
    page = text_of(browser.get(exported(browser)["Location"]))
    assert "正在生成" in page and 'hx-trigger="every 2s"' in page and "<progress" in page
    made = ListExport.objects.get()
    fragment = text_of(browser.get(f"/exports/{made.pk}/", headers={"HX-Request": "true"}))
    assert fragment.lstrip().startswith("<div") and "<html" not in fragment
    assert browser.post(f"/exports/{made.pk}/download/").status_code == 302


def test_exports_are_listed_to_those_who_made_them_and_to_who_reads_the_trail(
    signed_in: Callable[[str], Client], household: Household
) -> None:
    exported(signed_in(CLERK))
    made = ListExport.objects.get()
    for login, sees in (
        (CLERK, True), (f"county-approver-{COUNTY}", True), (f"auditor-{COUNTY}", True),
        (f"county-approver-{OTHER_COUNTY}", False), (f"township-approver-{TOWN}", False), (FINANCE, False),
    ):  # fmt: skip
        browser = signed_in(login)
        assert ("三月发放核对" in text_of(browser.get("/exports/"))) is sees, login
        assert browser.get(f"/exports/{made.pk}/").status_code == (200 if sees else 404), login
        if login != CLERK:
            assert browser.post(f"/exports/{made.pk}/download/").status_code in (403, 404), login
    assert signed_in(f"village-assistant-{LIULIN}").get("/exports/").status_code == 403


def test_pages_are_complete_in_english(signed_in: Callable[[str], Client], household: Household) -> None:
    from doudi.records.accounts.models import Officer

    browser = signed_in(CLERK)
    Officer.objects.filter(login=CLERK).update(language="en")
    page = text_of(browser.get("/households/"))
    assert "in payment" in page and ">dibao<" in page and 'scope="col">village</th>' in page
