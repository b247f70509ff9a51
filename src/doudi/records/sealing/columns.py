"""Model columns whose text is sealed in the database and plain in Python."""

from typing import Any

from django.db import models

from doudi.records.sealing.ciphers import seal, unseal


class SealedText(models.BinaryField):
    """Text that is sealed on its way to the database; empty text is stored as it is, since it tells nothing."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", b"")
        kwargs.setdefault("blank", True)
        kwargs["editable"] = False
        super().__init__(*args, **kwargs)

    @property
    def place(self) -> str:
        """What the seal is bound to."""
        return f"{self.model._meta.db_table}.{self.column}"

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if isinstance(value, str):
            value = seal(value.encode(), self.place) if value else b""
        return super().get_db_prep_value(value, connection, prepared)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> str:
        return unseal(bytes(value), self.place).decode() if value else ""

    def to_python(self, value: Any) -> Any:
        return value

    def get_default(self) -> str:
        return ""

    def value_to_string(self, obj: models.Model) -> str:
        raise TypeError("密文列不能序列化输出")
