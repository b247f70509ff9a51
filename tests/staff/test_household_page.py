"""The page of a household in the browser's eyes: what each post reads there, opens, enters, corrects, files and prints."""

import io
import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image
from pypdf import PdfReader

from doudi.records.accounts.posts import POSTS
from doudi.records.evidence.documents import file_documents
from doudi.records.evidence.models import Document, Evidence, Opening
from doudi.records.registry.models import Household, Person
from doudi.records.trail.models import AccessEntry
from support.clock import Clock, ten_on
from support.household_story import ACCOUNT, Story, a_paper, the_he_family
from world import DAY, World

TOWN = "township-acceptance-341591001"
SignedIn = Callable[[str], Client]


@pytest.fixture(scope="module")
def told_once(built_world: World) -> Iterator[Story]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.utils.timezone.now", ten_on(DAY))
        yield the_he_family(built_world.desk("township_acceptance"))


@pytest.fixture
def story(told_once: Story, world: World, clock: Clock) -> Story:
    return deepcopy(told_once)


def _url(story: Story, rest: str = "") -> str:
    return f"/households/{story.household.pk}/{rest}"


def _open(client: Client, story: Story) -> None:
    answer = client.post(_url(story, "open/"), {"reason": "来访", "detail": "2026-7", "next": _url(story)})
    assert answer.status_code == 302 and answer["Location"] == _url(story)


def _text(answer: Any) -> str:
    assert answer.status_code == 200
    return str(answer.content.decode())


def _section(page: str, name: str) -> str:
    found = re.search(rf'<section class="card[^>]*id="{name}">.*?</section>', page, re.DOTALL)
    return found.group() if found else ""


def _typed(story: Story, **fields: Any) -> dict[str, Any]:
    story.household.refresh_from_db()
    common = {"since": "2026-03-01", "source": "survey", "version": story.household.version}
    return {**common, **fields}


def test_the_page_is_masked_until_a_reason_is_given(story: Story, signed_in: SignedIn) -> None:
    client = signed_in(TOWN)
    page = _text(client.get(_url(story)))
    for word in (
        "何长根",
        "金山县河东镇柳林村委会沿河组12号",
        "因残",
        "860.00 元/月",
        "138****1234",
        "部分丧失劳动能力",
    ):
        assert word in page
    for secret in ("980.00", "肢体残疾", "5,200.00", "3,100.00", "可享受", "少记80元"):
        assert secret not in page
    assert "说明查看原因" in page and not AccessEntry.objects.exists()
    _open(client, story)
    page = _text(client.get(_url(story)))
    for word in (
        "980.00",
        "肢体残疾，二级，持证",
        "5,200.00",
        "3,100.00",
        "最低生活保障每月",
        "少记80元",
        "来访：2026-7",
    ):
        assert word in page
    view = AccessEntry.objects.get(kind="view")
    assert view.reason == "来访：2026-7" and {"income", "disability", "reasons"} <= set(view.facts)


def test_an_opening_ends_by_itself_after_an_hour(story: Story, signed_in: SignedIn, clock: Clock) -> None:
    client = signed_in(TOWN)
    _open(client, story)
    for _ in range(3):
        clock.pass_by(minutes=19)
        assert "980.00" in _text(client.get(_url(story)))
    clock.pass_by(minutes=4)
    assert "980.00" not in _text(client.get(_url(story)))


@pytest.mark.parametrize(
    ("typed", "told"),
    [({"reason": ""}, "请选择查看原因"), ({"reason": "其他"}, "请写明原因"), ({"reason": "随便"}, "查看原因")],
)
def test_a_reason_that_says_nothing_opens_nothing(
    story: Story, signed_in: SignedIn, typed: dict[str, str], told: str
) -> None:
    answer = signed_in(TOWN).post(_url(story, "open/"), {"detail": "", **typed})
    assert told in _text(answer) and not Opening.objects.exists()


def test_opening_leads_on_only_within_the_site(story: Story, signed_in: SignedIn) -> None:
    told = {"reason": "来访", "detail": "", "next": "https://elsewhere.example/"}
    assert signed_in(TOWN).post(_url(story, "open/"), told)["Location"] == _url(story)


