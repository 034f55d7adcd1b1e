"""The walk over the address map: which addresses there are, and the objects that fill them. Not a test.

An address is known by its name (`measurement:request`). Its parameters are filled from a *world*: for each noun of the
path an object of the initiative walked in. `own` objects belong to the partner of the cast, `foreign` ones to the twin
initiative, `made_up` ones to nobody.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from kernel.checks import is_ours

MADE_UP = "aaaaaaaaaaaa"
METHODS = ("get", "post", "put", "patch", "delete")
PARAMETER = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>")


@dataclass(frozen=True)
class Address:
    """One address: its name, the route without the language, and whether it is the API's."""

    name: str
    route: str
    view: Any

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names of its parameters, in order."""
        return tuple(found["name"] for found in PARAMETER.finditer(self.route))

    @property
    def is_api(self) -> bool:
        """Whether it is an endpoint."""
        return self.route.startswith("api/")

    @property
    def methods(self) -> tuple[str, ...]:
        """What it offers, of GET, POST, PUT, PATCH and DELETE."""
        actions = getattr(self.view, "actions", None)
        if actions is not None:
            return tuple(method for method in METHODS if method in actions)
        view = getattr(self.view, "view_class", None) or getattr(self.view, "cls", None)
        allowed = {name for name in getattr(view, "http_method_names", METHODS) if hasattr(view, name)}
        return tuple(method for method in METHODS if method in allowed)

    @property
    def is_act(self) -> bool:
        """Whether it only takes POST."""
        return self.methods == ("post",)

    def nouns(self) -> list[tuple[str, str]]:
        """Each parameter with the path segment before it: ("meetings", "public_id")."""
        out, before = [], ""
        for segment in self.route.split("/"):
            found = PARAMETER.search(segment)
            if found:
                out.append((before, found["name"]))
            elif segment:
                before = segment
        return out


def _walk(resolver: Any, prefix: str, space: str) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _walk(entry, path, f"{space}{entry.namespace}:" if entry.namespace else space)
        elif isinstance(entry, URLPattern) and is_ours(entry.callback):
            yield Address(f"{space}{entry.name or ''}", re.sub(r"^(?:he|en)/", "", path), entry.callback)


def all_addresses() -> list[Address]:
    """Every address of ours, by route."""
    found = {(address.name, address.route): address for address in _walk(get_resolver(), "", "")}
    return [found[key] for key in sorted(found)]
