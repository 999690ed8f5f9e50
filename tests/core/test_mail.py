"""Mail names things that people have typed."""

import smtplib

import pytest

from award.core import clock, mail
from award.core.db import db


@pytest.fixture(autouse=True)
def _reachable(app):
    yield
    app.extensions.pop(mail.SILENT, None)


def test_a_title_cannot_add_a_header(app):
    kept = mail.post(
        recipient="a@contoh.id", subject="Lolos: Judul\r\nBcc: b@jahat.example", body="Isi\x00"
    )
    assert kept.subject == "Lolos: Judul Bcc: b@jahat.example"
    assert kept.body == "Isi"


def test_a_message_that_cannot_be_sent_is_counted_and_not_tried_for_ever(app, monkeypatch):
    kept = mail.post(recipient="a@contoh.id", subject="Salam", body="Isi")
    kept.subject = "Salam\nBcc: b@jahat.example"
    app.config["MAIL_URL"] = "smtp://localhost:1"
    monkeypatch.setattr(smtplib, "SMTP", lambda *_args, **_more: None)
    mail.send(kept.id)
    db.session.flush()
    assert (kept.attempts, kept.sent_at) == (1, None)
    assert kept.fault


def test_nobody_who_writes_waits_for_the_mail_server(app, monkeypatch):
    kept, busy = mail.post(recipient="a@contoh.id", subject="Salam", body="Isi"), []
    app.config["MAIL_URL"] = "smtp://localhost:1"
    monkeypatch.setattr(
        mail, "_deliver", lambda *_letter: busy.append(db.session().in_transaction())
    )
    mail.send(kept.id)
    assert busy == [False]
    assert (kept.attempts, kept.fault, kept.sent_at) == (1, "", clock.now())
    mail.send(kept.id)
    assert busy == [False]


def test_a_server_that_cannot_be_reached_is_asked_once_until_the_next_sweep(app, monkeypatch):
    kept = [mail.post(recipient="a@contoh.id", subject="Salam", body="Isi") for _ in range(3)]
    app.config["MAIL_URL"] = "smtp://localhost:1"
    asked = []

    def silent(*_address, timeout):
        asked.append(timeout)
        raise TimeoutError("timed out")

    monkeypatch.setattr(smtplib, "SMTP", silent)
    for each in kept:
        mail.send(each.id)
    assert len(asked) == 1
    assert [(each.fault, each.attempts, each.sent_at) for each in kept] == [
        ("timed out", 0, None)
    ] * 3
    mail.resend()
    mail.send(kept[1].id)
    assert len(asked) == 2


def test_once_the_server_answers_again_what_waited_is_sent(app, monkeypatch):
    kept = [mail.post(recipient="a@contoh.id", subject="Salam", body="Isi") for _ in range(2)]
    app.config["MAIL_URL"], app.extensions[mail.SILENT] = "smtp://localhost:1", "timed out"
    taken = []
    monkeypatch.setattr(mail, "_deliver", lambda recipient, *_rest: taken.append(recipient))
    mail.send(kept[0].id)
    assert taken == []
    mail.resend()
    for each in kept:
        mail.send(each.id)
    assert len(taken) == 2
    assert [(each.fault, each.sent_at) for each in kept] == [("", clock.now())] * 2
