"""Who may do what with an innovation."""

import pytest

from award.core.access import can
from tests import builders

EVERYONE = {"staff", "colleague", "head", "other_staff", "outsider", "organiser", "external_judge"}
WRITERS = {"staff", "colleague"}
STAFF = WRITERS | {"other_staff", "outsider"}


@pytest.mark.parametrize(
    ("action", "archive", "who"),
    [
        ("innovation:list", False, STAFF | {"head"}),
        ("innovation:register", False, STAFF),
        ("innovation:read", False, WRITERS | {"head", "organiser"}),
        ("innovation:change", False, WRITERS),
        ("innovation:change", True, set()),
    ],
)
def test_the_rules_of_the_register(cast, action, archive, who):
    innovation = builders.innovation(archive=archive)
    allowed = {each for each in EVERYONE if can(action, innovation, getattr(cast, each))}
    assert allowed == who


@pytest.mark.parametrize(("page", "head", "organiser"), [("", 200, 200), ("/ubah", 403, 403)])
def test_an_innovation_is_not_there_for_others(cast, visit, page, head, organiser):
    path = f"/pd/inovasi/{builders.innovation().id}{page}"
    assert visit(cast.staff).get(path).status == 200
    assert visit(cast.head).get(path).status == head
    assert visit(cast.organiser).get(path).status == organiser
    for who in ("other_staff", "outsider", "external_judge"):
        assert visit(getattr(cast, who)).get(path).status == 404
    assert visit().get(path).status == 401
    assert visit(cast.staff).get(f"/pd/inovasi/999999{page}").status == 404


def test_a_head_does_not_register(cast, visit):
    assert visit(cast.head).get("/pd/inovasi/baru").status == 403
    assert visit(cast.organiser).get("/pd/inovasi/").status == 403
