"""Case files: run what staff expect a policy to decide, written as Markdown, YAML or Excel.

for result in sgpolicy.cases.run("shaoguan-2022-188"):
    print(result.passed, result.place, result.message)
"""

from sgpolicy.cases.results import CaseResult, Life
from sgpolicy.cases.running import FOLDER, SUFFIXES, CaseFileError, CaseRun, is_case_file, run

__all__ = [
    "FOLDER",
    "SUFFIXES",
    "CaseFileError",
    "CaseResult",
    "CaseRun",
    "Life",
    "is_case_file",
    "run",
]
