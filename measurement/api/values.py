"""What happens to accepted values: corrections, and who an organisation lets see its own."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from initiative.scope import InitiativeApiMixin
from kernel.api import Scoped, validated
from kernel.api_bodies import body, filled, gate, no_body
from kernel.views import find
from measurement.forms.corrections import ConsentForm, CorrectionForm, DeclineForm, WithdrawForm
from measurement.models import Consent, Correction, Measure
from measurement.policies import reviews as policies
from measurement.selectors import own_values
from measurement.services import consents, corrections
from partners.models import Participation


class OwnValueSerializer(serializers.Serializer[Any]):
    """A value of one's own that stands; `value` is the key a correction names it by."""

    value = serializers.CharField(source="key")
    label = serializers.CharField()  # type: ignore[assignment]
    number = serializers.DecimalField(source="value.number", max_digits=15, decimal_places=4, allow_null=True)
    weight = serializers.DecimalField(source="value.weight", max_digits=15, decimal_places=4, allow_null=True)


class CorrectionSerializer(serializers.ModelSerializer[Correction]):
    """A correction that was asked for, with what became of it."""

    id = serializers.CharField(source="public_id", read_only=True)
    measure = serializers.CharField(source="value.definition.measure.code", read_only=True)
    organisation = serializers.CharField(source="value.organisation.public_id", read_only=True)
    period = serializers.CharField(source="value.period", read_only=True)
    combination = serializers.CharField(source="value.combination.code", read_only=True)
    before = serializers.DecimalField(
        source="value.number", max_digits=15, decimal_places=4, allow_null=True, read_only=True
    )
    quality = serializers.CharField(read_only=True)
    state = serializers.CharField(read_only=True)

    class Meta:
        model = Correction
        fields = (
            "id",
            "measure",
            "organisation",
            "period",
            "combination",
            "before",
            "number",
            "weight",
            "quality",
            "reason",
            "reason_language",
            "state",
            "answer",
            "at",
            "answered_at",
        )
        read_only_fields = fields


class ConsentSerializer(serializers.ModelSerializer[Consent]):
    """One word of an organisation on who may see its values of a measure; a later one takes its place."""

    id = serializers.CharField(source="public_id", read_only=True)
    measure = serializers.CharField(source="measure.code", read_only=True)
    organisation = serializers.CharField(source="organisation.public_id", read_only=True)
    audience = serializers.CharField(read_only=True)
    grain = serializers.CharField(read_only=True)

    class Meta:
        model = Consent
        fields = (
            "id",
            "measure",
            "organisation",
            "audience",
            "grain",
            "purpose",
            "purpose_language",
            "is_given",
            "starts_on",
            "ends_on",
            "at",
        )
        read_only_fields = fields


class _OfMeasure(InitiativeApiMixin, Scoped):
    """Finds the measure of the address and the own part in the initiative."""

    reach = "partners"

    def measure(self) -> Measure:
        """The measure, or 404."""
        rows = Measure.objects.visible_to(self.actor).filter(initiative=self.initiative).select_related("initiative")
        return find(rows, public_id=self.kwargs["measure"])  # type: ignore[no-any-return]

    def own_part(self, *grants: str) -> Participation:
        """The part of the own organisation, or 404."""
        found = own_values.part(self.actor, self.initiative, *grants)
        if found is None:
            raise Http404
        return found


class Corrections(_OfMeasure):
    """Corrections that were asked for: one's own; the backbone all of the initiative."""

    model = Correction
    serializer_class = CorrectionSerializer
    select = ("value__definition__measure__initiative", "value__organisation", "value__combination")
    sorts = ("-at", "pk")

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Of this initiative."""
        return rows.filter(value__definition__measure__initiative=self.initiative)

    @extend_schema(responses=OwnValueSerializer(many=True), filters=False)
    def values(self, request: Request, **kwargs: Any) -> Response:
        """One's own values of a measure that stand, the newest period first."""
        return Response(OwnValueSerializer(own_values.own(self.own_part(), self.measure()), many=True).data)

    @extend_schema(
        request=body("CorrectionOrder", required=("value", "number", "reason"), optional=("weight", "quality")),
        responses={201: CorrectionSerializer},
    )
    def create(self, request: Request, **kwargs: Any) -> Response:
        """Ask for another number in place of an accepted one; `value` is its key among the own values."""
        measure, part = self.measure(), self.own_part()

        def act() -> Response:
            known = {one.key: one for one in own_values.own(part, measure)}
            choices = [(one.key, one.label) for one in known.values()]
            form = validated(CorrectionForm, filled({"quality": "final"}, request.data), values=choices)
            data = form.cleaned_data
            row = corrections.request(
                actor=self.actor,
                value=known[data["value"]].value,
                participation=part,
                columns={name: data[name] for name in ("number", "weight", "quality")},
                reason=data["reason"],
            )
            return self.answer(row, status.HTTP_201_CREATED)

        return self.once(act)

    @no_body()
    def accept(self, request: Request, **kwargs: Any) -> Response:
        """Accept it: a later value takes the place of the old one."""
        row = self.get_object()

        def act() -> Response:
            corrections.accept(actor=self.actor, correction=row)
            return self.answer(self.get_object())

        return self.once(act)

    @extend_schema(request=body("CorrectionAnswer", required=("answer",)))
    def decline(self, request: Request, **kwargs: Any) -> Response:
        """Decline it, with a reason."""
        row = self.get_object()
        gate(policies.may_answer_correction(self.actor, row))

        def act() -> Response:
            form = validated(DeclineForm, filled({}, request.data))
            return self.answer(corrections.decline(actor=self.actor, correction=row, **form.cleaned_data))

        return self.once(act)


class Consents(_OfMeasure):
    """What organisations let others see: one's own; the backbone all of the initiative."""

    model = Consent
    serializer_class = ConsentSerializer
    select = ("measure", "organisation")
    sorts = ("-at", "-pk")

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Of this initiative."""
        return rows.filter(measure__initiative=self.initiative)

    @extend_schema(
        request=body("ConsentOrder", required=("audience",), optional=("grain", "purpose")),
        responses={201: ConsentSerializer},
    )
    def give(self, request: Request, **kwargs: Any) -> Response:
        """Let others see the own organisation's values of a measure."""
        measure, part = self.measure(), self.own_part("partners.own")
        gate(policies.may_give_consent(self.actor, part.organisation))

        def act() -> Response:
            form = validated(ConsentForm, filled({"grain": "total"}, request.data))
            row = consents.give(actor=self.actor, participation=part, measure=measure, **form.cleaned_data)
            return self.answer(row, status.HTTP_201_CREATED)

        return self.once(act)

    @extend_schema(request=body("ConsentEnd", required=("audience",)), responses={201: ConsentSerializer})
    def withdraw(self, request: Request, **kwargs: Any) -> Response:
        """Withdraw a consent: a later word, it counts from the next read."""
        measure, part = self.measure(), self.own_part("partners.own")
        gate(policies.may_give_consent(self.actor, part.organisation))

        def act() -> Response:
            form = validated(WithdrawForm, filled({}, request.data))
            row = consents.withdraw(actor=self.actor, participation=part, measure=measure, **form.cleaned_data)
            return self.answer(row, status.HTTP_201_CREATED)

        return self.once(act)
