"""The one word numba lacks for generated loops: a choice between two numbers without a branch."""

from typing import Any

from numba.core import types
from numba.extending import intrinsic


@intrinsic  # type: ignore[untyped-decorator]
def select(typingctx: Any, condition: Any, then: Any, otherwise: Any) -> Any:
    """`then` where the condition holds, else `otherwise`; both are worked out, and nothing branches."""
    signature = types.int64(types.boolean, types.int64, types.int64)

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.select(*arguments)

    return signature, generate
