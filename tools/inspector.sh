#!/usr/bin/env bash
# Put the command line of the MCP Inspector into .node/, where the tests of the server marked `live`
# ask with it what they ask with the Python client: a second implementation of the protocol.
set -euo pipefail
cd "$(dirname "$0")/.."

# The last line of versions that Node 20 runs; 2.x needs Node 22. It is the program behind the
# Inspector's `--cli`, without the web pages.
INSPECTOR=@modelcontextprotocol/inspector-cli@1.0.3
STAMP=.node/.installed

command -v npm >/dev/null || { echo "inspector.sh: needs Node 20 or newer with npm" >&2; exit 1; }
test "$(cat "$STAMP" 2>/dev/null)" = "$INSPECTOR" && exit 0
npm install --prefix .node --no-save --ignore-scripts --no-audit --no-fund --loglevel=error "$INSPECTOR"
echo "$INSPECTOR" >"$STAMP"
