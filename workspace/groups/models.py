"""Country groups: their seats, who holds them, and the handles under which people act there."""

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import Group as Role
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from permissions.models import Space


class CountryGroup(models.Model):
    """An LLG and its workspace; `secretariat` is IIED's own, whose people moderate across countries."""

    permission_kind: ClassVar[str] = "group"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    space = models.OneToOneField(Space, on_delete=models.PROTECT, related_name="country_group")
    name = models.CharField(_("name"), max_length=120)
    short_name = models.CharField(_("short name"), max_length=40)
    country = models.CharField(_("country"), max_length=60)
    language = models.CharField(_("language"), max_length=8, default="en")
    band = models.CharField(max_length=2, blank=True)  # the woven band: "", "tz", "mg"
    purpose = models.TextField(_("purpose"), blank=True)
    is_secretariat = models.BooleanField(default=False)
    convenors = models.OneToOneField(Role, on_delete=models.PROTECT, related_name="convenors_of")
    members = models.OneToOneField(Role, on_delete=models.PROTECT, related_name="members_of")
    alternates = models.OneToOneField(Role, on_delete=models.PROTECT, related_name="alternates_of")
    scribes = models.OneToOneField(Role, on_delete=models.PROTECT, related_name="scribes_of")
    observers = models.OneToOneField(Role, on_delete=models.PROTECT, related_name="observers_of")

    class Meta:
        ordering = ("short_name",)

    def __str__(self) -> str:
        return self.name


class StakeholderGroup(models.Model):
    """Women miners, regulator, traditional authority, …: data, in the order the group dealt them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(CountryGroup, on_delete=models.CASCADE, related_name="stakeholder_groups")
    name = models.CharField(max_length=80)
    token = models.CharField(max_length=2)  # two letters beside the name
    order = models.PositiveSmallIntegerField()  # 1…8: the colour of the seat

    class Meta:
        ordering = ("order",)

    def __str__(self) -> str:
        return self.name


class Seat(models.Model):
    """A place in the group for one stakeholder group, held by a member for a term."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(CountryGroup, on_delete=models.CASCADE, related_name="seats")
    stakeholder_group = models.ForeignKey(StakeholderGroup, on_delete=models.PROTECT, related_name="seats")
    name = models.CharField(max_length=80)
    order = models.PositiveSmallIntegerField(default=0)
    role = models.OneToOneField(Role, on_delete=models.PROTECT, related_name="seat")  # of its holder, for their term
    handle = models.ForeignKey("Handle", null=True, blank=True, on_delete=models.SET_NULL, related_name="seats")
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    alternate = models.ForeignKey(
        "Handle", null=True, blank=True, on_delete=models.SET_NULL, related_name="alternate_seats"
    )
    alternate_until = models.DateField(null=True, blank=True)
    away_until = models.DateField(null=True, blank=True)  # the last day on which the alternate acts in the seat

    class Meta:
        ordering = ("stakeholder_group__order", "order", "name")

    def __str__(self) -> str:
        return self.name


class Handle(models.Model):
    """How a person appears in a group. A change of kind makes a new handle; old words keep the old one.

    A caucus speaks to the group under a handle that has no person.
    """

    class Kind(models.TextChoices):
        NAME = "name", _("full name")
        ROLE = "role", _("role only")
        PSEUDONYM = "pseudonym", _("pseudonym")
        CAUCUS = "caucus", _("a caucus, which names nobody")

    OF_PEOPLE: ClassVar[Any] = [(kind.value, kind.label) for kind in (Kind.NAME, Kind.ROLE, Kind.PSEUDONYM)]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(CountryGroup, on_delete=models.CASCADE, related_name="handles")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="handles")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.ROLE)
    text = models.CharField(max_length=80)
    colour = models.PositiveSmallIntegerField(default=0)  # index of the caret's colour; random, tells nothing
    created_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(
                fields=["group", "person"], condition=Q(ended_at__isnull=True), name="one_open_handle_in_a_group"
            ),
            models.UniqueConstraint(
                fields=["group", "text"], condition=Q(ended_at__isnull=True), name="one_open_handle_of_a_name"
            ),
            models.CheckConstraint(
                condition=Q(kind="caucus", person__isnull=True) | (~Q(kind="caucus") & Q(person__isnull=False)),
                name="a_person_behind_every_handle_but_a_caucus",
            ),
        ]

    def __str__(self) -> str:
        return self.text
