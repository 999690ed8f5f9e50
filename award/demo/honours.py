"""Last year's teams, replication partners and looks, so that their pages show something."""

from __future__ import annotations

from itertools import islice

from award.certificates.actions.honourees import add_honourees, name_team
from award.certificates.actions.looks import save_look
from award.certificates.honourees import summaries, team_for
from award.certificates.looks import Appearance, look_of
from award.certificates.models import Signatory
from award.certificates.recipients import Preparation
from award.certificates.states import Kind
from award.certificates.style import Style
from award.rehearsal.people import names
from award.rehearsal.season import Season
from award.results.states import Outcome

TEAM = 3
"""Members of each team."""
PARTNERS = ("Desa Contoh Sari", "Kelurahan Contoh Asri")


def honour(season: Season) -> None:
    """The best entries have a team named by their agency, the first of them two partners."""
    invented = names()
    listed = summaries(season.organiser, season.edition)
    best = [each for each in listed if each.outcome != Outcome.PARTICIPANT]
    for each in best:
        team = team_for(season.organiser, each.entry_id)
        if team is not None:
            writer = season.agencies.staff_of(team.entry.agency_id).writer
            name_team(team=team, names=list(islice(invented, TEAM)), actor=writer)
    able = next(each for each in best if each.bound is None)
    named = [(able.entry_id, Kind.PARTNER, partner) for partner in PARTNERS]
    add_honourees(edition=season.edition, named=named, actor=season.organiser)


def dress(season: Season, signatory: Signatory) -> None:
    """Members of teams get the modern look; everything is signed by the same regent."""
    for kind in (Kind.WINNER, Kind.MEMBER):
        before = look_of(season.edition, kind)
        style = Style(design="modern" if kind == Kind.MEMBER else before.style.design)
        save_look(
            preparation=Preparation(season.edition, kind),
            chosen=Appearance(style, before.texts, signatory),
            actor=season.organiser,
        )
