"""Canonical JSON as RFC 8785 has it, compared with a library made for it."""

import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from sgpolicy.check_record import canonical as canonical_by_the_checker
from sgpolicy.recording.canonical import canonical

texts = st.text(st.characters(codec="utf-8"))
keys = st.text(st.characters(codec="ascii"))
plain = st.recursive(
    st.none() | st.booleans() | texts,
    lambda inner: st.lists(inner) | st.dictionaries(keys, inner),
)


@given(plain)
def test_it_is_what_the_library_writes(data):
    wanted = rfc8785.dumps(data)
    assert canonical(data).encode() == wanted
    assert canonical_by_the_checker(data).encode() == wanted


def test_the_examples_of_the_standard():
    """RFC 8785, 3.2.2.2: which characters are escaped, and how."""
    assert canonical("\u20ac$\u000f\u000aA'\u0042\u0022\u005c\\\"/") == (
        '"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"'
    )
