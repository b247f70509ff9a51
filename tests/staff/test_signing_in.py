"""Signing in: passwords, lock-out that cannot lock the right officer out, codes, sessions and their ends."""

import re
import runpy
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_otp.oath import TOTP

from doudi.interfaces.site import settings as module
from doudi.interfaces.site.devices import COOKIE, MOST_FAILURES
from doudi.records.accounts import second_step
from doudi.records.accounts.actions import appoint, engage_officer
from doudi.records.accounts.desk import spans_of, system_desk
from doudi.records.accounts.models import Officer
from doudi.records.registry.listing import paid_in_vain
from doudi.records.trail.models import AuditEntry
from support.clock import Clock
from world import BEGAN, DAY, OTHER_TOWN, PASSWORD, TOWN, World, couple_and_child

LOGIN = f"township-acceptance-{TOWN}"
NEW_PASSWORD = "willow-bridge-917"
OFFICE, ELSEWHERE = "10.1.0.7", "10.9.0.3"
pytestmark = pytest.mark.usefixtures("clock", "world")


def try_password(client: Client, login: str = LOGIN, password: str = PASSWORD, *, at: str = OFFICE, **more: str):
    return client.post("/sign-in/", {"login": login, "password": password, **more}, REMOTE_ADDR=at)


def text_of(response) -> str:
    """What a page says, without what differs at every request."""
    return re.sub(r'(value|hx-headers)=(".*?"|\'.*?\')|<code>.*?</code>', "", response.content.decode())


def is_signed_in(client: Client) -> bool:
    return client.get("/").status_code == 200


def set_up_codes(client: Client, clock: Clock, password: str = PASSWORD) -> list[str]:
    """Switch the second step on; the recovery codes shown."""
    client.post("/account/codes/begin/", {"password": password})
    page = client.post("/account/codes/confirm/", {"code": code_now(clock)})
    return re.findall(r"<li>(r\w{3}-\w{4})</li>", page.content.decode())


def code_now(clock: Clock, login: str = LOGIN) -> str:
    officer = Officer.objects.get(login=login)
    device = second_step.begun_device(officer) or officer.totpdevice_set.get()
    totp = TOTP(second_step.secret_of(device))
    totp.time = clock.moment.timestamp()
    return f"{totp.token():06d}"


# Passwords.


def test_right_password_leads_home_and_the_trail_says_so() -> None:
    client = Client()
    response = try_password(client)
    assert (response.status_code, response.url) == (302, "/")
    assert "乡镇受理岗甲" in client.get("/").content.decode()
    entry = AuditEntry.objects.filter(table_name="accounts_officer", reason="登录").get()
    assert entry.actor == "乡镇受理岗甲"


def test_login_is_taken_in_capitals_and_with_blanks() -> None:
    client = Client()
    try_password(client, f" {LOGIN.upper()} ")
    assert is_signed_in(client)


def test_wrong_password_is_told_and_signs_nobody_in() -> None:
    client = Client()
    response = try_password(client, password="not-the-password")
    assert response.status_code == 422
    assert "登录名或密码不正确" in response.content.decode()
    assert not is_signed_in(client)


def test_unknown_login_gets_the_same_answer_after_the_same_work(monkeypatch: pytest.MonkeyPatch) -> None:
    worked: list[int] = []
    plain = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *given, **more: worked.append(1) or plain(*given, **more))
    known = try_password(Client(), password="not-the-password")
    for_known = len(worked)
    unknown = try_password(Client(), "nobody-here", "not-the-password")
    assert text_of(unknown).replace("nobody-here", LOGIN) == text_of(known)
    assert unknown.status_code == known.status_code
    assert len(worked) == 2 * for_known


def test_closed_account_gets_the_same_answer() -> None:
    known = try_password(Client(), password="not-the-password")
    Officer.objects.filter(login=LOGIN).update(is_active=False)
    assert text_of(try_password(Client())) == text_of(known)


@pytest.mark.parametrize("wanted", ["/account/", "/?on=2024-01-01"])
def test_after_signing_in_one_is_led_to_the_page_asked_for(wanted: str) -> None:
    asked = Client().get("/account/")
    assert asked.url == "/sign-in/?next=/account/"
    assert try_password(Client(), next=wanted).url == wanted


