"""Covers: secrets of a named provider, of the default one, with a role and with options."""

from metaflow import FlowSpec, secrets, step


class SecretsFlow(FlowSpec):
    @secrets(
        sources=[
            "inline.shared",
            {"type": "inline", "id": "tracking", "options": {"env_vars": {"TRACKING_KEY": "k"}}},
        ]
    )
    @step
    def start(self):
        self.connected = True
        self.next(self.read)

    @secrets(
        sources=[
            {
                "type": "aws-secrets-manager",
                "id": "arn:aws:secretsmanager:eu-north-1:1:secret:db",
                "options": {"json": True, "secret_string_only": False},
                "role": "arn:aws:iam::123456789012:role/reader",
            }
        ],
        role="arn:aws:iam::123456789012:role/trainer",
        allow_override=True,
    )
    @step
    def read(self):
        self.rows = 3 if self.connected else 0
        self.next(self.end)

    @step
    def end(self):
        print(self.rows)


if __name__ == "__main__":
    SecretsFlow()
