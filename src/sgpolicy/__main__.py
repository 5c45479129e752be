"""`python -m sgpolicy` is the command `sgpolicy`."""

from __future__ import annotations

import sys

from sgpolicy.cli import main

sys.exit(main())
