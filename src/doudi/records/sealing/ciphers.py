"""Sealing by SM4-GCM or AES-256-GCM, by the office's setting, and blind indexes by HMAC-SHA-256.

A sealed value says which cipher and which key sealed it, so both can be changed while old values stay readable:
`version (1) | cipher (1) | key number (2) | nonce (12) | ciphertext and tag`. The place a value belongs to (table and
column) is authenticated with it: a ciphertext moved to another column does not open. The row is not: decision 0009.
"""

import hashlib
import hmac
import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hmac import HMAC

from doudi.records.sealing.keys import keys

VERSION = 1
AES, SM4 = 1, 2
CIPHERS = {"aes": AES, "sm4": SM4}
_NONCE, _TAG = 12, 16


class SealBroken(Exception):
    """A sealed value that does not open: damaged, moved, or sealed with a key this office does not hold."""


def chosen_cipher() -> int:
    """The cipher new values are sealed with: `DOUDI_CIPHER`, `sm4` (the default) or `aes`."""
    return CIPHERS[os.environ.get("DOUDI_CIPHER", "sm4")]


def seal(plain: bytes, place: str, *, cipher: int | None = None) -> bytes:
    """Seal bytes for a place such as `registry_person.citizen_id`."""
    used = cipher or chosen_cipher()
    number = keys().current
    head = bytes([VERSION, used]) + number.to_bytes(2, "big")
    nonce = os.urandom(_NONCE)
    return head + nonce + _encrypt(used, number, nonce, plain, head + place.encode())


def unseal(sealed: bytes, place: str) -> bytes:
    """Open what `seal` sealed for the same place; raises SealBroken."""
    sealed = bytes(sealed)
    head, nonce, rest = sealed[:4], sealed[4 : 4 + _NONCE], sealed[4 + _NONCE :]
    if len(rest) < _TAG or head[0] != VERSION or head[1] not in CIPHERS.values():
        raise SealBroken(f"{place}：密文格式不对，可能已损坏")
    number = int.from_bytes(head[2:4], "big")
    if number not in keys().sealing:
        raise SealBroken(f"{place}：缺少第{number}号密钥；请从密钥备份恢复")
    try:
        return _decrypt(head[1], number, nonce, rest, head + place.encode())
    except InvalidTag:
        raise SealBroken(f"{place}：密文校验不符，可能已被改动或移位") from None


def blind_index(value: str, column: str) -> bytes:
    """What finds a sealed value again without telling it: a keyed digest, with a key of its own for each column."""
    return hmac.digest(_index_key(column), value.encode(), hashlib.sha256)


@lru_cache
def _index_key(column: str) -> bytes:
    return hmac.digest(keys().index, column.encode(), hashlib.sha256)


def _encrypt(cipher: int, number: int, nonce: bytes, plain: bytes, bound: bytes) -> bytes:
    if cipher == AES:
        return _aes(number).encrypt(nonce, plain, bound)
    encryptor = Cipher(algorithms.SM4(_sm4_key(number)), modes.GCM(nonce)).encryptor()
    encryptor.authenticate_additional_data(bound)
    return encryptor.update(plain) + encryptor.finalize() + encryptor.tag


def _decrypt(cipher: int, number: int, nonce: bytes, rest: bytes, bound: bytes) -> bytes:
    if cipher == AES:
        return _aes(number).decrypt(nonce, rest, bound)
    decryptor = Cipher(algorithms.SM4(_sm4_key(number)), modes.GCM(nonce, rest[-_TAG:])).decryptor()
    decryptor.authenticate_additional_data(bound)
    return decryptor.update(rest[:-_TAG]) + decryptor.finalize()


@lru_cache
def _aes(number: int) -> AESGCM:
    return AESGCM(keys().sealing[number])


@lru_cache
def _sm4_key(number: int) -> bytes:
    """SM4 has keys of 16 bytes: they are derived, so that no key serves two ciphers."""
    digest = HMAC(keys().sealing[number], hashes.SM3())
    digest.update(b"doudi sm4")
    return digest.finalize()[:16]
