# syntax=docker/dockerfile:1
# Two stages: the first installs exactly what requirements.lock names, the second takes over the result and no tools.

FROM python:3.12-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PYTHONDONTWRITEBYTECODE=1
RUN python -m venv /opt/deltawire
COPY requirements.lock /src/
RUN /opt/deltawire/bin/pip install --require-hashes --requirement /src/requirements.lock
COPY . /src
RUN /opt/deltawire/bin/pip install --no-deps --no-build-isolation /src \
 && /opt/deltawire/bin/pip uninstall --yes hatchling editables pip

FROM python:3.12-slim
RUN groupadd --system --gid 10001 deltawire \
 && useradd --system --uid 10001 --gid deltawire --home-dir /data --shell /usr/sbin/nologin deltawire \
 && install --directory --owner deltawire --group deltawire --mode 0700 /data
COPY --from=build /opt/deltawire /opt/deltawire
ENV PATH=/opt/deltawire/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DELTAWIRE_HOME=/data
WORKDIR /data
USER 10001:10001
ENTRYPOINT ["deltawire"]
