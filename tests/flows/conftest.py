"""What is typed wrong is told in both languages; from day to day each case is tried in one of them, in CI in both."""

import zlib

import pytest

LANGUAGES = ("he", "en")
SPOKEN = ("world", "reader", "language")  # the parameters that are a language


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Of the two languages of a case leave one to CI; which one, the case's own name decides."""
    for item in items:
        given = getattr(item, "callspec", None)
        if given is None or "tests/flows/" not in item.path.as_posix():
            continue
        language = next((given.params[name] for name in SPOKEN if given.params.get(name) in LANGUAGES), None)
        if language is None:
            continue
        case = item.nodeid.replace(f"[{language}", "[").replace(f"-{language}]", "]")
        if LANGUAGES[zlib.crc32(case.encode()) % 2] != language:
            item.add_marker(pytest.mark.exhaustive)
