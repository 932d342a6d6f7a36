"""citygraph."""
