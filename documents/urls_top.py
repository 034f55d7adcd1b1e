"""Pages of no initiative: documents by their id."""

from django.urls import path

from documents.views import downloads

urlpatterns = [
    path("documents/<str:public_id>/", downloads.DocumentDownload.as_view(), name="document-download"),
]
