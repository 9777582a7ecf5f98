/** The files of a bundle are those of its list. */

export const FILES_CHECK = String.raw`# 1. The files match SHA256SUMS, which lists all of them except its signature.
[ -z "$(find . -type l)" ] || die 'the bundle contains symbolic links'
odd=$(grep -Ev '^[0-9a-f]{64}  [^ ]' SHA256SUMS) && die "SHA256SUMS has malformed lines: $odd"
sum -c SHA256SUMS >"$t/said" 2>&1 || die "files do not match SHA256SUMS: $(grep -v ': OK$' "$t/said")"
cut -c67- SHA256SUMS | sort >"$t/named"
find . -type f ! -name .DS_Store ! -name Thumbs.db ! -name desktop.ini | sed 's|^\./||' |
  grep -vx -e SHA256SUMS -e 'SHA256SUMS[.]sig' | sort >"$t/there"
cmp -s "$t/named" "$t/there" || die 'SHA256SUMS does not list exactly the files that are here'
ok "$(grep -c . SHA256SUMS) files match SHA256SUMS"

`;
