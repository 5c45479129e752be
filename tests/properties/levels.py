"""How many examples: few at the quick level where one takes long, as many as ever at the long level."""

from hypothesis import settings

IS_LONG = settings.default.max_examples >= 1000


def quick(examples, like=None):
    """Settings with so many examples at the quick level; else like the profile's, or others."""
    return settings(like or settings.default, **({} if IS_LONG else {"max_examples": examples}))
