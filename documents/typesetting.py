"""Papers as PDF, set by Typst in the portal's own fonts.

What a paper says comes as data, never as markup, so nothing that somebody typed can be read as a command; the same
words at the same moment give the same bytes.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import typst
from django.conf import settings


def typeset(template: Path | bytes, words: Mapping[str, Any], at: datetime) -> bytes:
    """The tagged PDF (PDF/UA-1) of a template, a file or its text, which reads `words` as `sys.inputs.data`."""
    source: Any = template
    made: Any = typst.compile(
        source,
        root=str(template.parent) if isinstance(template, Path) else None,
        font_paths=[str(settings.BASE_DIR / "static" / "fonts" / "ttf")],
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=["ua-1"],
        timestamp=int(at.timestamp()),
        sys_inputs={"data": json.dumps(words, ensure_ascii=False)},
    )
    return bytes(made)
