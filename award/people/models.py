"""Agencies, the people in them, and invitations to join."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from flask_login import UserMixin
from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    String,
    UniqueConstraint,
    and_,
    select,
)
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from award.core.db import Base, Instant, Text2, Word
from award.people.states import AgencyKind, Role

READER = "reader"
"""Columns that are read with the person of a session; with anybody else when they are asked."""


class Agency(Base):
    """An organisation; ``root_id`` is its topmost parent: the unit of the conflict wall."""

    __tablename__ = "agency"
    __table_args__ = (UniqueConstraint("id", "root_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str] = mapped_column(String(200))
    short_name: Mapped[str] = mapped_column(String(60))
    kind: Mapped[AgencyKind] = mapped_column(Word(AgencyKind))
    participant_class: Mapped[str] = mapped_column(String(40))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))
    root_id: Mapped[int] = mapped_column(
        ForeignKey("agency.id", deferrable=True, initially="DEFERRED"), index=True
    )
    duty: Mapped[bool] = mapped_column(default=False)
    """Whether it owes at least one innovation a year (one agency, one innovation)."""
    active: Mapped[bool] = mapped_column(default=True)

    heads: Mapped[list[User]] = relationship(
        primaryjoin=lambda: and_(
            Agency.id == foreign(User.agency_id),
            User.active,
            User.id.in_(select(RoleGrant.user_id).where(RoleGrant.role == Role.HEAD)),
        ),
        viewonly=True,
    )
    """Those who sign for it; a sub-unit without a head is signed for by its root agency's."""

    @property
    def full_name(self) -> Text2:
        """The official name, and what it is called in English."""
        return {"id": self.name, "en": self.name_en}

    @property
    def label(self) -> str:
        """The short name, or the full one where there is none."""
        return self.short_name or self.name


class User(Base, UserMixin):
    """A person with an account. ``wall_id`` repeats the agency's root for the conflict wall."""

    __tablename__ = "user"
    __table_args__ = (
        ForeignKeyConstraint(
            ["agency_id", "wall_id"], ["agency.id", "agency.root_id"], onupdate="CASCADE"
        ),
        UniqueConstraint("id", "wall_id"),
        CheckConstraint("email = lower(email)", name="email_lower"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(150))
    position: Mapped[str] = mapped_column(String(150), default="")
    agency_id: Mapped[int]
    wall_id: Mapped[int] = mapped_column(index=True)
    password_hash: Mapped[str] = mapped_column(String(200), default="")
    """Empty until the invitation has been accepted: nobody can sign in with it."""
    stamp: Mapped[str] = mapped_column(String(43))
    """Part of every session; a new one ends all sessions of this person."""
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(Instant)

    agency: Mapped[Agency] = relationship(lazy="joined", innerjoin=True)
    grants: Mapped[list[RoleGrant]] = relationship(lazy="selectin", cascade="all, delete-orphan")
    former: Mapped[list[FormerAgency]] = relationship(order_by="FormerAgency.left_on.desc()")

    # Other features fill these in, in the group READER: what pages ask about whoever reads them.
    bound: ClassVar[Mapped[bool]]
    """Whether the register holds a standing conflict of theirs."""
    asked: ClassVar[Mapped[int]]
    """Open proposals of others, whoever may answer them."""

    @property
    def roles(self) -> frozenset[Role]:
        """The roles held."""
        return frozenset(Role(grant.role) for grant in self.grants)

    def has(self, *roles: Role) -> bool:
        """Whether the person holds any of the roles."""
        return not self.roles.isdisjoint(roles)

    @property
    def is_active(self) -> bool:
        """Flask-Login's question."""
        return self.active

    def get_id(self) -> str:
        """What the session remembers: the person and the stamp of this moment."""
        return f"{self.id}.{self.stamp}"


class RoleGrant(Base):
    """One role of one person."""

    __tablename__ = "role_grant"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True)
    role: Mapped[Role] = mapped_column(Word(Role), primary_key=True)


class FormerAgency(Base):
    """Someone left an agency: until ``bars_until`` they judge and decide nothing that is its."""

    __tablename__ = "former_agency"
    __table_args__ = (
        ForeignKeyConstraint(
            ["agency_id", "wall_id"], ["agency.id", "agency.root_id"], onupdate="CASCADE"
        ),
        UniqueConstraint("user_id", "agency_id", "left_on"),
        CheckConstraint("bars_until >= left_on", name="bars_after_leaving"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    agency_id: Mapped[int]
    wall_id: Mapped[int]
    left_on: Mapped[date]
    bars_until: Mapped[date]
    """The last day on which it counts: 24 months after leaving."""

    agency: Mapped[Agency] = relationship(lazy="joined", innerjoin=True)


class Invitation(Base):
    """A one-time link to choose a password; only the token's hash is kept."""

    __tablename__ = "invitation"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    used_at: Mapped[datetime | None] = mapped_column(Instant)

    user: Mapped[User] = relationship(lazy="joined", innerjoin=True)
