"""What an examination finds of an endpoint, for the tests of the doctor."""

from collections.abc import Mapping

from citygraph.doctor import Check, examine

OUR = "https://w3id.org/citygraph/graph/"


def probed(url: str) -> Mapping[str, Check]:
    """Examine an endpoint, and give the checks of it by name."""
    examination = examine(url, timeout=60)
    assert examination.endpoint == url
    return {each.name: each for each in examination.checks if each.area in ("endpoint", "graphs")}


def findings(checks: Mapping[str, Check], *areas: str) -> dict[str, str]:
    """Give what is not as it should be."""
    return {
        each.name: each.finding
        for each in checks.values()
        if each.state != "ok" and each.area in areas
    }
