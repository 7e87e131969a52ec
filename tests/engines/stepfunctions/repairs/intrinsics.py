r"""Text in calls of intrinsic functions is what the specification says it is.

Stock: the JSON around a call is not decoded, so `é` is `u00e9`; `\'`, `\{`, `\}` and `\\` stay as
they are written; what is no call of a function is one as far as it goes, and runs;
`States.Base64Encode` takes ASCII only.

https://states-language.net/spec.html#appendix-b
"""

from __future__ import annotations

import base64
import json
import re
from typing import Any

from antlr4 import CommonTokenStream, InputStream
from antlr4.error.ErrorListener import ErrorListener
from moto.stepfunctions.parser.asl.antlr.runtime.ASLIntrinsicLexer import ASLIntrinsicLexer
from moto.stepfunctions.parser.asl.antlr.runtime.ASLIntrinsicParser import ASLIntrinsicParser
from moto.stepfunctions.parser.asl.component.common.string.string_expression import (
    StringIntrinsicFunction,
)
from moto.stepfunctions.parser.asl.component.intrinsic.function.statesfunction.encoding_decoding.base_64_encode import (  # noqa: E501
    Base64Encode,
)
from moto.stepfunctions.parser.asl.component.intrinsic.function.statesfunction.generic.string_format import (  # noqa: E501
    StringFormat,
)
from moto.stepfunctions.parser.asl.component.intrinsic.function.statesfunction.json_manipulation.json_to_string import (  # noqa: E501
    JsonToString,
)
from moto.stepfunctions.parser.asl.parse import preprocessor
from moto.stepfunctions.parser.asl.parse.intrinsic import preprocessor as intrinsic_preprocessor

from tests.engines.stepfunctions.repairs.patches import Patch, Repair

_PLACE = "{}"
_PART = re.compile(r"\\(.)|\{\}|[^\\]", re.DOTALL)


class _Text(str):
    """A literal, and what is between the places in it where `States.Format` puts values."""

    pieces: list[str]


def _literal(parse_tree: Any) -> _Text:
    pieces = [""]
    for found in _PART.finditer(parse_tree.getText()[1:-1]):
        if found[0] == _PLACE:
            pieces.append("")
        else:
            pieces[-1] += found[1] or found[0]
    text = _Text(_PLACE.join(pieces))
    text.pieces = pieces
    return text


def _call(self: Any, ctx: Any) -> StringIntrinsicFunction:
    written = json.loads(ctx.STRINGINTRINSICFUNC().getText())
    lexer = ASLIntrinsicLexer(InputStream(written))
    parser: Any = ASLIntrinsicParser(CommonTokenStream(lexer))
    for part in (lexer, parser):
        part.removeErrorListeners()
        part.addErrorListener(_Refusal(written))
    tree = parser.func_decl()
    function = intrinsic_preprocessor.Preprocessor().visit(tree)
    return StringIntrinsicFunction(written, function)


class _Refusal(ErrorListener):  # type: ignore[misc]
    """Has a call refused as soon as something is wrong with it."""

    def __init__(self, written: str) -> None:
        super().__init__()
        self._written = written

    def syntaxError(self, *found: Any) -> None:  # noqa: N802
        *_, message, _ = found
        raise ValueError(f"{self._written}: {message}")


def _format(self: StringFormat, env: Any) -> None:
    self.argument_list.eval(env=env)
    template, *values = env.stack.pop()
    first, *others = template.pieces if isinstance(template, _Text) else template.split(_PLACE)
    if len(others) != len(values):
        raise ValueError(f"States.Format of {template!r} with {len(values)} values")
    texts = (StringFormat._to_str_repr(value) for value in values)
    env.stack.append(first + "".join(map("".join, zip(texts, others, strict=True))))


def _base64(self: Base64Encode, env: Any) -> None:
    self.argument_list.eval(env=env)
    (text,) = env.stack.pop()
    if len(text) > self.MAX_INPUT_CHAR_LEN:
        raise ValueError(f"States.Base64Encode of {len(text)} characters")
    env.stack.append(base64.b64encode(text.encode()).decode())


def _json(self: JsonToString, env: Any) -> None:
    self.argument_list.eval(env=env)
    (value,) = env.stack.pop()
    env.stack.append(json.dumps(value, separators=(",", ":"), ensure_ascii=False))


INTRINSICS = Repair(
    "intrinsics",
    [
        Patch(preprocessor.Preprocessor, "visitString_intrinsic_function", _call),
        Patch(intrinsic_preprocessor.Preprocessor, "_text_of_str", staticmethod(_literal)),
        Patch(StringFormat, "_eval_body", _format),
        Patch(Base64Encode, "_eval_body", _base64),
        Patch(JsonToString, "_eval_body", _json),
    ],
)
