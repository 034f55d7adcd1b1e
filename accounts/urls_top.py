"""Pages of accounts, of no initiative: one's own, people, invitations, operations."""

from django.urls import path

from accounts.views import invitations, me, operations, own_data, people, sessions, sign_in, tokens

urlpatterns = [
    path("sign-in/<slug:key>/", sign_in.EnterAsPersona.as_view(), name="persona"),
    path("invitations/<str:token>/", invitations.InvitationPage.as_view(), name="invitation"),
    path("invitations/<str:token>/decline/", invitations.DeclineInvitation.as_view(), name="invitation-decline"),
    path("me/", me.MyPages.as_view(), name="me"),
    path("me/profile/", me.Profile.as_view(), name="profile"),
    path("me/settings/", me.Settings.as_view(), name="settings"),
    path("me/security/", me.Security.as_view(), name="security"),
    path("me/data/", own_data.MyData.as_view(), name="my-data"),
    path("me/sessions/", sessions.Sessions.as_view(), name="sessions"),
    path("me/sessions/end/", sessions.EndSessions.as_view(), name="sessions-end"),
    path("me/tokens/", tokens.Tokens.as_view(), name="tokens"),
    path("me/tokens/<str:public_id>/revoke/", tokens.RevokeToken.as_view(), name="token-revoke"),
    path("people/<str:public_id>/", people.PersonPage.as_view(), name="person"),
    path("people/<str:public_id>/history/", people.PersonHistory.as_view(), name="person-history"),
    path("people/<str:public_id>/suspend/", people.SuspendPerson.as_view(), name="person-suspend"),
    path("people/<str:public_id>/resume/", people.ResumePerson.as_view(), name="person-resume"),
    path("people/<str:public_id>/invite/", people.InvitePerson.as_view(), name="person-invite"),
    path("operations/", operations.Operations.as_view(), name="operations"),
    path("operations/administrators/new/", operations.NewTerm.as_view(), name="term-new"),
    path("operations/administrators/<str:public_id>/end/", operations.EndTerm.as_view(), name="term-end"),
]
