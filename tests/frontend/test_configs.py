from __future__ import annotations

import ast
from dataclasses import asdict, dataclass
from pathlib import Path

import pytest

from compiler.diagnostics.diagnostic import Diagnostic
from compiler.frontend.configs import ConfigBinding, read_config
from compiler.frontend.environment import EnvironmentPolicy
from compiler.frontend.evaluate import Evaluator, NotStatic, Scope
from compiler.ir.parameter import FlowConfig
from compiler.settings import Settings
from tests.frontend.sources import Sources

IMPORTS = "import json, os, yaml, tomllib\nfrom metaflow import Config, config_expr\nimport toml\n"


@dataclass
class Read:
    """What became of `config = Config(...)`, and of expressions with it."""

    sources: Sources
    evaluator: Evaluator
    scope: Scope
    config: FlowConfig
    binding: ConfigBinding

    @property
    def problems(self) -> list[Diagnostic]:
        return list(self.sources.report.diagnostics)

    def value(self, expression: str) -> object:
        node = ast.parse(expression, mode="eval").body
        ast.increment_lineno(node, 1000)
        configs = {self.config.name: self.binding, self.config.attribute: self.binding}
        scope = Scope(self.scope.module, self.scope.names, configs)
        return self.evaluator.evaluate(node, scope)

    def problem(self, expression: str) -> Diagnostic:
        with pytest.raises(NotStatic) as raised:
            self.value(expression)
        return raised.value.diagnostic


def read(
    folder: Path,
    call: str,
    files: dict[str, str] | None = None,
    before: str = "",
    settings: Settings | None = None,
    flow: str = "flow.py",
) -> Read:
    sources = Sources(folder, {flow: f"{IMPORTS}{before}\n{call}", **(files or {})})
    module = sources.module(flow)
    node = sources.expression(flow)
    assert isinstance(node, ast.Call)
    scope = Scope(module)
    evaluator = Evaluator(sources.modules, EnvironmentPolicy(), sources.report)
    config, binding = read_config(
        node,
        "config",
        scope,
        evaluator,
        settings or Settings(),
        sources.modules.project,
        sources.report,
    )
    return Read(sources, evaluator, scope, config, binding)


def only_problem(found: Read) -> tuple[str, str, str]:
    """The code and message of the one thing that is wrong, and the text it points at."""
    (problem,) = found.problems
    return problem.code, problem.message, found.sources.text(problem)


# --- where the value comes from --------------------------------------------------------

JSON = '{"a": {"b": [1, {"c": 2}]}, "name": "x"}'


def test_a_default_file_in_the_root(tmp_path: Path) -> None:
    found = read(tmp_path, 'Config("cfg", default="conf/c.json")', {"conf/c.json": JSON})
    assert not found.problems
    config = asdict(found.config)
    del config["span"]
    assert config == {
        "name": "cfg",
        "attribute": "config",
        "value": {"a": {"b": [1, {"c": 2}]}, "name": "x"},
        "file": "conf/c.json",
        "required": False,
        "plain": False,
        "parser": None,
        "help": "",
    }


def test_a_default_file_next_to_the_flow(tmp_path: Path) -> None:
    call = 'Config("cfg", "c.json", help="how")'
    found = read(tmp_path, call, {"flows/c.json": JSON}, flow="flows/train.py")
    assert found.config.file == "flows/c.json"
    assert found.config.help == "how"
    both = {"c.json": "{}", "flows/c.json": JSON}
    assert read(tmp_path, call, both, flow="flows/train.py").config.file == "c.json"


def test_a_path_made_from_file(tmp_path: Path) -> None:
    call = 'Config("c", default=os.path.join(os.path.dirname(__file__), "c.json"))'
    assert read(tmp_path, call, {"f/c.json": "{}"}, flow="f/flow.py").config.file == "f/c.json"


@pytest.mark.parametrize("value", ['{"a": 1}', "'{\"a\": 1}'", "dict(a=1)", "DEFAULTS"])
def test_a_default_value(tmp_path: Path, value: str) -> None:
    found = read(tmp_path, f'Config("c", default_value={value})', before='DEFAULTS = {"a": 1}')
    assert found.config.value == {"a": 1}
    assert found.config.file is None


