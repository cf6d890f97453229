"""Part B under a word: encrypted in Python, opened by a browser's own WebCrypto."""

from __future__ import annotations

import base64
import secrets
import unicodedata

from .._errors import KitError

ITERATIONS = 600_000  # of PBKDF2 with SHA-256: what OWASP asks for since 2023
BLOCK = 16 * 1024  # the length is rounded up to this, so that it tells nothing of what is inside
SHORTEST = 6


def plain_word(word: str) -> str:
    """A word as it is used: a class reads it from a board, so case and spaces around it do not matter.

    Raises
    ------
    KitError
        When it is shorter than 6 letters.

    Examples
    --------
    >>> plain_word(" Chandler ")
    'chandler'
    """
    plain = unicodedata.normalize("NFKC", word).strip().lower()
    if len(plain) < SHORTEST:
        raise KitError(f'The word "{word}" is too short to keep part B closed. Take {SHORTEST} letters or more.')
    return plain


def seal(text: str, word: str) -> dict[str, str | int]:
    """Encrypt a text: AES-GCM with 256 bits, under a key that PBKDF2 makes from the word.

    Parameters
    ----------
    text
        What is sealed.
    word
        What opens it; see `plain_word`.

    Returns
    -------
    dict
        `salt`, `iv` and `data` in base64, and `rounds`. Inside `data` the length stands first, in four bytes.

    Raises
    ------
    KitError
        When the word is too short.
    """
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    key_word = plain_word(word)
    content = text.encode()
    whole = len(content).to_bytes(4, "big") + content
    padded = whole + bytes(-len(whole) % BLOCK)
    salt, iv = secrets.token_bytes(16), secrets.token_bytes(12)
    data = AESGCM(_key(key_word, salt)).encrypt(iv, padded, None)
    return {
        **{name: _text(value) for name, value in (("salt", salt), ("iv", iv), ("data", data))},
        "rounds": ITERATIONS,
    }


def unseal(sealed: dict[str, str | int], word: str) -> str:
    """Decrypt what `seal` made, as the page does.

    Raises
    ------
    KitError
        When the word is not the one.
    """
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    salt, iv, data = (base64.b64decode(str(sealed[name])) for name in ("salt", "iv", "data"))
    try:
        padded = AESGCM(_key(plain_word(word), salt)).decrypt(iv, data, None)
    except InvalidTag:
        raise KitError("This is not the word.") from None
    length = int.from_bytes(padded[:4], "big")
    return padded[4 : 4 + length].decode()


def _key(word: str, salt: bytes) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

    return PBKDF2HMAC(algorithm=SHA256(), length=32, salt=salt, iterations=ITERATIONS).derive(word.encode())


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode()
