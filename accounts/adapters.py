"""How allauth behaves in this house: no open sign-up, links by the portal's own address."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in for people who were invited; nobody signs up by themselves."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Closed: people come by invitation."""
        return False


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """An OpenID provider signs in people whom we know; it makes no accounts."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Closed: people come by invitation."""
        return False
