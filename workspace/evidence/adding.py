"""How evidence comes in: files whole in a form, or one that came piece by piece; links; notes."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any
from uuid import UUID, uuid5

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from permissions.access import access
from permissions.errors import NotYours
from realtime.events import head_of
from workspace.boards.models import Action
from workspace.boards.posting import action_to_edit, address, undo_address
from workspace.files import storage
from workspace.files.keeping import ready
from workspace.files.limits import AT_ONCE, MOST_BYTES
from workspace.files.models import Upload
from workspace.files.refusals import in_words
from workspace.files.refusing import Refused
from workspace.files.uploads import drop_upload
from workspace.groups.answers import actor_of, command_id, done, sentences

from . import commands
from .answering import again, answer
from .forms import FileForm, LinkForm, NoteForm

PASSING = ("scanner-away", "busy", "full")  # the file is all right: it stays, to be tried again


@require_POST
def add_files(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Files in the form itself; or `upload`, the id of one that came piece by piece."""
    action = action_to_edit(request, pk)
    form = FileForm(request.POST, auto_id=f"evidence-file-{pk}-%s")
    if "upload" in request.POST:
        upload = _upload(request)
        return answer(
            request, action, lambda: _finish(request, action, upload, form), form=form,
            template="evidence/file_form.html", text=_("The evidence is there."),
        )  # fmt: skip
    before, wrong = head_of(action.space_id), []
    sent = request.FILES.getlist("files")[:AT_ONCE]
    if not sent:
        wrong.append(_("Choose a file first."))
    for number, file in enumerate(sent if form.is_valid() else []):
        try:
            _add_whole(request, action, file, form, number)
        except ValidationError as error:
            wrong += [f"{file.name}: {said}" for found in sentences(error).values() for said in found]
    back = f"{address(action)}#evidence-{pk}"
    if wrong or form.errors:
        for said in wrong:
            form.add_error(None, said)
        return again(request, action, form, "evidence/file_form.html", {}, back)
    text = ngettext("The evidence is there.", "%(n)s files are there as evidence.", len(sent)) % {"n": len(sent)}
    undo = undo_address(request, action, action.space_id, before) if len(sent) == 1 else ""
    return done(request, text, back=back, undo=undo)


@require_POST
def add_link(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The address of a page."""
    action = action_to_edit(request, pk)
    form = LinkForm(request.POST, auto_id=f"evidence-link-{pk}-%s")
    return answer(
        request,
        action,
        lambda: commands.add_link(
            actor=actor_of(request), action=action, command_id=command_id(request), **form.cleaned_data
        ),
        form=form,
        template="evidence/link_form.html",
        text=_("The evidence is there."),
    )


@require_POST
def add_note(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What somebody saw or heard."""
    action = action_to_edit(request, pk)
    form = NoteForm(request.POST, auto_id=f"evidence-note-{pk}-%s")
    return answer(
        request,
        action,
        lambda: commands.add_note(
            actor=actor_of(request), action=action, command_id=command_id(request), **form.cleaned_data
        ),
        form=form,
        template="evidence/note_form.html",
        text=_("The evidence is there."),
    )


def _upload(request: HttpRequest) -> Upload:
    try:
        wanted = UUID(request.POST.get("upload", ""))
    except ValueError as error:
        raise NotYours from error
    return access(request.user, Upload.objects.filter(person=actor_of(request)), "edit", pk=wanted)


def _finish(request: HttpRequest, action: Action, upload: Upload, form: FileForm) -> None:
    """Make a file of an upload, and evidence of it. A file that is refused is deleted at once."""
    if upload.file_id is not None:
        return  # asked again after the answer was lost
    if not upload.is_whole:
        raise ValidationError(_("Not all of the file has arrived. Choose it again: it goes on from there."))
    try:
        with ready(storage.part_of(upload.pk), upload.name) as new:
            commands.add_file(
                actor=actor_of(request), action=action, ready=new, upload=upload, command_id=command_id(request),
                **form.cleaned_data,
            )  # fmt: skip
    except ValidationError as error:
        if getattr(error, "code", "") and error.code not in PASSING:
            drop_upload(actor=actor_of(request), upload=upload)
        raise


def _add_whole(request: HttpRequest, action: Action, file: "UploadedFile[Any]", form: FileForm, number: int) -> None:
    sent = command_id(request)
    with _on_disk(file) as path, ready(path, file.name or "") as new:
        commands.add_file(
            actor=actor_of(request), action=action, ready=new,
            command_id=uuid5(sent, f"{number} {new.made.digest}") if sent else None, **form.cleaned_data,
        )  # fmt: skip


@contextmanager
def _on_disk(file: "UploadedFile[Any]") -> Iterator[Path]:
    if (file.size or 0) > MOST_BYTES:
        raise in_words(Refused("large"))
    with NamedTemporaryFile(dir=storage.work_folder()) as copy:
        for piece in file.chunks():
            copy.write(piece)
        copy.flush()
        yield Path(copy.name)
