"""FC85x: package environments, made of what `@pypi` and `@conda` list."""

from __future__ import annotations

from compiler.diagnostics.diagnostic import Diagnostic, Warn


class PackageByUrl(Diagnostic):
    """A package is named by a URL, a repository or a path.

    What is behind it can change, and cannot be had where that host cannot be reached. A lock
    pins packages of an index, by name and version. Publish the package in an index of your own,
    or put its source into the project: the code package brings it along.

    Right:

        @pypi(packages={"flow-utils": "1.4.0"})
    """

    code = "FC850"
    title = "package by URL"
    label = "`{package}` is not a package of an index"
    help = "name a package and a version; what is in no index can lie beside the flow as source"

    package: str


class UnreadablePackage(Diagnostic):
    """The name of a package, or its version, is not of the form that the package manager reads.

    A version alone means exactly that one, an empty text means any, and everything else has
    operators. Markers such as `; sys_platform == "linux"` have no place here.

    Right:

        @pypi(packages={"pandas": "2.2.2", "pyarrow": ">=15,<18", "requests[socks]": ""})
    """

    code = "FC851"
    title = "unreadable package"
    label = "`{package}` with the version `{version}` is not what a package manager can look for"
    help = 'write a name and a version, such as `"pandas": "2.2.2"` or `"pandas": ">=2,<3"`'

    package: str
    version: str


class UnknownPython(Diagnostic):
    """The Python of a package environment is none that tasks can run on.

    It has to be one version, since packages are built for each, and one that flowc's runtime
    knows: from 3.9 to 3.14.

    Right:

        @pypi(python="3.12", packages={"pandas": "2.2.2"})
    """

    code = "FC852"
    title = "unknown Python"
    label = "tasks cannot run on Python `{python}`"
    help = 'write a version from {oldest} to {newest}, such as `python="3.12"`'

    python: str
    oldest: str
    newest: str


class LockMissing(Diagnostic):
    """Nothing says yet which files a step's packages are.

    Packages are looked up once, and the outcome is kept in a file of the project, the lock. So
    every task has the same packages, today and in a year. Keep it under version control, and let
    CI only read it.

    Right:

        flowc lock train.py
    """

    code = "FC853"
    title = "no lock"
    label = "there is no lock `{file}` for these packages"
    help = "`{command}` makes it; keep it under version control"

    file: str
    command: str


class LockDamaged(Diagnostic):
    """The lock of a step's packages was edited, or damaged in a merge.

    A task installs what its lock lists and nothing else, so each package has to stand in it with
    one version and the sha256 of its files.

    Right:

        flowc lock train.py --upgrade
    """

    code = "FC854"
    title = "damaged lock"
    label = "the lock `{file}` of these packages {problem}"
    help = "take the file from version control again, or have `{command}` renew it"

    file: str
    problem: str
    command: str


class PackagesUnresolvable(Diagnostic):
    """No versions can be found that go together.

    The reason is that of the program that looks them up: versions that exclude each other, or a
    name that no index has that it asks. Only packages with wheels count: what is built from source
    is built with tools that no lock pins.

    Right:

        @pypi(packages={"pandas": ">=2.1", "numpy": "<3"})
    """

    code = "FC855"
    title = "packages cannot be resolved"
    label = "no versions are found for {packages}: {problem}"
    help = "change the versions; which indexes are asked is a matter of the tool's own settings"

    packages: str
    problem: str


class NoResolver(Diagnostic):
    """The program that looks up packages is not installed.

    Packages of PyPI are looked up by uv, those of conda by micromamba. Neither is needed where
    the lock is there already.

    Right:

        pip install 'flowc[pypi]'
    """

    code = "FC856"
    title = "no resolver"
    label = "there is no lock `{file}` for these packages, and no {tool} to make it"
    help = "{how}"

    file: str
    tool: str
    how: str


class LockInaccessible(Diagnostic):
    """The lock of a step's packages can neither be read nor written.

    Locks are in the folder that the setting `locks` names, relative to the root of the project.

    Right:

        [tool.flowc]
        locks = "locks"
    """

    code = "FC857"
    title = "inaccessible lock"
    label = "the lock `{file}` of these packages cannot be read or written: {problem}"
    help = "see to the file, or to the setting `locks`"

    file: str
    problem: str


class NoImageForConda(Warn):
    """A step has packages of conda, and nobody names an image for it.

    What makes such an environment when the step starts is micromamba, and the default image,
    Python's own, does not have it. An image with Python and micromamba does; a copy of that one
    program is enough.

    Right:

        @kubernetes(image="registry.example.com/python-micromamba:3.12")
        @conda(packages={"xgboost": "2.0.3"})
    """

    code = "FC858"
    title = "no image for conda"
    label = "`{image}`, the image by default, has no micromamba to make this environment with"
    help = "name an image with Python and micromamba, for the step or in the setting `image`"

    image: str


class LookupFailed(Diagnostic):
    """The packages could not be looked up at all, which says nothing of them.

    The index did not answer, refused the credentials, or is not named as the program that asks it
    has to have it; the reason is that program's. Indexes and credentials are a matter of its own
    configuration: `UV_INDEX_URL`, `UV_INDEX` or `uv.toml` for uv, `.condarc` or `.mambarc` for
    micromamba. Where the lock is there nothing is looked up: it can be made where the index can be
    reached, and kept under version control.

    Right:

        export UV_INDEX_URL=https://pypi.example.com/simple
        flowc lock train.py
    """

    code = "FC859"
    title = "packages cannot be looked up"
    label = "{tool} could not look up {packages}: {problem}"
    help = (
        "see to the network and to the configuration of {tool}, which names the indexes; "
        "the packages need no change"
    )

    tool: str
    packages: str
    problem: str
