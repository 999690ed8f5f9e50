"""A session that ends in the middle of a text."""

import json

from award.people import queries
from tests.browsing import Page, Visitor
from tests.cast import PASSWORD, PEOPLE

TEXT = "Dr. Ni Contoh\nᬩᬤᬸᬂ 🌿 “kutipan” <b>tebal</b>"
TYPED = {"name": TEXT, "position": "", "email": "baru@contoh.id", "roles": ["judge", "staff"]}


def typed_too_late(visitor: Visitor, cast) -> Page:
    return visitor.post("/panitia/akun/baru", {**TYPED, "agency": str(cast.staff.agency_id)})


def hidden(page: Page, form: str) -> dict[str, list[str]]:
    """What the form of a page sends along unseen."""
    fields: dict[str, list[str]] = {}
    for field in page.soup.select(f"{form} input[type=hidden]"):
        fields.setdefault(field["name"], []).append(field["value"])
    return fields


def sign_in_from(visitor: Visitor, page: Page, who: str = "organiser") -> Page:
    person = {"email": PEOPLE[who].email, "password": PASSWORD}
    return visitor.send("POST", "/masuk", data={**hidden(page, "main form"), **person})


def test_what_was_typed_waits_in_the_sign_in_page(visit, cast):
    page = typed_too_late(visit(), cast)
    assert page.status == 401
    assert "teks yang Anda ketik masih ada" in page.text
    kept = json.loads(hidden(page, "main form")["kept"][0])
    assert ["name", TEXT] in kept["fields"]
    assert "csrf_token" not in dict(kept["fields"])


def test_a_wrong_password_in_between_loses_nothing(visit, cast):
    visitor = visit()
    page = typed_too_late(visitor, cast)
    wrong = {**hidden(page, "main form"), "email": "x@contoh.id", "password": "bukan ini"}
    again = visitor.send("POST", "/masuk", data=wrong)
    assert hidden(again, "main form")["kept"] == hidden(page, "main form")["kept"]


def test_after_signing_in_the_text_is_shown_and_can_be_saved(visit, cast):
    visitor = visit()
    resumed = sign_in_from(visitor, typed_too_late(visitor, cast))
    assert resumed.status == 200
    assert TEXT.splitlines()[1] in resumed.text
    assert "<b>tebal</b>" not in str(resumed.soup.select_one(".kept"))
    form = resumed.soup.select_one("main form")
    saved = visitor.send("POST", form["action"], data=hidden(resumed, "main form"))
    assert "Undangan untuk" in saved.text
    created = queries.user_by_email("baru@contoh.id")
    assert created is not None
    assert sorted(created.roles) == ["judge", "staff"]


def test_the_text_is_saved_only_by_someone_who_may(visit, cast):
    visitor = visit()
    resumed = sign_in_from(visitor, typed_too_late(visitor, cast), "staff")
    form = resumed.soup.select_one("main form")
    refused = visitor.send("POST", form["action"], data=hidden(resumed, "main form"))
    assert refused.status == 403
    assert "Hanya panitia yang dapat melakukan ini." in refused.text
    assert queries.user_by_email("baru@contoh.id") is None


def test_the_passphrase_of_a_key_is_never_put_into_a_page(visit):
    page = visit().post(
        "/panitia/sertifikat/terbitan/1/kunci-instansi", {"passphrase": "frasa kunci kantor"}
    )
    assert page.status in (401, 404)
    assert "frasa kunci" not in str(page.soup)


def test_a_forged_parcel_leads_nowhere_else(visit):
    person = {"email": PEOPLE["staff"].email, "password": PASSWORD}
    away = json.dumps({"action": "https://jahat.example/", "fields": [["a", "b"]]})
    assert visit().post("/masuk", {**person, "kept": away}).location == "/beranda"
    for nonsense in (
        "{",
        "[]",
        "{}",
        '{"fields": [1]}',
        '{"fields": 3, "action": "/"}',
        "null",
        "[" * 9999,
    ):
        page = visit().post("/masuk", {**person, "kept": nonsense})
        assert (page.status, "Kiriman tidak dapat dibaca" in page.text) == (400, True), nonsense
