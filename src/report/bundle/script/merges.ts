/** Commits that hold without a signature: merges by the host, and what leaves the estate alone. */

export const MERGES = String.raw`only_merges() { # commit, its parents: a merge by the host of the repository, if the policy accepts those
  [ $# -eq 3 ] && grep -q '^hostMerges: *accept' "$t/policy" || return 1
  merged=$(git merge-tree --write-tree "$2" "$3" 2>/dev/null) && status=0 || status=$?
  [ "$status" -gt 1 ] || { [ "$status" -eq 0 ] && [ "$merged" = "$(git rev-parse "$1^{tree}")" ]; return; }
  # Only the estate is in this bundle: each of its files is as on one side, or as git merges the two.
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
beside() { # commit, its parents: it does not touch the estate, which is only a folder of the repository
  [ -n "$folder" ] && [ $# -gt 1 ] && [ "$1" != "$root" ] || return 1
  same=$(git ls-tree "$1" -- "$folder")
  shift
  for parent; do [ "$(git ls-tree "$parent" -- "$folder" 2>/dev/null)" = "$same" ] || return 1; done
}
`;
