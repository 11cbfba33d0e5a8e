"""Outputs of builds and deployments that ended in success, and of those that did not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.endings import OUTCOME
from lambda_triage.checks.signature import message
from lambda_triage.checks.wrapped import line
from lambda_triage.findings import Citation, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

NAME = r"[\w/-]{1,128}"  # of a stack; the CDK puts the stage before it

DEPLOYED = message(
    "deployment/went-well.deployed",
    "Successfully created/updated stack - ",
    "No changes to deploy. Stack ",
    "Sync infra completed.",
    "✅  ",
    "Apply complete! Resources: ",
    "Destroy complete! Resources: ",
    "No changes. Your infrastructure matches",
    "Service deployed to stack ",
    "Serverless: Stack update finished",
    pattern=line(
        rf"\W{{0,4}}Successfully created/updated stack - (?P<stack>{NAME})",
        rf"\W{{0,4}}No changes to deploy\. Stack (?P<same>{NAME}) is up to date",
        r"\W{0,4}Stack (?:creation|update) succeeded\. Sync infra completed\.",
        rf"\s{{0,4}}✅  (?P<cdk>{NAME})(?: \([^)\n]{{1,80}}\))?\s*$",
        r"(?:Apply|Destroy) complete! Resources: ",
        r"No changes\. Your infrastructure matches",
        rf"\W{{0,4}}Service deployed to stack (?P<serverless>{NAME})",
        r"Serverless: Stack update finished",
    ),
    source="aws-sam-cli, aws-cli, aws-cdk, terraform and serverless: the line that ends a"
    " deployment, 2025",
)
UNDEPLOYED = message(
    "deployment/went-well.undeployed",
    "Failed to create/update the stack",
    "Failed to create changeset for the stack",
    "describe-stack-events --stack-name ",
    "❌  ",
    "❌ Deployment failed",
    "failed to deploy (",
    "ROLLBACK_",
    pattern=rf"Failed to create/update the stack(?:: (?P<stack>{NAME}))?"
    rf"|Failed to create changeset for the stack: (?P<changed>{NAME})"
    rf"|describe-stack-events --stack-name (?P<named>{NAME})"
    rf"|❌\s{{1,3}}(?:Deployment|(?P<cdk>{NAME})) failed"
    rf"|Stack (?P<serverless>{NAME}) failed to deploy \("
    rf"|ROLLBACK_\w{{1,40}}[\s|]{{1,40}}AWS::CloudFormation::St\w{{0,4}}[\s|]{{1,40}}(?P<row>{NAME})",
    source="the same tools where the deployment failed; CloudFormation events, 2025",
)
BUILT = message(
    "deployment/went-well.built",
    "Build Succeeded",
    "Build succeeded",
    "BUILD SUCCESS",
    pattern=line(r"\W{0,4}Build [Ss]ucceeded\b", r"(?:\[INFO\] )?BUILD SUCCESS(?:FUL)?\b"),
    source="aws-sam-cli, MSBuild, Maven and Gradle: the line that ends a build, 2025",
)
UNBUILT = message(
    "deployment/went-well.unbuilt",
    "Build Failed",
    "Build FAILED",
    "BUILD FAIL",
    "A complete log of this run can be found in",
    pattern=line(
        r"\W{0,4}Build F(?:ailed|AILED)\b",
        r"(?:\[\w{1,8}\] )?(?:FAILURE: )?BUILD FAIL(?:URE|ED)\b",
        r"npm (?:ERR!|error)[^\n]{0,8} A complete log of this run can be found in",
    ),
    source="the same tools, and npm, where the build failed, 2025",
)
BEGUN = message(
    "deployment/went-well.begun",
    "Deploying with following values",
    "Initiating deployment",
    ": deploying...",
    "will perform the following actions",
    "Acquiring state lock",
    " to stage ",
    pattern=line(
        r"\s{0,8}Deploying with following values",
        r"\W{0,4}Initiating deployment\s*$",
        rf"\W{{0,4}}{NAME}(?: \([\w-]{{1,128}}\))?: deploying\.\.\.",
        r"\W{0,4}(?:Terraform|OpenTofu) will perform the following actions",
        r"Acquiring state lock\.",
        r"\W{0,4}Deploying [\w-]{1,128} to stage [\w-]{1,64} \(",
    ),
    source="the same tools: what they print before a deployment, 2025",
)
JOB = message(
    "deployment/went-well.job",
    "Process completed with exit code ",
    "ERROR: Job failed",
    "Finished: FAILURE",
    " State: FAILED",
    "make: *** [",
    "determine underlying exit code",
    pattern=r"Process completed with exit code [1-9]|^ERROR: Job failed|^Finished: FAILURE"
    r"|Phase complete: \w{1,20} State: FAILED|^make: \*\*\* \[[^\n]{1,200} Error \d"
    r"|determine underlying exit code",
    source="GitHub Actions, GitLab Runner, Jenkins, AWS CodeBuild, GNU make, Terragrunt, 2025",
)


@check(
    id="deployment/went-well",
    title="A build or deployment succeeded",
    severity=Severity.LOW,
    role=Role.CONTEXT,
    since="0.1",
    reads=("log_events",),
    signatures=(DEPLOYED, UNDEPLOYED, BUILT, UNBUILT, BEGUN, JOB),
)
def went_well(scene: Scene) -> Iterator[Finding]:
    """One finding per stack that was deployed, and one for builds."""
    outcome = (OUTCOME,) if scene.endings.all_well(scene.case) else ()
    told = (s for s in scene.signals(DEPLOYED.id, BUILT.id) if scene.endings.has(s.last))
    for signal in told:
        stack = next(iter(signal.captures.values()), "")
        what = "build" if signal.signal == BUILT.id else "deployment"
        done = "found nothing to change" if "same" in signal.captures else "succeeded"
        yield Finding(
            resource=signal.resource,
            summary=f"The {what}{f' of {stack}' if stack else ''} {done}",
            key=stack or what,
            citations=tuple(Citation(event=e) for e in signal.examples[-1:]),
            onset_us=signal.last_us,
            impact="none",
            facts=outcome,
        )
