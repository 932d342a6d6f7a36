"""Links to other collections: mapping tables in SSSOM, and the graph of links made from them.

Which thing is which item elsewhere is kept by hand in a table, row by row with its evidence. Only
rows that were reviewed and say that something is so become triples; none of these is owl:sameAs.
"""

from citygraph.linking.files import LinkedCity, linked_cities, read_labels
from citygraph.linking.findings import Checked as LinkCheck
from citygraph.linking.findings import Finding as LinkFinding
from citygraph.linking.link import ACCEPTED, MATCHES, STATES, Link
from citygraph.linking.making import Made, faults_of_subjects, make_links
from citygraph.linking.mappings import Mappings, as_text, read_mappings, write_mappings
from citygraph.linking.slots import COLUMNS
from citygraph.linking.triples import link_triples, write_links

__all__ = [
    "ACCEPTED",
    "COLUMNS",
    "MATCHES",
    "STATES",
    "Link",
    "LinkCheck",
    "LinkFinding",
    "LinkedCity",
    "Made",
    "Mappings",
    "as_text",
    "faults_of_subjects",
    "link_triples",
    "linked_cities",
    "make_links",
    "read_labels",
    "read_mappings",
    "write_links",
    "write_mappings",
]
