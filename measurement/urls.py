"""Pages of measurement inside an initiative. Imports and public figures stand in `urls_files`."""

from django.urls import path

from measurement.models import Cycle, MeasureSet, ReportingRequest, Submission
from measurement.views import bases, cycles, grid, request_acts, requests, reviews, sets

urlpatterns = [
    path("cycles/", cycles.CycleList.as_view(), name="cycles"),
    path("cycles/new/", cycles.NewCycle.as_view(), name="cycle-new"),
    path("cycles/rules/", sets.Rules.as_view(), name="rules"),
    path("cycles/<str:public_id>/", cycles.CyclePage.as_view(), name="cycle"),
    path(
        "cycles/<str:public_id>/history/",
        bases.HistoryPage.as_view(model=Cycle, of="measure_set__initiative"),
        name="cycle-history",
    ),
    path("cycles/<str:public_id>/open/", cycles.OpenCycle.as_view(), name="cycle-open"),
    path("cycles/<str:public_id>/close/", cycles.CloseCycle.as_view(), name="cycle-close"),
    path("cycles/<str:public_id>/reopen/", cycles.ReopenCycle.as_view(), name="cycle-reopen"),
    path("cycles/<str:public_id>/publish/", cycles.PublishCycle.as_view(), name="cycle-publish"),
    path("cycles/<str:public_id>/ask/", cycles.AskPartner.as_view(), name="cycle-ask"),
    path("sets/", sets.SetList.as_view(), name="sets"),
    path("sets/new/", sets.NewSet.as_view(), name="set-new"),
    path("sets/<str:public_id>/", sets.SetPage.as_view(), name="set"),
    path("sets/<str:public_id>/history/", bases.HistoryPage.as_view(model=MeasureSet), name="set-history"),
    path("sets/<str:public_id>/edit/", sets.EditSet.as_view(), name="set-edit"),
    path("sets/<str:public_id>/assign/", sets.Assign.as_view(), name="set-assign"),
    path("sets/<str:public_id>/partners/<str:partner>/end/", sets.Unassign.as_view(), name="set-unassign"),
    path("requests/", requests.MyRequests.as_view(), name="requests"),
    path("requests/<str:public_id>/", grid.RequestPage.as_view(), name="request"),
    path(
        "requests/<str:public_id>/history/",
        bases.HistoryPage.as_view(
            model=ReportingRequest, of="cycle__measure_set__initiative", select=("participation__organisation",)
        ),
        name="request-history",
    ),
    path("requests/<str:public_id>/cells/", grid.SaveCells.as_view(), name="request-cells"),
    path("requests/<str:public_id>/story/", requests.Story.as_view(), name="request-story"),
    path("requests/<str:public_id>/check/", requests.Check.as_view(), name="request-check"),
    path("requests/<str:public_id>/thanks/", requests.Thanks.as_view(), name="request-thanks"),
    path("requests/<str:public_id>/submit/", request_acts.Submit.as_view(), name="request-submit"),
    path("requests/<str:public_id>/prepare/", request_acts.Prepare.as_view(), name="request-prepare"),
    path("requests/<str:public_id>/recall/", request_acts.Recall.as_view(), name="request-recall"),
    path("requests/<str:public_id>/ask-time/", request_acts.AskTime.as_view(), name="request-ask-time"),
    path("requests/<str:public_id>/extend/", request_acts.Extend.as_view(), name="request-extend"),
    path("requests/<str:public_id>/ask-excuse/", request_acts.AskExcuse.as_view(), name="request-ask-excuse"),
    path("requests/<str:public_id>/excuse/", request_acts.ExcuseRequest.as_view(), name="request-excuse"),
    path("requests/<str:public_id>/reopen/", request_acts.Reopen.as_view(), name="request-reopen"),
    path("reviews/", reviews.ReviewQueue.as_view(), name="reviews"),
    path("reviews/accept/", reviews.AcceptMany.as_view(), name="reviews-accept"),
    path("reviews/<str:public_id>/", reviews.ReviewPage.as_view(), name="review"),
    path(
        "reviews/<str:public_id>/history/",
        bases.HistoryPage.as_view(model=Submission, of="request__cycle__measure_set__initiative"),
        name="review-history",
    ),
    path("reviews/<str:public_id>/ask/", reviews.AskQuestion.as_view(), name="review-ask"),
    path("reviews/<str:public_id>/return/", reviews.ReturnReport.as_view(), name="review-return"),
    path("reviews/<str:public_id>/accept/", reviews.AcceptReport.as_view(), name="review-accept"),
    path("questions/<str:public_id>/close/", reviews.CloseQuestion.as_view(), name="question-close"),
    path("questions/<str:public_id>/reply/", request_acts.ReplyToQuestion.as_view(), name="question-reply"),
]
