"""What all pages share: headers, navigation, the pages of errors, the pieces of templates, translations, static files."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django import forms
from django.contrib.sessions.exceptions import SessionInterrupted
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.template import engines
from django.test import Client
from django.urls import resolve, reverse

import doudi.interfaces
from doudi.interfaces.site import front_end, navigation, statics, translations, uploads
from doudi.interfaces.site.faults import wrong
from doudi.interfaces.site.jinja import url
from doudi.interfaces.site.route import ANYBODY, SIGNED_IN
from doudi.records.accounts.posts import POSTS
from world import World

INTERFACES = Path(doudi.interfaces.__file__).parent
TEMPLATES = sorted(INTERFACES.glob("*/templates/**/*.html"))
REVIEWER, ADMINISTRATOR = "county-reviewer-341591", "administrator-341591"


def policy_of(response) -> dict[str, str]:
    parts = (one.strip().partition(" ") for one in response["Content-Security-Policy"].split(";"))
    return {name: allowed for name, _, allowed in parts}


def assert_guarded(response) -> None:
    policy = policy_of(response)
    assert policy["default-src"] == policy["object-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
    assert "unsafe" not in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"
    assert re.fullmatch(r"[0-9a-f]{16}", response["X-Request"])


def render(source: str, **context: object) -> str:
    """A template that uses the pieces."""
    pieces = "{% import 'components.html' as c with context %}"
    return engines["jinja2"].from_string(pieces + source).render(context, HttpRequest())


# Headers.


@pytest.mark.parametrize("path", ["/", "/account/", "/sign-out/", "/nowhere/"])
def test_pages_and_refusals_are_guarded_and_kept_nowhere(signed_in: Callable[[str], Client], path: str) -> None:
    response = signed_in(REVIEWER).get(path)
    assert_guarded(response)
    assert response["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_sign_in_page_is_guarded_and_kept_nowhere() -> None:
    response = Client().get("/sign-in/")
    assert_guarded(response)
    assert response["Cache-Control"] == "no-store"


def test_page_of_a_fault_needs_no_database_and_is_guarded(caplog: pytest.LogCaptureFixture) -> None:
    client = Client(raise_request_exception=False)
    client.cookies["doudi"] = "0" * 32
    response = client.get("/account/")
    assert response.status_code == 500
    assert_guarded(response)
    assert response["Cache-Control"] == "no-store"
    page = response.content.decode()
    assert "系统出了问题" in page
    assert response["X-Request"] in page
    assert "Traceback" not in page


def test_request_for_another_host_is_refused_and_guarded() -> None:
    response = Client().get("/", headers={"host": "elsewhere.example"})
    assert response.status_code == 400
    assert_guarded(response)


def test_static_file_is_guarded_and_kept_for_long(settings, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path
    (tmp_path / "doudi.0123456789ab.css").write_text("p {}")
    settings.WHITENOISE_IMMUTABLE_FILE_TEST = r"\.[0-9a-f]{12}\."
    response = Client().get("/static/doudi.0123456789ab.css")
    assert_guarded(response)
    assert "immutable" in response["Cache-Control"]
    assert b"".join(response) == b"p {}"


def test_missing_static_file_is_not_kept_by_browsers(db: None) -> None:
    response = Client().get("/static/nothing.css")
    assert response.status_code == 404
    assert response["Cache-Control"] == "no-store"


# Navigation.


@pytest.mark.parametrize("post", POSTS)
def test_navigation_leads_only_where_the_post_may_go(post: str, world: World, signed_in) -> None:
    desk = world.desk(post)
    login = next(login for login, officer in world.officers.items() if officer.pk == desk.officer_id)
    page = signed_in(login).get("/").content.decode()
    bar = page[page.index("main-bar") : page.index("</nav>")]
    ways = re.findall(r'href="([^"]+)"', bar)
    assert ways[0] == "/"
    for way in ways:
        rule = resolve(way).func.rule
        assert SIGNED_IN in rule or any(desk.may(duty) for duty in rule), way


def test_administrator_is_led_to_officers_and_not_to_households(signed_in) -> None:
    page = signed_in(ADMINISTRATOR).get("/").content.decode()
    assert "/officers/" in page
    assert "/households/" not in page


def test_ways_are_those_that_exist(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(navigation, "ITEMS", (("no-such-page", "没有"),))
    assert navigation.navigation(HttpRequest()) == []


@pytest.mark.django_db
def test_visitor_sees_no_navigation_and_no_search() -> None:
    page = Client().get("/sign-in/").content.decode()
    assert "main-bar" not in page
    assert "data-search" not in page


def test_every_way_out_is_a_form(signed_in) -> None:
    page = signed_in(REVIEWER).get("/").content.decode()
    for path in ("/sign-out/", "/desk/", "/language/"):
        assert f'method="post" action="{path}"' in page
        assert f'href="{path}"' not in page
        assert ANYBODY in resolve(path).func.rule or SIGNED_IN in resolve(path).func.rule


def test_page_names_its_request_and_lets_the_keyboard_skip(signed_in) -> None:
    response = signed_in(REVIEWER).get("/")
    page = response.content.decode()
    assert f"<code>{response['X-Request']}</code>" in page
    assert page.index('class="skip-link" href="#content"') < page.index("<header")
    assert '<main id="content" tabindex="-1">' in page


# Pieces.


class Asked(forms.Form):
    """A control of every kind."""

    name = forms.CharField(label="姓名", help_text="与身份证一致")
    born_on = forms.DateField(label="出生日期")
    sex = forms.ChoiceField(label="性别", choices=[("1", "男"), ("2", "女")], widget=forms.RadioSelect)
    area = forms.ChoiceField(label="城乡", choices=[("urban", "城镇")])
    agreed = forms.BooleanField(label="已告知")
    token = forms.CharField(widget=forms.HiddenInput)


def test_control_is_tied_to_its_label_its_help_and_its_fault() -> None:
    page = render("{{ c.field(form.name) }}", form=Asked({}))
    assert '<label class="form-label required" for="id_name">姓名</label>' in page
    assert 'aria-describedby="id_name_helptext id_name_error"' in page
    assert 'id="id_name_helptext">与身份证一致' in page
    assert 'id="id_name_error"' in page
    assert "is-invalid" in page
    assert 'aria-invalid="true"' in page


def test_day_is_picked_and_given_in_iso_form() -> None:
    page = render("{{ c.field(form.born_on) }}", form=Asked(initial={"born_on": "1980-05-06"}))
    assert 'type="date"' in page
    assert 'value="1980-05-06"' in page
    assert Asked({"born_on": "1980-05-06"}).fields["born_on"].clean("1980-05-06").year == 1980


def test_choices_ticks_and_hidden_fields_have_their_own_form() -> None:
    form = Asked()
    assert render("{{ c.field(form.sex) }}", form=form).count("form-check-input") == 2
    assert "form-select" in render("{{ c.field(form.area) }}", form=form)
    assert 'class="form-check-input"' in render("{{ c.field(form.agreed) }}", form=form)
    assert "label" not in render("{{ c.field(form.token) }}", form=form)


def test_faults_of_a_form_lead_to_their_fields() -> None:
    page = render("{{ c.form_errors(form) }}", form=Asked({}))
    assert 'role="alert"' in page
    assert 'href="#id_name"' in page


def test_revealed_value_brings_its_masked_form_along() -> None:
    page = render("{{ c.revealed('341502198005060011', '3415**********0011', '/reveal/') }}")
    assert 'data-hide-after="60"' in page
    assert "<template>" in page
    assert page.index("341502198005060011") < page.index("<template>") < page.index("3415**********0011")
    assert 'hx-post="/reveal/"' in page


def test_pieces_escape_what_they_are_given() -> None:
    planted = '"><script>alert(1)</script>'
    source = (
        "{{ c.badge(x) }}{{ c.empty(x, x, x, x) }}{{ c.masked(x, x) }}{{ c.crumbs([(x, x), (x, none)]) }}"
        "{{ c.progress(1, 2, x) }}{{ c.confirm_button(x, x, x, fields={x: x}) }}{{ c.submit(x) }}"
        "{{ c.day_field(x, x, x, x) }}{{ c.history_slider([x], x, x, x) }}{{ c.revealed(x, x, x) }}"
        "{% call c.card(x) %}{{ x }}{% endcall %}"
    )
    page = render(source, x=planted, csrf_input="")
    assert "<script>" not in page
    assert page.count("&lt;script&gt;") > 20


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_template_carries_no_inline_style_and_no_inline_script(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert not re.search(r"<[^>]*\sstyle\s*=", source)
    assert not re.search(r"<[^>]*\son[a-z]+\s*=", source)
    assert not re.search(r"<style\b|javascript:", source)
    assert not re.search(r"<script(?![^>]*\bsrc=)", source)
    assert not re.search(r"hx-on|hx-vals\s*=\s*['\"]js:|\|\s*safe\b", source)


# Translations.


def test_every_text_has_its_english() -> None:
    assert translations.untranslated() == []


def test_no_template_shows_chinese_that_is_not_translated() -> None:
    assert translations.bare_chinese() == []


def test_catalogue_is_what_extraction_would_write(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    standing = translations.ENGLISH.read_bytes()
    copy = tmp_path / "en" / "LC_MESSAGES" / "django.po"
    copy.parent.mkdir(parents=True)
    copy.write_bytes(standing)
    monkeypatch.setattr(translations, "ENGLISH", copy)
    translations.extract()
    assert copy.read_bytes() == standing


def test_bare_text_is_found_wherever_it_stands(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text('<p>裸</p>{{ f("也裸") }}{{ _("不裸") }}{# 说明 #}{% if x == "比较" %}{% endif %}')
    monkeypatch.setattr(translations, "INTERFACES", tmp_path)
    assert [fault.rpartition(": ")[2] for fault in translations._bare_in_template(page)] == ["<p>裸</p>", "也裸"]


# Static files and packages.


def test_file_nobody_collected_is_named_plainly(settings, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path
    assert statics.Statics().url("nothing.css") == "/static/nothing.css"


def test_packages_are_brought_once_and_without_their_maps(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("package.json", "package-lock.json"):
        (tmp_path / name).write_text("{}")
    installed: list[int] = []

    def install() -> None:
        installed.append(1)
        for source in front_end.WANTED:
            file = tmp_path / "node_modules" / source
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text("body {}\n/*# sourceMappingURL=x.css.map */")

    monkeypatch.setattr(front_end, "ROOT", tmp_path)
    monkeypatch.setattr(front_end, "PACKAGES", tmp_path / "packages")
    monkeypatch.setattr(front_end, "_install", install)
    assert front_end.bring_packages()
    assert not front_end.bring_packages()
    assert installed == [1]
    assert (tmp_path / "packages" / "tabler" / "tabler.min.css").read_text() == "body {}\n"


def test_failed_npm_is_told_with_the_way_out(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "npm"
    program.write_text("#!/bin/sh\necho 'npm error code ENOTFOUND' >&2\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setattr(front_end, "npm_command", lambda: [str(program)])
    monkeypatch.setattr(front_end, "ROOT", tmp_path)
    with pytest.raises(front_end.FrontEndFailed, match="ENOTFOUND"):
        front_end._install()


def test_no_npm_at_all_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(front_end.shutil, "which", lambda name: None)
    monkeypatch.setattr(front_end.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(front_end.FrontEndFailed, match=r"requirements-node\.lock"):
        front_end.npm_command()


def test_locks_name_no_registry() -> None:
    for name in ("package-lock.json", "requirements-node.lock"):
        assert "://" not in (front_end.ROOT / name).read_text(encoding="utf-8")


# Uploads.


def upload(client: Client, size: int):
    """A roster of that many bytes, sent as a browser would: the token first, then the file."""
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', client.get("/rosters/new/").content.decode())
    file = SimpleUploadedFile("花名册.xlsx", b"x" * size)
    return client.post("/rosters/new/", {"csrfmiddlewaretoken": token[1] if token else "", "file": file})


def test_file_of_more_than_twenty_megabytes_is_told_so_on_its_form(signed_in) -> None:
    client = signed_in(REVIEWER)
    client.handler.enforce_csrf_checks = True
    response = upload(client, uploads.MOST_BYTES + 1)
    assert response.status_code != 500
    assert "20MB" in response.content.decode()


def test_request_far_too_large_gets_a_page_that_says_so(signed_in) -> None:
    client = signed_in(REVIEWER)
    client.handler.enforce_csrf_checks = True
    response = upload(client, uploads.MOST_BYTES + uploads.FIELD_BYTES + 1)
    assert response.status_code == 413
    assert "文件太大了" in response.content.decode()


@pytest.mark.parametrize(
    ("name", "where"), [("fact-correct", (12, 7)), ("household", (3,)), ("case-objection", (7, 7))]
)
def test_address_made_of_numbers_is_the_one_django_makes(name: str, where: tuple[int, ...]) -> None:
    assert url(name, *where) == reverse(name, args=where) == url(name, *where)
    assert url("application-letter", 5, "acceptance_notice") == reverse(
        "application-letter", args=(5, "acceptance_notice")
    )


def test_session_lost_with_the_database_is_no_fault_of_the_request(rf) -> None:
    asked = rf.get("/")
    assert wrong(asked, SessionInterrupted("gone")).status_code == 503
    assert wrong(asked).status_code == 400
