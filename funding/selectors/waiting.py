"""What of a fund waits, and for whom: payments, instalments, money without a purpose, reports, money that lapses."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from funding.models import (
    OPEN_INSTALMENTS,
    Fund,
    GranteeReport,
    Instalment,
    Payment,
    PaymentState,
    Receipt,
    ReceiptState,
)
from funding.selectors import matches
from kernel.actor import Actor
from kernel.formatting import amount, day_words
from kernel.text import sentence

LISTED = 20  # of each kind of thing that waits; the lists have all


@dataclass(frozen=True)
class Waiting:
    """One thing that somebody should do."""

    title: str
    url: str
    label: Any
    icon: str = "coins"
    kind: str = "watch"
    meta: tuple[Any, ...] = ()
    language: str = ""
    primary: bool = False


@dataclass(frozen=True)
class _Turn:
    """Whose turn it is, and the roles that may act then; to others a button only opens the page."""

    words: Any
    roles: tuple[str, ...] = ()

    def takes(self, actor: Actor, fund: Fund) -> bool:
        return actor.has(fund.initiative_id, *self.roles)


_STAFF = _Turn(_("waits for the director or a coordinator"), ("partners.director", "partners.coordinator"))
_TREASURER = _Turn(_("waits for the treasurer"), ("partners.treasurer",))
_MONEY = _Turn(_("waits for the treasurer or the director"), ("partners.director", "partners.treasurer"))
_FUNDER = _Turn(_("waits for the funder"))
_GRANTEE = _Turn(_("waits for the grantee"))
# What comes next, and whose turn it is.
_NEXT = {
    PaymentState.REQUESTED: (_("Approve as programme"), _STAFF),
    PaymentState.PROGRAMME_APPROVED: (_("Approve as finance"), _TREASURER),
    PaymentState.FINANCE_APPROVED: (_("Send to the bank"), _MONEY),
    PaymentState.INSTRUCTED: (_("Book the payment"), _MONEY),
    PaymentState.RETURNED: (_("Send again or cancel"), _MONEY),
}


def of(actor: Actor, fund: Fund, today: date) -> Iterable[Waiting]:
    """As far as the reader sees each thing, with whom it waits for."""
    yield from _payments(actor, fund)
    yield from _instalments(actor, fund, today)
    yield from _loose(actor, fund)
    yield from _reports(actor, fund, today)


def lapsing(fund: Fund, lines: Sequence[Any]) -> Iterable[Waiting]:
    """Free money that lapses within 90, 30 or 7 days, the nearest first; `lines` are those the reader sees."""
    soon = [line for line in lines if line.lapses_in is not None]
    for line in sorted(soon, key=lambda one: one.bucket.ends_on):
        left = amount(line.available, line.bucket.currency)
        told = (left, sentence(_("lapses on %(day)s"), day=day_words(line.bucket.ends_on, "plain")), _MONEY.words)
        kind = "bad" if line.lapses_in <= 7 else "watch"
        url = f"{fund.get_absolute_url()}#r-{line.bucket.public_id}"
        yield Waiting(line.name, url, _("Open the restriction"), "clock", kind, told)


def _payments(actor: Actor, fund: Fund) -> Iterable[Waiting]:
    rows = Payment.objects.visible_to(actor).filter(fund=fund, state__in=list(_NEXT))
    with_names = rows.select_related("fund__initiative", "tranche__grant__participation__organisation")
    for row in with_names.order_by("pk"):
        act, whom = _NEXT[PaymentState(row.state)]
        label = act if whom.takes(actor, fund) else _("Open the payment")
        meta = (amount(row.amount), row.get_state_display(), whom.words)
        grantee = str(row.tranche.grant.participation)
        yield Waiting(grantee, row.get_absolute_url(), label, "shield-check", "info", meta)


def _instalments(actor: Actor, fund: Fund, today: date) -> Iterable[Waiting]:
    late = Instalment.objects.visible_to(actor).filter(
        Q(state="overdue") | Q(due_on__lt=today, state__in=OPEN_INSTALMENTS), pledge__funder__fund=fund
    )
    of_pledge = ("pledge__funder__participation__organisation", "pledge__funder__fund__initiative")
    behind = list(late.select_related(*of_pledge, "pledge__replaces")[:LISTED])
    owed = matches.owed(behind, today)  # of a matching promise no more than others earned
    for one in behind:
        if not owed[one.pk]:
            continue
        rest = amount(owed[one.pk], one.pledge.currency)
        told = (_("Late instalment"), rest, day_words(one.due_on, "plain"), _FUNDER.words)
        yield Waiting(str(one.pledge), one.pledge.get_absolute_url(), _("Open the pledge"), "clock", "bad", told)


def _loose(actor: Actor, fund: Fund) -> Iterable[Waiting]:
    loose = Receipt.objects.visible_to(actor).filter(fund=fund, state__in=[ReceiptState.RECORDED, ReceiptState.MATCHED])
    if count := loose.filter(assigned__lt=F("amount")).count():
        title = ngettext("One receipt has no purpose yet", "%(count)s receipts have no purpose yet", count)
        url = f"{fund.get_absolute_url()}receipts/"
        yield Waiting(
            title % {"count": count}, url, _("Open the receipts"), "building-bank", "watch", (_TREASURER.words,)
        )


def _reports(actor: Actor, fund: Fund, today: date) -> Iterable[Waiting]:
    """Sent ones wait for their review, late ones for the grantee."""
    owed = Q(state="submitted") | Q(state__in=["open", "returned"], due_on__lt=today)
    rows = GranteeReport.objects.visible_to(actor).filter(owed, grant__fund=fund)
    reviews = _("Review the report") if _STAFF.takes(actor, fund) else _("Open the report")
    for row in rows.select_related("grant__fund__initiative").order_by("due_on", "pk")[:LISTED]:
        grant, url = row.grant, row.get_absolute_url()
        if row.state == "submitted":
            yield Waiting(grant.title, url, reviews, "file-text", "info", (_STAFF.words,), grant.title_language)
            continue
        told = (_("Late report"), day_words(row.due_on, "plain"), _GRANTEE.words)
        yield Waiting(grant.title, url, _("Open the report"), "clock", "bad", told, grant.title_language)
