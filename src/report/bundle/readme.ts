/** `README.txt` of a bundle. Pure. */

import type { BundleContent } from '../../evidence/bundle/bundle.ts';
import { terminalText } from '../terminal.ts';

export function bundleReadme({ head, commits, newest, versions }: BundleContent): string {
  const line = (text: string): string => terminalText(text);
  return `Diagrams and their evidence
===========================

Commit     ${line(head.tip)}
Published  ${line(newest.published)}
History    ${line(commits)}
Diagrams   ${[...versions.keys()].map(line).join(', ')}
Made with  ${line(head.tool)}

What is in here
---------------

index.html     open it in a browser, offline: diagrams, versions, who made and approved them, segments, links
pictures/      each version as it was published: NAME_vVERSION_DATE_MODEL.svg and .jpg; _DRAFT: not approved;
               those of an atlas in a folder of that name, PDFs too where there are any
models/        what each picture shows, as data (canonical JSON); MODEL above is the start of its SHA-256
segments.csv   the segments of the versions in force, with zone and CIDR
components.csv the components of the versions in force, with zone and controls; third parties are marked
links.csv      the connections and flows of the versions in force, with ports and controls
trust/         the keys in force at the end of the history, the revoked keys, and who has which role
history.pack   the signed history: commits, sources, models, pictures, approvals (a git pack file)
bundle.json    the last commit it covers, and the folder of the estate in the repository
verify.sh      checks all of it with git, ssh-keygen and sha256sum
SHA256SUMS     digests of all these files; SHA256SUMS.sig: the signature of whoever made this bundle

Verify in a minute
------------------

You need the root: the hash of the first commit of the signed history. Obtain it once, separately from this bundle,
and use the same one every time. Whoever could change the bundle could change a root written in it.

1. With git (2.38 or newer), OpenSSH (8.9 or newer) and a shell (Linux, macOS, Git Bash on Windows):

       sh verify.sh ROOT_HASH

   It proves that each commit since the root is signed by a key that was in force, or is counted as an unsigned
   commit that the policy accepts; that the pictures match the signed manifests; that the newest ones were approved by
   signature; and who signed the page and the tables. Its last line says what was verified and what was not. It exits
   with 0, or with 3 if nobody signed the page. The script came with the bundle, so you can trust it no more than whoever
   made the bundle. It is short enough to read, and the same in all bundles of one version of Cadastre.

2. With Cadastre (Node.js 20.19 or newer), from the zip:

       npx cadastre verify BUNDLE.zip --root ROOT_HASH

   It makes all the checks of the script, and those that the script leaves out: who may publish and approve, who made
   what, every version and approval, whether this page and the tables match the history, and whether drawing the models
   again gives these pictures, byte for byte.

What neither proves
-------------------

- That what is drawn is what is running. Compare it with the configuration.
- That there is no newer bundle. Ask for the newest commit separately.
- That people read what they signed, or kept their keys to themselves.
- That a requirement is met. That judgement is yours.
`;
}
