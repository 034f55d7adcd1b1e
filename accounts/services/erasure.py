"""Making somebody anonymous: what identified the person goes, what others rely on stays under a pseudonym.

The floors above take part through `settings.PERSON_LEAVES`: they end mandates and seats and empty mails, by acts of
their own. This floor knows none of them.
"""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from accounts import policies
from accounts.models import AdminTerm, ApiToken, IdempotencyKey, Invitation, Person
from accounts.models.invitations import InvitationState
from accounts.models.people import Calendar
from accounts.services import people
from audit import services as audit
from kernel import clock, languages, text
from kernel.actor import Actor
from kernel.errors import Conflict, Invalid
from kernel.permissions import require


def erase(*, actor: Actor, person: Person, reason: str, by: Person, confirmed_by: Person) -> Person:
    """The portal's command, for two administrators with a reason. Name, address and ways in go; the row stays.

    Refuses one person alone, whoever administers nothing, a missing reason, and somebody who was erased already.
    """
    require(policies.may_erase(actor, person, (by, confirmed_by)))
    why = text.clean(reason)
    if not why:
        raise Invalid(_("Say in a sentence why the person is made anonymous."), fields={"reason": [_("Say why.")]})
    with transaction.atomic():
        anonymise(actor, person)
        audit.record(
            actor=Actor(user_id=by.pk, language=actor.language),
            kind="accounts.person.erased",
            subject=person,
            changes={"reason": ["", why], "confirmed_by": [None, confirmed_by.public_id]},
        )
    return person


def anonymise(actor: Actor, person: Person) -> None:
    """The writes of erasing: inside its act, and again after an older backup was restored."""
    if Person.objects.filter(pk=person.pk, erased_at__isnull=True).update(erased_at=clock.now()) != 1:
        raise Conflict(_("This person was made anonymous already."), "erased")
    for path in settings.PERSON_LEAVES:
        import_string(path)(actor=actor, person=person)
    _close_doors(person)
    person.set_unusable_password()
    values = {
        **_pseudonym(person),
        "email": f"{person.public_id}@erased.invalid".lower(),
        "function": "",
        "telephone": "",
        "calendar": Calendar.JEWISH,
        "password": person.password,
        "is_active": False,
        "last_seen_on": None,
    }
    Person.objects.filter(pk=person.pk).update(**values)
    person.refresh_from_db()


def _pseudonym(person: Person) -> dict[str, str]:
    out = {}
    for code in languages.codes():
        with translation.override(code):
            out[languages.column("name", code)] = _("Person %(mark)s") % {"mark": person.public_id[:4].upper()}
    return out


def _close_doors(person: Person) -> None:
    for session in UserSession.objects.filter(user=person):
        session.end()
    for model in (EmailAddress, Authenticator, SocialAccount, UserSession):
        model._base_manager.filter(user=person).delete()
    IdempotencyKey.objects.filter(person=person).delete()
    now = clock.now()
    ApiToken.objects.filter(person=person, revoked_at__isnull=True).update(revoked_at=now)
    ApiToken.objects.filter(person=person).update(name="-")
    sent = Invitation.objects.filter(person=person, state=InvitationState.SENT)
    sent.update(state=InvitationState.WITHDRAWN, answered_at=now)
    AdminTerm.objects.running().filter(person=person).update(ends_on=clock.today(), ended_at=now)


def again(*, actor: Actor, public_ids: list[str]) -> int:
    """After an older backup: erase once more whoever was erased since. Only the system; counts whom it touched."""
    require(policies.may_erase_again(actor))
    count = 0
    for person in Person.objects.filter(public_id__in=public_ids, erased_at__isnull=True):
        with transaction.atomic():
            anonymise(actor, person)
            audit.record(actor=actor, kind="accounts.person.erased", subject=person)
        count += 1
    return count


def find(handle: str) -> Person | None:
    """The person of a mail address or of a public id."""
    return people.find(handle) or Person.objects.filter(public_id=handle.strip()).first()
