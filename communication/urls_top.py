"""Pages of no initiative: one's own mails, where a mail's links lead, the mails that failed."""

from django.urls import path

from communication.views import links, mailbox, operations, own

urlpatterns = [
    path("me/mails/", own.PreferencesPage.as_view(), name="mails"),
    path("me/deliveries/", own.Deliveries.as_view(), name="deliveries"),
    path("me/mailbox/", mailbox.Mailbox.as_view(), name="mailbox"),
    path("me/mailbox/<str:public_id>/", mailbox.MailboxMail.as_view(), name="mailbox-mail"),
    path("me/mailbox/<str:public_id>/html/", mailbox.MailboxHtml.as_view(), name="mailbox-html"),
    path("operations/mails/", operations.FailedMails.as_view(), name="failed-mails"),
    path("operations/mails/<str:public_id>/retry/", operations.RetryMail.as_view(), name="mail-retry"),
    path("go/<str:token>/", links.GoPage.as_view(), name="go"),
]
