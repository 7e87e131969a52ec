# The runtime of flowc 0.1.0, written by `flowc image`. Two images, both with the
# folder above this one as their context:
#
#   docker build --file runtime/Dockerfile --target runtime --tag NAME .
#   docker build --file runtime/Dockerfile --target inject --tag NAME .

FROM python:3.12-slim AS base
USER 0:0
COPY ["runtime/requirements.txt", "runtime/tools.txt", "runtime/flowc_runtime-0.1.0-py3-none-any.whl", "/usr/share/flowc/"]

# A folder that any Python from 3.9 on can run.
FROM base AS folder
ARG PIP_INDEX_URL
ARG UV_DEFAULT_INDEX
ARG PIP_BREAK_SYSTEM_PACKAGES="1"
ARG PIP_ROOT_USER_ACTION="ignore"
RUN ["python", "-m", "pip", "install", "--no-cache-dir", "--disable-pip-version-check", "--no-deps", "--only-binary=:all:", "--target", "/tools", "--require-hashes", "--requirement", "/usr/share/flowc/tools.txt"]
RUN ["python", "-m", "pip", "install", "--no-cache-dir", "--disable-pip-version-check", "--no-deps", "--only-binary=:all:", "--target", "/flowc", "--no-index", "/usr/share/flowc/flowc_runtime-0.1.0-py3-none-any.whl"]
RUN ["/tools/bin/uv", "pip", "install", "--no-cache", "--no-deps", "--only-binary=:all:", "--python-version=3.9", "--target=/flowc/python3.9", "--require-hashes", "--requirement", "/usr/share/flowc/requirements.txt"]
RUN ["/tools/bin/uv", "pip", "install", "--no-cache", "--no-deps", "--only-binary=:all:", "--python-version=3.10", "--target=/flowc/python3.10", "--require-hashes", "--requirement", "/usr/share/flowc/requirements.txt"]
RUN ["/tools/bin/uv", "pip", "install", "--no-cache", "--no-deps", "--only-binary=:all:", "--python-version=3.11", "--target=/flowc/python3.11", "--require-hashes", "--requirement", "/usr/share/flowc/requirements.txt"]
RUN ["python", "-m", "compileall", "-q", "-f", "--invalidation-mode=unchecked-hash", "/flowc/runtime_shim"]
RUN ["install", "-D", "/tools/bin/uv", "/flowc/bin/uv"]

# For `runtime-image`: with `runtime = "injected"` pods copy it.
FROM base AS inject
COPY --from=folder ["/flowc", "/flowc"]
RUN ["install", "-d", "-o", "10001", "-g", "10001", "/home/flowc"]
ENV HOME="/home/flowc" \
    USER="flowc"
WORKDIR /home/flowc
USER 10001:10001
LABEL "org.opencontainers.image.title"="flowc-inject" \
      "org.opencontainers.image.description"="The runtime of flowc, for other containers to copy" \
      "flowc.version"="0.1.0"

# To build images on, or for `image` itself: `runtime = "baked"`.
FROM base AS runtime
ARG PIP_INDEX_URL
ARG UV_DEFAULT_INDEX
ARG PIP_BREAK_SYSTEM_PACKAGES="1"
ARG PIP_ROOT_USER_ACTION="ignore"
RUN ["python", "-m", "pip", "install", "--no-cache-dir", "--disable-pip-version-check", "--no-deps", "--only-binary=:all:", "--require-hashes", "--requirement", "/usr/share/flowc/requirements.txt"]
RUN ["python", "-m", "pip", "install", "--no-cache-dir", "--disable-pip-version-check", "--no-deps", "--only-binary=:all:", "--require-hashes", "--requirement", "/usr/share/flowc/tools.txt"]
RUN ["python", "-m", "pip", "install", "--no-cache-dir", "--disable-pip-version-check", "--no-deps", "--only-binary=:all:", "--no-index", "/usr/share/flowc/flowc_runtime-0.1.0-py3-none-any.whl"]
RUN ["install", "-d", "-o", "10001", "-g", "10001", "/home/flowc"]
ENV HOME="/home/flowc" \
    USER="flowc"
WORKDIR /home/flowc
USER 10001:10001
LABEL "org.opencontainers.image.title"="flowc-runtime" \
      "org.opencontainers.image.description"="Python with the runtime of flowc" \
      "flowc.version"="0.1.0"
