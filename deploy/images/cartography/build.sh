#!/bin/sh
# Installs Cartography into a folder of its own. The Containerfile calls it; it works in any folder.
#
#     build.sh SOURCE TARGET
#
# Only wheels whose digests requirements.txt lists: nothing is compiled, and no script of a package runs.

set -eu

[ $# -eq 2 ] || {
  echo 'usage: build.sh SOURCE TARGET' >&2
  exit 2
}
source=$1 target=$2
if [ -e "$target" ]; then
  echo "build.sh: $target exists already" >&2
  exit 2
fi
python3 -m venv "$target"
"$target/bin/pip" install --quiet --no-cache-dir --disable-pip-version-check --only-binary :all: \
  --require-hashes --requirement "$source/requirements.txt"
"$target/bin/cartography" --help >/dev/null
