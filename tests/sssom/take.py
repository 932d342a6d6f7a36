"""Let SSSOM's own library validate and read tables:  take.py FOLDER TABLE [TABLE ...]

It is run in the environment of that library, and writes what was read beside each other in FOLDER.
"""

import sys
from pathlib import Path

from sssom.cli import main

folder, *tables = map(Path, sys.argv[1:])
for table in tables:
    for words in (
        ["validate", str(table)],
        ["parse", str(table), "-o", str(folder / f"{table.name}.parsed")],
    ):
        if code := main(words, standalone_mode=False):
            sys.exit(code)
