"""The fit test: six questions that suggest how involved a funder should be. Pure; it decides nothing.

Two questions each about what the funder needs, how it is (its time, its way of deciding) and what it aspires to. Every
answer is a step of the continuum of involvement, from a gift (1) to shared leadership (4). A part stands where the
lower of its two answers stands, because a wish that time does not carry is no involvement; the whole stands at the
middle one of the three parts. Where two parts are two steps or more apart, people should talk before they choose.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from funding.models import FunderRole, Involvement

APART = 2  # steps between two parts that call for a talk


@dataclass(frozen=True)
class Question:
    """One question; its answers stand for the steps of the continuum, from the first to the last."""

    name: str
    part: str
    words: Any
    answers: tuple[Any, Any, Any, Any]


PARTS: dict[str, Any] = {"needs": _("Needs"), "character": _("Character"), "aspirations": _("Aspirations")}
QUESTIONS = (
    Question(
        "given_back", "needs", _("What does the funder need from the partnership?"),
        (
            _("Reports that can be relied on"),
            _("To be asked before decisions are taken"),
            _("A vote on where the money goes"),
            _("To shape the agenda together with the others"),
        ),
    ),
    Question(
        "shown", "needs", _("What must it be able to show to its own board?"),
        (
            _("That the gift reached its purpose"),
            _("That its knowledge was of use"),
            _("That it took part in each decision"),
            _("That a whole field moved"),
        ),
    ),
    Question(
        "time", "character", _("How much time can its people give?"),
        (
            _("A few hours in a year"),
            _("A day in a quarter"),
            _("A day in a month"),
            _("A day in a week"),
        ),
    ),
    Question(
        "deciding", "character", _("How does it decide on its money?"),
        (
            _("Alone, once a year"),
            _("Alone, after it heard others"),
            _("With others, by rules agreed beforehand"),
            _("With others, also against its own first wish"),
        ),
    ),
    Question(
        "in_three_years", "aspirations", _("What should be there in three years?"),
        (
            _("Grants that did what they promised"),
            _("A field that is understood better"),
            _("A fund that decides well together"),
            _("A change that nobody could have brought alone"),
        ),
    ),
    Question(
        "answered_for", "aspirations", _("What is it ready to answer for?"),
        (
            _("Its own gift"),
            _("Its advice"),
            _("The decisions it took part in"),
            _("The shared results"),
        ),
    ),
)  # fmt: skip
# The roles that people at a step mostly choose; the choice stays the funder's.
ROLES: dict[Involvement, tuple[FunderRole, ...]] = {
    Involvement.GIVES: (FunderRole.POOLED, FunderRole.ALIGNED),
    Involvement.CONSULTS: (FunderRole.LEARNING, FunderRole.ALIGNED),
    Involvement.DECIDES: (FunderRole.POOLED, FunderRole.LEADING),
    Involvement.LEADS: (FunderRole.LEADING, FunderRole.CONVENER, FunderRole.BACKBONE),
}


@dataclass(frozen=True)
class Fit:
    """What the answers suggest: a step, the step of each part, the two parts that pull apart (low, high) or nothing."""

    involvement: Involvement
    parts: dict[str, Involvement]
    apart: tuple[str, str] | None

    @property
    def roles(self) -> tuple[FunderRole, ...]:
        """The roles that fit the step."""
        return ROLES[self.involvement]


def suggest(answers: Mapping[str, int]) -> Fit:
    """The fit of a whole set of answers: {name of the question: 1 to 4}. Refuses a missing or a foreign one."""
    if set(answers) != {one.name for one in QUESTIONS} or not all(1 <= step <= 4 for step in answers.values()):
        raise ValueError("every question is answered by a step from 1 to 4")
    parts = {part: Involvement(min(answers[one.name] for one in QUESTIONS if one.part == part)) for part in PARTS}
    low, high = min(parts, key=parts.__getitem__), max(parts, key=parts.__getitem__)
    apart = (low, high) if parts[high] - parts[low] >= APART else None
    return Fit(Involvement(sorted(parts.values())[1]), parts, apart)
