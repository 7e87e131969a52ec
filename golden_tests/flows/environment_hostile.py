"""Covers: environment variables whose values look like templates, shell, YAML and JSON."""

import os

from metaflow import FlowSpec, environment, step


class HostileFlow(FlowSpec):
    @environment(
        vars={
            "TEMPLATE": "{{workflow.name}} {{inputs.parameters.path}} {{= 1 + 1 }}",
            "HALF_TEMPLATE": "{{ or }} and {{",
            "KUBE_REFERENCE": "$(HOME) $$(HOME) $HOME ${HOME}",
            "SHELL": "`whoami` $(whoami) ; rm -rf / # && || > <",
            "QUOTES": 'it\'s "quoted" and back\\slashed',
            "NEWLINES": "first\nsecond\n\n  third\n",
            "TAB": "a\tb",
            "UNICODE": "naïve 東京 🙂",
            "YES": "yes",
            "NUMBER": "0o17",
            "NULL": "null",
            "DATE": "2026-01-01",
            "EMPTY": "",
            "SPACES": "  around  ",
            "YAML": "- a: &b {c: *b} # d\n---\n!!python/object:os.system",
            "PERCENT": "%s %(name)s 100%",
            "COLON": "key: value",
        }
    )
    @step
    def start(self):
        self.seen = {name: os.environ.get(name) for name in ("TEMPLATE", "NEWLINES", "UNICODE")}
        self.next(self.end)

    @step
    def end(self):
        print(self.seen)


if __name__ == "__main__":
    HostileFlow()
