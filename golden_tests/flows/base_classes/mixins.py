"""Mixins of the flow: helpers without steps."""

from metaflow import Parameter


class Timed:
    def clock(self):
        return "noon"


class Reporting:
    digits = Parameter("digits", type=int, default=2)

    def report(self, value):
        return f"{value:.{self.digits}f}"
