"""Addresses outside any language: health."""

from django.urls import path

from portal.views import health

urlpatterns = [
    path("healthz", health.Healthz.as_view(), name="healthz"),
    path("readyz", health.Readyz.as_view(), name="readyz"),
]
