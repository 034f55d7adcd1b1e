"""Sign-in by an OpenID Connect provider of the operator's choice; off unless the environment names one."""

from typing import Any
from urllib.parse import urlsplit

from config.env import Environment

PROVIDER = "main"  # stands in the addresses that are registered with the provider


def providers(env: Environment) -> dict[str, Any]:
    """The library's setting: no provider, or the one that the four names describe. Half a provider is refused."""
    server = env.url("OPENID_SERVER", "the provider's address, such as https://sign-in.example.org", ("https",), "")
    if not server:
        return {}
    app = {
        "provider_id": PROVIDER,
        "name": env.text("OPENID_NAME", "what the button calls the provider", "OpenID"),
        "client_id": env.text("OPENID_CLIENT_ID", "the name under which the provider knows the portal"),
        "secret": env.text("OPENID_SECRET", "the secret that the provider gave the portal"),
        "settings": {"server_url": server.rstrip("/")},
    }
    return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}


def allowed(policy: dict[str, Any], env: Environment) -> dict[str, Any]:
    """The content policy with the provider's origin: `form-action` also guards where a form is redirected to."""
    server = urlsplit(env.url("OPENID_SERVER", "the provider's address", ("https",), ""))
    if not server.hostname:
        return policy
    directives = policy["DIRECTIVES"]
    return {"DIRECTIVES": {**directives, "form-action": [*directives["form-action"], f"https://{server.netloc}"]}}
