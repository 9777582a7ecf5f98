/** Approvals of the newest publication. */

export const APPROVALS_CHECK = String.raw`# 6. Each diagram of the newest publication that is not a draft was approved by someone other than its makers.
value() { sed -n 's/^{.*"'"$1"'":"\([^"\\]*\)".*}$/\1/p' "$t/approval"; }
words() { said=$(value "$1") && [ -z "$said" ] || printf '"%s":"%s",' "$1" "$said"; } # what the approver added
approval() { # file, action: it is for this diagram and model, and signed by a key in force then and when it was committed
  git cat-file blob "$source:$path/$1" >"$t/approval" 2>/dev/null || return 1
  git cat-file blob "$source:$path/$1.sig" >"$t/signature" 2>/dev/null || return 1
  by=$(value by) claimed=$(value time)
  stamp=$(expr "$claimed" : '\(.*\)[.]' | tr -d 'T:-')
  if [ "$state" = changes ]; then
    printf '{"action":"%s",%s"by":"%s","changes":"%s","commit":"%s","diagram":"%s","format":"cadastre/approval@2","model":"%s",%s%s"role":"approver",%s"time":"%s"}\n' \
      "$2" "$(words base)" "$by" "$list" "$(value commit)" "$name" "$seen" "$(words name)" "$(words remark)" "$(words ticket)" "$claimed"
  else
    printf '{"action":"%s","by":"%s","diagram":"%s","format":"cadastre/approval@1","model":"%s",%s%s%s"role":"approver",%s"time":"%s"}\n' \
      "$2" "$by" "$name" "$model" "$(words name)" "$previous" "$(words remark)" "$(words ticket)" "$claimed"
  fi >"$t/form"
  cmp -s "$t/form" "$t/approval" || return 1
  blob=$(git rev-parse "$source:$path/$1") brought=''
  for first in $(git rev-list --full-history --topo-order --reverse "$source" -- "$path/$1"); do
    if [ "$(git rev-parse -q --verify "$first:$path/$1")" = "$blob" ]; then brought=$first && break; fi
  done
  [ -n "$brought" ] || return 1
  # What is removed and put back keeps its age: it belongs to an earlier round.
  if [ -n "$earlier" ] && git merge-base --is-ancestor "$brought" "$earlier"; then return 1; fi
  if [ "$brought" = "$root" ]; then trust "$root"; else trust "$(git rev-parse "$brought^1")"; fi
  revoke "$source"
  signed pci-diagram-approval "$by" "$stamp" <"$t/approval" &&
    signed pci-diagram-approval "$by" "$(git log -1 --date=format-local:%Y%m%d%H%M%S --format=%cd "$brought")" <"$t/approval"
}
withdrawn() { # file of an approval that holds: the same person took it back, then or later
  approved=$claimed approver=$by
  if approval "$(expr "$1" : '\(.*\)[.]json$').withdrawn.json" withdraw && [ "$by" = "$approver" ] &&
    expr "x$claimed" '>=' "x$approved" >/dev/null; then return 0; fi
  by=$approver claimed=$approved
  return 1
}
files() { git ls-tree --name-only "$source:$path" 2>/dev/null | grep '[.]json$' | grep -v '[.]withdrawn[.]json$'; }
enough() { # those of one set of changes
  [ -n "$of" ] || return 0
  [ "$count" -ge "$least" ] || die "changes $of of $name have $count of $least approvals that hold"
  ok "$(say "changes $of of $name, made by $made, are approved by $who" | tr -s ' ' | sed 's/ ,/,/; s/ $//')"
}
changes() { # each set of changes that the manifest names was approved, by somebody else than its makers
  of='' count=0 who='' made='' earlier=''
  while IFS='|' read -r list makers given seen given_at diagram; do
    [ "$diagram" = "$name" ] || continue
    if [ "$list" != "$of" ]; then enough && of=$list count=0 who='' made=$makers; fi
    path="$trusted_in/approvals/$name/$seen"
    [ "$(git cat-file blob "$source:$path/model.json" 2>/dev/null | digest)" = "$seen" ] || continue
    case "$makers$who" in *" $given "*) continue ;; esac
    for file in $(files); do
      approval "$file" approve || continue
      if [ "$by" != "$given" ] || [ "$claimed" != "$given_at" ]; then continue; fi
      git merge-base --is-ancestor "$(value commit)" "$source" || continue
      if withdrawn "$file"; then continue; fi
      who="$who $given " count=$((count + 1))
    done
  done <"$t/changes"
  enough
  [ -n "$of" ] || [ "$least" -eq 0 ] || die "$name has no approved changes"
  apart=', that changes approved separately make the models'
}
source=$(git rev-parse "$newest^1")
trust "$source"
least=$needed apart=''
while IFS='|' read -r state model previous makers name; do
  if [ "$state" = draft ]; then ok "$name is a DRAFT: nobody vouches for it" && continue; fi
  if [ "$state" = changes ]; then changes && continue; fi
  [ -z "$previous" ] || previous='"previous":"'$previous'",'
  path="$trusted_in/approvals/$name/$model" who='' count=0
  changed=$(git rev-list -1 "$newest" -- "$out/$name.model.json")
  earlier=$(git rev-list -1 "$changed^1" -- "$out/manifest.json" 2>/dev/null) || earlier=''
  git cat-file -e "$earlier:$out/$name.model.json" 2>/dev/null || earlier=''
  for file in $(files); do
    approval "$file" approve || continue
    case "$makers$who" in *" $by "*) continue ;; esac
    if withdrawn "$file"; then continue; fi
    who="$who $by " count=$((count + 1))
  done
  [ "$count" -ge "$least" ] || die "$name has $count of the $least approvals that it needs"
  ok "$name is approved by $who"
done <"$t/diagrams"

`;
