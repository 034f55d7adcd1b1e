"""Addresses without a language: the link that stops a kind of mail."""

from django.urls import path

from communication.views import links

urlpatterns = [
    path("u/<str:token>", links.StopPage.as_view(), name="mail-stop"),
]
