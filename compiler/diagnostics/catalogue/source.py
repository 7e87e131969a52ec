"""FC0xx: the source files themselves."""

from __future__ import annotations

from compiler.diagnostics.diagnostic import Diagnostic


class SyntaxProblem(Diagnostic):
    """The file is not valid Python.

    flowc reads a flow with the grammar of the Python that flowc itself runs on, so a
    flow that uses newer syntax needs flowc on that newer Python.

    Right:

        class TrainFlow(FlowSpec):
            @step
            def start(self):
                self.next(self.end)
    """

    code = "FC001"
    title = "invalid syntax"
    label = "this is not valid Python: {problem}"

    problem: str


class UnreadableFile(Diagnostic):
    """The file cannot be opened.

    It does not exist, is a folder, or may not be read by the user who runs flowc.

    Right:

        flowc check flows/train.py
    """

    code = "FC002"
    title = "unreadable file"
    label = "`{file}` cannot be read: {problem}"
    help = "give the path of a Python file that you may read"

    file: str
    problem: str


class WrongEncoding(Diagnostic):
    """The bytes of the file are not text in the encoding that the file declares.

    Python source is UTF-8 unless one of its first two lines says otherwise.

    Right:

        # -*- coding: latin-1 -*-
        OWNER = "Zoë"
    """

    code = "FC003"
    title = "wrong encoding"
    label = "this file is not {encoding} text: {problem}"
    help = "save it as UTF-8, or name its encoding in the first line: `# -*- coding: latin-1 -*-`"

    encoding: str
    problem: str


class TooNested(Diagnostic):
    """An expression or a block in the file is nested deeper than Python's parser can follow.

    Right: put inner parts of the expression into constants of their own.

        BASE = {"cpu": 4, "memory": 16000}
        LARGE = {**BASE, "memory": 64000}
    """

    code = "FC004"
    title = "source nested too deeply"
    label = "the source is nested too deeply to be read"
    help = "split the deepest expression into constants of their own"


class NullByte(Diagnostic):
    """The file holds a null byte, which no Python source may.

    The file is binary, was cut off while it was written, or is UTF-16 text.

    Right: save the file as UTF-8 text.
    """

    code = "FC005"
    title = "null byte in the source"
    label = "there is a null byte here, so this is not Python source"
    help = "save the file again as UTF-8 text"
