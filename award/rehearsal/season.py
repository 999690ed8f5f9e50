"""One edition from registration to publication, through the same actions as the pages call."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

from award.competitions.models import Edition, Round
from award.competitions.states import RoundKind
from award.core import clock
from award.core.db import db
from award.entries.models import Entry
from award.entries.states import EntryState
from award.judging import actions as judging
from award.judging.models import Assignment
from award.judging.queries.panel import assignments_of
from award.judging.queries.walls import why_barred
from award.judging.rules import is_external
from award.people.models import User
from award.rehearsal import (
    apart,
    day,
    dispute,
    fieldwork,
    marking,
    panels,
    practice,
    screened,
    together,
    trials,
)
from award.rehearsal.agencies import Agencies
from award.rehearsal.stories import Story
from award.rehearsal.together import Pair
from award.results import actions as results
from award.results.queries.lines import places_of_edition

Progress = Callable[[str, int, int], None]


def commit() -> None:
    """End the transaction as a page would."""
    db.session.commit()


def left_to_the_worker(_round: Round) -> None:
    """Files of a blind round are made fit later."""


def silent(_step: str, _done: int, _total: int) -> None:
    """Progress that nobody watches."""


HALF = 0.5
"""How much has been scored when judges recuse themselves."""


@dataclass
class Season:
    """An edition on its way. ``chance`` decides marks: equal seeds give equal seasons."""

    edition: Edition
    agencies: Agencies
    organiser: User
    screener: User
    judges: Sequence[User]
    chance: Random
    progress: Progress = silent
    settle: Callable[[], None] = commit
    """Called after each act, as a page would commit it."""
    veil: Callable[[Round], None] = left_to_the_worker
    """Makes the files of a blind round fit for judges."""
    password: str = dispute.PASSWORD
    """Of both organisers, for acts that take two people."""
    tempers: Mapping[int, Sequence[int]] = field(default_factory=dict)
    """By judge the steps away from an entry's quality, as likely each; see ``marking``."""
    entries: list[Entry] = field(default_factory=list)
    alike: dict[int, int] = field(default_factory=dict)
    """Entries on which all judges agree, as on another one: they end in a tie."""

    @contextmanager
    def during(self, phase: str, share: float = 0.5) -> Iterator[None]:
        """Everything inside happens at noon, ``share`` of the way through a phase."""
        item = self.edition.phase(phase)
        if item is None:
            raise KeyError(phase)
        day = item.starts + timedelta(days=int((item.ends - item.starts).days * share))
        with clock.at(clock.wita(day, 12)):
            yield

    def scoring_rounds(self) -> list[Round]:
        """The rounds with score sheets, in order."""
        return [each for each in self.edition.rounds if each.kind == RoundKind.SCORING]

    def write(self, told: Sequence[Story]) -> None:
        """Every story becomes an innovation with a signed entry."""
        with self.during("pendaftaran", 0.4):
            for n, story in enumerate(told, 1):
                entry = self.agencies.draft(story)
                self.agencies.sign(entry)
                self.entries.append(entry)
                self._step("write", n, len(told))

    def screen(self) -> None:
        """Everything passes, but one entry is corrected first and one is rejected."""
        with self.during("administrasi", 0.2):
            for n, entry in enumerate(self.entries):
                screened.first_look(entry, n, self._screener_of(entry))
                self._step("screen", n + 1, len(self.entries))
        with self.during("administrasi", 0.3):
            for entry in self.entries:
                if entry.state == EntryState.CORRECTION:
                    self.agencies.sign(entry)
                    screened.passed(entry, self._screener_of(entry))
        self.alike = trials.twins(self.entries)
        self.settle()

    def _screener_of(self, entry: Entry) -> User:
        # An organiser does not screen an entry of the own agency.
        return self.organiser if entry.wall_id == self.screener.wall_id else self.screener

    @property
    def pair(self) -> Pair:
        """Both organisers, for what takes two people."""
        return Pair(self.organiser, self.screener, self.password)

    def open(self, round_: Round) -> None:
        """Open a round, seat the panel and publish what the matching proposes."""
        with self.during(round_.key, 0.05):
            judging.open_round(round_=round_, actor=self.organiser)
            self.veil(round_)
            panels.seat(round_, self.judges, self.organiser, self.acting_on)
            judging.publish_proposal(round_=round_, actor=self.organiser)
            if round_.talk_minutes:
                day.present(round_, self.organiser)
            self.settle()

    def able(self, entry: Entry) -> list[User]:
        """The judges who may score the entry."""
        outside = entry.wall_id in (self.organiser.wall_id, self.screener.wall_id)
        return [
            each
            for each in self.judges
            if why_barred(each, entry) is None and (is_external(each) or not outside)
        ]

    def verify(self, round_: Round) -> None:
        """Field visits, where the round checks claims."""
        with self.during(round_.key, 0.3):
            fieldwork.verify(round_, (self.organiser, self.screener), self.alike)
            self.settle()

    def score(self, round_: Round, share: float = 1.0, at: float = 0.6) -> None:
        """Every judge finishes so large a share of the own sheets, ``at`` so far into the round."""
        with self.during(round_.key, at):
            piles = [assignments_of(round_, judge) for judge in self.judges]
            given = [each for pile in piles for each in pile[: int(len(pile) * share)]]
            given = [each for each in given if each.sheet is None]
            for n, assignment in enumerate(given, 1):
                self._score(assignment)
                self._step(round_.key, n, len(given))

    def _score(self, assignment: Assignment) -> None:
        marks = marking.marks(assignment, self.chance, self.tempers, self.alike)
        typists = (self.organiser, self.screener)
        if self._on_paper(assignment) and day.typed(assignment, marks, typists):
            return
        judging.finish_sheet(
            assignment=assignment, marks=marks, comment="", version=0, actor=assignment.judge
        )

    def _on_paper(self, assignment: Assignment) -> bool:
        """The first judge brings a pen to presentations."""
        presented = assignment.round.talk_minutes is not None
        return presented and assignment.judge_id == self.judges[0].id

    def recuse(self, round_: Round) -> None:
        """Some judges are bound to an entry, one does not come; others take their place."""
        with self.during(round_.key, 0.7):
            trials.recuse(round_, self.judges, self.organiser)
            if trials.absent(round_, self.judges, self.able, self.acting_on):
                judging.publish_proposal(round_=round_, actor=self.organiser)
            self.settle()

    def close(self, round_: Round) -> None:
        """Close, lock and decide a round; a tie at the line lets all of them go on."""
        with self.during(round_.key, 0.95):
            judging.close_round(round_=round_, actor=self.organiser)
            apart.settle(round_, self.acting_on)
            judging.lock_round(round_=round_, actor=self.organiser)
            if self._is_first(round_):
                together.unlock(round_, self.pair)
                judging.lock_round(round_=round_, actor=self.organiser)
            everywhere = {each.id for each in self.edition.categories}
            results.decide_round(round_=round_, actor=self.organiser, widen=everywhere)
            self.settle()

    def call_judge(self, round_: Round) -> None:
        """An extra judge scores the first entry on which judges are far apart."""
        with self.during(round_.key, 0.8):
            for assignment in apart.call_judge(round_, self.able, self.acting_on):
                self._score(assignment)
            self.settle()

    def practise(self, round_: Round) -> None:
        """Before the first round all judges score the same samples."""
        if self._is_first(round_):
            with self.during(round_.key, 0.1):
                practice.practised(round_, self.judges, self.organiser)
                self.settle()

    def discuss(self, round_: Round) -> None:
        """A judge changes a mark after comparing; two organisers act together once each."""
        with self.during(round_.key, 0.85):
            trials.changed(round_, self.judges, self.alike)
            if not self._is_first(round_) and round_.talk_minutes:
                together.reweigh(round_, self.pair)
                together.disqualify(round_, self.pair, self.alike)
            self.settle()

    def _is_first(self, round_: Round) -> bool:
        return round_ is self.scoring_rounds()[0]

    def acting_on(self, entry: Entry) -> User:
        """An organiser who does not come from the entry's agency."""
        return self.screener if entry.wall_id == self.organiser.wall_id else self.organiser

    def run_rounds(self) -> None:
        """All scoring rounds from opening to decision."""
        for round_ in self.scoring_rounds():
            self.open(round_)
            self.practise(round_)
            self.verify(round_)
            self.score(round_, HALF)
            self.recuse(round_)
            self.score(round_)
            self.call_judge(round_)
            self.discuss(round_)
            self.close(round_)

    def hear(self) -> None:
        """Settle ties by vote, freeze the result and tell the agencies."""
        with self.during("pleno"):
            dispute.settle_ties(self.edition, self.organiser)
            places = places_of_edition(self.edition)
            results.freeze(edition=self.edition, actor=self.organiser, places=places)
            self.settle()
            results.hear(edition=self.edition, actor=self.organiser)
            self.settle()

    def dispute(self) -> None:
        """An objection and its answer, a decision of two people, a dissent."""
        with self.during("sanggah"):
            dispute.objected(self.edition, self.agencies, self.acting_on)
            dispute.overridden(self.edition, self.pair)
            dispute.dissented(self.edition, self.judges[0])
            self.settle()

    def announce(self, decree_number: str) -> None:
        """Publish after the objection window."""
        with self.after_objections():
            results.publish(
                edition=self.edition,
                decree_number=decree_number,
                decree_date=clock.today(),
                actor=self.organiser,
            )
            self.settle()

    @contextmanager
    def after_objections(self) -> Iterator[None]:
        """Everything inside happens on the morning after the objection window."""
        until = self.edition.objections_until
        if until is None:
            raise ValueError("nobody has been heard")
        with clock.at(until + timedelta(hours=9)):
            yield

    def _step(self, step: str, done: int, total: int) -> None:
        self.settle()
        self.progress(step, done, total)
