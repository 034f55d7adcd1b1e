"""The few shapes of an endpoint: scoped lists and details, acts, one mapping of refusals, strict input.

Every viewset names `policy` as a page does. Writes are acts: the same form classes validate, the same service acts.
An act takes `Idempotency-Key`; a change takes `If-Match` with the row's ETag: of a versioned row its version, of any
other what it says.
"""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404
from django.utils.datastructures import MultiValueDict
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import exceptions, status, views, viewsets
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.encoders import JSONEncoder

from kernel import languages
from kernel.actor import Actor
from kernel.api_rules import KnownQuery, actor_of
from kernel.errors import Conflict, DomainError, Invalid
from kernel.models import Versioned
from kernel.views import OPEN_POLICIES, find

_SENTENCES: Mapping[str, Any] = {
    "not_authenticated": gettext_lazy("Sign in, or send a token in the Authorization header."),
    "authentication_failed": gettext_lazy("This token is not known, has expired or was revoked: make a new one."),
    "permission_denied": gettext_lazy("This act needs a scope that the token lacks: make a token that has it."),
    "not_found": gettext_lazy("There is nothing at this address that you may see."),
    "method_not_allowed": gettext_lazy("This address does not take that method."),
    "not_acceptable": gettext_lazy("The answer is JSON: accept application/json."),
    "unsupported_media_type": gettext_lazy("Send the body as application/json."),
    "throttled": gettext_lazy("Too many requests: wait a minute and go on."),
}


def exception_handler(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """One body for every refusal: {"code", "detail", "fields"?}, with the sentence the page shows."""
    if isinstance(error, DomainError):
        body: dict[str, Any] = {"code": error.code, "detail": str(error.sentence)}
        if isinstance(error, Invalid) and error.fields:
            body["fields"] = {name: [str(item) for item in items] for name, items in error.fields.items()}
        return Response(body, status=error.status, headers=dict(error.headers))
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    answer = views.exception_handler(error, context)  # type: ignore[arg-type]
    if answer is None or not isinstance(error, exceptions.APIException):
        return answer
    code = getattr(error, "default_code", "error")
    if isinstance(error, exceptions.ValidationError):
        answer.data = {"code": "invalid", "detail": _("Some fields are not right."), "fields": error.detail}
    else:
        answer.data = {"code": code, "detail": str(_SENTENCES.get(code, error.detail))}
    return answer


def validated(form_class: type[forms.BaseForm], data: Any, **kwargs: Any) -> Any:
    """A form of the pages, filled from the API; unknown names and wrong values are refused together."""
    if not isinstance(data, Mapping):
        raise Invalid(_("Send an object with named fields."))
    plain = {name: value for name, value in data.items() if not hasattr(value, "read")}
    files = {name: value for name, value in data.items() if hasattr(value, "read")}
    form = form_class(data=plain, files=MultiValueDict({name: [file] for name, file in files.items()}), **kwargs)
    unknown = sorted(set(data) - set(form.fields))
    fields = {name: [_("There is no such field here.")] for name in unknown}
    fields |= {
        name: [_("Send one value here, not an object.")]
        for name, value in plain.items()
        if name in form.fields and isinstance(value, Mapping)
    }
    if not form.is_valid():
        fields = {name: [str(item) for item in items] for name, items in form.errors.items()} | fields
    if fields:
        raise Invalid(_("Some fields are not right."), fields=fields)
    return form


class Scoped(KnownQuery, viewsets.GenericViewSet[Any]):
    """The base of every viewset: the queryset is `model.objects.visible_to(actor)`, narrowed by `narrow`."""

    policy: ClassVar[str] = "visible"
    read_scope: ClassVar[str] = "read"
    write_scope: ClassVar[str] = "write"
    model: ClassVar[type[Model]]
    lookup_field = "public_id"
    select: ClassVar[tuple[str, ...]] = ()
    prefetch: ClassVar[tuple[Any, ...]] = ()
    sorts: ClassVar[tuple[str, ...]] = ("pk",)

    @property
    def actor(self) -> Actor:
        """Who asks."""
        return actor_of(self.request)

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Keep the rows of this address (the initiative's, the parent's)."""
        return rows

    def get_queryset(self) -> QuerySet[Any]:
        """Rows the actor may see at this address."""
        if getattr(self, "swagger_fake_view", False):
            return self.model._default_manager.none()
        rows = self.model._default_manager.visible_to(self.actor)  # type: ignore[attr-defined]
        return self.narrow(rows).select_related(*self.select).prefetch_related(*self.prefetch).order_by(*self.sorts)

    def get_object(self) -> Any:
        """The object at this address, or 404."""
        return find(self.get_queryset(), **{self.lookup_field: self.kwargs[self.lookup_field]})

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One page of the rows."""
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One row with its ETag; 304 when the reader has it."""
        answer = self.answer(self.get_object())
        if request.headers.get("If-None-Match") == answer["ETag"]:
            return Response(status=status.HTTP_304_NOT_MODIFIED, headers={"ETag": answer["ETag"]})
        return answer

    def require_seen(self, obj: Any) -> None:
        """Refuse a change that saw another state of the row than the present one."""
        if self.request.headers.get("If-Match"):
            require_match(self.request, obj, None if isinstance(obj, Versioned) else self.get_serializer(obj).data)

    def once(self, act: Any) -> Response:
        """Run an act under the caller's Idempotency-Key: the second call gets the first one's answer."""
        key = self.request.headers.get("Idempotency-Key", "")
        if not key:
            return act()  # type: ignore[no-any-return]
        repeat = import_string(settings.KERNEL_ONCE_API)
        return repeat(actor=self.actor, key=key, request=self.request, act=act)  # type: ignore[no-any-return]

    def answer(self, obj: Any, code: int = status.HTTP_200_OK) -> Response:
        """The row after an act."""
        data = self.get_serializer(obj).data
        return Response(data, status=code, headers={"ETag": etag(obj, data)})


def etag(obj: Any, data: Any = None) -> str:
    """The ETag of a row: its version if it has one, else what it says."""
    if isinstance(obj, Versioned):
        return f'"{obj.public_id}-{obj.version}"'  # type: ignore[attr-defined]
    said = json.dumps(data, cls=JSONEncoder, sort_keys=True, ensure_ascii=False)
    return f'"{sha256(said.encode()).hexdigest()[:20]}"'


def require_match(request: Request, obj: Any, data: Any = None) -> None:
    """Refuse a write that saw another state than the present one."""
    seen = request.headers.get("If-Match")
    if seen and seen not in {"*", etag(obj, data)}:
        raise Conflict(_("Somebody changed this meanwhile: read it again, then send your change."), "stale")


def in_every_language(obj: Any, field: str) -> dict[str, str]:
    """A translated text as the API shows it: one entry per language."""
    return languages.values(obj, field)


__all__ = ["OPEN_POLICIES", "Scoped", "actor_of", "etag", "in_every_language", "require_match", "validated"]
