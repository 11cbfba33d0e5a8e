"""What a person asks to collect becomes a window and a place, or one line that says what is wrong."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from lambda_triage.errors import UsageError
from lambda_triage.pipeline.target import Project, project, window

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
NOW_MS = 1_795_262_400_000
HOUR_MS = 3_600_000


@pytest.mark.parametrize(
    ("since", "hours"), [(None, 3), ("90m", 1.5), ("3h", 3), ("2d", 48), ("1w", 168)]
)
def test_since_counts_back_from_now(since, hours):
    assert window(since, None, NOW) == (NOW_MS - int(hours * HOUR_MS), NOW_MS)


def test_a_window_has_a_beginning_and_an_end_in_utc():
    wanted = (NOW_MS - 4 * HOUR_MS, NOW_MS - 2 * HOUR_MS)

    assert window(None, "2026-11-21T08:00Z/2026-11-21T10:00Z", NOW) == wanted
    assert window(None, "2026-11-21T08:00/2026-11-21T10:00", NOW) == wanted
    assert window(None, "2026-11-21T09:00+01:00/2026-11-21T10:00Z", NOW) == wanted
    assert window(None, "2026-11-21T08:00Z", NOW) == (NOW_MS - 4 * HOUR_MS, NOW_MS)


@pytest.mark.parametrize(
    ("since", "between", "said"),
    [
        ("3 fortnights", None, "90m, 3h, 2d, 1w"),
        ("3h", "2026-11-21T08:00Z", "contradict"),
        (None, "yesterday/today", "yesterday is no time"),
        (None, "2026-11-21T10:00Z/2026-11-21T08:00Z", "ends before it begins"),
        (None, "2026-11-21T13:00Z", "ends before it begins"),
        ("500d", None, "455 days"),
    ],
)
def test_what_is_no_window_is_said_with_the_next_step(since, between, said):
    with pytest.raises(UsageError, match=said):
        window(since, between, NOW)


def test_a_sam_project_says_where_it_is_deployed(tmp_path):
    (tmp_path / "samconfig.toml").write_text(
        '[default.deploy.parameters]\nstack_name = "shop"\nregion = "eu-west-1"\n'
        '[prod.deploy.parameters]\nstack_name = "shop-prod"\nprofile = "prod"\n',
        encoding="utf-8",
    )

    assert project(tmp_path) == Project("shop", "eu-west-1")
    assert project(tmp_path, "prod") == Project("shop-prod", profile="prod")
    with pytest.raises(UsageError, match="no environment test; it has default, prod"):
        project(tmp_path, "test")


def cdk(folder, *stacks, output="cdk.out"):
    (folder / "cdk.json").write_text(json.dumps({"app": "npx shop", "output": output}))
    (folder / output).mkdir()
    artifacts = {
        name: {
            "type": "aws:cloudformation:stack",
            "environment": place,
            "properties": {"stackName": stack},
        }
        for name, place, stack in stacks
    }
    other = {"Tree": {"type": "cdk:tree"}}
    (folder / output / "manifest.json").write_text(json.dumps({"artifacts": artifacts | other}))


def test_a_cdk_project_says_where_it_is_deployed(tmp_path):
    cdk(tmp_path, ("Shop", "aws://111122223333/eu-west-1", "shop"), output="built")

    assert project(tmp_path) == Project("shop", "eu-west-1")


def test_a_cdk_project_that_knows_no_region_leaves_it_open(tmp_path):
    cdk(tmp_path, ("Shop", "aws://unknown-account/unknown-region", "shop"))

    assert project(tmp_path) == Project("shop")


def test_two_stacks_are_named_for_the_choice(tmp_path):
    cdk(tmp_path, ("A", "aws://1/eu-west-1", "orders"), ("B", "aws://1/eu-west-1", "billing"))

    with pytest.raises(UsageError, match=r"billing, orders\); give --stack"):
        project(tmp_path)


def test_a_project_that_was_not_synthesised_says_so(tmp_path):
    (tmp_path / "cdk.json").write_text("{}")

    with pytest.raises(UsageError, match="run `cdk synth` first"):
        project(tmp_path)


def test_any_other_folder_is_no_project(tmp_path):
    assert project(tmp_path) is None
