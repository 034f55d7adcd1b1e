"""One's own pages: profile, settings, security. Mails and deliveries belong to communication."""

from collections.abc import Mapping
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import RedirectView

from accounts.forms import ProfileForm, SettingsForm
from accounts.models import Person
from accounts.selectors import invitations
from accounts.selectors.own_pages import tabs
from accounts.services import people
from audit import selectors as audit
from kernel import languages
from kernel.views import FormPage, Page, find


class Mine:
    """A page about oneself."""

    policy = "self"
    name = ""
    request: HttpRequest

    def get_subject(self) -> Person:
        """Oneself."""
        person: Person = find(Person.objects.visible_to(self.request.actor), pk=self.request.user.pk)  # type: ignore[attr-defined]
        return person

    def shell(self, title: str) -> dict[str, Any]:
        """What each of these pages shows around its own matter."""
        return {"title": title, "tabs": tabs(self.name)}


class MyPages(RedirectView):
    """`me/` leads to the profile."""

    policy = "self"
    pattern_name = "accounts:profile"


class Profile(Mine, FormPage):
    """Name, function, telephone."""

    name = "accounts:profile"
    form_class = ProfileForm
    template_name = "accounts/me_profile.html"

    def get_form_kwargs(self, subject: Person) -> dict[str, Any]:
        """Filled with what is known."""
        columns = (*languages.columns("name"), "function", "telephone")
        return {"initial": {column: getattr(subject, column) for column in columns}}

    def act(self, subject: Person, form: Any) -> Person:
        """Change the profile."""
        values = dict(form.cleaned_data)
        if values["function"] != subject.function:
            values["function_language"] = languages.current()
        return people.change(actor=self.actor, person=subject, **values)

    def get_success_url(self, subject: Any, result: Any) -> str:
        """The same page."""
        return reverse(self.name)

    success_message = gettext_lazy("The profile was saved.")

    def get_context(self, subject: Person, form: Any) -> Mapping[str, Any]:
        """With the roles one holds."""
        return {**self.shell(_("My profile")), "person": subject, "roles": invitations.roles(subject.pk)}


class Settings(Mine, FormPage):
    """Language, time zone, quiet days."""

    name = "accounts:settings"
    form_class = SettingsForm
    template_name = "accounts/me_settings.html"

    def get_form_kwargs(self, subject: Person) -> dict[str, Any]:
        """Filled with what is known."""
        return {"initial": {name: getattr(subject, name) for name in ("language", "time_zone", "calendar")}}

    def act(self, subject: Person, form: Any) -> Person:
        """Change the settings."""
        return people.change(actor=self.actor, person=subject, **form.cleaned_data)

    def get_success_url(self, subject: Any, result: Person) -> str:
        """The same page, in the language that was chosen."""
        with translation.override(result.language):
            return reverse(self.name)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save, and remember the language for addresses without one."""
        response = super().post(request, *args, **kwargs)
        language = request.POST.get("language", "")
        if response.status_code == 302 and language in languages.codes():
            response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, samesite="Lax", httponly=True)
        return response

    success_message = gettext_lazy("The settings were saved.")

    def get_context(self, subject: Person, form: Any) -> Mapping[str, Any]:
        """The tabs."""
        return self.shell(_("Language and times"))


class Security(Mine, Page):
    """The ways one signs in, the second factor, the sessions, the latest sign-ins."""

    name = "accounts:security"
    template_name = "accounts/me_security.html"
    without_second_factor = True

    def get_context(self, subject: Person) -> Mapping[str, Any]:
        """What is set up, and when it was used."""
        factors = list(Authenticator.objects.filter(user=subject))
        by_type = {factor.type: factor for factor in factors}
        codes = by_type.get(Authenticator.Type.RECOVERY_CODES)
        return {
            **self.shell(_("Security")),
            "person": subject,
            "has_password": subject.has_usable_password(),
            "totp": by_type.get(Authenticator.Type.TOTP),
            "passkeys": [factor for factor in factors if factor.type == Authenticator.Type.WEBAUTHN],
            "codes_left": len(codes.wrap().get_unused_codes()) if codes else None,
            "sessions": UserSession.objects.filter(user=subject).count(),
            "is_local": self.request.get_host().split(":")[0] == "127.0.0.1",
            "entries": [line for line in audit.history(self.actor, subject, 30) if _is_about_security(line.kind)][:10],
        }


def _is_about_security(kind: str) -> bool:
    return kind.startswith(("accounts.sign_in.", "accounts.factor.", "accounts.session."))
