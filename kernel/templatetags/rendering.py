"""How lists and form fields are laid out: which control a field is, which fields stand side by side, which pages show.

Pure helpers of the components; the templates decide the markup.
"""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.paginator import Page
from django.utils.safestring import SafeString

from kernel import languages

# Left to right in both languages: addresses, figures, codes.
LEFT_TO_RIGHT = frozenset({"email", "url", "number", "tel", "password", "date", "time", "datetime-local", "month"})
FLAT = (forms.RadioSelect, forms.CheckboxSelectMultiple)


def widget_kind(field: forms.BoundField) -> str:
    """hidden, choices (several boxes), check (one box), select, file, textarea or input."""
    widget = field.field.widget
    if field.is_hidden:
        return "hidden"
    if isinstance(widget, FLAT):
        return "choices"
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    if isinstance(widget, forms.SelectMultiple):
        return "many"
    if isinstance(widget, forms.Select):
        return "select"
    if isinstance(widget, forms.FileInput):
        return "file"
    if isinstance(widget, forms.Textarea):
        return "textarea"
    return "input"


def dressed(field: forms.BoundField) -> SafeString:
    """The control with our classes and the direction of what is typed into it."""
    widget = field.field.widget
    kind = widget_kind(field)
    own = widget.attrs.get("class", "")
    base = {"select": "select", "many": "select select--many", "textarea": "textarea", "file": ""}.get(kind, "input")
    attrs: dict[str, Any] = {}
    type_ = getattr(widget, "input_type", "")
    if type_ in LEFT_TO_RIGHT:
        base += " input--ltr"
        attrs["dir"] = "ltr"
    elif kind in {"input", "textarea"} and "dir" not in widget.attrs and type_ not in {"checkbox", "radio"}:
        attrs["dir"] = "auto"
    classes = f"{base} {own}".strip()
    if classes:
        attrs["class"] = classes
    return field.as_widget(attrs=attrs)


def field_groups(form: forms.BaseForm) -> list[list[forms.BoundField]]:
    """The visible fields in order; the languages of one text together, so that they stand side by side."""
    groups: list[list[forms.BoundField]] = []
    stem_of_last = ""
    for field in form.visible_fields():
        stem = _stem(field.name)
        if stem and stem == stem_of_last:
            groups[-1].append(field)
        else:
            groups.append([field])
        stem_of_last = stem
    return groups


def _stem(name: str) -> str:
    for code in languages.codes():
        if name.endswith(f"_{code}"):
            return name.removesuffix(f"_{code}")
    return ""


def error_count(form: forms.BaseForm) -> int:
    """How many sentences the summary of errors will hold."""
    return sum(len(errors) for errors in form.errors.values())


def page_numbers(page: Page) -> Iterable[int | None]:
    """The pages to name: the first, the last, those around the present one; None for what is left out between."""
    last = page.paginator.num_pages
    shown = sorted({1, last, *range(max(1, page.number - 1), min(last, page.number + 1) + 1)})
    before = 0
    for number in shown:
        if number - before == 2:
            yield number - 1
        elif number - before > 2:
            yield None
        yield number
        before = number


def sort_state(key: str, sort: str) -> dict[str, str]:
    """What a column head says and where it leads: `aria`, `icon`, `next`."""
    if sort == key:
        return {"aria": "ascending", "icon": "arrow-up", "next": f"-{key}"}
    if sort == f"-{key}":
        return {"aria": "descending", "icon": "arrow-down", "next": key}
    return {"aria": "", "icon": "", "next": key}