@pytest.mark.parametrize(
    "login", ["township-acceptance-341591002", "village-assistant-341591001202", "county-reviewer-341592"]
)
def test_a_household_elsewhere_is_not_there(story: Story, signed_in: SignedIn, login: str) -> None:
    client = signed_in(login)
    wage, paper = story.facts["income", "何长根"], Document.objects.get()
    for rest in ("", "open/", "facts/new/", f"facts/{wage}/correct/", f"papers/{paper.pk}/", "papers/new/", "file/"):
        assert client.get(_url(story, rest)).status_code == 404, rest
        assert client.get(f"/households/999999/{rest}").status_code == 404, rest
    for what, pk in (("id", story.people["何长根"].pk), ("account", story.people["何长根"].accounts.get().pk)):
        assert client.post(_url(story, f"reveal/{what}/{pk}/")).status_code in (403, 404)
    assert not AccessEntry.objects.filter(kind="view").exists()


def test_the_administrator_is_refused(story: Story, signed_in: SignedIn) -> None:
    assert signed_in("administrator-341591").get(_url(story)).status_code == 403


def test_the_finance_post_reads_names_payments_and_masked_accounts(story: Story, signed_in: SignedIn) -> None:
    page = _text(signed_in("county-finance-341591").get(_url(story)))
    assert "何长根" in page and "860.00 元/月" in page and "5678" in page and ACCOUNT not in page
    for hidden in (
        "因残",
        "收入",
        "肢体",
        "何小梅",
        "沿河组12号",
        "劳动能力",
        "政策研判",
        "打开敏感信息",
        "残疾人证",
        "各项情况",
        "材料",
    ):
        assert hidden not in page.replace("重度残疾人护理补贴", "")


@pytest.mark.parametrize(
    ("login", "shown", "hidden"),
    [
        (
            "partner-disability-341591",
            "肢体残疾",
            ("980.00", "患重病", "860.00", "何小梅", "因残", "政策研判", "3,600.00"),
        ),
        ("partner-medical-341591", "自付医疗支出 3,600.00 元/年", ("980.00", "肢体", "860.00", "何小梅", "政策研判")),
        ("partner-education-341591", "义务教育", ("980.00", "肢体", "患重病", "860.00", "何小梅", "政策研判")),
        ("partner-finance-341591", "860.00 元/月", ("980.00", "肢体", "患重病", "何小梅", "政策研判", "5678", "收入")),
    ],
)
def test_a_partner_reads_the_members_and_what_it_verifies(
    story: Story, signed_in: SignedIn, login: str, shown: str, hidden: tuple[str, ...]
) -> None:
    client = signed_in(login)
    client.post(_url(story, "open/"), {"reason": "数据核对", "detail": ""})
    page = _text(client.get(_url(story)))
    assert "何长根" in page and shown in page
    for word in hidden:
        assert word not in page.replace("重度残疾人护理补贴", ""), word


def test_no_post_finds_a_whole_number_on_the_page(story: Story, signed_in: SignedIn, world: World) -> None:
    people = Person.objects.filter(pk__in=[one.pk for one in story.people.values()])
    secrets = [ACCOUNT, "13805641234", "34000000000042", *(one.citizen_id for one in people if one.citizen_id)]
    for login in world.officers:
        if "34159200" in login or not POSTS[login.removesuffix("-second").rsplit("-", 1)[0].replace("-", "_")].may(
            "see_register"
        ):
            continue
        client = signed_in(login)
        client.post(_url(story, "open/"), {"reason": "来访", "detail": ""})
        page = client.get(_url(story)).content.decode()
        assert not [secret for secret in secrets if secret in page], login


