"""One's own API tokens: the list with a form, the one page that shows a new token, the button that revokes."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms import TokenForm
from accounts.fresh import FreshSignIn
from accounts.models import ApiToken
from accounts.services import tokens
from accounts.views.me import Mine
from kernel.errors import DomainError
from kernel.views import ActView, FormPage, find


class Tokens(FreshSignIn, Mine, FormPage):
    """Tokens that live and that ended, and a new one."""

    name = "accounts:tokens"
    form_class = TokenForm
    template_name = "accounts/me_tokens.html"

    def get_context(self, subject: Any, form: Any) -> Mapping[str, Any]:
        """One's tokens, the newest first."""
        rows = ApiToken.objects.visible_to(self.actor).filter(person=subject).order_by("-created_at", "-pk")
        return {**self.shell(_("API tokens")), "tokens": list(rows[:100])}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Make it and show it, this once."""
        subject = self.get_subject()
        form = self.form_class(request.POST)
        if not form.is_valid():
            return self.show(form, subject, status=422)
        try:
            token, secret = tokens.make(actor=self.actor, **form.cleaned_data)
        except DomainError as refusal:
            fields = getattr(refusal, "fields", {}) or {None: [refusal.sentence]}
            for name, sentences in fields.items():
                for sentence in sentences:
                    form.add_error(name, sentence)
            return self.show(form, subject, status=409 if refusal.status == 409 else 422)
        context = {**self.shell(_("The new token")), "view": self, "token": token, "secret": secret}
        return TemplateResponse(request, "accounts/me_token_made.html", context, status=201)


class RevokeToken(ActView):
    """Kill a token."""

    policy = "accounts.token.revoke"

    def get_subject(self) -> ApiToken:
        """One's own token."""
        return find(ApiToken.objects.visible_to(self.actor), public_id=self.kwargs["public_id"])  # type: ignore[no-any-return]

    def act(self, subject: ApiToken, **data: Any) -> None:
        """Revoke."""
        tokens.revoke(actor=self.actor, token=subject)

    success_message = gettext_lazy("The token was revoked: it opens nothing any more.")

    def get_refusal_url(self, subject: ApiToken) -> str:
        """The list."""
        return reverse("accounts:tokens")

    def get_success_url(self, subject: ApiToken, result: Any) -> str:
        """The list."""
        return reverse("accounts:tokens")
