"""Measure the house: python tests/house/figures.py [FOLDER]    (scripts/wayfolio by default).

A node of the package graph is a package directly below FOLDER, with everything inside it, or a
module that stands beside the packages; `render` with all its subpackages is a single node, as in
the import contract. Imports count wherever they stand: in functions and for the type checker too.
Floors are the nodes of the longest chain of imports, `__main__` left out.

A function's complexity is radon's `cc_visit`, methods included, nested functions counted with the
function that holds them. A function's lines run from `def` to its end, its docstring included.
"""

import argparse
import ast
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from radon.complexity import cc_visit
from radon.visitors import Function

from name_uses import DIALECT, VAGUE, VAGUE_MODULES, names_in_python

HOUSE = Path(__file__).parents[2] / "scripts" / "wayfolio"
STARTS = ("__init__", "__main__")
MAX_COMPLEXITY, MAX_FUNCTION, MAX_MODULE = 10, 50, 400
SHARED = ("main", "add_commands")
"""Functions that several modules may define: each door starts at `main`, and each part of the
command line offers its commands by `add_commands`, under which `cli` calls all of them."""
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


@dataclass(frozen=True)
class Module:
    """A file of Python. `name`: without the root package, such as "render.maps.svg"."""

    name: str
    path: Path
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """Return its syntax tree."""
        return ast.parse(self.text)

    @property
    def node(self) -> str:
        """Return the node of the package graph to which it belongs."""
        return self.name.partition(".")[0]

    @property
    def is_package(self) -> bool:
        """Whether this is the file of a package itself."""
        return self.path.stem == "__init__"


@dataclass(frozen=True, order=True)
class MeasuredFunction:
    """A function or method. `name`: "render/maps.py: Map.draw"."""

    name: str
    complexity: int


@dataclass(frozen=True)
class House:
    """All modules of a package, and who imports whom."""

    root: Path
    modules: tuple[Module, ...] = field(repr=False)

    @cached_property
    def imports(self) -> Mapping[str, frozenset[str]]:
        """Return the modules that each module imports, hidden imports included."""
        known = {module.name for module in self.modules}
        return {
            module.name: frozenset(imported_by(module, known, self.root.name)) - {module.name}
            for module in self.modules
        }

    @cached_property
    def packages(self) -> Mapping[str, frozenset[str]]:
        """Return the nodes that each node of the package graph imports."""
        nodes: dict[str, set[str]] = {module.node: set() for module in self.modules if module.name}
        for importer, imported in self.imports.items():
            if importer:
                targets = {name.partition(".")[0] for name in imported if name}
                nodes[importer.partition(".")[0]] |= targets
        return {node: frozenset(targets - {node}) for node, targets in nodes.items()}

    @property
    def loose_modules(self) -> list[str]:
        """Return the modules that stand beside the packages."""
        return sorted(
            module.path.stem
            for module in self.modules
            if module.path.parent == self.root and module.path.stem not in STARTS
        )

    @property
    def lines(self) -> int:
        """Return the number of lines of all modules."""
        return sum(count_lines(module) for module in self.modules)


def read_house(root: Path = HOUSE) -> House:
    """Return a package as it stands on disk."""
    paths = sorted(path for path in root.rglob("*.py") if "__pycache__" not in path.parts)
    return House(root, tuple(Module(name_module(path, root), path, read(path)) for path in paths))


def read(path: Path) -> str:
    """Return a file's text."""
    return path.read_text("utf-8")


def name_module(path: Path, root: Path) -> str:
    """Return the dotted name of a module below a root package; the root's own is empty."""
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported_by(module: Module, known: Iterable[str], root: str) -> Iterator[str]:
    """Yield the modules that a module imports, by their names below the root package."""
    names = frozenset(known)
    for statement in ast.walk(module.tree):
        if isinstance(statement, ast.Import):
            for alias in statement.names:
                if alias.name.startswith(f"{root}."):
                    yield alias.name.removeprefix(f"{root}.")
        elif isinstance(statement, ast.ImportFrom):
            source = import_source(statement, module, root)
            if source is None:
                continue
            for alias in statement.names:
                submodule = f"{source}.{alias.name}".removeprefix(".")
                yield submodule if submodule in names else source


