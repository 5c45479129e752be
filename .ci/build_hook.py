"""The wheel's policies travel compiled: stored forms are made of them while it is built."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class StoredPolicies(BuildHookInterface):  # type: ignore[type-arg]
    """Puts a stored form beside each shipped policy in the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make them, unless the checkout itself is what is installed."""
        if version == "editable":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root / "src"))
        from sgpolicy.opening import stored_form
        from sgpolicy.stored import FILE

        away = Path(tempfile.mkdtemp(prefix="sgpolicy-stored-"))
        self._away = away
        for manifest in sorted((root / "policies").glob("*/policy.yaml")):
            name = manifest.parent.name
            made = away / f"{name}.json"
            made.write_bytes(stored_form(manifest.parent))
            build_data["force_include"][str(made)] = f"sgpolicy/policies/{name}/{FILE}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Leave nothing behind."""
        away = getattr(self, "_away", None)
        if away is not None:
            shutil.rmtree(away, ignore_errors=True)
