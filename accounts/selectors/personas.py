"""The roles of the demo, one click each. They exist where the seed made their people, and show in demo mode only."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Person

DOMAIN = "demo.example"


@dataclass(frozen=True)
class Persona:
    """One role: its key is the first part of its person's mail address."""

    key: str
    name: Any
    about: Any
    icon: str

    @property
    def url(self) -> str:
        """Where its button posts to."""
        return reverse("accounts:persona", args=[self.key])


@dataclass(frozen=True)
class PersonaGroup:
    """Roles that stand together."""

    title: Any
    personas: tuple[Persona, ...]


GROUPS = (
    PersonaGroup(
        _("The backbone organisation"),
        (
            Persona("director", _("Direction of the backbone"), _("what is stuck today"), "sitemap"),
            Persona("coordinator", _("Coordination"), _("groups, meetings, reports"), "users"),
            Persona("evaluator", _("Evaluation and measurement"), _("reports to review"), "microscope"),
            Persona("treasurer", _("Treasury"), _("receipts and payments"), "coins"),
            Persona("admin", _("Administration of the portal"), _("accounts, mails, health"), "settings"),
        ),
    ),
    PersonaGroup(
        _("Committee and groups"),
        (
            Persona("steering", _("Chair of the steering committee"), _("where the whole stands"), "chart-line"),
            Persona("chair", _("Chair of a working group"), _("agenda and minutes"), "users-group"),
            Persona("member", _("Group members"), _("the next meeting"), "user"),
        ),
    ),
    PersonaGroup(
        _("A partner organisation"),
        (
            Persona("lead", _("Head of the organisation"), _("what waits for the organisation"), "building"),
            Persona("data", _("Data coordination"), _("reports to fill in"), "clipboard-list"),
            Persona("signatory", _("Authorised signature"), _("the mandate and the reports"), "pencil"),
        ),
    ),
    PersonaGroup(
        _("Funding, government, joining"),
        (
            Persona("funder", _("A partner foundation"), _("how the goals progress"), "building-bank"),
            Persona("ministry", _("A government ministry"), _("tasks and meetings"), "building-community"),
            Persona("applicant", _("Applying to an open call"), _("the public pages"), "speakerphone"),
        ),
    ),
)
KEYS = frozenset(persona.key for group in GROUPS for persona in group.personas)


def email(key: str) -> str:
    """The mail address of a role's person."""
    return f"{key}@{DOMAIN}"


def there() -> list[PersonaGroup]:
    """The roles whose people exist, in demo mode; nothing in any other."""
    if not settings.DEMO:
        return []
    known = set(
        Person.objects.filter(
            email__in=[email(key) for key in KEYS], is_active=True, joined_at__isnull=False
        ).values_list("email", flat=True)
    )
    groups = [
        PersonaGroup(group.title, tuple(persona for persona in group.personas if email(persona.key) in known))
        for group in GROUPS
    ]
    return [group for group in groups if group.personas]
