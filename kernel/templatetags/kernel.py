"""The tags and filters of every page: permission, figures, money, days, directions, icons, addresses.

A built-in library: no `{% load %}` needed. The writing of values is in `kernel.formatting`; nothing here queries.

    {% may "partners.mandate.grant" organisation as verdict %}    verdict.sentence says why not
    {% act_button url=… label=… verdict=verdict %}                a POST form with one button
    {{ x|num }} {{ x|num:1 }} {{ x|signed }} {{ x|points:1 }} {{ share|pct }} {{ share|signed_pct }}
    {{ agorot|money }} {{ agorot|money:"USD" }}
    {{ agorot|money_exact }} {{ agorot|money_short }} {{ name|bdi }} {{ code|period }}
    {{ date|day }} {{ date|day:"noyear|plain|month|short" }} {{ at|moment }} {{ at|moment:"sentence|full|short|time" }}
    {{ date|ago }} {{ "<10"|ltr }} {{ typed|dirauto:language }} {{ typed|paragraphs:language }} {{ name|initial }}
    {% icon "home" %} {% icon "check" "icon--lg" %} {% asset "css/shidra.css" %} {% qs page=2 %}
    {% other_languages as languages %}                            the same page in the other languages
"""

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any
from uuid import uuid4

from django import template
from django.conf import settings
from django.template.context import Context
from django.templatetags.static import static
from django.urls import translate_url
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, get_language_info

from kernel import clock, formatting, permissions
from kernel.templatetags import rendering

register = template.Library()

# What points somewhere is turned round in Hebrew; checks, clocks and charts are not.
POINTING = frozenset(
    (
        "arrow-back-up",
        "arrow-left",
        "arrow-right",
        "chevron-left",
        "chevron-right",
        "corner-down-right",
        "door-exit",
        "external-link",
        "login",
        "logout",
        "mail-forward",
        "message-reply",
        "send",
        "share",
    )
)

register.filter("num", formatting.num)
register.filter("signed", formatting.signed)
register.filter("points", formatting.points)
register.filter("pct", formatting.pct)
register.filter("signed_pct", formatting.signed_pct)
register.filter("money", formatting.money)
register.filter("money_short", formatting.money_short)
register.filter("bdi", formatting.bdi)
register.filter("day", formatting.day)
register.filter("day_words", formatting.day_words)
register.filter("moment", formatting.moment)
register.filter("moment_words", formatting.moment_words)
register.filter("dirauto", formatting.dirauto)
register.filter("paragraphs", formatting.paragraphs)
register.filter("ltr", formatting.isolate)
register.filter("fingerprint", formatting.fingerprint)
register.filter("widget_kind", rendering.widget_kind)
register.filter("dressed", rendering.dressed)
register.filter("field_groups", rendering.field_groups)
register.filter("error_count", rendering.error_count)
register.filter("page_numbers", rendering.page_numbers)
register.simple_tag(rendering.sort_state, name="sort_state")


@register.filter
def money_exact(minor: Any, currency: str = "ILS") -> SafeString | str:
    """Money with its agorot always shown: payments, ledgers."""
    return formatting.money(minor, currency, always_minor=True)


@register.filter
def ago(value: Any) -> str:
    """Days between a day and today, in words."""
    return formatting.ago(value, clock.today())


@register.filter
def period(code: str) -> SafeString | str:
    """The name of a period's code in the active language."""
    from kernel import periods

    return formatting.bdi(periods.label(code, get_language() or settings.LANGUAGE_CODE)) if code else ""


@register.filter
def initial(name: Any) -> str:
    """The first letter or digit of a name, for its mark."""
    return next((letter.upper() for letter in str(name or "") if letter.isalnum()), "?")


@register.simple_tag(takes_context=True)
def may(context: Context, name: str, obj: Any = None) -> permissions.Answer:
    """The policy's answer for whoever looks at the page: true or false, with `.sentence` and `.code`."""
    request: Any = getattr(context, "request", None) or context.get("request")
    actor = context.get("actor") or request.actor
    return permissions.ask(name, actor, obj)


@cache
def _sprite(_root: str) -> str:
    return static("icons/sprite.svg")


@register.simple_tag
def icon(name: str, classes: str = "") -> SafeString:
    """An icon of the sprite; silent for screen readers, turned round in Hebrew where it points."""
    return _icon(name, classes, settings.STATIC_URL)


@lru_cache(maxsize=512)
def _icon(name: str, classes: str, root: str) -> SafeString:
    every = f"icon {classes}".strip() + (" flip-rtl" if name in POINTING and "flip" not in classes else "")
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>', every, _sprite(root), name)


@register.simple_tag
def asset(path: str) -> str:
    """The address of a file of ours; with its hash where the storage writes one."""
    return static(path)


@register.simple_tag(takes_context=True)
def qs(context: Context, **changes: Any) -> str:
    """The query of this page with some values changed; None takes one out. Paging is dropped unless it is named."""
    request = getattr(context, "request", None) or context["request"]
    query = request.GET.copy()
    if "page" not in changes:
        query.pop("page", None)
    for key, value in changes.items():
        if value is None or value == "":
            query.pop(key, None)
        else:
            query[key] = value
    return f"?{query.urlencode()}" if query else "?"


@register.simple_tag(takes_context=True)
def other_languages(context: Context) -> list[dict[str, Any]]:
    """The other languages of the portal, each with the address of this same page and its own name for itself."""
    request = getattr(context, "request", None) or context.get("request")
    here = request.get_full_path() if request is not None else "/"
    # An address whose language stands behind the question mark keeps its path.
    asked = request.path if request is not None and getattr(request, "language_in_query", False) else ""
    now = (get_language() or settings.LANGUAGE_CODE).split("-")[0]
    out = []
    for code, _name in settings.LANGUAGES:
        if code != now:
            info = get_language_info(code)
            url = f"{asked}?language={code}" if asked else translate_url(here, code)
            # An address that no pattern knows (an error page) leads to the other language's front door.
            out.append({"code": code, "name": info["name_local"], "url": url if url != here else f"/{code}/"})
    return out


@register.simple_tag
def idempotency_key() -> str:
    """A fresh key of a form: the second click of the same form does nothing."""
    return uuid4().hex


@register.inclusion_tag("components/act_button.html", takes_context=True)
def act_button(context: Context, url: str, label: str, verdict: Any = None, **options: Any) -> Mapping[str, Any]:
    """One act as a button of its own: see templates/components/README.md for the options."""
    refused = verdict is not None and not verdict
    return {
        "url": url,
        "label": label,
        "refused": refused,
        "sentence": getattr(verdict, "sentence", "") if refused else "",
        "key": uuid4().hex,
        "csrf_token": context.get("csrf_token"),
        "hidden": options.pop("hidden", None) or {},
        **options,
    }


@register.filter
def attr(field: Any, pairs: str) -> Any:
    """A bound field with more attributes on its widget: `{{ form.note|attr:"rows:3" }}`."""
    for pair in pairs.split(","):
        key, _sep, value = pair.partition(":")
        field.field.widget.attrs[key.strip()] = value.strip()
    return field


@register.filter
def get(mapping: Any, key: Any) -> Any:
    """A value of a mapping by a key that is itself a value."""
    return mapping.get(key) if hasattr(mapping, "get") else None


@register.simple_tag
def html_language() -> SafeString:
    """`lang` and `dir` of the page."""
    code = (get_language() or settings.LANGUAGE_CODE).split("-")[0]
    direction = "rtl" if get_language_info(code)["bidi"] else "ltr"
    return mark_safe(f'lang="{code}" dir="{direction}"')
