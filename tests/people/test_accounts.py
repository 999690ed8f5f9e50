"""Accounts as organisers keep them, and invitations."""

from datetime import timedelta

import pytest

from award.core import clock
from award.people import actions, queries
from tests.cast import PASSWORD, PEOPLE

NEW = {
    "name": "Ni Contoh Baru",
    "position": "Analis",
    "email": "Baru@Contoh.id",
    "roles": ["staff"],
}
CHOSEN = {"password": "empat kata acak ini", "again": "empat kata acak ini"}


@pytest.fixture
def link(app, cast):
    """A fresh invitation for the member of staff."""
    return actions.invite(user=cast.staff, actor=cast.organiser, address="/undangan/TOKEN")


def test_an_organiser_opens_an_account_and_gets_a_link(visit, cast):
    page = visit(cast.organiser).post(
        "/panitia/akun/baru", {**NEW, "agency": str(cast.staff.agency_id)}
    )
    link = page.soup.select_one("#invitation-link")["value"]
    assert link.startswith("https://award.example/undangan/")
    created = queries.user_by_email("baru@contoh.id")
    assert created.agency == cast.staff.agency
    assert created.roles == {"staff"}
    listed = visit(cast.organiser).get("/panitia/akun/")
    assert "Menunggu undangan diterima" in listed.text


def test_an_address_in_use_is_said_at_the_field(visit, cast):
    taken = {**NEW, "email": PEOPLE["head"].email, "agency": str(cast.staff.agency_id)}
    page = visit(cast.organiser).post("/panitia/akun/baru", taken)
    assert page.status == 422
    assert page.all("#email-error") == ["Alamat surel ini sudah dipakai."]
    assert page.soup.select_one("#name")["value"] == NEW["name"]


def test_every_mistake_is_named_at_its_field_and_at_the_top(visit, cast):
    page = visit(cast.organiser).post("/panitia/akun/baru", {"email": "bukan-alamat"})
    targets = [link["href"] for link in page.soup.select(".error-summary a")]
    assert targets == ["#name", "#email", "#agency", "#roles"]
    assert all(page.soup.select(target) for target in targets)
    assert page.all("#email-error") == ["Alamat surel tidak lengkap."]
    assert page.soup.select_one("#email")["aria-invalid"] == "true"


def test_changing_an_account_keeps_its_address(visit, cast):
    form = {**NEW, "agency": str(cast.head.agency_id), "roles": ["staff", "head"]}
    page = visit(cast.organiser).post(f"/panitia/akun/{cast.staff.id}", form)
    assert page.location == "/panitia/akun/"
    assert (cast.staff.name, cast.staff.roles) == ("Ni Contoh Baru", {"staff", "head"})


def test_closing_an_account_ends_its_sessions(visit, cast):
    theirs = visit(cast.staff)
    assert theirs.get("/beranda").status == 200
    visit(cast.organiser).post(f"/panitia/akun/{cast.staff.id}/aktif")
    page = theirs.get("/beranda")
    assert (page.status, "Silakan masuk dahulu" in page.text) == (401, True)
    visit(cast.organiser).post(f"/panitia/akun/{cast.staff.id}/aktif", {"active": "1"})
    assert theirs.get("/beranda").status == 401, "an old session does not come back"
    assert visit(cast.staff).get("/beranda").status == 200


def test_organisers_cannot_close_their_own_account(visit, cast):
    me = cast.organiser
    shown = visit(me).get(f"/panitia/akun/{me.id}")
    assert "Anda tidak dapat menonaktifkan akun sendiri." in shown.text
    assert not shown.soup.select(f'form[action$="/{me.id}/aktif"]')
    refused = visit(me).post(f"/panitia/akun/{me.id}/aktif")
    assert "Anda tidak dapat menonaktifkan akun sendiri." in refused.text
    assert cast.organiser.active


@pytest.mark.parametrize("who", ["staff", "head", "internal_judge", "outsider"])
def test_only_organisers_see_accounts(visit, cast, who):
    visitor = visit(getattr(cast, who))
    page = visitor.get("/panitia/akun/")
    assert (page.status, "Hanya panitia" in page.text) == (403, True)
    assert "Akun" not in visitor.get("/").all(".site-nav a")
    assert "Akun" in visit(cast.organiser).get("/").all(".site-nav a")


def test_an_invitation_signs_in_once_with_the_chosen_password(visit, cast, link):
    visitor = visit()
    assert cast.staff.email in visitor.get(link).text
    assert visitor.post(link, CHOSEN).location == "/beranda"
    assert visitor.get("/akun").status == 200
    assert actions.sign_in(email=cast.staff.email, password=CHOSEN["password"]) is not None
    again = visit().get(link)
    assert (again.status, "hanya dapat dipakai satu kali" in again.text) == (410, True)
    assert visit().post(link, CHOSEN).status == 410


def test_an_accepted_invitation_ends_older_sessions(visit, cast, link):
    older = visit(cast.staff)
    visit().post(link, CHOSEN)
    assert older.get("/beranda").status == 401


def test_an_invitation_ends_after_fourteen_days(visit, link):
    with clock.at(clock.now() + timedelta(days=14, seconds=-1)):
        assert visit().get(link).status == 200
    with clock.at(clock.now() + timedelta(days=14)):
        assert visit().get(link).status == 410


def test_a_short_or_mistyped_password_is_not_taken(visit, cast, link):
    short = visit().post(link, {"password": "pendek", "again": "lain"})
    assert short.all("#password-error") == ["Kata sandi memuat paling sedikit 10 huruf atau angka."]
    assert short.all("#again-error") == ["Kedua kata sandi berbeda."]
    assert visit().get(link).status == 200


def test_changing_ones_password_ends_the_other_sessions_only(visit, cast):
    here, elsewhere = visit(cast.staff), visit(cast.staff)
    page = here.post("/akun", {"old": PASSWORD, **CHOSEN})
    assert page.location == "/akun"
    assert "Sesi Anda di perangkat lain sudah berakhir." in here.get("/akun").text
    assert elsewhere.get("/akun").status == 401


def test_the_old_password_must_fit(visit, cast):
    page = visit(cast.staff).post("/akun", {"old": "bukan yang lama", **CHOSEN})
    assert page.all("#old-error") == ["Kata sandi lama tidak cocok."]
    assert actions.sign_in(email=cast.staff.email, password=PASSWORD) is not None


def test_a_new_link_ends_the_ones_before(visit, cast, link):
    newer = actions.invite(user=cast.staff, actor=cast.organiser, address="/undangan/TOKEN")
    assert visit().get(link).status == 410
    assert visit().get(newer).status == 200


def test_a_link_is_over_once_the_person_has_changed_the_password(visit, cast, link):
    actions.change_password(user=cast.staff, old=PASSWORD, new="empat kata acak ini")
    assert visit().get(link).status == 410


def test_a_closed_account_cannot_be_entered_through_a_link(visit, cast, link):
    actions.set_active(user=cast.staff, active=False, actor=cast.organiser)
    assert visit().post(link, CHOSEN).status == 410
    assert queries.open_invitation(link.rsplit("/", 1)[-1]) is None


def test_characters_that_cannot_be_kept_are_left_out_of_an_account(visit, cast):
    form = {**NEW, "name": "Ni\x00 Contoh\u2028Baru ", "agency": str(cast.staff.agency_id)}
    visit(cast.organiser).post(f"/panitia/akun/{cast.staff.id}", form)
    assert cast.staff.name == "Ni Contoh Baru"
