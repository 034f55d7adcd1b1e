"""What partners owe: the draft cell by cell, the sending, more time and excuses."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from initiative.scope import InitiativeApiMixin
from kernel.api import Scoped, validated
from kernel.api_bodies import body, filled, gate, no_body
from kernel.errors import Invalid
from measurement.api.serializers import DraftSerializer, RequestSerializer, SavedSerializer, SubmissionSerializer
from measurement.filters import RequestFilter
from measurement.forms import cells
from measurement.forms.requests import ExcuseForm, ReasonForm, StoryForm, TimeForm
from measurement.models import ReportingRequest
from measurement.policies import requests as policies
from measurement.policies import reviews as review_policies
from measurement.selectors import sheets
from measurement.selectors.reported import REQUEST
from measurement.services import drafts, reviews, submissions
from measurement.services import requests as acts

CELLS = body(
    "CellsOrder",
    more={
        "cells": serializers.ListField(
            child=serializers.DictField(),
            help_text="measure, combination, number, weight, blank, quality, note, reason, revision",
        )
    },
)
SEEN = serializers.CharField(required=False, help_text="story_seen of the draft")


class Requests(InitiativeApiMixin, Scoped):
    """One's own requests; the backbone's all."""

    model = ReportingRequest
    serializer_class = RequestSerializer
    filterset_class = RequestFilter
    select = REQUEST
    sorts = ("due_on", "pk")

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Of this initiative."""
        return rows.filter(cycle__measure_set__initiative=self.initiative)

    @extend_schema(responses=DraftSerializer, filters=False)
    def cells(self, request: Request, **kwargs: Any) -> Response:
        """The draft with the period before and what the checks say."""
        row = self.get_object()
        gate(policies.may_see_draft(self.actor, row))
        return Response(DraftSerializer(_draft(sheets.sheet(row))).data)

    @extend_schema(request=CELLS, responses=SavedSerializer, filters=False)
    def save_cells(self, request: Request, **kwargs: Any) -> Response:
        """Save cells; each names the revision it saw. Wrong and conflicting ones are told, the others are saved."""
        row = self.get_object()
        gate(policies.may_fill(self.actor, row))
        order = filled({}, request.data)
        sent = order.get("cells")
        if not isinstance(sent, list) or not all(isinstance(cell, Mapping) for cell in sent):
            raise Invalid(_("Send a list of cells."), fields={"cells": [_("Send a list of cells.")]})
        unknown = sorted({*order} - {"cells"} | {str(name) for cell in sent for name in cell} - cells.NAMES)
        if unknown:
            raise Invalid(
                _("Some fields are not right."), fields={one: [_("There is no such field here.")] for one in unknown}
            )
        double = cells.sent_twice(sent)
        if double:
            raise Invalid(_("A cell is there twice: send each once."), "double_cell", fields={"cells": double})
        form = cells.from_api(sent)
        form.full_clean()
        saved = drafts.save_cells(actor=self.actor, request=row, changes=form.changes)
        told = {name: one for name, one in cells.answers(form, saved).items() if not name.startswith("weight:")}
        conflict = any(one["state"] == "conflict" for one in told.values())
        return Response({"cells": told}, status=status.HTTP_409_CONFLICT if conflict else status.HTTP_200_OK)

    @extend_schema(request=body("StoryOrder", optional=("narrative",), numbers=("minutes",), more={"seen": SEEN}))
    def story(self, request: Request, **kwargs: Any) -> Response:
        """Write the story. With `seen`, the mark that the draft gave, nothing written meanwhile is lost: 409."""
        row = self.get_object()
        gate(policies.may_fill(self.actor, row))
        kept = {"narrative": row.narrative, "minutes": row.minutes, "seen": drafts.story_mark(row)}
        form = validated(StoryForm, filled(kept, request.data))
        return self.answer(drafts.save_story(actor=self.actor, request=row, **form.cleaned_data))

    @no_body(responses=SubmissionSerializer)
    def submit(self, request: Request, **kwargs: Any) -> Response:
        """Send the report. Refused with every finding at once, by cell."""
        row = self.get_object()

        def act() -> Response:
            sending = submissions.submit(actor=self.actor, request=row)
            return Response(SubmissionSerializer(sending.submission).data)

        return self.once(act)

    @no_body()
    def prepare(self, request: Request, **kwargs: Any) -> Response:
        """The first of two steps."""
        row = self.get_object()
        return self.once(lambda: self.answer(submissions.prepare(actor=self.actor, request=row)))

    @no_body()
    def recall(self, request: Request, **kwargs: Any) -> Response:
        """Take it back."""
        row = self.get_object()
        return self.once(lambda: self.answer(acts.recall(actor=self.actor, request=row)))

    @extend_schema(request=body("TimeOrder", required=("reason",), days=("due_on",)))
    def ask_time(self, request: Request, **kwargs: Any) -> Response:
        """Ask for a later date."""
        row = self.get_object()
        gate(policies.may_ask_time(self.actor, row))
        form = validated(TimeForm, filled({}, request.data))
        return self.once(lambda: self.answer(acts.ask_time(actor=self.actor, request=row, **form.cleaned_data)))

    @extend_schema(request=body("ExtensionOrder", required=("reason",), days=("due_on",)))
    def extend(self, request: Request, **kwargs: Any) -> Response:
        """Move the date."""
        row = self.get_object()
        gate(policies.may_extend(self.actor, row))
        form = validated(TimeForm, filled({}, request.data))
        return self.once(lambda: self.answer(acts.extend(actor=self.actor, request=row, **form.cleaned_data)))

    @extend_schema(request=body("ExcuseOrder", required=("excuse", "reason")))
    def ask_excuse(self, request: Request, **kwargs: Any) -> Response:
        """Ask to owe nothing this time."""
        row = self.get_object()
        gate(policies.may_ask_excuse(self.actor, row))
        form = validated(ExcuseForm, filled({}, request.data))
        return self.once(lambda: self.answer(acts.ask_excuse(actor=self.actor, request=row, **form.cleaned_data)))

    @no_body()
    def excuse(self, request: Request, **kwargs: Any) -> Response:
        """Grant it."""
        row = self.get_object()
        return self.once(lambda: self.answer(acts.excuse(actor=self.actor, request=row)))

    @extend_schema(request=body("ReopenOrder", required=("reason",)))
    def reopen(self, request: Request, **kwargs: Any) -> Response:
        """Open an accepted report again."""
        row = self.get_object()
        gate(review_policies.may_reopen(self.actor, row))
        form = validated(ReasonForm, filled({}, request.data))
        return self.once(lambda: self.answer(reviews.reopen(actor=self.actor, request=row, **form.cleaned_data)))


def _draft(sheet: sheets.Sheet) -> dict[str, Any]:
    rows = []
    for line in sheet.lines:
        for cell in line.cells:
            last = line.last.get(cell.combination)
            rows.append(
                {
                    "measure": line.code,
                    "combination": cell.combination,
                    "last": last.number if last else None,
                    "findings": [
                        {"code": one.code, "level": one.level, "sentence": str(one.sentence)}
                        for one in line.findings
                        if one.combination == cell.combination
                    ],
                    **{
                        name: getattr(cell, name)
                        for name in ("number", "weight", "blank", "quality", "note", "reason", "revision")
                    },
                }
            )
    request = sheet.request
    story = {"narrative": request.narrative, "minutes": request.minutes, "story_seen": drafts.story_mark(request)}
    return {"filled": sheet.filled, "asked": len(sheet.lines), "cells": rows, **story}
