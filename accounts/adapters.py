"""How allauth behaves here: no open sign-up, our own letters, one entry for each sign-in, addresses of ours."""

from datetime import timedelta
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy

from accounts.models import Person
from accounts.services import letters, people, sealing, sign_in
from kernel import actor, clock, formatting, languages
from kernel.actor import Actor

# allauth's letters that we send; the rest would tell a stranger who has an account.
LETTERS = {
    "login_code": "login_code",
    "password_reset_key": "password_reset_key",
    "email_confirmation": "email_confirmation",
    "email_confirmation_signup": "email_confirmation",
}
NOTICES = {
    "password_changed": gettext_lazy("The password of your account was changed"),
    "password_reset": gettext_lazy("The password of your account was changed"),
    "password_set": gettext_lazy("A password was set for your account"),
    "email_changed": gettext_lazy("The mail address of your account was changed"),
    "email_confirm": gettext_lazy("A mail address of your account was confirmed"),
    "email_deleted": gettext_lazy("A mail address of your account was removed"),
    "totp_activated": gettext_lazy("An authenticator app was added to your account"),
    "totp_deactivated": gettext_lazy("The authenticator app of your account was removed"),
    "webauthn_added": gettext_lazy("A passkey was added to your account"),
    "webauthn_removed": gettext_lazy("A passkey of your account was removed"),
    "recovery_codes_generated": gettext_lazy("New recovery codes were made for your account"),
    "account_connected": gettext_lazy("An outside account was connected to yours"),
    "account_disconnected": gettext_lazy("An outside account was disconnected from yours"),
}


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in for people who were invited; nobody signs up by themselves."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": gettext_lazy(
            "There were too many tries with this address. A code by mail still works: ask for one, or wait 15 minutes."
        ),
        "email_password_mismatch": gettext_lazy(
            "The mail address and the password do not belong together. Check both, or ask for a code by mail."
        ),
        "incorrect_code": gettext_lazy("This is not the code: copy it from the newest mail, or ask for another one."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Closed: people come by invitation."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try; one too many is refused and noted, and a code by mail stays open."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            self._note_failure(credentials, "too_many")
            raise

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Note a wrong password."""
        self._note_failure(credentials, "mismatch")

    def _note_failure(self, credentials: dict[str, Any], reason: str) -> None:
        email = str(credentials.get("email") or "")
        sign_in.failed(actor=Actor.public(languages.current()), email=email, method="password", reason=reason)

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse | None:
        """Refuse closed accounts and people who have not accepted their invitation yet."""
        if user.joined_at is None:
            return self.respond_user_inactive(request, user)
        return super().pre_login(request, user, **kwargs)

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """Note the sign-in, remember the person's language for addresses without one."""
        records = get_authentication_records(request, user)
        method = str(records[-1]["method"]) if records else "session"
        sign_in.succeeded(actor=Actor(user_id=user.pk, language=user.language), person=user, method=method)
        response = super().post_login(request, user, **kwargs)
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, user.language, samesite="Lax", httponly=True)
        return response

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The person's home, in the person's language."""
        return f"/{request.user.language}/"  # type: ignore[union-attr]

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """The sign-in page."""
        return reverse("account_login")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to the overview of security."""
        return reverse("accounts:security")

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link of a new password, from our own origin: a request may name any host."""
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return letters.absolute(path.replace("UID-KEY", key))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """One of our letters, in the person's language; it is worth nothing after its code has expired."""
        name = LETTERS.get(template_prefix.rsplit("/", 1)[-1])
        if name is None:
            return
        person = context.get("user") or _of_address(email)
        language = person.language if person is not None else languages.current()
        values = {key: value for key, value in context.items() if key != "request"}
        if name == "password_reset_key":
            with translation.override(language):
                uid, key = context["uid"], context["key"]
                values["password_reset_url"] = self.get_reset_password_from_key_url(f"{uid}-{key}")
        expires_at = clock.now() + timedelta(seconds=app_settings.LOGIN_BY_CODE_TIMEOUT)
        letters.build(name, email, language, values, expires_at=expires_at).send()

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Tell the person that a way of signing in changed, and note it. The mail goes to the address of before."""
        name = template_prefix.rsplit("/", 1)[-1]
        person = Person.objects.get(pk=user.pk)  # the request's user is a lazy wrapper, no row
        sign_in.factor_changed(actor=actor.for_user(person.pk), person=person, what=name)
        with translation.override(user.language):
            values = {
                "what": str(NOTICES.get(name, NOTICES["password_changed"])),
                "moment_words": formatting.moment_words(clock.now(), "full"),
                "ip": self.get_client_ip(self.request),
                "security_url": letters.absolute(reverse("accounts:security")),
            }
        letters.build("notice", email or user.email, user.language, values).send()

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """No greeting after each sign-in and sign-out: the page itself says it."""
        template = args[0] if args else kwargs.get("message_template")
        if template in {"account/messages/logged_in.txt", "account/messages/logged_out.txt"}:
            return
        super().add_message(request, level, *args, **kwargs)


def _of_address(email: str) -> Person | None:
    known = EmailAddress.objects.select_related("user").filter(email__iexact=email).first()
    return known.user if known is not None else people.find(email)


class MFAAdapter(DefaultMFAAdapter):
    """Secrets of second factors are kept sealed (`accounts.services.sealing`), never as they are."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy(
            "This code does not fit: type the one that the app shows now, or a recovery code that was not used yet."
        ),
    }

    def encrypt(self, text: str) -> str:
        """The secret as it is stored."""
        return sealing.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """The secret as the app knows it; older secrets of the installation still open it."""
        return sealing.unseal(encrypted_text)


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """An OpenID provider signs in people whom we know; it makes no accounts."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Closed: people come by invitation."""
        return False
