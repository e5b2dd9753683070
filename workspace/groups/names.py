"""What a handle may be called."""

import unicodedata

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _

from workspace.people.models import User

from .models import CountryGroup, Handle

LONGEST = Handle._meta.get_field("text").max_length or 80


def check_handle_text(text: str, *, group: CountryGroup, person: User) -> str:
    """The name as it will be kept, or ValidationError.

    Two people of a group never share a name, not even after one gave it up: old words keep their old handle, and
    nobody may speak in another's voice. Letters are compared after case and width are taken away.
    """
    clean = " ".join(unicodedata.normalize("NFC", text).split())
    if not clean:
        raise ValidationError({"text": _("Write the name under which the group will know you.")})
    if len(clean) > LONGEST:
        raise ValidationError({"text": _("Use a shorter name: at most %(n)s letters.") % {"n": LONGEST}})
    if any(unicodedata.category(sign) in ("Cc", "Cf", "Co", "Cn", "Cs") for sign in clean):
        raise ValidationError({"text": _("This name holds signs that cannot be seen. Type it again.")})
    if _folded(clean) in {_folded(nameless_voice(code)) for code, _name in settings.LANGUAGES}:
        raise ValidationError({"text": _("Under this name a caucus speaks, and nobody else. Choose another.")})
    others = Handle.objects.filter(group=group).exclude(person=person).values_list("text", flat=True)
    if _folded(clean) in {_folded(other) for other in others}:
        raise ValidationError({"text": _("Somebody here has this name, or had it. Choose another.")})
    return clean


def check_pseudonym(text: str, *, group: CountryGroup, person: User) -> None:
    """A pseudonym that leads to nobody: not one's own name, nor one that they have, or had, in another group."""
    elsewhere = Handle.objects.filter(person=person).exclude(group=group).values_list("text", flat=True)
    known = {
        _folded(each) for each in (*elsewhere, person.username, person.name, person.email.partition("@")[0]) if each
    }
    if _folded(text) in known:
        raise ValidationError({"text": _("This name leads to you: you use it elsewhere. Choose another.")})


def nameless_voice(language: str) -> str:
    """What a caucus is called that does not say which one it is, in the language of the group."""
    with translation.override(language):
        return _("A caucus of this group")


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
