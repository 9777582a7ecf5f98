/** Every commit from the root on, judged by the trust of its first parent. */

export const COMMITS_CHECK = `awk -F '|' 'NR == FNR { row[$1] = $0; next }
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
  [ "$behind" -le "$tolerance" ] || die "commit $commit is dated $behind s before one of its ancestors"
  git cat-file commit "$commit" >"$t/commit"
  if split && signed git "$committer" "$time" <"$t/payload"; then own=$((own + 1))
  elif beside "$commit" "$@"; then aside=$((aside + 1))
  elif only_merges "$commit" "$@"; then hosts=$((hosts + 1))
  elif git cat-file -e "$tip:$trusted_in/adoptions/$commit" 2>/dev/null; then
    die "commit $commit was adopted, not signed by an authorized key: only Cadastre checks adoptions"
  else die "commit $commit is not signed by a key in force for $committer"; fi
  now=$(git ls-tree "$commit" -- "$out/manifest.json")
  if [ -n "$now" ] && [ "$now" != "$before" ]; then
    manifest "$commit" && cat "$t/pictures" >>"$t/published" && sed "s/^/$commit /" "$t/pictures" >>"$t/drawn"
  fi
  before=$now
done <"$t/commits"
count="$own signed by keys that were in force"
[ "$hosts" -eq 0 ] || count="$count, $hosts unsigned by the host, accepted because each tree is the merge of its parents"
[ "$aside" -eq 0 ] || count="$count, $aside unsigned, which do not touch the estate"
ok "$(grep -c . "$t/commits") commits: $count; their dates do not go back"

`;
