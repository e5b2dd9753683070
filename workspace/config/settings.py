"""Settings of Baraza, from the environment alone (docs/configuration.md)."""

from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from .environment import database, env, env_bool, env_int, env_list

BASE_DIR = Path(__file__).resolve().parents[2]
STATE_DIR = Path(env("STATE_DIR", str(BASE_DIR / "var")))

DEMO = env_bool("DEMO")
DEBUG = env_bool("DEBUG")
PRODUCTION = not DEMO and not DEBUG
DEFAULT_SECRET = "for-demonstration-only-do-not-use-in-production-0123456789"
SECRET_KEY = env("SECRET_KEY", DEFAULT_SECRET)
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", "" if PRODUCTION else "localhost,127.0.0.1,[::1]")
PUBLIC_URL = env("PUBLIC_URL")  # https://baraza.example.org: where people reach it, for Origin checks and links
DATABASE_URL = env("DATABASE_URL", f"sqlite:///{STATE_DIR / 'baraza.sqlite3'}")
REDIS_URL = env("REDIS_URL")
TRUSTED_PROXIES = env_int("TRUSTED_PROXIES", 0)


def _refuse_unsafe_production() -> None:
    """A production start with an unsafe setting ends here, with a sentence that says what to change."""
    if SECRET_KEY == DEFAULT_SECRET or len(SECRET_KEY) < 40:
        raise ImproperlyConfigured("Set SECRET_KEY to a secret of your own of at least 40 characters.")
    if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
        raise ImproperlyConfigured("Set ALLOWED_HOSTS to the names of this server; * would let every site in.")
    if not PUBLIC_URL.startswith(("https://", "http://")):
        raise ImproperlyConfigured("Set PUBLIC_URL to the address that people use, such as https://baraza.example.org.")


if env("BARAZA_ENV", "demo" if DEMO else "production") == "production":
    if DEBUG:
        raise ImproperlyConfigured("DEBUG shows secrets to strangers. Unset it, or unset BARAZA_ENV=production.")
    if DEMO:
        raise ImproperlyConfigured("DEMO has open passwords. Unset it in production, or unset BARAZA_ENV=production.")
    _refuse_unsafe_production()

INSTALLED_APPS = [
    "daphne",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "channels",
    "guardian",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "django_q",
    "django_vite",
    "permissions",
    "realtime",
    "workspace.people",
    "workspace.groups",
    "workspace.joining",
    "workspace.documents",
    "workspace.sharing",
    "workspace.files",
    "workspace.moderation",
    "workspace.discussions",
    "workspace.boards",
    "workspace.indicators",
    "workspace.agreements",
    "workspace.context",
    "workspace.reminders",
    "workspace.evidence",
    "workspace.steps",
    "workspace.waits",
    "workspace.exchange",
    "workspace.lessons",
    "workspace.changes",
    "workspace.circles",
    "workspace.ways",
    "workspace.demo",
    "workspace.config",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "workspace.config.middleware.compress",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "workspace.config.middleware.language",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "workspace.config.middleware.Refusals",
    "workspace.people.middleware.second_step",
]

ROOT_URLCONF = "workspace.config.urls"
ASGI_APPLICATION = "workspace.config.asgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "frontend" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "workspace.config.context.page",
            ],
            "builtins": ["workspace.config.templatetags.baraza"],
        },
    },
]

DATABASES = {"default": database(DATABASE_URL)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CHANNEL_LAYERS: dict[str, dict[str, Any]] = (
    {
        "default": {
            "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
            "CONFIG": {
                "hosts": [
                    {
                        "address": REDIS_URL,
                        "socket_timeout": 1,
                        "socket_connect_timeout": 1,
                    }
                ],
                "capacity": 2000,
            },
        }
    }
    if REDIS_URL
    else {
        "default": {
            "BACKEND": "channels.layers.InMemoryChannelLayer",
            "CONFIG": {"capacity": 2000},
        }
    }
)

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
    },
}

