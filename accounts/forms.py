"""Forms of accounts: who is not in yet gets no code and no reset; profile, settings, tokens, invitations, terms."""

from datetime import timedelta
from typing import Any

from allauth.account import forms as allauth_forms
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.contrib.auth import password_validation
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from accounts import zones
from accounts.models import Person
from accounts.models.people import Calendar
from accounts.models.tokens import Scope
from accounts.passwords import LONGEST, GuessableValidator
from accounts.services import letters
from kernel import clock, languages
from kernel.forms import BilingualForm, CleanChar, CleanForm, DayField, DayInput

LTR = {"dir": "ltr", "class": "input--ltr"}


class SignInForm(allauth_forms.LoginForm):
    """Mail address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Mail address")
        self.fields["login"].widget.attrs = {"autocomplete": "username", "dir": "ltr"}
        self.fields["password"].label = _("Password")
        self.fields["password"].help_text = ""
        self.fields["password"].widget.attrs = {"autocomplete": "current-password", **LTR}


class ReauthenticateForm(allauth_forms.ReauthenticateForm):
    """The password once more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""
        self.fields["password"].widget.attrs = {"autocomplete": "current-password", **LTR}


KEY_NAME = _("Name of the passkey")
KEY_HELP = _("Where it is kept, such as work laptop or phone: by this name you will know it in the list.")


class AddKeyForm(AddWebAuthnForm):
    """A passkey, under a name."""

    name = CleanChar(label=KEY_NAME, help_text=KEY_HELP, required=False, max_length=100)


class RenameKeyForm(EditWebAuthnForm):
    """Another name for a passkey."""

    name = CleanChar(label=KEY_NAME, help_text=KEY_HELP, max_length=100)


class RequestCodeForm(allauth_forms.RequestLoginCodeForm):
    """The address that a code goes to; whoever has not joined yet gets none, and the page says the same."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress_email(self)

    def clean_email(self) -> str:
        """Forget people who have not joined."""
        email: str = super().clean_email()
        user = getattr(self, "_user", None)
        if user is not None and user.joined_at is None:
            self._user = None
        if self._user is None:
            letters.decoy("login_code", email, {"code": "------"})
        return email


class ResetPasswordForm(allauth_forms.ResetPasswordForm):
    """The address that the link for a new password goes to; whoever has not joined yet gets none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress_email(self)

    def clean_email(self) -> str:
        """Forget people who have not joined."""
        email: str = super().clean_email()
        self.users: list[Any] = [user for user in self.users if user.joined_at is not None]
        if not self.users:
            letters.decoy("password_reset_key", email, {})
        return email


def _dress_passwords(form: forms.Form) -> None:
    """The label says what belongs in a field, once; the rule is one sentence."""
    for name in {"oldpassword", "password1", "password2"} & set(form.fields):
        told = form.fields[name].widget.attrs.get("autocomplete", "new-password")
        form.fields[name].widget.attrs = {"autocomplete": told, **LTR}
        form.fields[name].help_text = ""
    form.fields["password1"].help_text = GuessableValidator().get_help_text()


class ChangePasswordForm(allauth_forms.ChangePasswordForm):
    """The password of today, and the new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress_passwords(self)


class SetPasswordForm(allauth_forms.SetPasswordForm):
    """The first password, twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress_passwords(self)


class ResetPasswordKeyForm(allauth_forms.ResetPasswordKeyForm):
    """A new password, twice, by the link of a mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress_passwords(self)


def _dress_email(form: forms.Form) -> None:
    form.fields["email"].label = _("Mail address")
    form.fields["email"].widget.attrs = {"type": "email", "autocomplete": "email", **LTR}


class ProfileForm(BilingualForm):
    """Name in each language, function, telephone."""

    translated = {"name": {"label": _("Name"), "required": "none", "max_length": 120}}
    function = CleanChar(
        label=_("Function"),
        max_length=120,
        required=False,
        help_text=_("What you do in your organisation, such as data coordination"),
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "organization-title"}),
    )
    telephone = CleanChar(
        label=_("Telephone"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", **LTR}),
    )


def language_choices() -> list[tuple[str, str]]:
    """Every language by its own name."""
    return [(code, get_language_info(code)["name_local"]) for code in languages.codes()]


class SettingsForm(CleanForm):
    """Language, time zone, the calendar whose rest days are kept."""

    language = forms.ChoiceField(
        label=_("Language of pages, mails and files"), choices=language_choices, widget=forms.RadioSelect
    )
    time_zone = forms.ChoiceField(label=_("Time zone"))
    calendar = forms.ChoiceField(
        label=_("When not to send mails"),
        choices=Calendar.choices,
        widget=forms.RadioSelect,
        help_text=_("Codes for signing in always come at once."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].choices = zones.choices(self.initial.get("time_zone", ""))  # type: ignore[attr-defined]


class AcceptForm(CleanForm):
    """How one will sign in: by a password, or by codes in mails."""

    BY_CODE, BY_PASSWORD = "code", "password"
    way = forms.ChoiceField(
        label=_("How do you want to sign in?"),
        choices=[
            (BY_CODE, _("With a code that comes by mail each time")),
            (BY_PASSWORD, _("With a password")),
        ],
        initial=BY_CODE,
        widget=forms.RadioSelect,
    )
    password = forms.CharField(
        label=_("Password"),
        required=False,
        strip=False,
        max_length=LONGEST,
        help_text=_(
            "Only if you chose a password. At least 12 characters; four words that do not belong together are good."
        ),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", **LTR}),
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean(self) -> dict[str, Any]:
        """A chosen password must be there and be good."""
        typed = self.cleaned_data.get("password") or ""
        cleaned = super().clean()
        cleaned["password"] = ""
        if cleaned.get("way") == self.BY_CODE and typed:  # neither is taken for the other in silence
            self.add_error("way", _("A password was typed: choose to sign in with it, or empty the field."))
        if cleaned.get("way") == self.BY_PASSWORD:
            if not typed:
                self.add_error("password", _("Type a password, or choose codes by mail."))
            else:
                try:
                    password_validation.validate_password(typed, self.person)
                    cleaned["password"] = typed
                except forms.ValidationError as error:
                    self.add_error("password", error)
        return cleaned


class TokenForm(CleanForm):
    """A new token: what for, what it may do, until when."""

    name = CleanChar(
        label=_("What is the token for?"),
        max_length=80,
        help_text=_("Such as: nightly report to our data system"),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    scopes = forms.MultipleChoiceField(
        label=_("What may it do?"),
        choices=Scope.choices,
        widget=forms.CheckboxSelectMultiple,
        initial=[Scope.READ],
        help_text=_("Never more than you may do yourself."),
    )
    expires_on = DayField(
        label=_("Last day"),
        widget=DayInput(attrs={"dir": "ltr"}),
        help_text=_("At most a year from today"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = clock.today()
        self.fields["expires_on"].initial = today + timedelta(days=90)
        self.fields["expires_on"].widget.attrs |= {
            "min": today.isoformat(),
            "max": (today + timedelta(days=365)).isoformat(),
        }


class TermForm(CleanForm):
    """A new administrator: a mail address and a name."""

    email = forms.EmailField(label=_("Mail address"), widget=forms.EmailInput(attrs={"autocomplete": "off", **LTR}))
    name = CleanChar(
        label=_("Name"),
        max_length=120,
        required=False,
        help_text=_("Only for somebody who has no account yet"),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    ends_on = DayField(label=_("Last day"), required=False, widget=DayInput(attrs={"dir": "ltr"}))


class MeForm(ProfileForm, SettingsForm):
    """Profile and settings together, as the API changes them."""
