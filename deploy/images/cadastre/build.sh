#!/bin/sh
# Builds Cadastre from a checkout into a folder that holds what it needs to run, and nothing else.
# The Containerfile calls it; it works in any folder.
#
#     build.sh SOURCE TARGET

set -eu

[ $# -eq 2 ] || {
  echo 'usage: build.sh SOURCE TARGET' >&2
  exit 2
}
source=$1 target=$2
[ -f "$source/package-lock.json" ] || {
  echo "build.sh: $source is not a checkout of Cadastre" >&2
  exit 2
}
if [ -e "$target" ]; then
  echo "build.sh: $target exists already" >&2
  exit 2
fi

# The versions of the lock file, and no script of a package: none of them needs one.
install_packages() {
  npm ci --prefix "$1" --ignore-scripts --no-audit --no-fund "$2"
}

# The lock file's own folder may be read-only, and may hold a node_modules of another platform.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for part in package.json package-lock.json tsconfig.json tsconfig.build.json src scripts schema; do
  cp -R "$source/$part" "$work/"
done
install_packages "$work" --include=dev
(cd "$work" && node scripts/build.mjs --no-types)

mkdir -p "$target"
cp "$source/package.json" "$source/package-lock.json" "$target/"
install_packages "$target" --omit=dev
cp -R "$work/dist" "$target/"
for part in schema queries collect LICENSE NOTICE; do
  cp -R "$source/$part" "$target/"
done
mkdir "$target/jobs"
cp "$source"/deploy/images/cadastre/jobs/*.mjs "$target/jobs/"
# git runs it directly.
chmod 755 "$target/jobs/askpass.mjs"
