"""Coming in, going out, and one's own account: pages of allauth that are used here, at our addresses."""

from allauth.account import views
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as keys
from django.urls import path, re_path

from .views import account, sessions

urlpatterns = [
    path("sign-in/", views.login, name="account_login"),
    path("sign-in/code/", views.request_login_code, name="account_request_login_code"),
    path("sign-in/code/confirm/", views.confirm_login_code, name="account_confirm_login_code"),
    path("sign-in/closed/", views.account_inactive, name="account_inactive"),
    path("sign-in/second-step/", mfa.authenticate, name="mfa_authenticate"),
    path("sign-in/passkey/", keys.login_webauthn, name="mfa_login_webauthn"),
    path("sign-in/password/", views.password_reset, name="account_reset_password"),
    path("sign-in/password/sent/", views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^sign-in/password/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[\w-]{1,200})/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("sign-in/password/done/", views.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("sign-out/", views.logout, name="account_logout"),
    path("account/", account, name="account"),
    path("account/sessions/", sessions, name="sessions"),
    path("account/password/", views.password_change, name="account_change_password"),
    path("account/password/first/", views.password_set, name="account_set_password"),
    path("account/again/", views.reauthenticate, name="account_reauthenticate"),
    path("account/again/code/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("account/again/passkey/", keys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("account/second-step/", mfa.index, name="mfa_index"),
    path("account/second-step/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("account/second-step/app/end/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("account/second-step/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("account/second-step/codes/new/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("account/second-step/codes/file/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("account/passkeys/", keys.list_webauthn, name="mfa_list_webauthn"),
    path("account/passkeys/new/", keys.add_webauthn, name="mfa_add_webauthn"),
    path("account/passkeys/<int:pk>/", keys.edit_webauthn, name="mfa_edit_webauthn"),
    path("account/passkeys/<int:pk>/remove/", keys.remove_webauthn, name="mfa_remove_webauthn"),
]
