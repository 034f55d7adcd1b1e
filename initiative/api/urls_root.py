"""Endpoints of no single initiative."""

from django.urls import path

from initiative.api import views

urlpatterns = [path("initiatives/", views.Initiatives.as_view({"get": "list"}), name="initiatives")]
