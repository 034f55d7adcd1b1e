"""Endpoints of bodies and seats."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from kernel.api_bodies import body, no_body
from working_groups.api.serializers import BodySerializer, SeatSerializer
from working_groups.api.shared import Inside
from working_groups.filters import BodyFilter
from working_groups.forms.bodies import (
    BodyForm,
    CharterForm,
    CloseForm,
    EndSeatForm,
    KeysForm,
    SeatForm,
    SubstituteForm,
)
from working_groups.forms.fields import initial_of
from working_groups.models import Body, Seat
from working_groups.services import bodies, seats

ORDER = body(
    "BodyOrder",
    translated=("name", "topic"),
    optional=("kind", "goal", "facilitator"),
    days=("starts_on", "ends_on"),
    numbers=("quorum_percent", "size_limit"),
)
PLAIN = ("kind", "goal", "facilitator", "starts_on", "ends_on", "quorum_percent", "size_limit")


class Bodies(Inside):
    """Committees and groups."""

    model = Body
    serializer_class = BodySerializer
    filterset_class = BodyFilter
    select = ("initiative", "goal", "facilitator", "charter")
    prefetch = ("seat_keys",)
    sorts = ("kind", "pk")

    @extend_schema(request=ORDER, responses={201: BodySerializer})
    def create(self, request: Request, **kwargs: Any) -> Response:
        """Propose a body."""
        return self.submit(
            "body.propose",
            self.initiative,
            BodyForm,
            lambda form: bodies.propose(actor=self.actor, initiative=self.initiative, values=form.values()),
            defaults={"kind": "group"},
            created=True,
            actor=self.actor,
            initiative=self.initiative,
        )

    @extend_schema(request=ORDER)
    def partial_update(self, request: Request, **kwargs: Any) -> Response:
        """Change a body; what is not named stays."""
        row = self.get_object()
        return self.submit(
            "body.edit",
            row,
            BodyForm,
            lambda form: bodies.change(actor=self.actor, body=row, values=form.values()),
            defaults=initial_of(row, ("name", "topic"), PLAIN),
            actor=self.actor,
            initiative=self.initiative,
        )

    @extend_schema(request=body("BodyKeysOrder"))
    def keys(self, request: Request, **kwargs: Any) -> Response:
        """Replace the key: least_<sector>, most_<sector>, quorum_<sector>."""
        row = self.get_object()
        return self.submit(
            "body.edit",
            row,
            KeysForm,
            lambda form: bodies.set_keys(actor=self.actor, body=row, keys=form.keys()),
            body=row,
        )

    @extend_schema(request=body("BodyCharterOrder", optional=("decision",)))
    def charter(self, request: Request, **kwargs: Any) -> Response:
        """Charter it."""
        row = self.get_object()
        return self.submit(
            "body.charter",
            row,
            CharterForm,
            lambda form: bodies.charter(actor=self.actor, body=row, decision=form.cleaned_data["decision"]),
            actor=self.actor,
            body=row,
        )

    @extend_schema(request=body("BodyCloseOrder", required=("product",)))
    def close(self, request: Request, **kwargs: Any) -> Response:
        """Close it with its product."""
        row = self.get_object()
        return self.submit(
            "body.close",
            row,
            CloseForm,
            lambda form: bodies.close(actor=self.actor, body=row, product=form.cleaned_data["product"]),
        )

    @no_body()
    def start(self, request: Request, **kwargs: Any) -> Response:
        """It starts its work."""
        return self.press("body.start", bodies.start, body=self.get_object())

    @no_body()
    def rest(self, request: Request, **kwargs: Any) -> Response:
        """It rests."""
        return self.press("body.rest", bodies.rest, body=self.get_object())

    @no_body()
    def wake(self, request: Request, **kwargs: Any) -> Response:
        """It works again."""
        return self.press("body.wake", bodies.wake, body=self.get_object())


class Seats(Inside):
    """Seats of one body, those that ended too."""

    model = Seat
    serializer_class = SeatSerializer
    select = ("body__initiative", "participation", "person", "substitute")
    sorts = ("-starts_on", "pk")

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Those of this body."""
        return rows.filter(body=self.body)

    @extend_schema(
        request=body("SeatOrder", required=("holder",), optional=("role",), days=("starts_on",)),
        responses={201: SeatSerializer},
    )
    def create(self, request: Request, **kwargs: Any) -> Response:
        """Give a seat; `holder` is `<participation>.<person>`."""

        def act(form: Any) -> Seat:
            cleaned = dict(form.cleaned_data)
            holder = cleaned.pop("holder")
            return seats.give(
                actor=self.actor, body=self.body, participation=holder.participation, person=holder.person, **cleaned
            )

        options = {"actor": self.actor, "body": self.body}
        defaults = {"role": "member"}
        return self.submit("seat.give", self.body, SeatForm, act, defaults=defaults, created=True, **options)

    @extend_schema(request=body("SeatEndOrder", days=("ends_on",)))
    def end(self, request: Request, **kwargs: Any) -> Response:
        """End a seat."""
        row = self.get_object()
        return self.submit(
            "seat.end",
            row,
            EndSeatForm,
            lambda form: seats.end(actor=self.actor, seat=row, ends_on=form.cleaned_data["ends_on"]),
        )

    @extend_schema(request=body("SubstituteOrder", optional=("holder",)))
    def substitute(self, request: Request, **kwargs: Any) -> Response:
        """Name a substitute, or take the one named away."""
        row = self.get_object()

        def act(form: Any) -> Seat:
            holder = form.cleaned_data["holder"]
            return seats.name_substitute(actor=self.actor, seat=row, person=holder.person if holder else None)

        return self.submit("seat.substitute", row, SubstituteForm, act, actor=self.actor, seat=row)
