"""Endpoints of the register of decisions and of answers to them."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from kernel.api_bodies import body, no_body
from kernel.views import find
from working_groups.api.serializers import DecisionSerializer, ResponseSerializer
from working_groups.api.shared import Inside
from working_groups.filters import DecisionFilter
from working_groups.forms.decisions import PLAIN, DecisionForm, RecordForm, RespondForm, TableForm, TranslateForm
from working_groups.forms.fields import ReasonForm, initial_of
from working_groups.models import Decision
from working_groups.models import Response as Answer
from working_groups.services import decisions, responses

ORDER = body("DecisionOrder", translated=("text",), optional=PLAIN)
DEFAULTS = {"rule": "consensus", "visibility": "partners"}


class Decisions(Inside):
    """Decisions one may read."""

    model = Decision
    serializer_class = DecisionSerializer
    filterset_class = DecisionFilter
    path_to_initiative = "body__initiative"
    select = ("body__initiative", "item__meeting", "concerns", "supersedes")
    sorts = ("-pk",)

    @extend_schema(request=ORDER)
    def partial_update(self, request: Request, **kwargs: Any) -> Response:
        """Change a proposed decision; what is not named stays."""
        row = self.get_object()
        return self.submit(
            "decision.edit",
            row,
            DecisionForm,
            lambda form: decisions.change(actor=self.actor, decision=row, values=form.values()),
            defaults=initial_of(row, ("text",), PLAIN),
            actor=self.actor,
            body=row.body,
        )

    @extend_schema(request=body("TableOrder", days=("due_on",)))
    def table(self, request: Request, **kwargs: Any) -> Response:
        """Put it to the body."""
        row = self.get_object()
        return self.submit(
            "decision.table",
            row,
            TableForm,
            lambda form: decisions.table(actor=self.actor, decision=row, due_on=form.cleaned_data["due_on"]),
        )

    @no_body()
    def decide(self, request: Request, **kwargs: Any) -> Response:
        """Close the answers and count them."""
        return self.press("decision.decide", decisions.decide, decision=self.get_object())

    @extend_schema(request=body("TranslationOrder", required=("text",)))
    def translate(self, request: Request, **kwargs: Any) -> Response:
        """The text in another language: `…/translations/<language>/`."""
        row = self.get_object()
        language = self.kwargs["language"]

        def act(form: Any) -> Decision:
            text = form.cleaned_data["text"]
            return decisions.translate(actor=self.actor, decision=row, language=language, text=text)

        return self.submit("decision.translate", row, TranslateForm, act)


class BodyDecisions(Decisions):
    """Decisions of one body."""

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Those of this body."""
        return rows.filter(body=self.body)

    @extend_schema(request=ORDER, responses={201: DecisionSerializer})
    def create(self, request: Request, **kwargs: Any) -> Response:
        """Propose a decision."""
        return self.submit(
            "decision.propose",
            self.body,
            DecisionForm,
            lambda form: decisions.propose(actor=self.actor, body=self.body, values=form.values()),
            defaults=DEFAULTS,
            created=True,
            actor=self.actor,
            body=self.body,
        )

    @extend_schema(
        request=body("RecordOrder", translated=("text",), required=("item",), optional=("rule", "outcome")),
        responses={201: DecisionSerializer},
    )
    def record(self, request: Request, **kwargs: Any) -> Response:
        """Record what a held meeting decided."""

        def act(form: Any) -> Decision:
            values = form.values()
            item, outcome = values.pop("item"), form.cleaned_data["outcome"]
            return decisions.record(actor=self.actor, body=self.body, item=item, values=values, outcome=outcome)

        options = {"actor": self.actor, "body": self.body}
        defaults = {**DEFAULTS, "outcome": "adopted"}
        return self.submit("decision.record", self.body, RecordForm, act, defaults=defaults, created=True, **options)


class Answers(Inside):
    """Answers to one decision."""

    model = Answer
    serializer_class = ResponseSerializer
    select = ("seat__participation", "decision__body__initiative")

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Those of this decision."""
        decisions = Decision.objects.visible_to(self.actor).filter(body__initiative=self.initiative)
        return rows.filter(decision=find(decisions, public_id=self.kwargs["public_id"]))

    def own(self) -> Answer:
        """The row of the seat of who asks."""
        return find(self.get_queryset(), seat__person_id=self.actor.user_id)  # type: ignore[no-any-return]

    @extend_schema(request=body("AnswerOrder", required=("answer",), optional=("reason",)))
    def respond(self, request: Request, **kwargs: Any) -> Response:
        """Answer for one's seat."""
        row = self.own()
        return self.submit(
            "decision.respond",
            row,
            RespondForm,
            lambda form: responses.respond(actor=self.actor, response=row, **form.cleaned_data),
        )

    @extend_schema(request=body("RecuseOrder", required=("reason",)))
    def recuse(self, request: Request, **kwargs: Any) -> Response:
        """Take no part."""
        row = self.own()
        return self.submit(
            "decision.recuse",
            row,
            ReasonForm,
            lambda form: responses.recuse(actor=self.actor, response=row, **form.cleaned_data),
        )
