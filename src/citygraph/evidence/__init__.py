"""Evidence: claims, sources, spans and digests.

Where each fact comes from is kept by hand in two tables beside a city's facts, and written as
claims by this room, always the same for the same tables. Nothing here holds a word of a source.
"""

from citygraph.evidence.checking import check_evidence, text_complaints, verify_copy
from citygraph.evidence.cities import City, Facts, is_evidence
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
    look_up_about,
)
from citygraph.evidence.pairing import claims_astray, spans_outside, unclaimed
from citygraph.evidence.rebuilding import Rebuilt, TextNeededError, rebuild, refuse_installed
from citygraph.evidence.recorded import Recorded, record
from citygraph.evidence.spans import Span, Stretch, digest
from citygraph.evidence.texts import Copy, Passage, PinnedText, pinned_texts, read_copy

__all__ = [
    "City",
    "Claim",
    "Complaint",
    "Copy",
    "Evidence",
    "Facts",
    "Passage",
    "PinnedText",
    "Rebuilt",
    "Recorded",
    "Span",
    "StoredClaim",
    "Stretch",
    "TextNeededError",
    "check_evidence",
    "claim_node",
    "claims_about",
    "claims_astray",
    "claims_near",
    "digest",
    "facts_of",
    "is_evidence",
    "look_up",
    "look_up_about",
    "make_claims",
    "needs_claim",
    "pinned_texts",
    "read_copy",
    "rebuild",
    "record",
    "refuse_installed",
    "spans_outside",
    "text_complaints",
    "unclaimed",
    "verify_copy",
]
