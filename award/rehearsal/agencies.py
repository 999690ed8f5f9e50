"""Agencies at work: they register innovations, write proposals and sign them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache

from pypdf import PdfWriter

from award.competitions.models import Edition
from award.core import clock
from award.entries.actions import documents, signing, writing
from award.entries.models import Entry
from award.innovations import actions as innovations
from award.innovations.description import Description
from award.innovations.states import Form, Initiator, Kind, Stage
from award.people import queries as people_queries
from award.people.models import User
from award.people.states import Role
from award.rehearsal.people import Staff, account, names
from award.rehearsal.stories import Story, summary, texts


@cache
def pdf(title: str) -> bytes:
    """A one-page PDF that stands for a document."""
    writer = PdfWriter()
    writer.add_blank_page(width=595, height=842)
    writer.add_metadata({"/Title": title})
    with io.BytesIO() as buffer:
        writer.write(buffer)
        return buffer.getvalue()


@dataclass
class Agencies:
    """Those who take part in an edition; ``staff`` holds who acts for each agency."""

    edition: Edition
    staff: dict[int, Staff] = field(default_factory=dict)
    names: Iterator[str] = field(default_factory=names)

    def draft(self, story: Story, sections: int | None = None) -> Entry:
        """Register an innovation and write its proposal: to the end, or only some sections."""
        agency = people_queries.agency_by_code(story.agency)
        if agency is None:
            raise KeyError(story.agency)
        writer = self.staff_of(agency.id).writer
        innovation = innovations.register(
            agency=agency, description=_description(story), actor=writer
        )
        category = next(each for each in self.edition.categories if each.key == story.category)
        entry = writing.open_entry(
            innovation=innovation,
            edition=self.edition,
            category=category,
            group="umum",
            actor=writer,
        )
        self._write_sections(entry, story, sections)
        if sections is None:
            self._complete(entry, writer)
        return entry

    def _write_sections(self, entry: Entry, story: Story, count: int | None) -> None:
        writer = self.staff_of(entry.agency_id).writer
        for key, (text, answer) in list(texts(story).items())[:count]:
            writing.save_section(
                entry=entry, key=key, text=text, answer=answer, version=0, actor=writer
            )

    def _complete(self, entry: Entry, writer: User) -> None:
        needed = [each.key for each in self.edition.documents if each.required == "yes"]
        proven = [each.key for each in self.edition.form if each.evidence in ("required", "if_yes")]
        for key in needed + [f"section:{key}" for key in proven]:
            name = key.partition(":")[2] or key
            documents.add_document(
                entry=entry, key=key, name=f"{name}.pdf", content=pdf(name), actor=writer
            )
        writing.change_entry(
            entry=entry,
            title=entry.title,
            category=entry.category,
            group=entry.group,
            declarations=[each.key for each in self.edition.declarations],
            version=entry.version,
            actor=writer,
        )

    def sign(self, entry: Entry) -> None:
        """The writer sends, the head of agency signs."""
        staff = self.staff_of(entry.agency_id)
        signing.send_to_head(entry=entry, actor=staff.writer)
        signing.sign(entry=entry, agreed=True, actor=staff.head)

    def staff_of(self, agency_id: int) -> Staff:
        """Writer and head of an agency; their accounts are opened when first needed."""
        if agency_id not in self.staff:
            agency = people_queries.agency_by_id(agency_id)
            if agency is None:
                raise LookupError(agency_id)
            code = agency.code
            self.staff[agency_id] = Staff(
                writer=account(f"staf.{code}@contoh.example", next(self.names), agency, Role.STAFF),
                head=account(f"kepala.{code}@contoh.example", next(self.names), agency, Role.HEAD),
            )
        return self.staff[agency_id]


def _description(story: Story) -> Description:
    return Description(
        title=story.title,
        summary=summary(story),
        stage=Stage.APPLIED,
        form=Form.PUBLIC_SERVICE,
        kind=Kind.DIGITAL if story.digital else Kind.NON_DIGITAL,
        initiator=Initiator.AGENCY,
        started_on=clock.today() - timedelta(days=900),
        sdgs=(3, 16),
    )
