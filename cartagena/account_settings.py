"""How staff come in: settings of Django and of django-allauth that are the same in every installation.

What the library leaves to a site is in `commitments/accounts/`.
"""

LOGIN_URL, LOGIN_REDIRECT_URL, LOGOUT_REDIRECT_URL = "account_login", "admin:index", "account_login"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "commitments.accounts.passwords.MaximumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "commitments.accounts.passwords.GuessableValidator"},
]

ACCOUNT_ADAPTER = "commitments.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS, ACCOUNT_SIGNUP_FIELDS = {"username"}, ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
# Django's: void once the password or the address changed; the library's own keeps a second list of addresses.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105  (a name, not a password)
ACCOUNT_FORMS = {
    "login": "commitments.accounts.forms.SignInForm",
    "reauthenticate": "commitments.accounts.forms.ConfirmPasswordForm",
    "change_password": "commitments.accounts.forms.ChangePasswordForm",
    "reset_password": "commitments.accounts.forms.ForgottenForm",
    "reset_password_from_key": "commitments.accounts.forms.SetPasswordForm",
    "user_token": "commitments.accounts.forms.LinkForm",
}
# Codes of a second factor and passwords typed by who is signed in already; for the rest see throttle.py.
ACCOUNT_RATE_LIMITS = {
    "login": None,
    "login_failed": "5/10m/key",
    "reset_password": None,
    "reset_password_from_key": None,
    "change_password": "10/10m/user",
    "reauthenticate": "10/10m/user",
}
# What counts as confirmed is decided in confirmation.py alone.
ACCOUNT_REAUTHENTICATION_TIMEOUT, CONFIRMED_FOR_SECONDS = 0, 10 * 60

MFA_ADAPTER = "commitments.accounts.second_factor.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "commitments.accounts.forms.SignInCodeForm",
    "reauthenticate": "commitments.accounts.forms.ConfirmCodeForm",
    "activate_totp": "commitments.accounts.forms.SetUpAppForm",
    "authenticate_webauthn": "commitments.accounts.forms.SignInKeyForm",
    "reauthenticate_webauthn": "commitments.accounts.forms.ConfirmKeyForm",
    "add_webauthn": "commitments.accounts.forms.AddKeyForm",
    "edit_webauthn": "commitments.accounts.forms.RenameKeyForm",
}
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "Cartagena"
# A phone's clock may be half a minute off.
MFA_TOTP_TOLERANCE = 1

# A session ends after an hour without a request, and half a day after sign-in in any case.

SESSION_ENGINE = "commitments.accounts.sessions"
SESSION_COOKIE_AGE, SESSION_IDLE_SECONDS = 12 * 60 * 60, 60 * 60
# Forms carry the token, so no script needs the cookie; it ends with the browser.
CSRF_COOKIE_HTTPONLY, CSRF_COOKIE_AGE = True, None

# What all server processes count together: attempts to sign in, codes that were used. `prepare`
# makes its table.
SHARED_CACHE = {
    "BACKEND": "django.core.cache.backends.db.DatabaseCache",
    "LOCATION": "shared_cache",
    "OPTIONS": {"MAX_ENTRIES": 100_000},
}
