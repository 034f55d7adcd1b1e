"""Who looked at a grantee's whole account number, and when: the owner reads it beside the account."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType

from audit.models import Entry
from funding.models import PayeeAccount

SHOWN = "funding.payee.shown"
LISTED = 3


@dataclass(frozen=True)
class Look:
    """One look at the number."""

    by: Any
    at: datetime


@dataclass(frozen=True)
class Looks:
    """The newest looks at one account, and how many there were."""

    newest: tuple[Look, ...] = ()
    count: int = 0

    @property
    def more(self) -> int:
        """How many are not listed."""
        return self.count - len(self.newest)


def of(accounts: Iterable[PayeeAccount]) -> dict[int, Looks]:
    """By account, for accounts that the caller has scoped; one query."""
    keys = [account.pk for account in accounts]
    kind = ContentType.objects.get_for_model(PayeeAccount)
    rows = Entry.objects.filter(kind=SHOWN, content_type=kind, object_id__in=keys).select_related("by")
    found: defaultdict[int, list[Look]] = defaultdict(list)
    for row in rows.order_by("-at", "-pk"):
        found[row.object_id].append(Look(row.by, row.at))
    return {key: Looks(tuple(found[key][:LISTED]), len(found[key])) for key in keys}
