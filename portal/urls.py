"""Addresses inside an initiative: the role's screen, dashboards, public results, search."""

from django.urls import path

from portal.views import home, measure, public, search, steering

urlpatterns = [
    path("", public.InitiativePage.as_view(), name="initiative"),
    path("results/<str:public_id>/", public.ResultPage.as_view(), name="result"),
    path("home/", home.RoleHome.as_view(), name="role-home"),
    path("home/board/", home.Board.as_view(), name="board"),
    path("cockpit/", home.Cockpit.as_view(), name="cockpit"),
    path("steering/", steering.SteeringPage.as_view(), name="steering"),
    path("search/", search.Search.as_view(), name="search"),
    path("measures/<str:public_id>/series/", measure.MeasureChart.as_view(), name="measure-chart"),
]
