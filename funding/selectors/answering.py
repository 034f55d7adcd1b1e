"""Duties of those who answer for a fund or signed for it: money that lapses, breaks, matches, pledges to sign."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from funding.models import Fund, LedgerCheck, Pledge, PledgeState, Restriction, RestrictionState
from funding.selectors import matches
from kernel.actor import Actor
from kernel.duties import Duty, urgency
from kernel.formatting import amount

LAPSES = timedelta(days=90)
TREASURER = ("partners.treasurer",)
SIGNERS = ("partners.representative", "partners.signatory")


def duty(
    kind: str, title: Any, url: str, label: Any, on: date, due_on: date | None = None, who: Any = "", ahead: int = 14
) -> Duty:
    """A duty of the fund; told in mails from `ahead` days before its day."""
    return Duty(
        kind=f"funding.{kind}", title=title, url=url, due_on=due_on, act_label=label, organisation=str(who or ""),
        urgency=urgency(due_on, on), ahead=ahead,
    )  # fmt: skip


def answered(actor: Actor, on: date) -> Iterator[Duty]:
    """What director and treasurer answer for: money that lapses, and breaks that the last nightly check found."""
    keys = actor.keys(*TREASURER, "partners.director")
    if not keys:
        return
    last = LedgerCheck.objects.order_by("-began_at").values("breaks_count")[:1]
    rows = Restriction.objects.filter(fund__initiative__in=keys, available__gt=0, ends_on__lte=on + LAPSES).exclude(
        state=RestrictionState.RELEASED
    )
    # one query tells both: this stands on every home
    found = list(rows.annotate(breaks=Subquery(last)).select_related("fund__initiative").order_by("ends_on", "pk"))
    yield from lapsing(found, on)
    breaks = found[0].breaks if found else last.values_list("breaks_count", flat=True).first()
    if breaks:
        said = ngettext("The nightly check found %(count)s break", "The nightly check found %(count)s breaks", breaks)
        for fund in Fund.objects.filter(initiative__in=keys).select_related("initiative").order_by("pk"):
            title = said % {"count": breaks}
            yield duty("check", title, fund.get_absolute_url(), _("Open the fund"), on, on, fund)


def lapsing(rows: Iterable[Restriction], on: date) -> Iterator[Duty]:
    """Free money whose restriction ends within ninety days, or has ended: then it waits for another purpose."""
    for row in rows:
        words = {"amount": amount(row.available, row.currency), "name": row.own_name}
        if row.ends_on is not None and row.ends_on < on:
            title = _("%(amount)s under “%(name)s” have lapsed and wait for another purpose") % words
        else:
            title = _("%(amount)s under “%(name)s” are about to lapse") % words
        yield duty("lapse", title, row.get_absolute_url(), _("Open the fund"), on, row.ends_on, ahead=LAPSES.days)


def matching(actor: Actor, on: date) -> Iterator[Duty]:
    """For the treasurer what of a matching promise is not earned yet, ninety days before it lapses."""
    keys = actor.keys(*TREASURER)
    if not keys:
        return
    rows = Pledge.objects.filter(
        funder__fund__initiative__in=keys, state=PledgeState.SIGNED, match_percent__gt=0,
        match_until__gte=on, match_until__lte=on + LAPSES,
    ).select_related("funder__participation__organisation", "funder__fund__initiative", "replaces")  # fmt: skip
    pledges = list(rows.prefetch_related("instalments").order_by("match_until", "pk"))
    stands = matches.of_many(pledges, on)
    for row in pledges:
        rest = min(stands[row.pk].unearned, sum(one.rest for one in row.instalments.all()))  # nor came all the same
        if rest:
            words = {"amount": amount(rest, row.currency), "funder": row.funder}
            title = _("%(amount)s of the match by %(funder)s are about to lapse: others bring theirs first") % words
            yield duty(
                "match", title, row.get_absolute_url(), _("Open the pledge"), on, row.match_until, ahead=LAPSES.days
            )


def unsigned(actor: Actor, on: date) -> Iterator[Duty]:
    """Pledges drafted for the funder, which its representative or signatory signs."""
    keys = set(actor.keys(*SIGNERS)) & set(actor.keys("partners.funder"))
    if not keys:
        return
    rows = Pledge.objects.filter(funder__participation__in=keys, state=PledgeState.DRAFTED)
    for row in rows.select_related("funder__fund__initiative", "funder__participation__organisation").order_by("pk"):
        title = _("Pledge to sign: %(amount)s") % {"amount": amount(row.amount, row.currency)}
        url, part = row.get_absolute_url(), row.funder.participation
        yield duty("pledge", title, url, _("Open the pledge"), on, None, part)
