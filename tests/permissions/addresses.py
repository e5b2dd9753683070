"""Every address of Baraza: what is asked there, by which verb on what kind of thing, where. The walk reads this table.

An address that is missing here fails the walk; so does one that is here and nowhere else.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.brought import brought
from tests.cast import CAST, World

# Which levels each of the cast holds where. Written by hand, so that it says what we mean, not what the code gives.
LEVELS: dict[str, dict[str, set[str]]] = {
    "ghana": {
        "convenor": {"convenor"}, "member": {"member"}, "voice": {"member"}, "observer": {"observer"},
        "moderator": {"moderator"}, "officer": {"safeguarding"}, "alternate": {"alternate"}, "scribe": {"scribe"},
    },
    "shared": {
        "convenor": {"convenor"}, "member": {"member"}, "voice": {"member"}, "observer": {"observer"},
        "moderator": {"moderator"}, "officer": {"safeguarding"}, "alternate": {"alternate"}, "scribe": {"scribe"},
        "abroad": {"commenter"},
    },
    "draft": {"convenor": {"convenor"}, "member": {"author"}, "peer": {"guest"}},
    "request": {"convenor": {"convenor"}, "peer": {"reader"}},
    "published": {
        "convenor": {"convenor", "peer"}, "member": {"member", "peer"}, "voice": {"member", "peer"},
        "observer": {"observer"}, "moderator": {"moderator", "peer"}, "peer": {"peer"},
        "officer": {"safeguarding", "peer"}, "alternate": {"alternate", "peer"}, "scribe": {"scribe", "peer"},
        "abroad": {"peer"},
    },
    "caucus": {"member": {"keeper"}, "voice": {"circle"}},
    "invited": {"member": {"reader"}},
    "desk": {"convenor": {"convenor"}},
    "led": {"voice": {"member"}},
    "upload": {"member": {"member"}},
    "reports": {"moderator": {"moderator"}, "officer": {"safeguarding"}},
}  # fmt: skip

# The cast, and those whom few other tests need: whose term is over, who left, the convenor of another country.
WALKERS = (*CAST, "officer", "alternate", "scribe", "expired", "left", "abroad")

LOCKED_OUT = ("inactive", "anonymous")  # nobody is signed in


KNOWN_TO_ONE = ("begin-upload", "drop-upload")  # a change of what belongs to one person: nobody is told


@dataclass(frozen=True)
class Needs:
    """A verb on a kind of thing, in a place of LEVELS; `only` when a command asks for more (one's own post)."""

    verb: str
    kind: str
    where: str = "ghana"
    only: tuple[str, ...] = WALKERS


@dataclass(frozen=True)
class Open:
    """No thing behind it. What the signed in and what all others are answered."""

    signed_in: int
    others: int


@dataclass(frozen=True)
class Address:
    """`of(world)` gives the id in the address, or a tuple that begins with it; `data(world)` a form that would succeed:
    then `answer` is given."""

    name: str
    needs: Needs | Open
    of: Callable[[World], Any] | None = None
    data: Callable[[World], dict[str, Any]] | None = None
    answer: int = 200

    @property
    def method(self) -> str:
        return "GET" if self.data is None else "POST"

    @property
    def is_a_change(self) -> bool:
        """Whether who may do this writes something and others are told of it: what one has seen, nobody is told, and
        who did nothing takes nothing back."""
        return (
            self.method == "POST"
            and isinstance(self.needs, Needs)
            and not self.name.startswith("reminder-")  # one's own business: nobody is told
            and self.name not in KNOWN_TO_ONE
            and self.name not in ("board-seen", "undo-last")
            and not self.name.endswith(("restore", "restore-theme", "restore-action", "restore-board", "reopen"))
        )

    def where(self, world: World, pk: Any = None) -> str:
        """The address itself; with `pk` instead of the id, if it has one."""
        if self.of is None:
            return reverse(self.name)
        found = self.of(world)
        first, *rest = found if isinstance(found, tuple) else (found,)
        return reverse(self.name, args=[pk or first, *rest])

    def __str__(self) -> str:
        return f"{self.method} {self.name}"


def get(name: str, needs: Needs | Open, of: Callable[[World], Any] | None = None, answer: int = 200) -> Address:
    return Address(name, needs, of, None, answer)


def post(
    name: str,
    needs: Needs | Open,
    of: Callable[[World], Any] | None = None,
    data: Callable[[World], dict[str, Any]] = lambda w: {},
    answer: int = 303,
) -> Address:
    return Address(name, needs, of, data, answer)


PUBLIC, PERSONAL = Open(200, 200), Open(200, 302)
EDIT_BOARD, EDIT_ACTION = Needs("edit", "board"), Needs("edit", "action")
MEETING = {"title": "Meeting in Prestea", "on": "2026-03-03"}
OWN_REMINDER = Needs("view", "action", "led")  # of what one's seat leads: for others it is not there
KEEP = Needs("manage", "circle", "caucus")
IN_THE_GROUP = Needs("view", "group", only=("convenor", "member", "voice", "observer", "alternate", "scribe"))
OFFICER = Needs("moderate", "group", only=("officer",))
REPORTED = Needs("moderate", "report", "reports")
OWN_LEAD = Needs("view", "action", only=("voice", "scribe"))
OWN_POST = Needs("comment", "discussion", only=("member",))

# The steps of a second step, for who has none; and what there is only of what was set up.
FIRST_STEPS = ("mfa_activate_totp", "mfa_generate_recovery_codes", "mfa_list_webauthn", "mfa_add_webauthn")
AGAIN = ("account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn")
NOT_SET_UP = ("mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_download_recovery_codes")
# Their arguments are no ids of things: test_account.py and test_passkeys.py of tests/workspace/people try them,
# tests/workspace/sharing/test_asking.py, tests/workspace/joining/test_links.py and
# tests/workspace/exchange/test_calendar.py the links that are open to all.
# So are the addresses at which people ask to join, in tests/workspace/joining/test_asking.py.
TRIED_ELSEWHERE = {
    "join",
    "account_reset_password_from_key", "mfa_edit_webauthn", "mfa_remove_webauthn", "ask", "invited", "calendar",
}  # fmt: skip

ADDRESSES = [
    get("health", PUBLIC),
    get("metrics", Open(404, 404)),
    get("service-worker", PUBLIC),
    get("offline", PUBLIC),
    get("who-can-see-what", PUBLIC),
    post("language", Open(303, 303), None, lambda w: {"language": "fr", "next": "/"}),
    get("account_login", Open(302, 200)),
    post("account_login", Open(302, 200), None, lambda w: {"username": "member", "password": "wrong"}),
    get("account_request_login_code", Open(302, 200)),
    get("account_confirm_login_code", Open(302, 302)),
    get("account_inactive", PUBLIC),
    get("account_logout", Open(200, 302)),
    get("account_reset_password", PUBLIC),
    post("account_reset_password", Open(302, 302), None, lambda w: {"email": "nobody@example.org"}),
    get("account_reset_password_done", PUBLIC),
    get("account_reset_password_from_key_done", PUBLIC),
    get("mfa_authenticate", Open(302, 302)),
    get("mfa_login_webauthn", Open(302, 302)),
    # one's own account
    get("account", PERSONAL),
    get("sessions", PERSONAL),
    post("sessions", Open(404, 302), None, lambda w: {"close": "1"}),
    get("account_change_password", Open(302, 302)),  # to the first password: nobody of the cast has one
    get("account_set_password", PERSONAL),
    get("mfa_index", PERSONAL),
    *(get(name, PERSONAL) for name in FIRST_STEPS),
    *(get(name, Open(403, 302)) for name in AGAIN),  # nobody of the cast has anything to prove it with
    *(get(name, Open(404, 302)) for name in NOT_SET_UP),
    get("home", PERSONAL),
    # groups
    get("group", Needs("view", "group"), lambda w: w.ghana.pk),
    get("people", Needs("view", "group"), lambda w: w.ghana.pk),
    post("people", IN_THE_GROUP, lambda w: w.ghana.pk,
         lambda w: {"text": f"Voice {uuid4()}", "kind": "pseudonym"}),
    get("handles", Needs("view", "group"), lambda w: w.ghana.pk),
    get("appear", IN_THE_GROUP, lambda w: w.ghana.pk),
    get("group-leave", IN_THE_GROUP, lambda w: w.ghana.pk),
    post("group-leave", IN_THE_GROUP, lambda w: w.ghana.pk),
    get("person-end", Needs("manage", "group"), lambda w: (w.ghana.pk, w.handle("voice").pk)),
    post("person-end", Needs("manage", "group"), lambda w: (w.ghana.pk, w.handle("voice").pk)),
    # seats
    get("seat", Needs("view", "group"), lambda w: w.seats["member"].pk),
    post("seat-term", Needs("manage", "group"), lambda w: w.seats["member"].pk, lambda w: {"until": "2099-01-01"}),
    post("seat-alternate", Needs("manage", "group"), lambda w: w.seats["voice"].pk,
         lambda w: {"handle": w.handle("alternate").pk}),
    post("seat-alternate-end", Needs("manage", "group"), lambda w: w.seats["member"].pk),
    post("seat-away", Needs("view", "group", only=("convenor", "member")), lambda w: w.seats["member"].pk,
         lambda w: {"until": "2099-01-01"}),
    post("seat-back", Needs("view", "group", only=("convenor",)), lambda w: w.free_seat.pk),
    # the convenors' desk
    get("invitations", Needs("manage", "group"), lambda w: w.ghana.pk),
    post("invitations", Needs("manage", "group"), lambda w: w.ghana.pk, lambda w: {"place": "observer"}),
    post("invitation-print", Needs("manage", "invitation", "desk"), lambda w: w.way_in.pk, answer=200),
    post("invitation-withdraw", Needs("manage", "invitation", "desk"), lambda w: w.way_in.pk),
    # ways to look at a board
    *(get(way, Needs("view", "board"), lambda w: w.board.pk) for way in ("overview", "table", "timeline", "mine")),
    get("row-forms", EDIT_ACTION, lambda w: w.action.pk),
    post("change-many", EDIT_BOARD, lambda w: w.board.pk, lambda w: w.many_form),
    post("undo-many", Needs("edit", "board", only=("convenor",)), lambda w: w.many.pk),
    post("save-view", Needs("view", "board"), lambda w: w.board.pk,
         lambda w: {"name": "Stuck", "way": "table", "query": "status=blocked"}),
    post("forget-view", Needs("manage", "board"), lambda w: w.saved_view.pk),
    post("join-address", Needs("manage", "group"), lambda w: w.ghana.pk),
    post("join-address-end", Needs("manage", "group"), lambda w: w.ghana.pk),
    get("join-request", Needs("manage", "invitation", "desk"), lambda w: w.asks_to_join.pk),
    post("join-request", Needs("manage", "invitation", "desk"), lambda w: w.asks_to_join.pk,
         lambda w: {"let_in": "1", "place": "observer", "words": "Welcome"}),
    # boards
    post("open-board", Needs("manage", "group"), lambda w: w.ghana.pk,
         lambda w: {"title": "Second plan", "start_with": f"board:{w.board.pk}", "with_actions": "yes"}),
    get("board", Needs("view", "board"), lambda w: w.board.pk),
    post("edit-board", Needs("manage", "board"), lambda w: w.board.pk, lambda w: {"title": "Plan"}),
    post("archive-board", Needs("manage", "board"), lambda w: w.board.pk),
    post("restore-board", Needs("manage", "board"), lambda w: w.board.pk),
    post("add-theme", EDIT_BOARD, lambda w: w.board.pk, lambda w: {"name": "Voice"}),
    post("add-action", EDIT_BOARD, lambda w: w.board.pk, lambda w: {"theme": w.theme.pk, "title": "Train"}),
    post("open-discussion", Needs("comment", "board"), lambda w: w.board.pk,
         lambda w: {"title": "What stops us?", "language": "en"}),
    post("edit-theme", EDIT_BOARD, lambda w: w.theme.pk, lambda w: {"name": "Another"}),
    post("move-theme", EDIT_BOARD, lambda w: w.theme.pk, lambda w: {"step": "down"}),
    post("archive-theme", EDIT_BOARD, lambda w: w.theme.pk),
    post("restore-theme", EDIT_BOARD, lambda w: w.theme.pk),
    get("action", Needs("view", "action"), lambda w: w.action.pk),
    post("edit-action", EDIT_ACTION, lambda w: w.action.pk, lambda w: {"title": "Another"}),
    get("action-place", EDIT_ACTION, lambda w: w.action.pk),
    post("move-action", EDIT_ACTION, lambda w: w.action.pk, lambda w: {"theme": w.second_theme.pk, "before": ""}),
    post("archive-action", EDIT_ACTION, lambda w: w.action.pk),
    post("restore-action", EDIT_ACTION, lambda w: w.action.pk),
    post("undo", EDIT_ACTION, lambda w: w.event.pk),
    # who leads
    post("lead-offer", EDIT_ACTION, lambda w: w.action.pk, lambda w: {"seat": w.seats["voice"].pk}),
    post("lead-withdraw", Needs("view", "action", only=("convenor", "member")), lambda w: w.asked_action.pk),
    post("lead-accept", OWN_LEAD, lambda w: w.asked_action.pk, lambda w: {"words": "By telephone, on Tuesday"}),
    post("lead-decline", OWN_LEAD, lambda w: w.asked_action.pk, lambda w: {"reason": "We are at the river all month"}),
    post("lead-leave", Needs("view", "action", only=("convenor", "voice", "scribe")),
         lambda w: w.led_action.pk,
         lambda w: {"reason": "My term ends"}),
    # steps
    post("add-step", EDIT_ACTION, lambda w: w.action.pk, lambda w: {"text": "Print the sheets"}),
    post("rename-step", EDIT_ACTION, lambda w: w.step.pk, lambda w: {"text": "Draw other sheets"}),
    post("tick-step", EDIT_ACTION, lambda w: w.step.pk, lambda w: {"done": "yes"}),
    post("move-step", EDIT_ACTION, lambda w: w.step.pk, lambda w: {"place": "last"}),
    post("remove-step", EDIT_ACTION, lambda w: w.step.pk),
    post("step-restore", EDIT_ACTION, lambda w: w.step.pk),
    # what an action waits for
    get("waits", EDIT_ACTION, lambda w: w.action.pk),
    post("waits", EDIT_ACTION, lambda w: w.action.pk, lambda w: {"on": w.led_action.pk}),
    post("waits-remove", EDIT_ACTION, lambda w: w.led_action.pk, lambda w: {"on": w.asked_action.pk}),
    # indicators
    post("add-indicator", EDIT_ACTION, lambda w: w.action.pk, lambda w: {"name": "Sites", "target": "20"}),
    post("edit-indicator", EDIT_ACTION, lambda w: w.indicator.pk, lambda w: {"name": "Sites with a scale"}),
    post("withdraw-indicator", EDIT_ACTION, lambda w: w.indicator.pk),
    post("indicator-restore", EDIT_ACTION, lambda w: w.indicator.pk),
    post("add-reading", EDIT_ACTION, lambda w: w.indicator.pk,
         lambda w: {"value": "4", "on": "2026-01-31", "source": "Phone round"}),
    post("correct-reading", EDIT_ACTION, lambda w: w.reading.pk,
         lambda w: {"value": "5", "on": "2026-01-31", "source": "Phone round"}),
    post("withdraw-reading", EDIT_ACTION, lambda w: w.reading.pk),
    post("reading-restore", EDIT_ACTION, lambda w: w.reading.pk),
    # what was agreed
    post("agree-board", Needs("manage", "board"), lambda w: w.board.pk, lambda w: MEETING),
    post("agree-action", Needs("manage", "action"), lambda w: w.action.pk, lambda w: MEETING),
    post("end-agreement", Needs("manage", "board"), lambda w: w.agreement.pk, lambda w: {"why": "A mistake"}),
    post("reopen-action-agreement", Needs("manage", "action"), lambda w: w.promised.pk,
         lambda w: {"why": "A mistake"}),
    post("propose-change", EDIT_ACTION, lambda w: w.promised.pk,
         lambda w: {"field": "title", "title": "A register of pits and shafts", "why": "Shafts, too"}),
    post("take-proposal-back", Needs("view", "action", only=("member",)), lambda w: w.proposal.pk),
    post("answer-proposal", Needs("manage", "action"), lambda w: w.proposal.pk,
         lambda w: {**MEETING, "answer": "agreed"}),
    # what changed around a plan
    post("add-context", EDIT_BOARD, lambda w: w.board.pk, lambda w: {"title": "Election", "begins": "January 2026"}),
    get("context", Needs("view", "board"), lambda w: w.ban.pk),
    post("edit-context", EDIT_BOARD, lambda w: w.ban.pk, lambda w: {"title": "The ban", "begins": "2017"}),
    post("withdraw-context", EDIT_BOARD, lambda w: w.election.pk),
    post("context-restore", EDIT_BOARD, lambda w: w.election.pk),
    post("pause-actions", EDIT_BOARD, lambda w: w.ban.pk, lambda w: {"actions": w.action.pk}),
    post("resume-actions", EDIT_BOARD, lambda w: w.ban.pk),
    # reminders
    post("reminder-put-off", OWN_REMINDER, lambda w: w.reminder.pk, lambda w: {"days": "7"}),
    post("reminder-dismiss", OWN_REMINDER, lambda w: w.reminder.pk),
    post("reminder-back", OWN_REMINDER, lambda w: w.reminder.pk),
    # evidence, and files
    post("add-evidence", EDIT_ACTION, lambda w: w.action.pk,
         lambda w: {"files": SimpleUploadedFile("notes.txt", b"Seen at the site")}),
    post("add-evidence-link", EDIT_ACTION, lambda w: w.action.pk, lambda w: {"address": "https://example.org/a"}),
    post("add-evidence-note", EDIT_ACTION, lambda w: w.action.pk, lambda w: {"text": "Seen at the site"}),
    get("evidence", Needs("view", "action"), lambda w: w.photo.pk),
    post("edit-evidence", EDIT_ACTION, lambda w: w.photo.pk, lambda w: {"caption": "The notice board"}),
    post("withdraw-evidence", EDIT_ACTION, lambda w: w.photo.pk),
    post("evidence-restore", EDIT_ACTION, lambda w: w.photo.pk),
    get("file", Needs("view", "file"), lambda w: w.photo.file_id),
    get("file-thumbnail", Needs("view", "file"), lambda w: w.photo.file_id),
    post("begin-upload", Needs("edit", "file"), lambda w: w.board.space_id,
         lambda w: {"name": "bus.jpg", "size": "1000", "mark": "1"}, 201),
    get("upload", Needs("view", "file", "upload"), lambda w: w.upload.pk),
    post("drop-upload", Needs("view", "file", "upload"), lambda w: w.upload.pk, answer=204),
    # what changed on a board
    get("board-history", Needs("view", "board"), lambda w: w.board.pk),
    post("undo-last", EDIT_BOARD, lambda w: w.board.pk),
    post("board-seen", Needs("view", "board"), lambda w: w.board.pk, lambda w: {"seen": "3"}, answer=302),
    # a plan in and out
    get("exchange", Needs("view", "board"), lambda w: w.board.pk),
    post("import-plan", EDIT_BOARD, lambda w: w.board.pk, lambda w: brought(w.board, w.convenor)),
    post("import-undo", EDIT_BOARD, lambda w: w.plan_import.pk),
    get("export", Needs("view", "board"), lambda w: (w.board.pk, "csv")),
    get("export", Needs("view", "board"), lambda w: (w.board.pk, "xlsx")),
    get("export", Needs("view", "board"), lambda w: (w.board.pk, "json")),
    post("calendar-make", Needs("view", "board"), lambda w: w.board.pk),
    post("calendar-end", Needs("view", "board", only=("voice",)), lambda w: w.calendar.pk),
    # the history of a text
    get("document-history", Needs("view", "action"), lambda w: w.action.description_id),
    get("document-compare", Needs("view", "action"), lambda w: w.action.description_id),
    get("document-version", Needs("view", "action"), lambda w: (w.action.description_id, 1)),
    post("document-keep", EDIT_ACTION, lambda w: w.action.description_id, lambda w: {"name": "Before the meeting"}),
    post("document-name", EDIT_ACTION, lambda w: (w.action.description_id, 1), lambda w: {"name": "As agreed"}),
    get("document-restore", EDIT_ACTION, lambda w: (w.action.description_id, 1)),
    post("document-restore", EDIT_ACTION, lambda w: (w.action.description_id, 1)),
    get("document-erase", Needs("manage", "action"), lambda w: w.action.description_id),
    post("document-erase", Needs("manage", "action"), lambda w: w.action.description_id,
         lambda w: {"keep": "nothing", "reason": "Consent was taken back"}),
    # discussions
    get("discussions", Needs("view", "group"), lambda w: w.ghana.pk),
    get("discussion", Needs("view", "discussion"), lambda w: w.discussion.pk),
    post("post-write", Needs("comment", "discussion"), lambda w: w.discussion.pk, lambda w: {"body": "Market days"}),
    get("post", Needs("view", "discussion"), lambda w: w.post.pk, 302),
    get("post-edit", OWN_POST, lambda w: w.post.pk),
    post("post-edit", OWN_POST, lambda w: w.post.pk, lambda w: {"body": "Another word", "seen": 1}),
    post("post-delete", OWN_POST, lambda w: w.post.pk),
    post("post-restore", OWN_POST, lambda w: w.post.pk),
    get("post-history", Needs("view", "discussion"), lambda w: w.post.pk),
    # who sees a thing
    get("group-record", Needs("view", "group"), lambda w: w.ghana.pk),
    get("sharing", Needs("view", "discussion"), lambda w: (w.discussion.pk, "discussion")),
    get("sharing-as", Needs("manage", "board"), lambda w: (w.board.pk, "board")),
    get("sharing-restrict", Needs("share", "discussion"), lambda w: (w.discussion.pk, "discussion")),
    post("sharing-restrict", Needs("share", "discussion"), lambda w: (w.discussion.pk, "discussion"),
         lambda w: {"seats": f"seat:{w.seats['voice'].pk}", "reason": "Names are in it"}),
    post("sharing-share", Needs("share", "board"), lambda w: (w.board.pk, "board"),
         lambda w: {"holder": f"convenor:{w.tanzania.pk}", "level": "commenter", "reason": "Compare"}),
    post("sharing-end", Needs("share", "action", "shared"), lambda w: (w.shared_action.pk, "action"),
         lambda w: {"grant": w.grant.pk}),
    post("sharing-link", Needs("share", "discussion"), lambda w: (w.discussion.pk, "discussion")),
    post("sharing-link-end", Needs("share", "discussion"), lambda w: (w.discussion.pk, "discussion"),
         lambda w: {"link": w.link.pk}),
    get("access-request", Needs("view", "discussion", "request"), lambda w: w.request.pk),
    post("access-request", Needs("share", "discussion", "request"), lambda w: w.request.pk,
         lambda w: {"let_in": "1", "level": "reader", "until": "2099-01-01", "words": "Welcome"}),
    post("sharing-rejoin", Needs("share", "action", "shared"), lambda w: (w.shared_action.pk, "action")),
    # what is reported
    get("report", Needs("view", "discussion"), lambda w: (w.post.pk, "post")),
    get("report", Needs("view", "action"), lambda w: (w.action.pk, "action")),
    get("report", Needs("view", "lesson", "published"), lambda w: (w.version.pk, "lesson")),
    post("report", Needs("view", "discussion"), lambda w: (w.post.pk, "post"), lambda w: {"reason": "threat"}),
    post("report", Needs("view", "lesson_draft", "draft"), lambda w: (w.lesson.pk, "draft"),
         lambda w: {"reason": "names"}),
    get("reports", REPORTED),
    get("report-case", REPORTED, lambda w: w.report.pk),
    post("report-look", REPORTED, lambda w: w.report.pk, answer=200),
    post("report-hide", REPORTED, lambda w: w.report.pk, lambda w: {"reason": "It names a site"}),
    post("report-leave", REPORTED, lambda w: w.report.pk, lambda w: {"reason": "Nobody is named"}),
    post("report-restore", REPORTED, lambda w: w.hidden_report.pk, lambda w: {"reason": "Nobody is named"}),
    # who stands behind a pseudonym
    get("pseudonyms", OFFICER, lambda w: w.ghana.pk),
    get("reveal", OFFICER, lambda w: (w.ghana.pk, w.handle("voice").pk)),
    post("reveal", OFFICER, lambda w: (w.ghana.pk, w.handle("voice").pk), lambda w: {"reason": "A threat"}, answer=200),
    # lessons
    get("lessons", PERSONAL),
    get("lesson", Needs("view", "lesson", "published"), lambda w: w.version.pk),
    post("lesson-start", Needs("comment", "group"), lambda w: w.ghana.pk,
         lambda w: {"title": "Begin in the regions", "language": "en"}),
    get("draft", Needs("view", "lesson_draft", "draft"), lambda w: w.lesson.pk),
    post("draft-rename", Needs("edit", "lesson_draft", "draft"), lambda w: w.lesson.pk,
         lambda w: {"title": "Another", "language": "en", "seen_title": w.lesson.title}),
    post("draft-invite", Needs("share", "lesson_draft", "draft"), lambda w: w.lesson.pk,
         lambda w: {"seat": w.second_seat_abroad.pk}),
    post("draft-publish", Needs("decide", "lesson_draft", "draft"), lambda w: w.lesson.pk),
    get("draft-handles", Needs("view", "lesson_draft", "draft"), lambda w: w.lesson.pk),
    post("invitation-end", Needs("share", "lesson_draft", "draft"), lambda w: w.invitation.pk),
    # circles
    post("open-circle", Needs("decide", "group"), lambda w: w.ghana.pk,
         lambda w: {"kind": "working-group", "name": "Licence desk"}),
    get("circle", Needs("view", "circle", "caucus"), lambda w: w.caucus.pk),
    post("circle-describe", KEEP, lambda w: w.caucus.pk, lambda w: {"name": "Another"}),
    post("circle-discuss", Needs("comment", "circle", "caucus"), lambda w: w.caucus.pk,
         lambda w: {"title": "What do we ask for?", "language": "en"}),
    post("circle-board", KEEP, lambda w: w.caucus.pk, lambda w: {"title": "What we plan"}),
    get("circle-leave", Needs("view", "circle", "caucus"), lambda w: w.caucus.pk),
    post("circle-leave", Needs("view", "circle", "caucus"), lambda w: w.caucus.pk),
    post("circle-remove", KEEP, lambda w: w.caucus.pk, lambda w: {"handle": w.handle("voice").pk}),
    post("circle-keeping", KEEP, lambda w: w.caucus.pk, lambda w: {"handle": w.handle("voice").pk}),
    post("circle-close", KEEP, lambda w: w.caucus.pk),
    post("circle-reopen", Needs("view", "circle", "caucus", only=("member",)), lambda w: w.caucus.pk),
    post("circle-invite", Needs("share", "circle", "caucus"), lambda w: w.caucus.pk,
         lambda w: {"seat": w.free_seat.pk}),
    post("circle-uninvite", Needs("share", "circle", "caucus"), lambda w: w.caucus.pk,
         lambda w: {"invitation": w.asked.pk}),
    get("circle-invitation", Needs("view", "circle", "invited"), lambda w: w.asked_in.pk),
    post("circle-accept", Needs("view", "circle", "invited"), lambda w: w.asked_in.pk),
    post("circle-decline", Needs("view", "circle", "invited"), lambda w: w.asked_in.pk),
    get("circle-position", Needs("decide", "circle", "caucus"), lambda w: w.caucus.pk),
    post("circle-position", Needs("decide", "circle", "caucus"), lambda w: w.caucus.pk,
         lambda w: {"body": "We ask for a seat", "to": f"discussion:{w.discussion.pk}", "confirmed": "yes"}),
    post("position-withdraw", Needs("decide", "circle", "caucus"), lambda w: w.position.pk),
]  # fmt: skip
