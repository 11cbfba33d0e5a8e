"""A plan is what would be run: words that no value can turn into a flag, and what they change."""

from __future__ import annotations

import pytest

from lambda_triage.actions.sam import build, deploy, init, logs, remote
from lambda_triage.errors import UsageError
from lambda_triage.pipeline.target import Access

WHO = Access("dev", "eu-west-1")


def _words(plan) -> list[str]:
    return list(plan.commands[0].argv)


def test_a_deployment_never_asks_and_says_what_it_changes(tmp_path):
    plan = deploy.plan(deploy.Deploy(stack="shop", folder=str(tmp_path)), WHO)

    assert _words(plan) == [
        "sam", "deploy", "--stack-name=shop", "--no-confirm-changeset",
        "--no-fail-on-empty-changeset", "--resolve-s3", "--capabilities", "CAPABILITY_IAM",
        "--profile=dev", "--region=eu-west-1",
    ]  # fmt: skip
    assert plan.aws[0] == "creates or updates the stack shop in eu-west-1, profile dev"
    assert any("CAPABILITY_IAM" in effect for effect in plan.aws)


def test_settings_of_the_project_are_not_overruled(tmp_path):
    settings = (
        '[default.deploy.parameters]\ns3_bucket = "mine"\ncapabilities = "CAPABILITY_NAMED_IAM"\n'
    )
    (tmp_path / "samconfig.toml").write_text(settings)

    words = _words(deploy.plan(deploy.Deploy(stack="shop", folder=str(tmp_path))))

    assert "--resolve-s3" not in words
    assert "--capabilities" not in words


def test_parameters_are_quoted_for_sam_and_cannot_become_flags(tmp_path):
    given = {"Name": "--guided", "Text": 'a "b" \\ c', "List": ["x", "y"], "On": True, "None": ""}
    wanted = deploy.Deploy(
        stack="shop", folder=str(tmp_path), options={"parameter_overrides": given}
    )

    assert _words(deploy.plan(wanted))[-6:] == [
        "--parameter-overrides", "Name=--guided", r'Text="a \"b\" \\ c"', "List=x,y", "On=true",
        'None=""',
    ]  # fmt: skip


def test_values_stay_with_their_flags(tmp_path):
    wanted = logs.Logs(
        folder=str(tmp_path), stack="--tail", pattern="-x", groups=("--save-params", "/b")
    )

    words = _words(logs.plan(wanted))

    assert "--stack-name=--tail" in words
    assert [w for w in words if w.startswith("--cw-log-group")] == [
        "--cw-log-group=--save-params", "--cw-log-group=/b",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"guided": True}, "sam deploy has no 'guided' here; it takes capabilities"),
        ({"save_params": True}, "has no 'save_params' here"),
        ({"tag": {}}, "did you mean tags?"),
        ({"tags": {"--guided": "x"}}, "'--guided' is no name"),
        ({"tags": "--guided A=1"}, "'--guided' is no name"),
        ({"notification_arns": ["--guided"]}, "is no name or ARN"),
        ({"force_upload": "yes"}, "force_upload takes true or false"),
        ({"max_wait_duration": "5"}, "max_wait_duration takes a number"),
        ({"tags": {"a": {"b": 1}}}, "values are texts, numbers or lists"),
        ({"tags": {"a": "x\ny"}}, "values of one line only"),
        ({"s3_prefix": "a\0b"}, "null"),
    ],
)
def test_options_that_are_not_known_or_wrong_are_refused(tmp_path, options, told):
    wanted = deploy.Deploy(stack="shop", folder=str(tmp_path), options=options)

    with pytest.raises(UsageError) as caught:
        deploy.plan(wanted)

    assert told.replace("capabilities", "config_env") in str(caught.value)


@pytest.mark.parametrize(
    "wanted",
    [
        {"stack": "-x"},
        {"stack": "shop; rm -rf /"},
        {"stack": "shop", "capabilities": ("--guided",)},
        {"stack": "shop", "bucket": "b", "resolve_bucket": True},
        {"stack": "shop", "template": "absent.yaml"},
    ],
)
def test_a_deployment_that_makes_no_sense_is_refused(tmp_path, wanted):
    with pytest.raises(UsageError):
        deploy.plan(deploy.Deploy(folder=str(tmp_path), **wanted))


