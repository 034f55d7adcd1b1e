"""Pages of no initiative: an organisation in all of them, opening one, naming a director."""

from django.urls import path

from partners.views import admission, organisations

urlpatterns = [
    path("initiatives/new/", admission.InitiativeNew.as_view(), name="initiative-new"),
    path("initiatives/<slug:slug>/director/", admission.InitiativeDirector.as_view(), name="initiative-director"),
    path("organisations/<str:public_id>/", organisations.OrganisationDetail.as_view(), name="organisation"),
    path("organisations/<str:public_id>/edit/", organisations.OrganisationEdit.as_view(), name="organisation-edit"),
    path(
        "organisations/<str:public_id>/history/",
        organisations.OrganisationHistory.as_view(),
        name="organisation-history",
    ),
    path(
        "organisations/<str:public_id>/contacts/",
        organisations.OrganisationContacts.as_view(),
        name="organisation-contacts",
    ),
    path("organisations/<str:public_id>/contacts/new/", organisations.ContactEdit.as_view(), name="contact-new"),
    path(
        "organisations/<str:public_id>/contacts/<str:contact>/edit/",
        organisations.ContactEdit.as_view(),
        name="contact-edit",
    ),
    path(
        "organisations/<str:public_id>/contacts/<str:contact>/erase/",
        organisations.ContactErase.as_view(),
        name="contact-erase",
    ),
]