def test_a_number_is_shown_whole_for_the_reason_it_was_opened_for(story: Story, signed_in: SignedIn) -> None:
    client, head = signed_in(TOWN), Person.objects.get(name="何长根")
    address = _url(story, f"reveal/id/{head.pk}/")
    assert address in _text(client.get(_url(story)))
    asked = _text(client.post(address))
    assert head.citizen_id not in asked and "查看原因" in asked
    _open(client, story)
    answer = client.post(address)
    assert head.citizen_id in _text(answer) and 'data-hide-after="60"' in _text(answer)
    assert "no-store" in answer["Cache-Control"]
    line = AccessEntry.objects.get(kind="view")
    assert (line.facts, line.person_id, line.reason) == (["citizen_id"], head.pk, "来访：2026-7")
    assert client.get(address).status_code == 405


def test_the_finance_post_says_why_for_each_account(story: Story, signed_in: SignedIn) -> None:
    client, account = signed_in("county-finance-341591"), story.people["何长根"].accounts.get()
    address = _url(story, f"reveal/account/{account.pk}/")
    assert ACCOUNT not in _text(client.post(address))
    assert "请选择查看原因" in _text(client.post(address, {"reason": ""}))
    assert ACCOUNT in _text(client.post(address, {"reason": "数据核对", "detail": "退票"}))
    assert AccessEntry.objects.get(kind="view").reason == "数据核对：退票"
    head = story.people["何长根"].pk
    assert client.post(_url(story, f"reveal/id/{head}/")).status_code == 403


def test_a_past_day_says_so_and_takes_no_writing(story: Story, signed_in: SignedIn) -> None:
    client = signed_in(TOWN)
    _open(client, story)
    page = _text(client.get(_url(story), {"on": "2024-05-01"}))
    assert "这是 2024-05-01 的情况" in page and "东圩组7号" in page and "何德福户" in page
    assert "/correct/" not in page and "facts/new/" not in page and "papers/new/" not in page and "reveal/" not in page
    assert "按当时所知" in page and "known=then" in page
    then = _text(client.get(_url(story), {"on": "2024-05-01", "known": "then"}))
    assert "之后的更正不算在内" in then and "980.00" not in then
    # Not everything on it is of that day, and the page says which is not.
    assert all("近亲属备案按今天的登记显示；那天之后撤回的材料不再列出" in one for one in (page, then))


@pytest.mark.parametrize(
    ("asked", "told"),
    [("2023-12-31", "建档之日"), ("2026-03-03", "建档之日"), ("昨天", "无法识别"), ("2026-02-30", "无法识别")],
)
def test_a_day_that_cannot_be_shown_shows_today_and_says_why(
    story: Story, signed_in: SignedIn, asked: str, told: str
) -> None:
    page = _text(signed_in(TOWN).get(_url(story), {"on": asked}))
    assert told in page and "这是" not in page and "录入情况" in page


def test_the_slider_asks_for_the_file_alone_and_keeps_the_address(story: Story, signed_in: SignedIn) -> None:
    client = signed_in(TOWN)
    page = _text(client.get(_url(story)))
    days = re.search(r'data-days="([^"]*)"', page)
    assert days is not None and {"2024-01-08", "2024-09-01", "2025-06-03", "2026-03-02"} <= set(
        days.group(1).split(",")
    )
    headers = {"HX-Request": "true", "HX-Target": "household-file"}
    answer = client.get(_url(story), {"on": "2024-05-01"}, headers=headers)
    assert "<html" not in _text(answer) and "这是 2024-05-01" in _text(answer)
    assert answer["HX-Push-Url"] == f"{_url(story)}?on=2024-05-01"


def test_what_is_missing_leads_to_the_form_that_takes_it(story: Story, signed_in: SignedIn) -> None:
    client = signed_in(TOWN)
    _open(client, story)
    wage = story.facts["household_income", ""]
    client.post(_url(story, f"facts/{wage}/withdraw/"), _typed(story, reason="重新核实"))
    todo = _section(_text(client.get(_url(story))), "todo")
    assert "家庭收入" in todo and "收入证明" in todo
    address = f"{_url(story, 'facts/new/')}?topic=household_income"
    assert f'href="{address}"' in todo
    client.post(address, _typed(story, kind="none"))
    assert "家庭收入" not in _section(_text(client.get(_url(story))), "todo")


