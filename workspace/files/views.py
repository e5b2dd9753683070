"""Files are read here, and come in piece by piece: HEAD says how far an upload is, PATCH puts the next piece to it."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from permissions.access import access, visible
from permissions.errors import NotYours
from permissions.models import Space
from workspace.groups.answers import actor_of, sentences

from . import uploads
from .limits import CHUNK_BYTES
from .models import File, Upload
from .serving import serve


@require_safe
def file(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """A file; `?download` to keep a picture instead of looking at it."""
    return serve(request, _file(request, pk))


@require_safe
def thumbnail(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """A picture made small."""
    return serve(request, _file(request, pk), thumbnail=True)


def _file(request: HttpRequest, pk: UUID) -> File:
    return access(request.user, File.objects.filter(withdrawn_at=None, purged_at=None), pk=pk)


@never_cache
@require_POST
def begin_upload(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Begin to send a file into a space, or go on with it: says where it goes and how much is there."""
    space = visible(request.user, Space.objects.filter(pk=pk)).first()
    if space is None:
        raise NotYours
    size = request.POST.get("size", "")
    try:
        upload = uploads.begin_upload(
            actor=actor_of(request),
            space=space,
            name=request.POST.get("name", ""),
            size=int(size) if size.isascii() and size.isdigit() and len(size) < 16 else 0,
            mark=request.POST.get("mark", "")[:200],
        )
    except ValidationError as error:
        return _wrong(error)
    return JsonResponse({"chunk": CHUNK_BYTES, **_standing(upload)}, status=201)


@never_cache
@require_http_methods(["GET", "HEAD", "PATCH"])
def upload(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How far an upload of one's own is; a PATCH puts a piece to it, at Upload-Offset."""
    found = _upload(request, pk)
    if request.method != "PATCH":
        return _told(JsonResponse(_standing(found)), found.received, found.size)
    offset = request.headers.get("Upload-Offset", "")
    if not (offset.isascii() and offset.isdigit() and len(offset) < 16):
        return HttpResponse(status=400)
    try:
        found = uploads.add_piece(actor=actor_of(request), upload=found, offset=int(offset), piece=request.body)
    except uploads.WrongOffset as wrong:
        return _told(HttpResponse(status=409), wrong.offset, found.size)
    except ValidationError as error:
        return _wrong(error)
    return _told(HttpResponse(status=204), found.received, found.size)


@require_POST
def drop_upload(request: HttpRequest, pk: UUID) -> HttpResponse:
    """An upload given up."""
    uploads.drop_upload(actor=actor_of(request), upload=_upload(request, pk))
    return HttpResponse(status=204)


def _upload(request: HttpRequest, pk: UUID) -> Upload:
    return access(request.user, Upload.objects.filter(person=actor_of(request)), pk=pk)


def _standing(found: Upload) -> dict[str, object]:
    return {"upload": str(found.pk), "offset": found.received, "size": found.size}


def _told(answer: HttpResponse, offset: int, size: int) -> HttpResponse:
    answer.headers["Upload-Offset"], answer.headers["Upload-Length"] = str(offset), str(size)
    return answer


def _wrong(error: ValidationError) -> JsonResponse:
    return JsonResponse({"errors": [said for found in sentences(error).values() for said in found]}, status=422)
