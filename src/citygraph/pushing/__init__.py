"""Pushing a graph to a triple store, verified: what arrived is read back and compared.

A graph is never sent to its place and hoped for. It is staged beside it, read back and compared by
digest, and only then does it replace what was there, which is kept. The receipt says how far each
graph is, so that a push goes on after any failure, and can be undone.
"""

from citygraph.pushing.drift import Drift, describe_drift, drift_as_json, find_drift
from citygraph.pushing.opening import USUAL, address_of, graphs_in_order, new_receipt, open_target
from citygraph.pushing.patience import Patience
from citygraph.pushing.profiles import PROFILES, Profile, find_profile
from citygraph.pushing.receipts import GraphRecord, Receipt, as_json, read_receipt
from citygraph.pushing.restoring import restore_graphs
from citygraph.pushing.sending import push_graphs
from citygraph.pushing.session import Session, Target
from citygraph.pushing.source import Source, open_source
from citygraph.pushing.states import PushError

__all__ = [
    "PROFILES",
    "USUAL",
    "Drift",
    "GraphRecord",
    "Patience",
    "Profile",
    "PushError",
    "Receipt",
    "Session",
    "Source",
    "Target",
    "address_of",
    "as_json",
    "describe_drift",
    "drift_as_json",
    "find_drift",
    "find_profile",
    "graphs_in_order",
    "new_receipt",
    "open_source",
    "open_target",
    "push_graphs",
    "read_receipt",
    "restore_graphs",
]
