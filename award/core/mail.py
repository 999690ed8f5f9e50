"""The outbox: mail is written with the act that causes it and sent by the worker afterwards."""

from __future__ import annotations

import smtplib
from datetime import datetime
from email.message import EmailMessage
from urllib.parse import SplitResult, unquote, urlsplit

from flask import current_app
from sqlalchemy import String, Text, select
from sqlalchemy.orm import Mapped, mapped_column

from award.core import clock, jobs
from award.core.db import Base, Instant, db, only_reading
from award.core.text import clean, clean_line

PATIENCE_SECONDS = 20
ATTEMPTS = 5
SILENT = "mail.silent"
"""Where the application keeps why the server could not be reached in the present minute."""


class UnreachableError(Exception):
    """The server does not answer: no fault of the message."""


class Mail(Base):
    """One message; ``sent_at`` stays empty until a mail server has taken it."""

    __tablename__ = "mail"

    id: Mapped[int] = mapped_column(primary_key=True)
    recipient: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime] = mapped_column(Instant)
    sent_at: Mapped[datetime | None] = mapped_column(Instant)
    attempts: Mapped[int] = mapped_column(default=0)
    fault: Mapped[str] = mapped_column(String(300), default="")


def post(*, recipient: str, subject: object, body: object) -> Mail:
    """Put a message into the outbox; a title inside the subject cannot add a header."""
    mail = Mail(
        recipient=recipient,
        subject=clean_line(str(subject))[:200],
        body=clean(str(body)),
        written_at=clock.now(),
    )
    db.session.add(mail)
    db.session.flush()
    jobs.enqueue("mail.send", mail_id=mail.id)
    return mail


@jobs.job("mail.send")
def send(mail_id: int) -> None:
    """Hand one message to the configured server; without a server it waits in the outbox.

    No transaction is open meanwhile: a server that does not answer holds up nobody who writes.
    Once it did not, all messages wait for the next sweep, so that other work goes on; that is
    not counted as an attempt.
    """
    db.session.commit()
    with only_reading():
        mail = db.session.get(Mail, mail_id)
        if mail is None or mail.sent_at or not urlsplit(current_app.config["MAIL_URL"]).hostname:
            return
        letter = mail.recipient, mail.subject, mail.body
    try:
        mail.fault = _tried(*letter)
    except UnreachableError as silent:
        mail.fault = current_app.extensions[SILENT] = str(silent)
        return
    mail.attempts += 1
    mail.sent_at = None if mail.fault else clock.now()


def _tried(recipient: str, subject: str, body: str) -> str:
    """Empty when the server took the message, else why not.

    Raises `UnreachableError` when it does not answer, or did not in this minute.
    """
    if silent := current_app.extensions.get(SILENT):
        raise UnreachableError(silent)
    try:
        _deliver(recipient, subject, body)
    except (OSError, ValueError) as fault:
        return _words(fault)
    return ""


def _words(fault: Exception) -> str:
    return (str(fault) or type(fault).__name__)[:300]


@jobs.sweep
def resend() -> None:
    """Try again what a broken connection left unsent."""
    if not current_app.config["MAIL_URL"]:
        return
    current_app.extensions.pop(SILENT, None)
    waiting = select(Mail.id).where(Mail.sent_at.is_(None), Mail.attempts < ATTEMPTS)
    for mail_id in db.session.scalars(waiting.order_by(Mail.id).limit(50)):
        jobs.enqueue("mail.send", mail_id=mail_id)


def _deliver(recipient: str, subject: str, body: str) -> None:
    address = urlsplit(current_app.config["MAIL_URL"])
    message = EmailMessage()
    message["From"], message["To"] = current_app.config["MAIL_FROM"], recipient
    message["Subject"] = subject
    message.set_content(body)
    with _connected(address) as connection:
        if address.scheme == "smtp+tls":
            connection.starttls()
        if address.username:
            connection.login(unquote(address.username), unquote(address.password or ""))
        connection.send_message(message)


def _connected(address: SplitResult) -> smtplib.SMTP:
    """The server once it has greeted."""
    server = smtplib.SMTP_SSL if address.scheme == "smtps" else smtplib.SMTP
    try:
        return server(address.hostname or "", address.port or 0, timeout=PATIENCE_SECONDS)
    except OSError as fault:
        raise UnreachableError(_words(fault)) from fault
