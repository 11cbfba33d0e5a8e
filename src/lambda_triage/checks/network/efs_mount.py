"""File systems that cannot be mounted or do not answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.revised import deployable
from lambda_triage.checks.signature import message, signature_check
from lambda_triage.findings import GrantAction, Manual, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal

UNSEEN = "the file system and its network are not in the evidence"
ACTIONS = ("elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite")


def _fix(signal: Signal, function: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    if signal.name == "connect":
        told = "Admit the function's security group on port 2049 at the mount targets, one per zone"
        return (Manual(told, UNSEEN),)
    if signal.name == "io":
        told = "Check the file system's burst credits and throughput limit, and the file's owner"
        return (Manual(told, UNSEEN),)
    role = function.role if function else None
    return (
        GrantAction(ACTIONS, None, role, "identity", "Let the role mount and write"),
        Manual("Check the access point's path, user and permissions", UNSEEN),
    )


EFS_MOUNT = deployable(
    signature_check(
        id="network/efs-mount",
        title="A file system cannot be mounted",
        severity=Severity.CRITICAL,
        cause="efs_mount",
        since="0.1",
        messages=(
            message(
                "mount",
                "EFSMountFailure",
                "S3FilesMountFailure",
                "couldn't mount the EFS file system",
                "could not mount the EFS file system",
                pattern=r"(?:EFS|S3Files)MountFailure|could(?:n't| not) mount the EFS file system",
                source="Lambda Invoke errors; Lambda StateReasonCode, 2026",
            ),
            message(
                "connect",
                "EFSMountConnectivity",
                "not all are in the available life cycle",
                "EFSMountTimeout",
                "S3FilesMountConnectivity",
                "S3FilesMountTimeout",
                "make a network connection to the configured EFS",
                "the configured EFS file system because of a timeout",
                pattern=r"(?:EFS|S3Files)Mount(?:Connectivity|Timeout)"
                r"|not all are in the available life cycle"
                r"|make a network connection to the configured EFS"
                r"|EFS file system because of a timeout",
                source="Lambda Invoke errors; Lambda StateReasonCode, 2026",
            ),
            message(
                "io",
                "EFSIOException",
                "EFSIOError",
                pattern=r"EFSIO(?:Exception|Error)",
                source="Lambda Invoke errors, 2026",
            ),
        ),
        summary="Lambda cannot mount or use the function's file system",
        fix=_fix,
    )
)
