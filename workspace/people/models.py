"""Accounts. What others see of a person is a handle, never the account."""

import uuid
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, Group, PermissionsMixin, UserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class User(AbstractBaseUser, PermissionsMixin):
    """An account. E-mail is optional: many people here share a phone and have none."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    username = models.CharField(_("user name"), max_length=64, unique=True)
    email = models.EmailField(_("e-mail"), blank=True)
    name = models.CharField(_("full name"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=8, blank=True)  # empty: as the browser says
    store_key = models.UUIDField(default=uuid.uuid4, editable=False)  # names this person's store in the browser
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

    def get_full_name(self) -> str:
        return self.name or self.username

    def get_short_name(self) -> str:
        return self.username
