"""The form of a paper: the file, its title, and what it belongs to."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kernel.forms import CleanForm, TypedSelect
from working_groups.models import Meeting

ACCEPTED = ".pdf,.docx,.xlsx,.pptx,.png,.jpg,.jpeg,.txt,.csv"


class MaterialForm(CleanForm):
    """A file and its title; for a meeting also the item it belongs to."""

    file = forms.FileField(
        label=_("File"),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        help_text=_("PDF, Word, Excel, PowerPoint, a picture or a text, up to 20 MB."),
    )
    title = forms.CharField(label=_("Title"), required=False, max_length=200, help_text=_("Empty: the file's name."))
    item: Any = forms.ModelChoiceField(
        label=_("Belongs to"),
        queryset=None,
        required=False,
        to_field_name="public_id",
        empty_label=_("The meeting"),
        widget=TypedSelect,
    )

    def __init__(self, *args: Any, thing: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if isinstance(thing, Meeting):
            rows = thing.items.filter(accepted=True).order_by("position", "pk")  # type: ignore[attr-defined]
            self.fields["item"].queryset = rows  # type: ignore[attr-defined]
        else:
            del self.fields["item"]
