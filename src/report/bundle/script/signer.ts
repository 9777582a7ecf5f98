/** Who signed the list of digests, and the last words: what was verified and what was not. */

export const SIGNER_CHECK = `# 7. Whoever made the bundle signed SHA256SUMS, since the page and the tables cannot be part of the history that they quote.
by=$(field by)
if [ -f SHA256SUMS.sig ]; then
  [ -n "$by" ] || die 'bundle.json does not say who signed SHA256SUMS'
  trust "$tip"
  # shellcheck disable=SC2046 # one word a parent
  revoke $(git rev-parse "$tip^@")
  cat SHA256SUMS.sig >"$t/signature"
  signed pci-diagram-bundle "$by" "$(git log -1 --date=format-local:%Y%m%d%H%M%S --format=%cd "$tip")" <SHA256SUMS ||
    die "SHA256SUMS is not signed by a key in force for $by"
  ok "SHA256SUMS is signed by $by"
  also=", page and tables as $by signed them" not='roles, makers' code=0
else
  [ -z "$by" ] || die "bundle.json says that $by signed SHA256SUMS, but there is no signature"
  say 'open    nobody signed SHA256SUMS: the page, the tables and this script may be from anyone'
  also='' not='page, tables, this script; roles, makers' code=3
fi

word=VERIFIED
[ "$code" -eq 0 ] || word='VERIFIED IN PART'
verdict="$word: history, signatures, approvals in force, pictures of $versions versions$also; not: $not$apart, what the pictures show"
say "
Checked here: files, history, signatures and dates of commits, the manifests, the pictures of all versions, the
approvals of the newest publication, and who signed the page and the tables.
Only Cadastre checks: roles (who may publish and approve), who made what (also under a second name), version numbers,
sources and approvals of earlier publications, that changes which were approved separately make the models and that none
was used twice, keys and roles revoked on another branch, what index.html and the tables say, and that the models draw
these pictures:
  npx cadastre verify BUNDLE.zip --root $root
Neither proves that what is drawn is what is running, or that this is the newest publication.
"
`;
