"""Addresses of accounts in the API."""

from django.urls import path

from accounts.api import operations, views

urlpatterns = [
    path("me/", views.Me.as_view({"get": "retrieve", "patch": "partial_update"}), name="me"),
    path("me/tokens/", views.Tokens.as_view({"get": "list", "post": "create"}), name="tokens"),
    path("me/tokens/<str:public_id>/", views.Tokens.as_view({"get": "retrieve", "delete": "destroy"}), name="token"),
    path(
        "administrators/",
        operations.Administrators.as_view({"get": "list", "post": "create"}),
        name="administrators",
    ),
    path("administrators/<str:public_id>/end/", operations.Administrators.as_view({"post": "end"}), name="term-end"),
    *(
        path(f"people/<str:public_id>/{act}/", operations.Accounts.as_view({"post": act}), name=f"person-{act}")
        for act in ("suspend", "resume", "invite")
    ),
    path("people/<str:public_id>/", views.People.as_view({"get": "retrieve"}), name="person"),
]
