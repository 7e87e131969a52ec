"""Values that cannot be known while the flow is compiled."""

import datetime
import json
import os
import sys
from os import environ
from pathlib import Path

from metaflow import FlowSpec, current, environment, step
from missing_package import ANSWER, deep

LIST = [1, 2, 3]
MAPPING = {"a": 1}
SET = {"b", "a"}


class Sizes:
    SMALL = 1


def impure():
    print("hello")
    return 1


class Value1(FlowSpec):
    @environment(vars={"X": ANSWER})  # E: FC402 "the value of `ANSWER` is not known: `missing_package`"
    @step
    def start(self):
        pass


class Value2(FlowSpec):
    @environment(vars={"X": deep.er.VALUE})  # E: FC402 "the value of `deep.er.VALUE` is not known:"
    @step
    def start(self):
        pass


class Value3(FlowSpec):
    @environment(vars={"X": UNDEFINED})  # E: FC401 "`UNDEFINED` is not defined here"
    @step
    def start(self):
        pass


class Value4(FlowSpec):
    @environment(vars={"X": impure()})  # E: FC400 "what `impure()` returns is only known when the code runs"
    @step
    def start(self):
        pass


class Value5(FlowSpec):
    @environment(vars={"X": datetime.date.today()})  # E: FC400 "what `datetime.date.today()` returns is only known when"
    @step
    def start(self):
        pass


class Value6(FlowSpec):
    @environment(vars={"X": LIST[3]})  # E: FC407 "this raises IndexError: there is no item at this index"
    @step
    def start(self):
        pass


class Value7(FlowSpec):
    @environment(vars={"X": LIST["a"]})  # E: FC407 "this raises TypeError: a list has no items to be taken by a str"
    @step
    def start(self):
        pass


class Value8(FlowSpec):
    @environment(vars={"X": MAPPING["b"]})  # E: FC411 "`'b'` is not a key of this dictionary"
    @step
    def start(self):
        pass


class Value9(FlowSpec):
    @environment(vars={"X": MAPPING.b})  # E: FC412 "a dict has no attribute `b`"
    @step
    def start(self):
        pass


class Value10(FlowSpec):
    @environment(vars={"X": Sizes.LARGE})  # E: FC412 "the class `Sizes` has no attribute `LARGE`"
    @step
    def start(self):
        pass


class Value11(FlowSpec):
    @environment(vars={"X": Sizes()})  # E: FC400 "what `Sizes()` returns is only known when the code runs"
    @step
    def start(self):
        pass


class Value13(FlowSpec):
    @environment(vars={"X": sys.argv[1]})  # E: FC402 "the value of `sys.argv` is not known: `sys` is not part of this"
    @step
    def start(self):
        pass


class Value14(FlowSpec):
    @environment(vars={"X": sys.platform})  # E: FC402 "the value of `sys.platform` is not known: `sys` is not part"
    @step
    def start(self):
        pass


class Value15(FlowSpec):
    @environment(vars={"X": os.getcwd()})  # E: FC400 "what `os.getcwd()` returns is only known when the code runs"
    @step
    def start(self):
        pass


class Value16(FlowSpec):
    @environment(vars={"X": os.environ})  # E: FC422 "the environment as a whole is not known at compile time"
    @step
    def start(self):
        pass


class Value17(FlowSpec):
    @environment(vars={"X": os.environ["HOME"]})  # E: FC420 "the environment variable `HOME` may not be read"
    @step
    def start(self):
        pass


class Value18(FlowSpec):
    @environment(vars={"X": environ["HOME"]})  # E: FC420 "the environment variable `HOME` may not be read"
    @step
    def start(self):
        pass


class Value19(FlowSpec):
    @environment(vars={"X": os.getenv("HOME")})  # E: FC420 "the environment variable `HOME` may not be read"
    @step
    def start(self):
        pass


class Value20(FlowSpec):
    @environment(vars={"X": os.environ.get("STAGE", "dev")})  # N: FC421 "`STAGE` is not read from the environment: it counts as not set"
    @step
    def start(self):
        pass


class Value21(FlowSpec):
    @environment(vars={"X": os.environ.get(1)})  # E: FC423 "the name of an environment variable is a text"
    @step
    def start(self):
        pass


class Value22(FlowSpec):
    @environment(vars={"X": os.environ.keys()})  # E: FC422 "the environment as a whole is not known at compile time"
    @step
    def start(self):
        pass


class Value23(FlowSpec):
    @environment(vars={"X": {**os.environ}})  # E: FC422 "the environment as a whole is not known at compile time"
    @step
    def start(self):
        pass


