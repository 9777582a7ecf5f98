/** Things that two configurations manage: each would undo what the other does. */

import { gather } from '../../model/order.ts';
import type { NoteUnresolved } from './resource.ts';
import type { ResourceIndex } from './resource-index.ts';

/** Ids that AWS gives once. Names, such as those of subnet groups, are unique in an account and region only. */
const UNIQUE =
  /^(?:vpc|subnet|igw|eigw|nat|rtb|sg|acl|pcx|tgw|tgw-attach|tgw-rtb|vgw|cgw|vpn|vpce|vpce-svc|eni|i|eipalloc|pl|lt|fs|cvpn-endpoint|core-network)-[0-9a-z]+$|^arn:/;

export function noteSharedIds(index: ResourceIndex, note: NoteUnresolved): void {
  const found = new Map<string, { address: string; scope: string; at: { file: string } }[]>();
  for (const resource of index.resources) {
    const id = index.idOf(resource);
    if (resource.managed && UNIQUE.test(id)) gather(found, `${resource.type} ${id}`, resource);
  }
  for (const [key, [first, ...others]] of found)
    for (const other of others)
      if (first)
        note(
          key.slice(key.indexOf(' ') + 1),
          `both ${first.address} of ${first.scope} and ${other.address} of ${other.scope} manage it`,
          other.at,
        );
}
