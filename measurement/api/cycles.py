"""Cycles and their coverage."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from initiative.scope import InitiativeApiMixin
from kernel.api import Scoped, validated
from kernel.api_bodies import body, filled, gate, no_body
from measurement.api.serializers import CoverageSerializer, CycleSerializer, RequestSerializer
from measurement.filters import CycleFilter
from measurement.forms.cycles import CycleForm, PartnerForm
from measurement.forms.requests import ReasonForm
from measurement.models import Cycle
from measurement.policies import cycles as policies
from measurement.selectors import completeness
from measurement.services import cycles, publication


class Cycles(InitiativeApiMixin, Scoped):
    """The cycles of an initiative."""

    reach = "partners"
    model = Cycle
    serializer_class = CycleSerializer
    filterset_class = CycleFilter
    select = ("measure_set__initiative",)
    sorts = ("-due_on", "pk")

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Of this initiative."""
        return rows.filter(measure_set__initiative=self.initiative)

    @extend_schema(
        request=body("CycleOrder", required=("measure_set", "period"), days=("due_on",)),
        responses={201: CycleSerializer},
    )
    def create(self, request: Request, **kwargs: Any) -> Response:
        """Plan one."""
        gate(policies.may_plan_cycle(self.actor, self.initiative))

        def act() -> Response:
            form = validated(CycleForm, filled({}, request.data), initiative=self.initiative)
            return self.answer(cycles.plan(actor=self.actor, **form.cleaned_data), status.HTTP_201_CREATED)

        return self.once(act)

    @no_body()
    def open(self, request: Request, **kwargs: Any) -> Response:
        """Open it: one request a partner; again changes nothing."""
        row = self.get_object()
        return self.once(lambda: self.answer(cycles.open_cycle(actor=self.actor, cycle=row)))

    @no_body()
    def close(self, request: Request, **kwargs: Any) -> Response:
        """Close it."""
        row = self.get_object()
        return self.once(lambda: self.answer(cycles.close(actor=self.actor, cycle=row)))

    @extend_schema(request=body("Reason", required=("reason",)))
    def reopen(self, request: Request, **kwargs: Any) -> Response:
        """Open a closed one again, with a reason."""
        row = self.get_object()
        gate(policies.may_reopen_cycle(self.actor, row))

        def act() -> Response:
            form = validated(ReasonForm, filled({}, request.data))
            return self.answer(cycles.reopen(actor=self.actor, cycle=row, reason=form.cleaned_data["reason"]))

        return self.once(act)

    @no_body()
    def publish(self, request: Request, **kwargs: Any) -> Response:
        """Publish its results."""
        row = self.get_object()

        def act() -> Response:
            publication.publish(actor=self.actor, cycle=row)
            row.refresh_from_db()
            return self.answer(row)

        return self.once(act)

    @extend_schema(request=body("PartnerToAsk", required=("participation",)), responses={201: RequestSerializer})
    def ask(self, request: Request, **kwargs: Any) -> Response:
        """Ask a partner that came after the opening; the answer is its request."""
        row = self.get_object()
        gate(policies.may_open_cycle(self.actor, row))

        def act() -> Response:
            form = validated(PartnerForm, filled({}, request.data), initiative=self.initiative)
            made = cycles.request_from(actor=self.actor, cycle=row, **form.cleaned_data)
            return Response(RequestSerializer(made).data, status=status.HTTP_201_CREATED)

        return self.once(act)

    @extend_schema(responses=CoverageSerializer(many=True), filters=False)
    def coverage(self, request: Request, **kwargs: Any) -> Response:
        """By measure, how many of the expected partners are in."""
        matrix = completeness.matrix(self.actor, self.get_object())
        return Response(CoverageSerializer(matrix.columns, many=True).data)
