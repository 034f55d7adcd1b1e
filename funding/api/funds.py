"""Funds, their positions, the rules they run under, buckets, the journal."""

from typing import Any, ClassVar

from django.db.models import Prefetch, QuerySet
from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from funding import exports, filters
from funding.api.acts import act, make, order_of
from funding.api.bases import OfFund
from funding.api.rows import (
    FundSerializer,
    GuidelineSerializer,
    JournalEntrySerializer,
    OutsideSerializer,
    RestrictionSerializer,
)
from funding.forms import funds as forms
from funding.forms import pledges as promise_forms
from funding.forms.fields import ReasonForm
from funding.models import Fund, Funder, Guideline, JournalEntry, OutsideMoney, Posting, Restriction
from funding.policies import funds as policies
from funding.selectors import journal_page, positions
from funding.services import funders, funds, journal, restrictions
from kernel import clock, dates, downloads
from kernel.api_bodies import body, gate
from kernel.errors import Invalid

DAY = OpenApiParameter("on", OpenApiTypes.DATE, description="As of the end of a day; today if none is named.")
POSITION = body(
    "FundPosition",
    required=("currency",),
    more={
        "on": serializers.DateField(),
        **{name: serializers.IntegerField() for name in ("last_entry", "bank", "committed", "unassigned", "free")},
        "buckets": serializers.ListField(child=serializers.DictField()),
    },
)
TRIAL = body(
    "TrialBalance",
    more={"on": serializers.DateField(), "lines": serializers.ListField(child=serializers.DictField())},
)


def day_of(request: Request) -> Any:
    """The day asked for, or today."""
    reading = dates.parse_date(request.query_params.get("on", ""))
    if not reading.ok:
        raise Invalid(str(reading.refusal), fields={"on": [str(reading.refusal)]})
    return reading.value or clock.today()


class Funds(OfFund):
    """The funds of an initiative."""

    model = Fund
    serializer_class = FundSerializer
    select = ("initiative", "body")
    lookup_field = "public_id"
    asks: ClassVar = {"position": ("on",), "trial_balance": ("on",)}

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Of this initiative."""
        return rows.filter(initiative=self.initiative)

    @extend_schema(request=order_of(forms.NewFundForm), responses={201: FundSerializer})
    def create(self, request: Request, **kwargs: Any) -> Response:
        """Open a fund."""
        initiative = self.initiative
        gate(policies.may_open(self.actor, initiative))

        def run() -> Response:
            values = self.typed(forms.NewFundForm, initiative)
            return self.answer(
                funds.open_fund(actor=self.actor, initiative=initiative, **values), status.HTTP_201_CREATED
            )

        return self.once(run)

    partial_update = act(
        "funding.fund.edit", funds.change, forms.FundEditForm, argument="fund",
        text="Change its name, body, or whether the public sees it; what is not named stays.",
    )  # fmt: skip

    @extend_schema(parameters=[DAY], responses=POSITION, filters=False)
    def position(self, request: Request, **kwargs: Any) -> Response:
        """Where the fund stands, from the journal: bank, promised, waiting, free; what is free in each bucket now."""
        fund, day = self.get_object(), day_of(request)
        bound = positions.bound(fund, day)
        stands = positions.position(fund, bound)
        buckets = Restriction.objects.visible_to(self.actor).filter(fund=fund).order_by("pk")
        return Response(
            {
                "on": day,
                "currency": "ILS",
                "last_entry": bound.last_entry,
                "bank": stands.bank,
                "committed": stands.committed,
                "unassigned": stands.unassigned,
                "free": stands.free,
                "buckets": [
                    {"restriction": one.public_id, "currency": one.currency, "available": one.available}
                    for one in buckets
                ],
            }
        )

    @extend_schema(parameters=[DAY], responses=TRIAL, filters=False)
    def trial_balance(self, request: Request, **kwargs: Any) -> Response:
        """Debits and credits of every account as of a day."""
        fund, day = self.get_object(), day_of(request)
        gate(policies.may_read_ledger(self.actor, fund))
        lines = positions.trial_balance(fund, positions.bound(fund, day))
        told = [
            {"account": one.account, "currency": one.currency, "debit": one.debit, "credit": one.credit}
            for one in lines
        ]
        return Response({"on": day, "lines": told})

    @extend_schema(responses=OpenApiTypes.OBJECT, filters=False)
    def open_grants(self, request: Request, **kwargs: Any) -> Response:
        """The grants as 360Giving data."""
        fund = self.get_object()
        gate(policies.may_read_open_grants(self.actor, fund))
        return Response(exports.package(fund))

    @extend_schema(request=order_of(forms.CloseForm), responses=FundSerializer)
    def close(self, request: Request, **kwargs: Any) -> Response:
        """Close the books until a day."""
        fund = self.get_object()
        gate(policies.may_close(self.actor, fund))

        def run() -> Response:
            funds.close_period(actor=self.actor, fund=fund, **self.typed(forms.CloseForm, fund))
            return self.answer(fund)

        return self.once(run)


class Guidelines(OfFund):
    """Versions of the joint funding guidelines."""

    model = Guideline
    serializer_class = GuidelineSerializer
    select = ("decision", "fund__body", "upper_body")
    prefetch = ("criteria",)
    sorts = ("-number",)

    create = make(
        "funding.guideline.draft", funds.draft_guideline, forms.GuidelineForm, gives=GuidelineSerializer,
        text="Draft the next version; it begins with the one in force.",
    )  # fmt: skip
    partial_update = act(
        "funding.guideline.edit", funds.change_guideline, forms.GuidelineForm, argument="guideline",
        text="Change a draft; what is not named stays.",
    )  # fmt: skip
    adopt = act(
        "funding.guideline.adopt", funds.adopt, forms.AdoptForm, argument="guideline", text="Adopt it by a decision."
    )


class Restrictions(OfFund):
    """The buckets of a fund, each under one rule."""

    model = Restriction
    serializer_class = RestrictionSerializer
    select = ("factor", "goal", "decision", "fund__body")

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Of this fund; the donor is known to whom its relation is open."""
        open_to = Funder.objects.visible_to(self.actor)
        return super().narrow(rows).prefetch_related(Prefetch("funder", queryset=open_to))

    create = make(
        "funding.restriction.add", restrictions.add, forms.RestrictionForm, gives=RestrictionSerializer,
        text="Add a bucket under a rule.",
    )  # fmt: skip
    partial_update = act(
        "funding.restriction.edit", restrictions.change, forms.RestrictionEditForm, argument="restriction",
        text="Change its name; its rule until money came under it.",
    )  # fmt: skip
    release = act(
        "funding.restriction.release", restrictions.release, forms.ReleaseForm, argument="restriction",
        text="Move its free money under another: by decision, or by the donor's consent (send it as `file`).",
    )  # fmt: skip


