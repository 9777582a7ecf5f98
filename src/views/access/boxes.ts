/** Accounts as boxes, in their organization or outside it. */

import type { Inventory } from '../../inventory/inventory.ts';
import { type Account, isIncomplete, isRead, placeOf } from '../../inventory/organization.ts';
import type { ElementContent } from '../../model/content.ts';
import type { Origin } from '../../model/diagnostic.ts';
import { byName, element, grouping } from '../elements.ts';
import type { Ledger } from '../ledger.ts';
import type { Quiet } from './choose.ts';

interface TrustBox {
  readonly id: string;
  readonly at: Origin;
  readonly members: ElementContent[];
  /** Roles that are only said, by why. */
  readonly notes: { readonly [why in Quiet]?: string[] };
}

/** Where an account stands: the id of its organization, by itself, or with strangers. */
type Home = { readonly organization: string } | 'own' | 'outside';

export class TrustAccountBoxes {
  readonly #read: Inventory;
  readonly #ledger: Ledger;
  /** Organizations of which any account was read. */
  readonly #own: ReadonlySet<string | undefined>;
  readonly #organized: boolean;
  readonly #boxes = new Map<string, TrustBox>();
  readonly #beside: { readonly account: string | undefined; readonly made: ElementContent }[] = [];
  readonly #services: ElementContent[] = [];
  readonly #outside: ElementContent[] = [];

  constructor(read: Inventory, ledger: Ledger) {
    this.#read = read;
    this.#ledger = ledger;
    const accounts = [...read.accounts.values()];
    const own = accounts.filter(({ id }) => isRead(read, id));
    // Of a graph in which no account says that it was read, nothing tells whose it is.
    this.#own = new Set((own.length > 0 ? own : accounts).map((a) => a.organization));
    this.#organized = [...read.accounts.values()].some((a) => a.organization !== undefined);
  }

  /** Makes sure that an account is drawn. @returns its id, for the ends of lines */
  open(id: string, at: Origin): string {
    if (!this.#boxes.has(id)) this.#boxes.set(id, { id, at, members: [], notes: {} });
    return id;
  }

  put(account: string | undefined, member: ElementContent): void {
    if (account === undefined) this.#outside.push(member);
    else this.#boxes.get(this.open(account, member.origin ?? { file: '' }))?.members.push(member);
  }

  /** Puts an element next to an account, into its organization. */
  beside(account: string | undefined, made: ElementContent): void {
    this.#beside.push({ account, made });
  }

  service(made: ElementContent): void {
    this.#services.push(made);
  }

  outside(made: ElementContent): void {
    this.#outside.push(made);
  }

  /** @returns false where the account is not drawn */
  note(account: string | undefined, role: string, why: Quiet): boolean {
    const box = this.#boxes.get(account ?? '');
    if (!box) return false;
    const notes = box.notes as { [why in Quiet]?: string[] };
    notes[why] = [...(notes[why] ?? []), role];
    return true;
  }

  drawnAccounts(): number {
    return [...this.#boxes.keys()].filter((id) => this.#read.accounts.has(id)).length;
  }

  #home(account: Account | undefined): Home {
    const organization = account?.organization;
    // Another organization's accounts are known by name only, e.g. from a list that was shared.
    if (organization !== undefined && !this.#own.has(organization)) return 'outside';
    if (organization !== undefined) return { organization };
    // An account that is read is one's own, organization or not.
    return isRead(this.#read, account?.id) ? 'own' : 'outside';
  }

  #box({ id, at, members, notes }: TrustBox): ElementContent {
    const account = this.#read.accounts.get(id);
    const inner = members.length > 0 ? byName(members) : undefined;
    if (!account) {
      const what = { type: 'aws-account', name: id } as const;
      const reason = { code: 'trusted-account-not-recorded' } as const;
      this.#ledger.stub({ kind: 'grouping', id, what, reason, at });
      return grouping(this.#ledger, at, 'account', id, { id }, inner);
    }
    if (account.behind || isIncomplete(this.#read, account)) this.#ledger.older(id);
    this.#ledger.place(id, placeOf(account, this.#read));
    const within = said('Roles assumed within the account only', notes.within);
    const services = said('Roles assumed by AWS services', notes.service);
    return element(
      { at: account.provenance.at, counted: 'account' },
      'account',
      account.name,
      {
        id,
        role: account.management ? 'management' : undefined,
        description: [...within, ...services].join('. ') || undefined,
      },
      inner,
    );
  }

  /** Strangers first, as lines run from them. */
  content(): readonly ElementContent[] {
    const homes = new Map<string, ElementContent[]>();
    const own: ElementContent[] = [];
    const outside = [...this.#outside];
    const put = (id: string | undefined, made: ElementContent): void => {
      const home = this.#home(this.#read.accounts.get(id ?? ''));
      if (home === 'own') own.push(made);
      else if (home === 'outside') outside.push(made);
      else homes.set(home.organization, [...(homes.get(home.organization) ?? []), made]);
    };
    for (const box of this.#boxes.values()) put(box.id, this.#box(box));
    for (const { account, made } of this.#beside) put(account, made);
    const name = this.#organized ? 'Outside of the organization' : 'Outside';
    const organizations = [...homes].sort(([a], [b]) => (a < b ? -1 : 1));
    return [
      ...this.#group('generic:group', name, { zone: 'untrusted' }, outside),
      ...this.#group('generic:group', 'AWS services', {}, this.#services),
      ...organizations.flatMap(([id, members]) =>
        this.#group('organization', 'AWS organization', { id }, members),
      ),
      ...byName(own),
    ];
  }

  #group(
    kind: string,
    name: string,
    facts: ElementContent['facts'],
    members: readonly ElementContent[],
  ): ElementContent[] {
    const [first] = members;
    if (!first) return [];
    const at = first.origin ?? { file: '' };
    return [grouping(this.#ledger, at, kind, name, facts, byName(members))];
  }
}

function said(what: string, roles: readonly string[] | undefined): string[] {
  return roles ? [`${what}: ${[...new Set(roles)].sort().join(', ')}`] : [];
}
