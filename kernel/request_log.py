"""Owns the one line that each request leaves in the log: who, which route, how it ended and what it cost.

Refuses to write addresses, also where Django would: a path may hold a token. The route is the pattern, and the person
is a number.
"""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse

log = logging.getLogger("shidra.requests")


class RequestLogMiddleware:
    """Writes the line after the answer; costs nothing where the log is not read at level INFO."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not log.isEnabledFor(logging.INFO):
            return self.get_response(request)
        queries = _Queries()
        wall, cpu = time.perf_counter(), time.thread_time()
        with connection.execute_wrapper(queries):
            response = self.get_response(request)
        log.info(
            "request",
            extra={
                "method": request.method,
                "route": getattr(request.resolver_match, "route", None) or "-",
                "status": response.status_code,
                # Only when the request has asked who it is: the log must not be the one that asks the database.
                "person": getattr(getattr(request, "_cached_user", None), "pk", None),
                "ms": round((time.perf_counter() - wall) * 1000, 1),
                "cpu_ms": round((time.thread_time() - cpu) * 1000, 1),
                "queries": queries.count,
            },
        )
        return response


class NoAddresses(logging.Filter):
    """Takes the address out of what Django itself says of a request ("Not Found: …"), and puts the route there."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always lets it pass."""
        request = record.__dict__.pop("request", None)
        if isinstance(request, HttpRequest):
            route = getattr(request.resolver_match, "route", None) or "-"
            record.__dict__["route"] = route
            if isinstance(record.args, tuple) and record.args:  # the address is always the last
                record.args = (*record.args[:-1], route)
        return True


class _Queries:
    """Counts what goes to the database."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
        self.count += 1
        return execute(sql, params, many, context)
