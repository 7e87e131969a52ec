"""Constants of the platform team."""

REGISTRY = "registry.example.com"
