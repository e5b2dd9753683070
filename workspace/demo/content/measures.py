"""What is counted for the actions of the three plans, and what was read: by the title of the action."""

from typing import Final

from ..shapes import Indicator

MEASURES: Final[dict[str, tuple[Indicator, ...]]] = {
    "Keep simple cost and income records at 20 sites": (
        Indicator("Sites that write down costs and income", "sites", baseline=0, began=-150, target=20, every=1,
                  readings=((-118, 2, "Visit with the association"), (-86, 5, "Sheets collected in Tarkwa"),
                            (-57, 9, "Sheets collected in Tarkwa"), (-28, 11, "Phone round"),
                            (-6, 13, "Sheets collected in Tarkwa")), corrected=(-27, 10)),
        Indicator("Pits that know what a gram costs them", "%", baseline=4, began=-150, target=50, every=3,
                  readings=((-90, 11, "Forty pits asked"), (-12, 23, "Forty pits asked again"))),
    ),
    "Savings and loan pilot with two rural banks": (
        Indicator("People who save each month", "people", baseline=0, target=120, every=1,
                  readings=((-75, 18, "Ledger of the first bank"), (-44, 37, "Both ledgers"),
                            (-15, 41, "Both ledgers"))),
    ),
    "Women’s seats on every district mining committee": (
        Indicator("Committees with a seat for a woman who mines", "of 8 committees", baseline=0, began=-160, target=8,
                  every=3, readings=((-120, 0, "Committee minutes"), (-80, 1, "Phone round"), (-49, 2, "Phone round"),
                                     (-14, 3, "Committee minutes"))),
    ),
    "Maps of free and held land for five wards": (
        Indicator("Wards drawn and read out", "wards", baseline=0, target=5,
                  readings=((-140, 1, "Mining office"), (-70, 2, "Mining office"))),
    ),
    "Groups write down what they sell, and banks read it": (
        Indicator("Groups that write each week", "groups", baseline=1, began=-190, target=12, every=1,
                  readings=((-150, 2, "Visit of the bank"), (-110, 4, "Visit of the bank"), (-66, 5, "Phone round"),
                            (-30, 7, "Visit of the bank"))),
        Indicator("Lent to groups so far", "million shillings", baseline=0, target=40, every=3,
                  readings=((-120, 2.5, "Rural bank"), (-30, 9.75, "Rural bank"))),
    ),
    "Retorts to borrow, with somebody who shows how": (
        Indicator("People who have borrowed one", "people", target=100, every=1,
                  readings=((-95, 6, "Book of loans"), (-64, 15, "Book of loans"), (-33, 24, "Book of loans"),
                            (-3, 31, "Book of loans"))),
    ),
    "The price of the day by text message": (
        Indicator("People who get the price each Monday", "people", baseline=0, target=100,
                  readings=((-130, 12, "Provider’s count"), (-100, 61, "Provider’s count"),
                            (-50, 140, "Provider’s count"))),
    ),
    "Un registre des cartes d’orpailleur dans trois communes": (
        Indicator("Cartes délivrées", "cartes", baseline=0, began=-120, target=300, every=1,
                  readings=((-88, 34, "Registre de la mairie"), (-57, 90, "Registre de la mairie"),
                            (-21, 126, "Registres de deux mairies"))),
    ),
    "Une école d’appoint près de deux sites": (
        Indicator("Enfants en classe chaque semaine", "enfants", target=80, every=1,
                  readings=((-52, 22, "Cahier de présence"), (-18, 31, "Cahier de présence"))),
    ),
}  # fmt: skip
