/** Insecure services say how they are secured. */

import type { Identity } from '../model/diagram.ts';
import { checkEach, type Rule } from './rule.ts';
import { insecureName } from './services.ts';
import type { View } from './view.ts';

export const insecureService: Rule = {
  id: 'insecure-service',
  fact: 'insecure services say how they are secured',
  requirements: ['1.2.6'],
  stage: 'source',
  severity: 'warning',
  why: 'For every insecure service, protocol and port in use, security features that mitigate the risk must be defined.',
  fix: 'Use the secure variant, say in `justification` what mitigates the risk, or set `encrypted: true` if the connection is encrypted.',
  explanation:
    'Links in scope that use a well-known port of FTP, Telnet, TFTP, HTTP, SMTP, POP3, IMAP, NetBIOS, SNMP, LDAP, the r services or VNC, and that are neither `encrypted` nor have a `justification`.',
  check: (view) =>
    checkEach(
      view.links.filter(
        (id) => !outOfScope(view, id) && (view.link(id).facts.ports ?? []).length > 0,
      ),
      (id) => {
        const { ports = [], encrypted, justification } = view.link(id).facts;
        if (encrypted || (justification ?? '').trim() !== '') return undefined;
        const port = ports.find((p) => insecureName(p) !== undefined);
        return (
          port !== undefined &&
          `${view.linkName(id)} uses ${port} (${insecureName(port)}) and does not say how it is secured`
        );
      },
    ),
};

/** Both ends are out of scope or someone else's. */
function outOfScope(view: View, id: Identity): boolean {
  const { from, to } = view.link(id);
  return [from, to].every((end) => ['out-of-scope', 'untrusted'].includes(view.zone(end) ?? ''));
}
