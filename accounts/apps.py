"""The application of accounts: notes refused codes, which allauth tells by its own signals."""

from typing import Any

from allauth.account.signals import login_code_rejected
from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Listens for codes that were wrong, by mail and of a second factor."""

    name = "accounts"

    def ready(self) -> None:
        """Connect the two signals."""
        from allauth.mfa.signals import authentication_failed

        login_code_rejected.connect(_code_refused, dispatch_uid="accounts.code")
        authentication_failed.connect(_factor_refused, dispatch_uid="accounts.factor")


def _code_refused(user: Any, **kwargs: Any) -> None:
    _note(user, "code")


def _factor_refused(user: Any, authenticator: Any, **kwargs: Any) -> None:
    _note(user, str(authenticator.type))


def _note(user: Any, method: str) -> None:
    from accounts.services import sign_in
    from kernel.actor import Actor

    if user is not None:
        sign_in.failed(actor=Actor.public(), email=user.email, method=method)