class Value24(FlowSpec):
    @environment(vars={"X": len(os.environ)})  # E: FC422 "the environment as a whole is not known at compile time"
    @step
    def start(self):
        pass


class Value25(FlowSpec):
    @environment(vars={"X": Path.home()})  # E: FC400 "what `Path.home()` returns is only known when the code runs"
    @step
    def start(self):
        pass


class Value26(FlowSpec):
    @environment(vars={"X": Path(__file__)})
    @step
    def start(self):
        pass


class Value28(FlowSpec):
    @environment(vars={"X": os.path.join("/", ANSWER)})  # E: FC402 "the value of `ANSWER` is not known: `missing_package`"
    @step
    def start(self):
        pass


class Value29(FlowSpec):
    @environment(vars={"X": 1 / 0})  # E: FC407 "this raises ZeroDivisionError: division by zero"
    @step
    def start(self):
        pass


class Value30(FlowSpec):
    @environment(vars={"X": "a" + 1})  # E: FC407 "this raises TypeError: `+` does not work on a str and an int"
    @step
    def start(self):
        pass


class Value31(FlowSpec):
    @environment(vars={"X": -"a"})  # E: FC407 "this raises TypeError: `-` does not work on a str"
    @step
    def start(self):
        pass


class Value32(FlowSpec):
    @environment(vars={"X": "%d" % "a"})  # E: FC407 "this raises TypeError: the values do not fit the `%` directives"
    @step
    def start(self):
        pass


class Value33(FlowSpec):
    @environment(vars={"X": "{}".format()})  # E: FC407 "this raises KeyError: the text asks for a value that `format`"
    @step
    def start(self):
        pass


class Value34(FlowSpec):
    @environment(vars={"X": "{a}".format(b=1)})  # E: FC407 "this raises KeyError: the text asks for a value that `format`"
    @step
    def start(self):
        pass


class Value35(FlowSpec):
    @environment(vars={"X": f"{1:z}"})  # E: FC407 "this raises ValueError: the format `z` does not fit an int"
    @step
    def start(self):
        pass


class Value36(FlowSpec):
    @environment(vars={"X": int("four")})  # E: FC407 "this raises ValueError: `int()` does not accept this value"
    @step
    def start(self):
        pass


class Value37(FlowSpec):
    @environment(vars={"X": "a".uper()})  # E: FC406 "`uper` of a str is not evaluated at compile time; did you mean"
    @step
    def start(self):
        pass


class Value38(FlowSpec):
    @environment(vars={"X": "a".join(SET)})  # E: FC413 "the order of a set's items differs from run to run"
    @step
    def start(self):
        pass


class Value39(FlowSpec):
    @environment(vars={"X": list(SET)})  # E: FC413 "the order of a set's items differs from run to run"
    @step
    def start(self):
        pass


class Value40(FlowSpec):
    @environment(vars={"X": SET.pop()})  # E: FC406 "`pop` of a set is not evaluated at compile time"
    @step
    def start(self):
        pass


class Value41(FlowSpec):
    @environment(vars={"X": str(SET)})  # E: FC413 "the order of a set's items differs from run to run"
    @step
    def start(self):
        pass


class Value42(FlowSpec):
    @environment(vars={"X": 9**9**9})  # E: FC408 "this value, or the work to find it, is too large for compile"
    @step
    def start(self):
        pass


class Value43(FlowSpec):
    @environment(vars={"X": "a" * 10**8})  # E: FC408 "this value, or the work to find it, is too large for compile"
    @step
    def start(self):
        pass


class Value44(FlowSpec):
    @environment(vars={"X": list(range(10**8))})  # E: FC408 "this value, or the work to find it, is too large for compile"
    @step
    def start(self):
        pass


class Value45(FlowSpec):
    @environment(vars={"X": lambda: 1})  # E: FC212 "`vars` of `@environment` takes texts, and this is the function"
    @step
    def start(self):
        pass


class Value46(FlowSpec):
    @environment(vars={"X": [x async for x in LIST]})  # E: FC405 "`async for` is not evaluated at compile time"
    @step
    def start(self):
        pass


class Value47(FlowSpec):
    @environment(vars={"X": (y := 1)})  # E: FC405 "an assignment with `:=` is not evaluated at compile time"
    @step
    def start(self):
        pass


class Value48(FlowSpec):
    @environment(vars={"X": self.x})  # E: FC403 "`self.x` only has a value when a step runs"
    @step
    def start(self):
        pass


class Value49(FlowSpec):
    @environment(vars={"X": current.run_id})  # E: FC212 "`vars` of `@environment` takes texts, and this is"
    @step
    def start(self):
        pass


class Value50(FlowSpec):
    @environment(vars={"X": print("x")})  # E: FC400 "what `print()` returns is only known when the code runs"
    @step
    def start(self):
        pass


