"""The dyad-year panel: for every pair of states, or of leaders, and every year how often they met, called, visited …

:func:`states` and :func:`leaders` give a :class:`Table`: its columns, its rows year by year, and after the last row what was
counted and what was not. An event is counted once, in the year it began in, however many articles tell of it; the number of
reports stands beside each count. A row of zeros is written as well: the table is complete, ready for statistics.

>>> from tempfile import TemporaryDirectory
>>> from dipkb.store import open_store
>>> with TemporaryDirectory() as folder, open_store(folder, create=True, write=True) as store:
...     _ = store.replace_all([])
...     table = states(store, Scope(2023, 2023, countries=("USA", "CHN", "RUS")))
...     [row[1:10] for row in table.rows()][0]
('USA', 'RUS', 'United States', 'Russia', 2, 365, 2, 365, 2365)
"""

from dipkb.panel.columns import Column, dictionary, renamed
from dipkb.panel.leaders import leaders
from dipkb.panel.states import FIRST_YEAR, Scope
from dipkb.panel.table import Table, states

__all__ = ["FIRST_YEAR", "Column", "Scope", "Table", "dictionary", "leaders", "renamed", "states"]
