"""Endpoints about one's own mails."""

from django.urls import path

from communication.api import views

urlpatterns = [
    path("me/mails/", views.Choices.as_view({"get": "retrieve", "patch": "partial_update"}), name="mails"),
    path("me/deliveries/", views.Deliveries.as_view({"get": "list"}), name="deliveries"),
]
