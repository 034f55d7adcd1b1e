"""The joined style sheet: imports replaced, addresses kept right, layers kept."""

import pytest
from django.conf import settings
from django.core.management.base import CommandError

from portal.management import style_sheet


@pytest.fixture
def static(tmp_path):
    (tmp_path / "css/components").mkdir(parents=True)
    (tmp_path / "css/shidra.css").write_text(
        '@layer a, b;\n@import url("fonts.css");\n@import "components/card.css" layer(b);\n.last { top: 0 }\n'
    )
    (tmp_path / "css/fonts.css").write_text('@font-face { src: url("../fonts/x.woff2") }\n')
    (tmp_path / "css/components/card.css").write_text(
        ".card { background: url('../../icons/a.svg'); mask: url(data:image/svg+xml,x) }\n"
    )
    return tmp_path


def test_each_import_is_replaced_by_its_file_in_order(static):
    text = style_sheet.joined(static)
    assert "@import" not in text
    assert text.index("@layer a, b") < text.index("@font-face") < text.index(".card") < text.index(".last")


def test_addresses_are_told_from_where_the_joined_sheet_stands(static):
    text = style_sheet.joined(static)
    assert 'url("../fonts/x.woff2")' in text
    assert 'url("../icons/a.svg")' in text
    assert "url(data:image/svg+xml,x)" in text


def test_a_layer_of_an_import_is_kept(static):
    assert "@layer b {\n.card" in style_sheet.joined(static)


def test_an_import_without_a_file_is_refused_by_name(static):
    (static / "css/fonts.css").unlink()
    with pytest.raises(CommandError, match="fonts.css"):
        style_sheet.joined(static)


def test_the_same_sheet_is_not_written_twice(static, tmp_path):
    target = tmp_path / "out"
    assert style_sheet.write(static, target) is True
    assert style_sheet.write(static, target) is False


def test_the_sheet_of_the_portal_joins_into_one_file():
    text = style_sheet.joined(settings.BASE_DIR / "static")
    assert "@import" not in text
    assert len(text) > 10_000
