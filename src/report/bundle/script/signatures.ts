/** Who may sign what after a commit, and whether a signature holds against that. */

export const SIGNATURES = String.raw`# 3. Every commit from the root on is signed by a key that its first parent trusts and that belongs to its committer.
git rev-list --topo-order --reverse "$tip" --not "$root^@" >"$t/judged"
signed() { # namespace, principal, time: the signature of standard input in $t/signature, by the trust in force
  if [ -s "$t/revoked" ]; then set -- "$@" -r "$t/revoked"; fi
  namespace=$1 principal=$2 time=$3
  shift 3
  ssh-keygen -Y verify -n "$namespace" -I "$principal" -f "$t/signers" -s "$t/signature" -O "verify-time=$time" "$@" \
    >"$t/said" 2>&1
}
trusted=
trust() { # commit: the trust that applies after it: its own, else that of its nearest ancestor with trust files, at last the root
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
    die "the policy of $at is written in a form that only Cadastre can read"
  trusted=$now tolerance=$(setting clockTolerance 300) needed=$(setting approvals 1)
}
revoke() { # commits: the keys that they revoked do not count either, until other trust applies
  for at; do
    if git cat-file blob "$at:$trusted_in/revoked_keys" 2>/dev/null >>"$t/revoked"; then echo >>"$t/revoked"; fi
  done
  trusted=
}
setting() { sed -n 's/^'"$1"': *\([0-9]\{1,\}\).*/\1/p; $s/.*/'"$2"'/p' "$t/policy" | head -n 1; }
split() { # a commit, in the one form that git writes: into its one signature, and what that signs, which is all the rest
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
`;
