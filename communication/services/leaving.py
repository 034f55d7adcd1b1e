"""What is emptied on this floor when a person is made anonymous: mails, digests, choices. That they left stays."""

from accounts.models import Person
from communication.models import Digest, DigestState, Mail, MailState, Preference, StopToken
from kernel.actor import Actor

WAITING = (DigestState.PLANNED, DigestState.BUILDING, DigestState.QUEUED)


def leave(*, actor: Actor, person: Person) -> None:
    """The system's, inside the act that erases, which records it: nothing more leaves, and what left is emptied."""
    mails = Mail.objects.filter(person=person)
    mails.update(recipient="", subject="", text="", html="", headers={}, attachments=[])
    mails.filter(state__in=(MailState.QUEUED, MailState.HANDING_OVER)).update(state=MailState.EXPIRED)
    digests = Digest.objects.filter(person=person)
    digests.filter(state__in=WAITING).update(state=DigestState.SUPPRESSED)
    digests.update(content={})
    Preference.objects.filter(person=person).delete()
    StopToken.objects.filter(person=person).delete()
