"""Django itself: applications, middleware, templates. What differs between installations is in the sibling modules."""

from pathlib import Path

from config.settings.i18n import *  # noqa: F403
from config.settings.security import *  # noqa: F403
from config.settings.work import *  # noqa: F403

BASE_DIR = Path(__file__).resolve().parent.parent.parent

# Lowest floor first; the import contracts in pyproject.toml name the same order.
FIRST_PARTY_APPS = [
    "kernel",
    "audit",
    "accounts",
    "documents",
    "initiative",
    "partners",
    "working_groups",
    "measurement",
    "funding",
    "communication",
    "portal",
]

# modeltranslation must stand before our apps: it patches the registration of models.
INSTALLED_APPS = [
    "modeltranslation",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "django.forms",
    *FIRST_PARTY_APPS,
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_filters",
    "django_htmx",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "csp",
]

MIDDLEWARE = [
    "kernel.middleware.RequestIdMiddleware",
    "kernel.request_log.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "kernel.middleware.HeadersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "kernel.middleware.ActorMiddleware",
    "kernel.middleware.ErrorsMiddleware",
    "accounts.middleware.SessionLimitsMiddleware",
    "accounts.middleware.SecondFactorMiddleware",
    "accounts.middleware.TimeZoneMiddleware",
    "accounts.middleware.SignInMiddleware",
]

# Facts about people, one function a floor; kernel.actor calls them once a request.
ACTOR_GRANTS = [
    "accounts.grants.grants",
    "partners.grants.grants",
    "working_groups.grants.grants",
]

# What an invitation offers, told by the floors that know roles: function(person_id) -> list of texts.
INVITATION_ROLES = [
    "partners.selectors.roles.invited_roles",
    "working_groups.selectors.roles.invited_roles",
]

# What floors above do when an organisation comes to stand in another sector or district: function(organisation=…).
ORGANISATION_MOVES = ["measurement.services.stale.moved"]

# What the floors do when somebody is made anonymous: function(actor=…, person=…), each by acts of its own.
PERSON_LEAVES = [
    "partners.services.leaving.leave",
    "working_groups.services.leaving.leave",
    "communication.services.leaving.leave",
]

# How many mails failed, for the administrators' home: portal and communication do not know each other.
PORTAL_FAILED_MAILS = "communication.selectors.failures.count"

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Acts own their transactions, each one atomic block in a service.
ATOMIC_REQUESTS = False

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "portal.context_processors.shell",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "kernel.templatetags.kernel"],
        },
    },
]
FORM_RENDERER = "kernel.forms.FieldRenderer"

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

AUTH_USER_MODEL = "accounts.Person"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.api.authentication.TokenAuthentication",
        "accounts.api.authentication.SessionAuthentication",
    ],
    # DRF views escape the sign-in middleware: the default is closed.
    "DEFAULT_PERMISSION_CLASSES": ["kernel.api_rules.ActorPermission"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "kernel.api_rules.Pages",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["kernel.api_rules.StrictJSONParser", "rest_framework.parsers.MultiPartParser"],
    "DEFAULT_SCHEMA_CLASS": "portal.api.schema.ByNoun",
    "DEFAULT_THROTTLE_CLASSES": ["kernel.api_rules.ReadRate", "kernel.api_rules.WriteRate"],
    "DEFAULT_THROTTLE_RATES": {"reads": "600/min", "writes": "120/min"},
    # How many proxies may be believed about whom they speak for; with none, the address of the connection counts.
    "NUM_PROXIES": 0,
    "EXCEPTION_HANDLER": "kernel.api.exception_handler",
    "PAGE_SIZE": 50,
    "COERCE_DECIMAL_TO_STRING": True,
    "UNICODE_JSON": True,
}
# Files made of lists and figures: so many an hour for one person, or for one address without sign-in.
EXPORTS_AN_HOUR = 10
SPECTACULAR_SETTINGS = {
    "TITLE": "Shidra",
    "DESCRIPTION": "The portal of a collective impact initiative: everything a page does, through the same acts.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    # Groups are opened one by one: all operations at once would keep the browser busy for a long time.
    "SWAGGER_UI_SETTINGS": {"deepLinking": True, "docExpansion": "none"},
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": {"LanguageEnum": "django.conf.settings.LANGUAGES"},
}

DEMO = False
# Who was made anonymous (public ids): kept apart from every backup, replayed by `restore`.
ERASED_LIST = BASE_DIR / "var" / "erased.txt"
PORTAL_ORIGIN = "http://127.0.0.1:8000"
EMAIL_BACKEND = "communication.mail_backend.RowBackend"
MAIL_TRANSPORT = "smtp"
DEFAULT_FROM_EMAIL = "shidra@localhost"
KERNEL_ONCE = "accounts.services.idempotency.once"
KERNEL_ONCE_API = "accounts.services.idempotency.once_api"
