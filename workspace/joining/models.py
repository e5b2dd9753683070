"""The desk of a group's convenors, and what lies on it: invitations to its seats."""

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from permissions.models import Space
from workspace.groups.models import CountryGroup, Handle, Seat


class Desk(models.Model):
    """The space of what only the convenors of a group see; made when something is first laid on it."""

    group = models.OneToOneField(CountryGroup, primary_key=True, on_delete=models.CASCADE, related_name="desk")
    space = models.OneToOneField(Space, on_delete=models.PROTECT, related_name="desk")

    def __str__(self) -> str:
        return f"desk of {self.group_id}"


class Invitation(models.Model):
    """A way in, for one person, once. Of the link that they are given only a digest is kept."""

    class Level(models.TextChoices):
        MEMBER = "member", _("member")
        ALTERNATE = "alternate", _("alternate")
        SCRIBE = "scribe", _("scribe")
        OBSERVER = "observer", _("observer")
        CONVENOR = "convenor", _("convenor")

    permission_kind: ClassVar[str] = "invitation"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="invitations")
    group = models.ForeignKey(CountryGroup, on_delete=models.CASCADE, related_name="invitations")
    level = models.CharField(max_length=16, choices=Level.choices)
    seat = models.ForeignKey(Seat, null=True, on_delete=models.CASCADE, related_name="invitations")
    replaces = models.ForeignKey(Handle, null=True, on_delete=models.PROTECT, related_name="+")  # passes the seat on
    until = models.DateField(null=True)  # the last day of the term
    whom = models.CharField(max_length=80, blank=True)  # for the convenors to know whom they meant
    email = models.EmailField(blank=True)  # empty: the link is printed
    digest = models.CharField(max_length=64, null=True, unique=True)  # SHA-256 of the token; none made yet: null
    invited_by = models.ForeignKey(Handle, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)  # mailed or printed
    withdrawn_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(Handle, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-invited_at",)
        constraints: ClassVar[Any] = [
            models.CheckConstraint(
                condition=models.Q(level="member", seat__isnull=False) | (~models.Q(level="member")),
                name="a_member_is_invited_to_a_seat",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.level} in {self.group_id}"


class JoinAddress(models.Model):
    """An address that a group offers: whoever has it may ask to join. One at a time; a new one ends the one before."""

    group = models.OneToOneField(CountryGroup, primary_key=True, on_delete=models.CASCADE, related_name="join_address")
    token = models.CharField(max_length=32, unique=True)  # kept as it is: the desk shows it, and it opens nothing
    made_by = models.ForeignKey(Handle, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"address of {self.group_id}"


class JoinRequest(models.Model):
    """Somebody without a place asks for one; it lies on the desk."""

    permission_kind: ClassVar[str] = "invitation"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="join_requests")
    group = models.ForeignKey(CountryGroup, on_delete=models.CASCADE, related_name="join_requests")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    text = models.CharField(max_length=80)  # under which name they want to appear
    kind = models.CharField(max_length=10, choices=Handle.OF_PEOPLE, default=Handle.Kind.ROLE)
    words = models.CharField(max_length=500)
    contact = models.CharField(max_length=254, blank=True)  # of who has no account: an e-mail, or a telephone
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Handle, null=True, on_delete=models.PROTECT, related_name="+")
    let_in = models.BooleanField(default=False)
    answer = models.CharField(max_length=300, blank=True)
    invitation = models.OneToOneField(Invitation, null=True, on_delete=models.SET_NULL, related_name="join_request")

    class Meta:
        ordering = ("asked_at",)
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(
                fields=["group", "person"],
                condition=models.Q(answered_at__isnull=True),
                name="one_request_to_join",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.text} asks to join {self.group_id}"
