"""The addresses of the server, all registered in this one place: the first that fits wins."""

from __future__ import annotations

from typing import TYPE_CHECKING

import citygraph.service.sparql_requests as sparql

if TYPE_CHECKING:
    from citygraph.service.exchanges import Address

ADDRESSES: tuple[Address, ...] = (*sparql.ADDRESSES,)
