"""Grants from award to end, their tranches and conditions; what grantees tell."""

from typing import Any

from django.db import transaction
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from funding import filters
from funding.api.acts import act, order_of
from funding.api.bases import OfFund
from funding.api.rows_out import (
    ConditionSerializer,
    GrantSerializer,
    PayeeSerializer,
    PaymentSerializer,
    TrancheSerializer,
)
from funding.api.rows_reports import GranteeReportSerializer
from funding.forms import grants as forms
from funding.forms import payments as payment_forms
from funding.forms import reports as report_forms
from funding.forms.fields import DecisionForm, ReasonForm
from funding.models import Condition, Grant, GranteeReport, Tranche
from funding.policies import grants as policies
from funding.policies import payments as payment_policies
from funding.services import grant_changes, grantee_reports, grants, payees, payments
from kernel.api_bodies import body, gate

MOVE = "funding.grant.move"
TOLD = body(
    "FundingReportOrder",
    required=("narrative",),
    optional=("narrative_language",),
    flags=("send",),
    more={
        "quotes": serializers.ListField(child=serializers.CharField(), required=False),
        "spent_<line>": serializers.CharField(required=False, help_text="Spent so far on a line of the budget."),
        "answer_<question>": serializers.CharField(required=False, help_text="The answer to an open question."),
    },
)


class Grants(OfFund):
    """Grants; a grantee reads its own."""

    model = Grant
    serializer_class = GrantSerializer
    filterset_class = filters.GrantFilter
    select = (
        "participation__organisation", "allocation__decision__body", "allocation__restriction", "allocation__guideline",
        "factor", "goal", "agreement", "fund__body",
    )  # fmt: skip
    prefetch = ("changes__decision", "tranches__conditions__report", "budget")
    sorts = ("-number",)

    plan = act(
        "funding.grant.plan", grants.plan, forms.PlanForm, argument="grant",
        text="Plan tranches, budget and days of reports; a list that is sent takes the place of the one before.",
    )  # fmt: skip
    send = act(
        "funding.grant.send", grants.send, forms.AgreementForm, argument="grant",
        text="Send the agreement; it may come as `file`.",
    )  # fmt: skip
    sign = act("funding.grant.sign", grants.sign, argument="grant", text="Sign the agreement for the grantee.")
    activate = act(MOVE, grants.activate, argument="grant", text="From now on it is paid.")
    suspend = act(MOVE, grants.suspend, ReasonForm, argument="grant", text="Nothing is paid meanwhile.")
    amend = act(
        "funding.grant.amend", grant_changes.amend, forms.AmendGrantForm, argument="grant",
        text="More by a new tranche, or less by one that falls away; by a decision.",
    )  # fmt: skip
    wind_up = act(MOVE, grant_changes.wind_up, argument="grant", text="No more payments; reports remain.")
    close = act(MOVE, grant_changes.close, argument="grant", text="Close it in good order.")
    terminate = act(
        MOVE, grant_changes.terminate, forms.TerminateForm, argument="grant", text="End it early, by a decision."
    )

    @extend_schema(request=order_of(payment_forms.AccountForm), responses={201: PayeeSerializer})
    def account(self, request: Request, **kwargs: Any) -> Response:
        """Give the grantee's bank account; its number is sealed and never told."""
        grant = self.get_object()
        gate(payment_policies.may_propose_account(self.actor, grant.participation))

        def run() -> Response:
            values = self.typed(payment_forms.AccountForm, grant)
            row = payees.propose(actor=self.actor, participation=grant.participation, **values)
            return Response(PayeeSerializer(row, context=self.get_serializer_context()).data, status=201)

        return self.once(run)


class Tranches(OfFund):
    """Tranches of the grants that one may see, by their day."""

    model = Tranche
    serializer_class = TrancheSerializer
    of = "grant__fund"
    select = ("grant__participation__organisation", "grant__allocation__restriction", "grant__fund__body")
    prefetch = ("conditions__report",)
    sorts = ("due_on", "pk")

    payment = act(
        "funding.payment.request", payments.request, payment_forms.RequestForm, argument="tranche",
        gives=PaymentSerializer, text="Ask for money of it, with the invoice as `file`.",
    )  # fmt: skip


class Conditions(OfFund):
    """What tranches wait for."""

    model = Condition
    serializer_class = ConditionSerializer
    of = "tranche__grant__fund"
    select = ("tranche__grant__participation__organisation", "report")

    meet = act(
        "funding.condition.meet", grant_changes.meet, forms.MeetForm, argument="condition",
        text="It is met; the document may come as `file`.",
    )  # fmt: skip


class Reports(OfFund):
    """Reports that grantees owe, with what they sent."""

    model = GranteeReport
    serializer_class = GranteeReportSerializer
    of = "grant__fund"
    select = ("grant__participation__organisation", "grant__fund__body")
    prefetch = ("versions__quotes__definition__measure", "versions__actuals__line", "versions__questions")
    sorts = ("due_on", "pk")

    @extend_schema(request=TOLD)
    def write(self, request: Request, **kwargs: Any) -> Response:
        """Keep the draft and the answers; with `send`, send them as a version with amounts and quoted figures."""
        row = self.get_object()
        gate(policies.may_write(self.actor, row))
        sends = bool(self.sent().pop("send", False)) if isinstance(self.sent(), dict) else False

        def run() -> Response:
            form = self.read(report_forms.NarrativeForm, row)
            with transaction.atomic():
                grantee_reports.save(actor=self.actor, report=row, **form.values())
                for question, text in form.answers():
                    grantee_reports.answer(actor=self.actor, question=question, text=text)
                if sends:
                    known = {"quotes": form.quoted(), "actuals": form.actuals()}
                    grantee_reports.submit(actor=self.actor, report=row, **known)
            return self.answer(self.get_object())

        return self.once(run)

    give_back = act(
        "funding.grantee_report.review", grantee_reports.return_with_question, report_forms.QuestionForm,
        argument="report", text="Return it with a question.",
    )  # fmt: skip
    accept = act("funding.grantee_report.review", grantee_reports.accept, argument="report", text="Accept it.")
    extend = act(
        "funding.grantee_report.extend", grantee_reports.extend, report_forms.ExtendForm, argument="report",
        text="Set a later day, with a reason.",
    )  # fmt: skip
    waive = act(
        "funding.grantee_report.waive", grantee_reports.waive, DecisionForm, argument="report",
        text="Give it up, by a decision.",
    )  # fmt: skip
