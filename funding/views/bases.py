"""What pages of this floor share: the fund of an address, an object in it, crumbs, the row of tabs."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from audit import selectors as audit
from funding.models import Fund
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


class HistoryPage(InFund, Page):
    """What happened to a thing, seen by whoever sees the thing."""

    policy = "visible"
    template_name = "audit/history.html"

    def get_context(self, subject: Any) -> Mapping[str, Any]:
        """The log about it."""
        return {
            "title": _("History"),
            "object": subject,
            "crumbs": [(str(subject), subject.get_absolute_url()), (_("History"), "")],
            "lines": audit.history(self.actor, subject, 100),
        }
