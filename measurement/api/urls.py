"""Addresses of measurement in the API, inside an initiative."""

from typing import Any

from django.urls import URLPattern, path

from measurement.api import cycles, measures, requests, reviews, sets, uploads, values


def _acts(route: str, name: str, view: Any, **acts: str) -> list[URLPattern]:
    """POST …/<act>/ for each act of a row."""
    return [
        path(f"{route}{act.replace('_', '-')}/", view.as_view({"post": method}), name=f"{name}-{act.replace('_', '-')}")
        for act, method in acts.items()
    ]


_ROW = "<str:public_id>/"
_MEASURE = "measures/<str:measure>/"
_UPLOADS = "requests/<str:report>/uploads/"
_VERSION = "measures/<str:measure>/definitions/<int:version>/"

urlpatterns = [
    path("measures/", measures.Measures.as_view({"get": "list", "post": "create"}), name="measures"),
    path(f"measures/{_ROW}", measures.Measures.as_view({"get": "retrieve", "patch": "partial_update"}), name="measure"),
    *_acts(f"measures/{_ROW}", "measure", measures.Measures, retire="retire", target="set_target"),
    path(
        "measures/<str:measure>/definitions/",
        measures.Definitions.as_view({"get": "list", "post": "create"}),
        name="definitions",
    ),
    path(_VERSION, measures.Definitions.as_view({"get": "retrieve", "patch": "partial_update"}), name="definition"),
    *_acts(
        _VERSION,
        "definition",
        measures.Definitions,
        approve="approve",
        pilot="pilot",
        agree="agree",
        enact="enact",
    ),
    path(f"{_MEASURE}values/", values.Corrections.as_view({"get": "values"}), name="own-values"),
    path(f"{_MEASURE}correct/", values.Corrections.as_view({"post": "create"}), name="correction-ask"),
    path("corrections/", values.Corrections.as_view({"get": "list"}), name="corrections"),
    path(f"corrections/{_ROW}", values.Corrections.as_view({"get": "retrieve"}), name="correction"),
    *_acts(f"corrections/{_ROW}", "correction", values.Corrections, accept="accept", decline="decline"),
    path("consents/", values.Consents.as_view({"get": "list"}), name="consents"),
    path(f"{_MEASURE}consent/", values.Consents.as_view({"post": "give"}), name="consent-give"),
    path(f"{_MEASURE}consent/withdraw/", values.Consents.as_view({"post": "withdraw"}), name="consent-withdraw"),
    path("dimensions/", sets.Dimensions.as_view({"get": "list", "post": "create"}), name="dimensions"),
    path("dimensions/<slug:code>/", sets.Dimensions.as_view({"get": "retrieve"}), name="dimension"),
    path("dimensions/<slug:code>/categories/", sets.Dimensions.as_view({"post": "add_category"}), name="category-new"),
    path("rules/", sets.Rules.as_view({"get": "retrieve", "patch": "partial_update"}), name="rules"),
    path("sets/", sets.Sets.as_view({"get": "list", "post": "create"}), name="sets"),
    path(f"sets/{_ROW}", sets.Sets.as_view({"get": "retrieve", "patch": "partial_update"}), name="set"),
    path(
        "sets/<str:set>/assignments/",
        sets.Assignments.as_view({"get": "list", "post": "create"}),
        name="assignments",
    ),
    path(
        "sets/<str:set>/assignments/<str:participation>/end/",
        sets.Assignments.as_view({"post": "end"}),
        name="assignment-end",
    ),
    path("cycles/", cycles.Cycles.as_view({"get": "list", "post": "create"}), name="cycles"),
    path(f"cycles/{_ROW}", cycles.Cycles.as_view({"get": "retrieve"}), name="cycle"),
    path(f"cycles/{_ROW}coverage/", cycles.Cycles.as_view({"get": "coverage"}), name="cycle-coverage"),
    *_acts(
        f"cycles/{_ROW}",
        "cycle",
        cycles.Cycles,
        open="open",
        close="close",
        reopen="reopen",
        publish="publish",
        ask="ask",
    ),
    path("requests/", requests.Requests.as_view({"get": "list"}), name="requests"),
    path(f"requests/{_ROW}", requests.Requests.as_view({"get": "retrieve", "patch": "story"}), name="request"),
    path(
        f"requests/{_ROW}cells/",
        requests.Requests.as_view({"get": "cells", "patch": "save_cells"}),
        name="request-cells",
    ),
    *_acts(
        f"requests/{_ROW}",
        "request",
        requests.Requests,
        submit="submit",
        prepare="prepare",
        recall="recall",
        ask_time="ask_time",
        extend="extend",
        ask_excuse="ask_excuse",
        excuse="excuse",
        reopen="reopen",
    ),
    path(_UPLOADS, uploads.ReportUploads.as_view({"get": "list", "post": "create"}), name="report-uploads"),
    path(f"{_UPLOADS}{_ROW}", uploads.ReportUploads.as_view({"get": "retrieve"}), name="report-upload"),
    *_acts(f"{_UPLOADS}{_ROW}", "report-upload", uploads.ReportUploads, count="count", withdraw="withdraw"),
    path("figures/", uploads.Figures.as_view({"get": "list", "post": "create"}), name="figures"),
    path(
        "figures/uploads/",
        uploads.FigureUploads.as_view({"get": "list", "post": "create"}),
        name="figure-uploads",
    ),
    path(f"figures/uploads/{_ROW}", uploads.FigureUploads.as_view({"get": "retrieve"}), name="figure-upload"),
    *_acts(f"figures/uploads/{_ROW}", "figure-upload", uploads.FigureUploads, count="count", withdraw="withdraw"),
    path("submissions/", reviews.Submissions.as_view({"get": "list"}), name="submissions"),
    path("reviews/accept/", reviews.Submissions.as_view({"post": "accept_many"}), name="reviews-accept"),
    path(f"submissions/{_ROW}", reviews.Submissions.as_view({"get": "retrieve"}), name="submission"),
    path(f"submissions/{_ROW}values/", reviews.Submissions.as_view({"get": "values"}), name="submission-values"),
    path(f"submissions/{_ROW}return/", reviews.Submissions.as_view({"post": "give_back"}), name="submission-return"),
    *_acts(f"submissions/{_ROW}", "submission", reviews.Submissions, ask="ask", accept="accept"),
    path("questions/", reviews.Questions.as_view({"get": "list"}), name="questions"),
    path(f"questions/{_ROW}", reviews.Questions.as_view({"get": "retrieve"}), name="question"),
    *_acts(f"questions/{_ROW}", "question", reviews.Questions, reply="reply", close="close"),
]
