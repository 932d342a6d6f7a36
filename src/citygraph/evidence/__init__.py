"""Evidence: claims, sources, spans and digests.

Where each fact comes from is kept by hand in two tables beside a city's facts, and written as
claims by this room, always the same for the same tables. Nothing here holds a word of a source.
"""

from citygraph.evidence.checking import check_evidence, text_complaints, verify_copy
from citygraph.evidence.claims import Claim, claim_node, make_claims
from citygraph.evidence.complaints import Complaint
from citygraph.evidence.exemptions import needs_claim
from citygraph.evidence.lookup import (
    Evidence,
    StoredClaim,
    claims_about,
    claims_near,
    facts_of,
    look_up,
)
from citygraph.evidence.rebuilding import Rebuilt, TextNeededError, rebuild, refuse_installed
from citygraph.evidence.spans import Span, Stretch, digest
from citygraph.evidence.texts import Copy, Passage, PinnedText, pinned_texts, read_copy

__all__ = [
    "Claim",
    "Complaint",
    "Copy",
    "Evidence",
    "Passage",
    "PinnedText",
    "Rebuilt",
    "Span",
    "StoredClaim",
    "Stretch",
    "TextNeededError",
    "check_evidence",
    "claim_node",
    "claims_about",
    "claims_near",
    "digest",
    "facts_of",
    "look_up",
    "make_claims",
    "needs_claim",
    "pinned_texts",
    "read_copy",
    "rebuild",
    "refuse_installed",
    "text_complaints",
    "verify_copy",
]
