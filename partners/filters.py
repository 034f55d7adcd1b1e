"""Filters of the list of partners and of people, for pages and endpoints alike."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from kernel import languages, text
from partners.models import (
    District,
    Organisation,
    OrganisationKind,
    Participation,
    ParticipationKind,
    ParticipationState,
    Sector,
)
from partners.selectors import invitations
from partners.validation import registration_number

ALL = _("All")


def _names_like(prefix: str, typed: str) -> Q:
    rule = Q()
    for column in languages.columns("name"):
        rule |= Q(**{f"{prefix}{column}__icontains": typed})
    return rule


class PartnerFilter(django_filters.FilterSet):
    """By name, sector, kind, state, district."""

    search = django_filters.CharFilter(label=_("Search by name, Hebrew or English"), method="by_name", max_length=100)
    sector = django_filters.ChoiceFilter(
        label=_("Sector"), field_name="organisation__sector", choices=Sector.choices, empty_label=ALL
    )
    organisation_kind = django_filters.ChoiceFilter(
        label=_("Kind of organisation"),
        field_name="organisation__kind",
        choices=OrganisationKind.choices,
        empty_label=ALL,
    )
    kind = django_filters.ChoiceFilter(label=_("Takes part as"), choices=ParticipationKind.choices, empty_label=ALL)
    state = django_filters.ChoiceFilter(label=_("State"), choices=ParticipationState.choices, empty_label=ALL)
    district = django_filters.ChoiceFilter(
        label=_("District"),
        field_name="organisation__district",
        choices=[pair for pair in District.choices if pair[0]],
        empty_label=ALL,
    )

    class Meta:
        model = Participation
        fields: list[str] = []

    def by_name(self, rows: QuerySet[Any], name: str, typed: str) -> QuerySet[Any]:
        """Names with their spelling folded, registration numbers as they are."""
        key = text.search_key(typed)
        rule = Q(organisation__registration_no=registration_number(typed)) & ~Q(organisation__registration_no="")
        rule |= _names_like("person__", typed)
        if key:
            rule |= Q(organisation__name_key__contains=key)
        return rows.filter(rule)


class OrganisationFilter(django_filters.FilterSet):
    """Organisations of all initiatives one takes part in."""

    search = django_filters.CharFilter(label=_("Search by name, Hebrew or English"), method="by_name", max_length=100)
    sector = django_filters.ChoiceFilter(label=_("Sector"), choices=Sector.choices, empty_label=ALL)
    kind = django_filters.ChoiceFilter(label=_("Kind of organisation"), choices=OrganisationKind.choices)
    district = django_filters.ChoiceFilter(
        label=_("District"), choices=[pair for pair in District.choices if pair[0]], empty_label=ALL
    )

    class Meta:
        model = Organisation
        fields: list[str] = []

    def by_name(self, rows: QuerySet[Any], name: str, typed: str) -> QuerySet[Any]:
        """Names with their spelling folded."""
        key = text.search_key(typed)
        return rows.filter(name_key__contains=key) if key else rows.none()


class InvitationFilter(django_filters.FilterSet):
    """Invitations by name or mail address, and by state."""

    search = django_filters.CharFilter(label=_("Search by name or mail address"), method="by_name", max_length=100)
    state = django_filters.ChoiceFilter(
        label=_("State"),
        choices=[(state, label) for state, (label, _look, _icon) in invitations.STATES.items()],
        method="by_state",
        empty_label=ALL,
    )

    def by_name(self, rows: QuerySet[Any], name: str, typed: str) -> QuerySet[Any]:
        """Name in any language, or mail address."""
        return rows.filter(_names_like("person__", typed) | Q(person__email__icontains=typed))

    def by_state(self, rows: QuerySet[Any], name: str, state: str) -> QuerySet[Any]:
        """Those in that state today."""
        return invitations.in_state(rows, state)


class FellowFilter(django_filters.FilterSet):
    """People by name or function."""

    search = django_filters.CharFilter(label=_("Search by name or function"), method="by_name", max_length=100)

    def by_name(self, rows: QuerySet[Any], name: str, typed: str) -> QuerySet[Any]:
        """Name in any language, or function."""
        return rows.filter(_names_like("", typed) | Q(function__icontains=typed))
