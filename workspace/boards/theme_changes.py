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

from . import commands, resting
from .forms import BoardForm, OpenBoardForm, ThemeForm
from .models import Action
from .posting import address, answer, board_to, heading_answer, target, theme_to_edit
from .queries import boards_to_copy, open_themes


@require_POST
def open_board(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A new board for a group."""
    group = access(request.user, CountryGroup.objects.all(), "manage", pk=pk)
    form = OpenBoardForm(request.POST)
    return answer(
        request,
        lambda: commands.open_board(
            actor=actor_of(request),
            group=group,
            beginning=form.beginning(request.user, group.language),
            command_id=command_id(request),
            **form.values,
        ),
        context={"group": group, "to_copy": boards_to_copy(request.user)},
        form=form,
        template="boards/open_form.html",
        text=_("The board is open."),
        back=reverse("group", args=[pk]),
        there=address,
    )


@require_POST
def edit_board(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Another title, purpose or period of a board, against what the writer saw."""
    board = board_to(request, "manage", pk)
    form = BoardForm(request.POST)
    return heading_answer(
        request,
        lambda: commands.edit_board(
            actor=actor_of(request),
            board=board,
            values=form.cleaned_data,
            seen=form.seen(),
            command_id=command_id(request),
        ),
        board=board,
        form=form,
        template="boards/board_form.html",
        back=address(board),
    )


@require_POST
def archive_board(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A board out of use."""
    board = board_to(request, "manage", pk)
    return answer(
        request,
        lambda: resting.archive_board(actor=actor_of(request), board=board, command_id=command_id(request)),
        board=board,
        text=_("The board is archived. Everybody reads on, and nothing is deleted."),
        back=address(board),
    )


@require_POST
def restore_board(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A board in use again."""
    board = board_to(request, "manage", pk)
    return answer(
        request,
        lambda: resting.restore_board(actor=actor_of(request), board=board, command_id=command_id(request)),
        board=board,
        text=_("The board is in use again."),
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
def edit_theme(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Another name, aim or colour for a lane, against what the writer saw."""
    theme = theme_to_edit(request, pk)
    form = ThemeForm(request.POST)
    return heading_answer(
        request,
        lambda: commands.edit_theme(
            actor=actor_of(request),
            theme=theme,
            values=form.cleaned_data,
            seen=form.seen(),
            command_id=command_id(request),
        ),
        board=theme.board,
        theme=theme,
        form=form,
        template="boards/edit_theme_form.html",
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
