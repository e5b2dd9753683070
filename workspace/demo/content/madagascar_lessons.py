"""Ce que Madagascar a appris, pour les autres."""

from typing import Final

from ..shapes import Lesson, Post

REGIONS: Final = """
## Ce qui a été essayé

Avant l’atelier national d’Antananarivo, en octobre 2016, des ateliers ont été tenus **dans les régions**, avec les communes
et celles et ceux qui travaillent sur les sites.

## Ce qui s’est passé

Les communes sont venues à Antananarivo avec un texte à elles. La discussion nationale a commencé par les régions et non par
la loi.

## Ce que cela veut dire pour d’autres

- Commencer loin de la capitale, et y rester assez longtemps.
- Faire porter le texte de chaque région par quelqu’un qui y vit.
- Prévoir le voyage du retour : ce qui a été décidé doit revenir.
"""

REFERENCE: Final = """
## Ce qui a été essayé

Un groupe de référence, avec des personnes de chaque côté, a lu l’étude **avant** son impression.

## Ce qui s’est passé

1. Deux chiffres étaient faux, et ceux qui les connaissaient l’ont dit.
2. Une partie blessait des gens sans rien apporter : elle a été récrite.
3. L’étude a ensuite été défendue par ceux dont elle parle.

## Ce que cela veut dire pour d’autres

Donner quatre semaines, payer la lecture, et dire par écrit ce qui a été changé ou non, et pourquoi.
"""

LESSONS: Final = (
    Lesson(
        "Commencer dans les régions",
        by="mg-convenor",
        day=-270,
        published=-250,
        language="fr",
        text=REGIONS,
        comments=(
            Post("tz-district-officer", -190, "Geita was one region only. We should have gone to two before the plenary.",
                 language="en"),
            Post("iied-moderator", -188, "Could somebody tell in a few lines what the first regional day looked like?",
                 language="en"),
            Post("mg-convenor", -180, "Le matin sur le site, l’après-midi à la mairie. Personne n’a parlé plus de dix minutes."),
        ),
    ),
    Lesson(
        "Faire relire l’étude par un groupe de référence",
        by="mg-conservation-ngo",
        day=-120,
        published=-96,
        language="fr",
        text=REFERENCE,
        comments=(
            Post("gh-academic", -70, "Four weeks is right. We gave ten days, and only the quick ones answered.",
                 language="en"),
        ),
    ),
)  # fmt: skip
