"""Mail about accounts, sent in the background: how long a page takes tells nobody whether there is an account."""

from allauth.account.forms import default_token_generator
from allauth.account.internal.userkit import filter_users_by_email
from allauth.account.utils import user_pk_to_url_str
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django_q.tasks import async_task

FORGET = {"save": False}  # nothing of a mail that was sent is kept


def send_later(subject: str, body: str, to: str) -> None:
    """Have a mail sent in the background."""
    async_task("workspace.people.mail.send", subject, body, to, q_options=FORGET)


def send(subject: str, body: str, to: str) -> None:
    EmailMessage(" ".join(subject.split()), body, to=[to]).send()


def ask_for_password(email: str, *, site: str, language: str) -> None:
    """Have a link for another password sent, if an account has this address: it is looked up in the background."""
    async_task("workspace.people.mail.send_password_links", email, site, language, q_options=FORGET)


def send_password_links(email: str, site: str, language: str) -> None:
    """Mail a link for another password to each account of an address; the queue never holds the link."""
    for person in filter_users_by_email(email, is_active=True, prefer_verified=True, for_login=True):
        key = {"uidb36": user_pk_to_url_str(person), "key": default_token_generator.make_token(person)}
        link = site.rstrip("/") + reverse("account_reset_password_from_key", kwargs=key)
        with translation.override(person.language or language):
            subject = render_to_string("account/email/password_reset_key_subject.txt")
            body = render_to_string("account/email/password_reset_key_message.txt", {"password_reset_url": link})
            send(subject, body, email)
