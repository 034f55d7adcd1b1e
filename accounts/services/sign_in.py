"""What a sign-in leaves behind: one entry for each, good or refused, and the day the person was last seen."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.selectors import personas
from accounts.services import people
from audit import services as audit
from kernel import clock
from kernel.actor import Actor
from kernel.errors import Refused


def succeeded(*, actor: Actor, person: Person, method: str) -> None:
    """A session began."""
    with transaction.atomic():
        Person.objects.filter(pk=person.pk).update(last_seen_on=clock.today())
        audit.record(actor=actor, kind="accounts.sign_in.succeeded", subject=person, changes={"method": [None, method]})


def failed(*, actor: Actor, email: str, method: str, reason: str = "") -> None:
    """A sign-in was refused. What was typed is not kept, for people type passwords into the wrong field."""
    person = people.find(email) if email else None
    audit.record(
        actor=actor,
        kind="accounts.sign_in.failed",
        subject=person or Person(pk=0),
        title="" if person else "-",
        changes={"method": [None, method], "reason": [None, reason or "mismatch"]},
    )


def factor_changed(*, actor: Actor, person: Person, what: str) -> None:
    """A way to sign in was added, changed or taken away."""
    audit.record(
        actor=actor,
        kind="accounts.factor.changed",
        subject=person,
        changes={"what": [None, what]},
        about={"people": [person.pk]},
    )


def demo_person(*, actor: Actor, key: str) -> Person:
    """The person behind a one-click role. Refused wherever the portal does not run as a demo."""
    if not settings.DEMO:
        raise Refused(_("One-click roles are open in the demo only."), "not_demo")
    person: Any = None
    if key in personas.KEYS:
        person = Person.objects.filter(email=personas.email(key), is_active=True, joined_at__isnull=False).first()
    if person is None:
        raise Refused(_("This role is not part of the demo: choose another one."), "no_persona")
    return person
