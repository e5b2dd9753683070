"""The steps of some actions, each with the day on which it was done, or None; and which action waits for which."""

from typing import Final

Steps = tuple[tuple[str, float | None], ...]

STEPS: Final[dict[str, Steps]] = {
    "Savings and loan pilot with two rural banks": (
        ("The first bank opens accounts for groups without a licence", -210.4),
        ("Savings books for ten groups are printed", -118.5),
        ("The second bank signs", None),
        ("Print books for the groups that joined since", None),
        ("The groups tell how their first loan went", None),
    ),
    "One desk for every licence step in Tarkwa": (
        ("The offices agree on two days a week", -96.3),
        ("The district names a room", None),
        ("A sign outside in Twi, Wassa and English", None),
    ),
    "A radio hour with callers from the sites": (
        ("The station gives us six evenings", -74.6),
        ("The first programme is on air", -16.2),
        ("Find airtime for the callers", None),
    ),
    "Retorts to borrow, with somebody who shows how": (
        ("Twelve retorts are bought", -84.3),
        ("Each ward names who keeps them", -41.6),
        ("Show them at three more sites", None),
    ),
    "Four women’s groups hold a licence together": (
        ("The groups choose who signs", -88.4),
        ("Two of the four apply", -30.7),
        ("The other two apply", None),
    ),
    "Un registre des cartes d’orpailleur dans trois communes": (
        ("Le registre de la première commune est ouvert", -112.4),
        ("La deuxième commune commence le sien", -26.3),
        ("La troisième commune désigne une personne", None),
    ),
    "Une carte partagée autour de l’aire protégée": (
        ("Deux villages dessinent leurs chemins", -64.2),
        ("Trois villages encore", None),
        ("La carte est relue à haute voix dans chaque village", None),
    ),
}

WAITS: Final[tuple[tuple[str, str, float], ...]] = (
    (
        "Guide to the licence steps for district officers",
        "One desk for every licence step in Tarkwa",
        -52.4,
    ),
    ("A washing centre without mercury", "Maps of free and held land for five wards", -29.3),
    ("A fund that lends pumps", "Groups write down what they sell, and banks read it", -90.2),
    (
        "Un comptoir d’achat communal",
        "Le code minier en huit pages, en malgache et en français",
        -79.3,
    ),
)
