"""Templates say their contract, keep script and style in files, and know no side of the screen."""

import re

from tests.architecture import source

INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")|<style|\sstyle=\"|\son[a-z]+=\"|javascript:"
)
SIDES = re.compile(
    r"(?:margin|padding|border)-(?:left|right)|text-align:\s*(?:left|right)|(?:^|[\s;{])(?:left|right)\s*:|float:\s*(?:left|right)"
)


def pages():
    return [
        path
        for path in source.files(".html", "templates")
        if "/email/" not in str(path) and "base_email" not in path.name
    ]


def test_no_inline_script_or_style():
    found = [source.name(path) for path in pages() if INLINE.search(path.read_text(encoding="utf-8"))]
    assert found == []


def test_the_checker_sees_inline_style_and_script():
    assert INLINE.search('<p style="color:red">') and INLINE.search("<script>x</script>")
    assert not INLINE.search('<script src="/static/js/x.js" defer></script>')


def test_css_uses_logical_properties_only():
    found = []
    for path in source.files(".css", "static"):
        if "vendor" in path.parts:
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if SIDES.search(line):
                found.append(f"{source.name(path)}:{number}: {line.strip()[:80]}")
    assert found == []


def test_each_page_opens_with_its_contract():
    found = []
    for path in pages():
        text = path.read_text(encoding="utf-8").lstrip()
        text = re.sub(r"^(\{%\s*(extends|load)[^%]*%\}\s*)+", "", text)
        if not text.startswith(("{#", "{% comment")):
            found.append(source.name(path))
    assert found == []


def test_the_safe_filter_is_used_nowhere_in_templates():
    found = [
        source.name(path) for path in source.files(".html", "templates") if "|safe" in path.read_text(encoding="utf-8")
    ]
    assert found == []
