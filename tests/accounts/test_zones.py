"""The time zones to choose from: cities in the reader's language, each once, and never without the one chosen."""

import pytest
from django.utils import translation

from accounts import zones


def listed(chosen=""):
    first, *groups = zones.choices(chosen)
    return first, {name: label for group in groups if isinstance(group[1], list) for name, label in group[1]}


@pytest.mark.parametrize(("language", "paris", "kyiv"), [("he", "פריז", "קייב"), ("en", "Paris", "Kyiv")])
def test_cities_stand_in_the_readers_language_and_alphabet(language, paris, kyiv):
    with translation.override(language):
        first, cities = listed()
        groups = zones.choices()[1:]
        assert (str(first[1]), first[0]) == (str(zones._("Israel (Jerusalem)")), "Asia/Jerusalem")
    assert (cities["Europe/Paris"], cities["Europe/Kyiv"]) == (paris, kyiv)
    assert [label for label, _rows in groups] == sorted(label for label, _rows in groups)
    assert all([label for _name, label in rows] == sorted(label for _name, label in rows) for _region, rows in groups)
    assert "Europe/Kiev" not in cities and "Asia/Tel_Aviv" not in cities


def test_no_city_is_left_in_latin_letters_on_a_hebrew_page():
    with translation.override("he"):
        _first, cities = listed()
    assert [label for label in cities.values() if any("a" <= letter.lower() <= "z" for letter in label)] == []


@pytest.mark.parametrize("chosen", ["Europe/Kiev", "Asia/Tel_Aviv", "Asia/Calcutta", "Etc/UTC", "Asia/Jerusalem"])
def test_the_one_that_is_chosen_stays_among_them(chosen):
    flat = [one for row in zones.choices(chosen) for one in (row[1] if isinstance(row[1], list) else [row])]
    assert [name for name, _label in flat].count(chosen) == 1