def import_source(statement: ast.ImportFrom, module: Module, root: str) -> str | None:
    """Return the module below the root from which names are imported; None for a foreign one."""
    if statement.level == 0:
        package, _, rest = (statement.module or "").partition(".")
        return rest if package == root else None
    parts = module.name.split(".") if module.name else []
    kept = len(parts) - statement.level + module.is_package
    return ".".join([*parts[:kept], *filter(None, [statement.module])])


def find_cycle(graph: Mapping[str, Iterable[str]]) -> list[str]:
    """Return the nodes of one cycle, or nothing."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        cycle: list[str] = error.args[1]
        return cycle[::-1]
    return []


def longest_chain(graph: Mapping[str, Iterable[str]]) -> list[str]:
    """Return a longest chain of imports, the top first. The graph has no cycle."""
    chains: dict[str, list[str]] = {}
    for node in TopologicalSorter(graph).static_order():
        below = (chains[target] for target in graph.get(node, ()))
        chains[node] = [node, *max(below, key=lambda chain: (len(chain), chain), default=[])]
    return max(chains.values(), key=lambda chain: (len(chain), chain), default=[])


def floors(house: House) -> list[str]:
    """Return the longest chain of the package graph, the top floor first."""
    kept = {node: targets for node, targets in house.packages.items() if node != "__main__"}
    return longest_chain(kept)


def count_lines(module: Module) -> int:
    """Return the number of a module's lines."""
    return len(module.text.splitlines())


def place(module: Module, house: House) -> str:
    """Return where a module lies below the house."""
    return module.path.relative_to(house.root).as_posix()


def measured_functions(house: House) -> list[MeasuredFunction]:
    """Return all functions and methods with their complexity."""
    functions = []
    for module in house.modules:
        for block in cc_visit(module.text):
            if isinstance(block, Function):
                name = f"{place(module, house)}: {block.fullname}"
                functions.append(MeasuredFunction(name, block.complexity))
    return functions


def complex_functions(house: House) -> list[MeasuredFunction]:
    """Return the functions above the limit of complexity."""
    functions = measured_functions(house)
    return sorted(function for function in functions if function.complexity > MAX_COMPLEXITY)


def long_functions(house: House) -> list[str]:
    """Return the functions that have too many lines, each with their number."""
    return [
        f"{place(module, house)}: {function.name} ({length} lines)"
        for module in house.modules
        for function in ast.walk(module.tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (function.end_lineno or 0) - function.lineno + 1) > MAX_FUNCTION
    ]


def long_modules(house: House) -> list[str]:
    """Return the modules that have too many lines, each with their number."""
    return [
        f"{place(module, house)} ({count_lines(module)} lines)"
        for module in house.modules
        if count_lines(module) > MAX_MODULE
    ]


def top_level(statements: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield the statements of a module, those under `if` and `try` included."""
    for statement in statements:
        yield statement
        if isinstance(statement, ast.If | ast.Try):
            yield from top_level([*statement.body, *statement.orelse])


def homes_of(house: House, kind: type[ast.ClassDef | ast.FunctionDef]) -> dict[str, list[str]]:
    """Return the classes or functions that several modules define, with these modules."""
    homes: dict[str, set[str]] = defaultdict(set)
    for module in house.modules:
        for statement in top_level(module.tree.body):
            if isinstance(statement, kind):
                homes[statement.name].add(place(module, house))
    return {name: sorted(places) for name, places in sorted(homes.items()) if len(places) > 1}


def class_homes(house: House) -> dict[str, list[str]]:
    """Return the class names with several homes."""
    return homes_of(house, ast.ClassDef)


def function_homes(house: House) -> dict[str, list[str]]:
    """Return the names of public functions with several homes; methods have their class."""
    homes = homes_of(house, ast.FunctionDef)
    return {
        name: places
        for name, places in homes.items()
        if not name.startswith("_") and name not in SHARED
    }


def package_sentences(house: House) -> list[str]:
    """Return what is wrong with the `__init__.py` of each package, the root's version aside."""
    faults = []
    for module in house.modules:
        if not module.is_package:
            continue
        sentence = ast.get_docstring(module.tree) or ""
        body = [part for part in module.tree.body[1:] if module.name or not is_version(part)]
        if not sentence.endswith(".") or len(sentence.split(". ")) > 1:
            faults.append(f"{place(module, house)}: its docstring is not one sentence")
        if body:
            faults.append(f"{place(module, house)}: more than a docstring")
    folders = {path.parent for path in house.root.rglob("*.py") if path.parent.name[:2] != "__"}
    bare = sorted(folder for folder in folders if not (folder / "__init__.py").exists())
    return [*faults, *(f"{path.relative_to(house.root)}: no __init__.py" for path in bare)]


def is_version(statement: ast.stmt) -> bool:
    """Whether a statement says the program's version."""
    return isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) == "__version__"


