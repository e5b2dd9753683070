"""What the forms of a board and its lanes ask for: a gate, a command, an answer."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from permissions.access import access
from workspace.discussions.commands import open_discussion
from workspace.discussions.forms import DiscussionForm
from workspace.groups.answers import actor_of, command_id
from workspace.groups.models import CountryGroup

from . import commands
from .forms import BoardForm, ThemeForm
from .models import Action
from .posting import address, answer, board_to, target, theme_to_edit
from .queries import open_themes


@require_POST
def open_board(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A new board for a group."""
    group = access(request.user, CountryGroup.objects.all(), "manage", pk=pk)
    form = BoardForm(request.POST)
    return answer(
        request,
        lambda: commands.open_board(
            actor=actor_of(request), group=group, command_id=command_id(request), **form.cleaned_data
        ),
        context={"group": group},
        form=form,
        template="boards/open_form.html",
        text=_("The board is open."),
        back=reverse("group", args=[pk]),
        there=address,
    )


@require_POST
def edit_board(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Another title or purpose of a board."""
    board = board_to(request, "manage", pk)
    form = BoardForm(request.POST)
    return answer(
        request,
        lambda: commands.edit_board(
            actor=actor_of(request), board=board, command_id=command_id(request), **form.cleaned_data
        ),
        context={"board": board, "group": board.group},
        form=form,
        template="boards/board_form.html",
        text=_("Saved."),
        back=address(board),
    )


@require_POST
def talk(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A new discussion on a board, or on one of its actions."""
    form = DiscussionForm(request.POST, auto_id="talk-%s")
    about = None
    if named := request.POST.get("about"):
        mine = Action.objects.filter(board=pk).select_related("board__group")
        about = access(request.user, mine, "comment", pk=named)
    board = about.board if about else board_to(request, "comment", pk)
    return answer(
        request,
        lambda: open_discussion(
            actor=actor_of(request),
            place=about or board,
            about=about,
            command_id=command_id(request),
            **(form.cleaned_data if form.is_valid() else {}),
        ),
        context={
            "group": board.group,
            "form": form,
            "about": about.pk if about else "",
            "action": reverse("open-discussion", args=[pk]),
        },
        form=form,
        template="discussions/open_form.html",
        text=_("The discussion is open."),
        back=address(about or board),
        there=lambda discussion: reverse("discussion", args=[discussion.pk]),
    )


@require_POST
def add_theme(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A new lane."""
    board = board_to(request, "edit", pk)
    form = ThemeForm(request.POST)
    return answer(
        request,
        lambda: commands.add_theme(
            actor=actor_of(request), board=board, command_id=command_id(request), **form.cleaned_data
        ),
        board=board,
        form=form,
        template="boards/add_theme_form.html",
        text=_("The theme is on the board."),
        back=address(board),
        there=lambda theme: address(board, theme),
    )


@require_POST
def rename_theme(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Another name for a lane."""
    theme = theme_to_edit(request, pk)
    form = ThemeForm(request.POST)
    return answer(
        request,
        lambda: commands.rename_theme(
            actor=actor_of(request), theme=theme, command_id=command_id(request), **form.cleaned_data
        ),
        board=theme.board,
        context={"theme": theme, "board": theme.board, "group": theme.board.group},
        form=form,
        template="boards/rename_theme_form.html",
        text=_("Renamed."),
        back=address(theme.board, theme),
    )


@require_POST
def move_theme(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A lane to another place: before the one that is named, or a step."""
    theme = theme_to_edit(request, pk)
    before = target(request, open_themes(theme.board_id), theme)
    return answer(
        request,
        lambda: commands.move_theme(
            actor=actor_of(request), theme=theme, before=before, command_id=command_id(request)
        ),
        board=theme.board,
        text=_("Moved."),
        back=address(theme.board, theme),
    )


@require_POST
def archive_theme(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A lane off the board."""
    theme = theme_to_edit(request, pk)
    return answer(
        request,
        lambda: commands.archive_theme(actor=actor_of(request), theme=theme, command_id=command_id(request)),
        board=theme.board,
        text=_("The theme is archived, with its actions. Nothing is deleted."),
        back=address(theme.board),
    )


@require_POST
def restore_theme(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A lane back on the board."""
    theme = theme_to_edit(request, pk)
    return answer(
        request,
        lambda: commands.restore_theme(actor=actor_of(request), theme=theme, command_id=command_id(request)),
        board=theme.board,
        text=_("The theme is back on the board."),
        back=address(theme.board, theme),
    )
