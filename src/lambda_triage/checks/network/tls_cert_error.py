"""Certificates that a client of the function does not trust."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import message, signature_check
from lambda_triage.findings import EditCode, FixPackage, Manual, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal

RDS = "https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem"  # RDS guide, 2026


def _fix(signal: Signal, _: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    if signal.name == "expired":
        told = (
            "Renew the peer's certificate; if the peer is fine, renew the CA bundle in the package"
        )
        return (Manual(told, "the certificate is not in the evidence"),)
    if signal.name == "name":
        told = "Call the host by a name that its certificate holds, not by an address or alias"
        return (EditCode(told),)
    return (
        FixPackage(
            "add",
            "the CA certificate of the peer",
            f"Package it and name it in the client's ca option (Amazon RDS: {RDS})",
        ),
        EditCode("On Node.js 20 and later, or with a bundle of your own, set NODE_EXTRA_CA_CERTS"),
    )


TLS_CERT_ERROR = signature_check(
    id="network/tls-cert-error",
    title="A certificate is not trusted",
    severity=Severity.HIGH,
    cause="tls_cert_error",
    since="0.1",
    messages=(
        message(
            "untrusted",
            "unable to get local issuer certificate",
            "unable to get issuer certificate",
            "self signed certificate",
            "self-signed certificate",
            "SELF_SIGNED_CERT_IN_CHAIN",
            "DEPTH_ZERO_SELF_SIGNED_CERT",
            "CERTIFICATE_VERIFY_FAILED",
            "certificate verify failed",
            "unable to verify the first certificate",
            "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
            "UNABLE_TO_GET_ISSUER_CERT",
            pattern=r"(?:\[?(?:SSL: )?CERTIFICATE_VERIFY_FAILED"
            r"|certificate verify failed)(?![^\n]{0,60}(?:expired|mismatch|not valid for"
            r"|doesn't match))|unable to get (?:local )?issuer certificate"
            r"|self[ -]signed certificate|SELF_SIGNED_CERT_IN_CHAIN|DEPTH_ZERO_SELF_SIGNED_CERT"
            r"|unable to verify the first certificate|UNABLE_TO_VERIFY_LEAF_SIGNATURE"
            r"|UNABLE_TO_GET_ISSUER_CERT",
            source="OpenSSL x509_txt.c, as Node.js, Python, Ruby and PHP print it, 2025",
        ),
        message(
            "java",
            "PKIX path building failed",
            "PKIX path validation failed",
            "unable to find valid certification path",
            "trustAnchors parameter must be non-empty",
            pattern=r"PKIX path (?:building|validation) failed"
            r"|unable to find valid certification path|trustAnchors parameter must be non-empty",
            source="JDK sun.security.validator.ValidatorException, 2025",
        ),
        message(
            "go",
            "certificate signed by unknown authority",
            "UnknownIssuer",
            "PartialChain",
            "UntrustedRoot",
            "RemoteCertificateChainErrors",
            "The remote certificate is invalid",
            pattern=r"certificate signed by unknown authority"
            r"|invalid peer certificate: UnknownIssuer|RemoteCertificateChainErrors"
            r"|The remote certificate is invalid(?![^\n]{0,80}NameMismatch)|\b(?:PartialChain"
            r"|UntrustedRoot)\b",
            source="Go crypto/x509, rustls, .NET SslStream, 2025",
        ),
        message(
            "expired",
            "certificate has expired",
            "certificate is not yet valid",
            "CERT_HAS_EXPIRED",
            "CertificateExpiredException",
            pattern=r"certificate has expired|certificate is not yet valid|CERT_HAS_EXPIRED"
            r"|CertificateExpiredException",
            source="OpenSSL, Go crypto/x509, JDK CertificateExpiredException, 2025",
        ),
        message(
            "name",
            "ERR_TLS_CERT_ALTNAME_INVALID",
            "does not match certificate's altnames",
            "RemoteCertificateNameMismatch",
            "No subject alternative",
            "Hostname mismatch, certificate is not valid for",
            "doesn't match either of",
            "certificate is valid for",
            pattern=r"ERR_TLS_CERT_ALTNAME_INVALID|does not match certificate's altnames"
            r"|RemoteCertificateNameMismatch|No subject alternative (?:DNS )?names? "
            r"|Hostname mismatch, certificate is not valid for|doesn't match either of"
            r"|x509: certificate is valid for",
            source="Node.js tls.js, CPython ssl, JDK, Go crypto/x509, .NET SslStream, 2025",
        ),
    ),
    summary="The certificate of a peer is not trusted, has expired, or is for another name",
    fix=_fix,
)
