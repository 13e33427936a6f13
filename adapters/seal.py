"""Secrets at rest: the addresses of targets are stored encrypted, under a key that is not in the database."""

from __future__ import annotations

import base64
import hashlib
import os
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken

from config.settings import Settings
from pipelines.errors import Permanent


class Seal:
    """Encrypts and decrypts short texts (Fernet: AES-128-CBC with HMAC-SHA256)."""

    def __init__(self, key: bytes) -> None:
        self._fernet = Fernet(base64.urlsafe_b64encode(hashlib.sha256(key).digest()))

    def seal(self, text: str) -> bytes:
        """The text, encrypted."""
        return self._fernet.encrypt(text.encode())

    def unseal(self, sealed: bytes) -> str:
        """The text behind `sealed`. Raises Permanent where it was sealed under another key."""
        try:
            return self._fernet.decrypt(bytes(sealed)).decode()
        except InvalidToken:
            raise Permanent(
                "a target's address was stored under another DELTAWIRE_SECRET_KEY: set that key, or add the target anew"
            ) from None


def open_seal(settings: Settings) -> Seal:
    """The seal of this installation: DELTAWIRE_SECRET_KEY, or a key made once and kept in HOME."""
    if settings.secret_key is not None:
        return Seal(settings.secret_key.get_secret_value().encode())
    return Seal(_kept_key(settings.home / "secret.key"))


def _kept_key(path: Path) -> bytes:
    """The key in `path`, made if there is none; of two who make it at once, the first wins."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_bytes(Fernet.generate_key())
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_bytes()
