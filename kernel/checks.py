"""System checks: every model says who may see it, every page of ours names its policy."""

from collections.abc import Iterator
from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.core.checks import Error, register
from django.urls import URLPattern, URLResolver, get_resolver

from kernel import permissions
from kernel.querysets import ScopedQuerySet
from kernel.views import OPEN_POLICIES


def patterns(resolver: Any = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address of the site with its pattern."""
    for entry in (resolver or get_resolver()).url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, path)
        else:
            yield path, entry


def is_ours(callback: Any) -> bool:
    """Whether a view is code of this project."""
    view = getattr(callback, "view_class", None) or getattr(callback, "cls", None) or callback
    return view.__module__.split(".")[0] in {*settings.FIRST_PARTY_APPS, "config"}


def policy_of(callback: Any) -> str:
    """The policy that a view names."""
    view = getattr(callback, "view_class", None) or getattr(callback, "cls", None) or callback
    return getattr(view, "policy", "") or ""


@register()  # type: ignore[type-var]
def models_are_scoped(app_configs: list[AppConfig] | None = None, **kwargs: Any) -> list[Error]:
    """Each of our models has a ScopedQuerySet with its own `visible_to`."""
    out = []
    for model in apps.get_models():
        if model._meta.app_label not in settings.FIRST_PARTY_APPS:
            continue
        queryset = getattr(model._default_manager, "_queryset_class", None)
        if queryset is None or getattr(queryset, "visible_to", ScopedQuerySet.visible_to) is ScopedQuerySet.visible_to:
            out.append(Error(f"{model._meta.label} does not say who may see its rows.", id="kernel.E001", obj=model))
    return out


@register()  # type: ignore[type-var]
def addresses_have_policies(app_configs: list[AppConfig] | None = None, **kwargs: Any) -> list[Error]:
    """Each view of ours names a policy that exists."""
    out = []
    for path, pattern in patterns():
        if not is_ours(pattern.callback):
            continue
        name = policy_of(pattern.callback)
        if name not in OPEN_POLICIES and name not in permissions.names():
            out.append(Error(f"/{path} names no known policy ({name!r}).", id="kernel.E002"))
    return out
