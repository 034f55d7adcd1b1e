"""Addresses whose names allauth fixes. Ours stand after its own of the same name: the last of a name is reversed."""

from django.urls import URLPattern, URLResolver, include, path

from accounts.views import sessions, sign_in

urlpatterns: list[URLPattern | URLResolver] = [
    path("account/login/", sign_in.ToSignIn.as_view()),
    path("account/logout/", sign_in.SignOut.as_view()),
    path("account/sessions/", sessions.ToSessions.as_view()),
    path("account/", include("allauth.urls")),
    path("account/sessions/", sessions.ToSessions.as_view(), name="usersessions_list"),
    path("account/logout/", sign_in.SignOut.as_view(), name="account_logout"),
    path("sign-in/", sign_in.SignIn.as_view(), name="account_login"),
]
