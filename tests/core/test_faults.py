"""What is answered when there is no page: a sentence, a next step, and nothing of the inside."""

import json

import pytest
from flask import Flask
from sqlalchemy.exc import DataError, OperationalError

from award.core.access import public
from award.core.problems import Refused, Stale

NEXT = {
    400: "muat ulang",
    403: "hubungi panitia",
    404: "Periksa alamatnya",
    405: "gunakan tombol di sana",
    409: "teks Anda masih ada",
    410: "tautan baru",
    413: "Perkecil berkas",
    422: "perbaiki isian",
    429: "Tunggu lima menit",
    500: "beri tahu panitia",
    503: "muat ulang halaman",
}


@pytest.fixture
def app(own_app: Flask) -> Flask:
    """Of this test alone: it gets a page more."""
    return own_app


def serve(app: Flask, answer) -> str:
    """Put a public page at ``/coba`` that does what ``answer`` does."""
    app.add_url_rule("/coba", "try", public(lambda: answer()), methods=["GET", "POST"])
    return "/coba"


def raising(error: Exception):
    def answer():
        raise error

    return answer


def test_a_view_without_a_mark_is_never_served(app, visit, cast):
    app.add_url_rule("/lupa", "forgotten", lambda: "secret")
    for someone in (None, cast.organiser):
        page = visit(someone).get("/lupa")
        assert (page.status, "secret" in page.text) == (403, False)


@pytest.mark.parametrize("status", NEXT)
def test_every_error_has_its_sentence_and_its_next_step(app, visit, status):
    from award.core.web import page as error_page

    page = visit().get(serve(app, lambda: error_page(status)))
    assert page.status == status
    assert NEXT[status] in page.text
    assert len(page.all("main h1")) == 1


def test_a_refusal_shows_its_own_reason(app, visit):
    page = visit().get(serve(app, raising(Refused("Masa penilaian sudah ditutup."))))
    assert (page.status, page.all("main .lead")) == (403, ["Masa penilaian sudah ditutup."])


def test_a_script_gets_the_reason_as_data(app, visit):
    path = serve(app, raising(Refused("Masa penilaian sudah ditutup.")))
    answer = visit().post_json(path, {})
    assert json.loads(answer.response.data) == {
        "error": "Masa penilaian sudah ditutup.",
        "status": 403,
    }


def test_an_unexpected_fault_tells_nothing_of_its_inside(app, visit):
    page = visit().get(serve(app, raising(RuntimeError("kunci rahasia"))))
    assert (page.status, "kunci rahasia" in page.text) == (500, False)


def test_a_value_that_the_database_cannot_hold_is_the_senders_to_mend(app, visit):
    path = serve(app, raising(DataError("INSERT secret", {}, Exception("NUL"))))
    page = visit().post(path)
    assert (page.status, NEXT[422] in page.text, "secret" in page.text) == (422, True, False)


def test_a_refused_form_gives_back_what_was_typed_and_no_secret(app, visit):
    path = serve(app, raising(Stale("Sudah diubah orang lain.")))
    text = "Catatan panjang\nᬩᬤᬸᬂ 🌿 <b>tebal</b>"
    secrets = {"password": "rahasia saya sendiri", "passphrase": "frasa kunci kantor"}
    page = visit().post(path, {"note": text, "choice": "satu", **secrets})
    assert page.status == 409
    assert [each.get_text() for each in page.soup.select(".kept")] == [text]
    assert visit().get(path).soup.select(".kept") == []


def test_a_silent_database_gives_back_what_was_typed(app, visit):
    path = serve(app, raising(OperationalError("SELECT 1", {}, Exception("gone"))))
    page = visit().post(path, {"note": "Catatan yang panjang."})
    assert (page.status, page.all(".kept")) == (503, ["Catatan yang panjang."])
