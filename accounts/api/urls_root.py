"""Addresses of accounts in the API."""

from django.urls import path

from accounts.api import views

urlpatterns = [
    path("me/", views.Me.as_view({"get": "retrieve", "patch": "partial_update"}), name="me"),
    path("me/tokens/", views.Tokens.as_view({"get": "list", "post": "create"}), name="tokens"),
    path("me/tokens/<str:public_id>/", views.Tokens.as_view({"get": "retrieve", "delete": "destroy"}), name="token"),
    path("people/<str:public_id>/", views.People.as_view({"get": "retrieve"}), name="person"),
]
