"""Whether environments can be made here, as far as that shows before they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Optional

from runtime_shim import contract
from runtime_shim.cache import cache_folder
from runtime_shim.environments.conda import find_micromamba
from runtime_shim.environments.enter import environment_folder
from runtime_shim.environments.lock import EnvironmentFailed, find_lock
from runtime_shim.environments.makers import find_maker


def check_environments(environment: Mapping[str, str], names: Sequence[str]) -> None:
    """Looks for what makes environments, by their ids, unless they are made already.

    Raises `EnvironmentFailed`, which says all that is lacking.
    """
    problems = (_problem({**environment, contract.ENV_ENVIRONMENT: name}) for name in names)
    lacking = dict.fromkeys(filter(None, problems))
    if lacking:
        raise EnvironmentFailed("\n".join(lacking))


def _problem(environment: Mapping[str, str]) -> Optional[str]:
    try:
        _check(environment)
    except EnvironmentFailed as failed:
        return str(failed)
    return None


def _check(environment: Mapping[str, str]) -> None:
    lock = find_lock(environment)
    if environment_folder(lock, environment).is_dir():
        return
    if lock.manager == "conda":
        find_micromamba(environment)
    else:
        find_maker(environment, cache_folder(environment, "downloads")).check(lock.python_here)
