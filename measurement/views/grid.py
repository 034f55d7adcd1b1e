"""The entry grid: all cells of a report, with and without script; and the address its script saves to."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.translation import gettext as _
from django.views.generic import View

from kernel import clock, formatting
from kernel.errors import DomainError
from kernel.permissions import require
from kernel.views import Page
from measurement.forms import cells
from measurement.forms.cells import CellsForm
from measurement.models import Quality, ReportingRequest
from measurement.policies import requests as policies
from measurement.selectors import grid, my_requests, reported, sheets
from measurement.selectors.sheets import Sheet
from measurement.services import drafts
from measurement.views.bases import OfRequest, my_reports_crumb
from measurement.views.steps import steps


class RequestPage(OfRequest, Page):
    """GET: the grid for those who fill it in, the state of things for everybody else. POST: all cells by a button."""

    policy = "visible"
    template_name = "measurement/request_grid.html"

    def get_template_names(self) -> list[str]:
        """Who may not see the draft sees where the report stands."""
        return ["measurement/request_grid.html" if self.sees_draft else "measurement/request_state.html"]

    sees_draft = False

    def get_context(self, subject: ReportingRequest) -> Mapping[str, Any]:
        """The grid, or the state."""
        self.sees_draft = bool(policies.may_see_draft(self.actor, subject))
        if not self.sees_draft:
            return self._state(subject)
        return self.grid_context(subject, sheets.sheet(subject), {}, {})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save everything; what could not be saved is shown again with its reason."""
        subject = self.get_subject()
        request.refusal_url = subject.get_absolute_url()  # type: ignore[attr-defined]
        if not policies.may_see_draft(self.actor, subject):
            require(policies.may_fill(self.actor, subject))
        self.sees_draft = True
        form = CellsForm(request.POST.dict())
        form.full_clean()
        try:
            require(policies.may_fill(self.actor, subject))
            saved = drafts.save_cells(actor=self.actor, request=subject, changes=form.changes)
        except DomainError as refusal:
            # A report that was closed or sent meanwhile: what was typed is still to be read, and to be copied.
            if policies.may_fill(self.actor, subject):
                messages.error(request, str(refusal.sentence))
            context = self.grid_context(subject, sheets.sheet(subject), form.typed, {})
            return self.render_to_response({"view": self, **context}, status=409)
        refused = {**form.refused, **saved.conflicts}
        if refused:
            context = self.grid_context(subject, saved.sheet, form.kept(refused), refused)
            return self.render_to_response({"view": self, **context}, status=422)
        if "next" in request.POST:
            return HttpResponseRedirect(f"{subject.get_absolute_url()}story/")
        messages.success(request, _("Everything is saved."))
        return HttpResponseRedirect(subject.get_absolute_url())

    def grid_context(
        self, subject: ReportingRequest, sheet: Sheet, typed: Mapping[str, str], refused: Mapping[str, Any]
    ) -> dict[str, Any]:
        """The grid as plain rows."""
        questions, fills = reported.open_questions(subject), policies.may_fill(self.actor, subject)
        return {
            "title": my_requests.title_of(subject),
            "crumbs": [my_reports_crumb(self.initiative.slug), (my_requests.title_of(subject), "")],
            "object": subject,
            "steps": steps(subject, "fill", fills),
            "columns": [label for _code, label in sheet.columns],
            "width": len(sheet.columns) + 2,
            "groups": grid.groups(sheet, questions, typed, refused),
            "refused": refused,
            "filled": filled_words(sheet),
            "warning_count": len(sheet.warnings()) - sum(1 for _l, one in sheet.warnings() if "missing" in one.code),
            "error_count": len(sheet.errors()),
            "questions": questions,
            "may_fill": fills,
            "may_recall": policies.may_recall(self.actor, subject) if not subject.is_owed else None,
            "saved": _saved(subject.touched_at),
            "qualities": Quality.choices,
        }

    def _state(self, subject: ReportingRequest) -> dict[str, Any]:
        return {
            "title": str(subject.participation),
            "crumbs": [
                (str(subject.cycle), subject.cycle.get_absolute_url()),
                (str(subject.participation), ""),
            ],
            "object": subject,
            "submissions": list(subject.submissions.select_related("by").order_by("-round")),
            "may_extend": policies.may_extend(self.actor, subject),
            "may_excuse": policies.may_excuse(self.actor, subject),
        }


def _saved(at: datetime | None) -> str:
    """When the draft was last saved: today by the hour, before by the day."""
    if at is None:
        return ""
    if clock.day_of(at) == clock.today():
        return _("Saved at %(hour)s") % {"hour": formatting.moment_words(at, "time")}
    return _("Saved on %(day)s") % {"day": formatting.day_words(at, "noyear")}


class SaveCells(OfRequest, View):
    """Where the grid's script saves. The answer tells the state of every cell that came."""

    policy = "measurement.request.see_draft"
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save what can be saved and say what cannot."""
        subject = self.get_subject()
        self.check(subject)
        form = CellsForm(request.POST.dict())
        form.full_clean()
        try:
            saved = drafts.save_cells(actor=self.actor, request=subject, changes=form.changes)
        except DomainError as refusal:
            # 409 whatever the refusal: the script says its sentence at every cell that came.
            return JsonResponse({"code": refusal.code, "detail": str(refusal.sentence)}, status=409)
        return JsonResponse(
            {
                "cells": cells.answers(form, saved),
                "saved_at": formatting.moment_words(clock.now(), "time"),
                "filled": filled_words(saved.sheet),
            }
        )


def filled_words(sheet: Sheet) -> str:
    """How much is filled in."""
    return _("%(some)s of %(all)s filled in") % {"some": sheet.filled, "all": len(sheet.lines)}
