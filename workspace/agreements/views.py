"""What the forms of agreements ask for: a gate, a command, an answer."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from permissions.access import access, can
from permissions.errors import NotAllowed
from workspace.boards.commitments import held_in
from workspace.boards.forms import ActionForm
from workspace.boards.models import Action, Board
from workspace.boards.posting import action_to_edit, address, board_to
from workspace.boards.queries import seats_to_lead
from workspace.groups.answers import actor_of, carry_out, command_id, done, redrawn
from workspace.groups.pages import group_of_reader, page_context

from . import agreeing, proposing
from .forms import LeadForm, MeetingForm, TargetForm, WhyForm
from .models import Agreement, Proposal
from .proposing import is_proposer
from .values import TARGET


@require_POST
def agree_on_board(request: HttpRequest, pk: UUID) -> HttpResponse:
    """All actions of a board, as they stand."""
    board = board_to(request, "manage", pk)
    form = MeetingForm(request.POST, auto_id=f"agree-{pk}-%s")
    return _answer(
        request, board,
        lambda: agreeing.agree(
            actor=actor_of(request), thing=board, source=form.source(), command_id=command_id(request)
        ),
        form=form, template="agreements/agree_form.html", context={"thing": board, "agree_name": "agree-board"},
        text=_("Agreed. From now on it changes only by agreement."),
    )  # fmt: skip


@require_POST
def agree_on_action(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One action, as it stands."""
    action = _action(request, "manage", pk)
    form = MeetingForm(request.POST, auto_id=f"agree-{pk}-%s")
    return _answer(
        request, action,
        lambda: agreeing.agree(
            actor=actor_of(request), thing=action, source=form.source(), command_id=command_id(request)
        ),
        form=form, template="agreements/agree_form.html", context={"thing": action, "agree_name": "agree-action"},
        text=_("Agreed. From now on it changes only by agreement."),
    )  # fmt: skip


@require_POST
def reopen_action(request: HttpRequest, pk: UUID) -> HttpResponse:
    """All that was agreed about an action, open again."""
    action = _action(request, "manage", pk)
    form = WhyForm(request.POST, auto_id=f"reopen-{pk}-%s")
    return _answer(
        request, action,
        lambda: agreeing.reopen(
            actor=actor_of(request), action=action, why=form.cleaned_data["why"], command_id=command_id(request)
        ),
        form=form, template="agreements/end_form.html",
        context={"thing": action, "end_name": "reopen-action-agreement"},
        text=_("No longer agreed. It can be changed again, and the history keeps what was agreed."),
    )  # fmt: skip


@require_POST
def end_agreement(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What one agreement set, open again."""
    agreement = access(request.user, Agreement.objects.select_related("board__group", "action"), "manage", pk=pk)
    form = WhyForm(request.POST, auto_id=f"end-{pk}-%s")
    return _answer(
        request, agreement.board,
        lambda: agreeing.end_agreement(
            actor=actor_of(request), agreement=agreement, why=form.cleaned_data["why"],
            command_id=command_id(request),
        ),
        form=form, template="agreements/end_form.html", context={"thing": agreement, "end_name": "end-agreement"},
        text=_("No longer agreed. It can be changed again, and the history keeps what was agreed."),
    )  # fmt: skip


@require_POST
def propose(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Another value for an agreed field."""
    action = action_to_edit(request, pk)
    field = request.POST.get("field", "")
    name = field.partition(":")[0]
    form = _form_for(request, action, field)
    why = WhyForm(request.POST)
    seen = request.POST.get("seen")
    return _answer(
        request, action,
        lambda: proposing.propose_change(
            actor=actor_of(request), action=action, field=field, value=form.cleaned_data.get(name),
            why=request.POST.get("why", ""), seen=seen, command_id=command_id(request),
        ),
        form=form, template="agreements/propose_form.html",
        context=lambda: {
            "held": held_in([action.pk]).get(action.pk, {}).get(field), "typed": request.POST, "why": why,
            "seats": seats_to_lead(action, belongs=can(request.user, "view", action.board)),
        },
        text=_("Proposed. It is seen beside what was agreed, until a meeting answers it."),
    )  # fmt: skip


@require_POST
def take_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One's own proposal."""
    proposal = _proposal(request, "view", pk)
    if not is_proposer(actor_of(request), proposal):
        raise NotAllowed("edit")
    return _answer(
        request, proposal.action,
        lambda: proposing.take_proposal_back(
            actor=actor_of(request), proposal=proposal, command_id=command_id(request)
        ),
        template="groups/refused_form.html", text=_("Your proposal is taken back."),
    )  # fmt: skip


@require_POST
def answer_proposal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What a meeting said to a proposal: `answer` is agreed or not-agreed."""
    proposal = _proposal(request, "manage", pk)
    form = MeetingForm(request.POST, auto_id=f"answer-{pk}-%s")
    is_agreed = request.POST.get("answer") != Proposal.State.NOT_AGREED

    def do() -> Proposal:
        who, source = actor_of(request), form.source()
        if not is_agreed:
            return proposing.decline_change(actor=who, proposal=proposal, source=source, command_id=command_id(request))
        return proposing.agree_to_change(
            actor=who, proposal=proposal, source=source, seen=request.POST.get("seen"),
            command_id=command_id(request),
        )  # fmt: skip

    return _answer(
        request, proposal.action, do,
        form=form, template="agreements/answer_form.html",
        context=lambda: {
            "proposal": proposal, "agreed_kept": _agreed_now(proposal), "typed": request.POST,
        },
        text=_("Agreed, and changed.") if is_agreed else _("Not agreed. All stays as it was."),
    )  # fmt: skip


def _form_for(request: HttpRequest, action: Action, field: str) -> Form:
    if field.startswith(TARGET):
        return TargetForm(request.POST)
    return (LeadForm if field == "lead" else ActionForm)(request.POST, action=action)


def _agreed_now(proposal: Proposal) -> str:
    held = held_in([proposal.action_id]).get(proposal.action_id, {}).get(proposal.field)
    return held.value if held else ""


def _action(request: HttpRequest, verb: str, pk: UUID) -> Action:
    return access(request.user, Action.objects.select_related("board__group"), verb, pk=pk)


def _proposal(request: HttpRequest, verb: str, pk: UUID) -> Proposal:
    return access(request.user, Proposal.objects.select_related("action__board__group", "action__space"), verb, pk=pk)


def _answer(
    request: HttpRequest,
    about: Action | Board,
    do: Callable[[], Any],
    *,
    form: Form | None = None,
    template: str,
    context: dict[str, Any] | Callable[[], dict[str, Any]] | None = None,
    text: str,
) -> HttpResponse:
    """Run the command and say so; or the form again, with what is wrong beside each field and all that was typed."""
    _made, errors = carry_out(do, form)
    if errors is None:
        return done(request, text, back=address(about))
    if form is not None and not errors:
        errors = {field: [str(said) for said in found] for field, found in form.errors.items()}
    board = about if isinstance(about, Board) else about.board
    page = page_context(request, group_of_reader(request, board.group), current="board")
    page |= {"board": board, "form": form, "errors": errors}
    if isinstance(about, Action):
        page["action"] = about
    page |= context() if callable(context) else context or {}
    return redrawn(request, template, page, back=address(about))