@pytest.mark.parametrize("wanted", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", "x"])
def test_nobody_is_led_to_another_site(wanted: str) -> None:
    assert try_password(Client(), next=wanted).url == "/"


def test_session_number_changes_at_signing_in() -> None:
    client = Client()
    client.get("/sign-in/")
    session = client.session
    session["planted"] = 1
    session.save()
    client.cookies["doudi"] = planted = session.session_key
    try_password(client)
    assert client.cookies["doudi"].value != planted


def test_form_from_elsewhere_is_refused_with_a_page_that_says_what_to_do() -> None:
    response = Client(enforce_csrf_checks=True).post("/sign-in/", {"login": LOGIN, "password": PASSWORD})
    assert response.status_code == 403
    assert "页面开得太久了" in response.content.decode()


# Lock-out.


def test_five_failures_lock_the_address_and_say_how_long() -> None:
    for _ in range(4):
        assert try_password(Client(), password="wrong").status_code == 422
    locked = try_password(Client(), password="wrong")
    assert locked.status_code == 429
    assert "请等 30 分钟" in locked.content.decode()
    assert locked["Retry-After"] == "1800"
    assert try_password(Client()).status_code == 429


def test_lock_ends_after_half_an_hour(clock: Clock) -> None:
    for _ in range(5):
        try_password(Client(), password="wrong")
    clock.pass_by(minutes=31)
    assert try_password(Client()).status_code == 302


def test_lock_does_not_reach_another_address_or_another_officer() -> None:
    for _ in range(5):
        try_password(Client(), password="wrong")
    assert try_password(Client(), at=ELSEWHERE).status_code == 302
    assert try_password(Client(), "county-reviewer-341591").status_code == 302


def test_known_device_gets_in_where_its_address_is_locked() -> None:
    own = Client()
    try_password(own)
    own.post("/sign-out/")
    for _ in range(6):
        try_password(Client(), password="wrong")
    assert try_password(Client()).status_code == 429
    assert try_password(own).status_code == 302


def test_known_device_of_one_officer_is_not_known_for_another() -> None:
    colleague = Client()
    try_password(colleague, "county-reviewer-341591")
    colleague.post("/sign-out/")
    for _ in range(5):
        try_password(colleague, password="wrong")
    assert try_password(colleague).status_code == 429


def test_shared_computer_is_known_for_each_of_its_officers() -> None:
    shared = Client()
    for login in (LOGIN, "county-reviewer-341591"):
        try_password(shared, login)
        shared.post("/sign-out/")
    for _ in range(5):
        try_password(Client(), password="wrong")
    assert try_password(shared).status_code == 302


def test_guessing_from_many_addresses_has_to_wait_and_the_own_browser_has_not(clock: Clock) -> None:
    own = Client()
    try_password(own)
    own.post("/sign-out/")
    for number in range(10):
        assert try_password(Client(), password="wrong", at=f"10.2.0.{number}").status_code == 422
    page = try_password(Client(), at=ELSEWHERE)
    assert page.status_code == 422 and "请等 1 秒再试" in text_of(page)
    assert try_password(own).status_code == 302
    for number in range(12):
        clock.pass_by(seconds=61)
        assert "不正确" in text_of(try_password(Client(), "nobody", "wrong", at=f"10.3.0.{number}"))
    assert "请等 4 秒再试" in text_of(try_password(Client(), "nobody", "wrong", at="10.3.0.99"))
    clock.pass_by(seconds=4)
    assert try_password(Client(), at=ELSEWHERE).status_code == 302


def test_behind_a_proxy_the_address_is_the_one_the_proxy_heard_from(settings) -> None:
    settings.TRUSTED_PROXIES = ["127.0.0.1"]
    proxied = {"REMOTE_ADDR": "127.0.0.1"}
    told = {"login": LOGIN, "password": "wrong"}
    for _ in range(5):
        # What stands first the guesser said, and may say otherwise each time.
        forged = f"10.4.0.{_}, {ELSEWHERE}"
        response = Client().post("/sign-in/", told, headers={"x-forwarded-for": forged}, **proxied)
    assert response.status_code == 429
    right = {"login": LOGIN, "password": PASSWORD}
    assert Client().post("/sign-in/", right, headers={"x-forwarded-for": ELSEWHERE}, **proxied).status_code == 429
    assert Client().post("/sign-in/", right, headers={"x-forwarded-for": OFFICE}, **proxied).status_code == 302


def test_nobody_but_the_proxy_says_where_a_call_comes_from() -> None:
    for number in range(5):
        response = Client().post(
            "/sign-in/", {"login": LOGIN, "password": "wrong"}, headers={"x-forwarded-for": f"10.4.0.{number}"},
            REMOTE_ADDR=ELSEWHERE,
        )  # fmt: skip
    assert response.status_code == 429


def test_behind_tls_browsers_are_told_to_stay_with_it(settings) -> None:
    settings.SECURE_HSTS_SECONDS = 31_536_000
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    response = Client().get("/sign-in/", headers={"x-forwarded-proto": "https"})
    assert "max-age=31536000" in response.headers["Strict-Transport-Security"]


def test_the_settings_behind_a_proxy_follow_from_two_words(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DOUDI_TLS", "DOUDI_TRUSTED_PROXY"):
        monkeypatch.delenv(name, raising=False)
    plain = runpy.run_path(module.__file__)
    assert plain["TRUSTED_PROXIES"] == [] and plain["SECURE_PROXY_SSL_HEADER"] is None
    monkeypatch.setenv("DOUDI_TLS", "1")
    secure = runpy.run_path(module.__file__)
    assert secure["TRUSTED_PROXIES"] == ["127.0.0.1", "::1"] and secure["SECURE_HSTS_SECONDS"] == 31_536_000
    assert secure["SECURE_PROXY_SSL_HEADER"] == ("HTTP_X_FORWARDED_PROTO", "https")
    monkeypatch.setenv("DOUDI_TRUSTED_PROXY", "10.0.0.1, 10.0.0.2,")
    assert runpy.run_path(module.__file__)["TRUSTED_PROXIES"] == ["10.0.0.1", "10.0.0.2"]


@pytest.mark.parametrize(
    ("page", "field"),
    [("/account/password/", "current"), ("/account/codes/begin/", "password"), ("/account/codes/end/", "password")],
)
def test_asked_again_a_wrong_password_has_to_wait_longer_each_time(clock: Clock, page: str, field: str) -> None:
    client = Client()
    try_password(client)
    told = {"current": "wrong", "password": "wrong" if field == "password" else NEW_PASSWORD, "again": NEW_PASSWORD}
    for _ in range(5):
        assert "不正确" in text_of(client.post(page, told))
    right = {**told, field: PASSWORD}
    assert "密码已多次输错" in text_of(client.post(page, right))
    clock.pass_by(seconds=2)
    assert client.post(page, right).status_code == 302


def test_known_device_is_good_for_twenty_guesses_and_no_more(clock: Clock) -> None:
    stolen = Client()
    try_password(stolen)
    stolen.post("/sign-out/")
    for _ in range(MOST_FAILURES + 4):
        assert try_password(stolen, password="wrong").status_code == 422
    assert try_password(stolen, password="wrong").status_code == 429
    assert try_password(stolen).status_code == 429
    clock.pass_by(minutes=31)
    assert try_password(stolen).status_code == 302


def test_forged_device_cookie_opens_nothing() -> None:
    own = Client()
    try_password(own)
    forged = Client()
    forged.cookies[COOKIE] = own.cookies[COOKIE].value[:-2] + "xx"
    for _ in range(5):
        try_password(forged, password="wrong")
    assert try_password(forged).status_code == 429


def test_no_password_lies_in_the_record_of_failures() -> None:
    try_password(Client(), password="mistyped-secret-31")
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(a)::text FROM axes_accessattempt a")
        assert "mistyped-secret-31" not in "".join(row[0] for row in cursor.fetchall())


# Codes.


def test_second_step_is_asked_once_it_is_confirmed(clock: Clock) -> None:
    client = Client()
    try_password(client)
    assert len(set_up_codes(client, clock)) == 10
    assert is_signed_in(client)
    clock.pass_by(minutes=1)
    other = Client()
    assert try_password(other, next="/account/").url == "/sign-in/code/"
    assert not is_signed_in(other)
    assert other.post("/sign-in/code/", {"code": code_now(clock)}).url == "/account/"
    assert is_signed_in(other)


def test_unconfirmed_device_is_not_asked_for() -> None:
    client = Client()
    try_password(client)
    client.post("/account/codes/begin/", {"password": PASSWORD})
    page = client.get("/account/codes/confirm/").content.decode()
    assert 'src="data:image/svg+xml' in page
    assert try_password(Client()).url == "/"


def test_second_step_is_not_begun_without_the_password() -> None:
    client = Client()
    try_password(client)
    assert client.post("/account/codes/begin/", {"password": "wrong"}).status_code == 422
    assert client.get("/account/codes/confirm/").url == "/account/"


def test_code_is_good_once(clock: Clock) -> None:
    client = Client()
    try_password(client)
    set_up_codes(client, clock)
    clock.pass_by(minutes=1)
    code = code_now(clock)
    for expected in (302, 422):
        browser = Client()
        try_password(browser)
        assert browser.post("/sign-in/code/", {"code": code}).status_code == expected


def test_wrong_code_has_to_wait_and_full_width_digits_are_read(clock: Clock) -> None:
    client = Client()
    try_password(client)
    set_up_codes(client, clock)
    clock.pass_by(minutes=1)
    browser = Client()
    try_password(browser)
    assert "验证码不正确" in browser.post("/sign-in/code/", {"code": "000000"}).content.decode()
    assert "请等 1 秒" in browser.post("/sign-in/code/", {"code": code_now(clock)}).content.decode()
    clock.pass_by(seconds=1)
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in code_now(clock))
    assert browser.post("/sign-in/code/", {"code": wide}).status_code == 302


def test_guessing_codes_waits_a_quarter_of_an_hour_at_most(clock: Clock) -> None:
    client = Client()
    try_password(client)
    set_up_codes(client, clock)
    officer = Officer.objects.get(login=LOGIN)
    for _ in range(15):
        clock.pass_by(minutes=15)
        assert not second_step.verify_second_step(officer=officer, code="000000", now=clock.moment)
    clock.pass_by(minutes=15)
    assert second_step.verify_second_step(officer=officer, code=code_now(clock), now=clock.moment)


def test_recovery_code_is_good_once_and_kept_only_as_a_digest(clock: Clock) -> None:
    client = Client()
    try_password(client)
    codes = set_up_codes(client, clock)
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(token, ' ') FROM otp_static_statictoken")
        kept = cursor.fetchone()[0]
    assert not any(code.replace("-", "") in kept for code in codes)
    for expected in (302, 422):
        browser = Client()
        try_password(browser)
        assert browser.post("/sign-in/code/", {"code": codes[3].upper()}).status_code == expected
    assert second_step.recovery_codes_left(Officer.objects.get(login=LOGIN)) == 9


def test_half_way_ends_after_five_minutes_and_with_the_password(clock: Clock) -> None:
    client = Client()
    try_password(client)
    set_up_codes(client, clock)
    clock.pass_by(minutes=1)
    late, changed = Client(), Client()
    try_password(late)
    try_password(changed)
    client.post("/account/password/", {"current": PASSWORD, "password": NEW_PASSWORD, "again": NEW_PASSWORD})
    assert changed.post("/sign-in/code/", {"code": code_now(clock)}).url == "/sign-in/"
    clock.pass_by(minutes=6)
    assert late.post("/sign-in/code/", {"code": code_now(clock)}).url == "/sign-in/"


def test_second_step_ends_with_the_password_only(clock: Clock) -> None:
    client = Client()
    try_password(client)
    set_up_codes(client, clock)
    assert client.post("/account/codes/end/", {"password": "wrong"}).status_code == 422
    assert client.post("/account/codes/end/", {"password": PASSWORD}).url == "/account/"
    assert try_password(Client()).url == "/"
    reasons = AuditEntry.objects.filter(table_name="accounts_officer").values_list("reason", flat=True)
    assert {"启用两步验证", "停用两步验证"} <= set(reasons)


def test_administrator_can_take_a_lost_second_step_off(world: World, clock: Clock) -> None:
    client = Client()
    try_password(client)
    set_up_codes(client, clock)
    officer = Officer.objects.get(login=LOGIN)
    second_step.reset_second_step(by=world.desk("administrator"), officer=officer, reason="手机丢失")
    assert try_password(Client()).url == "/"
    assert AuditEntry.objects.filter(row_id=officer.pk, table_name="accounts_officer", reason="重置两步验证：手机丢失")


# The own account.


def engage(login: str, **options: bool) -> None:
    by = system_desk(DAY, purpose="测试")
    officer = engage_officer(by=by, login=login, name="新来者", password=PASSWORD, **options)
    appoint(by=by, officer=officer, post="township_surveyor", territory=TOWN, since=BEGAN)


def test_password_set_by_somebody_else_has_to_be_changed_first() -> None:
    engage("newcomer")
    client = Client()
    try_password(client, "newcomer")
    assert client.get("/").url == "/account/password/"
    assert "初始密码" in client.get("/account/password/").content.decode()
    given = {"current": PASSWORD, "password": NEW_PASSWORD, "again": NEW_PASSWORD}
    assert client.post("/account/password/", given).url == "/"
    assert is_signed_in(client)
    assert try_password(Client(), "newcomer", NEW_PASSWORD).status_code == 302


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"current": "wrong"}, "当前密码不正确"),
        ({"again": "another-one-551"}, "两次输入的新密码不一样"),
        ({"password": "short-1", "again": "short-1"}, "12"),
        ({"password": "83920175640981", "again": "83920175640981"}, "数字"),
        ({"password": PASSWORD, "again": PASSWORD}, "须与当前密码不同"),
    ],
)
def test_password_that_will_not_do_is_told_why(given: dict[str, str], told: str) -> None:
    client = Client()
    try_password(client)
    page = client.post(
        "/account/password/", {"current": PASSWORD, "password": NEW_PASSWORD, "again": NEW_PASSWORD} | given
    )
    assert page.status_code == 422
    assert told in page.content.decode()


