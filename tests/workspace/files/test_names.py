"""Names of files: no path, no sign that deceives, nothing that a header would end at."""

from typing import Any

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tests import sent_files as sent
from tests.cast import World
from tests.disk import Disk
from workspace.files.models import File
from workspace.files.names import LONGEST, clean_name, name_for

BAD = {
    "../../etc/passwd": "passwd",
    "C:\\Users\\Amina\\photo.jpg": "photo.jpg",
    "/": "File",
    "..": "File",
    "": "File",
    " . ": "File",
    "a\r\nSet-Cookie: x=1.jpg": "aSet-Cookie x=1.jpg",
    "photo\u202egpj.exe": "photogpj.exe",
    "a\x00b\x1b[31m.jpg": "ab[31m.jpg",
    'say "hi"; x=<b>.jpg': "say hi ; x= b .jpg",
    "réunion à Tarkwa – n° 3.jpg": "réunion à Tarkwa – n° 3.jpg",
    "اجتماع.pdf": "اجتماع.pdf",
    "cafe\u0301.jpg": "café.jpg",
}


@pytest.mark.parametrize("name", BAD)
def test_a_name_is_what_can_be_shown_of_it(name: str) -> None:
    assert clean_name(name) == BAD[name]


@given(st.text(max_size=400))
def test_any_name_becomes_one_that_can_be_kept(name: str) -> None:
    kept = name_for(name, "image/jpeg")
    assert 0 < len(kept) <= LONGEST + 5 and "/" not in kept and "\\" not in kept
    assert kept == clean_name(kept) or kept.startswith("."), "and stays so"
    assert not any(ord(sign) < 32 for sign in kept) and kept.lower().endswith((".jpg", ".jpeg"))


def test_a_long_name_keeps_its_ending() -> None:
    assert clean_name("a" * 300 + ".docx").endswith("a….docx") and len(clean_name("a" * 300 + ".docx")) <= LONGEST


@pytest.mark.django_db
@pytest.mark.parametrize("name", [name for name in BAD if name.strip(" ./")])
def test_no_name_gets_out_of_its_header(world: World, sign_in: Any, disk: Disk, name: str) -> None:
    client = sign_in(world.member)
    pk = client.post(
        f"/spaces/{world.board.space_id}/uploads/", {"name": name, "size": len(sent.jpeg()), "mark": "m"}
    ).json()["upload"]
    piece = {"content_type": "application/octet-stream", "headers": {"Upload-Offset": "0"}}
    client.patch(f"/uploads/{pk}/", sent.jpeg(), **piece)
    assert client.post(f"/actions/{world.action.pk}/evidence/files/", {"upload": pk}).status_code == 303
    file = File.objects.get()
    answer = client.get(reverse("file", args=[file.pk]))
    sent_as = answer.headers["Content-Disposition"]
    assert "\r" not in sent_as and "\n" not in sent_as and "Set-Cookie" not in answer.headers
    assert not {'"', "/", "\\"} & set(file.name)
    assert all(file.pk.hex in where for where in disk.files("kept")), "on the disk it has the name that we gave it"
