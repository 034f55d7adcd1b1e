"""What is asked of whom: sets and their assignments, dimensions, the rules of reporting."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from initiative.scope import InitiativeApiMixin
from kernel import languages
from kernel.api import Scoped, require_match, validated
from kernel.api_bodies import Texts, body, filled, gate, no_body
from kernel.views import find
from measurement.api.serializers import MeasureSetSerializer
from measurement.forms.cycles import AssignForm, RulesForm, SetForm
from measurement.forms.measures import CategoryForm, DimensionForm
from measurement.models import Assignment, Category, Dimension, MeasureSet, ReportingRules
from measurement.policies import measures as policies
from measurement.services import dimensions, sets

SET = body(
    "MeasureSetOrder",
    translated=("name",),
    flags=("is_for_all",),
    more={"measures": serializers.ListField(child=serializers.CharField(), required=False)},
)


class AssignmentSerializer(serializers.ModelSerializer[Assignment]):
    """A partner that owes a set, less the measures left out (codes)."""

    participation = serializers.CharField(source="participation.public_id", read_only=True)
    left_out: Any = serializers.SlugRelatedField(slug_field="code", many=True, read_only=True)

    class Meta:
        model = Assignment
        fields = ("participation", "starts_on", "ends_on", "left_out")
        read_only_fields = fields


class Sets(InitiativeApiMixin, Scoped):
    """The sets of measures of an initiative."""

    reach = "partners"
    model = MeasureSet
    serializer_class = MeasureSetSerializer
    select = ("initiative",)
    prefetch = ("measures",)

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Of this initiative."""
        return rows.filter(initiative=self.initiative)

    @extend_schema(request=SET, responses={201: MeasureSetSerializer})
    def create(self, request: Request, **kwargs: Any) -> Response:
        """Create one; `measures` are ids."""
        gate(policies.may_manage_sets(self.actor, self.initiative))

        def act() -> Response:
            form = validated(SetForm, filled({}, request.data), initiative=self.initiative)
            row = sets.create(
                actor=self.actor,
                initiative=self.initiative,
                columns=form.columns(),
                measures=list(form.cleaned_data["measures"]),
            )
            return self.answer(row, status.HTTP_201_CREATED)

        return self.once(act)

    @extend_schema(request=SET)
    def partial_update(self, request: Request, **kwargs: Any) -> Response:
        """Change one; what is not named stays. Open cycles keep what they asked for."""
        row = self.get_object()
        gate(policies.may_manage_sets(self.actor, row))

        def act() -> Response:
            require_match(request, row)
            stands = {column: getattr(row, column) for column in languages.columns("name")}
            stands |= {"is_for_all": row.is_for_all, "measures": [one.public_id for one in row.measures.all()]}
            form = validated(SetForm, filled(stands, request.data), initiative=self.initiative)
            chosen = list(form.cleaned_data["measures"])
            sets.edit(actor=self.actor, measure_set=row, columns=form.columns(), measures=chosen)
            return self.answer(self.get_object())

        return self.once(act)