def test_an_income_is_corrected_and_the_answer_changes(story: Story, signed_in: SignedIn) -> None:
    client = signed_in(TOWN)
    address = _url(story, f"facts/{story.facts['income', '何长根']}/correct/")
    assert client.get(address)["Location"].startswith(_url(story, "open/"))
    _open(client, story)
    form = _text(client.get(address))
    assert "工资性收入 980.00 元/月" in form and 'value="980"' in form
    typed = _typed(story, kind="wage", amount="９，９００元", per="month", since="2024-01-08", reason="银行流水")
    answer = client.post(address, typed)
    assert answer.status_code == 302
    page = _text(client.get(answer["Location"]))
    assert "已保存：收入" in page and "研判结果有变化" in page
    assert "最低生活保障：符合" in page and "→ 不符合" in page
    history = _section(page, "history")
    assert "原为工资性收入 980.00 元/月，改为工资性收入 9,900.00 元/月" in history and "银行流水" in history
    assert Evidence.objects.get(pk=story.facts["income", "何长根"]).superseded_reason == "银行流水"


def test_what_was_typed_on_an_older_state_is_kept_with_who_changed_it(story: Story, signed_in: SignedIn) -> None:
    client = signed_in(TOWN)
    address = f"{_url(story, 'facts/new/')}?topic=veteran&person={story.people['何长根'].pk}"
    typed = _typed(story, value="yes", vouched_by="退役军人服务站")
    other = f"{_url(story, 'facts/new/')}?topic=labour&person={story.people['何安'].pk}"
    assert signed_in("township-surveyor-341591001").post(other, _typed(story, value="none")).status_code == 302
    page = _text(client.post(address, typed))
    assert "已被他人修改" in page and "乡镇调查岗甲" in page and "退役军人服务站" in page
    assert not Evidence.objects.filter(topic="veteran").exists()
    story.household.refresh_from_db()
    assert f'name="version" value="{story.household.version}"' in page
    assert client.post(address, typed | {"version": story.household.version}).status_code == 302
    assert Evidence.objects.filter(topic="veteran").exists()


def test_a_form_without_its_version_is_not_saved(story: Story, signed_in: SignedIn) -> None:
    address = f"{_url(story, 'facts/new/')}?topic=homes"
    page = _text(signed_in(TOWN).post(address, {"value": "2", "since": "2026-03-01", "source": "survey"}))
    assert "已被他人修改" in page


def test_what_is_entered_wrongly_stays_in_the_form_with_what_is_wrong(story: Story, signed_in: SignedIn) -> None:
    address = f"{_url(story, 'facts/new/')}?topic=income&person={story.people['何安'].pk}"
    typed = _typed(
        story, kind="wage", amount="很多", per="month", since="2026-03-09", vouched_by="村委会", replaces="beside"
    )
    page = _text(signed_in(TOWN).post(address, typed))
    assert "金额应为数字" in page and 'value="很多"' in page and 'value="村委会"' in page
    page = _text(signed_in(TOWN).post(address, typed | {"amount": "30"}))
    assert "晚于今天" in page and 'value="2026-03-09"' in page


def test_what_to_enter_is_chosen_first_and_has_to_fit(story: Story, signed_in: SignedIn) -> None:
    client, address = signed_in(TOWN), _url(story, "facts/new/")
    page = _text(client.get(address))
    assert "何悦（孙子女、外孙子女）" in page and "何小梅（何长根的子女）" in page and "金融资产" in page
    head, kin = story.people["何长根"].pk, story.people["何小梅"].pk
    for query, told in (
        ({"topic": "income"}, "请选择是谁的"),
        ({"topic": "homes", "person": head}, "请选“全家的”"),
        ({"topic": "obligor_income", "person": head}, "请选择户外亲属"),
        ({"topic": "salary"}, "录入"),
        ({"topic": "income", "person": 999_999}, "不是本户成员"),
    ):
        assert told in _text(client.get(address, query)), query
    assert "录入义务人月收入" in _text(client.get(address, {"topic": "obligor_income", "person": kin}))


