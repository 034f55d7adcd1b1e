"""Submissions and questions: what was sent, and what the reviewers do with it."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from initiative.scope import InitiativeApiMixin
from kernel.api import Scoped, validated
from kernel.api_bodies import body, filled, gate, no_body
from kernel.errors import Invalid
from measurement.api.serializers import QuestionSerializer, ReportedSerializer, SubmissionSerializer
from measurement.forms.requests import ChosenForm, QuestionForm, ReturnForm, TextForm
from measurement.models import Definition, Question, Submission
from measurement.policies import reviews as policies
from measurement.selectors import reported
from measurement.selectors.reported import REQUEST
from measurement.services import reviews

_IDS = serializers.ListField(child=serializers.CharField())
_NAMES = ("number", "weight", "blank", "quality", "note", "reason", "is_derived")


class Submissions(InitiativeApiMixin, Scoped):
    """What was sent, round by round."""

    model = Submission
    serializer_class = SubmissionSerializer
    select = tuple(f"request__{path}" for path in REQUEST)
    sorts = ("-at", "pk")

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Of this initiative."""
        return rows.filter(request__cycle__measure_set__initiative=self.initiative)

    @extend_schema(responses=ReportedSerializer(many=True), filters=False)
    def values(self, request: Request, **kwargs: Any) -> Response:
        """The cells as they stand after this round."""
        row = self.get_object()
        reviews.mark_seen(actor=self.actor, submission=row)
        codes = dict(
            Definition.objects.filter(pk__in=row.request.measures.values("definition")).values_list(
                "pk", "measure__code"
            )
        )
        cells = [
            {
                "measure": codes[one.row.definition_id],
                "combination": one.row.combination.code,
                "round": one.round,
                **{name: getattr(one.row, name) for name in _NAMES},
            }
            for one in reported.latest(row.request, up_to=row.round).values()
        ]
        return Response(ReportedSerializer(cells, many=True).data)

    @extend_schema(
        request=body("QuestionOrder", required=("text",), optional=("cell",)), responses={201: QuestionSerializer}
    )
    def ask(self, request: Request, **kwargs: Any) -> Response:
        """Ask; `cell` is `M-01|sex=f`, `M-01`, or nothing."""
        row = self.get_object()
        gate(policies.may_ask(self.actor, row))
        form = validated(QuestionForm, filled({}, request.data))
        definition, combination = subject_of(row, form.cleaned_data["cell"])

        def act() -> Response:
            question = reviews.ask(
                actor=self.actor,
                submission=row,
                text=form.cleaned_data["text"],
                definition=definition,
                combination=combination,
            )
            return Response(QuestionSerializer(question).data, status=status.HTTP_201_CREATED)

        return self.once(act)

    @extend_schema(request=body("ReturnOrder", flags=("accept_clean",)))
    def give_back(self, request: Request, **kwargs: Any) -> Response:
        """Return it with its questions."""
        row = self.get_object()
        gate(policies.may_return(self.actor, row))
        form = validated(ReturnForm, filled({}, request.data))
        return self.once(
            lambda: self.answer(reviews.return_with_questions(actor=self.actor, submission=row, **form.cleaned_data))
        )

    @no_body()
    def accept(self, request: Request, **kwargs: Any) -> Response:
        """Accept it: its cells become facts."""
        row = self.get_object()
        return self.once(lambda: self.answer(reviews.accept(actor=self.actor, submission=row)))

    @extend_schema(
        request=body("AcceptOrder", more={"chosen": _IDS}), responses=body("Accepted", more={"accepted": _IDS})
    )
    def accept_many(self, request: Request, **kwargs: Any) -> Response:
        """Accept several of one cycle; those that may not be accepted are left out, the answer names the others."""
        gate(policies.may_accept_many(self.actor, self.initiative))
        form = validated(ChosenForm, filled({}, request.data))

        def act() -> Response:
            chosen = self.get_queryset().filter(public_id__in=form.cleaned_data["chosen"])
            taken = reviews.accept_many(actor=self.actor, submissions=list(chosen))
            return Response({"accepted": [one.public_id for one in taken]})

        return self.once(act)


def subject_of(submission: Submission, cell: str) -> tuple[Any, Any]:
    """What a question is about: a measure of the report, one cell of it, or neither."""
    found = reported.cell_of(submission, cell)
    if found is None:
        raise Invalid(policies.no_such_measure(), "unknown_measure")
    return found


class Questions(InitiativeApiMixin, Scoped):
    """Questions with their threads."""

    model = Question
    serializer_class = QuestionSerializer
    select = ("by", "definition__measure", "combination", *(f"submission__request__{path}" for path in REQUEST))
    prefetch = ("replies__by",)
    sorts = ("at", "pk")

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Of this initiative."""
        return rows.filter(submission__request__cycle__measure_set__initiative=self.initiative)

    @extend_schema(request=body("ReplyOrder", required=("text",)))
    def reply(self, request: Request, **kwargs: Any) -> Response:
        """Answer it."""
        row = self.get_object()
        gate(policies.may_reply(self.actor, row))
        form = validated(TextForm, filled({}, request.data))

        def act() -> Response:
            reviews.reply(actor=self.actor, question=row, text=form.cleaned_data["text"])
            return self.answer(self.get_object())

        return self.once(act)

    @no_body()
    def close(self, request: Request, **kwargs: Any) -> Response:
        """Close it."""
        row = self.get_object()
        return self.once(lambda: self.answer(reviews.close(actor=self.actor, question=row)))
