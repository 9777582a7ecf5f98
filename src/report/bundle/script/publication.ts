/** The newest publication in the history, and the pictures and models beside the script. */

export const PUBLICATION_CHECK = String.raw`# 4. The newest publication: the files in the history match its manifest.
newest=$(git rev-list -1 "$tip" -- "$out/manifest.json")
[ -n "$newest" ] || die 'nothing was published'
[ "$(git rev-parse "$newest:$out")" = "$(git rev-parse "$tip:$out")" ] || die 'files changed since they were published'
manifest "$newest"
git cat-file blob "$newest:$out/SHA256SUMS" >"$t/sums"
grep -v '^[0-9a-f]*  manifest.json$' "$t/sums" | sort >"$t/said"
sort "$t/subjects" | cmp -s - "$t/said" || die 'SHA256SUMS in the history does not match the manifest'
git ls-tree -r "$newest" -- "$out/" >"$t/tree"
if grep -Evq '^100(644|755) blob ' "$t/tree" || [ "$(grep -c . "$t/tree")" -ne "$(($(grep -c . "$t/sums") + 1))" ]; then
  die 'the files in the history are not exactly those that the manifest lists'
fi
while read -r said name; do
  [ "$(git cat-file blob "$newest:$out/$name" | digest)" = "$said" ] || die "$name does not match the manifest"
done <"$t/sums"
ok "$(grep -c . "$t/subjects") files of the newest publication ($newest) match its manifest"

# 5. The pictures and models beside this script match the manifests.
grep -E '^[0-9a-f]{64}  (pictures|models)/' SHA256SUMS >"$t/given"
odd=$(grep -vxFf "$t/published" "$t/given") && die "in no manifest: $odd"
# For each version, drafts too, how it was last drawn.
: >"$t/wanted" && : >"$t/versions"
awk '{ path = $0; sub(/^[^ ]+ [^ ]+  /, "", path); stem = path
    sub(/^[^\/]*\//, "", stem); if (!sub(/\.model\.json$/, "", stem)) sub(/\.[^.]*$/, "", stem)
    drawn[stem] = $1; commit[NR] = $1; paths[NR] = path; stems[NR] = stem }
  END { for (n = 1; n <= NR; n++) if (commit[n] == drawn[stems[n]]) print paths[n] >(ENVIRON["t"] "/wanted")
    for (stem in drawn) print stem >(ENVIRON["t"] "/versions") }' "$t/drawn"
odd=$(grep -vxFf "$t/named" "$t/wanted") && die "missing: $odd"
versions=$(grep -c . "$t/versions")
git cat-file blob "$tip:$trusted_in/allowed_signers" | cmp -s - trust/allowed_signers || die 'trust/allowed_signers differs from the history'
ok "$(grep -c . "$t/given") pictures and models match the signed manifests"

`;
