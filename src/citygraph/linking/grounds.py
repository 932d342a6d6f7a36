"""What stands behind a link: the row of the mapping table from which it was made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph.linking.files import linked_cities
from citygraph.linking.mappings import read_mappings
from citygraph.linking.triples import link_triples

if TYPE_CHECKING:
    from pyoxigraph import Triple

    from citygraph.home import Home
    from citygraph.linking.link import Link


def rows_behind(home: Home) -> dict[Triple, Link]:
    """Give each link of a home with its row.

    Raises:
        DataFileError: a mapping table cannot be used: file, line, remedy.

    >>> from citygraph.home import open_home
    >>> rows = rows_behind(open_home())
    >>> {row.subject_label for row in rows.values() if row.object.endswith("/Q1490")}
    {'Tokyo'}
    """
    return {
        triple: link
        for city in linked_cities(home)
        if city.mappings.is_file()
        for link in read_mappings(city.mappings).links
        for triple in link_triples([link])
    }
