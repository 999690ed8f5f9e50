"""Columns given new values past the unit of work."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.orm.exc import StaleDataError

from award.core.db import db, only_reading, overwrite
from award.people.models import User
from tests.cast import Cast


def kept_name(number: int) -> str | None:
    return db.session.scalar(sa.select(User.name).where(User.id == number))


def test_row_and_object_agree_and_nothing_is_left_to_write(cast: Cast) -> None:
    overwrite(cast.staff, name="Nama Baru", position="")
    assert (cast.staff.name, kept_name(cast.staff.id)) == ("Nama Baru", "Nama Baru")
    assert not db.session.dirty


def test_what_only_reads_overwrites_nothing(cast: Cast) -> None:
    before, number = cast.staff.name, cast.staff.id
    db.session.commit()
    with only_reading(), pytest.raises(RuntimeError, match="only reads"):
        overwrite(cast.staff, name="Nama Baru")
    assert kept_name(number) == before


def test_a_row_that_is_gone_is_not_said_to_be_kept(cast: Cast) -> None:
    user = User(
        email="pergi@contoh.id",
        name="Pergi",
        stamp="x",
        agency_id=cast.staff.agency_id,
        wall_id=cast.staff.wall_id,
        created_at=cast.staff.created_at,
    )
    db.session.add(user)
    db.session.flush()
    db.session.execute(
        sa.delete(User).where(User.id == user.id).execution_options(synchronize_session=False)
    )
    with pytest.raises(StaleDataError):
        overwrite(user, name="Kembali")
