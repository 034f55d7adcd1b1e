"""Contacts of an organisation: added, changed, erased. The log never holds what identifies them."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from audit import services as audit
from kernel import clock, languages, writing
from kernel.actor import Actor
from kernel.errors import Invalid
from kernel.permissions import require
from partners import policies, telephones
from partners.models import Contact, Organisation, ShownTo

CHANGEABLE = frozenset(
    {
        "function",
        "function_language",
        "mail",
        "telephone",
        "language",
        "shown_to",
        "consent_on",
        *languages.columns("name"),
    }
)


def add(*, actor: Actor, organisation: Organisation, **values: Any) -> Contact:
    """Add a contact. The organisation's representative; the backbone until one has joined."""
    require(policies.may_change_contact(actor, organisation))
    values = _checked(values)
    writing.need(values, "name", "any")
    contact = Contact(organisation=organisation, **values)
    _check_consent(contact)
    writing.validate(contact)
    with transaction.atomic():
        contact.save(force_insert=True)
        _record(actor, contact, {}, "added")
    return contact


def change(*, actor: Actor, contact: Contact, seen: int | None = None, **values: Any) -> Contact:
    """Change a contact. As adding; showing it to partners needs the day of the person's consent."""
    require(policies.may_change_contact(actor, contact.organisation))
    values = _checked(values)
    writing.need({**{name: getattr(contact, name) for name in languages.columns("name")}, **values}, "name", "any")
    changes = audit.differences(contact, values)
    if not changes:
        return contact
    for name, value in values.items():
        setattr(contact, name, value)
    _check_consent(contact)
    writing.validate(contact)
    with transaction.atomic():
        writing.change(contact, values, seen)
        _record(actor, contact, changes)
    return contact


def erase(*, actor: Actor, contact: Contact) -> None:
    """Erase a contact for good. As adding; the log keeps that one was erased, not who it was."""
    require(policies.may_change_contact(actor, contact.organisation))
    with transaction.atomic():
        _record(actor, contact, {}, "erased")
        contact.delete()


def _checked(values: Mapping[str, Any]) -> dict[str, Any]:
    unknown = set(values) - CHANGEABLE
    if unknown:
        raise TypeError(f"A contact has no {sorted(unknown)}.")
    out = writing.cleaned(values, names=("name",))
    if out.get("telephone"):
        out["telephone"] = telephones.cleaned(out["telephone"])
    return out


def _check_consent(contact: Contact) -> None:
    sentence: Any = ""
    if contact.shown_to == ShownTo.PARTNERS and contact.consent_on is None:
        sentence = _("To show a contact to partners, write the day on which the person agreed.")
    elif contact.consent_on is not None and contact.consent_on > clock.today():
        sentence = _("This day is still to come: write the day on which the person agreed.")
    if sentence:
        raise Invalid(writing.SOME_FIELDS, "no_consent", fields={"consent_on": [sentence]})


def _record(actor: Actor, contact: Contact, changes: Mapping[str, Any], participle: str = "changed") -> None:
    # SECURITY: the subject is the organisation and the title its name, so that an erased person leaves no trace.
    audit.record(
        actor=actor,
        kind=f"partners.contact.{participle}",
        subject=contact.organisation,
        organisation=contact.organisation,
        changes=changes,
    )
