"""Structured log: one JSON line, with the request's id, UTC."""

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "request_id": {"()": "kernel.middleware.RequestIdFilter"},
        "no_addresses": {"()": "kernel.request_log.NoAddresses"},
    },
    "formatters": {
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "format": "%(levelname)s %(name)s %(message)s %(request_id)s",
            "timestamp": True,  # in UTC
        },
        "plain": {"format": "%(levelname)s %(name)s: %(message)s"},
    },
    "handlers": {
        "json": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["request_id", "no_addresses"]},
        "plain": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["no_addresses"]},
    },
    "root": {"handlers": ["plain"], "level": "WARNING"},
}
