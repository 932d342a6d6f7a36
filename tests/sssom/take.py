"""Let SSSOM's own library validate and read tables:  take.py FOLDER TABLE [TABLE ...]

It is run in the environment of that library, and writes what was read beside each other in FOLDER.
"""

import sys
from pathlib import Path


def take(folder: Path, tables: list[Path]) -> int:
    """Do both with each table; the exit code is that of the library."""
    from sssom.cli import main

    for table in tables:
        parsed = folder / f"{table.name}.parsed"
        for words in (["validate", str(table)], ["parse", str(table), "-o", str(parsed)]):
            if code := main(words, standalone_mode=False):
                return int(code)
    return 0


if __name__ == "__main__":
    _, to, *given = map(Path, sys.argv)
    sys.exit(take(to, given))