def test_the_settings_name_another_file(tmp_path: Path) -> None:
    settings = Settings(configs={"c": "other.json"})
    files = {"c.json": "{}", "other.json": JSON}
    for call in ('Config("c", default="c.json")', 'Config("c", default=lambda ctx: "x")'):
        found = read(tmp_path, call, files, settings=settings)
        assert (found.config.file, found.problems) == ("other.json", [])


def test_a_config_without_a_value(tmp_path: Path) -> None:
    for call in ('Config("c")', 'Config("c", default=None, required=False)'):
        found = read(tmp_path, call)
        assert (found.config.value, found.problems) == (None, [])
        assert found.problem("config.a").code == "FC327"


def test_required_has_no_effect_next_to_a_default(tmp_path: Path) -> None:
    assert not read(tmp_path, 'Config("c", default_value={}, required=True)').config.required
    settings = Settings(configs={"c": "c.json"})
    given = read(tmp_path, 'Config("c", required=True)', {"c.json": "{}"}, settings=settings)
    assert given.config.required
    assert not given.problems


def test_arguments_from_a_mapping(tmp_path: Path) -> None:
    found = read(tmp_path, 'Config("c", **OPTIONS)', before='OPTIONS = {"default_value": {"a": 1}}')
    assert found.config.value == {"a": 1}


# --- parsers ---------------------------------------------------------------------------

TOML = 'title = "x"\n[a]\nb = [1, 2]\n'
YAML = "title: x\na:\n  b: [1, 2]\n"


@pytest.mark.parametrize(
    ("parser", "text"),
    [
        ("tomllib.loads", TOML),
        ('"tomllib.loads"', TOML),
        ('"tomli.loads"', TOML),
        ("toml.loads", TOML),
        ("yaml.safe_load", YAML),
        ("parse", YAML),
        ("lambda text: yaml.safe_load(text)", YAML),
        ("json.loads", '{"title": "x", "a": {"b": [1, 2]}}'),
        ("None", '{"title": "x", "a": {"b": [1, 2]}}'),
    ],
)
def test_known_parsers(tmp_path: Path, parser: str, text: str) -> None:
    before = "def parse(text):\n    'doc'\n    import yaml as y\n    return y.safe_load(text)\n"
    found = read(tmp_path, f'Config("c", "c.x", parser={parser})', {"c.x": text}, before)
    assert found.config.value == {"title": "x", "a": {"b": [1, 2]}}
    assert found.config.parser is None
    assert found.value("config.a.b[1]") == 2


@pytest.mark.parametrize(
    ("parser", "name"),
    [
        ("mine", "mine"),
        ("Model", "Model"),
        ('"my.parsers.read"', "my.parsers.read"),
        ('".plugins.read"', "metaflow.plugins.read"),
        ("other.read", "other.read"),
        ("lambda text: text", "<lambda>"),
        ("make(1)", "make(1)"),
    ],
)
def test_parsers_of_the_users(tmp_path: Path, parser: str, name: str) -> None:
    before = (
        "import other\nclass Model: pass\ndef mine(text):\n    x = 1\n    return json.loads(text)"
    )
    found = read(tmp_path, f'Config("c", "c.txt", parser={parser})', {"c.txt": "raw"}, before)
    assert not found.problems
    assert (found.config.value, found.config.parser) == ("raw", name)
    problem = found.problem("config.a")
    assert problem.code == "FC326"
    assert (
        problem.message == f"the value of `c` is not known: flowc does not run its parser `{name}`"
    )


def test_plain(tmp_path: Path) -> None:
    text = read(tmp_path, 'Config("c", "c.txt", plain=True)', {"c.txt": "a\nb"})
    assert (text.config.value, text.config.plain) == ("a\nb", True)
    assert text.value("config.split()") == ["a", "b"]
    call = 'Config("c", "c.json", plain=True, parser="json.loads")'
    items = read(tmp_path, call, {"c.json": '[{"a": 1}]'})
    assert items.value("config[0]['a']") == 1
    assert items.problem("config[0].a").code == "FC412"


