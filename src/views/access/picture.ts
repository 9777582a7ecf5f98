/** The drawing of trusts: accounts with their roles, everyone who may assume them, and the lines between. */

import type { IamRole, Principal, RoleTrust } from '../../inventory/access.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import type { Content, ElementContent, End, LinkContent } from '../../model/content.ts';
import type { Origin } from '../../model/diagnostic.ts';
import { element, grouping, link } from '../elements.ts';
import type { Ledger } from '../ledger.ts';
import { TrustAccountBoxes } from './boxes.ts';
import type { Quiet } from './choose.ts';
import { principalKey, type RoleSet } from './fold.ts';
import { serviceKind } from './services.ts';

/** Nothing in the graph says more: Cartography keeps no conditions of trust policies. */
const CONDITIONS = 'Conditions of the trust policy (external id, MFA, token) are not recorded';

/** More roles of one name than this are one card. */
const MOST_CARDS = 12;

/** How sure it is that the principal gets in; Cartography evaluates policies of roles and users only. */
function certainty({ principal, allowed }: RoleTrust): 'allowed' | 'not allowed' | 'trusted' {
  if (allowed) return 'allowed';
  return principal?.kind === 'role' || principal?.kind === 'user' ? 'not allowed' : 'trusted';
}

/** What a line says, and how it is drawn. */
const LINES = {
  allowed: {
    label: 'trusted and allowed',
    style: { legend: 'Trusted, and allowed to assume it' },
  },
  'not allowed': {
    label: 'trusted, no permission found',
    style: { line: 'dotted', legend: 'Trusted, no permission found' },
  },
  trusted: {
    label: 'trusted',
    style: { line: 'dashed', legend: 'Trusted, permissions not recorded' },
  },
} as const;

export class Picture {
  readonly #read: Inventory;
  readonly #ledger: Ledger;
  readonly #fold: boolean;
  readonly #boxes: TrustAccountBoxes;
  readonly #roles = new Map<string, ElementContent>();
  /** Where lines to a role end: at its box when it is drawn with others. */
  readonly #targets = new Map<string, ElementContent>();
  readonly #others = new Map<string, ElementContent>();
  readonly #principals = new Set<string>();
  readonly #merged = new Set<string>();
  readonly #noted = new Set<string>();
  readonly #links: LinkContent[] = [];
  /** By target, for each source and certainty. */
  readonly #drawn = new Map<ElementContent, Set<string>>();

  constructor(read: Inventory, ledger: Ledger, fold: boolean) {
    this.#read = read;
    this.#ledger = ledger;
    this.#fold = fold;
    this.#boxes = new TrustAccountBoxes(read, ledger);
  }

  /** Puts a role into its account, or several into a box of their own. */
  place({ name, roles }: RoleSet): void {
    const [first] = roles;
    if (!first) return;
    if (roles.length === 1) {
      this.#targets.set(first.id, this.#role(first));
      return;
    }
    const title = `${name} in ${roles.length} accounts`;
    if (roles.length > MOST_CARDS) {
      this.#one(title, roles);
      return;
    }
    const cards = roles.map((role) => {
      const account = this.#read.accounts.get(role.account ?? '');
      const card = this.#card(role, this.#accountName(role));
      this.#roles.set(role.id, card);
      // No box of its account says so for it.
      if (account?.behind) this.#ledger.older(role.id, account.id);
      if (account) this.#ledger.sources.add(account.id);
      return card;
    });
    const box = grouping(this.#ledger, first.provenance.at, 'generic:group', title, {}, cards);
    this.#boxes.beside(first.account, box);
    for (const role of roles) this.#targets.set(role.id, box);
  }

  #accountName({ account, name }: IamRole): string {
    return this.#read.accounts.get(account ?? '')?.name ?? account ?? name;
  }

