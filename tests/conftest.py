"""What all tests share: the plugins, the options and the fixtures used in more than one folder."""

pytest_plugins = ["tests.no_skips"]
