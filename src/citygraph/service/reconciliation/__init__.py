"""The W3C Reconciliation Service API, version 0.2: for OpenRefine and tools of its kind."""

from citygraph.service.reconciliation.answering import jobs
from citygraph.service.reconciliation.requests import ADDRESSES

__all__ = ["ADDRESSES", "jobs"]