class Journal(OfFund):
    """The sealed entries of the journal, the newest first."""

    model = JournalEntry
    serializer_class = JournalEntrySerializer
    filterset_class = filters.JournalFilter
    select = ("reverses", "decision", "document")
    prefetch = (Prefetch("postings", queryset=Posting.objects.select_related("restriction", "grant").order_by("pk")),)
    sorts = ("-number",)
    opens = "funding.ledger.read"
    asks: ClassVar = {"export": ("as",)}

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """What counts."""
        return super().narrow(rows).filter(state="sealed")

    def ask_to_open(self) -> None:
        """The whole journal has its readers; one entry is whoever's may see it, as its page is."""
        if self.action != "retrieve":
            super().ask_to_open()

    reverse = act(
        "funding.entry.reverse", journal.reverse, ReasonForm, argument="entry",
        text="Reverse a fee or a released restriction; another person than who posted it.",
    )  # fmt: skip

    @extend_schema(
        parameters=[OpenApiParameter("as", str, enum=["csv", "xlsx"], description="The kind of file; csv if none.")],
        responses={(200, "text/csv"): OpenApiTypes.BINARY},
    )
    def export(self, request: Request, **kwargs: Any) -> HttpResponseBase:
        """One row a posting, as an accountant loads it again; the filters of the list hold."""
        kind = request.query_params.get("as", "csv")
        if kind not in {"csv", "xlsx"}:
            raise Invalid(_("Ask for csv or xlsx."), fields={"as": [_("Ask for csv or xlsx.")]})
        found = self.filter_queryset(self.get_queryset())
        rows = journal_page.export_rows(self.actor, self.fund, found)
        return downloads.respond(request, rows, COLUMNS, kind, "journal")


def _column(code: str) -> downloads.Column:
    return downloads.Column(code, code, lambda row: row[code], journal_page.KINDS.get(code, "text"))


COLUMNS = tuple(_column(code) for code in journal_page.COLUMNS)


class Outside(OfFund):
    """Money and things beside the pool; a later line corrects an earlier one."""

    model = OutsideMoney
    serializer_class = OutsideSerializer
    select = ("factor", "replaces")
    sorts = ("-on", "-pk")

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Of this fund; the funder is known to whom its relation is open."""
        open_to = Funder.objects.visible_to(self.actor)
        return super().narrow(rows).prefetch_related(Prefetch("funder", queryset=open_to))

    create = make(
        "funding.outside.record", funders.record_outside, promise_forms.OutsideForm, gives=OutsideSerializer,
        text="Tell of money beside the pool.",
    )  # fmt: skip
