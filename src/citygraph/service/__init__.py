"""One small server for all: SPARQL, linked data, reconciliation and the pages."""
