"""docker-compose.yml, the Dockerfile and .env.example, held against each other and against the settings."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import yaml
from typer.core import TyperGroup
from typer.main import get_command

from cli.main import app
from config.settings import Settings, load_settings
from tests.deploy.compose_file import Compose, Service

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
READ = {key: value for key, value in yaml.safe_load(COMPOSE).items() if not key.startswith("x-")}
FILE = Compose.model_validate(READ)
SERVICES = sorted(FILE.services.items())
OURS = [(name, service) for name, service in SERVICES if service.image.startswith("deltawire:")]
VARIABLE = re.compile(r"(?<!\$)\$\{(?P<name>\w+)(?:(?P<how>:[-?])(?P<word>[^}]*))?\}")
each_service = pytest.mark.parametrize(("name", "service"), SERVICES, ids=dict(SERVICES))
each_of_ours = pytest.mark.parametrize(("name", "service"), OURS, ids=dict(OURS))


def interpolated(text: str, given: dict[str, str]) -> str:
    """The text as Compose would hand it on; a required variable that is missing is a KeyError."""

    def value(found: re.Match[str]) -> str:
        if found["how"] == ":-":
            return given.get(found["name"]) or found["word"]
        return given[found["name"]]

    return VARIABLE.sub(value, text).replace("$$", "$")


def required() -> set[str]:
    """Variables without which Compose refuses to start anything."""
    return {found["name"] for found in VARIABLE.finditer(COMPOSE) if found["how"] == ":?"}


@each_service
def test_every_service_has_a_health_check_unless_it_runs_once(name: str, service: Service) -> None:
    runs_once = service.restart == "no"
    assert service.healthcheck.disable == runs_once


@each_service
def test_every_service_is_restarted_unless_others_wait_for_its_end(name: str, service: Service) -> None:
    awaited = {
        other
        for waiting in FILE.services.values()
        for other, dependency in waiting.depends_on.items()
        if dependency.condition == "service_completed_successfully"
    }
    assert (service.restart == "no") == (name in awaited)


@each_service
def test_no_service_runs_as_root_or_can_become_it_or_writes_into_its_image(name: str, service: Service) -> None:
    assert service.user.split(":")[0] not in ("", "0", "root")
    assert service.cap_drop == ["ALL"]
    assert "no-new-privileges:true" in service.security_opt
    assert service.read_only
    assert "/tmp" in service.tmpfs


@each_service
def test_dependencies_networks_and_volumes_exist_and_can_be_fulfilled(name: str, service: Service) -> None:
    assert set(service.networks) <= set(FILE.networks)
    assert {mount.split(":")[0] for mount in service.volumes} <= set(FILE.volumes)
    for other, dependency in service.depends_on.items():
        assert other != name
        awaited = FILE.services[other]
        if dependency.condition == "service_healthy":
            assert not awaited.healthcheck.disable
        if dependency.condition == "service_completed_successfully":
            assert awaited.restart == "no"


def test_everything_of_ours_waits_for_the_migration() -> None:
    waiting = {name for name, service in OURS if "migrate" in service.depends_on}
    assert waiting == {name for name, _ in OURS} - {"migrate"}
    assert set(FILE.services["migrate"].depends_on) == {"postgres"}


def test_only_the_page_is_published_and_only_to_this_machine() -> None:
    published = {name: service.ports for name, service in SERVICES if service.ports}
    assert published == {"web": ["127.0.0.1:8080:8080"]}


def test_database_and_broker_have_no_way_out_and_only_the_database_keeps_data() -> None:
    for name in ("postgres", "valkey"):
        assert all(FILE.networks[network].internal for network in FILE.services[name].networks)
    assert [name for name, service in SERVICES if service.volumes] == ["postgres"]


def test_the_database_volume_lies_where_this_version_of_the_image_keeps_its_data() -> None:
    postgres = FILE.services["postgres"]
    assert int(postgres.image.rpartition(":")[2]) >= 18
    assert [mount.split(":")[1] for mount in postgres.volumes] == ["/var/lib/postgresql"]


@each_of_ours
def test_every_variable_of_ours_is_a_setting_and_the_settings_take_its_value(name: str, service: Service) -> None:
    given = dict.fromkeys(required(), "0badcafe")
    values = {key: interpolated(value, given) for key, value in service.environment.items()}
    fields = {key.removeprefix("DELTAWIRE_").lower(): value for key, value in values.items()}
    assert all(key.startswith("DELTAWIRE_") for key in values)
    assert set(fields) <= set(Settings.model_fields)
    settings = load_settings(**fields)
    assert settings.database_url is not None
    assert settings.redis_url is not None
    assert settings.secret_key is not None


def test_secrets_have_no_default_and_are_all_named_in_the_example() -> None:
    example = dict(
        line.split("=", 1)
        for line in (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    )
    assert required() == {"POSTGRES_PASSWORD", "VALKEY_PASSWORD", "DELTAWIRE_SECRET_KEY"}
    assert required() <= set(example)
    assert set(example.values()) == {""}
    with pytest.raises(KeyError):
        interpolated(COMPOSE, {})


def test_the_password_of_the_database_is_the_same_on_both_sides() -> None:
    given = {"POSTGRES_PASSWORD": "one", "VALKEY_PASSWORD": "two", "DELTAWIRE_SECRET_KEY": "three"}
    worker = {key: interpolated(value, given) for key, value in FILE.services["worker"].environment.items()}
    postgres = {key: interpolated(value, given) for key, value in FILE.services["postgres"].environment.items()}
    user, password, database = (postgres[f"POSTGRES_{key}"] for key in ("USER", "PASSWORD", "DB"))
    assert worker["DELTAWIRE_DATABASE_URL"] == f"postgresql://{user}:{password}@postgres:5432/{database}"
    assert worker["DELTAWIRE_REDIS_URL"] == "redis://:two@valkey:6379/0"


@each_of_ours
def test_commands_and_health_checks_are_words_that_the_program_knows(name: str, service: Service) -> None:
    called = [service.command]
    if service.healthcheck.test[1:2] == ["deltawire"]:
        called.append(service.healthcheck.test[2:])
    for arguments in called:
        assert_known(arguments)


def assert_known(arguments: list[str]) -> None:
    """The program takes these arguments; nothing is run. Raises UsageError, which names the wrong word."""
    command, context = get_command(app), None
    while isinstance(command, TyperGroup):
        context = command.make_context(command.name, list(arguments), parent=context)
        _, found, arguments = command.resolve_command(context, [*context._protected_args, *context.args])
        assert found is not None
        command = found
    command.make_context(command.name, list(arguments), parent=context)


def test_a_worker_may_finish_its_task_before_it_is_killed() -> None:
    grace = int(FILE.services["worker"].stop_grace_period.removesuffix("s"))
    assert grace > Settings.model_fields["task_seconds"].default


def test_the_image_runs_as_the_user_that_compose_names_on_a_python_that_the_project_takes() -> None:
    bases = re.findall(r"^FROM python:(\d+)\.(\d+)-slim", DOCKERFILE, flags=re.MULTILINE)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    least = re.fullmatch(r">=(\d+)\.(\d+)", project["requires-python"])
    assert least is not None
    assert len(bases) == 2
    assert len(set(bases)) == 1, "the environment of one Python does not run on another"
    assert tuple(map(int, bases[0])) >= tuple(map(int, least.groups()))
    assert re.search(r"^USER 10001:10001$", DOCKERFILE, flags=re.MULTILINE)
    assert {service.user for _, service in OURS} == {"10001:10001"}
    assert {service.image for _, service in OURS} == {f"deltawire:{project['version']}"}
    assert 'ENTRYPOINT ["deltawire"]' in DOCKERFILE
    assert "deltawire" in project["scripts"]


def test_the_image_installs_what_the_lock_names_and_keeps_no_build_tools() -> None:
    build, final = DOCKERFILE.split("\nFROM python")[-2:]
    assert "--require-hashes --requirement /src/requirements.lock" in build
    assert "uninstall --yes hatchling editables pip" in build
    assert "pip install" not in final
    assert "apt-get" not in final


def test_everything_that_the_wheel_is_built_from_reaches_the_build() -> None:
    let_in = {line[1:] for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").split() if line[0] == "!"}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    packages = set(project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"])
    assert let_in == packages | {"LICENSE", "README.md", "pyproject.toml", "requirements.lock"}
