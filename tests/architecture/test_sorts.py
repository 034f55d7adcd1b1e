"""No list is left unsorted: each word of `?sort=` is found, the default among them."""

from collections.abc import Mapping

from django.urls import get_resolver

from kernel.views import ScopedList


def lists(kind=ScopedList):
    for one in kind.__subclasses__():
        yield one
        yield from lists(one)


def test_no_word_of_a_sort_begins_with_a_minus():
    # The minus turns a word round, so it is taken off before the word is looked up.
    assert get_resolver().url_patterns  # reading the addresses imports every view
    found = [one for one in lists() if isinstance(one.sorts, Mapping) and one.sorts]
    assert len(found) > 10
    assert [one.__name__ for one in found if any(word.startswith("-") for word in one.sorts)] == []