class Value51(FlowSpec):
    @environment(vars={"X": eval("1")})  # E: FC400 "what `eval()` returns is only known when the code runs"
    @step
    def start(self):
        pass


class Value52(FlowSpec):
    @environment(vars={"X": open("rows").read()})  # E: FC400 "what `open()` returns is only known when the code runs"
    @step
    def start(self):
        pass


class Value53(FlowSpec):
    @environment(vars={"X": input()})  # E: FC400 "what `input()` returns is only known when the code runs"
    @step
    def start(self):
        pass


class Value55(FlowSpec):
    @environment(vars={"X": next(iter(LIST))})  # E: FC400 "what `next()` returns is only known when the code runs"
    @step
    def start(self):
        pass


class Value56(FlowSpec):
    @environment(vars={"X": max([])})  # E: FC407 "this raises ValueError: `max()` does not accept this value"
    @step
    def start(self):
        pass


class Value57(FlowSpec):
    @environment(vars={"X": dict([1])})  # E: FC407 "this raises TypeError: `dict()` does not take these arguments"
    @step
    def start(self):
        pass


class Value58(FlowSpec):
    @environment(vars={"X": sorted([1, "a"])})  # E: FC407 "this raises TypeError: `sorted()` does not take these arguments"
    @step
    def start(self):
        pass


class Value59(FlowSpec):
    @environment(vars={"X": LIST.append(4)})  # E: FC406 "`append` of a list is not evaluated at compile time"
    @step
    def start(self):
        pass


class Value60(FlowSpec):
    @environment(vars={"X": (yield)})  # E: FC405 "`yield` is not evaluated at compile time"
    @step
    def start(self):
        pass


class Value63(FlowSpec):
    @environment(vars={"X": b"bytes"})  # E: FC212 "`vars` of `@environment` takes texts, and this is a bytes"
    @step
    def start(self):
        pass


class Value64(FlowSpec):
    @environment(vars={"X": 1j})  # E: FC405 "a complex number is not evaluated at compile time"
    @step
    def start(self):
        pass


class Value65(FlowSpec):
    @environment(vars={"X": "a".encode()})  # E: FC212 "`vars` of `@environment` takes texts, and this is a bytes"
    @step
    def start(self):
        pass


class Value66(FlowSpec):
    @environment(vars={"X": json})  # E: FC402 "the value of `json` is not known: `json` is not part of this"
    @step
    def start(self):
        pass


class Value67(FlowSpec):
    @environment(vars={"X": int})  # E: FC212 "`vars` of `@environment` takes texts, and this is `builtins.int`"
    @step
    def start(self):
        pass


class Value68(FlowSpec):
    @environment(vars={"X": "a" "b" if UNDEFINED else "c"})  # E: FC401 "`UNDEFINED` is not defined here"
    @step
    def start(self):
        pass


class Value69(FlowSpec):
    @environment(vars={"X": MAPPING | LIST})  # E: FC407 "this raises TypeError: `|` does not work on a dict and a list"
    @step
    def start(self):
        pass


class Value70(FlowSpec):
    @environment(vars={"X": not UNDEFINED})  # E: FC401 "`UNDEFINED` is not defined here"
    @step
    def start(self):
        pass


class Value72(FlowSpec):
    @environment(vars={"X": [*UNDEFINED]})  # E: FC401 "`UNDEFINED` is not defined here"
    @step
    def start(self):
        pass


class Value73(FlowSpec):
    @environment(vars={"X": {**LIST}})  # E: FC407 "this raises TypeError: `**` takes a dict, not a list"
    @step
    def start(self):
        pass


class Value74(FlowSpec):
    @environment(vars={"X": "a" in 3})  # E: FC407 "this raises TypeError: `in` does not work on a str and an int"
    @step
    def start(self):
        pass


class Value75(FlowSpec):
    @environment(vars={"X": 1 < "a"})  # E: FC407 "this raises TypeError: `<` does not work on an int and a str"
    @step
    def start(self):
        pass


class Value77(FlowSpec):
    @environment(vars={"X": len(3)})  # E: FC407 "this raises TypeError: `len()` does not take these arguments"
    @step
    def start(self):
        pass


class Value78(FlowSpec):
    @environment(vars={"X": os.path.join(os.path.dirname(__file__), *[".."] * 9)})  # E: FC414 "this depends on where the project lies on this machine"
    @step
    def start(self):
        pass


class NestedTooDeeply(FlowSpec):
    @environment(vars={"X": 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1})  # E: FC409 "this is nested too deeply to be evaluated"
    @step
    def start(self):
        pass