def count_names(house: House, words: Iterable[str]) -> Counter[str]:
    """Return how often each of some words is used as a name."""
    uses = Counter(
        use.name for module in house.modules for use in names_in_python(module.text, module.path)
    )
    return Counter({word: uses[word] for word in words})


def count_comprehensions(house: House) -> int:
    """Return the number of comprehensions and generator expressions."""
    nodes = (node for module in house.modules for node in ast.walk(module.tree))
    return sum(isinstance(node, COMPREHENSIONS) for node in nodes)


def crossings(house: House) -> int:
    """Return the number of imports of a module by a module of another node."""
    nodes = (
        (importer.partition(".")[0], target.partition(".")[0])
        for importer, imported in house.imports.items()
        for target in imported
    )
    return sum(importer != target for importer, target in nodes)


def table(house: House) -> Iterator[tuple[str, str]]:
    """Yield the figures, one row each."""
    measured = measured_functions(house)
    loose = house.loose_modules
    names, vague = count_names(house, DIALECT), count_names(house, VAGUE)
    module_cycle, cycle = find_cycle(house.imports), find_cycle(house.packages)
    chain = [] if cycle else floors(house)
    yield "modules", str(len(house.modules))
    yield "lines", f"{house.lines:,}"
    yield "modules beside packages", f"{len(loose)}: {', '.join(loose)}"
    yield "packages", str(len(house.packages.keys() - set(loose) - set(STARTS)))
    yield "floors", f"{len(chain)}: {' > '.join(chain)}"
    yield "arrows between packages", str(sum(map(len, house.packages.values())))
    yield "imports across packages", str(crossings(house))
    yield "cycle of modules", " > ".join(module_cycle) or "none"
    yield "cycle of packages", " > ".join(cycle) or "none"
    yield "functions", f"{len(measured):,}"
    mean = sum(function.complexity for function in measured) / max(1, len(measured))
    yield "mean complexity", f"{mean:.2f}"
    yield f"functions above {MAX_COMPLEXITY}", str(len(complex_functions(house)))
    yield f"functions over {MAX_FUNCTION} lines", list_in_row(long_functions(house))
    yield f"modules over {MAX_MODULE} lines", list_in_row(long_modules(house))
    rate = 1000 * count_comprehensions(house) / max(1, house.lines)
    yield "comprehensions per 1,000 lines", f"{rate:.1f}"
    yield "the dialect as names", f"{names.total():,}: {list_counts(names)}"
    yield "vague names", f"{vague.total():,}: {list_counts(vague)}"
    yield (
        "vague module names",
        list_in_row(sorted(place(m, house) for m in house.modules if m.path.stem in VAGUE_MODULES)),
    )
    yield "class names with two homes", list_in_row(list(class_homes(house)))
    yield "function names with two homes", list_in_row(list(function_homes(house)))


def list_in_row(entries: list[str]) -> str:
    """Return a number and what it counts."""
    return f"{len(entries)}: {', '.join(entries)}" if entries else "0"


def list_counts(counts: Counter[str]) -> str:
    """Return words with their counts."""
    return ", ".join(f"{word} {count:,}" for word, count in counts.items())


def main() -> None:
    """Print the figures of a folder."""
    parser = argparse.ArgumentParser(description="Measure the house.")
    parser.add_argument("folder", nargs="?", type=Path, default=HOUSE)
    parser.add_argument("--complex", action="store_true", help="list the complex functions")
    chosen = parser.parse_args()
    house = read_house(chosen.folder.resolve())
    for row, figure in table(house):
        print(f"{row:32}{figure}")
    if chosen.complex:
        for function in complex_functions(house):
            print(f"{function.complexity:4}  {function.name}")


if __name__ == "__main__":
    main()
