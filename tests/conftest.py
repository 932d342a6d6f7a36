"""What all tests share: the plugins, the options and the fixtures used in more than one folder."""

from hypothesis import settings

settings.register_profile("citygraph", deadline=None)  # a busy machine is no fault of ours
settings.load_profile("citygraph")

pytest_plugins = [
    "tests.evidence_city",
    "tests.faulty_server",
    "tests.small_city",
    "tests.site_city",
    "tests.pages_of_cities",  # after the city that it uses
    "tests.command",  # after the city that it uses
    "tests.proposed_links",
    "tests.goldens_option",
    "tests.harbour",
    "tests.polite_client",
    "tests.graph.engines",
    "tests.no_skips",
    "tests.wrong_cities",
    "tests.servers",
    "tests.served_graph",
    "tests.chromium",
    "tests.page_server",
    "tests.unmeasured",
    "tests.work_left",
]
