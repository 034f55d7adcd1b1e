"""The rules that REST framework's settings name: who may knock, what a body may hold, how long a page is, how often.

They stand apart from `kernel.api` because the framework loads them while it defines its own views.
"""

import json
from collections.abc import Mapping
from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.utils.translation import gettext as _
from rest_framework import exceptions, pagination, parsers, permissions, throttling
from rest_framework.request import Request

from kernel.actor import Actor
from kernel.errors import Invalid
from kernel.text import shown

MAX_DEPTH = 20
MAX_VALUES = 5000
# Acts of a viewset that answer with rows.
LISTING = frozenset({"list", "export"})


class ActorPermission(permissions.BasePermission):
    """Closed by default: a signed-in person or a token, unless the view's policy is public. Tokens need the scope."""

    def has_permission(self, request: Request, view: Any) -> bool:
        """Whether the door opens at all; the objects behind it are scoped by visible_to."""
        if getattr(view, "policy", "") == "public" and request.method in permissions.SAFE_METHODS:
            return True
        if not (request.user and request.user.is_authenticated):
            return False
        scopes = actor_of(request).scopes
        if scopes is None:
            return True
        kind = "read" if request.method in permissions.SAFE_METHODS else "write"
        return getattr(view, f"{kind}_scope", kind) in scopes


class KnownQuery:
    """An endpoint that refuses a parameter it does not know: a misspelt filter would seem to have been obeyed.

    So is a body refused by an act that takes none (`kernel.api_bodies.no_body`).

    `asks` names those that an act reads itself (by the act of a viewset, "" where there is none); lists take their
    filters and the page besides.
    """

    asks: ClassVar[Mapping[str, tuple[str, ...]]] = {}

    def known_parameters(self) -> list[str]:
        """All that may stand behind the question mark."""
        action = getattr(self, "action", "") or ""
        names = list(self.asks.get(action, ()))
        filters = getattr(self, "filterset_class", None)
        if action in LISTING and filters is not None:
            names += filters.base_filters
        if action == "list" and getattr(self, "pagination_class", None) is not None:
            names += [Pages.page_query_param, str(Pages.page_size_query_param)]
        return list(dict.fromkeys(names))

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """After the door has opened, before anything is read."""
        super().initial(request, *args, **kwargs)  # type: ignore[misc]
        known = self.known_parameters()
        if unknown := sorted(set(request.query_params) - {*known, "format"})[:20]:
            said = _("This address takes no such parameter. It takes: %(names)s.") % {"names": ", ".join(known)}
            if not known:
                said = _("This address takes no parameters: leave out all that follows the question mark.")
            raise Invalid(_("Some fields are not right."), fields={name[:60]: [said] for name in unknown})
        if getattr(getattr(self, getattr(self, "action", None) or "", None), "takes_no_body", False):
            _refuse_names(request.data)


def _refuse_names(body: Any) -> None:
    """Refuse all that stands in the body of an act that takes none; an empty one is as good as nothing."""
    if body and not isinstance(body, Mapping):
        raise Invalid(_("Send an object with named fields."))
    if body:
        fields = {str(name)[:60]: [_("There is no such field here.")] for name in sorted(body)[:20]}
        raise Invalid(_("Some fields are not right."), fields=fields)


def actor_of(request: Request) -> Actor:
    """The actor of an API request: from the token if there is one, else from the session."""
    token_actor = getattr(request, "auth", None)
    if isinstance(token_actor, Actor):
        return token_actor
    return request._request.actor  # type: ignore[attr-defined, no-any-return]


class StrictJSONParser(parsers.JSONParser):
    """JSON of at most 1 MB, depth 20 and 5,000 values, no NaN, no double keys."""

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        """The parsed body, or one sentence."""
        raw = stream.read(1_000_001)
        if len(raw) > 1_000_000:
            raise exceptions.ParseError(_("The body is larger than 1 MB: send it in parts."))
        try:
            body = json.loads(raw.decode("utf-8"), object_pairs_hook=_no_doubles, parse_constant=_no_constants)
        except UnicodeDecodeError as error:
            sentence = _("The body is not UTF-8: byte %(place)s is broken. Send it as UTF-8.")
            raise exceptions.ParseError(sentence % {"place": error.start + 1}) from None
        except json.JSONDecodeError as error:
            sentence = _("The body is not JSON: see line %(line)s, column %(column)s.")
            raise exceptions.ParseError(sentence % {"line": error.lineno, "column": error.colno}) from None
        except (ValueError, RecursionError):  # deeper, or longer in one number, than Python itself reads
            raise _too_deep() from None
        _measure(body)
        return body


def _no_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for name, value in pairs:
        if name in out:
            sentence = _("The name %(name)s is there twice in one object: send it once.")
            raise exceptions.ParseError(sentence % {"name": shown(name)})
        out[name] = value
    return out


def _no_constants(name: str) -> Any:
    raise exceptions.ParseError(_("%(name)s is not a number in JSON: send figures or null.") % {"name": name})


def _too_deep() -> exceptions.ParseError:
    return exceptions.ParseError(_("The body is too deep or has more than 5,000 values: send it in parts."))


def _measure(body: Any) -> None:
    count, level = 0, [(body, 1)]
    while level:
        value, depth = level.pop()
        count += 1
        if depth > MAX_DEPTH or count > MAX_VALUES:
            raise _too_deep()
        if isinstance(value, dict):
            level.extend((item, depth + 1) for item in value.values())
        elif isinstance(value, list):
            level.extend((item, depth + 1) for item in value)


class Pages(pagination.PageNumberPagination):
    """Pages of 50, at most 200."""

    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any] | None:
        """One page; a number that is none of them is told with the last there is."""
        try:
            return super().paginate_queryset(queryset, request, view)
        except exceptions.NotFound:
            last = Paginator(queryset, self.get_page_size(request) or self.page_size).num_pages
            told = _("There is no such page here: the last is %(last)s.") % {"last": last}
            raise Invalid(_("Some fields are not right."), fields={"page": [told]}) from None


class _PersonRate(throttling.SimpleRateThrottle):
    safe = True

    def get_cache_key(self, request: Request, view: Any) -> str | None:
        if (request.method in permissions.SAFE_METHODS) is not self.safe:
            return None
        ident = request.user.pk if request.user and request.user.is_authenticated else self.get_ident(request)
        return self.cache_format % {"scope": self.scope, "ident": ident}


class ReadRate(_PersonRate):
    """600 reads a minute for a person."""

    scope = "reads"
    safe = True


class WriteRate(_PersonRate):
    """120 writes a minute for a person."""

    scope = "writes"
    safe = False
