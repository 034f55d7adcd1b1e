"""Endpoints inside an initiative."""

from django.urls import path

from communication.api import views

urlpatterns = [
    path("digests/", views.Digests.as_view({"get": "list"}), name="digests"),
    path("digests/preview/<str:person>/", views.Digests.as_view({"get": "preview"}), name="digest-preview"),
]
