"""Parameters, included files and configs."""

from metaflow import Config, FlowSpec, IncludeFile, JSONType, Parameter, config_expr, resources, step

NAME = "alpha"
OPTIONS = {"default": 1, "hepl": "how many"}


class Input1(FlowSpec):
    alpha = Parameter()  # E: FC300 "`Parameter` takes its name first, as a string"

    @step
    def start(self):
        print(self.alpha)


class Input2(FlowSpec):
    alpha = Parameter(3)  # E: FC300 "`Parameter` takes its name first, as a string"

    @step
    def start(self):
        print(self.alpha)


class Input3(FlowSpec):
    alpha = Parameter("")  # E: FC300 "`Parameter` takes its name first, as a string"

    @step
    def start(self):
        print(self.alpha)


class Input4(FlowSpec):
    alpha = Parameter("alpha!", default=1)  # E: FC301 "`alpha!` has characters other than letters, digits, `-` and `_`"

    @step
    def start(self):
        print(self.alpha)


class Input5(FlowSpec):
    alpha = Parameter("1 alpha", default=1)  # E: FC301 "`1 alpha` has characters other than letters, digits, `-` and `_`"

    @step
    def start(self):
        print(self.alpha)


class Input6(FlowSpec):
    alpha = Parameter("with", default=1)  # E: FC302 "`with` is an option of every run"

    @step
    def start(self):
        print(self.alpha)


class Input7(FlowSpec):
    alpha = Parameter("max-workers", default=1)  # E: FC302 "`max-workers` is an option of every run"

    @step
    def start(self):
        print(self.alpha)


class Input8(FlowSpec):
    alpha = Parameter("alpha", **OPTIONS)  # E: FC304 "`Parameter` takes no `hepl`; did you mean `help`?"

    @step
    def start(self):
        print(self.alpha)


class Input9(FlowSpec):
    alpha = Parameter("alpha", type=dict, default={})  # E: FC305 "a parameter cannot be of type `dict`"

    @step
    def start(self):
        print(self.alpha)


class Input10(FlowSpec):
    alpha = Parameter("alpha", type=JSONTyp)  # E: FC401 "`JSONTyp` is not defined here; did you mean `JSONType`?"

    @step
    def start(self):
        print(self.alpha)


class Input11(FlowSpec):
    alpha = Parameter("alpha", type=None or set)  # E: FC305 "a parameter cannot be of type `None or set`"

    @step
    def start(self):
        print(self.alpha)


class Input12(FlowSpec):
    alpha = Parameter("alpha", type=int, default="many")  # E: FC306 "`'many'` is not of the parameter's type `int`"

    @step
    def start(self):
        print(self.alpha)


class Input13(FlowSpec):
    alpha = Parameter("alpha", type=bool, default="perhaps")  # E: FC306 "`'perhaps'` is not of the parameter's type `bool`"

    @step
    def start(self):
        print(self.alpha)


class Input14(FlowSpec):
    alpha = Parameter("alpha", type=float, default=[1.0])  # E: FC306 "`[1.0]` is not of the parameter's type `float`"

    @step
    def start(self):
        print(self.alpha)


class Input15(FlowSpec):
    alpha = Parameter("alpha", type=str, default={"a": 1})  # E: FC306 "`{'a': 1}` is not of the parameter's type `str`"

    @step
    def start(self):
        print(self.alpha)


class Input16(FlowSpec):
    alpha = Parameter("alpha", required="yes")  # E: FC307 "`required` takes `True` or `False`, not `'yes'`"

    @step
    def start(self):
        print(self.alpha)


class Input17(FlowSpec):
    alpha = Parameter("alpha", help=4)  # E: FC307 "`help` takes a string, not `4`"

    @step
    def start(self):
        print(self.alpha)


class Input18(FlowSpec):
    alpha = Parameter("alpha", type=float, separator=",")  # E: FC308 "`separator` needs a parameter of type `str`, not `float`"

    @step
    def start(self):
        print(self.alpha)


class Input19(FlowSpec):
    alpha = Parameter("alpha", default=[1, 2], separator=",")  # E: FC308 "`separator` needs a parameter of type `str`, not `JSONType`"

    @step
    def start(self):
        print(self.alpha)


class Input20(FlowSpec):
    alpha = Parameter("alpha", default=1, required=True)  # N: FC310 "`alpha` has a default, so nobody is required to set it"

    @step
    def start(self):
        print(self.alpha)


class Input21(FlowSpec):
    alpha = Parameter("alpha", 1, int, "help", True, True, ",", "more")  # N: FC310 "`alpha` has a default, so nobody is required to set it"  # E: FC309 "`Parameter` takes at most 6 arguments by position"

    @step
    def start(self):
        print(self.alpha)


class Input22(FlowSpec):
    alpha = Parameter(name="alpha", defaul=1)  # E: FC304 "`Parameter` takes no `defaul`; did you mean `default`?"

    @step
    def start(self):
        print(self.alpha)


