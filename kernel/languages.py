"""Languages are a list, not a pair: columns, fallbacks and directions computed from `settings.LANGUAGES`."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _


def codes() -> tuple[str, ...]:
    """The codes of the setting, the default first."""
    return tuple(code for code, _name in settings.LANGUAGES)


def default() -> str:
    """The language that every text of an initiative must have."""
    return str(settings.LANGUAGE_CODE)


def current() -> str:
    """The language of the reader, one of the setting."""
    language = (get_language() or default()).split("-")[0]
    return language if language in codes() else default()


def column(field: str, language: str | None = None) -> str:
    """The column that holds a translated field in a language: `name_he`."""
    return f"{field}_{language or current()}"


def columns(field: str) -> tuple[str, ...]:
    """All columns of a translated field."""
    return tuple(column(field, code) for code in codes())


def named(code: str) -> Any:
    """What a language is called, in the reader's language; Django's catalogues know every name."""
    return _(get_language_info(code)["name"])


def direction(language: str | None = None) -> str:
    """`rtl` or `ltr`."""
    return "rtl" if get_language_info(language or current())["bidi"] else "ltr"


@dataclass(frozen=True)
class Text:
    """A text with the language it is really in (a fallback shows another than the reader's)."""

    value: str
    language: str

    def __str__(self) -> str:
        return self.value

    @property
    def direction(self) -> str:
        """The direction of the language it is in."""
        return direction(self.language)

    @property
    def is_fallback(self) -> bool:
        """Whether the reader's own language is missing."""
        return bool(self.value) and self.language != current()


def text(obj: Any, field: str, language: str | None = None) -> Text:
    """A translated field in the reader's language, else in the first that is there, visibly."""
    wanted = language or current()
    for code in (wanted, *codes()):
        value = getattr(obj, column(field, code), None)
        if value:
            return Text(value, code)
    return Text("", wanted)


def values(obj: Any, field: str) -> dict[str, str]:
    """A translated field in every language."""
    return {code: getattr(obj, column(field, code), None) or "" for code in codes()}
