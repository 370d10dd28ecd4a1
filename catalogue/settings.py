"""All settings. What differs between machines comes from the environment (`.env.example` lists it)."""

import os
from urllib.parse import urlsplit

from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from catalogue import databases, env, files, log, mail

BASE_DIR = env.ROOT
env.load(BASE_DIR / os.environ.get("ENV_FILE", ".env"))

# The server of `./run`

ADDR = env.address()
WORKERS = env.number("WORKERS", 1)
RESTART = env.text("RESTART", "")  # read by ./upgrade alone

# The site: its one address decides hosts, links, secure cookies, HSTS and redirects.

SITE_URL = env.site_url(ADDR[1])
SITE_NAME = env.text("SITE_NAME", "Intercultural good practices")
OPERATOR_NAME = env.text("OPERATOR_NAME", "")
CONTACT_EMAIL = mail.contact()
OPERATOR_EMAIL = mail.operator()
ENFORCEMENT_BODY = env.enforcement_body()
NOTICE = env.text("NOTICE", "")  # for everybody, at the top of every page
READ_ONLY = env.switch("READ_ONLY")
_site = urlsplit(SITE_URL)
_https = _site.scheme == "https"

SECRET_KEY = env.secret_key()
SECRET_KEY_FALLBACKS = env.former_keys()
DEBUG = env.debug(https=_https)
ALLOWED_HOSTS = env.allowed_hosts(SITE_URL, ADDR[0])
CSRF_TRUSTED_ORIGINS = [SITE_URL]
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _https
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if _https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _https
SECURE_HSTS_PRELOAD = env.switch("HSTS_PRELOAD") and _https
SILENCED_SYSTEM_CHECKS = [
    "security.W021"
]  # it asks for the preload list, which the owner of the domain decides
_behind_proxy, _proxies = env.switch("BEHIND_PROXY"), env.number("PROXIES", 1)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _behind_proxy else None
ALLAUTH_TRUSTED_PROXY_COUNT = _proxies if _behind_proxy else 0  # whose word on a visitor's address counts
HOST_COOKIE = "__Host-" if _https else ""  # for browsers: https, this host alone, the whole site
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{HOST_COOKIE}sessionid", f"{HOST_COOKIE}csrftoken"
MESSAGE_STORAGE = "practices.accounts.middleware.Messages"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "practices.admin.csrf_failure.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}

# Who may approve: with one editor in the house, the four-eyes rule can be lifted.
ALLOW_SELF_APPROVAL = env.switch("ALLOW_SELF_APPROVAL")

# How many working days a submitted entry may wait before the desk calls it late.
REVIEW_DAYS = env.number("REVIEW_DAYS", 10)

# How many days an entry lies in the trash before its texts are purged.
TRASH_DAYS = env.number("TRASH_DAYS", 90)

# How many practices an account may add, and how often it may submit, within a day, unless an editor lifts that for it.
DRAFTS_A_DAY = env.number("DRAFTS_A_DAY", 30)
SUBMISSIONS_A_DAY = env.number("SUBMISSIONS_A_DAY", 10)
FILES_A_DAY = env.number("FILES_A_DAY", 100)
INVITATIONS_A_DAY = 20

# The parts

INSTALLED_APPS = [
    "practices.apps.PracticesConfig",
    "practices.accounts",  # its command stands before Django's
    "django.contrib.admin.apps.SimpleAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_countries",
    "django_filters",
]
MIDDLEWARE = [
    "catalogue.request_log.recorded",  # kept pages next, with all their headers; then what every answer carries, and what refuses or redirects
    "practices.public.page_cache.kept.kept_pages",
    "practices.middleware.headers",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "practices.middleware.refused",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "practices.middleware.health",
    "practices.middleware.storable_cookies",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "practices.accounts.middleware.editors",
    "practices.admin.read_only.read_only",
    "django.contrib.messages.middleware.MessageMiddleware",
    "practices.accounts.middleware.limited",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "catalogue.urls"
DATA_UPLOAD_MAX_MEMORY_SIZE = BODY_BYTES = 3 * 2**20  # what may be sent with a request
UPLOAD_MEGABYTES = 20  # of the files that come with a form, together
UPLOAD_BYTES = (UPLOAD_MEGABYTES + 1) * 2**20  # with the words of the form
UPLOAD_MOST = 128 * 2**20  # of a form with more than that the words are taken, and beyond this nothing
BODY_SECONDS, UPLOAD_SECONDS = 30, 600  # how long the body of a request may take, and a form with files
UPLOADS_AT_ONCE, UPLOAD_WAIT = 3, 60  # in a process; others wait so many seconds, then are told to come back
WSGI_APPLICATION = "catalogue.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["catalogue.pages.PageLoader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# The database: SQLite beside manage.py, or what DATABASE_URL names.

DATABASES = {"default": databases.default_database(BASE_DIR / "catalogue.sqlite3", read_only=READ_ONLY)}
DATABASE_ROLES = (
    databases.database_roles()
)  # of PostgreSQL: site, worker, and who takes words out of the history
OWN_DATABASE = not env.text("DATABASE_URL", "")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Public pages: kept by each process or by all together, good for one version of the catalogue, which is asked for now and then.

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "pages": env.page_cache(),
}
VERSION, RELEASE = env.version(), env.release_id()
VERSION_SECONDS, OUTAGE_SECONDS = 1, 600  # until a change is public; while kept pages outlive the database
PAGE_SECONDS, PAGE_STALE_SECONDS = 1, 10  # how long others may keep a page, and show it while they ask again
LEAST_ROOM, ROOM_KEPT = 32 * 2**20, 2**30  # bytes free: fewer are told operators; left by files (by a share)
STATEMENT_SECONDS = 2  # how long one statement of a public page may take
MADE_SECONDS = 1  # how long somebody waits for a file that is typeset before a page tells her to come back
MADE_FOLDER = os.environ.get("MADE_FOLDER", "")  # where server processes share such files; serve.py names it
PAGE_MINIMUM = 500  # bytes; shorter bodies are not worth compressing

