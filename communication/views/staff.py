"""For the staff of an initiative: who would get what next, one person's digest before it leaves, and what has left."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from communication.digests import preview
from communication.filters import DigestFilter, MailFilter, PeopleFilter
from communication.models import Digest, Mail
from communication.selectors import rounds
from initiative.scope import InitiativeMixin
from kernel.views import Page, ScopedList, find


def tabs(slug: str, current: str) -> list[dict[str, Any]]:
    """The three lists, as tabs."""
    names = (
        ("digests", _("The next digests")),
        ("digest-deliveries", _("Digests that left")),
        ("notice-deliveries", _("Mails at once")),
    )
    return [
        {"url": reverse(f"communication:{name}", args=[slug]), "label": label, "current": name == current}
        for name, label in names
    ]


class Digests(InitiativeMixin, ScopedList):
    """`digests/`: each person with the next slot, and the way to a preview."""

    policy = "communication.digest.preview"
    reach = "backbone"
    template_name = "communication/digest_next.html"
    filterset_class = PeopleFilter
    sorts = {"person": ("pk",)}

    def get_queryset(self) -> Any:
        return rounds.people(self.actor, self.initiative)

    def shape(self, rows: Any) -> list[Any]:
        return rounds.next_lines(rows)

    def get_context(self, subject: Any) -> Mapping[str, Any]:
        return {"title": _("Digests"), "tabs": tabs(self.initiative.slug, "digests")}


class DigestPreview(InitiativeMixin, Page):
    """`digests/preview/<person>/`: what both may see, and a count of the rest."""

    policy = "communication.digest.preview"
    reach = "backbone"
    template_name = "communication/digest_preview.html"

    def get_context(self, subject: Any) -> Mapping[str, Any]:
        person = find(rounds.people(self.actor, self.initiative), public_id=self.kwargs["person"])
        back = reverse("communication:digests", args=[self.initiative.slug])
        return {
            "title": _("Digest before it leaves"),
            "person": person,
            "preview": preview.preview(self.actor, person, self.initiative),
            "crumbs": [(_("Digests"), back), (str(person), "")],
        }


class DigestDeliveries(InitiativeMixin, ScopedList):
    """`digests/deliveries/`: digests by state."""

    policy = "communication.digest.preview"
    reach = "backbone"
    model: ClassVar[Any] = Digest
    template_name = "communication/delivery_states.html"
    filterset_class = DigestFilter
    sorts = {"slot": ("-slot", "-pk"), "state": ("state", "-slot")}
    tab = "digest-deliveries"

    def get_queryset(self) -> Any:
        return rounds.digests(self.actor, self.initiative)

    def shape(self, rows: Any) -> list[Any]:
        return rounds.digest_lines(rows)

    def get_context(self, subject: Any) -> Mapping[str, Any]:
        return {"title": _("Digests"), "tabs": tabs(self.initiative.slug, self.tab), "slug": self.initiative.slug}


class NoticeDeliveries(DigestDeliveries):
    """`digests/notices/`: mails that left at once, by state."""

    model = Mail
    filterset_class = MailFilter
    sorts = {"at": ("-created_at", "-pk"), "state": ("state", "-created_at")}
    tab = "notice-deliveries"

    def get_queryset(self) -> Any:
        return rounds.notices(self.actor, self.initiative)

    def shape(self, rows: Any) -> list[Any]:
        return rounds.mail_lines(rows)
