"""Endpoints inside an initiative."""

from typing import Any

from django.urls import path

from partners.api import invitations
from partners.api import participations as views

ONE: dict[str, Any] = {"get": "retrieve"}


def act(name: str) -> object:
    """An act on a participation."""
    return path(
        f"participations/<str:public_id>/{name}/",
        views.Participations.as_view({"post": name}),
        name=f"participation-{name}",
    )


urlpatterns = [
    path("participations/", views.Participations.as_view({"get": "list", "post": "create"}), name="participations"),
    path("participations/new-person/", views.Participations.as_view({"post": "invite_person"}), name="person-new"),
    path("participations/<str:public_id>/", views.Participations.as_view(ONE), name="participation"),
    *(act(name) for name in ("accept", "decline", "activate", "pause", "resume", "end")),
    path(
        "participations/<str:participation>/mandates/",
        views.Mandates.as_view({"get": "list", "post": "create"}),
        name="participation-mandates",
    ),
    path("mandates/", views.Mandates.as_view({"get": "list"}), name="mandates"),
    path("mandates/<str:public_id>/", views.Mandates.as_view(ONE), name="mandate"),
    path("mandates/<str:public_id>/remind/", views.Mandates.as_view({"post": "remind"}), name="mandate-remind"),
    path("mandates/<str:public_id>/end/", views.Mandates.as_view({"post": "end"}), name="mandate-end"),
    path("people/", views.Fellows.as_view({"get": "list"}), name="people"),
    path("invitations/", invitations.Invitations.as_view({"get": "list"}), name="invitations"),
    path("invitations/<str:public_id>/", invitations.Invitations.as_view(ONE), name="invitation"),
    path(
        "invitations/<str:public_id>/again/",
        invitations.Invitations.as_view({"post": "again"}),
        name="invitation-again",
    ),
    path(
        "invitations/<str:public_id>/withdraw/",
        invitations.Invitations.as_view({"post": "withdraw"}),
        name="invitation-withdraw",
    ),
    path("interests/", views.Interests.as_view({"get": "list", "post": "create"}), name="interests"),
    path("interests/<str:public_id>/", views.Interests.as_view(ONE), name="interest"),
    path("interests/<str:public_id>/end/", views.Interests.as_view({"post": "end"}), name="interest-end"),
]
