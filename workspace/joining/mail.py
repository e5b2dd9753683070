"""Mail of invitations, sent in the background. The link is made here, so that no queue ever holds it."""

import logging

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.mail import EmailMessage
from django.http import Http404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from .commands import make_link
from .models import Invitation

logger = logging.getLogger(__name__)


def send_invitation(pk: str, site: str) -> bool:
    """Mail an invitation with a new link to `site`; whether it was sent. Done twice, the second link counts."""
    invitation = Invitation.objects.select_related("group", "seat", "invited_by__person").filter(pk=pk).first()
    if invitation is None or not invitation.email or invitation.invited_by.person is None:
        return False
    try:
        token = make_link(actor=invitation.invited_by.person, invitation=invitation, on_paper=False)
    except (PermissionDenied, Http404, ValidationError):
        logger.info("invitation %s is not sent: it was withdrawn, or who made it may not invite any more", pk)
        return False
    with translation.override(invitation.group.language):
        known = {"invitation": invitation, "link": link_to(site, token)}
        subject = " ".join(render_to_string("joining/mail_subject.txt", known).split())
        EmailMessage(subject, render_to_string("joining/mail_body.txt", known), to=[invitation.email]).send()
    return True


def link_to(site: str, token: str) -> str:
    """The whole address of a link; `site` is where people reach us, such as https://baraza.example.org."""
    return site.rstrip("/") + reverse("invited", args=[token])
