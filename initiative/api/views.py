"""Endpoints of initiatives, stages, goals and factors, through the forms and acts of the pages."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from initiative import policies
from initiative.api.serializers import (
    BranchSerializer,
    InitiativeSerializer,
    StageEntrySerializer,
    StageSerializer,
)
from initiative.forms import (
    SETTINGS,
    BranchForm,
    EnterStageForm,
    LogoForm,
    SettingsForm,
    StageForm,
    initial_of,
    values_of,
)
from initiative.models import Factor, Goal, Initiative, Stage, StageEntry
from initiative.scope import InitiativeApiMixin
from initiative.services import goals, initiatives, stages
from kernel.api import Scoped, require_match, validated
from kernel.api_bodies import body, filled, gate, no_body


class Initiatives(Scoped):
    """The initiatives one may see."""

    model = Initiative
    serializer_class = InitiativeSerializer
    sorts = ("slug",)


class OneInitiative(InitiativeApiMixin, Scoped):
    """The initiative of the address."""

    reach = "all"
    model = Initiative
    serializer_class = InitiativeSerializer

    def get_object(self) -> Initiative:
        """The initiative itself."""
        return self.initiative

    @extend_schema(
        request=body(
            "InitiativeChange",
            translated=("name", "short_name", "sender_name"),
            optional=("group_word", "accent"),
            days=("starts_on", "ends_on"),
            flags=("is_public",),
        )
    )
    def partial_update(self, request: Request, **kwargs: Any) -> Response:
        """Change settings; what is not named stays."""
        row = self.initiative
        gate(policies.may_change(self.actor, row))

        def act() -> Response:
            require_match(request, row)
            form = validated(SettingsForm, filled(initial_of(row, *SETTINGS), request.data))
            return self.answer(initiatives.change(actor=self.actor, initiative=row, **values_of(form, "logo")))

        return self.once(act)

    @extend_schema(request={"multipart/form-data": body("Logo", more={"file": serializers.FileField()})})
    def logo(self, request: Request, **kwargs: Any) -> Response:
        """Give it a logo."""
        gate(policies.may_change(self.actor, self.initiative))
        form = validated(LogoForm, request.data)
        file = form.cleaned_data["file"]
        return self.once(
            lambda: self.answer(initiatives.set_logo(actor=self.actor, initiative=self.initiative, file=file))
        )


class Stages(InitiativeApiMixin, Scoped):
    """The stages of the initiative."""

    reach = "partners"
    model = Stage
    serializer_class = StageSerializer
    select = ("initiative",)
    sorts = ("position", "pk")

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Those of this initiative."""
        return rows.filter(initiative=self.initiative)

    @extend_schema(request=body("StageChange", translated=("name",), days=("starts_on", "ends_on")))
    def partial_update(self, request: Request, **kwargs: Any) -> Response:
        """Change a stage's names and planned dates."""
        row = self.get_object()
        gate(policies.may_change_stage(self.actor, row))

        def act() -> Response:
            form = validated(StageForm, filled(initial_of(row, "name", "starts_on", "ends_on"), request.data))
            return self.answer(stages.change(actor=self.actor, stage=row, **form.cleaned_data))

        return self.once(act)

    @extend_schema(request=body("StageEntryOrder", required=("on", "reason")), responses={201: StageEntrySerializer})
    def enter(self, request: Request, **kwargs: Any) -> Response:
        """Enter the stage."""
        row = self.get_object()
        gate(policies.may_enter_stage(self.actor, row))

        def act() -> Response:
            form = validated(EnterStageForm, request.data)
            entry = stages.enter(actor=self.actor, stage=row, **form.cleaned_data)
            return Response(StageEntrySerializer(entry).data, status=status.HTTP_201_CREATED)

        return self.once(act)


class StageEntries(InitiativeApiMixin, Scoped):
    """The entries into stages, the last first."""

    reach = "partners"
    model = StageEntry
    serializer_class = StageEntrySerializer
    select = ("stage",)
    sorts = ("-on", "-pk")

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Those of this initiative."""
        return rows.filter(stage__initiative=self.initiative)


BRANCH = body("GoalOrder", translated=("name",), optional=("parent",), numbers=("position",))


class Goals(InitiativeApiMixin, Scoped):
    """The goals of the initiative; factors are told the same way."""

    reach = "partners"
    model: ClassVar[Any] = Goal
    serializer_class = BranchSerializer
    select = ("parent", "initiative")
    sorts = ("position", "pk")
    change_policy: ClassVar[Any] = staticmethod(policies.may_change_goal)

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Those of this initiative."""
        return rows.filter(initiative=self.initiative)

    @extend_schema(request=BRANCH, responses={201: BranchSerializer})
    def create(self, request: Request, **kwargs: Any) -> Response:
        """Add one."""
        gate(self.change_policy(self.actor, self.initiative))

        def act() -> Response:
            form = validated(BranchForm, request.data, model=self.model, initiative=self.initiative)
            row = goals.add(actor=self.actor, model=self.model, initiative=self.initiative, **values_of(form))
            return self.answer(row, status.HTTP_201_CREATED)

        return self.once(act)

    @extend_schema(request=BRANCH)
    def partial_update(self, request: Request, **kwargs: Any) -> Response:
        """Change one; what is not named stays."""
        row = self.get_object()
        gate(self.change_policy(self.actor, row))

        def act() -> Response:
            require_match(request, row)
            present = {**initial_of(row, "name", "position"), "parent": row.parent.public_id if row.parent else None}
            sent = filled(present, request.data)
            form = validated(BranchForm, sent, model=self.model, initiative=self.initiative)
            return self.answer(goals.change(actor=self.actor, row=row, **values_of(form)))

        return self.once(act)

    @no_body(responses={204: None})
    def destroy(self, request: Request, **kwargs: Any) -> Response:
        """Remove what nothing points at."""
        goals.remove(actor=self.actor, row=self.get_object())
        return Response(status=status.HTTP_204_NO_CONTENT)


class Factors(Goals):
    """The factors of the road map."""

    model = Factor
    change_policy = staticmethod(policies.may_change_factor)