def test_a_partner_is_offered_only_what_it_verifies(story: Story, signed_in: SignedIn) -> None:
    client, address = signed_in("partner-education-341591"), _url(story, "facts/new/")
    page = _text(client.get(address))
    assert ">就读情况<" in page and ">收入<" not in page and "何小梅" not in page
    child = story.people["何悦"].pk
    assert "不录入这类情况" in _text(client.get(address, {"topic": "income", "person": child}))
    assert client.post(f"{address}?topic=school&person={child}", _typed(story, value="none")).status_code == 302
    wage = story.facts["income", "何长根"]
    assert client.get(_url(story, f"facts/{wage}/correct/")).status_code == 404


def test_a_fact_is_ended_and_withdrawn_with_a_reason(story: Story, signed_in: SignedIn) -> None:
    client = signed_in(TOWN)
    labour = story.facts["labour", "何长根"]
    assert "完全" not in _text(client.get(_url(story, f"facts/{labour}/end/")))
    client.post(_url(story, f"facts/{labour}/end/"), _typed(story, until="2026-03-01"))
    ended = Evidence.objects.get(topic="labour", person=story.people["何长根"].pk, superseded_at__isnull=True)
    assert ended.until is not None
    page = _text(client.post(_url(story, f"facts/{ended.pk}/withdraw/"), _typed(story, reason="")))
    assert "请写明原因" in page
    client.post(_url(story, f"facts/{ended.pk}/withdraw/"), _typed(story, reason="录错了人"))
    assert "录错了人" in _section(_text(client.get(_url(story))), "history")
    assert "已被更正或撤销" in _text(
        client.post(_url(story, f"facts/{ended.pk}/withdraw/"), _typed(story, reason="再"))
    )


def test_a_fact_of_another_household_is_not_reached_through_this_one(
    story: Story, signed_in: SignedIn, world: World
) -> None:
    from world import couple_and_child

    other = couple_and_child(world.desk("township_acceptance"), sequence=701, surname="陶")
    wage = story.facts["income", "何长根"]
    assert signed_in(TOWN).get(f"/households/{other.pk}/facts/{wage}/correct/").status_code == 404
    paper = Document.objects.get()
    assert signed_in(TOWN).get(f"/households/{other.pk}/papers/{paper.pk}/").status_code == 404


def _file(name: str = "收入证明.jpg", form: str = "JPEG", **save: Any) -> io.BytesIO:
    into = io.BytesIO()
    Image.new("RGB", (640, 480), (200, 180, 160)).save(into, form, **save)
    into.name, _ = name, into.seek(0)
    return into


def test_papers_are_cleaned_kept_shown_and_withdrawn(story: Story, signed_in: SignedIn) -> None:
    client = signed_in(TOWN)
    exif = Image.Exif()
    exif[0x010E] = "拍摄地点机密"
    typed = {
        "kind": "income_proof",
        "title": "二月工资条",
        "dated_on": "2026-02-28",
        "person": story.people["何长根"].pk,
    }
    files = [_file(exif=exif), _file("扫描.png", "PNG")]
    assert client.post(_url(story, "papers/new/"), {**typed, "files": files}).status_code == 302
    papers = list(Document.objects.filter(title="二月工资条").order_by("pk"))
    assert [one.mime for one in papers] == ["image/jpeg", "image/png"]
    page = _text(client.get(_url(story)))
    assert "收入证明" in page and "二月工资条" not in page and "thumbnail/" not in page
    address = _url(story, f"papers/{papers[0].pk}/")
    assert client.get(address)["Location"].startswith(_url(story, "open/"))
    assert client.get(f"{address}thumbnail/").status_code == 404
    _open(client, story)
    assert f"{address}thumbnail/" in _text(client.get(_url(story)))
    shown, small = client.get(address), client.get(f"{address}thumbnail/")
    looks = AccessEntry.objects.filter(kind="view", facts=[f"thumbnail:{papers[0].pk}"])
    assert looks.get().reason == AccessEntry.objects.get(facts=[f"document:{papers[0].pk}"]).reason
    assert "拍摄地点机密".encode() not in shown.content and Image.open(io.BytesIO(shown.content)).size == (640, 480)
    assert max(Image.open(io.BytesIO(small.content)).size) <= 240
    for answer in (shown, small):
        assert answer["X-Content-Type-Options"] == "nosniff" and answer["Cache-Control"] == "no-store"
        assert answer["Content-Security-Policy"].startswith("sandbox") and answer["Content-Disposition"].startswith(
            "inline"
        )
    assert "何长根" not in shown["Content-Disposition"]
    looked = AccessEntry.objects.get(facts=[f"document:{papers[0].pk}"])
    assert (looked.kind, looked.reason, looked.person_id) == ("view", "来访：2026-7", story.people["何长根"].pk)
    assert client.post(f"{address}withdraw/", {"reason": "重复"}).status_code == 302
    assert client.get(address).status_code == 404


