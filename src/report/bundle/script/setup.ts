/** What every check starts from: strictness, a scratch folder, an environment in which only git and ssh-keygen have a say. */

export const SETUP = String.raw`#!/bin/sh
# Verifies this bundle with git, ssh-keygen and sha256sum alone:   sh verify.sh ROOT_HASH
# ROOT_HASH is the first commit of the signed history. Obtain it separately from this bundle.
# The last line says what was verified and what was not. Exit code 0: history, pictures, page and tables are verified;
# 3: history and pictures are verified, but nobody signed the page and the tables; 1: a check failed.
# Nothing from the history is executed. This script came with the bundle: read it, or compare it with the script of
# another bundle or of the tool's release.
set -efu
say() { printf '%s\n' "$*" | LC_ALL=C tr -cd '\12\40-\176'; }
die() { say "FAILED  $*"; exit 1; }
ok() { say "ok      $*"; }
is_hash() { expr "x$1" : 'x[0-9a-f]\{40,64\}$' >/dev/null; }
if [ $# -ne 1 ] || ! is_hash "$1"; then say 'usage: sh verify.sh ROOT_HASH'; exit 1; fi
root=$1
CDPATH='' cd -- "$(dirname -- "$0")"
t=$(mktemp -d)
verdict='NOT VERIFIED' code=1
trap 'rm -rf "$t"; say "$verdict"; exit "$code"' EXIT
trap 'exit 1' HUP INT TERM
# No config, hook, replacement object or environment variable may change what git does.
# shellcheck disable=SC2046 # names of variables
unset $(git rev-parse --local-env-vars)
export t LC_ALL=C TZ=UTC0 HOME="$t" GIT_DIR="$t/history" GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null \
  GIT_ATTR_NOSYSTEM=1 GIT_NO_REPLACE_OBJECTS=1 GIT_LITERAL_PATHSPECS=1 GIT_NO_LAZY_FETCH=1
if command -v sha256sum >/dev/null; then sum() { sha256sum "$@"; }; else sum() { shasum -a 256 "$@"; }; fi
digest() { sum | cut -c1-64; }

`;
