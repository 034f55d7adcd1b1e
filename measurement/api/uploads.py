"""Files and public figures through the API: send a file, ask how far its reading is, count it or leave it."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from initiative.scope import InitiativeApiMixin
from kernel.api import Scoped, validated
from kernel.api_bodies import body, filled, gate, no_body
from kernel.errors import Conflict, Invalid
from kernel.views import find
from measurement.api.files import CheckedUploadSerializer, FigureSerializer, UploadSerializer
from measurement.forms.uploads import FigureForm, FiguresForm, FileForm
from measurement.models import PublicFigure, ReportingRequest, Upload
from measurement.policies.measures import may_create_measure
from measurement.policies.requests import may_fill, may_see_draft
from measurement.selectors import known
from measurement.selectors.reported import REQUEST
from measurement.services import figures, uploads

FILE = {"multipart/form-data": {"type": "object", "properties": {"file": {"type": "string", "format": "binary"}}}}
FIGURES_FILE = {
    "multipart/form-data": {
        "type": "object",
        "properties": {
            "file": {"type": "string", "format": "binary"},
            "source": {"type": "string"},
            "url": {"type": "string"},
            "series": {"type": "string"},
            "is_headline": {"type": "boolean"},
        },
    }
}
ORDER = body(
    "FiguresOrder",
    more={
        "figures": serializers.ListField(
            child=serializers.DictField(),
            help_text="measure, period, number, source; weight, combination, series, url, retrieved_on, quality, "
            "is_headline",
        )
    },
)
MOST = 500


class _Uploads(InitiativeApiMixin, Scoped):
    """What files do at either address."""

    model = Upload
    serializer_class = CheckedUploadSerializer
    select = ("initiative", *(f"request__{path}" for path in REQUEST))
    sorts = ("-at", "-pk")

    def get_serializer_class(self) -> type[UploadSerializer]:
        """A list leaves the checks out: each would need the sheet of its report."""
        return UploadSerializer if self.action == "list" else CheckedUploadSerializer

    def get_parsers(self) -> list[Any]:
        """Files where one is sent; an act about a file takes no body, and reads what comes to say so."""
        return [MultiPartParser()] if "create" in self.action_map.values() else super().get_parsers()

    def receive(self, form: FileForm, request: ReportingRequest | None, settings: Mapping[str, Any]) -> Response:
        """Keep the file: 201 and its state. The very same file again changes nothing: 200 and the first."""
        try:
            row = uploads.receive(
                actor=self.actor,
                initiative=self.initiative,
                request=request,
                file=form.cleaned_data["file"],
                settings=dict(settings),
            )
        except Conflict as refusal:
            if not isinstance(refusal.current, Upload):
                raise
            return self.answer(refusal.current)
        return self.answer(row, status.HTTP_201_CREATED)

    @no_body()
    def count(self, request: Request, **kwargs: Any) -> Response:
        """Take the staged values in, all or nothing."""
        row = self.get_object()

        def act() -> Response:
            uploads.count(actor=self.actor, upload=row)
            return self.answer(row)

        return self.once(act)

    @no_body()
    def withdraw(self, request: Request, **kwargs: Any) -> Response:
        """Leave the file; it may come again."""
        row = self.get_object()

        def act() -> Response:
            uploads.withdraw(actor=self.actor, upload=row)
            return self.answer(row)

        return self.once(act)


class ReportUploads(_Uploads):
    """Files of a report."""

    def report(self) -> ReportingRequest:
        """The report of the address, for whoever fills it in."""
        rows = ReportingRequest.objects.visible_to(self.actor).select_related(*REQUEST)
        row: ReportingRequest = find(
            rows, public_id=self.kwargs["report"], cycle__measure_set__initiative=self.initiative
        )
        gate(may_see_draft(self.actor, row))
        return row

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Of this report."""
        return rows.filter(initiative=self.initiative, request__public_id=self.kwargs["report"])

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The report's files, the latest first."""
        self.report()
        return super().list(request, *args, **kwargs)

    @extend_schema(request=FILE, responses={201: CheckedUploadSerializer, 200: CheckedUploadSerializer})
    def create(self, request: Request, **kwargs: Any) -> Response:
        """Send a workbook or CSV. The worker reads it: ask again until `state` is `staged` or `refused`."""
        row = self.report()
        gate(may_fill(self.actor, row))
        return self.receive(validated(FileForm, request.data), row, {})