def test_a_pdf_is_saved_and_never_shown_in_the_site(story: Story, signed_in: SignedIn, world: World) -> None:
    from dataclasses import replace

    from doudi.records.evidence.documents import file_documents

    draft = replace(a_paper("core_report"), data=b"%PDF-1.7 ...", mime="application/pdf")
    (paper,) = file_documents(by=world.desk("township_acceptance"), household=story.household.pk, drafts=[draft])
    client = signed_in(TOWN)
    _open(client, story)
    answer = client.get(_url(story, f"papers/{paper.pk}/"))
    assert answer["Content-Disposition"] == f'attachment; filename="{story.household.number}-{paper.pk}.pdf"'


def test_of_several_papers_one_that_is_refused_keeps_all_out(story: Story, signed_in: SignedIn) -> None:
    script = io.BytesIO(b"#!/bin/sh\necho hi\n")
    script.name = "工资条.jpg"
    typed = {"kind": "income_proof", "title": "写好的名称", "files": [_file(), script]}
    page = _text(signed_in(TOWN).post(_url(story, "papers/new/"), typed))
    assert "工资条.jpg：文件是可执行程序" in page and 'value="写好的名称"' in page
    assert Document.objects.count() == 1
    page = _text(signed_in(TOWN).post(_url(story, "papers/new/"), {"kind": "income_proof"}))
    assert "请选择文件" in page


def test_files_that_are_too_large_together_are_not_taken(story: Story, signed_in: SignedIn) -> None:
    large = io.BytesIO(b"\xff\xd8\xff" + bytes(20 * 2**20))
    large.name = "扫描.jpg"
    page = _text(signed_in(TOWN).post(_url(story, "papers/new/"), {"kind": "income_proof", "files": [large]}))
    assert "文件合计超过 20 MB" in page and Document.objects.count() == 1


def test_a_partner_reads_only_the_papers_behind_what_it_verifies(story: Story, signed_in: SignedIn) -> None:
    client, paper = signed_in("partner-medical-341591"), Document.objects.get()
    client.post(_url(story, "open/"), {"reason": "数据核对", "detail": ""})
    assert client.get(_url(story, f"papers/{paper.pk}/")).status_code == 404
    client = signed_in("partner-disability-341591")
    client.post(_url(story, "open/"), {"reason": "数据核对", "detail": ""})
    assert client.get(_url(story, f"papers/{paper.pk}/")).status_code == 200
    assert signed_in("county-finance-341591").get(_url(story, f"papers/{paper.pk}/")).status_code == 404


def test_a_lost_paper_says_what_to_do(story: Story, world: World, signed_in: SignedIn) -> None:
    from doudi.records.sealing.files import forget

    # A picture that is no other test's: files of one content are one file, and all tests keep theirs in one folder.
    picture = io.BytesIO()
    Image.new("RGB", (30, 20), (1, 2, 3)).save(picture, "PNG")
    draft = replace(a_paper("income_proof"), data=picture.getvalue())
    client = signed_in(TOWN)
    (paper,) = file_documents(by=world.desk("township_acceptance"), household=story.household.pk, drafts=[draft])
    _open(client, story)
    forget(paper.digest)
    answer = client.get(_url(story, f"papers/{paper.pk}/"), follow=True)
    assert "从备份恢复" in _text(answer)


