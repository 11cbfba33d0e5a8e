#!/usr/bin/env bash
# Put AWS's own Lambda emulator (the RIE binary out of the aws-sam-cli wheel) into .venv/rie/,
# where the tests of the local runtime compare their lines with its lines. Nothing is installed.
set -euo pipefail
cd "$(dirname "$0")/.."

VERSION=1.170.0
case "$(uname -s)-$(uname -m)" in
  Linux-x86_64)          NAME=aws-lambda-rie-x86_64 ;;
  Linux-aarch64)         NAME=aws-lambda-rie-arm64 ;;
  *) echo "rie.sh: the emulator runs on Linux only" >&2; exit 1 ;;
esac

TARGET=.venv/rie/$NAME
test -x "$TARGET" && exit 0

WHEELS=$(mktemp -d)
trap 'rm -rf "$WHEELS"' EXIT
.venv/bin/python -m pip download --quiet --disable-pip-version-check \
  --no-deps --dest "$WHEELS" "aws-sam-cli==$VERSION"
mkdir -p .venv/rie
.venv/bin/python - "$WHEELS" "$TARGET" <<'PYTHON'
import pathlib, sys, zipfile

wheels, target = map(pathlib.Path, sys.argv[1:])
[wheel] = wheels.glob("*.whl")
target.write_bytes(zipfile.ZipFile(wheel).read(f"samcli/local/rapid/{target.name}"))
target.chmod(0o755)
PYTHON
echo "$TARGET"
