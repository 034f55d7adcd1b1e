"""Endpoints inside an initiative."""

from typing import Any

from django.urls import path

from initiative.api import views

LIST: dict[str, Any] = {"get": "list", "post": "create"}
ONE: dict[str, Any] = {"get": "retrieve", "patch": "partial_update", "delete": "destroy"}

urlpatterns = [
    path("", views.OneInitiative.as_view({"get": "retrieve", "patch": "partial_update"}), name="initiative"),
    path("logo/", views.OneInitiative.as_view({"post": "logo"}), name="initiative-logo"),
    path("stages/", views.Stages.as_view({"get": "list"}), name="stages"),
    path("stages/entries/", views.StageEntries.as_view({"get": "list"}), name="stage-entries"),
    path(
        "stages/<str:public_id>/",
        views.Stages.as_view({"get": "retrieve", "patch": "partial_update"}),
        name="stage",
    ),
    path("stages/<str:public_id>/enter/", views.Stages.as_view({"post": "enter"}), name="stage-enter"),
    path("goals/", views.Goals.as_view(LIST), name="goals"),
    path("goals/<str:public_id>/", views.Goals.as_view(ONE), name="goal"),
    path("factors/", views.Factors.as_view(LIST), name="factors"),
    path("factors/<str:public_id>/", views.Factors.as_view(ONE), name="factor"),
]
