"""Endpoints of a meeting's agenda: items proposed, changed, accepted or declined, and put in order."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from kernel.api_bodies import body, no_body
from kernel.errors import Invalid
from working_groups.api.meetings import OfMeeting
from working_groups.api.serializers import AgendaItemSerializer
from working_groups.forms.meetings import ItemForm
from working_groups.models import AgendaItem
from working_groups.services import agenda


class Items(OfMeeting):
    """The agenda."""

    model = AgendaItem
    serializer_class = AgendaItemSerializer
    select = ("meeting__body__initiative", "lead", "proposed_by")
    sorts = ("position", "pk")

    @extend_schema(
        request=body("ItemOrder", required=("title",), optional=("kind", "lead"), numbers=("minutes",)),
        responses={201: AgendaItemSerializer},
    )
    def create(self, request: Request, **kwargs: Any) -> Response:
        """Propose an item."""
        return self.submit(
            "item.propose",
            self.meeting,
            ItemForm,
            lambda form: agenda.propose(actor=self.actor, meeting=self.meeting, **form.values()),
            defaults={"kind": "focus", "minutes": 15},
            created=True,
            actor=self.actor,
            meeting=self.meeting,
        )

    @extend_schema(request=body("ItemChange", optional=("title", "kind", "lead"), numbers=("minutes",)))
    def partial_update(self, request: Request, **kwargs: Any) -> Response:
        """Change an item."""
        row = self.get_object()
        return self.submit(
            "meeting.edit",
            self.meeting,
            ItemForm,
            lambda form: agenda.change(actor=self.actor, item=row, values=form.values()),
            defaults={"title": row.title, "kind": row.kind, "minutes": row.minutes},
            actor=self.actor,
            meeting=self.meeting,
        )

    @no_body()
    def accept(self, request: Request, **kwargs: Any) -> Response:
        """On the agenda."""
        row = self.get_object()
        self.may("meeting.edit", self.meeting)
        return self.once(lambda: self.answer(agenda.accept(actor=self.actor, item=row)))

    @no_body()
    def decline(self, request: Request, **kwargs: Any) -> Response:
        """Not on the agenda."""
        row = self.get_object()
        self.may("meeting.edit", self.meeting)
        return self.once(lambda: self.answer(agenda.decline(actor=self.actor, item=row)))

    @extend_schema(
        request=body("AgendaOrder", more={"order": serializers.ListField(child=serializers.CharField())}),
        responses=AgendaItemSerializer(many=True),
    )
    def put_in_order(self, request: Request, **kwargs: Any) -> Response:
        """Put the items in the order of these ids; items that are not named stay where they are."""
        self.may("meeting.edit", self.meeting)
        order = request.data.get("order") if isinstance(request.data, dict) else None
        if not isinstance(order, list) or not all(isinstance(one, str) for one in order):
            sentence = _("Send the ids of the items in their new order.")
            raise Invalid(sentence, fields={"order": [sentence]})

        def act() -> Response:
            agenda.put_in_order(actor=self.actor, meeting=self.meeting, order=list(dict.fromkeys(order)))
            return Response(self.get_serializer(self.get_queryset(), many=True).data)

        return self.once(act)
