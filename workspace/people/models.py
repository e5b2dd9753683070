"""Accounts. What others see of a person is a handle, never the account."""

import uuid
from collections.abc import Iterator
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, Group, PermissionsMixin, UserManager
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _


class User(AbstractBaseUser, PermissionsMixin):
    """An account. E-mail is optional: many people here share a phone and have none."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    username = models.CharField(_("user name"), max_length=64, unique=True)
    email = models.EmailField(_("e-mail"), blank=True)
    name = models.CharField(_("full name"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=8, blank=True)  # empty: as the browser says
    store_key = models.UUIDField(default=uuid.uuid4, editable=False)  # names this person's store in the browser
    session_series = models.PositiveIntegerField(default=0, editable=False)  # a new one ends all former sessions
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(auto_now_add=True)
    groups = models.ManyToManyField(  # type: ignore[assignment]
        Group, through="permissions.RoleHolding", related_name="user_set", related_query_name="user", blank=True
    )

    objects: ClassVar[Any] = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["email"], condition=~Q(email=""), name="one_account_for_an_email"),
        ]

    def __str__(self) -> str:
        return self.username

    def get_session_auth_hash(self) -> str:
        """What a session must know to hold: it ends with the password, and with its series."""
        return self._session_hash(None)

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        for secret in settings.SECRET_KEY_FALLBACKS:
            yield self._session_hash(secret)

    def _session_hash(self, secret: str | bytes | None) -> str:
        value = f"{self.password}:{self.session_series}"
        return salted_hmac("people.User.session", value, secret=secret, algorithm="sha256").hexdigest()

    def get_full_name(self) -> str:
        return self.name or self.username

    def get_short_name(self) -> str:
        return self.username
