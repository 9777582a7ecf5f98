/** The history, unpacked into a repository of its own, begins with the root that the reader was given. */

export const HISTORY_CHECK = String.raw`# 2. The history, in a new repository of its own.
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

`;
