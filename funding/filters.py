"""Filters of the lists of the fund, for pages and endpoints alike."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from funding.models import (
    Account,
    EntryKind,
    Grant,
    GrantState,
    JournalEntry,
    Payment,
    PaymentState,
    Pledge,
    PledgeState,
    Posting,
)


class JournalFilter(django_filters.FilterSet):
    """By event, account and days."""

    kind = django_filters.ChoiceFilter(label=_("Event"), choices=EntryKind.choices, empty_label=_("All"))
    account = django_filters.ChoiceFilter(
        label=_("Account"), choices=Account.choices, empty_label=_("All"), method="by_account"
    )
    first = django_filters.DateFilter(label=_("From"), field_name="on", lookup_expr="gte")
    last = django_filters.DateFilter(label=_("Until"), field_name="on", lookup_expr="lte")

    class Meta:
        model = JournalEntry
        fields: list[str] = []

    def by_account(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Entries with a posting to the account."""
        return rows.filter(pk__in=Posting.objects.filter(account=value).values("entry"))


class PaymentFilter(django_filters.FilterSet):
    """By state."""

    state = django_filters.ChoiceFilter(label=_("State"), choices=PaymentState.choices, empty_label=_("All"))

    class Meta:
        model = Payment
        fields: list[str] = []


class PledgeFilter(django_filters.FilterSet):
    """By state."""

    state = django_filters.ChoiceFilter(label=_("State"), choices=PledgeState.choices, empty_label=_("All"))

    class Meta:
        model = Pledge
        fields: list[str] = []


class GrantFilter(django_filters.FilterSet):
    """By state."""

    state = django_filters.ChoiceFilter(label=_("State"), choices=GrantState.choices, empty_label=_("All"))

    class Meta:
        model = Grant
        fields: list[str] = []