def test_the_whole_file_is_printed_for_a_reason(story: Story, signed_in: SignedIn) -> None:
    client = signed_in(TOWN)
    assert "含敏感信息" in _text(client.get(_url(story, "file/")))
    assert "请选择查看原因" in _text(client.post(_url(story, "file/"), {"reason": ""}))
    answer = client.post(_url(story, "file/"), {"reason": "定期核查", "detail": "三月"})
    assert answer["Content-Type"] == "application/pdf" and answer["Cache-Control"] == "no-store"
    assert answer["Content-Disposition"] == f'attachment; filename="{story.household.number}.pdf"'
    words = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    words = re.sub(r"\s", "", words)
    for told in ("何长根", "许桂英", "3415**************", "工资性收入", "980.00", "最低生活保障", "建档", "何小梅"):
        assert told in words, told
    assert ACCOUNT not in words and not any(one.citizen_id in words for one in Person.objects.all() if one.citizen_id)
    line = AccessEntry.objects.get(kind="print")
    assert line.reason == "定期核查：三月" and "income" in line.facts and line.household_id == story.household.pk


@pytest.mark.parametrize("login", ["county-finance-341591", "partner-medical-341591", "administrator-341591"])
def test_who_may_not_print_is_refused(story: Story, signed_in: SignedIn, login: str) -> None:
    assert signed_in(login).get(_url(story, "file/")).status_code == 403


def test_the_page_reads_in_english_too(story: Story, signed_in: SignedIn, world: World) -> None:
    world.officers[TOWN].language = "en"
    world.officers[TOWN].save()
    client = signed_in(TOWN)
    _open(client, story)
    page = _text(client.get(_url(story)))
    assert "Owed:" in page and "wages" in page and "[eligible]" not in page


def test_marks_name_what_stands_out(story: Story, signed_in: SignedIn) -> None:
    Person.objects.filter(name="何长根").update(id_unverified=True)
    Person.objects.filter(name="许桂英").update(died_on="2026-03-01")
    page = _text(signed_in(TOWN).get(_url(story)))
    assert "何长根：证件号未核实" in page and "何悦：临时编号" in page and "向已死亡或已离户人员发放" in page


def test_the_view_of_an_opened_page_is_logged_once_each_time(story: Story, signed_in: SignedIn) -> None:
    client = signed_in(TOWN)
    _open(client, story)
    for count in (1, 2):
        client.get(_url(story))
        assert AccessEntry.objects.filter(kind="view").count() == count


def test_the_page_takes_a_constant_number_of_queries(story: Story, signed_in: SignedIn, world: World) -> None:
    client = signed_in(TOWN)
    _open(client, story)
    client.get(_url(story))
    counted = []
    for extra in (0, 8):
        for _ in range(extra):
            _more(story, world)
        with CaptureQueriesContext(connection) as queries:
            _text(client.get(_url(story)))
        counted.append(len(queries))
    assert counted[0] == counted[1] <= 32


def _more(story: Story, world: World) -> None:
    """Another fact, another correction, another paper."""
    from doudi.records.evidence.actions import FactDraft, record_fact
    from doudi.records.evidence.documents import file_documents
    from world import DAY

    by = world.desk("township_acceptance")
    for name in ("何长根", "许桂英", "何安"):
        value = {"kind": "transfer", "amount": "10", "per": "year"}
        draft = FactDraft("income", value, DAY, "survey")
        record_fact(by=by, household=story.household.pk, person=story.people[name].pk, draft=draft)
    file_documents(by=by, household=story.household.pk, drafts=[a_paper("photographs")])


def test_a_closed_household_leads_to_the_day_before(story: Story, signed_in: SignedIn) -> None:
    Household.objects.filter(pk=story.household.pk).update(closed_on="2026-02-10", closed_reason="整户外迁")
    story.household.memberships.filter(until__isnull=True).update(until="2026-02-10", ended="other")
    page = _text(signed_in(TOWN).get(_url(story)))
    assert "已于2026-02-10销户" in page and "?on=2026-02-09" in page and "没有人" in page
