"""Empty on purpose: DJANGO_SETTINGS_MODULE names one of local, test, embedded or production."""
