"""Languages, time zone and formats. A third language is a line here, a catalogue and a migration."""

from pathlib import Path

_BASE = Path(__file__).resolve().parent.parent.parent

# Each language in its own letters is told by Django (name_local), so no Hebrew letter stands here.
LANGUAGE_CODE = "he"
LANGUAGES = [("he", "Hebrew"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "shidra_language"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Jerusalem"
# The second folder holds our wording for the sentences of libraries; makemessages would drop it from the first.
LOCALE_PATHS = [_BASE / "locale", _BASE / "locale_libraries"]
FORMAT_MODULE_PATH = ["config.formats"]

MODELTRANSLATION_DEFAULT_LANGUAGE = "he"
MODELTRANSLATION_LANGUAGES = tuple(code for code, _name in LANGUAGES)
MODELTRANSLATION_FALLBACK_LANGUAGES = tuple(code for code, _name in LANGUAGES)
