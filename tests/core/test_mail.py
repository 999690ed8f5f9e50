"""Mail names things that people have typed."""

import smtplib

from award.core import clock, mail
from award.core.db import db


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
