"""Entering organisations and changing their profiles."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from audit import services as audit
from documents.services import documents
from kernel import languages, writing
from kernel.actor import Actor
from kernel.errors import Conflict, Invalid
from kernel.permissions import require
from partners import policies, telephones
from partners.models import Organisation
from partners.validation import is_registration_number, registration_number

TRANSLATED = ("name", "about")
CHANGEABLE = frozenset(
    {
        "sector",
        "kind",
        "registration_no",
        "website",
        "mail",
        "telephone",
        "district",
        "size",
        "logo",
        *(column for field in TRANSLATED for column in languages.columns(field)),
    }
)
TAKEN = _("An organisation with this registration number is in the portal already: choose it instead of entering it.")


def create(*, actor: Actor, initiative: Any = None, is_demo: bool = False, **values: Any) -> Organisation:
    """Enter an organisation. Who runs the initiative; an administrator for the backbone of a new one.

    Refuses a name missing in the first language, and a registration number that is wrong or there already.
    """
    require(policies.may_create_organisation(actor, initiative))
    values = _checked(values, is_demo)
    writing.need(values, "name")
    organisation = Organisation(is_demo=is_demo, **values)
    organisation.name_key = organisation.key_of_names()
    writing.validate(organisation)
    with transaction.atomic():
        writing.inserted(organisation, TAKEN, "registered_already")
        audit.record(
            actor=actor,
            kind="partners.organisation.created",
            subject=organisation,
            initiative=initiative,
            organisation=organisation,
        )
    return organisation


def change(
    *,
    actor: Actor,
    organisation: Organisation,
    seen: int | None = None,
    picture: File | None = None,
    **values: Any,
) -> Organisation:
    """Change a profile, with a picture the logo too. Its representative; the backbone until one has joined.

    Refuses when somebody changed it meanwhile, a registration number that is wrong or another's, and what is no small
    picture.
    """
    require(policies.may_change_organisation(actor, organisation))
    values = _checked(values, organisation.is_demo)
    columns = languages.columns("name")
    writing.need({**{name: getattr(organisation, name) for name in columns}, **values}, "name")
    try:
        with transaction.atomic():
            if picture:
                title = str(organisation)
                values["logo"] = documents.add_logo(actor=actor, file=picture, title=title, owner=organisation)
            changes = audit.differences(organisation, values)
            if changes:
                _write(actor, organisation, values, changes, seen)
    except IntegrityError as error:
        raise Conflict(TAKEN, "registered_already") from error
    return organisation


def _write(
    actor: Actor, organisation: Organisation, values: dict[str, Any], changes: Mapping[str, Any], seen: int | None
) -> None:
    for name, value in values.items():
        setattr(organisation, name, value)
    writing.validate(organisation)
    if set(languages.columns("name")) & set(changes):
        values["name_key"] = organisation.key_of_names()
    writing.change(organisation, values, seen)
    audit.record(
        actor=actor,
        kind="partners.organisation.changed",
        subject=organisation,
        organisation=organisation,
        changes=changes,
        about={"initiatives": _initiatives(organisation)},
    )
    if {"sector", "district"} & set(changes):
        # Totals of sectors and districts stand on a floor above.
        for path in settings.ORGANISATION_MOVES:
            import_string(path)(organisation=organisation)


def set_logo(*, actor: Actor, organisation: Organisation, file: File) -> Organisation:
    """Give an organisation a logo. As changing its profile; refuses what is no small picture."""
    return change(actor=actor, organisation=organisation, picture=file)


def _initiatives(organisation: Organisation) -> list[int]:
    return sorted(set(organisation.participations.open().values_list("initiative_id", flat=True)))  # type: ignore[attr-defined]


def _checked(values: Mapping[str, Any], is_demo: bool) -> dict[str, Any]:
    unknown = set(values) - CHANGEABLE
    if unknown:
        raise TypeError(f"An organisation has no {sorted(unknown)}.")
    out = writing.cleaned(values, names=("name",), lines=("about",))
    if "registration_no" in out:
        out["registration_no"] = registration_number(out["registration_no"])
        if out["registration_no"] and not is_demo and not is_registration_number(out["registration_no"]):
            sentence = _("A registration number has nine digits, such as 580000008: one of these is wrong.")
            raise Invalid(writing.SOME_FIELDS, "bad_number", fields={"registration_no": [sentence]})
    if out.get("telephone"):
        out["telephone"] = telephones.cleaned(out["telephone"])
    return out
