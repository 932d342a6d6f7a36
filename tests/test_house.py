"""The rules of the house: what may use what, how long a module may be, what it may be called."""

import ast
import re
import shutil
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "citygraph"
MODULES = sorted(PACKAGE.rglob("*.py"))
PYTHON = [*MODULES, *sorted((ROOT / "tests").rglob("*.py")), *sorted(ROOT.glob("benchmarks/*.py"))]

LONGEST_MODULE = 350
LONGEST_MEDIAN = 150
NAMES_THAT_SAY_NOTHING = {"base", "common", "core", "helper", "helpers", "misc", "util", "utils"}
SLOW_TO_IMPORT = {
    "SPARQLWrapper",
    "httptools",
    "httpx",
    "jinja2",
    "pandas",
    "pyshacl",
    "rdflib",
    "rich",
    "starlette",
    "uvicorn",
    "vl_convert",
}


def short(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


each_module = pytest.mark.parametrize("module", MODULES, ids=short)
each_python_file = pytest.mark.parametrize("path", PYTHON, ids=short)


# --- layers ------------------------------------------------------------------------------------


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter over the package that stands in a folder's src."""
    program = (
        "import sys; sys.path.insert(0, 'src'); "
        "from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    )
    return subprocess.run(
        [sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, check=False
    )


def test_rooms_use_only_what_lies_below_them() -> None:
    run = lint_imports(ROOT)
    assert run.returncode == 0, run.stdout
    assert re.search(r"Contracts: [1-9]\d* kept, 0 broken\.", run.stdout)


def test_an_arrow_upwards_is_found(tmp_path: Path) -> None:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(PACKAGE, tmp_path / "src" / "citygraph")
    ground = tmp_path / "src" / "citygraph" / "errors.py"
    upwards = "\n\ndef _climb() -> None:\n    import citygraph.graph\n"
    ground.write_text(ground.read_text(encoding="utf-8") + upwards, encoding="utf-8")
    run = lint_imports(tmp_path)
    assert run.returncode == 1
    assert "citygraph.errors -> citygraph.graph" in run.stdout


# --- start-up ----------------------------------------------------------------------------------


def imported_by(program: str, *arguments: str) -> set[str]:
    """The top-level packages that a program imports in a process of its own."""
    run = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", program, *arguments],
        capture_output=True,
        text=True,
        check=True,
    )
    names = re.findall(r"^import time:\s+\d+ \|\s+\d+ \|\s+(\S+)$", run.stderr, re.MULTILINE)
    return {name.partition(".")[0] for name in names}


@pytest.mark.parametrize(
    ("program", "arguments"),
    [
        pytest.param("import citygraph", (), id="import citygraph"),
        pytest.param("from citygraph.cli import main; main()", ("--help",), id="--help"),
        pytest.param("from citygraph.cli import main; main()", ("--version",), id="--version"),
        pytest.param(
            "from citygraph.cli import main; main()",
            ("query", "strategic-goals", "-f", "csv"),
            id="query",
        ),
    ],
)
def test_starting_loads_nothing_slow(program: str, arguments: tuple[str, ...]) -> None:
    loaded = imported_by(program, *arguments)
    assert "citygraph" in loaded
    assert loaded & SLOW_TO_IMPORT == set()


def test_a_slow_import_would_be_seen() -> None:
    assert "rdflib" in imported_by("import rdflib")


# --- modules -----------------------------------------------------------------------------------


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


@each_python_file
def test_no_module_is_long(path: Path) -> None:
    assert lines(path) <= LONGEST_MODULE


def test_most_modules_are_short() -> None:
    assert statistics.median(map(lines, MODULES)) <= LONGEST_MEDIAN


@each_python_file
def test_a_name_says_what_a_module_is_for(path: Path) -> None:
    assert set(path.relative_to(ROOT).with_suffix("").parts) & NAMES_THAT_SAY_NOTHING == set()


@each_module
def test_a_module_says_what_it_is_for(module: Path) -> None:
    assert ast.get_docstring(ast.parse(module.read_text(encoding="utf-8")))


def spoken(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Where a module writes to the terminal or ends the process."""
    spoken_of = {"sys.stdout", "sys.stderr", "sys.exit", "os._exit"}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and ast.unparse(node) in spoken_of:
            yield node.lineno, ast.unparse(node)
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in {"print", "input"}:
            yield node.lineno, ast.unparse(node.func)


@each_module
def test_only_the_command_line_speaks(module: Path) -> None:
    if module.relative_to(PACKAGE).parts[0] in {"cli", "cli.py", "__main__.py"}:
        return
    assert list(spoken(ast.parse(module.read_text(encoding="utf-8")))) == []


def mutable_globals(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Module-level names bound to a list, a dict or a set, or to a call that makes one.

    A name that is annotated with a read-only type is none of them: mypy refuses to change it.
    """
    displays = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)
    makers = {"list", "dict", "set", "bytearray", "defaultdict", "Counter", "deque", "OrderedDict"}
    for node in tree.body:
        if not isinstance(node, ast.Assign | ast.AnnAssign) or node.value is None:
            continue
        value = node.value
        made = isinstance(value, ast.Call) and ast.unparse(value.func).rpartition(".")[2] in makers
        target = ast.unparse(node.targets[0] if isinstance(node, ast.Assign) else node.target)
        kind = ast.unparse(node.annotation) if isinstance(node, ast.AnnAssign) else ""
        if kind.partition("[")[0] in {"Mapping", "Sequence", "Collection"} or target == "__all__":
            continue
        if made or isinstance(value, displays):
            yield node.lineno, target


@each_module
def test_nothing_global_can_change(module: Path) -> None:
    tree = ast.parse(module.read_text(encoding="utf-8"))
    assert list(mutable_globals(tree)) == [], "use a tuple, a frozenset or a Mapping"
    assert [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Global)] == []


def test_a_changeable_global_would_be_seen() -> None:
    tree = ast.parse(
        "A = []\nB: dict[str, int] = {}\nC = collections.Counter()\n"
        "D = (1,)\nE: Mapping[str, int] = {}\n__all__ = []\n"
    )
    assert [name for _, name in mutable_globals(tree)] == ["A", "B", "C"]