def test_changed_password_ends_the_other_sessions_and_not_this_one() -> None:
    here, there = Client(), Client()
    try_password(here)
    try_password(there)
    here.post("/account/password/", {"current": PASSWORD, "password": NEW_PASSWORD, "again": NEW_PASSWORD})
    assert is_signed_in(here)
    assert not is_signed_in(there)


def test_closed_account_ends_its_sessions_at_the_next_request() -> None:
    client = Client()
    try_password(client)
    Officer.objects.filter(login=LOGIN).update(is_active=False)
    assert not is_signed_in(client)


def test_session_ends_after_half_an_hour_without_a_request(clock: Clock) -> None:
    client = Client()
    try_password(client)
    for _ in range(4):
        clock.pass_by(minutes=29)
        assert is_signed_in(client)
    clock.pass_by(minutes=31)
    assert not is_signed_in(client)
    assert "请重新登录" in client.get("/sign-in/").content.decode()


def test_session_ends_after_eight_hours_however_busy(clock: Clock) -> None:
    client = Client()
    try_password(client)
    for _ in range(24):
        clock.pass_by(minutes=20)
        assert is_signed_in(client)
    clock.pass_by(minutes=1)
    assert not is_signed_in(client)


def test_signing_out_ends_the_session_and_takes_a_form() -> None:
    client = Client()
    try_password(client)
    kept = client.cookies["doudi"].value
    assert client.get("/sign-out/").status_code == 405
    assert client.post("/sign-out/").url == "/sign-in/"
    client.cookies["doudi"] = kept
    assert not is_signed_in(client)


