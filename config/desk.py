"""The lexicons of one desk, read from CONFIG_DIR: what makes the service watch one subject rather than another."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from config.metrics import Metrics
from config.policy import PolicyLexicon
from config.settings import SettingsRefused
from config.taxonomy import Taxonomy

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True)
class Lexicons:
    """The plain data that the readers work from."""

    name: str
    taxonomy: Taxonomy
    metrics: Metrics
    policy: PolicyLexicon


def load_lexicons(config_dir: Path, desk: str) -> Lexicons:
    """Read a desk's lexicons. Raises SettingsRefused, naming the file and what is wrong in it."""
    return Lexicons(
        name=desk,
        taxonomy=read_yaml(config_dir / "desks" / f"{desk}.yaml", Taxonomy),
        metrics=read_yaml(config_dir / "metrics.yaml", Metrics),
        policy=read_yaml(config_dir / "policy.yaml", PolicyLexicon),
    )


def read_yaml(path: Path, model: type[Model]) -> Model:
    """One YAML file as a frozen model. Raises SettingsRefused, naming the file, the place in it, and the cure."""
    try:
        return model.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise SettingsRefused(f"{path} does not exist; set DELTAWIRE_CONFIG_DIR or DELTAWIRE_DESK") from None
    except yaml.YAMLError as error:
        raise SettingsRefused(f"{path} is not YAML: {error}") from None
    except ValidationError as error:
        problems = "; ".join(f"{'.'.join(map(str, p['loc']))}: {p['msg']}" for p in error.errors()[:5])
        raise SettingsRefused(f"{path}: {problems}") from None
