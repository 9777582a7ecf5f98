/** Who is trusted, what was checked, what that proves: the general parts of a bundle's page. Pure. */

import type { BundleContent } from '../../evidence/bundle/bundle.ts';
import { html, htmlList, htmlTable } from '../html.ts';

export function verifySection({ head }: BundleContent): string {
  return `<section id="verify">
<h2>Verify in a minute</h2>
<p>This page only describes the evidence, and was written by whoever made the bundle. <strong>Verify it yourself before you rely on it.</strong>
You need the root: the hash of the first commit of the signed history, obtained once, separately from this bundle.
The bundle says that it is <code>${html(head.root)}</code>, but whoever forged a bundle could have written that, too.</p>
<div class="two">
<div>
<h3>With git, OpenSSH and a shell</h3>
<p>In the unpacked folder, on Linux, macOS or in Git Bash on Windows:</p>
<pre>sh verify.sh ROOT_HASH</pre>
<p>It checks files, signatures, dates, manifests, the newest approvals, and who signed this page. Its last line says what was verified and what was not. It came with the bundle: <a href="verify.sh">read it</a>; it is short.</p>
</div>
<div>
<h3>With Cadastre</h3>
<p>On the zip, anywhere; it needs Node.js and git, and no repository:</p>
<pre>npx cadastre verify BUNDLE.zip --root ROOT_HASH</pre>
<p>It makes every check, redraws the pictures from the models and compares them byte for byte, and compares this page with the history.</p>
</div>
</div>
</section>`;
}

export function trustSection({ trust, keys, revoked }: BundleContent): string {
  const { roles, approvals, approve, clockTolerance, hostMerges } = trust.policy;
  const named = new Map<string, string[]>();
  for (const [role, principals] of Object.entries(roles))
    for (const principal of principals)
      named.set(principal, [...(named.get(principal) ?? []), role]);
  const known = new Set(keys.flatMap(({ principals }) => principals));
  const rows = [
    ...keys.map(({ principals, type, fingerprint, options }) => [
      principals.map(html).join('<br>'),
      principals.map((principal) => html((named.get(principal) ?? []).join(', '))).join('<br>') ||
        '<span class="quiet">none</span>',
      `${html(type)}<br><code>${html(fingerprint)}</code>`,
      [
        html(options),
        ...(revoked.includes(fingerprint) ? ['<span class="fail">revoked</span>'] : []),
      ]
        .filter(Boolean)
        .join('<br>'),
    ]),
    ...[...named]
      .filter(([principal]) => !known.has(principal))
      .map(([principal, all]) => [
        html(principal),
        html(all.join(', ')),
        '<span class="quiet">no key by this name</span>',
        '',
      ]),
  ];
  return `<section id="trust" class="after">
<h2>Who is trusted</h2>
<p>As of the last commit of this bundle. Each commit was judged by the keys that its first parent trusted, so nobody admitted themselves.
Compare the fingerprints with those that these people gave you.</p>
${htmlTable('Keys and roles', ['Principal', 'Roles', 'Key', 'Limits'], rows)}
${
  revoked.length > 0
    ? htmlTable(
        'Revoked keys',
        ['Key'],
        revoked.map((key) => [`<code>${html(key)}</code>`]),
      )
    : '<p class="quiet">No key is revoked.</p>'
}
${htmlList([
  ['Approvals needed', `${approvals}${approve === 'changes' ? ' of each set of changes' : ''}`],
  ['Clock tolerance', html(`${clockTolerance} s`)],
  ['Merges by the host', hostMerges === 'accept' ? 'accepted if they only merge' : 'refused'],
])}
</section>`;
}

const WORDS = {
  pass: 'holds',
  fail: '<span class="fail">does not hold</span>',
  unknown: 'not judged',
} as const;
/** Of one check that holds again and again, so many are listed; the others are counted. */
const MOST_ROWS = 12;

export function checksSection({ verdicts, head }: BundleContent): string {
  const checks = [...new Set(verdicts.map(({ check }) => check))];
  const rows = checks.flatMap((check) => {
    const own = verdicts.filter((one) => one.check === check);
    const holding = own.filter(({ verdict }) => verdict === 'pass');
    const listed =
      holding.length > MOST_ROWS ? own.filter(({ verdict }) => verdict !== 'pass') : own;
    return [
      ...listed.map(({ verdict, subject, reason }) => [
        `<code>${html(check)}</code>`,
        WORDS[verdict],
        `<code>${html(subject)}</code>`,
        html(reason),
      ]),
      ...(holding.length > MOST_ROWS
        ? [[`<code>${html(check)}</code>`, WORDS.pass, '', html(`${holding.length} times`)]]
        : []),
    ];
  });
  return `<section id="checks">
<h2>Checks made when this was assembled</h2>
<p>By ${html(head.tool)}, on the machine of whoever made the bundle. This is no proof to you, but it is what you should see when you verify.
The root cannot be checked there, and the pictures are redrawn only when you verify.</p>
${htmlTable('Verdicts', ['Check', 'Verdict', 'Subject', 'Reason'], rows)}
</section>`;
}

export const proofSection = ({ commits }: BundleContent): string => `<section id="proof">
<h2>What is proved, and what is not</h2>
<div class="two">
<div>
<h3>Proved, once you have verified it from a root that you obtained separately</h3>
<ul>
<li>From the root on there are ${html(commits)}. Each is judged by the keys that were in force at its parent.</li>
<li>The pictures and models are, byte for byte, those published in that history.</li>
<li>Each version in force was approved with the keys named, for that model and no other, by people who did not make the change.</li>
<li>The pictures show what the models say (with Cadastre, which redraws them).</li>
</ul>
</div>
<div>
<h3>Not proved</h3>
<ul>
<li>That what is drawn is what is running: compare it with the configuration.</li>
<li>That this is the newest publication: ask for the newest commit separately.</li>
<li>That dates are true: they come from the signers' clocks, and only their order is checked.</li>
<li>That people kept their keys to themselves, or read what they signed.</li>
<li>That a requirement is met: the rules check facts; the assessor judges.</li>
</ul>
</div>
</div>
</section>`;
