"""Filters of the lists of measurement, for pages and endpoints alike."""

from functools import reduce
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from initiative.models import Goal
from kernel import languages
from measurement.models import Cycle, CycleState, Level, Measure, ReportingRequest, RequestState


class MeasureFilter(django_filters.FilterSet):
    """Search in names and codes; goal, level, retired or not."""

    search = django_filters.CharFilter(label=_("Search"), method="by_text", max_length=100)
    goal = django_filters.ModelChoiceFilter(
        label=_("Goal"), queryset=Goal.objects.none(), to_field_name="public_id", empty_label=_("All")
    )
    level = django_filters.ChoiceFilter(label=_("Level"), choices=Level.choices, empty_label=_("All"))
    retired = django_filters.BooleanFilter(
        label=_("Retired"),
        field_name="retired_on",
        lookup_expr="isnull",
        exclude=True,
        widget=forms.Select(choices=[("", _("All")), ("true", _("Yes")), ("false", _("No"))]),
    )

    class Meta:
        model = Measure
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        initiative = getattr(self.request, "initiative", None)
        if initiative is not None:
            self.filters["goal"].queryset = Goal.objects.filter(initiative=initiative).order_by("position")

    def by_text(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Any of the names, or the code, holds the text."""
        columns = ("code", *languages.columns("name"))
        return rows.filter(reduce(lambda rule, column: rule | Q(**{f"{column}__icontains": value}), columns, Q()))


class CycleFilter(django_filters.FilterSet):
    """By state."""

    state = django_filters.ChoiceFilter(label=_("State"), choices=CycleState.choices, empty_label=_("All"))

    class Meta:
        model = Cycle
        fields: list[str] = []


class RequestFilter(django_filters.FilterSet):
    """By state and cycle."""

    state = django_filters.ChoiceFilter(label=_("State"), choices=RequestState.choices, empty_label=_("All"))
    cycle = django_filters.CharFilter(label=_("Cycle"), field_name="cycle__public_id", max_length=12)

    class Meta:
        model = ReportingRequest
        fields: list[str] = []
