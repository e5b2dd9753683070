"""Madagascar : un atelier national à Antananarivo en octobre 2016, après ceux des régions."""

from typing import Final

from ..shapes import Group, Person, Stakeholders
from ..trust_shapes import Alternate
from .madagascar_board import BROUGHT, THEMES
from .madagascar_lessons import LESSONS
from .madagascar_talk import DISCUSSIONS

MADAGASCAR: Final = Group(
    key="mg",
    name="Groupe Madagascar",
    short_name="Madagascar",
    country="Madagascar",
    language="fr",
    band="mg",
    purpose="Une feuille de route née dans les régions, puis portée à Antananarivo.",
    founded=-360,
    people=(
        Person("mg-convenor", "Coordination", level="convenor", language="fr"),
        Person("mg-commune", "Maire de commune minière", "Communes minières", language="fr"),
        Person("mg-conservation-ngo", "ONG de conservation", "Organisations de conservation", language="fr"),
        Person("mg-adjointe", "Adjointe au maire", level="alternate", signs_in=False),
        Person("mg-ministere", "Ministère chargé des mines", "Ministère chargé des mines", signs_in=False),
        Person("mg-orpailleurs", "Délégation des orpailleurs", "Orpailleurs et orpailleuses", signs_in=False),
    ),
    stakeholders=(
        Stakeholders("Communes", "CO", ("Communes minières",)),
        Stakeholders("Société civile", "SC", ("Organisations de conservation", "Organisations de femmes")),
        Stakeholders("Administration", "AD", ("Ministère chargé des mines",)),
        Stakeholders("Orpailleurs", "OR", ("Orpailleurs et orpailleuses",)),
    ),
    board="Feuille de route",
    board_purpose="Quatre thèmes de l’atelier national d’octobre 2016, préparés dans les régions.",
    themes=THEMES,
    brought=BROUGHT,
    discussions=DISCUSSIONS,
    lessons=LESSONS,
    alternates=(Alternate("Communes minières", "Adjointe au maire", day=-45, until=180),),
    terms=(("Organisations de conservation", 30),),
)
