"""What pages of this floor share: the fund of an address, an object in it, crumbs, the row of tabs."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from audit import selectors as audit
from funding.models import Fund, FundReport, Guideline, JournalEntry, Payment, Receipt, Restriction
from funding.policies import bank, pledges
from funding.policies import funds as policies
from initiative.scope import InitiativeMixin
from kernel.actor import Actor
from kernel.views import ActorMixin, Page, find


def fund_of(actor: Actor, initiative: Any, public_id: str) -> Fund:
    """The fund of an address, among those one may see."""
    rows = Fund.objects.visible_to(actor).select_related("initiative", "body")
    return find(rows, initiative=initiative, public_id=public_id)  # type: ignore[no-any-return]


def fund_url(name: str, fund: Fund, *args: Any) -> str:
    """An address inside a fund."""
    return reverse(f"funding:{name}", args=[fund.initiative.slug, fund.public_id, *args])


def crumbs(fund: Fund, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """The way to a page of a fund."""
    return [(str(fund), fund.get_absolute_url()), *more]


def name_of(thing: Any) -> str:
    """What crumbs call a thing whose own name says too little: a number alone, a donor's bucket by its rule."""
    if isinstance(thing, JournalEntry):
        return f"{thing.number}. {thing.get_kind_display()}"
    if isinstance(thing, Restriction):
        return thing.own_name
    if isinstance(thing, Guideline | FundReport):
        word = _("Fund report %(number)s") if isinstance(thing, FundReport) else _("Guidelines, version %(number)s")
        return word % {"number": thing.number}
    if isinstance(thing, Payment):
        return _("Payment %(invoice)s") % {"invoice": thing.invoice}
    return _("Receipt %(line)s") % {"line": thing.line} if isinstance(thing, Receipt) else str(thing)


def tabs(actor: Actor, fund: Fund, current: str) -> list[dict[str, Any]]:
    """The parts of a fund that this actor may open."""
    found = [
        ("fund", _("At a glance")),
        ("pledges", _("Pledges")),
        ("rounds", _("Allocation rounds")),
        ("grants", _("Grants")),
        ("payments", _("Payments")),
        ("reports", _("Reports")),
        ("rules", _("Rules")),
    ]
    if bank.may_list(actor, fund):
        found.insert(2, ("receipts", _("Money in")))
    if pledges.may_list_funders(actor, fund):
        found.insert(1, ("funders", _("Funders")))
    if policies.may_read_ledger(actor, fund):
        found.append(("ledger", _("Journal")))
    return [{"url": fund_url(name, fund), "label": label, "current": name == current} for name, label in found]


def fund_in(thing: Any, way: str) -> Fund:
    """The fund of a thing, by the path to it."""
    for name in way.split("__"):
        thing = getattr(thing, name)
    return thing  # type: ignore[no-any-return]


class OfFund(InitiativeMixin, ActorMixin):
    """Finds the fund of the address among those one may see."""

    def get_subject(self) -> Fund:
        """The fund, or 404."""
        return fund_of(self.actor, self.initiative, self.kwargs["fund"])


class InFund(InitiativeMixin, ActorMixin):
    """Finds a thing of a fund among those one may see: `model`, and `of`, the path to its fund."""

    model: ClassVar[Any] = None
    of: ClassVar[str] = "fund"
    select: ClassVar[tuple[str, ...]] = ()

    def get_queryset(self) -> QuerySet[Any]:
        """Of this fund and initiative, visible to the actor."""
        rows = self.model.objects.visible_to(self.actor)
        return rows.filter(  # type: ignore[no-any-return]
            **{f"{self.of}__initiative": self.initiative, f"{self.of}__public_id": self.kwargs["fund"]}
        ).select_related(f"{self.of}__initiative", *self.select)

    def get_subject(self) -> Any:
        """The thing, or 404."""
        return find(self.get_queryset(), public_id=self.kwargs["public_id"])

    def render_to_response(self, context: dict[str, Any], **more: Any) -> Any:
        """Whoever sees the thing and not its fund, as people of a grantee do, gets no crumb that leads nowhere."""
        fund = fund_in(context["object"], self.of)
        if (
            not policies.may_read_ledger(self.actor, fund)
            and not Fund.objects.visible_to(self.actor).filter(pk=fund.pk).exists()
        ):
            top = fund.get_absolute_url()
            kept = [(label, url) for label, url in context.get("crumbs", ()) if url.removeprefix(top).count("/") != 1]
            context["crumbs"] = [(label, url) for label, url in kept if url != top]
        return super().render_to_response(context, **more)  # type: ignore[misc]


class HistoryPage(InFund, Page):
    """What happened to a thing, seen by whoever sees the thing."""

    policy = "visible"
    template_name = "audit/history.html"

    def get_context(self, subject: Any) -> Mapping[str, Any]:
        """The log about it."""
        return {
            "title": _("History"),
            "object": subject,
            "crumbs": crumbs(
                fund_in(subject, self.of), (name_of(subject), subject.get_absolute_url()), (_("History"), "")
            ),
            "lines": audit.history(self.actor, subject, 100),
        }
