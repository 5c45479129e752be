"""The tree's own habits: sizes, names, and nothing of the machine it was written on."""

import re
import tomllib
from importlib.metadata import PackageNotFoundError, requires

import pytest

import sgpolicy

LONGEST = 500
WHOLE = {"src/sgpolicy/check_record.py": 875}  # one file by design: auditors read it alone
VAGUE = {"utils", "util", "helpers", "common", "misc"}
MACHINE = re.compile(r"(?<![\w.])/(?:work|farm|root|home/\w+|tmp/(?:bash|venv))/")
TEXT = {".py", ".md", ".toml", ".yml", ".yaml", ".lark", ".txt", ".json", ""}
OWN = ("src", "tests", "docs", "policies", "bench", ".ci")


def own_files(root):
    for folder in OWN:
        for path in sorted((root / folder).rglob("*")):
            inner = path.relative_to(root / folder).parts
            generated = any(part == "__pycache__" or part.startswith(".") for part in inner)
            if path.is_file() and path.suffix in TEXT and not generated:
                yield path
    for path in sorted(root.glob("*")):
        if path.is_file() and path.suffix in TEXT:
            yield path


def test_no_module_is_longer_than_one_thing(repo):
    long = {
        str(path.relative_to(repo)): lines
        for path in own_files(repo)
        if path.suffix == ".py"
        and (lines := path.read_text("utf-8").count("\n"))
        > WHOLE.get(path.relative_to(repo).as_posix(), LONGEST)
    }
    assert not long


def test_no_module_has_a_vague_name(repo):
    assert not [path for path in own_files(repo) if path.stem in VAGUE]


def test_no_file_names_a_path_of_a_machine(repo):
    found = []
    for path in own_files(repo):
        if path.name == "test_files.py":
            continue
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if MACHINE.search(line):
                found.append(f"{path.relative_to(repo)}:{number}: {line.strip()}")
    assert not found


@pytest.mark.parametrize(
    "name", ["LICENSE", "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "src/sgpolicy/py.typed"]
)
def test_the_project_has_its_papers(repo, name):
    assert (repo / name).is_file()


def test_wheel_brings_at_most_twelve_distributions():
    """Counted over the dependencies of the installed ones, as pip would bring them."""
    seen, queue = set(), ["sgpolicy"]
    while queue:
        name = queue.pop()
        try:
            wanted = requires(name) or []
        except PackageNotFoundError:
            if name == "sgpolicy":
                pytest.skip("not installed: run through make test")
            continue
        for requirement in wanted:
            if ";" in requirement and ("extra" in requirement or "python_version" in requirement):
                continue
            found = re.match(r"[\w.-]+", requirement)[0].lower().replace("_", "-")
            if found not in seen:
                seen.add(found)
                queue.append(found)
    assert len(seen) <= 12, seen


def test_one_version(repo):
    project = tomllib.loads((repo / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["version"] == sgpolicy.__version__
