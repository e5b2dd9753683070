"""Regions and their districts, a list for each country: text in area_lists/, one region a line.

A country without a list has none here; a place there is told in words.
"""

from functools import cache
from pathlib import Path
from typing import Final

from .spelling import plain

LISTS: Final = Path(__file__).parent / "area_lists"


@cache
def areas_in(country: str) -> dict[str, list[str]]:
    """Region → its districts, in the order of the list."""
    name = plain(country).replace(" ", "-")
    file = LISTS / f"{name}.txt"
    if not name or not file.is_file():
        return {}
    found: dict[str, list[str]] = {}
    for line in file.read_text().splitlines():
        if line and not line.startswith("#"):
            region, _colon, districts = line.partition(":")
            found[region.strip()] = [each.strip() for each in districts.split(",") if each.strip()]
    return found


def area_of(country: str, typed: str) -> str | None:
    """What somebody wrote, as the list has it: a region, or “Region / District”; None when it has no such place.

    A district alone will do where only one region has one of that name.
    """
    return _by_name(country).get(plain(typed))


@cache
def _by_name(country: str) -> dict[str, str]:
    regions = areas_in(country)
    known: dict[str, str] = {}
    twice: set[str] = set()
    for region, districts in regions.items():
        for district in districts:
            whole = f"{region} / {district}"
            alone = plain(district)
            twice |= {alone} & known.keys()
            known |= {alone: whole, plain(whole): whole, plain(f"{district} {region}"): whole}
    known = {name: area for name, area in known.items() if name not in twice}
    for region in regions:
        known |= {plain(region): region, plain(f"{region} region"): region}
    return known
