"""What themes aim at, and who supports an action, when, where and with what: by the titles of the three plans."""

from typing import Final

from ..shapes import Aim, Detail

AIMS: Final[dict[str, Aim]] = {
    "The business case for responsible small-scale mining": Aim(
        "Small mining businesses that keep records, can borrow, and pay for themselves", "earth"
    ),
    "Improving practices in the sector": Aim("Safe pits, no mercury, and land that can be used again", "leaf"),
    "Support for small-scale mining across government institutions": Aim(
        "One answer from all offices, near the sites and in time", "water"
    ),
    "A stronger voice for miners, particularly women": Aim(
        "Whoever works in the pits sits where it is decided", "plum"
    ),
    "Land and licences": Aim("Miners work where they are allowed to, and know how to get there", "earth"),
    "Finance": Aim("Banks and funds lend to small mines on terms that both can keep", "gold"),
    "Technology and equipment": Aim("Machines that save gold, water and lives, within reach of small mines", "leaf"),
    "Markets": Aim("A fair price, paid in the open", "water"),
    "Links between businesses and scale-up": Aim("Small mines, suppliers and large companies trade", "stone"),
    "Empowering women": Aim("Women hold licences, lead groups and are paid for what they do", "plum"),
    "Cadre légal": Aim("Une loi que tout orpailleur peut lire et suivre", "earth"),
    "Pratiques environnementales": Aim("De l’eau claire en aval et des terres remises en culture", "leaf"),
    "Conditions sociales": Aim("Des enfants à l’école, des soins près des sites", "plum"),
    "Impact économique et fiscalité": Aim("Ce que l’or rapporte se voit dans la commune", "gold"),
}

DETAILS: Final[dict[str, Detail]] = {
    # Ghana
    "Keep simple cost and income records at 20 sites": Detail(
        due="quarter", starts=-310, start="month", supporters=("Miners’ association delegate", "Civil society, mining desk"),
        area="Western / Tarkwa-Nsuaem", labels="banks, records",
        needs="Twenty books and a person who visits each site twice", found="The books, from the university",
    ),
    "Savings and loan pilot with two rural banks": Detail(
        due="half", supporters=("Academic", "Women miners’ delegate, Prestea"), area="Western / Prestea Huni-Valley",
        labels="banks, women", needs="2,000 cedis to print savings books",
    ),
    "Mercury-free processing shown at three sites": Detail(
        starts=-250, start="month", supporters=("Miners’ association delegate", "Minerals regulator"),
        area="Western / Tarkwa-Nsuaem", place="Three sites between Tarkwa and Bogoso", labels="mercury, safety",
        needs="A shaking table; masks for everybody", found="A table lent by the laboratory of the company",
    ),
    "Safety training by pit crews for pit crews": Detail(
        due="half", supporters=("Large-scale mining company",), area="Western", labels="safety, training",
        needs="First-aid boxes for 12 pits", found="Eight boxes, from the company",
    ),
    "Restore one worked-out site with its landowners": Detail(
        starts=-420, start="quarter", supporters=("District assembly officer",), area="Western / Prestea Huni-Valley",
        place="Near the river, four hectares", labels="land",
    ),
    "One desk for every licence step in Tarkwa": Detail(
        supporters=("District assembly officer", "Ministry officer"), area="Western / Tarkwa-Nsuaem",
        place="District office, Tarkwa", point="5.302, -1.993", labels="licences", needs="A room, one day a week",
    ),
    "Guide to the licence steps for district officers": Detail(
        due="quarter", supporters=("Minerals regulator",), labels="licences",
    ),
    "Women’s seats on every district mining committee": Detail(
        starts=-160, start="month", supporters=("Queen mothers’ delegate", "Civil society, women’s rights"),
        area="Western", place="All eight district committees", labels="women",
        needs="Travel money, so that women can come twice", found="The way there, paid by two assemblies",
    ),
    "A radio hour with callers from the sites": Detail(
        due="quarter", supporters=("Women miners’ representative",), place="Heard from Tarkwa to Bogoso", labels="women",
        needs="Airtime for callers without credit", found="The hour itself, from the station",
    ),
    # Tanzania
    "Maps of free and held land for five wards": Detail(
        due="quarter", supporters=("Miners’ association",), area="Geita / Geita", labels="land, licences",
        needs="A day of a surveyor for each ward", found="The surveyor of the district, for two wards",
    ),
    "A fund that lends pumps": Detail(
        supporters=("Rural bank",), area="Geita / Bukombe", labels="equipment", needs="Somebody who repairs pumps",
    ),
    "Retorts to borrow, with somebody who shows how": Detail(
        due="quarter", starts=-110, start="month", supporters=("University, geology",), area="Geita / Mbogwe",
        labels="equipment, mercury",
    ),
    "A washing centre without mercury": Detail(
        due="half", supporters=("District officer, Geita", "Women miners’ representative"), area="Geita / Nyang’hwale",
        labels="mercury, women", needs="A water permit; 6 million shillings for the tanks",
        found="The land, from the village",
    ),
    "Four women’s groups hold a licence together": Detail(
        due="month", supporters=("District officer, Geita",), area="Geita", labels="licences, women",
    ),
    "Safe places to wash and rest at the washing sites": Detail(
        due="year", supporters=("Mine owners, Lake zone",), area="Geita / Chato", labels="women",
        needs="Wood and roofing for two places", found="A door that locks",
    ),
    # Madagascar
    "Le code minier en huit pages, en malgache et en français": Detail(
        due="quarter", supporters=("Communes minières",), labels="langues, loi",
    ),
    "Un registre des cartes d’orpailleur dans trois communes": Detail(
        starts=-140, start="month", supporters=("Ministère chargé des mines",), area="Betsiboka / Maevatanana",
        labels="cartes", needs="Un registre et une armoire par commune", found="L’armoire, dans deux communes",
    ),
    "Des bassins de décantation là où l’eau sert aux rizières": Detail(
        supporters=("Organisations de conservation",), area="Vatovavy / Mananjary", place="En amont des rizières",
        labels="eau",
    ),
    "Une carte partagée autour de l’aire protégée": Detail(
        due="month", supporters=("Communes minières",), area="Alaotra-Mangoro / Moramanga", labels="eau, terres",
    ),
    "Une école d’appoint près de deux sites": Detail(
        due="year", supporters=("Organisations de femmes",), area="Betsiboka / Maevatanana", labels="enfants",
        needs="Le salaire de deux enseignantes", found="La salle, prêtée par la commune",
    ),
    "Une visite médicale par mois sur les sites éloignés": Detail(
        due="half", supporters=("Communes minières",), area="Betsiboka", labels="santé",
    ),
}  # fmt: skip
