"""Pure rules of initiatives: what a slug may be. It knows no table."""

import re

# First words of the portal's own addresses: an initiative of that name could not be reached.
RESERVED = (
    "about",
    "accessibility",
    "account",
    "accounts",
    "admin",
    "api",
    "calendar",
    "documents",
    "en",
    "favicon.ico",
    "files",
    "go",
    "he",
    "healthz",
    "help",
    "home",
    "initiatives",
    "invitations",
    "me",
    "new",
    "operations",
    "organisations",
    "people",
    "personas",
    "privacy",
    "readyz",
    "search",
    "sign-in",
    "sign-out",
    "sign-up",
    "static",
    "styleguide",
    "terms",
    "u",
)
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,38}[a-z0-9]\Z")


def is_slug(value: str) -> bool:
    """Two to forty small Latin letters, digits and hyphens, beginning and ending with a letter or digit."""
    return bool(_SLUG.match(value)) and "--" not in value


def is_reserved(value: str) -> bool:
    """Whether the portal itself uses that word."""
    return value in RESERVED
