"""Addresses inside an initiative: the role's screen, dashboards, public results, search."""

from django.urls import path

from portal.views import home

urlpatterns = [
    path("home/", home.RoleHome.as_view(), name="role-home"),
]
