"""What a decision says of an entry."""

from enum import StrEnum


class Outcome(StrEnum):
    """In a round an entry goes on or not; in the end it wins, is a finalist, or takes part."""

    ADVANCES = "advances"
    STAYS = "stays"
    WINNER = "winner"
    FINALIST = "finalist"
    PARTICIPANT = "participant"


WINNING_PLACES = ("juara_1", "juara_2", "juara_3", "harapan_1", "harapan_2", "harapan_3")
