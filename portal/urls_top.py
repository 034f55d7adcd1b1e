"""Addresses of the portal under a language and outside any initiative."""

from django.urls import path

from portal.views import home, public, style_guide

urlpatterns = [
    path("", home.Home.as_view(), name="home"),
    path("initiatives/", public.Initiatives.as_view(), name="initiatives"),
    path("accessibility/", public.Accessibility.as_view(), name="accessibility"),
    path("privacy/", public.Privacy.as_view(), name="privacy"),
    path("style-guide/", style_guide.StyleGuide.as_view(), name="style-guide"),
    path("style-guide/save/", style_guide.TryGrid.as_view(), name="style-guide-save"),
]
