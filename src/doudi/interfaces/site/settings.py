"""Settings of the site. What differs between offices comes from the environment; secrets come from the key file."""

import os
from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from doudi.interfaces.site.embedded import database_settings
from doudi.records.sealing.keys import home, keys

HERE = Path(__file__).parent
HOME = home()

SECRET_KEY = keys().web_secret
DEBUG = False
ALLOWED_HOSTS = os.environ.get("DOUDI_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("DOUDI_ORIGINS", "").split(",") if origin]
# Behind a proxy that speaks TLS; on one machine without one the pages go over plain loopback.
SECURE = os.environ.get("DOUDI_TLS", "0") == "1"
# Where the proxy calls from: only its word on who calls and how is taken.
_PROXIES = os.environ.get("DOUDI_TRUSTED_PROXY", "127.0.0.1,::1" if SECURE else "")
TRUSTED_PROXIES = [address.strip() for address in _PROXIES.split(",") if address.strip()]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "axes",
    "csp",
    "pgtrigger",
    "procrastinate.contrib.django",
    "ninja",
    "doudi.records.sealing",
    "doudi.records.trail",
    "doudi.records.territory",
    "doudi.records.accounts",
    "doudi.records.standards",
    "doudi.records.registry",
    "doudi.records.evidence",
    "doudi.records.rosters",
    "doudi.records.cases",
    "doudi.interfaces.staff",
    "doudi.interfaces.api",
    "doudi.interfaces.jobs",
]

MIDDLEWARE = [
    "doudi.interfaces.site.middleware.RequestNumber",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
    "doudi.interfaces.site.middleware.Seat",
    "doudi.interfaces.site.middleware.NoNul",
]

ROOT_URLCONF = "doudi.interfaces.site.urls"
WSGI_APPLICATION = "doudi.interfaces.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [
            HERE / "templates",
            HERE.parent / "staff" / "templates",
            HERE.parent / "citizen" / "templates",
        ],
        "OPTIONS": {
            "environment": "doudi.interfaces.site.jinja.environment",
            "context_processors": ["doudi.interfaces.site.jinja.token_once"],
        },
    },
    # The API's own page is a Django template.
    {"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True},
]

# Controls of forms are drawn by compiled templates too: Django's own take four times as long for a list of choices.
FORM_RENDERER = "django.forms.renderers.Jinja2"

_DATABASE = database_settings(HOME)
DATABASES = {
    "default": {
        **_DATABASE,
        # Only prepared queries (records.statements) bind their values on the server; those keep their plan from the first.
        "OPTIONS": {"prepare_threshold": 0, **_DATABASE["OPTIONS"]},
        # A new connection plans everything anew, five times over.
        "CONN_MAX_AGE": 900,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": False,
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.Officer"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "doudi.interfaces.site.signed_in.Officers"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
     "OPTIONS": {"user_attributes": ("login", "name")}},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]  # fmt: skip
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign-in"

# A name is locked for the address the guesses come from, never for everybody: from afar a new browser can at most be made
# to wait a minute, and one the officer has signed in with before not at all (a signed cookie tells it).
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_CLIENT_IP_CALLABLE = "doudi.interfaces.site.devices.address_of"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.5
AXES_RESET_ON_SUCCESS = True
# A try during a lock does not make the lock longer.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_WHITELIST_CALLABLE = "doudi.interfaces.site.devices.is_known_device"
AXES_USERNAME_CALLABLE = "doudi.interfaces.site.devices.counted_name"
AXES_LOCKOUT_CALLABLE = "doudi.interfaces.site.devices.locked_out"
AXES_NEVER_LOCKOUT_WHITELIST = False
AXES_VERBOSE = False
AXES_DISABLE_ACCESS_LOG = True
AXES_SENSITIVE_PARAMETERS = ["password", "code"]
OTP_TOTP_ISSUER = "Doudi"

SESSION_ENGINE = "doudi.interfaces.site.signed_in"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_NAME = "__Host-doudi" if SECURE else "doudi"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_SAVE_EVERY_REQUEST = False
IDLE_SECONDS = 30 * 60
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "doudi.interfaces.site.faults.forgery"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
# The proxy's word that the line to the visitor is sealed; without it no page would tell the browser to stay with TLS.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
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
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
        "manifest-src": [SELF],
    }
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20
FILE_UPLOAD_MAX_MEMORY_SIZE = 21 * 2**20
# Uploads are bounded and stay in memory: a roster never lies in a temporary file.
FILE_UPLOAD_HANDLERS = ["doudi.interfaces.site.uploads.BoundedUpload"]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("中文")), ("en", "English")]
LANGUAGE_COOKIE_NAME = "doudi_language"
LANGUAGE_COOKIE_HTTPONLY = True
LOCALE_PATHS = [HERE / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STATICFILES_DIRS = [HERE / "static", HERE.parent / "citizen" / "static"]
if (packages := HERE / "packages").is_dir():
    STATICFILES_DIRS.append(packages)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "doudi.interfaces.site.statics.Statics"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
SILENCED_SYSTEM_CHECKS: list[str] = []

PROCRASTINATE_ON_APP_READY = None
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    # A request is logged by its number, never by its query or body: those may hold a name or a number.
    "formatters": {
        "plain": {
            "()": "doudi.interfaces.site.logs.Plain",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "procrastinate": {"level": "WARNING"},
        "axes": {"level": "ERROR"},
    },
}
