"""People: found or entered by mail address, joined, changed, closed. They are never deleted."""

from collections.abc import Mapping
from typing import Any

import phonenumbers
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import policies
from accounts.models import Person
from accounts.selectors import personal
from accounts.services import admins
from audit import services as audit
from kernel import clock, languages, text
from kernel.actor import Actor
from kernel.errors import Conflict, Invalid
from kernel.permissions import require

HOME_REGION = "IL"
CHANGEABLE = frozenset(
    {"function", "function_language", "telephone", "language", "time_zone", "calendar", *languages.columns("name")}
)


def find(email: str) -> Person | None:
    """The person of a mail address, whatever its case."""
    return Person.objects.filter(email__iexact=email.strip()).first()


def clean_email(email: str) -> str:
    """A mail address as it is kept: trimmed, in small letters; or one sentence."""
    try:
        address = text.clean(email).lower()
        validate_email(address)
    except (ValidationError, text.TextRefused):
        sentence = _("This is not a mail address: write it as name@example.org.")
        raise Invalid(sentence, fields={"email": [sentence]}) from None
    return address


def clean_telephone(raw: str) -> str:
    """A telephone number as it is kept, with its country; or one sentence."""
    if not raw:
        return ""
    try:
        number = phonenumbers.parse(raw, HOME_REGION)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_valid_number(number):
        raise Invalid(
            _("Some fields are not right."),
            fields={"telephone": [_("This is not a telephone number: write it as 03-1234567 or +972 3 1234567.")]},
        )
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _names(name: Mapping[str, str]) -> dict[str, str]:
    """Columns of a name given per language; at least one must be there."""
    out, refused = {}, {}
    for code in languages.codes():
        column = languages.column("name", code)
        try:
            out[column] = text.cleaned_name(name.get(code) or "", longest=120)
        except text.TextRefused as error:
            refused[column] = [error.sentence]
    if refused:
        raise Invalid(_("Some fields are not right."), fields=refused)
    if not any(out.values()):
        sentence = _("Write the name in one language at least.")
        raise Invalid(sentence, fields={languages.column("name", languages.default()): [sentence]})
    return out


def ensure(
    *, actor: Actor, email: str, name: Mapping[str, str], language: str | None = None, function: str = ""
) -> Person:
    """The person of that mail address; entered if nobody has it. What is known of a person is not overwritten.

    `name` maps language codes to names. Whoever is entered cannot sign in and gets no mail but an invitation.
    """
    require(policies.may_ensure_person(actor))
    address = clean_email(email)
    known = find(address)
    if known is not None:
        return known
    speaks = language if language in languages.codes() else languages.default()
    person = Person(
        email=address,
        language=speaks,
        function=text.clean(function),
        function_language=languages.current(),
        **_names(name),
    )
    person.set_unusable_password()
    person.full_clean(exclude=["name", "password"], validate_unique=False, validate_constraints=False)
    try:
        with transaction.atomic():
            person.save(force_insert=True)
            audit.record(actor=actor, kind="accounts.person.created", subject=person)
    except IntegrityError:  # somebody else entered the same address a moment ago
        found = find(address)
        if found is None:
            raise
        return found
    return person


def join(*, actor: Actor, person: Person, password: str = "") -> Person:
    """Let a person in: a password or none (code by mail), and the mail address counts as verified.

    Refuses whoever has joined already: the second of two clicks loses.
    """
    require(policies.may_change_person(actor, person))
    with transaction.atomic():
        open_account(person, password)
        audit.record(actor=actor, kind="accounts.person.joined", subject=person, about={"people": [person.pk]})
    return person


def open_account(person: Person, password: str) -> None:
    """The writes of joining, inside the act that joins: `join`, or the acceptance of an invitation."""
    person.set_password(password or None)
    now = clock.now()
    won = Person.objects.filter(pk=person.pk, joined_at__isnull=True).update(joined_at=now, password=person.password)
    if won != 1:
        raise Conflict(_("This account is open already: sign in."), "joined")
    person.joined_at = now
    EmailAddress.objects.bulk_create(
        [EmailAddress(user=person, email=person.email, verified=True, primary=True)], ignore_conflicts=True
    )


def change(*, actor: Actor, person: Person, **values: Any) -> Person:
    """Change one's own profile and settings. Unknown columns are an error of the caller."""
    require(policies.may_change_person(actor, person))
    unknown = set(values) - CHANGEABLE
    if unknown:
        raise TypeError(f"A profile has no {sorted(unknown)}.")
    if "telephone" in values:
        values["telephone"] = clean_telephone(values["telephone"])
    names = languages.columns("name")
    if set(names) & set(values) and not any(values.get(column, getattr(person, column)) for column in names):
        sentence = _("Write the name in one language at least.")
        raise Invalid(sentence, fields={names[0]: [sentence]})
    changes = audit.differences(person, values)
    if not changes:
        return person
    for column, value in values.items():
        setattr(person, column, value)
    with transaction.atomic():
        Person.objects.filter(pk=person.pk).update(**values)
        audit.record(actor=actor, kind="accounts.person.changed", subject=person, changes=changes)
    return person


def take_data(*, actor: Actor, person: Person) -> bytes:
    """Hand out all that is held about a person, as a ZIP: to that person, or to the portal's command. It is noted."""
    require(policies.may_take_data(actor, person))
    with transaction.atomic():
        audit.record(actor=actor, kind="accounts.person.data_taken", subject=person)
        return personal.archive(person)


def suspend(*, actor: Actor, person: Person) -> None:
    """Close an account: its sessions and tokens are dead from the next request on.

    Refused for the last administrator's.
    """
    _set_active(actor, person, False, "accounts.person.suspended")


def resume(*, actor: Actor, person: Person) -> None:
    """Open a closed account again."""
    _set_active(actor, person, True, "accounts.person.resumed")


def _set_active(actor: Actor, person: Person, active: bool, kind: str) -> None:
    require(policies.may_suspend_person(actor, person))
    with transaction.atomic():
        if not active:
            admins.keep_one(person)
        won = Person.objects.filter(pk=person.pk, is_active=not active).update(is_active=active)
        if won != 1:
            raise Conflict(_("Somebody else was here first: reload to see the present state."), "moved_on")
        person.is_active = active
        audit.record(actor=actor, kind=kind, subject=person)
