"""What holds around every request."""

import io
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import OperationalError

from award.core import clock
from award.core.db import db
from award.core.web import local_path
from award.people.views.session import login
from config import settings
from tests import builders
from tests.conftest import NOON


@pytest.mark.parametrize(
    "path", ["/", "/masuk", "/akun", "/tidak-ada", "/static/css/base.css", "/huruf/tidak-ada.woff2"]
)
def test_every_answer_carries_the_protective_headers(visit, path):
    headers = visit().get(path).response.headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe-inline" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("path", ["/", "/masuk", "/akun", "/tidak-ada"])
def test_no_page_carries_a_script_or_style_of_its_own(visit, path):
    soup = visit().get(path).soup
    assert not soup.select("style, [style], script:not([src])")
    assert not [t for t in soup.find_all(True) for name in t.attrs if name.startswith("on")]


def test_pages_of_someone_signed_in_are_not_kept_by_browsers(visit, cast):
    assert visit(cast.staff).get("/akun").response.headers["Cache-Control"] == "private, no-store"


def test_the_session_cookie_is_for_this_site_and_not_for_scripts(visit):
    cookie = visit().get("/masuk").response.headers["Set-Cookie"]
    assert {"Secure", "HttpOnly", "SameSite=Lax"} <= set(cookie.split("; "))


def test_a_session_is_signed_anew_while_it_is_used_but_not_with_every_answer(visit, cast):
    visitor, later = visit(cast.staff), NOON + timedelta(minutes=6)
    with clock.at(NOON):
        visitor.get("/akun")
        assert "Set-Cookie" not in visitor.get("/akun").response.headers
    with clock.at(later):
        assert "award=" in visitor.get("/akun").response.headers["Set-Cookie"]
        assert "Set-Cookie" not in visitor.get("/akun").response.headers


def test_only_a_plain_address_goes_without_a_secure_cookie(tmp_path):
    for address, secure in [("https://a.id", True), ("http://localhost:8000", False)]:
        made = settings({"DATA_DIR": str(tmp_path), "BASE_URL": address, "SECRET_KEY": "x"})
        assert made["SESSION_COOKIE_SECURE"] is secure


def test_a_form_without_its_token_changes_nothing(visit, cast):
    visitor = visit(cast.organiser)
    page = visitor.post(f"/panitia/akun/{cast.staff.id}/aktif", {"csrf_token": ""})
    assert (page.status, "sudah kedaluwarsa" in page.text) == (400, True)
    assert cast.staff.active


def test_a_form_with_someone_elses_token_changes_nothing(visit, cast):
    stolen = visit(cast.staff).token
    path = f"/panitia/akun/{cast.staff.id}/aktif"
    assert visit(cast.organiser).post(path, {"csrf_token": stolen}).status == 400
    assert cast.staff.active


@given(st.text())
def test_a_target_is_a_path_on_this_site_or_the_fallback(target):
    led = local_path(target, "/beranda")
    assert led == "/beranda" or (led == target and led.startswith("/"))
    assert not led.startswith(("//", "/\\"))


@given(
    st.sampled_from(["//", "/\\", "https://", "http:/", "javascript:", "\\\\", "/\t/", " //"]),
    st.from_regex(r"[a-z]{1,8}\.example(/[a-z]*)?", fullmatch=True),
)
def test_a_target_elsewhere_is_never_followed(start, rest):
    assert local_path(start + rest, "/beranda") == "/beranda"


@pytest.mark.parametrize("path", ["/bahasa", "/tampilan"])
def test_switches_lead_back_to_this_site_only(visit, path):
    assert visit().post(path, {"next": "//jahat.example"}).location == "/"
    assert visit().post(path, {"next": "/masuk?next=/akun"}).location == "/masuk?next=/akun"


def test_a_switch_on_a_refused_form_leads_back_to_a_page(visit, cast):
    staff, edition = visit(cast.staff), builders.edition()
    db.session.commit()
    shown = visit().post("/masuk", {"email": "x", "password": "y"})
    assert shown.soup.select_one(".switch input[name=next]")["value"] == "/masuk"

    sent = f"/panitia/edisi/{edition.id}/buka"
    assert staff.get(sent).status == 405
    refused = staff.post(sent, {}, headers={"Referer": "http://localhost/pd/usulan/1"})
    assert refused.status == 403
    assert refused.soup.select_one(".switch input[name=next]")["value"] == "/pd/usulan/1"
    assert staff.post("/bahasa", {"language": "en", "next": sent}).location == "/"


