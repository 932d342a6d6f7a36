"""What `--auth` names: read once for every verb, with a word if others can read it too."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from citygraph.cli.output import say

if TYPE_CHECKING:
    from argparse import Namespace

    from citygraph.endpoint import Credentials


def credentials_of(options: Namespace) -> Credentials | None:
    """Read the credentials that the command line or the environment gives.

    Raises:
        InputError: the file cannot be read, or what it holds is not written as expected.
    """
    from citygraph.endpoint import read_credentials, too_open

    found = read_credentials(options.auth, os.environ)
    if advice := too_open(options.auth):
        say(advice, options)
    return found
