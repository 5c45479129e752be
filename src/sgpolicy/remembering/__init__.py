"""What reading one version of a policy gave, kept for the next: reading again costs what has changed.

Results are kept by what they follow from, never by time or name: a declaration's tree by its text, its
clause and the names that could be read in it; a file's tables by its text. Places are moved to where the
text stands now, so that with a memory everything comes out as it does without.
"""

from sgpolicy.remembering.memory import Memory
from sgpolicy.remembering.moving import prepare

__all__ = ["Memory", "prepare"]
