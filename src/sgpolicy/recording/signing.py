"""Detached signatures (Ed25519, RFC 8032) of records; the only module that uses `cryptography`."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Final

from sgpolicy.model.record import Record

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

FORMAT: Final = "sgpolicy.signature/1"
EXTRA: Final = "sgpolicy[sign]"


class KeyFormatError(ValueError):
    """A file is no Ed25519 key in PEM."""


def sign(record: Record, private_key: bytes) -> str:
    """A detached signature over the whole record, as JSON.

    Args:
        record: The record.
        private_key: An Ed25519 private key in PEM, without a password (as `openssl genpkey` makes it).

    Raises:
        ImportError: If `cryptography` is not installed.
        KeyFormatError: If it is no such key.
    """
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        key = load_pem_private_key(private_key, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise KeyFormatError from error
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyFormatError
    data = {
        "algorithm": "Ed25519",
        "format": FORMAT,
        "record": record.sha256,
        "signature": base64.b64encode(key.sign(record.to_bytes())).decode(),
    }
    return json.dumps(data, sort_keys=True)


def read_public_key(pem: bytes) -> Ed25519PublicKey:
    """An Ed25519 public key in PEM.

    Raises:
        ImportError: If `cryptography` is not installed.
        KeyFormatError: If it is none.
    """
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    try:
        key = load_pem_public_key(pem)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise KeyFormatError from error
    if not isinstance(key, Ed25519PublicKey):
        raise KeyFormatError
    return key


def is_signed(record: bytes, signature: str | bytes, key: Ed25519PublicKey) -> bool:
    """Whether a signature is one of this record by the holder of this key."""
    from cryptography.exceptions import InvalidSignature

    try:
        data = json.loads(signature)
        if (data["format"], data["algorithm"]) != (FORMAT, "Ed25519"):
            return False
        key.verify(base64.b64decode(data["signature"], validate=True), record)
    except (InvalidSignature, ValueError, KeyError, TypeError, RecursionError):
        return False
    return True