# People: allauth keeps addresses, second steps and sessions; what it does differently here stands in practices/accounts/adapter.py.

AUTH_USER_MODEL = "practices.User"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "welcome"
LOGOUT_REDIRECT_URL = ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",  # of accounts made before; rewritten when they sign in
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "practices.accounts.passwords.LengthValidator"},
    {"NAME": "practices.accounts.passwords.GuessedFirstValidator"},
    {"NAME": "practices.accounts.passwords.LeakedValidator"},
]
SIGN_IN_DAYS = env.number("SIGN_IN_DAYS", 90)  # how long it is kept who signed in when, and who could not
IDLE_YEARS = env.number("IDLE_YEARS", 3)  # after so long without a sign-in an account is closed
PASSWORD_RESET_TIMEOUT = 2 * 3600  # a mailbox is read within two hours; seconds
EDITOR_IDLE, EDITOR_LONGEST = 30 * 60, 12 * 3600  # seconds until an editor signs in again
FRESH_SECONDS = 10 * 60  # how long after a password an admin gives roles without typing it again
EDITOR_WARNING = 5 * 60  # seconds before that she is told, and can stay
ACCOUNT_ADAPTER = "practices.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_FORMS = {"login": "practices.accounts.forms.SignIn"}
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_CONFIRMATION_HMAC = False  # rows, so that used, expired and replaced links can be told apart
ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS = 3
ACCOUNT_EMAIL_CONFIRMATION_ANONYMOUS_REDIRECT_URL = LOGIN_URL
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
AUTHENTICATION_BACKENDS = [
    "practices.accounts.backend.Backend",
    "django.contrib.auth.backends.ModelBackend",  # of sessions from before ours: nobody is signed out by an upgrade
]
ACCOUNT_RATE_LIMITS = MFA_RATE_LIMITS = False  # theirs sit in the cache of one process; ours are LIMITS
MFA_ADAPTER = "practices.accounts.adapter.SecondStepAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = SITE_NAME

# How often, within how many seconds: the numbers of PyPI. Counted in the database, for all processes together.

LIMITS: dict[str, dict[str, list[tuple[int, int]]]] = {
    "sign_in": {"account": [(10, 300)], "ip": [(10, 300)], "everybody": [(1000, 300)], "device": [(10, 300)]},
    "second_step": {"account": [(5, 300), (20, 3600), (50, 86400)]},
    "password": {"account": [(10, 300)]},
    "reset": {"account": [(5, 86400)], "ip": [(20, 3600)], "device": [(5, 86400)]},
    "confirmation": {"account": [(3, 6 * 3600)]},
    "resend": {"ip": [(20, 3600)]},
    "address": {"account": [(5, 86400)]},
    "sign_up": {"ip": [(20, 3600)]},
    "report": {"ip": [(5, 3600)], "everybody": [(200, 86400)]},
    "kept": {"account": [(5, 14 * 86400)]},  # sessions made by words of somebody who was signed out
    "search": {
        "ip": [(env.number("SEARCHES_PER_SECOND", 5), 1)]
    },  # pages that are kept already are not counted
    "suggestions": {"ip": [(20, 1)]},
    "file": {"ip": [(10, 60)]},  # lists of more practices than are kept as files
}

# Mail: `manage.py send_mail` sends what the outbox holds; nothing else talks to the mail server.

MAILERS = {"default": mail.mailer(https=_https)}
MAIL_DAYS = env.number("MAIL_DAYS", 30)  # how long the row of a mail that was sent or has failed is kept
DEFAULT_FROM_EMAIL = SERVER_EMAIL = mail.sender(SITE_NAME, SITE_URL)

# The API: Django REST framework for its answers, drf-spectacular for what it says of itself.

REST_FRAMEWORK = {
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {"OAS_VERSION": "3.1.0", "SORT_OPERATIONS": False, "SORT_OPERATION_PARAMETERS": False}

# Language and time

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "catalogue.formats"
TIME_ZONE = env.time_zone()
USE_TZ = True

# Files: found in place while nobody has collected them; hashed, compressed and kept for ever once STATIC_ROOT is set.

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "catalogue.style_sheets.SheetFinder",  # stands first: a sheet that lists parts is served whole
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
STATIC_ROOT = env.text("STATIC_ROOT", "") or None
WHITENOISE_USE_FINDERS = STATIC_ROOT is None
WHITENOISE_ALLOW_ALL_ORIGINS = False
MEDIA_ROOT = files.folder(
    DATABASES["default"], BASE_DIR
)  # of what people add; nobody is served from it by its path
ARRIVING_FOLDER = files.arriving(MEDIA_ROOT)  # where large bodies lie while they are read
FILE_UPLOAD_HANDLERS = [
    "practices.uploads.arriving.BoundedFiles",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "practices.uploads.arriving.FilesOnDisk",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "uploads": files.storage(),
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if STATIC_ROOT
        else "django.contrib.staticfiles.storage.StaticFilesStorage",
    },
}
SCANNER = files.scanner()  # who looks through what people add

# What is told of a running site: its log, and figures for Prometheus, who must know the token.

LOG_FORMAT = env.one_of("LOG_FORMAT", "line", "json")
LOGGING = log.logging_of(LOG_FORMAT)
METRICS_TOKEN = env.metrics_token()

env.refuse_unknown()
