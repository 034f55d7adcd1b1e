"""Mails of their own: what leaves at once, outside quiet hours, each delivery one mail.

The mail and the delivery's knowledge of it are written in one transaction; the guarded update decides who of two
workers wrote it. Before it leaves it is asked once more whether its person may see the thing and still wants it.
"""

from typing import Any

from django.db import transaction
from django.utils import translation

from accounts.models import Person
from communication import letters, links, outbox, subjects, wording
from communication.models import Channel, Delivery, Mail
from communication.services import mails
from initiative.models import Initiative
from kernel import actor as actors
from kernel import clock, languages
from kernel.actor import Actor

KIND = "notice"
BATCH = 200


def write_due(limit: int = BATCH) -> int:
    """Write the mails of deliveries that may leave now; returns how many."""
    rows = Delivery.objects.filter(channel=Channel.MAIL, mail__isnull=True, not_before__lte=clock.now())
    count = 0
    for delivery in rows.select_related("person", "entry__content_type").order_by("pk")[:limit]:
        count += _write(delivery)
    return count


def _write(delivery: Delivery) -> bool:
    person = delivery.person
    language = person.language if person.language in languages.codes() else languages.default()
    with translation.override(language), transaction.atomic():
        kind = subjects.subject_of(delivery.entry.kind).code
        letter = letters.compose(person, kind, "notice", shape(delivery, person))
        mail = mails.enqueue(
            message=letter,
            kind=KIND,
            person=person,
            message_id=f"<notice.{delivery.public_id}@{mails.host()}>",
        )
        if not Delivery.objects.filter(pk=delivery.pk, mail__isnull=True).update(mail=mail):
            transaction.set_rollback(True)
            return False
    return True


def shape(delivery: Delivery, person: Person) -> dict[str, Any]:
    """What the templates of a notice need, in the active language."""
    entry = delivery.entry
    actor = actors.for_user(person.pk, language=person.language)
    initiative = Initiative.objects.filter(slug=entry.initiative_key).first() if entry.initiative_key else None
    line = wording.of_entry(entry)
    url = links.address(entry)
    return {
        "line": line,
        "line_html": wording.as_html(line),
        "subject_line": line,
        "url": url and (url if is_staff(actor) else links.go(links.NOTICE, delivery.public_id)),
        "sender_name": _sender(initiative) if initiative else "",
        "initiative": wording.isolated(languages.text(initiative, "name")) if initiative else "",
        "organisation": entry.organisation,
        "at": entry.at,
        "subject_label": subjects.subject_of(entry.kind).label,
        "is_required": entry.kind in subjects.REQUIRED,
    }


def _sender(initiative: Initiative) -> str:
    return str(languages.text(initiative, "sender_name")) or str(languages.text(initiative, "name"))


def is_staff(actor: Actor) -> bool:
    """Whether links to this person are plain: staff and administrators sign in always."""
    return bool(actor.keys("partners.backbone", "accounts.admin"))


def still_wanted(mail: Mail) -> bool:
    """Asked just before a notice leaves: may its person see the thing, and was the subject not stopped meanwhile?"""
    delivery = Delivery.objects.filter(mail=mail).select_related("entry__content_type", "person").first()
    if delivery is None or not delivery.person.is_active:
        return False
    actor = actors.for_user(delivery.person_id, language=delivery.person.language)
    if delivery.entry.kind not in subjects.REQUIRED:
        choice = outbox.chosen([delivery.person_id])[delivery.person_id].get(
            subjects.subject_of(delivery.entry.kind).code
        )
        if choice == "off":
            return False
    return delivery.entry.pk in outbox.visible(actor, [delivery.entry])