class Assignments(InitiativeApiMixin, Scoped):
    """Which partners owe a set, now and earlier."""

    reach = "partners"
    model = Assignment
    serializer_class = AssignmentSerializer
    select = ("participation__organisation", "measure_set__initiative")
    prefetch = ("left_out",)
    sorts = ("-starts_on", "pk")

    def measure_set(self) -> MeasureSet:
        """The set of the address, or 404."""
        rows = MeasureSet.objects.visible_to(self.actor).filter(initiative=self.initiative)
        return find(rows.select_related("initiative"), public_id=self.kwargs["set"])  # type: ignore[no-any-return]

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Of that set."""
        return rows.filter(measure_set=self.measure_set())

    @extend_schema(
        request=body(
            "AssignmentOrder",
            required=("participation",),
            more={"left_out": serializers.ListField(child=serializers.CharField(), required=False)},
        ),
        responses={201: AssignmentSerializer},
    )
    def create(self, request: Request, **kwargs: Any) -> Response:
        """A partner owes it from today on; `left_out` are ids of measures it is not asked for."""
        measure_set = self.measure_set()
        gate(policies.may_manage_sets(self.actor, measure_set))

        def act() -> Response:
            form = validated(AssignForm, filled({}, request.data), measure_set=measure_set)
            row = sets.assign(
                actor=self.actor,
                measure_set=measure_set,
                participation=form.cleaned_data["participation"],
                left_out=list(form.cleaned_data["left_out"]),
            )
            return self.answer(row, status.HTTP_201_CREATED)

        return self.once(act)

    @no_body()
    def end(self, request: Request, **kwargs: Any) -> Response:
        """From today on the partner no longer owes it."""
        rows = self.get_queryset()
        row = find(rows, participation__public_id=self.kwargs["participation"], ends_on__isnull=True)
        return self.once(lambda: self.answer(sets.unassign(actor=self.actor, assignment=row)))


class CategorySerializer(serializers.ModelSerializer[Category]):
    """A part of a dimension."""

    name = Texts("name")

    class Meta:
        model = Category
        fields = ("code", "name")
        read_only_fields = fields


class DimensionSerializer(serializers.ModelSerializer[Dimension]):
    """A dimension with its categories in their order."""

    name = Texts("name")
    categories = CategorySerializer(many=True, read_only=True)

    class Meta:
        model = Dimension
        fields = ("code", "name", "is_complete", "categories")
        read_only_fields = fields


class Dimensions(InitiativeApiMixin, Scoped):
    """How numbers are broken down in an initiative."""

    reach = "partners"
    model = Dimension
    serializer_class = DimensionSerializer
    lookup_field = "code"
    select = ("initiative",)
    prefetch = ("categories",)
    sorts = ("position", "pk")

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Of this initiative."""
        return rows.filter(initiative=self.initiative)

    @extend_schema(
        request=body("DimensionOrder", translated=("name",), required=("code", "categories"), flags=("is_complete",)),
        responses={201: DimensionSerializer},
    )
    def create(self, request: Request, **kwargs: Any) -> Response:
        """Create one; `categories` are lines: code | name | name."""
        gate(policies.may_create_measure(self.actor, self.initiative))

        def act() -> Response:
            form = validated(DimensionForm, filled({}, request.data))
            row = dimensions.create(
                actor=self.actor,
                initiative=self.initiative,
                columns=form.columns(),
                categories=form.cleaned_data["categories"],
            )
            return self.answer(row, status.HTTP_201_CREATED)

        return self.once(act)

    @extend_schema(
        request=body("CategoryOrder", translated=("name",), required=("code",)), responses={201: DimensionSerializer}
    )
    def add_category(self, request: Request, **kwargs: Any) -> Response:
        """One more category; definitions in force stay as they are."""
        row = self.get_object()
        gate(policies.may_change_dimension(self.actor, row))

        def act() -> Response:
            form = validated(CategoryForm, filled({}, request.data))
            dimensions.add_category(actor=self.actor, dimension=row, columns=form.cleaned_data)
            return self.answer(self.get_object(), status.HTTP_201_CREATED)

        return self.once(act)


class RulesSerializer(serializers.ModelSerializer[ReportingRules]):
    """How the initiative reports."""

    class Meta:
        model = ReportingRules
        fields = ("suppress_under", "two_step", "grace_days")
        read_only_fields = fields


class Rules(InitiativeApiMixin, Scoped):
    """The rules of reporting of an initiative: one row, there from the first."""

    reach = "backbone"
    model = ReportingRules
    serializer_class = RulesSerializer

    def get_object(self) -> Any:
        """The rules, or what holds while nobody has set any."""
        rows = ReportingRules.objects.visible_to(self.actor).filter(initiative=self.initiative)
        return rows.first() or ReportingRules(initiative=self.initiative)

    @extend_schema(request=body("RulesOrder", flags=("two_step",), numbers=("suppress_under", "grace_days")))
    def partial_update(self, request: Request, **kwargs: Any) -> Response:
        """Change them; what is not named stays."""
        gate(policies.may_manage_sets(self.actor, self.initiative))

        def act() -> Response:
            form = validated(RulesForm, filled(self.get_serializer(self.get_object()).data, request.data))
            row = sets.change_rules(actor=self.actor, initiative=self.initiative, columns=form.cleaned_data)
            return self.answer(row)

        return self.once(act)
