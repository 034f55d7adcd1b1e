"""Pages inside an initiative: digests to come, previews, and what has left."""

from django.urls import path

from communication.views import staff

urlpatterns = [
    path("digests/", staff.Digests.as_view(), name="digests"),
    path("digests/deliveries/", staff.DigestDeliveries.as_view(), name="digest-deliveries"),
    path("digests/notices/", staff.NoticeDeliveries.as_view(), name="notice-deliveries"),
    path("digests/preview/<str:person>/", staff.DigestPreview.as_view(), name="digest-preview"),
]
