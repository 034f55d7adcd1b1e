"""What a person gets and why: the own choice, else what is proposed for the roles held."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from communication import subjects
from communication.models import Cadence, Choice, Preference
from kernel.actor import Actor

# Governance 4.2, most frequent first: of several roles the first that is held decides. Guests get nothing unasked.
BY_ROLE = (
    (Cadence.DAILY, ("partners.backbone", "accounts.admin"), _("backbone staff and administrators")),
    (Cadence.WEEKLY, ("working_groups.chair",), _("chairs of groups and committees")),
    (
        Cadence.WEEKLY,
        (
            "partners.representative",
            "partners.alternate",
            "partners.data_officer",
            "partners.signatory",
            "partners.finance_contact",
        ),
        _("those who act for a partner organisation"),
    ),
    (Cadence.FORTNIGHTLY, ("working_groups.steering",), _("members of the steering committee")),
    (Cadence.WEEKLY, ("working_groups.member", "partners.takes_part"), _("members of groups")),
)


@dataclass(frozen=True)
class Proposal:
    """A cadence with the role it comes from; no cadence for whoever holds no role."""

    cadence: str | None
    role: Any


def proposed(actor: Actor) -> Proposal:
    """What the roles held today propose."""
    held = [(cadence, role) for cadence, names, role in BY_ROLE if actor.keys(*names) and not _only_guest(actor, names)]
    order = {cadence: place for place, cadence in enumerate(Cadence)}
    if not held:
        return Proposal(None, "")
    cadence, role = min(held, key=lambda pair: order[pair[0]])
    return Proposal(str(cadence), role)


def _only_guest(actor: Actor, names: tuple[str, ...]) -> bool:
    """A ministry's contact takes part as a guest: mails only by its own choice."""
    guest_only = bool(actor.keys("partners.guest")) and not actor.keys("partners.takes_part")
    return guest_only and not actor.keys("working_groups.chair", "working_groups.steering")


def cadence(actor: Actor, choices: Mapping[str, str]) -> str | None:
    """The cadence in force: the own choice, else the proposal; None for no digest."""
    choice = choices.get(subjects.DIGEST) or proposed(actor).cadence
    return None if choice in (None, Choice.OFF) else str(choice)


def choices_of(person_id: int) -> dict[str, str]:
    """A person's own choices by subject."""
    return dict(Preference.objects.filter(person_id=person_id).values_list("kind", "choice"))
