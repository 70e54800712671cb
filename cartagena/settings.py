"""Settings of the project; `environment.py` reads those that an installation may choose."""

import os
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from cartagena import environment
from cartagena.account_settings import *  # noqa: F403  (settings are read as names of this module)
from cartagena.account_settings import SHARED_CACHE
from cartagena.headers import POLICY
from cartagena.logs import logging_settings
from cartagena.size_limits import *  # noqa: F403  (as above)

BASE_DIR = Path(__file__).resolve().parent.parent

ENVIRONMENT_FILE = environment.read_file(os.environ, base_dir=BASE_DIR)
chosen = environment.read(os.environ, base_dir=BASE_DIR)

DEBUG = chosen.debug
SECRET_KEY = chosen.secret_key
ALLOWED_HOSTS = chosen.allowed_hosts
CSRF_TRUSTED_ORIGINS = chosen.csrf_trusted_origins
DATABASES = {"default": chosen.database}
# To whom `prepare` grants what the server needs; empty where the owner of the tables serves too.
DATABASE_SERVER_ROLE = chosen.database_server_role
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Lets one person log and publish; the methodology page says whether it is on.
ALLOW_SELF_PUBLICATION = chosen.allow_self_publication

INSTALLED_APPS = [
    "cartagena.apps.ProjectConfig",
    "commitments.apps.CommitmentsConfig",
    "commitments.apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_tables2",
    "django_filters",
    "csp",
    "simple_history",
    "rest_framework",
]
MIDDLEWARE = [
    # first: it times everything, and all that is logged bears the number of the request
    "cartagena.request_log.RequestLogMiddleware",
    # before whatever answers by itself, so that redirects, static files and refusals bear the headers too
    "cartagena.headers.HeadersMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # before the one that leads everybody on to HTTPS
    "commitments.views.plain_http.PlainHttpMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    # before anything that compares the host, because monitoring calls by address
    "commitments.views.health.MonitoringMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "commitments.api.cors.CorsMiddleware",
    # around everything that asks the database, and inside what every answer gets
    "commitments.views.work_limit.WorkLimitMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # directly behind it: nothing below sees somebody who still owes a second factor
    "commitments.accounts.middleware.DoorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "commitments.views.clocks.ClocksMiddleware",
    # the last: it turns exceptions of a view into the page that asks for a password
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "cartagena.urls"
WSGI_APPLICATION = "cartagena.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.i18n",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "commitments.views.context.site_context",
            ],
        },
    },
]
DJANGO_TABLES2_TEMPLATE = "components/table.html"
FIXTURE_DIRS = [BASE_DIR / "fixtures"]

# People

AUTH_USER_MODEL = "commitments.User"
SECOND_FACTOR_REQUIRED = chosen.second_factor_required
# What `prepare` calls the first administrator.
FIRST_ADMINISTRATOR = chosen.admin_name
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not chosen.https

# Mail to staff: invitations and reminders. Their links point at this site.

SITE_ROOT = chosen.site_root
# Who runs this site and reads what readers write; the footer of every page says it.
OPERATOR, CONTACT = chosen.operator, chosen.contact
vars().update(chosen.email)
DEFAULT_FROM_EMAIL = chosen.email_from
# A mail server that hangs must not block the reminders.
EMAIL_TIMEOUT = 20

# Language and time. Days in the data are days in UTC.

LANGUAGE_CODE = "en"
LANGUAGES = [
    ("ar", _("Arabic")),
    ("zh-hans", _("Chinese")),
    ("en", _("English")),
    ("fr", _("French")),
    ("ru", _("Russian")),
    ("es", _("Spanish")),
]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# Static files: named by their content, compressed once by collectstatic, served by the app itself.

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "cartagena.sheets.SharedSheetFinder",
]
STATIC_ROOT = BASE_DIR / "staticfiles"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "cartagena.static_files.StaticFilesStorage"},
}

# Security headers and cookies

# What a proxy says of a request is believed only where one stands in front.
BEHIND_PROXY = chosen.https
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = chosen.https
# Over HTTPS only this very host can set them: browsers refuse the prefix without Secure and Path=/.
COOKIE_PREFIX = "__Host-" if chosen.https else ""
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}sessionid", f"{COOKIE_PREFIX}csrftoken"
# Monitoring calls this directly, not through the proxy.
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz)$"]
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if chosen.https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = chosen.https
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if chosen.https else None
# HSTS preload is up to the owner of the whole domain, and hard to undo.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {"DIRECTIVES": POLICY}
CSRF_FAILURE_VIEW = "commitments.views.errors.csrf_failure"
# Pages for staff: kept by no cache and no search engine.
OFFICE_ROOTS = ("/admin/", "/account/")

# Where `manage.py release` stores files that never change again.

RELEASES_ROOT = chosen.storage.releases_root

# Documents that are kept as evidence: where, and how many bytes at most. They belong to the backup as the
# database does.

DOCUMENT_FOLDER, DOCUMENT_QUOTA = chosen.storage.document_folder, chosen.storage.document_quota

# Who can read the backups that `manage.py backup` makes: the public keys of age; none, and everybody can.

BACKUP_KEYS = chosen.storage.backup_keys

# Where the desk looks archived copies up; empty where there is no network.

MEMENTO_TIMEGATE = chosen.memento_timegate

# The API: public, without a session, a cookie or the library's own pages.

API_RATE = chosen.api_rate
CACHES = {
    "default": SHARED_CACHE,
    "api": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "api",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
}
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "DEFAULT_PARSER_CLASSES": [],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_THROTTLE_CLASSES": ["commitments.api.throttle.AddressThrottle"],
    "EXCEPTION_HANDLER": "commitments.api.problems.problem_response",
    "UNAUTHENTICATED_USER": None,
    "URL_FORMAT_OVERRIDE": None,
    # Forwarded client addresses are trusted only behind a proxy.
    "NUM_PROXIES": 1 if BEHIND_PROXY else 0,
}

# Logging: a line for each request and event, warnings and errors, on stderr. `gunicorn.conf.py` says whether
# they are counted too.

ERROR_MAIL = chosen.monitoring.error_mail
LOGGING = logging_settings(
    chosen.monitoring.log_format,
    is_counted="PROMETHEUS_MULTIPROC_DIR" in os.environ,
    error_mail=ERROR_MAIL,
)
