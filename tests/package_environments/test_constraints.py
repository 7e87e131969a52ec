from __future__ import annotations

import pytest

from compiler.environments.constraints import (
    NotByVersion,
    Unreadable,
    conda_requirement,
    pypi_requirement,
)


@pytest.mark.parametrize(
    ("name", "version", "requirement"),
    [
        ("pandas", "2.2.2", "pandas==2.2.2"),
        ("pandas", "==2.2.2", "pandas==2.2.2"),
        ("pandas", "", "pandas"),
        ("Flask_Login", "~= 0.6", "flask-login~=0.6"),
        ("pyarrow", "<18, >=15", "pyarrow<18,>=15"),
        ("pyarrow", ">=15,<18", "pyarrow<18,>=15"),
        ("pandas", "2.*", "pandas==2.*"),
        ("torch", "2.3.0+cpu", "torch==2.3.0+cpu"),
        ("Requests[Socks,security]", ">2", "requests[security,socks]>2"),
    ],
)
def test_packages_of_pypi(name: str, version: str, requirement: str) -> None:
    assert pypi_requirement(name, version) == requirement


@pytest.mark.parametrize(
    ("name", "version", "requirement"),
    [
        ("numpy", "1.26.4", "numpy==1.26.4"),
        ("numpy", "=1.26", "numpy=1.26"),
        ("_libgcc_mutex", "", "_libgcc_mutex"),
        ("conda-forge::xgboost", ">=2,<3", "conda-forge::xgboost>=2,<3"),
        ("numpy", "1.26.4=py312*", "numpy==1.26.4=py312*"),
        ("numpy", "1.25|1.26", "numpy==1.25|1.26"),
    ],
)
def test_packages_of_conda(name: str, version: str, requirement: str) -> None:
    assert conda_requirement(name, version) == requirement


@pytest.mark.parametrize("requirement", [pypi_requirement, conda_requirement])
@pytest.mark.parametrize(
    ("name", "version", "problem"),
    [
        ("six", "@ https://host.invalid/six.whl", NotByVersion),
        ("six @ git+https://host.invalid/six", "", NotByVersion),
        ("six", "https://host.invalid/six.whl", NotByVersion),
        ("./six", "", Unreadable),
        ("-r", "other.txt", Unreadable),
        ("--index-url", "", Unreadable),
        ("six", "1.0 --pre", Unreadable),
        ("six", "1.0; python_version > '3'", Unreadable),
        ("six", "1.0\nother", Unreadable),
        ("six\n--pre", "", Unreadable),
        ("", "1.0", Unreadable),
        ("six", ">=", Unreadable),
        ("six", "$(reboot)", Unreadable),
    ],
)
def test_what_is_no_package_of_an_index(
    requirement: object, name: str, version: str, problem: type[Exception]
) -> None:
    assert callable(requirement)
    with pytest.raises(problem):
        requirement(name, version)
