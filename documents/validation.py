"""What may be stored: known kinds of files whose bytes agree with their name. Pure, no table.

SECURITY: SVG and HTML are no documents here (script); size is looked at first; the stored name is never the given one.
"""

from dataclasses import dataclass
from typing import Any

import filetype
from django.utils.translation import gettext_lazy as _

from kernel.text import TextRefused, clean

LARGEST = 20_000_000
# Ending → media types that the bytes may show. Text has no signature.
PICTURES, LARGEST_PICTURE = ("png", "jpg", "jpeg"), 1_000_000
KINDS = {
    "pdf": ("application/pdf",),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "application/zip"),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "application/zip"),
    "pptx": ("application/vnd.openxmlformats-officedocument.presentationml.presentation", "application/zip"),
    "png": ("image/png",),
    "jpg": ("image/jpeg",),
    "jpeg": ("image/jpeg",),
    "txt": (),
    "csv": (),
    "tsv": (),
}
_TEXT = {"txt": "text/plain", "csv": "text/csv", "tsv": "text/tab-separated-values"}
_WIDE = (b"\xff\xfe", b"\xfe\xff")  # text in 16 bits, as spreadsheets save "Unicode text"


@dataclass(frozen=True)
class Refusal:
    """Why a file is not taken."""

    code: str
    sentence: Any


def clean_name(name: str) -> str:
    """The last part of a name, without anything that moves in a path or turns letters around."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1].replace("\0", "")
    try:
        return clean(last)[-200:] or "file"
    except TextRefused:
        return "file"


def look_at_picture(name: str, size: int) -> Refusal | None:
    """Why a file is no logo: besides what `look` refuses, other kinds and pictures that slow a page down."""
    if name.rsplit(".", 1)[-1].lower() not in PICTURES:
        return Refusal("no_picture", _("A logo is a PNG or JPEG picture."))
    if size > LARGEST_PICTURE:
        return Refusal("too_large", _("The picture is larger than 1 MB: send a smaller one."))
    return None


def look(name: str, size: int, head: bytes) -> tuple[str, Refusal | None]:
    """The media type to store, or why the file is refused. `head` are its first bytes."""
    ending = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if size == 0:
        return "", Refusal("empty", _("The file is empty."))
    if size > LARGEST:
        return "", Refusal("too_large", _("The file is larger than 20 MB: send a smaller one."))
    if ending not in KINDS:
        return "", Refusal("kind", _("Send a PDF, a Word, Excel or PowerPoint file, an image or a text."))
    guessed = filetype.guess(head)
    if ending in _TEXT:
        if guessed is not None or (b"\0" in head and not head.startswith(_WIDE)):
            return "", Refusal("disagrees", _("The file is not what its name says: save it again in its own program."))
        return _TEXT[ending], None
    if guessed is None or guessed.mime not in KINDS[ending]:
        return "", Refusal("disagrees", _("The file is not what its name says: save it again in its own program."))
    return KINDS[ending][0], None