def test_environment_variables_of_a_build_are_one_flag_each(tmp_path):
    options = {"container_env_vars": {"A": "--x y", "F.B": "2"}, "use_container": False}

    words = _words(build.plan(build.Build(folder=str(tmp_path), options=options)))

    assert words[2:] == [
        "--container-env-var=A=--x y",
        "--container-env-var=F.B=2",
        "--no-use-container",
    ]


def test_a_folder_that_sam_did_not_build_is_not_given_to_it(tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.txt").write_text("precious")

    with pytest.raises(UsageError, match=r"thesis\.txt.*SAM empties it"):
        build.plan(build.Build(folder=str(tmp_path), build_dir="out"))


@pytest.mark.parametrize("place", [".", "..", "/"])
def test_a_folder_that_holds_the_project_is_not_given_to_it(tmp_path, place):
    with pytest.raises(UsageError, match="holds the project"):
        build.plan(build.Build(folder=str(tmp_path), build_dir=place))


def test_a_folder_that_sam_built_is_built_anew(tmp_path):
    built = tmp_path / "out"
    (built / "Hello").mkdir(parents=True)
    (built / "template.yaml").write_text(
        "Resources:\n  Hello:\n    Metadata:\n      SamResourceId: Hello\n"
    )

    plan = build.plan(build.Build(folder=str(tmp_path), build_dir="out"))

    assert plan.replaces == (f"{built} (what SAM built before)",)


def test_a_project_that_is_there_is_refused_or_kept(tmp_path):
    (tmp_path / "mine").mkdir()
    wanted = {"name": "mine", "folder": str(tmp_path), "runtime": "python3.13", "manager": "pip"}

    with pytest.raises(UsageError, match="exists and is left as it is"):
        init.plan(init.Init(**wanted))
    (move,) = init.plan(init.Init(**wanted, overwrite=True)).moves

    assert move.source == str(tmp_path / "mine")
    assert move.target.startswith(str(tmp_path / "mine."))
    assert move.target.endswith(".bak")


def test_a_location_needs_no_runtime(tmp_path):
    plan = init.plan(init.Init(name="a", folder=str(tmp_path), location="/templates/own.zip"))

    assert _words(plan)[-1] == "--location=/templates/own.zip"


@pytest.mark.parametrize("name", ["../x", "-x", "a/b", "", "a b"])
def test_a_project_cannot_leave_its_folder(tmp_path, name):
    with pytest.raises(UsageError, match="project_name"):
        init.plan(init.Init(name=name, folder=str(tmp_path), location="x"))


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        ({"resource": "--help"}, "logical id"),
        ({"resource": "F", "event": "{bad"}, "event is no JSON"),
        ({"resource": "F", "event_file": "absent.json"}, "cannot be read"),
        ({"resource": "F", "event": "{}", "event_file": "x"}, "contradict"),
        ({}, "nothing to invoke"),
    ],
)
def test_an_invocation_that_makes_no_sense_is_refused(tmp_path, wanted, told):
    with pytest.raises(UsageError, match=told):
        remote.plan(remote.Remote(folder=str(tmp_path), **wanted))


def test_a_slow_function_is_not_invoked_again(tmp_path):
    plan = remote.plan(remote.Remote(resource="F", event="{}", folder=str(tmp_path)))

    assert "AWS_MAX_ATTEMPTS=1 sam remote invoke F '--event-file=<event>'" in next(plan.lines())


def test_a_plan_can_be_read(tmp_path):
    lines = list(deploy.plan(deploy.Deploy(stack="shop", folder=str(tmp_path)), WHO).lines())

    assert lines[0].startswith(
        f"run in {tmp_path.resolve()}, at most 840 s: sam deploy --stack-name=shop"
    )
    assert lines[1].startswith("AWS: creates or updates the stack shop")
