"""The addresses of the server, all registered in this one place: the first that fits wins."""

from __future__ import annotations

from typing import TYPE_CHECKING

import citygraph.service.sparql_requests as sparql
from citygraph.service import linked_data, page_requests, reconciliation, well_known

if TYPE_CHECKING:
    from citygraph.service.exchanges import Address

ADDRESSES: tuple[Address, ...] = (
    *sparql.ADDRESSES,
    *linked_data.ADDRESSES,
    *well_known.ADDRESSES,
    *reconciliation.ADDRESSES,
    *page_requests.ADDRESSES,
    page_requests.NOWHERE,
)
