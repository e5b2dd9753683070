"""What a command found wrong, said beside the fields of its form."""

from django.core.exceptions import ValidationError
from django.forms import Form

from workspace.groups.answers import sentences


def add_errors(form: Form, error: ValidationError) -> None:
    for field, said in sentences(error).items():
        form.add_error(field if field in form.fields else None, said)
