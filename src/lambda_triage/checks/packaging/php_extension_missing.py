"""PHP extensions that the code needs and the runtime's layer does not load."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import DECISIVE, STRONG, message, signature_check
from lambda_triage.checks.weighed import weighed
from lambda_triage.findings import Finding, FixPackage, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal

# Functions that only an extension defines (php.net, "Extension List": the prefix is its own).
PREFIXES = (
    r"apcu_|mb_|bc(?:add|sub|mul|div|mod|pow|sqrt|comp|scale)\b|gmp_|imap_|ldap_|oci_|pg_|mysqli_"
    r"|sqlsrv_|sodium_|openssl_|curl_|ctype_|iconv|exif_|pcntl_|posix_|igbinary_|msgpack_|gz\w"
    r"|zip_|ftp_|intl_|normalizer_|collator_|numfmt_|datefmt_|idn_to_|xml_parser_|simplexml_"
    r"|utf8_|image(?:create|copy|ttf|png|jpeg|webp|scale|sx|sy)|easter_|cal_|tidy_|yaml_|snmp"
)
CLASSES = (
    "Redis",
    "Imagick",
    "Memcached",
    "SoapClient",
    "NumberFormatter",
    "IntlDateFormatter",
    "ZipArchive",
    "DOMDocument",
    "XMLWriter",
    "MongoDB\\Driver\\Manager",
    "MongoDB\\\\Driver\\\\Manager",
)


def _fix(signal: Signal, _: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    what = signal.captures.get("what") or "the database driver"
    told = (
        "Add the layer that holds the extension for this PHP version, or build it into the image,"
        " and enable it with extension= in php/conf.d/php.ini"
    )
    return (FixPackage("add", what, told),)


def _weight(finding: Finding, _: FunctionConfiguration | None) -> float:
    """PHP only warns of a file that is not there; what breaks for want of it says so itself."""
    return STRONG if finding.fact("file") else DECISIVE


MESSAGES = (
    message(
        "file",
        "Unable to load dynamic library '",
        pattern=r"Unable to load dynamic library \\?'(?P<what>[^'\n\\]{1,200})\\?'"
        r"(?: \(tried: [^\n(]{1,300} \(| - )(?P<file>/[^\s:)]{1,300}): cannot open shared object",
        source="php-src ext/standard/dl.c, php_load_extension, 2025",
    ),
    message(
        "function",
        "Call to undefined function ",
        pattern=rf"Call to undefined function (?P<what>(?:{PREFIXES})\w{{0,60}})\(\)",
        source="php-src Zend/zend_execute.c; php.net, Extension List, 2025",
    ),
    message(
        "class",
        *(f"{c}{q} not found" for c in CLASSES for q in ("'", '"', '\\"')),
        pattern=r"Class \\?['\"](?P<what>(?:Redis|Imagick|Memcached|SoapClient|NumberFormatter"
        r"|IntlDateFormatter|ZipArchive|DOMDocument|XMLWriter|MongoDB\\{1,2}Driver\\{1,2}Manager))"
        r"\\?['\"] not found",
        source="php-src Zend/zend_execute_API.c; php.net, Extension List, 2025",
    ),
    message(
        "driver",
        "could not find driver",
        pattern=r"\bcould not find driver\b",
        source="php-src ext/pdo/pdo_dbh.c, 2025",
    ),
)

PHP_EXTENSION_MISSING = weighed(
    signature_check(
        id="packaging/php-extension-missing",
        title="A PHP extension is not loaded",
        severity=Severity.CRITICAL,
        cause="import_module_missing",
        since="0.1",
        messages=MESSAGES,
        summary="PHP has no extension loaded for what the code uses: {what}",
        fix=_fix,
    ),
    _weight,
)
