#!/usr/bin/env bash
# Put the parts that stand in for AWS in the tests marked `live` beside .venv: the emulators into
# .venv-aws/, the SAM CLI into .venv-sam/. Both pin what the product must not be pinned by.
set -euo pipefail
cd "$(dirname "$0")/.."

# Versions that the tests were written against (tests/live/README.md says what these really do).
AWS=(ministack==1.5.33 'moto[server]==5.2.5' microburst==0.10.0 'aws-sam-translator>=1.115,<2')
SAM=('aws-sam-cli==1.170.*')

# install VENV REQUIREMENT…: make VENV and install into it, unless just these are there already.
install() {
  local venv=$1 stamp=$1/.installed
  shift
  if test -x "$venv/bin/python" && test "$(cat "$stamp" 2>/dev/null)" = "$*"; then return; fi
  test -x "$venv/bin/python" || "${PYTHON:-python3}" -m venv "$venv"
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check "$@"
  echo "$*" >"$stamp"
}

install .venv-aws "${AWS[@]}"
install .venv-sam "${SAM[@]}"
