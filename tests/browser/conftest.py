"""A real browser: Debian's chromium, which refuses what the content policy refuses. Each page is listened to.

`visit` opens a path of the live server in a tab of its own and gives the tab; a script error, a refused style, a call
to another host or a file that is not there fails the test at its end.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.conftest import made_fresh

# Playwright's loop runs in the thread of the test, and Django would take its own queries for asynchronous ones.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
# It runs beside other tests: what a page shows counts, not how soon.
expect.set_options(timeout=20_000)
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever stands in this folder needs a browser."""
    for item in items:
        if "tests/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """The browser of the system, without a sandbox, because CI runs as root."""
    path = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if path is None:
        pytest.skip("no chromium on this machine")
    return {"executable_path": path, "args": ["--no-sandbox"]}


class Listener:
    """What a tab complained of."""

    def __init__(self, origin: str) -> None:
        self.host = urlsplit(origin).netloc
        self.complaints: list[str] = []

    def listen(self, tab: Page) -> None:
        """Hear errors of scripts and of the content policy, alien requests, missing files."""
        tab.on("console", lambda message: self._hear(message.type in {"error", "warning"}, f"console: {message.text}"))
        tab.on("pageerror", lambda error: self._hear(True, f"script: {error}"))
        tab.on("request", lambda request: self._hear(self._alien(request.url), f"another host: {request.url}"))

    def _alien(self, url: str) -> bool:
        parts = urlsplit(url)
        return parts.scheme in {"http", "https"} and parts.netloc != self.host

    def _hear(self, is_complaint: bool, text: str) -> None:
        if is_complaint:
            self.complaints.append(text)


@pytest.fixture
def listener(live_server: Any) -> Iterator[Listener]:
    """Fails the test when a tab complained; a test that expects a complaint takes it out of the list."""
    heard = Listener(live_server.url)
    yield heard
    assert heard.complaints == []


@pytest.fixture
def open_context(browser: Browser, live_server: Any) -> Iterator[Callable[..., BrowserContext]]:
    """Makes contexts (a size, a language, a colour scheme, no script) and closes them."""
    made: list[BrowserContext] = []

    def make(**how: Any) -> BrowserContext:
        made.append(browser.new_context(base_url=live_server.url, **how))
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.fixture
def visit(open_context: Callable[..., BrowserContext], listener: Listener) -> Callable[..., Page]:
    """`visit("/he/sign-in/", viewport={"width": 320, "height": 640})` gives the tab."""

    def go(path: str, *, cookies: list[Any] | None = None, **how: Any) -> Page:
        around = open_context(**how)
        around.add_cookies(cookies or [])
        tab = around.new_page()
        listener.listen(tab)
        tab.goto(path)
        return tab

    return go


@pytest.fixture
def signed_in_cookies(live_server: Any, client: Any) -> Callable[[Any], list[Any]]:
    """The cookies of a person who has signed in, for `visit(…, cookies=…)`."""

    def cookies(person: Any) -> list[Any]:
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        made_fresh(client, person)
        return [
            {"name": name, "value": morsel.value, "url": live_server.url} for name, morsel in client.cookies.items()
        ]

    return cookies
