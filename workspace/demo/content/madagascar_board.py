"""La feuille de route de Madagascar : quatre thèmes, huit actions ; les communes en apportent deux, par tableau."""

from typing import Final

from ..shapes import Action, Brought, Theme

CODE: Final = """
Le texte est long et personne ne l’a sous la main. Une version de huit pages, en malgache et en français, lue d’abord dans
trois communes, corrigée, puis imprimée.

- [x] Première version en français
- [ ] Lecture dans trois communes
- [ ] Version malgache, relue par @[Délégation des orpailleurs]
"""

CARDS: Final = """
La carte d’orpailleur est délivrée par la commune. Elle coûte peu, mais le registre manque et les cartes se perdent.

| Commune | Cartes | Registre |
| --- | --- | --- |
| 1 | 210 | tenu |
| 2 | 85 | commencé |
| 3 | 0 | à ouvrir |

@[Maire de commune minière] montre son registre aux deux autres.
"""

RIVERS: Final = """
Des bassins de décantation, creusés par celles et ceux qui travaillent au bord de la rivière, là où l’eau sert aussi aux
rizières.

1. Choisir l’endroit avec les riziculteurs
2. Creuser à la saison sèche
3. Vider chaque semaine : qui, et payé par qui ?

> Sans réponse à la troisième question, le bassin est plein au bout d’un mois.
"""

PARK: Final = """
Autour de l’aire protégée, une carte simple : ici oui, ici non, ici à discuter. Dessinée sur place, avec les villages.
@[ONG de conservation] apporte les images, la commune les noms des lieux.

- [x] Deux villages ont dessiné leur carte
- [ ] Trois autres villages
- [ ] Réunion commune, avec l’administration
"""

SCHOOL: Final = """
Les enfants suivent leurs parents sur les sites. Une école d’appoint de six mois, ouverte à l’heure où l’on ne travaille pas,
avec un repas.

**Ce qui manque :** le salaire de deux enseignantes. Les communes donnent le toit et le bois.
"""

HEALTH: Final = """
Une visite médicale par mois sur les sites éloignés : poussière, eau, accouchements. Les chiffres sont comptés par site et
jamais par personne.
"""

TAX: Final = """
La ristourne revient à la commune, en théorie. En pratique, personne ne sait combien ni quand.

- [x] Demander les montants des deux dernières années
- [x] Les afficher à la mairie
- [ ] Décider en public de ce que la commune en fait
"""

COUNTER: Final = """
Un comptoir d’achat communal, avec une balance vérifiée et le prix du jour affiché. Suspendu : les règles d’achat ont changé
et le ministère doit les préciser. @[Ministère chargé des mines] nous écrit dès que le texte est connu.
"""

THEMES: Final = (
    Theme("Cadre légal", "Loi", (
        Action("Le code minier en huit pages, en malgache et en français", "Ministère chargé des mines", 50,
               ((-150, "on-track", "La première version est écrite."),), CODE),
        Action("Un registre des cartes d’orpailleur dans trois communes", "Communes minières", 12,
               ((-130, "on-track", "Un registre est tenu, un autre commencé."),), CARDS),
    )),
    Theme("Pratiques environnementales", "Environnement", (
        Action("Des bassins de décantation là où l’eau sert aux rizières", "Orpailleurs et orpailleuses", -8,
               ((-110, "on-track", ""), (-5, "delayed", "Les pluies sont venues plus tôt.")), RIVERS),
        Action("Une carte partagée autour de l’aire protégée", "Organisations de conservation", 9,
               ((-120, "on-track", "Deux villages sur cinq."),), PARK),
    )),
    Theme("Conditions sociales", "Social", (
        Action("Une école d’appoint près de deux sites", "Communes minières", 90,
               ((-60, "needs-resources", "Le salaire de deux enseignantes n’est pas trouvé."),), SCHOOL,
               asked=((-58.3, "Ministère chargé des mines", "L’école relève d’un autre ministère : il faut le lui demander."),)),
        Action("Une visite médicale par mois sur les sites éloignés", "Organisations de femmes", 140, (), HEALTH),
    )),
    Theme("Impact économique et fiscalité", "Économie", (
        Action("Ce que la commune reçoit, affiché à la mairie", "Communes minières", -20,
               ((-140, "on-track", ""), (-22, "done", "Les montants sont affichés dans deux mairies.")), TAX),
        Action("Un comptoir d’achat communal", "Communes minières", None,
               (), COUNTER,
               asked=((-4.4, "Organisations de conservation", ""),)),
    )),
)  # fmt: skip

BROUGHT: Final = (
    Brought(-35, "mg-commune", """
Thème\tActivité\tResponsable\tÉchéance\tStatut\tDescription
Cadre légal\tDes cartes d’orpailleur à prix affiché dans six communes\tCommunes minières\t{75}\tEn bonne voie\tLe prix est le même partout, et peint sur le mur de la mairie.
Conditions sociales\tUn point d’eau propre à côté de chaque marché d’or\tCommunes minières\t{160}\tPas commencée\tDemandé dans les **quatre** réunions de commune.
Impact économique et fiscalité\tCe que la commune reçoit, affiché à la mairie\t\t\t\t
"""),
)  # fmt: skip
