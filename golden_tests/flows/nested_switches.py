"""Covers: a switch inside a case of a switch, and a third one after they have met."""

from metaflow import FlowSpec, step


class SupportFlow(FlowSpec):
    @step
    def start(self):
        self.language = "en"
        self.next({"en": self.english, "fi": self.finnish}, condition="language")

    @step
    def english(self):
        self.topic = "billing"
        self.next({"billing": self.billing, "other": self.general}, condition="topic")

    @step
    def billing(self):
        self.answer = "see your invoice"
        self.next(self.polish)

    @step
    def general(self):
        self.answer = "please tell us more"
        self.next(self.polish)

    @step
    def polish(self):
        self.answer = self.answer.capitalize() + "."
        self.next(self.review)

    @step
    def finnish(self):
        self.answer = "Katso lasku."
        self.next(self.review)

    @step
    def review(self):
        self.long = len(self.answer) > 40
        self.next({True: self.shorten, False: self.send}, condition="long")

    @step
    def shorten(self):
        self.answer = self.answer[:40]
        self.next(self.send)

    @step
    def send(self):
        self.sent = self.answer
        self.next(self.end)

    @step
    def end(self):
        print(self.sent)


if __name__ == "__main__":
    SupportFlow()
