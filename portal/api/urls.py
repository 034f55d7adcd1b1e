"""Addresses of the portal in the API, inside an initiative."""

from django.urls import path

from portal.api import results

urlpatterns = [
    path("series/", results.SeriesList.as_view(), name="series"),
    path("dashboards/steering/", results.Steering.as_view(), name="dashboards-steering"),
]