  /** One card for roles in very many accounts. */
  #one(title: string, roles: readonly IamRole[]): void {
    const [first] = roles;
    if (!first) return;
    const names = roles.map((role) => `${this.#accountName(role)} (${role.account})`).sort();
    const source = { at: first.provenance.at, counted: 'role' };
    const card = element(source, 'aws:iam-role', title, { description: names.join(', ') });
    this.#ledger.folded('role', roles.length - 1);
    this.#boxes.beside(first.account, card);
    for (const { id, account } of roles) {
      if (account !== undefined) this.#ledger.sources.add(account);
      this.#roles.set(id, card);
      this.#targets.set(id, card);
    }
  }

  /** Draws a trust, or adds it to the line that is there between the same two. */
  trust(trust: RoleTrust): void {
    const { role, principal } = trust;
    const { at } = trust.provenance;
    const to = this.#targets.get(role.id) ?? this.#role(role);
    const from = principal ? this.#source(principal, at) : this.#unrecorded(at);
    const kind = principal ? 'trust' : 'unrecorded trust';
    const sure = certainty(trust);
    const source = principal ? principalKey(principal, this.#fold) : '';
    const drawn = this.#drawn.get(to) ?? new Set();
    this.#drawn.set(to, drawn);
    if (drawn.has(`${sure} ${source}`)) {
      this.#ledger.folded(kind);
      return;
    }
    drawn.add(`${sure} ${source}`);
    const outside = !['role', 'user', 'account'].includes(principal?.kind ?? '');
    this.#links.push(
      link({ at, counted: kind }, from, to, {
        id: principal && to.facts.id ? `${to.facts.id} < ${principal.id}` : undefined,
        ...LINES[sure],
        description: CONDITIONS,
        zone: outside && principal?.kind !== 'service' ? 'untrusted' : undefined,
      }),
    );
  }

  #card(role: IamRole, name: string): ElementContent {
    return element({ at: role.provenance.at, counted: 'role' }, 'aws:iam-role', name, {
      id: role.id,
    });
  }

  #role(role: IamRole): ElementContent {
    const known = this.#roles.get(role.id);
    if (known) return known;
    const card = this.#card(role, role.name);
    this.#roles.set(role.id, card);
    this.#boxes.put(role.account, card);
    return card;
  }

  #source(principal: Principal, at: Origin): End {
    const { id, kind, account } = principal;
    const role = this.#read.roles.get(id);
    if (role) return this.#role(role);
    if (kind === 'account' && account !== undefined) {
      this.#merged.add(id);
      return this.#boxes.open(account, at);
    }
    const key = principalKey(principal, this.#fold);
    const known = this.#others.get(key);
    if (known) {
      if (!this.#principals.has(id)) this.#merged.add(id);
      return known;
    }
    this.#principals.add(id);
    const made = this.#principal(principal, at);
    this.#others.set(key, made);
    if (kind === 'role' || kind === 'user') this.#boxes.put(account, made);
    else if (kind === 'service') this.#boxes.service(made);
    else this.#boxes.outside(made);
    return made;
  }

  #principal({ id, kind, name }: Principal, at: Origin): ElementContent {
    const kinds = {
      anyone: 'internet',
      role: 'aws:iam-role',
      user: 'aws:user',
      federated: 'generic:identity-provider',
      service: serviceKind(id),
      account: 'account',
      unknown: 'generic:user',
    };
    if (kind === 'role' || kind === 'unknown')
      this.#ledger.stub({
        kind: 'principal',
        id,
        what: { type: 'iam-principal', name: id },
        reason: { code: 'trusted-principal-not-recorded' },
        at,
      });
    return element({ at, counted: 'principal' }, kinds[kind], name, {
      id: id === name ? undefined : id,
    });
  }

  #unrecorded(at: Origin): ElementContent {
    const known = this.#others.get('');
    if (known) return known;
    const id = 'trust-not-recorded';
    const made = grouping(this.#ledger, at, 'generic:user', 'Principals that are not recorded', {
      id,
    });
    this.#ledger.stub({
      kind: 'grouping',
      id,
      what: { type: 'trusted-principals' },
      reason: { code: 'trust-not-recorded' },
      at,
    });
    this.#others.set('', made);
    this.#boxes.outside(made);
    return made;
  }

  /** Says of a trust without a line in its account, if that is drawn. */
  note({ role }: RoleTrust, why: Quiet): boolean {
    if (!this.#boxes.note(role.account, role.name, why)) return false;
    this.#noted.add(role.id);
    return true;
  }

  shows = (arn: string): boolean => this.#roles.has(arn);
  noted = (arn: string): boolean => this.#noted.has(arn);
  /** Whether a principal that is no role is counted by an element. */
  counts = (id: string): boolean => this.#principals.has(id);
  merged = (id: string): boolean => this.#merged.has(id);
  countAccounts(): void {
    this.#ledger.omitted('account', this.#read.accounts.size - this.#boxes.drawnAccounts());
  }

  content(): readonly Content[] {
    return [...this.#boxes.content(), ...this.#links];
  }
}
