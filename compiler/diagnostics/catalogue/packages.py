"""FC8xx: the code package, which brings the project's files to where the tasks run."""

from __future__ import annotations

from compiler.diagnostics.diagnostic import Diagnostic, Warn


class SecretInPackage(Diagnostic):
    """A file that by its name holds a secret would go into the code package.

    The package lies in the datastore, readable for everybody who may read artifacts, and what
    is once in a package is hard to take back. Files such as `.env`, `*.pem`, `id_rsa` or
    `credentials.json` are therefore packed only where the settings name them. A task is better
    given a secret by `@secrets`.

    Right:

        [tool.flowc]
        exclude = [".env"]
        include = ["certificates/public.pem"]
    """

    code = "FC801"
    title = "secret in the code package"
    label = "`{file}`, which this brings into the code package, looks like a secret"
    help = (
        "list it under `exclude` in the settings; if it is no secret, or has to be packed, "
        "name it under `include`"
    )

    file: str


class HiddenImport(Diagnostic):
    """The flow imports a module that a `.gitignore` keeps out of the code package.

    What git ignores is not packed: data, build output, scratch files. But without the module
    the import would fail in the container. Often such a module is generated; then the settings
    can name it. Where the image has it installed, it can be excluded.

    Right:

        [tool.flowc]
        include = ["src/model/_version.py"]
    """

    code = "FC802"
    title = "import of an ignored file"
    label = "this imports `{file}`, which a `.gitignore` keeps out of the code package"
    help = (
        "name it under `include` in the settings; or under `exclude`, if the containers have it "
        "from elsewhere"
    )

    file: str


class LinkOutOfProject(Diagnostic):
    """A symbolic link in the code package leads out of the project, or nowhere.

    What it leads to would differ from machine to machine, and the container has no such file.
    A link to a file of the project is fine: its content is packed.

    Right: copy the file into the project, or exclude the link.

        [tool.flowc]
        exclude = ["model/cache"]
    """

    code = "FC803"
    title = "link out of the project"
    label = "`{file}`, which this brings into the code package, is a link that leads {where}"
    help = "put a copy in its place, or list it under `exclude` in the settings"

    file: str
    where: str


class UnpackableFile(Diagnostic):
    """A file that belongs into the code package cannot be put there.

    It cannot be read, is no regular file, or has a name that other systems or a zip cannot have.

    Right: mend or rename the file, or exclude it.

        [tool.flowc]
        exclude = ["model/socket"]
    """

    code = "FC804"
    title = "file that cannot be packed"
    label = "`{file}`, which this brings into the code package, cannot be packed: {problem}"
    help = "mend it, or list it under `exclude` in the settings"

    file: str
    problem: str


class PackageTooLarge(Diagnostic):
    """The code package has more files, or larger ones, than a task unpacks.

    Every task fetches the whole package when it starts. Data belongs into the datastore, an
    image or a bucket, not beside the code.

    Right:

        [tool.flowc]
        exclude = ["model/data/"]
    """

    code = "FC805"
    title = "code package above the limit"
    label = "the code package of this flow has {what}; {limit} is the most"
    help = "list what the tasks do not need under `exclude` in the settings"

    what: str
    limit: str


class LargePackage(Warn):
    """The code package is so large that each task takes seconds to fetch it.

    Mostly data lies beside the code, in a package that the flow imports. `flowc package` lists
    the files with their sizes.

    Right:

        [tool.flowc]
        exclude = ["model/data/"]
    """

    code = "FC806"
    title = "large code package"
    label = "the code package of this flow has {size}, which every task fetches when it starts"
    help = "`flowc package` lists its files; list those under `exclude` that no task needs"

    size: str


class IncludedFileMissing(Warn):
    """The default of an `IncludeFile` is no file that the code package could bring along.

    A relative path starts in the folder of the flow, or in the root of the project. A run that
    is given no other path fails when it starts.

    Right:

        query = IncludeFile("query", default="query.sql")
    """

    code = "FC807"
    title = "included file missing"
    label = "there is no file `{file}` in the project for `{name}`"
    help = "write its path as seen from the flow's folder or from the root of the project"

    file: str
    name: str


class PatternWithoutFile(Warn):
    """A pattern under `include` in the settings matches no file of the project.

    It is mistyped, or what it names is not there on this machine. Patterns are those of
    `.gitignore`, relative to the root of the project. What is in `.git`, `.flowc`, virtual
    environments and caches of tools is never packed.

    Right:

        [tool.flowc]
        include = ["queries/*.sql", "model/_version.py"]
    """

    code = "FC808"
    title = "include without a file"
    label = "nothing for the code package of this flow matches `{pattern}` under `include`"
    help = "correct the pattern in the settings, or remove it"

    pattern: str


class PatternOutOfProject(Diagnostic):
    """A pattern under `include` in the settings leads out of the project.

    A code package has files of the project alone, by their paths in it: a container has no place
    for others, and on another machine they may be missing. Patterns are relative to the root of
    the project, which is the nearest folder above the flow with a `flowc.toml`, a
    `pyproject.toml` or a `.git`.

    Right: copy the files into the project, or put the `flowc.toml` into a folder further up.

        [tool.flowc]
        include = ["queries/*.sql"]
    """

    code = "FC809"
    title = "include out of the project"
    label = "the pattern `{pattern}` under `include` leads out of the project of this flow"
    help = "copy the files into the project, and name them as seen from its root"

    pattern: str


class ExcludedInput(Diagnostic):
    """The settings exclude a file that the flow reads when it starts.

    The default of an `IncludeFile` is read where the run starts, from the code package. Without
    the file the start step fails.

    Right:

        [tool.flowc]
        exclude = ["queries/old/"]

        query = IncludeFile("query", default="queries/all.sql")
    """

    code = "FC810"
    title = "excluded input"
    label = "this reads `{file}`, which `exclude` in the settings keeps out of the code package"
    help = "change the pattern under `exclude` to one that leaves this file in"

    file: str


class ExcludedFlow(Warn):
    """A pattern under `exclude` in the settings names the flow's own file.

    That file is in the code package all the same, as there is nothing to run without it. A pattern
    that is meant for other flows should name those.

    Right:

        [tool.flowc]
        exclude = ["flows/old/"]
    """

    code = "FC811"
    title = "excluded flow"
    label = (
        "`exclude` in the settings names `{file}`, the file of this flow, which is packed anyway"
    )
    help = "change the pattern under `exclude` to one that leaves this file in"

    file: str


class UnreadableIgnore(Diagnostic):
    """A `.gitignore` cannot be read, so nobody knows what belongs into the code package.

    What it hides would be packed, secrets among it perhaps, and the package would differ from that
    of a machine where it can be read.

    Right: make the file readable.

        chmod u+r .gitignore
    """

    code = "FC812"
    title = "unreadable .gitignore"
    label = "`{file}`, which tells what the code package leaves out, cannot be read: {problem}"
    help = "make it readable, or remove it"

    file: str
    problem: str