def test_cookies_are_kept_from_scripts_and_other_sites() -> None:
    client = Client()
    client.get("/sign-in/")
    try_password(client)
    client.post("/language/", {"language": "en"})
    for name in ("doudi", COOKIE, "csrftoken", "doudi_language"):
        assert client.cookies[name]["httponly"], name
        assert client.cookies[name]["samesite"] == "Lax", name


# Desks and language.


def test_desk_is_chosen_among_the_own_ones(world: World) -> None:
    officer = world.officers[LOGIN]
    by = system_desk(DAY, purpose="测试")
    second = appoint(by=by, officer=officer, post="township_surveyor", territory=OTHER_TOWN, since=BEGAN)
    client = Client()
    try_password(client)
    assert client.post("/desk/", {"desk": f"{second.pk}:"}).url == "/"
    assert "金山县河西镇" in client.get("/").content.decode()
    foreign = world.desk("county_reviewer").appointment_id
    assert client.post("/desk/", {"desk": f"{foreign}:"}).status_code == 404
    assert "金山县河西镇" in client.get("/").content.decode()


def test_officer_without_a_post_is_told_whom_to_ask() -> None:
    engage_officer(
        by=system_desk(DAY, purpose="测试"), login="idle", name="无岗者", password=PASSWORD, must_change_password=False
    )
    client = Client()
    try_password(client, "idle")
    page = client.get("/").content.decode()
    assert "您今天没有任何岗位" in page
    assert client.get("/account/").status_code == 200


