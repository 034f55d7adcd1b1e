"""Filters of the lists of deliveries."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from communication.models import Cadence, Digest, DigestState, Mail, MailState
from kernel import languages

ALL = _("All")


def _named(prefix: str, typed: str) -> Q:
    rule = Q()
    for column in languages.columns("name"):
        rule |= Q(**{f"{prefix}{column}__icontains": typed})
    return rule


class PeopleFilter(django_filters.FilterSet):
    """People by name."""

    search = django_filters.CharFilter(label=_("Search by name, Hebrew or English"), method="by_name", max_length=100)

    class Meta:
        model = Person
        fields: list[str] = []

    def by_name(self, rows: QuerySet[Any], name: str, typed: str) -> QuerySet[Any]:
        """In any language."""
        return rows.filter(_named("", typed))


class DigestFilter(django_filters.FilterSet):
    """Digests by person, state and cadence."""

    search = django_filters.CharFilter(label=_("Search by name, Hebrew or English"), method="by_name", max_length=100)
    state = django_filters.ChoiceFilter(label=_("State"), choices=DigestState.choices, empty_label=ALL)
    cadence = django_filters.ChoiceFilter(label=_("How often"), choices=Cadence.choices, empty_label=ALL)

    class Meta:
        model = Digest
        fields: list[str] = []

    def by_name(self, rows: QuerySet[Any], name: str, typed: str) -> QuerySet[Any]:
        """The person's name in any language."""
        return rows.filter(_named("person__", typed))


class MailFilter(django_filters.FilterSet):
    """Mails of their own by person and state."""

    search = django_filters.CharFilter(label=_("Search by name, Hebrew or English"), method="by_name", max_length=100)
    state = django_filters.ChoiceFilter(label=_("State"), choices=MailState.choices, empty_label=ALL)

    class Meta:
        model = Mail
        fields: list[str] = []

    def by_name(self, rows: QuerySet[Any], name: str, typed: str) -> QuerySet[Any]:
        """The person's name in any language."""
        return rows.filter(_named("person__", typed))
