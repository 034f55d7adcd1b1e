"""The picture of a fund's money as it stands today, for whoever reads the journal: from which sector, to which factor.

It reads the receipts and the grants, and is drawn only where both sides are the journal's own shekels. A report has its
own picture of its own day, as far as givers allow (`report_sheet.picture`).
"""

from collections import defaultdict
from collections.abc import Sequence

from django.db.models import F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from funding import flow
from funding.flow import Part, Picture
from funding.ledger import Position
from funding.models import HOME, Fund, Funder, Grant, Receipt, ReceiptState, SourceSector
from funding.selectors import givers, positions
from kernel import languages
from kernel.formatting import amount


def of(fund: Fund, turns: Sequence[positions.Turn], position: Position, received: int) -> Picture | None:
    """What came by sector, what was paid by factor, what is promised, waits and is free; two queries."""
    came = _came(fund)
    known = sum(came.values())
    sources = [
        Part(str(SourceSector(code).label), came[code], amount(came[code]), flow.TONES[code])
        for code in flow.TONES
        if came.get(code)
    ]
    sources.append(_part(_("Source not matched yet"), received - known, "avail"))
    paid = positions.paid_by_grant(list(turns))
    by_factor: defaultdict[str, int] = defaultdict(int)
    for key, factor in _factors(fund):
        by_factor[factor] += paid.get(key, 0)
    uses = [_part(label, some) for label, some in sorted(by_factor.items(), key=lambda pair: -pair[1])]
    rest = received - sum(by_factor.values()) - position.committed - position.unassigned - position.free
    uses += [
        _part(_("Promised, not paid yet"), position.committed, "public"),
        _part(_("Waits for its purpose"), position.unassigned, "avail"),
        _part(_("Free to allocate"), position.free, "avail"),
        _part(_("Fees and the like"), rest, "avail"),
    ]
    return flow.picture(sources, uses, str(fund), right_to_left=languages.direction() == "rtl")


def _part(label: str, some: int, tone: str = "") -> Part:
    return Part(label, some, amount(some), tone)


def _came(fund: Fund) -> dict[str, int]:
    """Shekels that came by sector of their giver; what was exchanged counts as what it became."""
    rows = Receipt.objects.filter(Q(currency=HOME) | Q(home__isnull=False), fund=fund, funder=OuterRef("pk"))
    rows = rows.exclude(state=ReceiptState.REVERSED)
    # Summed by giver first: who gave is joined once for each of them, and not for every receipt.
    total = rows.order_by().values("funder").annotate(total=Sum(Coalesce(F("home"), F("amount")))).values("total")
    asked = Funder.objects.filter(fund=fund).annotate(total=Subquery(total)).exclude(total=None)
    out: defaultdict[str, int] = defaultdict(int)
    for code, some in asked.values_list("participation__organisation__sector", "total"):
        out[givers.SECTORS.get(code or "", "philanthropic")] += int(some)
    return dict(out)


def _factors(fund: Fund) -> list[tuple[int, str]]:
    grants = Grant.objects.filter(fund=fund).select_related("factor").order_by("pk")
    return [(one.pk, str(one.factor) if one.factor else _("Grants outside the road map")) for one in grants]
