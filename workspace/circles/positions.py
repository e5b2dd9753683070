"""A caucus says something to its country group, under a handle that names nobody."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from permissions.errors import NotAllowed
from permissions.models import Space
from realtime.changes import change, command
from workspace.boards.models import Board
from workspace.discussions.commands import open_without_a_name, post_without_a_name, take_back_without_a_name
from workspace.discussions.models import Discussion
from workspace.groups.handles import group_of, handle_in
from workspace.groups.models import Handle
from workspace.groups.names import nameless_voice
from workspace.people.models import User

from .models import Circle, Position


@command
def publish_position(
    *,
    actor: User,
    circle: Circle,
    body: str,
    to: Discussion | Board,
    title: str = "",
    is_named: bool = False,
    command_id: UUID | None = None,
) -> Position:
    """Say something to the group: in a discussion, or in a new one on a board under `title`.

    The group reads the words, and what the caucus is called only where `is_named`. Nothing there leads to a person.
    """
    with change(actor, "decide", circle) as (circle, record):
        check_target(circle, to.space)
        voice = _voice(circle, is_named=is_named)
        if isinstance(to, Board):
            to = open_without_a_name(
                actor=actor, place=to, voice=voice, title=title, language=to.language or circle.group.language
            )
        post = post_without_a_name(actor=actor, discussion=to, voice=voice, body=body)
        by = handle_in(actor, circle.space)
        if by is None:
            raise NotAllowed("decide")
        position = Position.objects.create(
            space=circle.space, circle=circle, post=post, published_by=by, is_named=is_named, at=timezone.now()
        )
        record("circle.position_published", circle, position=str(position.pk))
    return position


@command
def withdraw_position(*, actor: User, position: Position, command_id: UUID | None = None) -> Position:
    """Take a position back; the group sees that it was there, and not who took it back."""
    with change(actor, "decide", position) as (position, record):
        if position.post.deleted_at is None:
            take_back_without_a_name(actor=actor, post=position.post)
            record("circle.position_withdrawn", position.circle, position=str(position.pk))
    return position


def check_target(circle: Circle, space: Space) -> None:
    """A position goes to the circle's own country group, out of the circle; anything else is refused."""
    if not circle.is_caucus:
        raise ValidationError(_("A working group speaks under the names of its people."))
    group = group_of(space)
    if group is None or group.pk != circle.group_id or space.pk == circle.space_id or space.home_id == circle.space_id:
        raise ValidationError({"to": _("Choose a discussion or a board of your country group.")})


def voice_text(circle: Circle, *, is_named: bool) -> str:
    """What the group will read above a position."""
    if not is_named:
        return nameless_voice(circle.group.language)
    with translation.override(circle.group.language):
        text = _("Caucus “%(name)s”") % {"name": circle.name}
    if len(text) > (Handle._meta.get_field("text").max_length or 80):
        raise ValidationError({"is_named": _("The name of this caucus is too long to stand above a post. Shorten it.")})
    return text


def _voice(circle: Circle, *, is_named: bool) -> Handle:
    """The handle of the caucus: one for all that do not say which they are, else one that no other caucus takes."""
    text = voice_text(circle, is_named=is_named)
    found = Handle.objects.filter(group=circle.group, text=text, ended_at__isnull=True).first()
    if found is None:
        return Handle.objects.create(group=circle.group, kind=Handle.Kind.CAUCUS, text=text)
    own = Position.objects.filter(circle=circle, post__handle=found).exists()
    if found.kind != Handle.Kind.CAUCUS or (is_named and not own):
        raise ValidationError(
            {"is_named": _("Somebody in the group has this name, or had it. Give the caucus another.")}
        )
    return found
