"""The page behind an invitation's link: what is offered by whom, accept or decline. Opening it changes nothing."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.forms import AcceptForm
from accounts.models import Invitation
from accounts.selectors import invitations as selectors
from accounts.services import invitations
from accounts.views.sign_in import begin
from kernel.actor import Actor
from kernel.errors import Refused
from kernel.views import ActView, FormPage, Page


def closed_sentence(code: str) -> str:
    """Why a link leads nowhere, and the mend."""
    return {
        "expired": _("This invitation has expired: ask the person who invited you for a new one."),
        "accepted": _("This invitation was accepted already: sign in with your mail address."),
        "declined": _("This invitation was declined: ask the person who invited you for a new one."),
        "withdrawn": _("This invitation was taken back: ask the person who invited you whether a new one will come."),
        "replaced": _("A newer invitation took the place of this one: open the link in the newest mail."),
    }.get(code, _("This link is not whole or not ours: open it again from the mail, or ask for a new invitation."))


class Answerable:
    """Finds the invitation of a link; turns away links that are used, old or made up."""

    request: HttpRequest
    kwargs: dict[str, Any]
    invitation: Invitation

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The invitation, or the page that says why not."""
        found = selectors.by_token(self.kwargs["token"])
        standing = selectors.standing(found) if found is not None else selectors.Standing("unknown")
        if found is None or not standing:
            closed = ClosedInvitation.as_view(code=standing.code)
            return closed(request)  # type: ignore[no-any-return]
        self.invitation = found
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc, no-any-return]

    def get_subject(self) -> Invitation:
        """The invitation."""
        return self.invitation

    def answering_actor(self) -> Actor:
        """Who answers: whoever holds the link, for a person not in yet; else the person, signed in."""
        signed_in = self.request.user
        if self.invitation.person.joined_at is None and not signed_in.is_authenticated:
            return Actor(user_id=self.invitation.person_id)
        return self.request.actor  # type: ignore[attr-defined, no-any-return]

    def needs_sign_in(self) -> bool:
        """Whether the person has an account and is not signed in."""
        return self.invitation.person.joined_at is not None and not self.request.user.is_authenticated


class ClosedInvitation(Page):
    """The page of a link that leads nowhere any more."""

    policy = "public"
    template_name = "accounts/invitation_closed.html"
    code = ""

    def get_subject(self) -> None:
        """Nothing: the page tells no more than the reason."""
        return None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The reason; 404 for a made-up link, 410 for one that was good once."""
        context = {"title": _("Invitation"), "sentence": closed_sentence(self.code), "code": self.code}
        return self.render_to_response(context, status=404 if self.code == "unknown" else 410)

    post = get


@method_decorator(login_not_required, name="dispatch")
class InvitationPage(Answerable, FormPage):
    """Who invites to what; accepting lets the person in."""

    policy = "public"
    form_class = AcceptForm
    template_name = "accounts/invitation.html"

    def get_form_kwargs(self, subject: Invitation) -> dict[str, Any]:
        """The password is checked against its person."""
        return {"person": subject.person}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Accept; whoever has an account signs in first and comes back."""
        if self.needs_sign_in():
            return redirect_to_login(request.get_full_path(), reverse("account_login"))
        if self.invitation.person.joined_at is not None:
            return self.accept_again()
        return super().post(request, *args, **kwargs)

    def accept_again(self) -> HttpResponse:
        """Somebody who is in already takes another role: no form."""
        invitations.accept(actor=self.answering_actor(), invitation=self.invitation)
        return HttpResponseRedirect(self.get_success_url(self.invitation, None))

    def act(self, subject: Invitation, form: Any) -> Any:
        """Accept, then begin the session."""
        person = invitations.accept(
            actor=self.answering_actor(), invitation=subject, password=form.cleaned_data["password"]
        )
        begin(self.request, person, "invitation")
        return person

    def get_success_url(self, subject: Any, result: Any) -> str:
        """Home."""
        return f"/{get_language()}/"

    def get_context(self, subject: Invitation, form: Any) -> Mapping[str, Any]:
        """What is offered."""
        is_other = self.request.user.is_authenticated and self.request.user.pk != subject.person_id
        return {
            "title": _("Invitation"),
            "person": subject.person,
            "inviter": subject.by,
            "roles": selectors.roles(subject.person_id),
            "joined": subject.person.joined_at is not None,
            "needs_sign_in": self.needs_sign_in(),
            "is_other": is_other,
            "decline_url": reverse("accounts:invitation-decline", args=[self.kwargs["token"]]),
        }


@method_decorator(login_not_required, name="dispatch")
class DeclineInvitation(Answerable, ActView):
    """Say no."""

    policy = "public"

    def act(self, subject: Invitation, **data: Any) -> None:
        """Decline."""
        if self.needs_sign_in():
            raise Refused(_("Sign in first, then answer the invitation."), "not_signed_in")
        invitations.decline(actor=self.answering_actor(), invitation=subject)

    def get_refusal_url(self, subject: Invitation) -> str:
        """Back to the invitation."""
        return reverse("accounts:invitation", args=[self.kwargs["token"]])

    def get_success_url(self, subject: Invitation, result: Any) -> str:
        """The same link, which now says that it was declined."""
        return self.get_refusal_url(subject)
