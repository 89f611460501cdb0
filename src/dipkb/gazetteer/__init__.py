"""The gazetteer: who held which office when, states, bodies, media, places, initiatives, title words, source profiles.

:func:`load` reads ``seeds/gazetteer/*.csv`` (and folders of a user's own) and gives a :class:`Gazetteer`;
:func:`check` tells what is wrong with the tables. Sources and licences stand in ``seeds/gazetteer/README.md``.
"""

from dipkb.gazetteer.check import check
from dipkb.gazetteer.lookup import Gazetteer, load
from dipkb.gazetteer.records import (
    RANKS,
    City,
    Country,
    Honorific,
    InitiativeEntry,
    Medium,
    Organisation,
    Person,
    Profile,
    Region,
    Role,
    StateCode,
    Tenure,
    Venue,
)

__all__ = [
    "RANKS",
    "City",
    "Country",
    "Gazetteer",
    "Honorific",
    "InitiativeEntry",
    "Medium",
    "Organisation",
    "Person",
    "Profile",
    "Region",
    "Role",
    "StateCode",
    "Tenure",
    "Venue",
    "check",
    "load",
]