def test_language_is_kept_with_the_officer_and_for_the_sign_in_page() -> None:
    client = Client()
    assert 'lang="zh-Hans"' in client.get("/sign-in/", headers={"accept-language": "en"}).content.decode()
    try_password(client)
    assert client.post("/language/", {"language": "en", "next": "/account/"}).url == "/account/"
    assert '<html lang="en">' in client.get("/account/").content.decode()
    client.post("/sign-out/")
    assert '<html lang="en">' in client.get("/sign-in/").content.decode()
    assert Officer.objects.get(login=LOGIN).language == "en"
    assert client.post("/language/", {"language": "xx"}).status_code == 404


def test_home_page_tells_what_the_territory_holds_and_what_waits(world: World, signed_in) -> None:
    for sequence in (101, 201):
        couple_and_child(world.desk("township_acceptance"), sequence=sequence)
    page = signed_in(LOGIN).get("/").content.decode()
    assert '<p class="count mb-0">2</p>' in page
    assert '<a href="/duplicates/"><strong>3</strong> 对人员可能重复</a>' in page
    assert "对人员可能重复" not in signed_in("auditor-341591").get("/").content.decode()
    assert '<p class="count mb-0">' not in signed_in("administrator-341591").get("/").content.decode()


def test_home_page_tells_of_what_is_paid_to_the_dead(world: World, signed_in: Callable[[str], Client]) -> None:
    from doudi.records.registry.actions.members import record_death
    from doudi.records.registry.actions.payments import BenefitDraft, take_over_benefit

    clerk = world.desk("township_acceptance")
    home = couple_and_child(clerk)
    take_over_benefit(by=clerk, household=home.pk, draft=BenefitDraft("dibao", 60000, DAY.replace(month=1)))
    client = signed_in(LOGIN)
    assert "仍在发" not in text_of(client.get("/"))
    child = home.memberships.get(relation="child").person_id
    record_death(by=clerk, person=child, died_on=DAY)
    assert "仍在发" not in text_of(client.get("/")), "found at most once a minute"
    cache.clear()
    page = text_of(client.get("/"))
    assert "户有人死亡后仍在发" in page and "户有人离户后仍在发" not in page and "/households/?dead_paid=1" in page
    assert home.label in text_of(client.get("/households/?dead_paid=1"))
    assert "仍在发" in text_of(signed_in(f"county-reviewer-{TOWN[:6]}").get("/"))
    assert paid_in_vain(replace(clerk, spans=spans_of([OTHER_TOWN]))) == {"dead_paid": 0, "gone_paid": 0}


def test_home_page_asks_the_database_no_more_for_a_county_than_for_a_village(
    signed_in: Callable[[str], Client],
) -> None:
    counted = []
    for login in ("village-assistant-341591001201", "county-reviewer-341591"):
        client = signed_in(login)
        client.get("/")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get("/")
        counted.append(len(queries))
    assert max(counted) <= 16
