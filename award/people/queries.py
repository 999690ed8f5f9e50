"""Reads about agencies and people."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import joinedload, undefer_group

from award.core import clock
from award.core.db import db
from award.people.models import READER, Agency, FormerAgency, Invitation, User
from award.people.passwords import token_hash
from award.people.states import AgencyKind, Role


def user_of_session(session_id: str) -> User | None:
    """The person a session names, if its stamp still holds."""
    user_id, _, stamp = session_id.partition(".")
    if not user_id.isdecimal():
        return None
    user = db.session.scalars(_with_roles(), {"number": int(user_id)}).unique().one_or_none()
    return user if user is not None and user.active and user.stamp == stamp else None


@cache  # every page asks this: one statement, what rules ask about with the rest, made once
def _with_roles() -> Select[User]:
    left = joinedload(User.former).lazyload(FormerAgency.agency)
    query = select(User).where(User.id == bindparam("number"))
    return query.options(joinedload(User.grants), left, undefer_group(READER))


def user_by_email(email: str) -> User | None:
    """The person with this address."""
    return db.session.scalar(select(User).where(User.email == email.strip().lower()))


def user_by_id(_actor: Any, user_id: int) -> User | None:
    """Loader for pages about one account."""
    return db.session.get(User, user_id)


def users() -> Sequence[User]:
    """Everyone, by agency and name."""
    return db.session.scalars(select(User).join(User.agency).order_by(Agency.name, User.name)).all()


def people_with(role: Role, agency_id: int | None = None) -> Sequence[User]:
    """Active people who hold the role, in one agency or everywhere."""
    query = select(User).where(User.active, User.grants.any(role=role)).order_by(User.name)
    if agency_id is not None:
        query = query.where(User.agency_id == agency_id)
    return db.session.scalars(query).all()


def agencies() -> Sequence[Agency]:
    """Active agencies of the regency, by name."""
    query = select(Agency).where(Agency.active, Agency.kind != AgencyKind.OUTSIDE)
    return db.session.scalars(query.order_by(Agency.name)).all()


def all_agencies() -> Sequence[Agency]:
    """Active agencies and outside institutions, by name."""
    return db.session.scalars(select(Agency).where(Agency.active).order_by(Agency.name)).all()


def every_agency() -> Sequence[Agency]:
    """Agencies and outside institutions, closed ones too, by name."""
    return db.session.scalars(select(Agency).order_by(Agency.name)).all()


def agency_for(_actor: Any, agency_id: int) -> Agency | None:
    """Loader for pages about one agency."""
    return db.session.get(Agency, agency_id)


def accounts_in(agency: Agency) -> int:
    """How many open accounts it has."""
    query = select(func.count()).where(User.agency_id == agency.id, User.active)
    return db.session.scalar(query) or 0


def agency_by_id(agency_id: int) -> Agency | None:
    """The agency with this number."""
    return db.session.get(Agency, agency_id)


def agency_by_code(code: str) -> Agency | None:
    """The agency with this code."""
    return db.session.scalar(select(Agency).where(Agency.code == code))


def open_invitation(token: str) -> Invitation | None:
    """The invitation behind a link, while it can be used: never for a closed account."""
    return db.session.scalar(
        select(Invitation)
        .join(Invitation.user)
        .where(
            User.active,
            Invitation.token_hash == token_hash(token),
            Invitation.used_at.is_(None),
            Invitation.expires_at > clock.now(),
        )
    )
