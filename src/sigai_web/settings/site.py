"""Django's settings, from the environment. docs/operations.md describes what an installation sets."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from csp.constants import NONE, SELF

from sigai_web.logs import configuration
from sigai_web.settings.environment import folder_in, read_environment

_ENVIRONMENT = read_environment()

SIGAI_PRODUCTION = _ENVIRONMENT.production
SIGAI_HOME = _ENVIRONMENT.home
SIGAI_PROGRAMME = _ENVIRONMENT.programme
SIGAI_PLAN = _ENVIRONMENT.plan
SIGAI_PROXIES = _ENVIRONMENT.proxies
SIGAI_TODAY = _ENVIRONMENT.today
SIGAI_WEBHOOK = _ENVIRONMENT.webhook
SIGAI_WEBHOOK_KEY = _ENVIRONMENT.webhook_key
SIGAI_WECOM = _ENVIRONMENT.wecom
SIGAI_DINGTALK, SIGAI_DINGTALK_KEY = _ENVIRONMENT.dingtalk, _ENVIRONMENT.dingtalk_key
SIGAI_FEISHU, SIGAI_FEISHU_KEY = _ENVIRONMENT.feishu, _ENVIRONMENT.feishu_key
SIGAI_MONITOR = _ENVIRONMENT.monitor
SIGAI_BACKUP_HOURS = _ENVIRONMENT.backup_hours

SECRET_KEY = _ENVIRONMENT.secret
DEBUG = _ENVIRONMENT.debug
ALLOWED_HOSTS = list(_ENVIRONMENT.hosts)
DATABASES: dict[str, Any] = {"default": dict(_ENVIRONMENT.database)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "django_htmx",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_tasks",
    "django_tasks_db",
    "ninja",
    "sigai_web.journal",
    "sigai_web.accounts",
    "sigai_web.store",
    "sigai_web.pages",
    "sigai_web.filters",
    "sigai_web.messages",
    "sigai_web.runs",
    "sigai_web.bulletins",
    "sigai_web.register",
    "sigai_web.decisions",
    "sigai_web.starting",
    "sigai_web.reporting",
    "sigai_web.ledgers",
    "sigai_web.dashboards",
    "sigai_web.named",
    "sigai_web.scenarios",
    "sigai_web.api",
    "sigai_web.maintenance",
]
MIDDLEWARE = [
    "sigai_web.headers.HeadersMiddleware",
    "sigai_web.logs.RequestMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "sigai_web.pages.middleware.CompressMiddleware",
    "csp.middleware.CSPMiddleware",
    "sigai_web.api.middleware.ApiMiddleware",
    "sigai_web.exchange.size.SizeMiddleware",
    "sigai_web.pages.middleware.HeadMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "sigai_web.language.LanguageMiddleware",
    "sigai_web.decisions.middleware.EditionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "sigai_web.permissions.resuming.ResumedMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "sigai_web.journal.refusals.RefusalMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "sigai_web.accounts.idle.IdleMiddleware",
    "sigai_web.permissions.access.AccessMiddleware",
    "sigai_web.journal.exports.DownloadMiddleware",
    "sigai_web.exchange.text.TextMiddleware",
    "sigai_web.accounts.once.OnceMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "sigai_web.urls"
WSGI_APPLICATION = "sigai_web.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["sigai_web.pages.templatetags.words", "sigai_web.accounts.templatetags.people"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "sigai_web.pages.context.frame",
            ],
        },
    }
]

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "sigai_web.accounts.backend.Backend"]
_DJANGOS = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": f"{_DJANGOS}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_DJANGOS}.CommonPasswordValidator"},
    {"NAME": f"{_DJANGOS}.NumericPasswordValidator"},
    {
        "NAME": f"{_DJANGOS}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name", "email")},
    },
    {"NAME": "sigai_web.accounts.passwords.GuessableValidator"},
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign-in"
OTP_TOTP_ISSUER = "Sigai"

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=30)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "sigai_web.accounts.pace.counted_address"
AXES_LOCKOUT_CALLABLE = "sigai_web.accounts.sign_in.locked_out"
AXES_USERNAME_CALLABLE = "sigai_web.accounts.pace.typed_name"
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False

SIGAI_IDLE = timedelta(minutes=30)
SESSION_COOKIE_AGE = int(timedelta(hours=12).total_seconds())
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
if _ENVIRONMENT.https:  # no other host of the domain, and nobody without TLS, can set these
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "sigai_web.pages.views.forged"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = _ENVIRONMENT.https
SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds()) if _ENVIRONMENT.https else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SIGAI_PROXIES else None
SECURE_REFERRER_POLICY = "same-origin"
SECURE_REDIRECT_EXEMPT = [r"^health$"]
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
SIGAI_API_RATE = 600
"""Requests a minute of one token, in each server process."""
SIGAI_DOCUMENT_BYTES = 500 * 1024 * 1024
"""Bytes of documents that one person sends within a day."""
SIGAI_EXPORTS = 300
"""Files that one person takes within an hour; each is told in the journal."""

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # Parts of pages that are the same for all who may see them (`sigai_web.dashboards.parts`), in each process.
    "parts": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "parts",
        "TIMEOUT": 24 * 3600,
        "OPTIONS": {"MAX_ENTRIES": 600},
    },
}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if _ENVIRONMENT.mail_host else 'dummy'}.EmailBackend"
EMAIL_HOST, EMAIL_PORT = _ENVIRONMENT.mail_host, _ENVIRONMENT.mail_port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _ENVIRONMENT.mail_user, _ENVIRONMENT.mail_password
EMAIL_USE_SSL = EMAIL_PORT == 465
EMAIL_USE_TLS = EMAIL_PORT == 587
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = _ENVIRONMENT.mail_from

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "language"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

STATIC_URL = "static/"
STATIC_ROOT = SIGAI_HOME / "static"
SIGAI_ASSETS = folder_in(SIGAI_HOME, "assets")
"""What set-up makes from installed packages (chart library, map): collected with the static files."""
STATICFILES_DIRS = [SIGAI_ASSETS]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

LOGGING = configuration(requests=SIGAI_PRODUCTION)
