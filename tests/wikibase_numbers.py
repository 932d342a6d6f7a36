"""The numbers that the items of the made-up slices bear: made up, or those of real things."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

MADE_UP: Mapping[str, re.Pattern[str]] = {
    "tokyo": re.compile(r"Q90000\d{5}$"),
    "hanabira": re.compile(r"Q777\d{7}$"),
    "haesol": re.compile(r"Q888\d{7}$"),
    "marovik": re.compile(r"Q666\d{7}$"),
    "belsarai": re.compile(r"Q555\d{7}$"),
    "lomavai": re.compile(r"Q444\d{7}$"),
}
"""What the numbers made up for each slice look like; no such item is in Wikidata."""

REAL: Mapping[str, str] = {
    "Q17": "Japan",
    "Q515": "city",
    "Q884": "South Korea",
    "Q1490": "Tokyo",
    "Q7944": "earthquake",
    "Q8070": "tsunami",
    "Q8684": "Seoul",
    "Q11012": "robot",
    "Q11660": "artificial intelligence",
    "Q29643": "Wi-Fi",
    "Q46994": "telemedicine",
    "Q50337": "prefecture of Japan",
    "Q155972": "tablet computer",
    "Q161380": "credit card",
    "Q170519": "virtual reality",
    "Q179645": "Shinjuku",
    "Q181278": "2020 Summer Olympics",
    "Q190088": "Minato",
    "Q211017": "e-government",
    "Q214051": "Chiyoda",
    "Q215175": "Kōtō",
    "Q251212": "Internet of things",
    "Q254183": "augmented reality",
    "Q261703": "Yuriko Koike",
    "Q271855": "government budget",
    "Q307110": "au",
    "Q426586": "Hachijō Subprefecture",
    "Q741490": "self-driving car",
    "Q858810": "big data",
    "Q971946": "KDDI Corporation",
    "Q1074185": "Tokyo Metropolitan Government",
    "Q1365703": "mobile payment",
    "Q1377135": "Tokyo Metropolitan Bureau of Transportation",
    "Q1549591": "big city",
    "Q3323516": "electronic payment",
    "Q3839081": "disaster",
    "Q4252370": "digital transformation",
    "Q13100823": "quality of life",
}
"""The items that bear their real numbers, and their English labels here."""
