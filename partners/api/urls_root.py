"""Endpoints of no single initiative."""

from typing import Any

from django.urls import path

from partners.api import organisations

CONTACT: dict[str, Any] = {"get": "retrieve", "patch": "partial_update", "delete": "destroy"}

urlpatterns = [
    path("initiatives/new/", organisations.Openings.as_view({"post": "create"}), name="initiative-new"),
    path(
        "initiatives/<slug:slug>/director/",
        organisations.Directors.as_view({"post": "create"}),
        name="initiative-director",
    ),
    path("organisations/", organisations.Organisations.as_view({"get": "list"}), name="organisations"),
    path(
        "organisations/<str:public_id>/",
        organisations.Organisations.as_view({"get": "retrieve", "patch": "partial_update"}),
        name="organisation",
    ),
    path(
        "organisations/<str:public_id>/logo/",
        organisations.Organisations.as_view({"post": "logo"}),
        name="organisation-logo",
    ),
    path(
        "organisations/<str:organisation>/contacts/",
        organisations.Contacts.as_view({"get": "list", "post": "create"}),
        name="contacts",
    ),
    path(
        "organisations/<str:organisation>/contacts/<str:public_id>/",
        organisations.Contacts.as_view(CONTACT),
        name="contact",
    ),
]