class FigureUploads(_Uploads):
    """Files of public figures."""

    reach = "backbone"

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Of this initiative, and of no report."""
        return rows.filter(initiative=self.initiative, request=None)

    @extend_schema(request=FIGURES_FILE, responses={201: CheckedUploadSerializer, 200: CheckedUploadSerializer})
    def create(self, request: Request, **kwargs: Any) -> Response:
        """Send a file of public figures with its source. The worker reads it."""
        gate(may_create_measure(self.actor, self.initiative))
        form = validated(FiguresForm, request.data)
        return self.receive(form, None, form.settings())


class Figures(InitiativeApiMixin, Scoped):
    """Public figures with their sources, external series among them."""

    policy = "public"
    reach = "all"
    model = PublicFigure
    serializer_class = FigureSerializer
    select = ("definition__measure", "combination")
    sorts = ("definition__measure__code", "period", "pk")
    asks: ClassVar = {"list": ("measure", "period", "series", known.ASKED)}

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Of this initiative, as they stand or stood; of some measures or periods if the address names them."""
        asked = self.request.query_params
        as_of = known.moment(asked.get(known.ASKED, ""))
        rows = rows.filter(definition__measure__initiative=self.initiative)
        rows = rows.current() if as_of is None else rows.as_of(as_of)  # type: ignore[attr-defined]
        for name, path in (("measure", "definition__measure__code"), ("period", "period"), ("series", "series")):
            if found := [value[:60] for value in asked.getlist(name)][:200]:
                rows = rows.filter(**{f"{path}__in": found})
        return rows

    @extend_schema(
        parameters=[
            OpenApiParameter("measure", str, description="Code of a measure; repeat it for several.", many=True),
            OpenApiParameter("period", str, description="Period code; repeat it for several.", many=True),
            OpenApiParameter("series", str, description="Name of a series; repeat it for several.", many=True),
            OpenApiParameter(known.ASKED, str, description="What was known at the end of a day, e.g. `2018-09-01`."),
        ]
    )
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The figures that no later one replaces."""
        return super().list(request, *args, **kwargs)

    @extend_schema(request=ORDER, responses={200: body("FiguresTaken", more={"written": serializers.IntegerField()})})
    def create(self, request: Request, **kwargs: Any) -> Response:
        """Take figures in, all or nothing; the same again writes nothing. At most 500 at once: send more as a file."""
        gate(may_create_measure(self.actor, self.initiative))
        rows = _figures(filled({}, request.data).get("figures"))

        def act() -> Response:
            written = figures.record(actor=self.actor, initiative=self.initiative, figures=rows)
            return Response({"written": written})

        return self.once(act)


def _figures(sent: Any) -> list[figures.Figure]:
    """The figures of a body; every fault of every figure at once, each under its place."""
    if not isinstance(sent, list) or not sent or len(sent) > MOST:
        words = _("Send a list of at most 500 figures.")
        raise Invalid(words, fields={"figures": [words]})
    out: list[figures.Figure] = []
    faults: dict[str, Any] = {}
    for place, one in enumerate(sent, 1):
        try:
            data = validated(FigureForm, one).cleaned_data
        except Invalid as refusal:
            faults |= {f"{place}.{name}": list(found) for name, found in refusal.fields.items()}
            faults |= {} if refusal.fields else {str(place): [refusal.sentence]}
            continue
        data["quality"] = data["quality"] or "final"
        data["is_headline"] = data["is_headline"] is not False
        out.append(figures.Figure(**data))
    if faults:
        raise Invalid(_("Some figures cannot be taken in."), fields=faults)
    return out
