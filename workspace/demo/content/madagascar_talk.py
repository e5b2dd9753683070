"""Les discussions du groupe de Madagascar."""

from typing import Final

from ..shapes import Discussion, Post

DISCUSSIONS: Final = (
    Discussion(
        "Qui vide les bassins ?",
        by="mg-conservation-ngo",
        day=-16,
        about="Des bassins de décantation là où l’eau sert aux rizières",
        summary="""
- Les bassins sont utiles ; un bassin plein ne l’est plus.
- Les riziculteurs veulent bien aider, si l’eau arrive avant le repiquage.
- **Ouvert :** qui paie la journée de vidange ?
""",
        posts=(
            Post("mg-conservation-ngo", -16, "Trois bassins sur quatre étaient pleins à notre dernière visite. **Qui les "
                 "vide**, et avec quels outils ?"),
            Post("mg-orpailleurs", -14.4, "Nous le faisons quand il reste du temps. Il n’en reste jamais."),
            Post("mg-commune", -9.1, "La commune peut prendre une journée par mois sur la ristourne, si le conseil est "
                 "d’accord. Je le propose à la prochaine séance.",
                 corrected="La commune peut prendre une journée par mois sur la ristourne, si le conseil est d’accord. Je le "
                 "propose à la séance de vendredi, et je vous dis ici ce qui a été décidé."),
            Post("mg-convenor", -2.6, "Merci. J’ai mis la question dans la synthèse. Corrigez si j’ai mal compris."),
        ),
    ),
)  # fmt: skip
