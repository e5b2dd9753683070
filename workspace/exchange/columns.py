"""Which column says what: told from the heads of a table in English, French or Swahili, or by who brings it."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from django.utils.translation import gettext_lazy as _

from workspace.boards.spelling import plain

FIELDS: Final = {
    "theme": _("Theme"),
    "title": _("Action"),
    "lead": _("Lead"),
    "supporters": _("Supporters"),
    "start": _("Start"),
    "due": _("Due"),
    "status": _("Status"),
    "status_note": _("Why"),
    "labels": _("Labels"),
    "area": _("Region or district"),
    "place": _("Place"),
    "point": _("Point"),
    "resources_needed": _("Resources needed"),
    "resources_found": _("Resources found"),
    "description": _("Description"),
    "id": _("Id"),
}

HEADS: Final = {
    "id": "id identifier identifiant kitambulisho",
    "theme": "theme|priority|priority area|pillar|lane|strategic area|priorite|axe|volet|mada|kipaumbele",
    "title": "action|actions|activity|activities|title|task|what|what to do|what is there to do|activite|activites"
    "|titre|tache|quoi|hatua|shughuli|kazi|kichwa",
    "lead": "lead|lead seat|leader|responsible|responsible person|responsible institution|who|who leads|owner"
    "|responsable|responsables|qui|mhusika mkuu|mhusika|nani|anayehusika",
    "supporters": "supporters|supporter|supported by|support|partners|partner|with whom|appuis|appui|soutiens"
    "|partenaires|avec qui|wasaidizi|msaidizi|washirika",
    "start": "start|start date|starts|from|begin|beginning|begins|debut|date de debut|commence|mwanzo"
    "|tarehe ya kuanza|kuanza",
    "due": "due|due date|deadline|when|date|by when|timeline|time frame|timeframe|end|end date|echeance|delai|quand"
    "|date limite|tarehe ya mwisho|tarehe|lini|muda",
    "status": "status|state|progress|statut|etat|etat davancement|avancement|hali|hatua iliyofikiwa",
    "status_note": "why|reason|status note|note|notes|remark|remarks|comment|comments|pourquoi|raison|remarque"
    "|remarques|commentaire|commentaires|kwa nini|sababu|maoni",
    "labels": "labels|label|tags|tag|keywords|etiquettes|etiquette|mots cles|lebo|alama",
    "area": "region or district|region|district|area|region ou district|mkoa au wilaya|mkoa|wilaya|eneo",
    "place": "place|location|site|where|lieu|endroit|ou|mahali|wapi",
    "point": "point|coordinates|latitude longitude|gps|coordonnees|nukta|viwianishi",
    "resources_needed": "resources needed|resources|needs|inputs|budget|cost|moyens necessaires|ressources necessaires"
    "|ressources|besoins|cout|rasilimali zinazohitajika|rasilimali|mahitaji|bajeti",
    "resources_found": "resources found|funding|source of funding|funded by|moyens trouves|ressources trouvees"
    "|financement|rasilimali zilizopatikana|ufadhili",
    "description": "description|details|detail|text|maelezo",
}
_FIELD_OF: Final = {
    name: field for field, names in HEADS.items() for name in (names.split("|") if "|" in names else names.split())
}
LOOKED_AT = 10  # rows in which the heads may stand: titles and dates of the document stand above


def field_of(head: str) -> str | None:
    """The field that a head names; what stands in brackets behind it does not matter."""
    return _FIELD_OF.get(plain(head)) or _FIELD_OF.get(plain(re.sub(r"[(\[].*", "", head)))


def recognised(heads: Sequence[str]) -> dict[int, str]:
    """Column → field; of two columns for one field the first counts."""
    found: dict[int, str] = {}
    for column, head in enumerate(heads):
        field = field_of(head)
        if field and field not in found.values():
            found[column] = field
    return found


def head_row(rows: Sequence[Sequence[str]]) -> int:
    """The index of the row with the heads: where most are known, else the first with anything in it."""
    first = next((at for at, row in enumerate(rows) if any(row)), 0)
    known = [
        (len(recognised(row)), -at) for at, row in enumerate(rows[:LOOKED_AT]) if "title" in recognised(row).values()
    ]
    return -max(known)[1] if known else first


def chosen(given: Mapping[str, str], count: int) -> dict[int, str] | None:
    """The columns as a form names them (`column-0`, …); None when it names none. A field counts once."""
    if "column-0" not in given:
        return None
    found: dict[int, str] = {}
    for column in range(count):
        field = given.get(f"column-{column}", "")
        if field in FIELDS and field not in found.values():
            found[column] = field
    return found
