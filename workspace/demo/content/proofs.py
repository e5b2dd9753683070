"""What shows how far the actions of the three plans are: by the title of the action."""

from typing import Final

from ..shapes import Piece

PROOFS: Final[dict[str, tuple[Piece, ...]]] = {
    "Keep simple cost and income records at 20 sites": (
        Piece(-84.6, "The sheet at the fifth site", scene="table", name="sheet.jpg",
              seen_in_it="Two people at a wooden table, with a ruled sheet between them"),
        Piece(-27.6, note="Ten of the sites showed their sheet when we asked by phone. One had it filled in for us by a neighbour, so we did not count it."),
    ),
    "First business-case brief for the district assemblies": (
        Piece(-34.4, "The brief as it was sent", name="brief.pdf",
              lines=("What responsible small-scale mining brings to a district", "Fees, jobs, trade: four pages", "Demonstration data – illustrative")),
        Piece(-33.5, "What IIED writes about artisanal and small-scale mining", address="https://www.iied.org/artisanal-small-scale-mining"),
    ),
    "Women’s seats on every district mining committee": (
        Piece(-12.5, "Notice board at the Tarkwa committee", scene="board", name="notice-board.jpg",
              seen_in_it="Four people stand before a wooden notice board with a list on it"),
        Piece(-48.6, "Minutes that name the seat, Prestea", name="minutes-prestea.pdf",
              lines=("3. The committee names a seat for a woman who mines.", "Agreed without a vote.", "Demonstration data – illustrative")),
    ),
    "Maps of free and held land for five wards": (
        Piece(-69.5, "The second ward, drawn and read out", scene="map", name="ward-2.jpg",
              seen_in_it="Three people around a map with green, yellow and brown fields"),
    ),
    "Retorts to borrow, with somebody who shows how": (
        Piece(-94.5, "How a retort is lent", scene="retort", name="retort.jpg",
              seen_in_it="A closed iron pot with a pipe that leads into water; somebody stands on each side"),
        Piece(-3.5, note="The book of loans has 31 names. It stays with the association, as people asked for."),
    ),
    "The price of the day by text message": (
        Piece(-49.6, "What the provider counted", name="count.pdf",
              lines=("Messages sent on Monday: 140", "Messages not delivered: 6", "Demonstration data – illustrative")),
    ),
    "Une école d’appoint près de deux sites": (
        Piece(-51.5, "La première semaine de classe", scene="class", name="classe.jpg",
              seen_in_it="Cinq enfants sous un toit de bois, devant un tableau"),
        Piece(-17.5, note="Le cahier de présence compte 31 enfants. Les noms n’en sortent pas."),
    ),
    "Ce que la commune reçoit, affiché à la mairie": (
        Piece(-22.4, "Les montants, affichés à la mairie", scene="board", name="affichage.jpg",
              seen_in_it="Quatre personnes devant un panneau d’affichage avec une liste"),
    ),
}  # fmt: skip
