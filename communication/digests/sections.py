"""What stands in a digest: the duties of now, and what happened since, as far as its person may see it.

Called under the person's language. Everything comes from selectors of the floors and from pending deliveries: no time
window, so that a late run or a late commit neither loses nor repeats.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Person
from communication import links, wording
from communication.digests import sources
from communication.digests.content import ACT, ANSWER_FOR, ASKED, LINES, NEWS, PROMISED, Content, Group, Line
from communication.models import Channel, Delivery, Digest
from communication.outbox import STALE, visible
from initiative.models import Initiative
from kernel import clock, languages
from kernel.actor import Actor
from kernel.duties import LATE, Duty, in_order
from kernel.formatting import day_words
from measurement.selectors import my_requests

ADDRESSED = 2 * LINES
# The first word of a duty's kind says to whom it is owed: to oneself as promised, or as who answers for others.
PROMISED_KINDS = ("task.", "commitment.", "condition.")
ANSWER_KINDS = ("partner.", "mandate.", "invitation.", "body.", "measurement.late")
ASKED_KINDS = ("measurement.question.asked",)


def gather(actor: Actor, person: Person, digest: Digest | None = None, groups: Iterable[Group] = ()) -> Content:
    """All that could be told to a person now. Deliveries of `digest` itself still count as pending."""
    waiting = in_order(_told(sources.duties(actor, clock.today())))
    duties = [_of_duty(duty) for duty in waiting]
    groups = tuple(groups)
    told_by_block = {line.subject for group in groups for line in group.lines if line.subject}
    told_by_duty = {_page(url) for duty in waiting for url in (duty.url, *duty.also) if url}
    news, silent = _news(actor, person, digest, told_by_block, told_by_duty)
    return Content((*duties, *news), groups, sources.why(actor, person), tuple(silent))


def _page(url: str) -> str:
    """The page of an address, wherever on it: duties name paths, and a place on the page; news have full addresses."""
    return links.absolute(url).partition("#")[0]


def _told(duties: Iterable[Duty]) -> Iterable[Duty]:
    """Not what is due later than it says itself, two weeks as a rule: that presses nobody yet."""
    today = clock.today()
    return (duty for duty in duties if duty.due_on is None or (duty.due_on - today).days <= duty.ahead)


def _of_duty(duty: Duty) -> Line:
    section = ACT
    if duty.kind.startswith(PROMISED_KINDS):
        section = PROMISED
    elif duty.kind.startswith(ANSWER_KINDS):
        section = ANSWER_FOR
    return Line(
        key=f"{duty.kind} {duty.url}",
        section=section,
        text=wording.isolated(duty.title) if duty.language else str(duty.title),
        url=duty.url,
        label=str(duty.act_label or _("To the page")),
        detail=_place(duty.organisation, duty.initiative),
        when=_when(duty),
        urgency=duty.urgency,
        minutes=duty.minutes_needed or 0,
        initiative=str(duty.initiative),
    )


def _place(organisation: Any, initiative: Any) -> str:
    return " · ".join(wording.isolated(part) for part in (organisation, initiative) if part)


def _when(duty: Duty) -> str:
    if duty.due_on is None:
        return ""
    days = (clock.today() - duty.due_on).days
    if duty.urgency == LATE or days > 0:
        return ngettext("%(days)s day late", "%(days)s days late", days) % {"days": days}
    if days == 0:
        return _("Today")
    return _("By %(day)s") % {"day": day_words(duty.due_on, "noyear")}


def pending(person: Person, digest: Digest | None = None) -> Any:
    """Deliveries that wait for a digest: unseen, not told yet, of the last weeks."""
    free = Q(digest__isnull=True) | (Q(digest=digest) if digest is not None and digest.pk else Q(pk__in=[]))
    rows = Delivery.objects.filter(
        free, person=person, channel=Channel.DIGEST, seen_at__isnull=True, at__gte=clock.now() - STALE
    )
    return rows.select_related("entry__content_type").order_by("-entry__at", "-pk")


def _news(
    actor: Actor, person: Person, digest: Digest | None, told_by_block: set[str], told_by_duty: set[str]
) -> tuple[list[Line], list[int]]:
    """The news, collapsed by the thing they are about; and the deliveries that something else in the mail tells."""
    rows = list(pending(person, digest))
    seen = visible(actor, [row.entry for row in rows])
    things: dict[str, list[Delivery]] = defaultdict(list)
    for row in rows:
        if row.entry_id in seen and row.entry.by_id != person.pk:
            things[f"{row.entry.content_type_id}:{row.entry.object_id}"].append(row)
    names, asking = _initiatives(rows), _asking(rows)
    # What stands behind the count needs no address.
    addresses = links.addresses(tellings[0].entry for tellings in list(things.values())[:ADDRESSED])
    lines: list[Line] = []
    silent: list[int] = []
    for subject, tellings in things.items():
        section = ASKED if any(row.entry_id in asking for row in tellings) else NEWS
        line = _of_entry(subject, section, tellings, names, addresses.get(tellings[0].entry_id, ""))
        if subject in told_by_block or (line.url and _page(line.url) in told_by_duty):
            silent.extend(line.deliveries)
        else:
            lines.append(line)
    return lines, silent


def _initiatives(rows: Iterable[Delivery]) -> dict[str, str]:
    slugs = {row.entry.initiative_key for row in rows}
    return {row.slug: str(languages.text(row, "name")) for row in Initiative.objects.filter(slug__in=slugs)}


def _asking(rows: Iterable[Delivery]) -> set[int]:
    """The entries that ask what nobody has answered yet: afterwards they are news."""
    asked = {row.entry_id: int(row.entry.object_id) for row in rows if row.entry.kind in ASKED_KINDS}
    waits = my_requests.unanswered().filter(pk__in=asked.values()).values_list("pk", flat=True) if asked else ()
    still = set(waits)
    return {entry for entry, question in asked.items() if question in still}


def _of_entry(subject: str, section: str, tellings: list[Delivery], names: dict[str, str], url: str) -> Line:
    entry = tellings[0].entry
    initiative = names.get(entry.initiative_key, "")
    return Line(
        key=f"news {subject}",
        section=section,
        text=wording.several(wording.of_entry(entry), len(tellings)),
        url=url,
        label=_("To the page"),
        detail=_place(entry.organisation, initiative),
        initiative=initiative,
        subject=subject,
        deliveries=tuple(row.pk for row in tellings),
    )
