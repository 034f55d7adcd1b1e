"""How figures stand inside the sentences of dashboards: isolated, in the reader's writing, never a bare minus.

Plain text, so that page, file, mail and API share one sentence.
"""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from kernel import periods
from kernel.formatting import change_words, figure
from kernel.text import FSI, PDI


def put(template: str, **values: Any) -> str:
    """A translated sentence filled with values that cannot turn it round."""
    return template % {name: f"{FSI}{value}{PDI}" for name, value in values.items()}


def publisher(text: str) -> str:
    """The name of a source in the reader's language where the catalogue knows it, else as it was typed."""
    return gettext(text) if text else ""


def number(value: Decimal | None, decimals: int | None = None) -> str:
    """A figure."""
    return figure(value, decimals)


def change(value: Decimal, decimals: int | None = None, *, in_points: bool = False) -> str:
    """A change with its sign; that of a percentage is told in percentage points."""
    return change_words(value, decimals, in_points=in_points)


def period(code: str) -> str:
    """A period as people call it; a code that is none stays as it is."""
    return periods.label(code) if periods.is_valid(code) else code
