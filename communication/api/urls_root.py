"""Endpoints about one's own mails, and those that failed."""

from django.urls import path

from communication.api import views

urlpatterns = [
    path("me/mails/", views.Choices.as_view({"get": "retrieve", "patch": "partial_update"}), name="mails"),
    path("operations/mails/", views.FailedMails.as_view({"get": "list"}), name="failed-mails"),
    path("operations/mails/<str:public_id>/retry/", views.FailedMails.as_view({"post": "retry"}), name="mail-retry"),
    path("me/deliveries/", views.Deliveries.as_view({"get": "list"}), name="deliveries"),
]
