"""The commands of `manage.py`; what each does stands in its help."""
