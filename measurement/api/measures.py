"""Measures and definitions."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from initiative.scope import InitiativeApiMixin
from kernel import languages
from kernel.api import Scoped, require_match, validated
from kernel.api_bodies import body, filled, gate, no_body
from kernel.views import find
from measurement.api.serializers import DefinitionSerializer, MeasureSerializer
from measurement.filters import MeasureFilter
from measurement.forms.measures import DefinitionForm, MeasureForm, TargetForm
from measurement.models import Definition, Measure
from measurement.policies import measures as policies
from measurement.services import definitions, measures

MEASURE = body(
    "MeasureOrder",
    translated=("name", "purpose"),
    optional=("code", "level", "direction", "goal", "steward", "baseline_period", "baseline_number"),
)


class Measures(InitiativeApiMixin, Scoped):
    """The measures of an initiative."""

    reach = "partners"
    model = Measure
    serializer_class = MeasureSerializer
    filterset_class = MeasureFilter
    select = ("goal", "steward", "initiative")
    sorts = ("code",)

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Of this initiative."""
        return rows.filter(initiative=self.initiative)

    @extend_schema(request=MEASURE, responses={201: MeasureSerializer})
    def create(self, request: Request, **kwargs: Any) -> Response:
        """Create one."""
        gate(policies.may_create_measure(self.actor, self.initiative))

        def act() -> Response:
            sent = filled({"level": "performance", "direction": "up"}, request.data)
            form = validated(MeasureForm, sent, initiative=self.initiative)
            row = measures.create(actor=self.actor, initiative=self.initiative, columns=form.cleaned_data)
            return self.answer(row, status.HTTP_201_CREATED)

        return self.once(act)

    @extend_schema(request=MEASURE)
    def partial_update(self, request: Request, **kwargs: Any) -> Response:
        """Change one; what is not named stays."""
        row = self.get_object()
        gate(policies.may_edit_measure(self.actor, row))

        def act() -> Response:
            require_match(request, row)
            names = [*languages.columns("name"), *languages.columns("purpose"), "code", "level", "direction"]
            names += ["baseline_period", "baseline_number"]
            stands = {name: getattr(row, name) for name in names}
            for name in ("goal", "steward"):
                other = getattr(row, name)
                stands[name] = other.public_id if other else None
            form = validated(MeasureForm, filled(stands, request.data), initiative=self.initiative)
            return self.answer(measures.edit(actor=self.actor, measure=row, columns=form.cleaned_data))

        return self.once(act)

    @no_body()
    def retire(self, request: Request, **kwargs: Any) -> Response:
        """Retire one."""
        row = self.get_object()
        return self.once(lambda: self.answer(measures.retire(actor=self.actor, measure=row)))

    @extend_schema(request=body("TargetOrder", required=("period", "number"), optional=("partner",)))
    def set_target(self, request: Request, **kwargs: Any) -> Response:
        """Set a target of the definition in force: of the whole, or of the participation named as `partner`."""
        row = self.get_object()
        gate(policies.may_set_target(self.actor, row))

        def act() -> Response:
            form = validated(TargetForm, filled({}, request.data), actor=self.actor, measure=row)
            sent = dict(form.cleaned_data)
            sent["participation"] = sent.pop("partner")
            live = find(row.definitions.select_related("measure__initiative"), state="live")
            measures.set_target(actor=self.actor, definition=live, **sent)
            return self.answer(row)

        return self.once(act)


DEFINITION = body(
    "DefinitionOrder",
    translated=("text", "counted", "source", "unit", "weight_name"),
    optional=("aggregation", "frequency", "lowest", "highest"),
    flags=("counts_people", "crossed"),
    numbers=("decimals", "minutes"),
)


class Definitions(InitiativeApiMixin, Scoped):
    """The versions of a measure's definition."""

    reach = "partners"
    model = Definition
    serializer_class = DefinitionSerializer
    select = ("measure__initiative",)
    sorts = ("-version",)
    lookup_field = "version"

    def measure(self) -> Measure:
        """The measure of the address, or 404."""
        rows = Measure.objects.visible_to(self.actor).filter(initiative=self.initiative).select_related("initiative")
        return find(rows, public_id=self.kwargs["measure"])  # type: ignore[no-any-return]

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Of that measure."""
        return rows.filter(measure=self.measure())

    @extend_schema(request=DEFINITION, responses={201: DefinitionSerializer})
    def create(self, request: Request, **kwargs: Any) -> Response:
        """Draft the next version."""
        measure = self.measure()
        gate(policies.may_draft_definition(self.actor, measure))

        def act() -> Response:
            sent = filled({"frequency": "school_year", "decimals": 0, "minutes": 5}, request.data)
            form = validated(DefinitionForm, sent, initiative=self.initiative)
            row = definitions.draft(actor=self.actor, measure=measure, columns=form.columns(), cells=form.cells())
            return self.answer(row, status.HTTP_201_CREATED)

        return self.once(act)

    @extend_schema(request=DEFINITION)
    def partial_update(self, request: Request, **kwargs: Any) -> Response:
        """Change a draft; what is not named stays."""
        row = self.get_object()
        gate(policies.may_edit_definition(self.actor, row))

        def act() -> Response:
            self.require_seen(row)
            sent = filled(DefinitionForm.initial_of(row), request.data)
            form = validated(DefinitionForm, sent, initiative=self.initiative)
            return self.answer(
                definitions.edit(actor=self.actor, definition=row, columns=form.columns(), cells=form.cells())
            )

        return self.once(act)

    @extend_schema(request=body("Approval", required=("language",)))
    def approve(self, request: Request, **kwargs: Any) -> Response:
        """Approve the texts of one language."""
        row = self.get_object()
        language = str(filled({"language": ""}, request.data)["language"])
        return self.once(lambda: self.answer(definitions.approve(actor=self.actor, definition=row, language=language)))

    @no_body()
    def pilot(self, request: Request, **kwargs: Any) -> Response:
        """Start the pilot."""
        row = self.get_object()
        return self.once(lambda: self.answer(definitions.pilot(actor=self.actor, definition=row)))

    @no_body()
    def agree(self, request: Request, **kwargs: Any) -> Response:
        """Settle the words."""
        row = self.get_object()
        return self.once(lambda: self.answer(definitions.agree(actor=self.actor, definition=row)))

    @no_body()
    def enact(self, request: Request, **kwargs: Any) -> Response:
        """Put it in force."""
        row = self.get_object()
        return self.once(lambda: self.answer(definitions.enact(actor=self.actor, definition=row)))
