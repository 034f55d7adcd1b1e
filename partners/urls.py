"""Pages inside an initiative: partners, mandates, people, interests."""

from django.urls import path

from partners.views import admission, contacts, directory, interests, invitations, mandates, partner

urlpatterns = [
    path("partners/", directory.PartnerList.as_view(), name="participations"),
    path("partners/new/", admission.PartnerNew.as_view(), name="partner-new"),
    path("partners/new-person/", admission.PersonNew.as_view(), name="person-new"),
    path("partners/<str:public_id>/", partner.PartnerDetail.as_view(), name="partner"),
    path("partners/<str:public_id>/edit/", partner.PartnerEdit.as_view(), name="partner-edit"),
    path("partners/<str:public_id>/history/", partner.PartnerHistory.as_view(), name="partner-history"),
    path("partners/<str:public_id>/accept/", partner.Accept.as_view(), name="participation-accept"),
    path("partners/<str:public_id>/decline/", partner.Decline.as_view(), name="participation-decline"),
    path("partners/<str:public_id>/activate/", partner.Activate.as_view(), name="participation-activate"),
    path("partners/<str:public_id>/pause/", partner.Pause.as_view(), name="participation-pause"),
    path("partners/<str:public_id>/resume/", partner.Resume.as_view(), name="participation-resume"),
    path("partners/<str:public_id>/end/", partner.End.as_view(), name="participation-end"),
    path("partners/<str:public_id>/contacts/", contacts.PartnerContacts.as_view(), name="contacts"),
    path("partners/<str:public_id>/mandates/", mandates.MandateList.as_view(), name="mandates"),
    path("partners/<str:public_id>/mandates/new/", mandates.MandateNew.as_view(), name="mandate-new"),
    path("partners/<str:public_id>/mandates/<str:mandate>/end/", mandates.MandateEnd.as_view(), name="mandate-end"),
    path(
        "partners/<str:public_id>/mandates/<str:mandate>/remind/",
        mandates.MandateRemind.as_view(),
        name="mandate-remind",
    ),
    path(
        "partners/<str:public_id>/mandates/<str:mandate>/history/",
        mandates.MandateHistory.as_view(),
        name="mandate-history",
    ),
    path("people/", directory.FellowList.as_view(), name="people"),
    path("invitations/", invitations.InvitationList.as_view(), name="invitations"),
    path("invitations/<str:public_id>/again/", invitations.InviteAgain.as_view(), name="invitation-again"),
    path("invitations/<str:public_id>/withdraw/", invitations.Withdraw.as_view(), name="invitation-withdraw"),
    path("interests/", interests.InterestList.as_view(), name="interests"),
    path("interests/new/", interests.InterestNew.as_view(), name="interest-new"),
    path("interests/<str:public_id>/end/", interests.InterestEnd.as_view(), name="interest-end"),
    path("interests/<str:public_id>/history/", interests.InterestHistory.as_view(), name="interest-history"),
]