def test_the_language_switch_changes_the_words(visit):
    visitor = visit()
    assert visitor.get("/").soup.html["lang"] == "id"
    visitor.post("/bahasa", {"language": "en"})
    assert visitor.get("/").soup.html["lang"] == "en"
    visitor.post("/bahasa", {"language": "xx"})
    assert visitor.get("/").soup.html["lang"] == "en"


@pytest.mark.parametrize(
    ("browser", "shown"), [("en-GB,en;q=0.9", "en"), ("id,en;q=0.5", "id"), ("fr", "id")]
)
def test_the_browsers_language_is_heard_first(visit, browser, shown):
    visitor = visit(language="")
    page = visitor.get("/", headers={"Accept-Language": browser})
    assert page.soup.html["lang"] == shown


def test_the_appearance_follows_the_device_until_it_is_chosen(visit):
    visitor = visit()
    dark = 'link[href*="dark.css"]'
    assert "prefers-color-scheme: dark" in visitor.get("/").soup.select_one(dark)["media"]
    visitor.post("/tampilan", {"theme": "dark"})
    assert visitor.get("/").soup.select_one(dark)["media"] == "screen"
    visitor.post("/tampilan", {"theme": "light"})
    assert visitor.get("/").soup.select_one(dark) is None


def test_a_silent_database_still_gets_a_page(visit, cast, monkeypatch):
    visitor = visit(cast.staff)

    def silent(_id):
        raise OperationalError("select", {}, Exception("gone"))

    monkeypatch.setattr(login, "_user_callback", silent)
    page = visitor.get("/beranda")
    assert (page.status, "Basis data belum menjawab." in page.text) == (503, True)


def test_the_typeface_is_served_small_and_kept_by_the_browser(visit):
    visitor = visit()
    answer = visitor.get("/huruf/plus-jakarta-sans.woff2").response
    assert answer.mimetype == "font/woff2"
    assert answer.data[:4] == b"wOF2"
    assert len(answer.data) < 60_000
    assert "max-age=2592000" in answer.headers["Cache-Control"]
    assert visitor.get("/huruf/..%2Faward.db.woff2").status == 404


def test_too_much_sent_without_signing_in_is_said_plainly(app, visit):
    app.config["MAX_CONTENT_LENGTH"] = 1000
    page = visit().post("/pd/inovasi/baru", {"title": "x" * 2000})
    assert (page.status, "Perkecil berkas" in page.text) == (413, True)


def test_what_is_too_large_is_taken_to_its_end_so_that_the_answer_arrives(app, visit):
    app.config["MAX_CONTENT_LENGTH"] = 1000
    sent = io.BytesIO(b"x" * 300_000)
    page = visit().send("POST", "/masuk", input_stream=sent, content_length=300_000)
    assert (page.status, sent.read()) == (413, b"")


def test_escaped_text_may_be_long_from_someone_signed_in_and_not_from_a_stranger(app, visit, cast):
    app.config.update(MAX_CONTENT_LENGTH=1000, MAX_FORM_MEMORY_SIZE=1000)
    text = "ᬩᬤᬸᬂ" * 1000
    page = visit(cast.staff).post("/pd/inovasi/baru", {"summary": text})
    assert page.status == 422
    assert text in page.soup.select_one("[name=summary]").get_text()
    assert visit().post("/pd/inovasi/baru", {"summary": text}).status == 413


def test_a_slow_line_holds_up_nobody_who_writes(app, visit, cast):
    staff, busy = visit(cast.staff), []

    class Slow(io.BytesIO):
        def readinto(self, buffer):
            busy.append(db.session.registry.has() and db.session().in_transaction())
            return super().readinto(buffer)

    form = urlencode({"csrf_token": staff.token, "title": "Judul"}).encode()
    answer = staff.send(
        "POST",
        "/pd/inovasi/baru",
        input_stream=Slow(form),
        content_type="application/x-www-form-urlencoded",
        content_length=len(form),
    )
    assert (answer.status, any(busy)) == (422, False)
    assert busy