Q_CLUSTER = {
    "name": "baraza",
    "orm": "default",
    "workers": env_int("BACKGROUND_WORKERS", 1),
    "timeout": 60,
    "retry": 120,
    "max_attempts": 5,
    "poll": 0.5,
    "catch_up": False,
    "label": "Background work",
}

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
ANONYMOUS_USER_NAME = None
GUARDIAN_MONKEY_PATCH_USER = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = (
    []
    if DEMO
    else [
        {
            "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
            "OPTIONS": {"min_length": 10},
        },
        {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
        {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    ]
)
PASSWORD_RESET_TIMEOUT = 86_400
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/sign-in/"

ACCOUNT_ADAPTER = "workspace.people.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "workspace.people.forms.SignInForm",
    "reset_password": "workspace.people.forms.AskForPassword",
}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # a stranger's address gets no mail from here
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_RATE_LIMITS = {  # a workshop sits behind one address
    "login": "300/m/ip",
    "login_failed": "60/m/ip,5/300s/key",
    "request_login_code": "100/m/ip,3/m/key",
    "reset_password": "100/m/ip,3/m/key",
    "reset_password_from_key": "100/m/ip",
    "invitation": "100/m/ip",
    "join": "30/m/ip",
}
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # a second step is no matter of mail: many here have none
MFA_ADAPTER = "workspace.people.adapter.MFAAdapter"
MFA_FORMS = {
    "login_webauthn": "workspace.people.forms.PasskeyAtTheDoor",
    "authenticate_webauthn": "workspace.people.forms.PasskeyAsSecondStep",
    "reauthenticate_webauthn": "workspace.people.forms.PasskeyAgain",
}
MFA_RATE_LIMITS = {"webauthn_login": "300/m/ip"}
MFA_TOTP_ISSUER = "Baraza"
MFA_TOTP_TOLERANCE = 1  # a phone's clock may be half a minute off
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION  # passkeys on http://localhost
REQUIRE_MFA = env_bool("REQUIRE_MFA", not DEMO)
if not (REQUIRE_MFA or DEMO):
    raise ImproperlyConfigured("REQUIRE_MFA may be off with demonstration data alone. Unset it, or set DEMO=1.")

EMAIL_URL = env("EMAIL_URL")  # smtp://user:password@host:587 ; empty: mail is written to the console
if EMAIL_URL:
    from urllib.parse import unquote, urlsplit

    _mail = urlsplit(EMAIL_URL)
    EMAIL_HOST, EMAIL_PORT = _mail.hostname or "", _mail.port or 587
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = (
        unquote(_mail.username or ""),
        unquote(_mail.password or ""),
    )
    EMAIL_USE_TLS = _mail.scheme == "smtp"
    EMAIL_USE_SSL = _mail.scheme == "smtps"
else:
    EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
DEFAULT_FROM_EMAIL = env("MAIL_FROM", "baraza@localhost")

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "workspace.config.views.csrf_failure"
_https = PUBLIC_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _https
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL.rstrip("/")] if PUBLIC_URL else []
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_HSTS_SECONDS = 31_536_000 if _https else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_048_576
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "font-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("fr", _("French")), ("sw", _("Swahili"))]
LOCALE_PATHS = [BASE_DIR / "frontend" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env("TIME_ZONE", "UTC")

FILES_ROOT = Path(env("FILES_ROOT", str(STATE_DIR / "files")))
FILES_SPACE_MB = env_int("FILES_SPACE_MB", 1000)
FILES_SCANNER = env("FILES_SCANNER")  # a command, or clamd:/path/to/socket, or clamd://host:port

STATIC_URL = "/static/"
STATIC_ROOT = Path(env("STATIC_ROOT", str(STATE_DIR / "static")))
STATICFILES_DIRS = [path for path in [BASE_DIR / "frontend" / "dist"] if path.exists()]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
    "files": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": FILES_ROOT,
            "base_url": None,  # no address leads here: workspace.files.views asks who reads
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
}
WHITENOISE_IMMUTABLE_FILE_TEST = r"^.+[.-][0-9A-Za-z_-]{8,}\.(js|css|svg|woff2)$"
WHITENOISE_USE_FINDERS = False
DJANGO_VITE = {
    "default": {
        "dev_mode": False,
        "static_url_prefix": "",
        "manifest_path": BASE_DIR / "frontend" / "dist" / ".vite" / "manifest.json",
    }
}

METRICS_TOKEN = env("METRICS_TOKEN")
LOG_FORMAT = env("LOG_FORMAT", "line")
if LOG_FORMAT not in ("line", "json"):
    raise ImproperlyConfigured(f"LOG_FORMAT must be line or json, not {LOG_FORMAT!r}.")
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "workspace.config.logs.LineFormatter"},
        "json": {"()": "workspace.config.logs.JsonFormatter"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", "WARNING")},
}
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]
