"""The guarded door to remote stores: SPARQL 1.1 endpoints, asked with care.

What comes out of here is an answer or an error, never something in between: rows, no rows, or
`RemoteError`. Every exchange has one deadline and a cap, credentials go nowhere but to the address
that was given, and an answer is taken only if its type, structure, end and size are right.
"""

from citygraph.endpoint.credentials import Credentials, read_credentials, too_open
from citygraph.endpoint.dataset import Dataset
from citygraph.endpoint.deadline import Deadline
from citygraph.endpoint.door import Door
from citygraph.endpoint.exchange import Reply, Request
from citygraph.endpoint.remote_graph import RemoteGraph

__all__ = [
    "Credentials",
    "Dataset",
    "Deadline",
    "Door",
    "RemoteGraph",
    "Reply",
    "Request",
    "read_credentials",
    "too_open",
]