# --- mistakes --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "code", "message", "place"),
    [
        ("Config()", "FC300", "`Config` takes its name first, as a string", "Config()"),
        ("Config(1)", "FC300", "`Config` takes its name first, as a string", "1"),
        (
            'Config("c", defualt="x")',
            "FC304",
            "`Config` takes no `defualt`; did you mean `default`?",
            'defualt="x"',
        ),
        (
            'Config("c", None, {}, "", True, None, False, 1)',
            "FC309",
            "`Config` takes at most 7 arguments by position",
            "1",
        ),
        (
            'Config("c", default="x", default_value={})',
            "FC320",
            "`c` has a `default` and a `default_value`",
            "{}",
        ),
        (
            'Config("c", default=lambda context: "x")',
            "FC321",
            "`default` of the config `c` is a function, which flowc does not run",
            'lambda context: "x"',
        ),
        (
            'Config("c", default_value=json.loads)',
            "FC402",
            "the value of `json.loads` is not known: `json` is not part of this project",
            "json.loads",
        ),
        (
            'Config("c", default="gone.json")',
            "FC322",
            "the file `gone.json` of the config `c` cannot be read: no such file or directory",
            '"gone.json"',
        ),
        (
            'Config("c", default="bad.json")',
            "FC323",
            "the file `bad.json` of the config `c` is not valid JSON at line 2, column 8",
            '"bad.json"',
        ),
        (
            'Config("c", default="bad.toml", parser=tomllib.loads)',
            "FC323",
            "the file `bad.toml` of the config `c` is not valid TOML at line 2, column 5",
            '"bad.toml"',
        ),
        (
            'Config("c", default="bad.yaml", parser=yaml.safe_load)',
            "FC323",
            "the file `bad.yaml` of the config `c` is not valid YAML at line 2, column 2",
            '"bad.yaml"',
        ),
        (
            "Config(\"c\", default_value='{')",
            "FC323",
            "the `default_value` of the config `c` is not valid JSON at line 1, column 2",
            "'{'",
        ),
        (
            'Config("c", default="list.json")',
            "FC324",
            "the value of the config `c` is a list, not a table of names and values",
            '"list.json"',
        ),
        (
            'Config("c", required=True)',
            "FC325",
            "the config `c` is required, and has no value",
            '"c"',
        ),
        (
            'Config("c", default="date.toml", parser=tomllib.loads)',
            "FC330",
            "the config `c` has at `a.when` a value that JSON cannot hold: a date",
            '"date.toml"',
        ),
        (
            'Config("c", default_value={"a": {1: 2}})',
            "FC330",
            "the config `c` has at `a` a value that JSON cannot hold: a key that is not text",
            '{"a": {1: 2}}',
        ),
        ('Config("c", default=3)', "FC307", "`default` takes the path of a file, not `3`", "3"),
        (
            'Config("c", default_value=[1])',
            "FC307",
            "`default_value` takes a dict, or a string, not `[1]`",
            "[1]",
        ),
        ('Config("c", plain=1)', "FC307", "`plain` takes `True` or `False`, not `1`", "1"),
        (
            'Config("c", default_value={}, parser=3)',
            "FC307",
            "`parser` takes a function, or the name of one, not `3`",
            "3",
        ),
        (
            'Config("c", default_value=input())',
            "FC400",
            "what `input()` returns is only known when the code runs",
            "input()",
        ),
        (
            'Config("c", default="latin.json")',
            "FC322",
            "the file `latin.json` of the config `c` cannot be read: it is not UTF-8 text",
            '"latin.json"',
        ),
        (
            'Config("c", default="deep.json")',
            "FC330",
            "the config `c` has at `{deep}` a value that JSON cannot hold: it is nested too deeply",
            '"deep.json"',
        ),
    ],
)
def test_mistakes(tmp_path: Path, call: str, code: str, message: str, place: str) -> None:
    (tmp_path / "latin.json").write_bytes(b'{"a": "\xe9"}')
    files = {
        "bad.json": '{"a": 1,\n "b": [}',
        "bad.toml": "a = 1\nb = \n",
        "bad.yaml": "a: [1\nb: 2\n",
        "list.json": "[1]",
        "date.toml": "[a]\nwhen = 2024-01-31\n",
        "deep.json": '{"a":' * 200 + "1" + "}" * 200,
    }
    message = message.replace("{deep}", ".".join("a" * 151))
    found = read(tmp_path, call, files)
    assert only_problem(found) == (code, message, place)
    if found.binding.failure is not None:
        # What uses the config afterwards refers to the same mistake, not to another one.
        assert found.problem("config.a.b") == found.problems[0]


