"""Filters of lists, the same for pages and endpoints."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from kernel import clock, languages
from kernel.actor import Actor
from kernel.api_rules import actor_of
from working_groups.models import (
    Body,
    BodyKind,
    BodyState,
    Decision,
    DecisionState,
    Meeting,
    MeetingState,
    Outcome,
    Task,
    TaskState,
)
from working_groups.models.tasks import LIVE

ALL = _("All")


def _like(typed: str, *fields: str) -> Q:
    rule = Q()
    for field in fields:
        for column in languages.columns(field):
            rule |= Q(**{f"{column}__icontains": typed})
    return rule


def _actor(request: Any) -> Actor:
    """Of a page or of an endpoint."""
    return actor_of(request) if isinstance(request, Request) else request.actor


def _bodies(request: Any) -> QuerySet[Any]:
    if request is None:
        return Body.objects.none()
    rows = Body.objects.visible_to(_actor(request))
    initiative = getattr(request, "initiative", None)
    return rows.filter(initiative=initiative).order_by("kind", "pk") if initiative is not None else rows


def _body_filter(field: str = "body") -> django_filters.ModelChoiceFilter:
    return django_filters.ModelChoiceFilter(
        label=_("Committee or group"),
        field_name=field,
        queryset=_bodies,
        to_field_name="public_id",
        empty_label=ALL,
    )


class BodyFilter(django_filters.FilterSet):
    """Bodies by name, kind, state."""

    search = django_filters.CharFilter(label=_("Search by name or topic"), method="by_words", max_length=100)
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=BodyKind.choices, empty_label=ALL)
    state = django_filters.ChoiceFilter(label=_("State"), choices=BodyState.choices, empty_label=ALL)

    class Meta:
        model = Body
        fields: list[str] = []

    def by_words(self, rows: QuerySet[Any], name: str, typed: str) -> QuerySet[Any]:
        """In any language."""
        return rows.filter(_like(typed, "name", "topic"))


class MeetingFilter(django_filters.FilterSet):
    """Meetings by topic, state, and whether they are to come."""

    search = django_filters.CharFilter(label=_("Search by topic"), method="by_words", max_length=100)
    body = _body_filter()
    state = django_filters.ChoiceFilter(label=_("State"), choices=MeetingState.choices, empty_label=ALL)
    when = django_filters.ChoiceFilter(
        label=_("When"),
        choices=[("coming", _("To come")), ("past", _("Past"))],
        method="by_time",
        empty_label=ALL,
    )

    class Meta:
        model = Meeting
        fields: list[str] = []

    def by_words(self, rows: QuerySet[Any], name: str, typed: str) -> QuerySet[Any]:
        """Topic or place."""
        return rows.filter(_like(typed, "topic") | Q(place__icontains=typed))

    def by_time(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """By the end of the meeting."""
        now = clock.now()
        return rows.filter(ends_at__gte=now) if value == "coming" else rows.filter(ends_at__lt=now)


class DecisionFilter(django_filters.FilterSet):
    """The register by words, body, state, outcome and day."""

    search = django_filters.CharFilter(label=_("Search in the text"), method="by_words", max_length=100)
    body = _body_filter()
    state = django_filters.ChoiceFilter(label=_("State"), choices=DecisionState.choices, empty_label=ALL)
    outcome = django_filters.ChoiceFilter(label=_("Outcome"), choices=Outcome.choices, empty_label=ALL)
    since = django_filters.DateFilter(
        label=_("Decided since"),
        field_name="decided_on",
        lookup_expr="gte",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    class Meta:
        model = Decision
        fields: list[str] = []

    def by_words(self, rows: QuerySet[Any], name: str, typed: str) -> QuerySet[Any]:
        """In any language; a number finds the decision of that number too."""
        rule = _like(typed, "text")
        if typed.strip().isdecimal() and len(typed.strip()) < 9:
            rule |= Q(number=int(typed))
        return rows.filter(rule)


class TaskFilter(django_filters.FilterSet):
    """Tasks by words, whose they are, body, state; open ones come first."""

    search = django_filters.CharFilter(label=_("Search by task or owner"), method="by_words", max_length=100)
    whose = django_filters.ChoiceFilter(
        label=_("Whose"),
        choices=[("mine", _("Mine")), ("ours", _("My organisation's")), ("given", _("Given by me"))],
        method="by_owner",
        empty_label=ALL,
    )
    body = _body_filter()
    state = django_filters.ChoiceFilter(
        label=_("State"),
        choices=[("live", _("Not finished")), ("late", _("Late")), *TaskState.choices],
        method="by_state",
        empty_label=ALL,
    )

    class Meta:
        model = Task
        fields: list[str] = []

    def by_words(self, rows: QuerySet[Any], name: str, typed: str) -> QuerySet[Any]:
        """Title, the owner's name, the organisation's."""
        return rows.filter(
            Q(title__icontains=typed) | _like(typed, "person__name", "participation__organisation__name")
        )

    def by_owner(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Mine, my organisation's, given by me."""
        actor = _actor(self.request)
        if value == "mine":
            return rows.filter(person_id=actor.user_id or 0)
        if value == "given":
            return rows.filter(by_id=actor.user_id or 0)
        return rows.filter(participation_id__in=actor.keys("partners.own"))

    def by_state(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """A state, or all that waits, or what is late."""
        if value == "live":
            return rows.filter(state__in=LIVE)
        if value == "late":
            return rows.filter(state__in=LIVE, due_on__lt=clock.today())
        return rows.filter(state=value)


class BodyMeetingFilter(MeetingFilter):
    """Meetings of one body: which one is asked for already."""

    body = None


class BodyDecisionFilter(DecisionFilter):
    """Decisions of one body: which one is asked for already."""

    body = None


class BodyTaskFilter(TaskFilter):
    """Tasks of one body: which one is asked for already."""

    body = None
