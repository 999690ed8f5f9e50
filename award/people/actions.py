"""Writes about agencies and people."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict
from datetime import date, timedelta

import structlog
from flask_babel import lazy_gettext as _l
from sqlalchemy import update

from award.core import clock, ledger, mail
from award.core.access import ensure
from award.core.db import db
from award.core.problems import Invalid
from award.people import queries
from award.people.directory import AgencyRecord
from award.people.models import Agency, FormerAgency, Invitation, RoleGrant, User
from award.people.passwords import fits, hashed, new_stamp, new_token
from award.people.states import AgencyKind, Role

INVITATION_DAYS = 14
WALL_YEARS = 2
"""How long an agency that someone left is still theirs as far as conflicts of interest go."""

log = structlog.get_logger()


def add_agencies(*, records: Collection[AgencyRecord], actor: User | None) -> None:
    """Enter agencies that are not there yet; parents come before their sub-units."""
    for record in records:
        if queries.agency_by_code(record.code) is None:
            _add_agency(record)
    ledger.record("people.agencies_added", actor=actor, codes=[r.code for r in records])


def _add_agency(record: AgencyRecord) -> Agency:
    parent = queries.agency_by_code(record.parent_code) if record.parent_code else None
    agency = Agency(
        code=record.code,
        name=record.name,
        name_en=record.name_en,
        short_name=record.short_name,
        kind=AgencyKind(record.kind),
        participant_class=record.participant_class,
        parent_id=parent.id if parent else None,
        duty=record.duty,
        root_id=parent.root_id if parent else 0,
    )
    db.session.add(agency)
    db.session.flush()
    if parent is None:
        agency.root_id = agency.id
        db.session.flush()
    return agency


def add_agency(*, record: AgencyRecord, actor: User) -> Agency:
    """Enter an agency, a sub-unit or an institution outside; the same one again is found.

    Raises ``Invalid`` for a code that another one has.
    """
    ensure("agency:manage", None, actor)
    if (known := queries.agency_by_code(record.code)) is not None:
        if (known.name, known.kind) == (record.name, record.kind):
            return known
        sentence = _l("Kode ini sudah dipakai %(agency)s.", agency=known.name)
        raise Invalid(sentence, {"code": sentence})
    made = _add_agency(record)
    ledger.record("people.agency_added", made, actor=actor, **asdict(record))
    return made


def change_agency(
    *,
    agency: Agency,
    name: str,
    name_en: str,
    short_name: str,
    duty: bool,
    active: bool,
    actor: User,
) -> None:
    """Give an agency other names, take or lay its duty, close or reopen it.

    Raises ``Invalid`` when it should close and people still work there.
    """
    ensure("agency:manage", agency, actor)
    if not active and (people := queries.accounts_in(agency)):
        sentence = _l("Pindahkan atau tutup dahulu %(count)s akun di sini.", count=people)
        raise Invalid(sentence, {"active": sentence})
    agency.name, agency.name_en, agency.short_name = name, name_en, short_name
    agency.duty, agency.active = duty, active
    db.session.flush()
    ledger.record(
        "people.agency_changed",
        agency,
        actor=actor,
        name=name,
        name_en=name_en,
        short_name=short_name,
        duty=duty,
        active=active,
    )


def create_user(
    *,
    email: str,
    name: str,
    position: str,
    agency: Agency,
    roles: Collection[Role],
    actor: User | None,
    password: str = "",
) -> User:
    """Open an account; without a password it waits for an invitation to be accepted."""
    if queries.user_by_email(email) is not None:
        raise Invalid(
            _l("Alamat surel ini sudah dipakai."), {"email": _l("Alamat surel ini sudah dipakai.")}
        )
    user = User(
        email=email.strip().lower(),
        name=name.strip(),
        position=position.strip(),
        agency_id=agency.id,
        wall_id=agency.root_id,
        password_hash=hashed(password) if password else "",
        stamp=new_stamp(),
        created_at=clock.now(),
        grants=[RoleGrant(role=role) for role in sorted(set(roles))],
    )
    db.session.add(user)
    db.session.flush()
    ledger.record("people.user_created", user, actor=actor, roles=sorted(roles), agency=agency.code)
    return user


def change_user(
    *, user: User, name: str, position: str, agency: Agency, roles: Collection[Role], actor: User
) -> None:
    """Change an account. The database refuses an agency that breaks a judge's conflict wall.

    Whoever moves leaves a record of the old agency, which bars them from its entries for a time.
    """
    ensure("people:manage", user, actor)
    if agency.root_id != user.wall_id:
        leave(user=user, agency=user.agency, left_on=clock.today())
    user.name, user.position = name.strip(), position.strip()
    user.agency_id, user.wall_id = agency.id, agency.root_id
    wanted = set(roles)
    user.grants = [g for g in user.grants if g.role in wanted]
    held = {grant.role for grant in user.grants}
    user.grants += [RoleGrant(role=role) for role in sorted(wanted - held)]
    db.session.flush()
    ledger.record("people.user_changed", user, actor=actor, roles=sorted(roles), agency=agency.code)


def leave(*, user: User, agency: Agency, left_on: date) -> FormerAgency:
    """Keep that the person left the agency on that day; the record of it when there is one."""
    for known in user.former:
        if (known.agency_id, known.left_on) == (agency.id, left_on):
            return known
    former = FormerAgency(
        user_id=user.id,
        agency_id=agency.id,
        wall_id=agency.root_id,
        left_on=left_on,
        bars_until=bars_until(left_on),
    )
    user.former.append(former)
    db.session.flush()
    return former


def bars_until(left_on: date) -> date:
    """The last day on which an agency left on ``left_on`` counts as one's own."""
    leap = left_on.month == 2 and left_on.day == 29
    return left_on.replace(year=left_on.year + WALL_YEARS, day=28 if leap else left_on.day)