def test_a_bomb_of_aliases_is_refused(tmp_path: Path) -> None:
    levels = ["a0: &a0 [x]"] + [
        f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 12)
    ]
    call = 'Config("c", "c.yaml", parser=yaml.safe_load)'
    assert only_problem(read(tmp_path, call, {"c.yaml": "\n".join(levels)}))[0] == "FC408"


def test_values_stay_out_of_the_message(tmp_path: Path) -> None:
    for name, parser in (("c.toml", "tomllib.loads"), ("c.yaml", "yaml.safe_load"), ("c", "None")):
        call = f'Config("c", "{name}", parser={parser})'
        found = read(tmp_path, call, {name: 'password = hunter2"\n: [}'})
        assert "hunter2" not in repr(found.problems) + found.problems[0].message


# --- expressions with a config ---------------------------------------------------------


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("config.name", "x"),
        ("config.a.b[1].c", 2),
        ('config["a"]["b"][1]["c"]', 2),
        ('config.get("none", 3)', 3),
        ("config.a.get('b')[0]", 1),
        ("{**config.a}", {"b": [1, {"c": 2}]}),
        ("dict(**config.a)", {"b": [1, {"c": 2}]}),
        ("self.config.name", "x"),
        ("'name' in config", True),
        ("f'{config.name}-{config.a.b[0]}'", "x-1"),
        ("[key for key in config]", ["a", "name"]),
        ("config_expr('cfg.a.b[1].c')", 2),
        ("config_expr('cfg').a.b[0]", 1),
        ("config_expr('cfg')['name']", "x"),
        ("config_expr('cfg.name.upper() + SUFFIX')", "X!"),
        ("config_expr('[k for k in cfg if k != \"a\"]')", ["name"]),
        ("config_expr('LATE')", 2),
        ("config_expr(' cfg.name ')", "x"),
        ("config_expr(expr='config.name if False else cfg.name')", "x"),
    ],
)
def test_expressions(tmp_path: Path, expression: str, expected: object) -> None:
    before = "SUFFIX = '!'\nLATE = 1\nLATE = 2\n"
    found = read(tmp_path, f'Config("cfg", default_value={JSON!r})', before=before)
    assert found.value(expression) == expected


@pytest.mark.parametrize(
    ("expression", "code", "message"),
    [
        ("config.nmae", "FC328", "there is no `nmae` in this config; did you mean `name`?"),
        ("config.a.x", "FC328", "there is no `x` in this config"),
        ('config["nmae"]', "FC328", "there is no `nmae` in this config; did you mean `name`?"),
        ("config.name.x", "FC412", "a str has no attribute `x`"),
        ("cfg.name", "FC401", "`cfg` is not defined here; did you mean `config`?"),
        (
            "config_expr('config.name')",
            "FC401",
            "`config` is not defined here; did you mean `Config`?",
        ),
        (
            "config_expr('cfg.')",
            "FC329",
            "`config_expr` cannot be read: the text is not a Python expression",
        ),
        ("config_expr(3)", "FC329", "`config_expr` cannot be read: it takes a text, not an int"),
        (
            "config_expr()",
            "FC329",
            "`config_expr` cannot be read: it takes one text, the expression",
        ),
        (
            "config_expr('cfg.nmae')",
            "FC328",
            "there is no `nmae` in this config; did you mean `name`?",
        ),
        ("config_expr('1 / 0')", "FC407", "this raises ZeroDivisionError: division by zero"),
    ],
)
def test_mistakes_in_expressions(tmp_path: Path, expression: str, code: str, message: str) -> None:
    found = read(tmp_path, f'Config("cfg", default_value={JSON!r})').problem(expression)
    assert (found.code, found.message) == (code, message)


def test_mistakes_in_a_config_expr_point_at_its_text(tmp_path: Path) -> None:
    found = read(tmp_path, f'Config("cfg", default_value={JSON!r})')
    span = found.problem("1 + config_expr('cfg.a.zzz')").span
    assert (span.line, span.column, span.end_column) == (1001, 17, 28)
