"""The composition root: settings, addresses, Celery. It imports everything and is imported by no floor."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