class Input23(FlowSpec):
    alpha = Parameter(name=f"{NAME}-{UNKNOWN}")  # E: FC401 "`UNKNOWN` is not defined here"

    @step
    def start(self):
        print(self.alpha)


class Input24(FlowSpec):
    rows = IncludeFile("rows", default=3)  # E: FC307 "`default` takes the path of a file, not `3`"

    @step
    def start(self):
        print(self.rows)


class Input25(FlowSpec):
    rows = IncludeFile("rows", is_text="yes")  # E: FC307 "`is_text` takes `True` or `False`, not `'yes'`"

    @step
    def start(self):
        print(self.rows)


class Input26(FlowSpec):
    rows = IncludeFile("rows", is_txt=True)  # E: FC304 "`IncludeFile` takes no `is_txt`; did you mean `is_text`?"

    @step
    def start(self):
        print(self.rows)


class Input27(FlowSpec):
    rows = IncludeFile(default="rows.csv")  # E: FC300 "`IncludeFile` takes its name first, as a string"

    @step
    def start(self):
        print(self.rows)


class Input28(FlowSpec):
    config = Config("config", default=3)  # E: FC307 "`default` takes the path of a file, not `3`"

    @step
    def start(self):
        print(self.config)


class Input29(FlowSpec):
    config = Config("config", default_value=[1])  # E: FC307 "`default_value` takes a dict, or a string, not `[1]`"

    @step
    def start(self):
        print(self.config)


class Input30(FlowSpec):
    config = Config("config", default_value="{")  # E: FC323 "the `default_value` of the config `config` is not valid JSON at"

    @step
    def start(self):
        print(self.config)


class Input31(FlowSpec):
    config = Config("config", default_value="3")  # E: FC324 "the value of the config `config` is an int, not a table"

    @step
    def start(self):
        print(self.config)


class Input32(FlowSpec):
    config = Config("config", plain="yes", default_value="{}")  # E: FC307 "`plain` takes `True` or `False`, not `'yes'`"

    @step
    def start(self):
        print(self.config)


class Input33(FlowSpec):
    config = Config("config", default_value="{}", parser=3)  # E: FC307 "`parser` takes a function, or the name of one, not `3`"

    @step
    def start(self):
        print(self.config)


class Input34(FlowSpec):
    config = Config("config", default="golden_tests")  # E: FC322 "the file `golden_tests` of the config `config` cannot be read:"

    @step
    def start(self):
        print(self.config)


class Input35(FlowSpec):
    config = Config("config", default=lambda context: "a.json")  # E: FC321 "`default` of the config `config` is a function, which flowc"

    @step
    def start(self):
        print(self.config)


class Input36(FlowSpec):
    config = Config(default_value={})  # E: FC300 "`Config` takes its name first, as a string"

    @step
    def start(self):
        print(self.config)


class Input37(FlowSpec):
    config = Config("config", default_value={"a": {1, 2}})  # E: FC330 "the config `config` has at `a` a value that JSON cannot hold:"

    @step
    def start(self):
        print(self.config)


class Use1(FlowSpec):
    config = Config("config", default_value={"cpu": 4})

    @resources(cpu=config_expr("config.cpus"))  # E: FC328 "there is no `cpus` in this config; did you mean `cpu`?"
    @step
    def start(self):
        pass


class Use2(FlowSpec):
    config = Config("config", default_value={"cpu": 4})

    @resources(cpu=config_expr("confg.cpu"))  # E: FC401 "`confg` is not defined here; did you mean `config`?"
    @step
    def start(self):
        pass


class Use3(FlowSpec):
    config = Config("config", default_value={"cpu": 4})

    @resources(cpu=config_expr(4))  # E: FC329 "`config_expr` cannot be read: it takes a text, not an int"
    @step
    def start(self):
        pass


class Use4(FlowSpec):
    config = Config("config", default_value={"cpu": 4})

    @resources(cpu=config_expr("config["))  # E: FC329 "`config_expr` cannot be read: the text is not a Python"
    @step
    def start(self):
        pass


class Use5(FlowSpec):
    config = Config("config", default_value={"cpu": {"a": 1}})

    @resources(cpu=config.cpu.b)  # E: FC328 "there is no `b` in this config"
    @step
    def start(self):
        pass


class Use6(FlowSpec):
    config = Config("config", default_value={"cpu": "four"})

    @resources(cpu=config.cpu)  # E: FC601 "`four` cannot stand here"
    @step
    def start(self):
        pass


class Use7(FlowSpec):
    config = Config("config", default_value={"cpu": 4})

    @resources(cpu=config["gpu"])  # E: FC328 "there is no `gpu` in this config; did you mean `cpu`?"
    @step
    def start(self):
        pass


class Use8(FlowSpec):
    config = Config("config", default_value={"cpu": 4})

    @resources(cpu=config_expr("config.cpu", "x"))  # E: FC329 "`config_expr` cannot be read: it takes one text, the expression"
    @step
    def start(self):
        pass
