"""A wrong date or place on a whole batch: one act, a new certificate for each."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from award.certificates import actions, queries
from award.certificates.facts import Fault, UnprintableError
from award.certificates.models import Batch, Certificate, Signatory
from award.certificates.states import CertificateState, Kind
from award.certificates.views import correcting
from award.core import ledger
from award.core.db import db
from award.core.kept import Stored
from award.core.problems import Invalid, Refused
from tests.browsing import Visitor
from tests.cast import PASSWORD, Cast
from tests.certificates import finished
from tests.counting import statements

Visit = Callable[..., Visitor]
S = CertificateState
NEXT_DAY = finished.DATED + timedelta(days=1)
WHY = "Tanggal penyerahan keliru."


def made(**changes: Any) -> Batch:
    """A batch of two that has been printed."""
    batch = finished.issue(finished.edition(), courtesy=True, **changes)
    for each in queries.certificates(batch):
        actions.finish(certificate=each, stored=Stored("a" * 64, 1000))
    db.session.commit()
    return batch


def redate(batch: Batch, **changes: Any) -> Batch:
    arguments: dict[str, Any] = {
        "dated": NEXT_DAY,
        "place": "Denpasar",
        "reason": WHY,
        "password": PASSWORD,
        "actor": Cast().organiser,
    }
    new = actions.redate(batch=batch, **{**arguments, **changes})
    db.session.commit()
    return new


def states(batch: Batch) -> list[str]:
    return [each.state for each in queries.certificates(batch)]


def test_each_is_superseded_by_its_own_new_one_with_one_reason(cast: Cast) -> None:
    old = made()
    new = redate(old)
    assert (new.dated, new.place, old.dated) == (NEXT_DAY, "Denpasar", finished.DATED)
    pairs = list(zip(queries.certificates(old), queries.certificates(new), strict=True))
    assert [each.number.split("/")[1] for _, each in pairs] == ["003", "004"]
    for was, now in pairs:
        assert (was.state, now.state, was.replaced_by, now.correction) == (
            *(S.SUPERSEDED, S.QUEUED),
            *(now, WHY),
        )
        fresh = {"number", "code", "url", "place", "date_text"}
        assert {name for name in now.facts if now.facts[name] != was.facts[name]} == fresh
        assert now.facts["date_text"] == "17 November 2026"
        assert now.facts["url"].endswith(now.code)
        assert now.courtesy is not None
        assert was.courtesy is not None
        assert {n for n in now.courtesy if now.courtesy[n] != was.courtesy[n]} == fresh
        assert now.courtesy["number"] == now.number
    assert len({each.code for pair in pairs for each in pair}) == 4


def test_the_ledger_tells_of_the_batch_and_of_each(cast: Cast) -> None:
    new = redate(made())
    acts = db.session.scalars(select(ledger.Act).order_by(ledger.Act.seq)).all()
    told = [json.loads(each.content) for each in acts if each.action == "certificate.corrected"]
    assert [(each["parts"], each["reason"]) for each in told] == [(["dated"], WHY)] * 2
    assert sum(each.action == "certificate.superseded" for each in acts) == 2
    issued = [each for each in acts if each.action == "certificates.issued"][-1]
    assert issued.subject_id == new.id
    assert ledger.verify() is None


def test_what_is_over_stays_over(cast: Cast) -> None:
    old = made()
    first, second = queries.certificates(old)
    first.state, first.superseded_at = S.SUPERSEDED, first.issued_at
    db.session.commit()
    new = redate(old)
    assert [each.replaces for each in queries.certificates(new)] == [second]
    with pytest.raises(Invalid, match="Tidak ada piagam yang berlaku"):
        redate(old)


def test_while_one_is_being_printed_none_is_superseded(cast: Cast) -> None:
    batch = finished.issue(finished.edition())
    first = queries.certificates(batch)[0]
    actions.finish(certificate=first, stored=Stored("a" * 64, 1000))
    db.session.commit()
    with pytest.raises(Refused, match="sedang dibuat"):
        redate(batch)
    db.session.rollback()
    assert states(batch) == [S.READY, S.QUEUED]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"reason": " "}, "Tuliskan alasan koreksi."),
        ({"password": "bukan"}, "sandi"),
        ({"dated": finished.DATED, "place": "Mangupura"}, "yang lain daripada yang tercetak"),
        ({"dated": date(2026, 11, 8)}, "mendahului tanggal keputusan"),
        ({"place": "Kota " * 30}, "melebihi 40 huruf"),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    changes: dict[str, Any], sentence: str, cast: Cast
) -> None:
    batch = made()
    with pytest.raises(Invalid) as refusal:
        redate(batch, **changes)
    told = " ".join(map(str, [refusal.value, *refusal.value.fields.values()]))
    assert sentence in told
    db.session.rollback()
    assert states(batch) == [S.READY] * 2


def test_nobody_signs_many_on_a_day_outside_their_term(cast: Cast) -> None:
    batch = made()
    db.session.scalars(select(Signatory)).one().valid_until = finished.DATED
    db.session.commit()
    with pytest.raises(Invalid, match="tidak menjabat pada 17 November 2026"):
        redate(batch)
    assert redate(batch, dated=finished.DATED).place == "Denpasar"


def test_others_correct_no_batch(cast: Cast) -> None:
    batch = made()
    with pytest.raises(Refused):
        redate(batch, actor=cast.staff)


def test_the_page_tries_the_pages_and_leads_to_the_new_batch(
    cast: Cast, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[int] = []
    monkeypatch.setattr(correcting, "print_specimens", lambda sheets, *_: tried.append(len(sheets)))
    batch, visitor = made(), visit(cast.organiser)
    assert (
        f"/{batch.id}/tanggal"
        in visitor.get(f"/panitia/sertifikat/terbitan/{batch.id}").response.text
    )
    path = f"/panitia/sertifikat/terbitan/{batch.id}/tanggal"
    page = visitor.get(path)
    assert "2 piagam yang berlaku dalam terbitan ini diganti" in page.text
    fields = {**page.fields("main form"), "reason": WHY, "password": PASSWORD}
    same = visitor.post(path, fields)
    assert (same.status, "yang lain daripada yang tercetak" in same.text) == (422, True)
    done = visitor.post(path, {**fields, "dated": "2026-11-17"})
    assert (done.status, tried) == (302, [4])
    assert "2 piagam diganti" in visitor.get(done.location).text
    assert states(batch) == [S.SUPERSEDED] * 2


def test_a_page_too_full_supersedes_none_of_them(
    cast: Cast, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_order: object) -> bytes:
        raise UnprintableError(Fault("place", "does not fit"))

    monkeypatch.setattr(correcting, "print_specimens", full)
    batch, visitor = made(), visit(cast.organiser)
    path = f"/panitia/sertifikat/terbitan/{batch.id}/tanggal"
    fields = {"dated": "2026-11-17", "place": "X", "reason": WHY, "password": PASSWORD}
    page = visitor.post(path, fields)
    assert page.status == 422
    assert page.soup.select(".error-summary, .notice-refused")
    assert states(batch) == [S.READY] * 2


def test_many_cost_as_few_statements_as_few(cast: Cast) -> None:
    edition, costs = finished.edition(), []
    for kind in (Kind.FINALIST, Kind.WINNER):
        batch = finished.issue(edition, kind=kind)
        for each in queries.certificates(batch):
            actions.finish(certificate=each, stored=Stored("a" * 64, 1000))
        db.session.commit()
        with statements() as count:
            redate(batch)
        costs.append(int(count))
    found = db.session.scalars(select(Certificate.kind).where(Certificate.state == S.QUEUED)).all()
    assert sorted(found) == ["finalist", "winner", "winner"]
    assert costs[0] == costs[1]
