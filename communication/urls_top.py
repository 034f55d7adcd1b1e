"""Pages of no initiative: one's own mails, and where a mail's links lead."""

from django.urls import path

from communication.views import links, own

urlpatterns = [
    path("me/mails/", own.PreferencesPage.as_view(), name="preferences"),
    path("me/deliveries/", own.Deliveries.as_view(), name="deliveries"),
    path("go/<str:token>/", links.GoPage.as_view(), name="go"),
]
