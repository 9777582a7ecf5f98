/**
 * `verify.sh` of a bundle: for who would rather not run Cadastre. The same text in every bundle of one version, so
 * that it can be compared; what differs it reads from `bundle.json`.
 *
 * Signatures are checked with ssh-keygen on what git stores, not by `git verify-commit`: that takes any
 * principal of the key, and git 2.34 judges expiry by today's date.
 */

export const VERIFY_SCRIPT = String.raw`#!/bin/sh
# Verifies this bundle with git, ssh-keygen and sha256sum alone:   sh verify.sh ROOT_HASH
# ROOT_HASH is the first commit of the signed history, as you were told it by other means than this bundle.
# The last line names what was verified, and what was not. Exit 0: history, pictures, page and tables hold; 3: history and
# pictures hold, and nobody signed for page and tables; 1: something does not hold. Nothing of the history is run.
# This script came with the bundle: read it, or compare it with that of another bundle or of the tool's release.
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
# No config, hook, replacement or environment of anybody's has a say in what git does.
# shellcheck disable=SC2046 # names of variables
unset $(git rev-parse --local-env-vars)
export t LC_ALL=C TZ=UTC0 HOME="$t" GIT_DIR="$t/history" GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null \
  GIT_ATTR_NOSYSTEM=1 GIT_NO_REPLACE_OBJECTS=1 GIT_LITERAL_PATHSPECS=1 GIT_NO_LAZY_FETCH=1
if command -v sha256sum >/dev/null; then sum() { sha256sum "$@"; }; else sum() { shasum -a 256 "$@"; }; fi
digest() { sum | cut -c1-64; }

# 1. The files are those of SHA256SUMS, all of them and no other but its signature.
[ -z "$(find . -type l)" ] || die 'there are symbolic links'
odd=$(grep -Ev '^[0-9a-f]{64}  [^ ]' SHA256SUMS) && die "SHA256SUMS has lines of another form: $odd"
sum -c SHA256SUMS >"$t/said" 2>&1 || die "files are not those of SHA256SUMS: $(grep -v ': OK$' "$t/said")"
cut -c67- SHA256SUMS | sort >"$t/named"
find . -type f ! -name .DS_Store ! -name Thumbs.db ! -name desktop.ini | sed 's|^\./||' |
  grep -vx -e SHA256SUMS -e 'SHA256SUMS[.]sig' | sort >"$t/there"
cmp -s "$t/named" "$t/there" || die 'SHA256SUMS does not name just the files that are here'
ok "$(grep -c . SHA256SUMS) files are those of SHA256SUMS"

# 2. The history, in a new repository of its own.
field() { sed -n 's/^  "'"$1"'": "\([^"\\]*\)",\{0,1\}$/\1/p' bundle.json; }
tip=$(field tip) folder=$(field prefix) out=$(field prefix)$(field out)
trusted_in=$folder.cadastre folder=$(expr "$folder" : '\(.*\)/$') || :
is_hash "$tip" || die 'bundle.json names no commit'
if [ "$(field objectFormat)" = sha256 ]; then header=gpgsig-sha256; else header=gpgsig; fi
export header committer
git init -q --bare --template= --object-format="$(field objectFormat)" "$GIT_DIR"
git index-pack --stdin <history.pack >"$t/said" 2>&1 || die 'history.pack is broken'
git log --topo-order --reverse --date=format-local:%Y%m%d%H%M%S --format='%H|%ct|%cd|%P|%ce' "$tip" >"$t/all" ||
  die 'the history has gaps'
git rev-list --first-parent "$tip" | grep -qx "$root" || die 'the root given is not in the history of this bundle'
for file in allowed_signers policy.yaml; do
  git cat-file -e "$root:$trusted_in/$file" 2>/dev/null || die 'the root given has no trust file'
done
if git cat-file -e "$root^1:$trusted_in/allowed_signers" 2>/dev/null; then die 'the root given is not the first'; fi
ok "the history up to $tip begins with the root given"

# 3. Every commit from the root on is signed by a key that its first parent trusts, of the committer named.
git rev-list --topo-order --reverse "$tip" --not "$root^@" >"$t/judged"
signed() { # namespace, principal, time: the signature of standard input in $t/signature, by the trust in force
  if [ -s "$t/revoked" ]; then set -- "$@" -r "$t/revoked"; fi
  namespace=$1 principal=$2 time=$3
  shift 3
  ssh-keygen -Y verify -n "$namespace" -I "$principal" -f "$t/signers" -s "$t/signature" -O "verify-time=$time" "$@" \
    >"$t/said" 2>&1
}
trusted=
trust() { # commit: who may sign what after it: its own trust, else that of the one before, at last that of the root
  at=$1
  while :; do
    now=$(git ls-tree "$at" -- "$trusted_in/" 2>/dev/null) || now=
    case $now in *allowed_signers*policy.yaml*) break ;; esac
    if grep -qx "$at" "$t/judged"; then at=$(git rev-parse "$at^1"); else at=$root; fi
  done
  [ "$now" != "$trusted" ] || return 0
  git cat-file blob "$at:$trusted_in/allowed_signers" >"$t/signers" || die "the trust file of $at cannot be read"
  sed 's/^[[:space:]]*//; /^#/d' "$t/signers" | grep -Eiq '^[^[:space:]]*[*?!]|cert-authority' &&
    die "the trust file of $at has patterns or authorities"
  git cat-file blob "$at:$trusted_in/policy.yaml" >"$t/policy" || die "the policy of $at cannot be read"
  : >"$t/revoked"
  revoke "$at"
  grep -Ev '^ *#' "$t/policy" | grep -E '(^|[^a-zA-Z])(approvals|clockTolerance|hostMerges)[^a-zA-Z]*:' |
    grep -Evq '^(approvals: *[0-9]+|clockTolerance: *[0-9]+|hostMerges: *(accept|refuse)) *(#.*)?$' &&
    die "the policy of $at is written in a form that only Cadastre reads"
  trusted=$now tolerance=$(setting clockTolerance 300) needed=$(setting approvals 1)
}
revoke() { # commits: what they revoked does not count either, until other trust is in force
  for at; do
    if git cat-file blob "$at:$trusted_in/revoked_keys" 2>/dev/null >>"$t/revoked"; then echo >>"$t/revoked"; fi
  done
  trusted=
}
setting() { sed -n 's/^'"$1"': *\([0-9]\{1,\}\).*/\1/p; $s/.*/'"$2"'/p' "$t/policy" | head -n 1; }
split() { # a commit, in the one form that git writes, into its one signature and what that signs: all the rest
  awk 'function keep(line) { printf "%s%s", gap, line >payload; gap = "\n" }
    BEGIN { payload = ENVIRON["t"] "/payload"; signature = ENVIRON["t"] "/signature" }
    body { keep($0); next }
    $0 == "" { body = 1 }
    /^[^ ]/ { keys = keys " " $1 }
    /^(author|committer) / && !/^[a-z]+ [^<>]*<[^<>]*> [0-9]+ [-+][0-9]+$/ { n = 9 }
    /^committer / && !index($0, "<" ENVIRON["committer"] "> ") { n = 9 }
    index($0, ENVIRON["header"] " ") == 1 { n++; within = 1; print substr($0, length($1) + 2) >signature; next }
    /^gpgsig/ { n = 9 }
    within && /^ / { print substr($0, 2) >signature; next }
    { within = 0; keep($0) }
    END { exit n != 1 || !sub(/^ tree( parent)* author committer/, "", keys) || keys ~ / (tree|parent|author|committer)( |$)/ }' \
    "$t/commit" || return 1
  [ -n "$(tail -c 1 "$t/commit")" ] || echo >>"$t/payload"
}
only_merges() { # commit, its parents: a merge by the host of the repository, where the policy takes those
  [ $# -eq 3 ] && grep -q '^hostMerges: *accept' "$t/policy" || return 1
  merged=$(git merge-tree --write-tree "$2" "$3" 2>/dev/null) && status=0 || status=$?
  [ "$status" -gt 1 ] || { [ "$status" -eq 0 ] && [ "$merged" = "$(git rev-parse "$1^{tree}")" ]; return; }
  # Only the estate is in this bundle: each of its files is as one side made it, or as git merges the two.
  base=$(git merge-base --all "$2" "$3") && is_hash "$base" || return 1
  git rev-list "$tip" | sed "s|\$|:$out/manifest.json|" | git cat-file --batch | sed -n 's/^ *"path": "\([^"\]*\)",\{0,1\}$/\1/p' |
    sort -u | sed "s|^|$(field prefix)|" >"$t/scope"
  for side in "$1" "$2" "$3" "$base"; do
    { printf '%s\n' "$out" "$trusted_in" && cat "$t/scope"; } | tr '\n' '\0' | xargs -0 git ls-tree -r "$side" -- | sed "s/^/$side /"
  done | awk -F '\t' -v here="$1" -v left="$2" -v right="$3" -v base="$base" '
    { split($1, at, " "); id[at[1], $2] = at[2] " " at[4]; files[$2] }
    END { for (f in files) {
      h = id[here, f]; l = id[left, f]; r = id[right, f]; b = id[base, f]
      if (!(h == l && h == r || h == l && r == b || h == r && l == b)) print f } }' >"$t/both"
  while read -r file; do
    for side in "$2" "$base" "$3"; do git cat-file blob "$side:$file" >"$t/side$side" || return 1; done
    git merge-file -p -q "$t/side$2" "$t/side$base" "$t/side$3" >"$t/merged" || return 1
    [ "$(git hash-object -t blob "$t/merged")" = "$(git rev-parse "$1:$file")" ] || return 1
  done <"$t/both"
}
beside() { # commit, its parents: it leaves the estate alone, which is but a folder of the repository
  [ -n "$folder" ] && [ $# -gt 1 ] && [ "$1" != "$root" ] || return 1
  same=$(git ls-tree "$1" -- "$folder")
  shift
  for parent; do [ "$(git ls-tree "$parent" -- "$folder" 2>/dev/null)" = "$same" ] || return 1; done
}
manifest() { # commit: what its manifest says, as lines
  git cat-file blob "$1:$out/manifest.json" >"$t/manifest"
  : >"$t/subjects" && : >"$t/pictures" && : >"$t/diagrams"
  awk 'function text(line) { line = $0; sub(/^[^:]*: "/, "", line); sub(/",?$/, "", line); return line }
    BEGIN { t = ENVIRON["t"] }
    /^  "diagrams": / { inside = 1 }
    /^  [}]/ { inside = 0 }
    inside && /^   ".*": [{]$/ { name = substr($0, 5, length($0) - 8) }
    inside && /^    "date": / { date[name] = text() }
    inside && /^    "model": / { model[name] = text() }
    inside && /^    "previous": / { previous[name] = text() }
    inside && /^    "draft": true/ { draft[name] = "_DRAFT" }
    inside && /^    "version": / { version[name] = $0; gsub(/[^0-9]/, "", version[name]) }
    inside && /^    [^ ]/ { making = /^    "makers": / }
    inside && making && /^     "/ { line = $0; gsub(/^ *"|",?$/, "", line); makers[name] = makers[name] " " line }
    /^ "subject": / { subject = 1 }
    subject && /^    "sha256": / { digest = text() }
    subject && /^   "name": / { files[text()] = digest }
    END {
      for (file in files) print files[file] "  " file >(t "/subjects")
      for (name in model) {
        print (draft[name] ? "draft" : "approved") "|" model[name] "|" previous[name] "|" makers[name] " |" name >(t "/diagrams")
        for (file in files) if (index(file, name ".") == 1) {
          ending = substr(file, length(name) + 2)
          folder = ending == "model.json" ? "models" : ending ~ /\./ ? "" : "pictures"
          if (folder) print files[file] "  " folder "/" name "_v" version[name] "_" date[name] "_" substr(model[name], 1, 6) draft[name] "." ending >(t "/pictures")
        }
      }
    }' "$t/manifest"
}
awk -F '|' 'NR == FNR { row[$1] = $0; next }
  { $0 = row[$1]; newest = 0; n = split($4, parents, " ")
    for (i = 1; i <= n; i++) if (time[parents[i]] > newest) newest = time[parents[i]]
    time[$1] = newest > $2 ? newest : $2
    print (newest > $2 ? newest - $2 : 0) "|" $0 }' "$t/all" "$t/judged" >"$t/commits"
: >"$t/published" && : >"$t/drawn"
before='' own=0 hosts=0 aside=0
while IFS='|' read -r behind commit _ time parents committer; do
  # shellcheck disable=SC2086 # one word a parent
  set -- $parents
  if [ "$commit" = "$root" ]; then trust "$commit"; else trust "$1"; fi
  if [ $# -gt 1 ]; then revoke "$@"; fi
  [ "$behind" -le "$tolerance" ] || die "commit $commit has a date $behind s before that of one that it builds on"
  git cat-file commit "$commit" >"$t/commit"
  if split && signed git "$committer" "$time" <"$t/payload"; then own=$((own + 1))
  elif beside "$commit" "$@"; then aside=$((aside + 1))
  elif only_merges "$commit" "$@"; then hosts=$((hosts + 1))
  elif git cat-file -e "$tip:$trusted_in/adoptions/$commit" 2>/dev/null; then
    die "commit $commit was adopted, signed by nobody who may: only Cadastre checks adoptions"
  else die "commit $commit is not signed by a key in force of $committer"; fi
  now=$(git ls-tree "$commit" -- "$out/manifest.json")
  if [ -n "$now" ] && [ "$now" != "$before" ]; then
    manifest "$commit" && cat "$t/pictures" >>"$t/published" && sed "s/^/$commit /" "$t/pictures" >>"$t/drawn"
  fi
  before=$now
done <"$t/commits"
count="$own signed by keys that were in force"
[ "$hosts" -eq 0 ] || count="$count, $hosts unsigned by the host, accepted since each tree is what its parents merge to"
[ "$aside" -eq 0 ] || count="$count, $aside unsigned, which leave the estate alone"
ok "$(grep -c . "$t/commits") commits: $count; their dates do not go back"

# 4. The newest publication: the files in the history are those of its manifest.
newest=$(git rev-list -1 "$tip" -- "$out/manifest.json")
[ -n "$newest" ] || die 'nothing was published'
[ "$(git rev-parse "$newest:$out")" = "$(git rev-parse "$tip:$out")" ] || die 'files changed since they were published'
manifest "$newest"
git cat-file blob "$newest:$out/SHA256SUMS" >"$t/sums"
grep -v '^[0-9a-f]*  manifest.json$' "$t/sums" | sort >"$t/said"
sort "$t/subjects" | cmp -s - "$t/said" || die 'SHA256SUMS of the history does not say what the manifest says'
git ls-tree -r "$newest" -- "$out/" >"$t/tree"
if grep -Evq '^100(644|755) blob ' "$t/tree" || [ "$(grep -c . "$t/tree")" -ne "$(($(grep -c . "$t/sums") + 1))" ]; then
  die 'there are other files than the manifest names'
fi
while read -r said name; do
  [ "$(git cat-file blob "$newest:$out/$name" | digest)" = "$said" ] || die "$name is not the file of the manifest"
done <"$t/sums"
ok "$(grep -c . "$t/subjects") files of the newest publication ($newest) are those of its manifest"

# 5. The pictures and models beside this script are those of the manifests.
grep -E '^[0-9a-f]{64}  (pictures|models)/' SHA256SUMS >"$t/given"
odd=$(grep -vxFf "$t/published" "$t/given") && die "in no manifest: $odd"
# Of each version, drafts too, what it was drawn as last.
: >"$t/wanted" && : >"$t/versions"
awk '{ path = $0; sub(/^[^ ]+ [^ ]+  /, "", path); stem = path
    sub(/^[^\/]*\//, "", stem); if (!sub(/\.model\.json$/, "", stem)) sub(/\.[^.]*$/, "", stem)
    drawn[stem] = $1; commit[NR] = $1; paths[NR] = path; stems[NR] = stem }
  END { for (n = 1; n <= NR; n++) if (commit[n] == drawn[stems[n]]) print paths[n] >(ENVIRON["t"] "/wanted")
    for (stem in drawn) print stem >(ENVIRON["t"] "/versions") }' "$t/drawn"
odd=$(grep -vxFf "$t/named" "$t/wanted") && die "missing: $odd"
versions=$(grep -c . "$t/versions")
git cat-file blob "$tip:$trusted_in/allowed_signers" | cmp -s - trust/allowed_signers || die 'trust/allowed_signers is another'
ok "$(grep -c . "$t/given") pictures and models are those of the signed manifests"

# 6. Each diagram of the newest publication that is no draft was approved, by somebody else than its makers.
value() { sed -n 's/^{.*"'"$1"'":"\([^"\\]*\)".*}$/\1/p' "$t/approval"; }
words() { said=$(value "$1") && [ -z "$said" ] || printf '"%s":"%s",' "$1" "$said"; } # what the approver said beside it
approval() { # file, action: it is of this diagram and model, and signed by a key in force then and when it was committed
  git cat-file blob "$source:$path/$1" >"$t/approval" 2>/dev/null || return 1
  git cat-file blob "$source:$path/$1.sig" >"$t/signature" 2>/dev/null || return 1
  by=$(value by) claimed=$(value time)
  stamp=$(expr "$claimed" : '\(.*\)[.]' | tr -d 'T:-')
  printf '{"action":"%s","by":"%s","diagram":"%s","format":"cadastre/approval@1","model":"%s",%s%s%s"role":"approver",%s"time":"%s"}\n' \
    "$2" "$by" "$name" "$model" "$(words name)" "$previous" "$(words remark)" "$(words ticket)" "$claimed" |
    cmp -s - "$t/approval" || return 1
  blob=$(git rev-parse "$source:$path/$1") brought=''
  for first in $(git rev-list --full-history --topo-order --reverse "$source" -- "$path/$1"); do
    if [ "$(git rev-parse -q --verify "$first:$path/$1")" = "$blob" ]; then brought=$first && break; fi
  done
  [ -n "$brought" ] || return 1
  # What is taken away and put back is as old as it was: of a round before this one.
  if [ -n "$earlier" ] && git merge-base --is-ancestor "$brought" "$earlier"; then return 1; fi
  if [ "$brought" = "$root" ]; then trust "$root"; else trust "$(git rev-parse "$brought^1")"; fi
  revoke "$source"
  signed pci-diagram-approval "$by" "$stamp" <"$t/approval" &&
    signed pci-diagram-approval "$by" "$(git log -1 --date=format-local:%Y%m%d%H%M%S --format=%cd "$brought")" <"$t/approval"
}
source=$(git rev-parse "$newest^1")
trust "$source"
least=$needed
while IFS='|' read -r state model previous makers name; do
  if [ "$state" = draft ]; then ok "$name is a DRAFT: nobody vouches for it" && continue; fi
  [ -z "$previous" ] || previous='"previous":"'$previous'",'
  path="$trusted_in/approvals/$name/$model" who='' count=0
  changed=$(git rev-list -1 "$newest" -- "$out/$name.model.json")
  earlier=$(git rev-list -1 "$changed^1" -- "$out/manifest.json" 2>/dev/null) || earlier=''
  git cat-file -e "$earlier:$out/$name.model.json" 2>/dev/null || earlier=''
  for file in $(git ls-tree --name-only "$source:$path" 2>/dev/null | grep '[.]json$' | grep -v '[.]withdrawn[.]json$'); do
    approval "$file" approve || continue
    case "$makers$who" in *" $by "*) continue ;; esac
    approved=$claimed approver=$by
    if approval "$(expr "$file" : '\(.*\)[.]json$').withdrawn.json" withdraw && [ "$by" = "$approver" ] &&
      expr "x$claimed" '>=' "x$approved" >/dev/null; then continue; fi
    who="$who $approver " count=$((count + 1))
  done
  [ "$count" -ge "$least" ] || die "$name has $count of $least approvals that hold"
  ok "$name is approved by $who"
done <"$t/diagrams"

# 7. Whoever made the bundle signed SHA256SUMS: page and tables cannot lie in the history that they quote.
by=$(field by)
if [ -f SHA256SUMS.sig ]; then
  [ -n "$by" ] || die 'bundle.json does not say who signed SHA256SUMS'
  trust "$tip"
  # shellcheck disable=SC2046 # one word a parent
  revoke $(git rev-parse "$tip^@")
  cat SHA256SUMS.sig >"$t/signature"
  signed pci-diagram-bundle "$by" "$(git log -1 --date=format-local:%Y%m%d%H%M%S --format=%cd "$tip")" <SHA256SUMS ||
    die "SHA256SUMS is not signed by a key in force of $by"
  ok "SHA256SUMS is signed by $by"
  also=", page and tables as $by signed them" not='roles, makers' code=0
else
  [ -z "$by" ] || die "bundle.json says that $by signed SHA256SUMS, and there is no signature"
  say 'open    nobody signed SHA256SUMS: page, tables and this script may be anybody'"'"'s'
  also='' not='page, tables, this script; roles, makers' code=3
fi

word=VERIFIED
[ "$code" -eq 0 ] || word='VERIFIED IN PART'
verdict="$word: history, signatures, approvals in force, pictures of $versions versions$also; not: $not, what the pictures show"
say "
Checked here: files, history, signatures and dates of commits, the manifests, the pictures of all versions, the
approvals of the newest, and whose page and tables these are.
Only Cadastre checks: roles (who may publish and approve), who made what, also under a second name, version numbers,
sources and approvals of earlier publications, keys and roles taken back on another branch, what index.html and the tables
say, and that the models draw these pictures:
  npx cadastre verify BUNDLE.zip --root $root
Neither proves that what is drawn is what is running, or that this is the newest there is.
"
`;
