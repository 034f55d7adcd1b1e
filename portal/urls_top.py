"""Addresses of the portal under a language and outside any initiative."""

from django.urls import path

from portal.views import style_guide

urlpatterns = [
    path("style-guide/", style_guide.StyleGuide.as_view(), name="style-guide"),
]
