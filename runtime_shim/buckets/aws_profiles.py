"""The credentials of a profile: what AWS's own tools read and obstore does not."""

from __future__ import annotations

from collections.abc import Mapping
from configparser import ConfigParser
from configparser import Error as ConfigError
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Optional

from runtime_shim.buckets.errors import MissingLibrary, NoConnection

_ELSEWHERE = (
    "AWS_ACCESS_KEY_ID",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
)
"""Where obstore looks by itself."""
_ASKING = ("AWS_PROFILE", "AWS_DEFAULT_PROFILE")
_FILES = (("AWS_SHARED_CREDENTIALS_FILE", "credentials"), ("AWS_CONFIG_FILE", "config"))
_KEYS = {
    "aws_access_key_id": "access_key_id",
    "aws_secret_access_key": "secret_access_key",
    "aws_session_token": "session_token",
}


def profile_config(environment: Mapping[str, str]) -> dict[str, Any]:
    """What the profile of the user adds to obstore's configuration.

    Keys, where it has them, and the region. A profile that gets its keys from elsewhere
    (single sign-on, a role) needs boto3, and is then the value of `provider`. Raises
    `MissingLibrary` without it, `NoConnection` where a profile is asked for that there is not.
    """
    asked = next((name for name in _ASKING if environment.get(name)), None)
    profile = environment[asked] if asked else "default"
    home = Path(environment.get("HOME") or Path.home()) / ".aws"
    shared_file, own_file = (environment.get(variable, home / name) for variable, name in _FILES)
    name = profile if profile == "default" else f"profile {profile}"
    shared, own = _section(shared_file, profile), _section(own_file, name)
    settings = {**(own or {}), **(shared or {})}
    counts = asked is not None and not environment.get("AWS_ACCESS_KEY_ID")
    if counts and shared is None and own is None:
        raise NoConnection(
            f"{asked} names the profile `{profile}`, which neither {shared_file} nor {own_file} "
            "has."
        )
    config: dict[str, Any] = {}
    if "region" in settings and not _has_region(environment):
        config["region"] = settings["region"]
    if any(environment.get(variable) for variable in _ELSEWHERE) and not counts:
        return config
    if "aws_access_key_id" in settings:
        config.update({_KEYS[key]: settings[key] for key in _KEYS if key in settings})
    elif settings.keys() & {"sso_start_url", "sso_session", "role_arn", "credential_process"}:
        config.update(_of_boto3(profile))
    return config


def _section(path: object, name: str) -> Optional[dict[str, str]]:
    parser = ConfigParser(interpolation=None)
    try:
        parser.read(str(path), encoding="utf-8")
    except (ConfigError, OSError, UnicodeError):
        return None
    return dict(parser[name]) if parser.has_section(name) else None


def _has_region(environment: Mapping[str, str]) -> bool:
    return bool(environment.get("AWS_REGION") or environment.get("AWS_DEFAULT_REGION"))


def _of_boto3(profile: str) -> dict[str, Any]:
    if find_spec("boto3") is None:
        raise MissingLibrary(
            f"The AWS profile `{profile}` has no keys of its own, and getting some for it takes "
            "boto3, which is not installed here: pip install 'flowc[aws]'."
        )
    session = import_module("boto3").Session(profile_name=profile)
    provider = import_module("obstore.auth.boto3").Boto3CredentialProvider(session)
    return {"provider": provider}
