"""Addresses at the top of the API: the list of what there is, the schema, the docs."""

from django.urls import path

from portal.api import root

urlpatterns = [
    path("", root.Root.as_view(), name="root"),
    path("schema/", root.Schema.as_view(), name="schema"),
    path("docs/", root.Docs.as_view(), name="docs"),
]
