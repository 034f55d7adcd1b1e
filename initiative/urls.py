"""Pages inside an initiative: settings, stages, goals, factors."""

from django.urls import path

from initiative.views import goals, settings, stages

urlpatterns = [
    path("settings/", settings.Settings.as_view(), name="settings"),
    path("settings/history/", settings.SettingsHistory.as_view(), name="settings-history"),
    path("stages/", stages.StageList.as_view(), name="stages"),
    path("stages/<str:public_id>/edit/", stages.StageEdit.as_view(), name="stage-edit"),
    path("stages/<str:public_id>/enter/", stages.StageEnter.as_view(), name="stage-enter"),
    path("stages/<str:public_id>/history/", stages.StageHistory.as_view(), name="stage-history"),
    path("goals/", goals.GoalList.as_view(), name="goals"),
    path("goals/new/", goals.GoalForm.as_view(), name="goal-new"),
    path("goals/<str:public_id>/", goals.GoalDetail.as_view(), name="goal"),
    path("goals/<str:public_id>/edit/", goals.GoalForm.as_view(), name="goal-edit"),
    path("goals/<str:public_id>/remove/", goals.GoalRemove.as_view(), name="goal-remove"),
    path("goals/<str:public_id>/history/", goals.GoalHistory.as_view(), name="goal-history"),
    path("factors/", goals.FactorList.as_view(), name="factors"),
    path("factors/new/", goals.FactorForm.as_view(), name="factor-new"),
    path("factors/<str:public_id>/", goals.FactorDetail.as_view(), name="factor"),
    path("factors/<str:public_id>/edit/", goals.FactorForm.as_view(), name="factor-edit"),
    path("factors/<str:public_id>/remove/", goals.FactorRemove.as_view(), name="factor-remove"),
    path("factors/<str:public_id>/history/", goals.FactorHistory.as_view(), name="factor-history"),
]
