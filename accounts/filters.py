"""Filters of lists of accounts."""

from functools import reduce
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from accounts.selectors.operations import AccountState
from kernel import languages


class AccountFilter(django_filters.FilterSet):
    """Search in names and addresses; the state of the account."""

    search = django_filters.CharFilter(label=_("Search"), method="by_text", max_length=100)
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=AccountState.CHOICES, method="by_state", empty_label=_("All")
    )

    class Meta:
        model = Person
        fields: list[str] = []

    def by_text(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Any of the names, or the address, holds the text."""
        columns = ("email", *languages.columns("name"))
        return rows.filter(reduce(lambda rule, column: rule | Q(**{f"{column}__icontains": value}), columns, Q()))

    def by_state(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Open, not joined yet, closed."""
        if value == AccountState.CLOSED:
            return rows.filter(is_active=False)
        return rows.filter(is_active=True, joined_at__isnull=value == AccountState.INVITED)