def set_active(*, user: User, active: bool, actor: User) -> None:
    """Close or reopen an account; closing ends its sessions."""
    ensure("people:deactivate", user, actor)
    user.active, user.stamp = active, new_stamp()
    ledger.record("people.user_active", user, actor=actor, active=active)


def invite(*, user: User, actor: User | None, address: str) -> str:
    """Make a one-time link (``address`` with the token filled in) and mail it to the person.

    Links made before can no longer be used.
    """
    _end_invitations(user)
    token, kept = new_token()
    expires_at = clock.now() + timedelta(days=INVITATION_DAYS)
    db.session.add(Invitation(user_id=user.id, token_hash=kept, expires_at=expires_at))
    link = address.replace("TOKEN", token)
    mail.post(
        recipient=user.email,
        subject=_l("Undangan ke sistem inovasi Kabupaten Badung"),
        body=_l(
            "Yth. %(name)s,\n\nPilih kata sandi Anda melalui tautan ini:\n%(link)s\n\n"
            "Tautan berlaku %(days)s hari dan hanya untuk satu kali pakai.",
            name=user.name,
            link=link,
            days=INVITATION_DAYS,
        ),
    )
    ledger.record("people.invited", user, actor=actor)
    return link


def _end_invitations(user: User) -> None:
    db.session.execute(
        update(Invitation)
        .where(Invitation.user_id == user.id, Invitation.used_at.is_(None))
        .values(used_at=clock.now())
    )


def accept_invitation(*, invitation: Invitation, password: str) -> User:
    """Set the password that the invited person chose."""
    user = invitation.user
    invitation.used_at = clock.now()
    user.password_hash, user.stamp = hashed(password), new_stamp()
    ledger.record("people.invitation_accepted", user, actor=user)
    return user


def change_password(*, user: User, old: str, new: str) -> None:
    """Change one's own password, which ends all other sessions."""
    if not fits(old, user.password_hash):
        raise Invalid(
            _l("Kata sandi lama tidak cocok."), {"old": _l("Kata sandi lama tidak cocok.")}
        )
    user.password_hash, user.stamp = hashed(new), new_stamp()
    _end_invitations(user)
    ledger.record("people.password_changed", user, actor=user)


def sign_in(*, email: str, password: str) -> User | None:
    """The person whose address and password these are; a refusal is logged."""
    user = queries.user_by_email(email)
    right = fits(password, user.password_hash if user else "")
    if user is None or not right or not user.active:
        # A refusal changes nothing, so it is undone with its request: the log keeps it.
        log.warning("sign-in refused", account=user.id if user else None)
        return None
    ledger.record("people.signed_in", user, actor=user)
    return user
