/** The paths of the recorded estate between the elements of a diagram, for the rules that ask for them. */

import type { Inventory } from '../../inventory/inventory.ts';
import type { Diagram, Identity } from '../../model/diagram.ts';
import { gather } from '../../model/order.ts';
import { PortSet } from '../../model/ports.ts';
import { Reachability } from '../../reachability/analyse.ts';
import type { PathEnd } from '../../reachability/path-ends.ts';
import type { PathEntry } from '../../reachability/path-entry.ts';
import type { PathGap } from '../../reachability/path-gaps.ts';
import { portsOfEntry } from '../../reachability/roll-up.ts';
import { placeOfEnd } from '../../reachability/select.ts';
import type {
  ElementPath,
  ElementPaths,
  LinkPorts,
  NoElementPaths,
  PathPorts,
} from '../../rules/element-paths.ts';
import { portsIn } from '../../rules/element-paths.ts';
import { View } from '../../rules/view.ts';
import { joinedEstate } from '../inventory/joined-estate.ts';
import type { Project } from '../project.ts';

/** Kinds of elements that stand for what is outside, and has no id. */
const OUTSIDE = { internet: 'internet', 'on-premises': 'on-premises' } as const;

/** The only recorded estate of the project, read when the first diagram asks for it. */
export class EstatePaths {
  readonly #project: Project;
  #read: Promise<{ reach: Reachability; inventory: Inventory } | NoElementPaths> | undefined;

  constructor(project: Project) {
    this.#project = project;
  }

  async of(diagram: Diagram): Promise<ElementPaths | NoElementPaths> {
    this.#read ??= this.#open();
    const read = await this.#read;
    return 'missing' in read ? read : new DiagramPaths(diagram, read.reach, read.inventory).all;
  }

  async #open(): Promise<{ reach: Reachability; inventory: Inventory } | NoElementPaths> {
    const { value, diagnostics } = await joinedEstate(undefined, this.#project);
    if (!value) return { missing: diagnostics[0]?.message ?? 'no estate is recorded' };
    const { inventory } = value.reconciled;
    return { reach: new Reachability(inventory), inventory };
  }
}

interface PathSums {
  open: PortSet;
  unsure: PortSet;
  readonly decisions: Set<string>;
}

class DiagramPaths {
  readonly #view: View;
  readonly #reach: Reachability;
  readonly #inventory: Inventory;
  /** By end: the element that stands for it, or for the nearest thing around it. */
  readonly #elements = new Map<string, Identity>();
  readonly #ends: ReadonlyMap<string, PathEnd>;
  /** Of each element, those that it, or anything in it, stands for. */
  readonly #endsIn = new Map<string, PathEnd[]>();
  readonly #causes = new Set<string>();

  constructor(diagram: Diagram, reach: Reachability, inventory: Inventory) {
    this.#view = new View({ diagram, asOf: '' });
    this.#reach = reach;
    this.#inventory = inventory;
    this.#ends = new Map(reach.ends.map((end) => [end.id, end]));
    for (const end of reach.ends) {
      const element = this.#elementOf(end);
      if (element === undefined) continue;
      this.#elements.set(end.id, element);
      for (const around of [element, ...this.#view.around(element)])
        gather(this.#endsIn, around, end);
    }
  }

  get all(): ElementPaths | NoElementPaths {
    const drawn = [...this.#elements].some(([, element]) => element.startsWith('#'));
    if (!drawn) return { missing: 'no element has the id of anything in the inventory' };
    const links = this.#links();
    const paths = this.#cdePaths();
    const lacking = this.#lacking().map(({ what, why }) => `${what}: ${why}`);
    return { paths, links, causes: [...this.#causes].sort(), lacking };
  }

  /** What was not read where the CDE is, or in nobody knows which account, and ways in there that are not followed. */
  #lacking(): readonly PathGap[] {
    const accounts = this.#cdeAccounts();
    return this.#reach.gaps.filter(({ kind, account }) =>
      account === undefined ? kind === 'unread' : kind !== 'service' && accounts.has(account),
    );
  }

  /** Accounts that hold anything in the CDE, whether or not any path ends there. */
  #cdeAccounts(): ReadonlySet<string> {
    const { vpcs, subnets, accounts } = this.#inventory;
    const found = new Set<string>();
    const view = this.#view;
    for (const [endId, element] of this.#elements) {
      const end = this.#ends.get(endId);
      const account = end && placeOfEnd(end, this.#inventory).account;
      if (view.zone(element) === 'cde' && account !== undefined) found.add(account);
    }
    for (const element of view.elements) {
      if (view.zone(element) !== 'cde' || !element.startsWith('#')) continue;
      for (const id of [element, ...view.around(element)].map((own) => own.slice(1))) {
        if (accounts.has(id)) found.add(id);
        const { owner, accounts: held = [] } = vpcs.get(id) ?? {};
        for (const account of [owner, ...held, ...(subnets.get(id)?.accounts ?? [])])
          if (account !== undefined) found.add(account);
      }
    }
    return found;
  }

  #elementOf(end: PathEnd): Identity | undefined {
    const { elements } = this.#view.diagram;
    const { subnet, vpc, account } = placeOfEnd(end, this.#inventory);
    const members = end.kind === 'segment' ? end.members.map(({ id }) => id) : [];
    const ids = [end.id, ...members, ...[subnet, vpc, account].flatMap((id) => id ?? [])];
    const own = ids.map((id) => `#${id}` as Identity).find((id) => Object.hasOwn(elements, id));
    if (own !== undefined) return own;
    const kind = Object.hasOwn(OUTSIDE, end.kind) ? OUTSIDE[end.kind as 'internet'] : undefined;
    // One with an id is that thing, and no other.
    const drawn = this.#view.elements.filter(
      (id) => this.#view.element(id).kind === kind && (kind === 'internet' || !id.startsWith('#')),
    );
    return kind === 'internet' || drawn.length === 1 ? drawn[0] : undefined;
  }

  #links(): Map<Identity, LinkPorts> {
    const found = new Map<Identity, LinkPorts>();
    for (const id of this.#view.links) {
      const { from, to, facts, relation } = this.#view.link(id);
      const [a, b] = [this.#endsIn.get(from), this.#endsIn.get(to)];
      const ofCde = [from, to].some((end) => this.#view.reached(end).has('cde'));
      if (!a || !b || (relation !== 'flow' && !ofCde)) continue;
      const analysed = (ports: PortSet): PathEntry[][] =>
        this.#view.ways(id).map((way) => {
          const [source, target] = way.from === from ? [a, b] : [b, a];
          return [...this.#reach.analyse({ from: source, to: target, closed: true, ports }).paths];
        });
      const ways = analysed(PortSet.ALL);
      // Data that flows both ways takes both; a line between networks says that they are connected.
      const both = relation === 'flow' && facts.direction === 'both';
      const own = both ? this.#inEach(ways) : this.#summed(ways.flat());
      const possible = portsIn(own.open).union(portsIn(own.unsure));
      const declared = portsIn(facts.ports ?? []);
      const closed = declared.isEmpty ? PortSet.ALL : declared.subtract(possible);
      const closedBy = closed.isEmpty ? '' : this.#summed(analysed(closed).flat()).decidedBy;
      found.set(id, { ...own, closedBy });
    }
    return found;
  }

  /** Of what is in the CDE with everything else, by the elements that are drawn. */
  #cdePaths(): ElementPath[] {
    const isCde = ({ id }: PathEnd): boolean => {
      const element = this.#elements.get(id);
      return element !== undefined && this.#view.zone(element) === 'cde';
    };
    const inner = this.#reach.ends.filter(isCde);
    const outer = this.#reach.ends.filter((end) => !isCde(end));
    const { paths: into } = this.#reach.analyse({ from: outer, to: inner });
    const { paths: out } = this.#reach.analyse({ from: inner, to: outer });
    const pairs = new Map<string, PathEntry[]>();
    for (const entry of [...into, ...out]) {
      const key = JSON.stringify([this.#nameOf(entry.from), this.#nameOf(entry.to)]);
      pairs.set(key, [...(pairs.get(key) ?? []), entry]);
    }
    return [...pairs.values()].flatMap((entries): ElementPath[] => {
      const [first] = entries;
      if (!first) return [];
      const [from, to] = [this.#elements.get(first.from), this.#elements.get(first.to)];
      return [
        {
          ...this.#summed(entries),
          ...{ fromName: this.#nameOf(first.from), toName: this.#nameOf(first.to) },
          ...(from === undefined ? {} : { from }),
          ...(to === undefined ? {} : { to }),
        },
      ];
    });
  }

  #nameOf(id: string): string {
    const element = this.#elements.get(id);
    return element === undefined ? (this.#ends.get(id)?.name ?? id) : this.#view.name(element);
  }

  /** What passes in each of several ways. */
  #inEach(ways: readonly (readonly PathEntry[])[]): PathPorts {
    const all = ways.map((entries) => this.#summed(entries));
    const meet = (sets: readonly PortSet[]): PortSet =>
      sets.reduce((a, b) => a.intersect(b), PortSet.ALL);
    const open = meet(all.map((one) => portsIn(one.open)));
    const possible = meet(all.map((one) => portsIn(one.open).union(portsIn(one.unsure))));
    return {
      open: open.texts,
      unsure: possible.subtract(open).texts,
      decidedBy: all.map(({ decidedBy }) => decidedBy).join('; '),
    };
  }

  #summed(entries: readonly PathEntry[]): PathPorts {
    const sums: PathSums = { open: PortSet.NONE, unsure: PortSet.NONE, decisions: new Set() };
    const open = entries.filter(({ verdict }) => verdict === 'open');
    for (const entry of entries) {
      if (entry.verdict === 'open') sums.open = sums.open.union(portsOfEntry(entry));
      // What arrives one way only is no path that holds, and none that is closed.
      if (entry.verdict !== 'cannot-tell' && entry.verdict !== 'one-way') continue;
      sums.unsure = sums.unsure.union(portsOfEntry(entry));
      if (entry.verdict === 'one-way') this.#causes.add(entry.reason);
      for (const { code } of entry.doubts) this.#causes.add(code);
    }
    for (const { decidedBy, reason } of open.length > 0 ? open : entries)
      if (decidedBy)
        sums.decisions.add(
          decidedBy.rule === ''
            ? `${reason} ${decidedBy.id}`
            : `${decidedBy.id}: ${decidedBy.rule}`,
        );
    return {
      open: sums.open.texts,
      unsure: sums.unsure.subtract(sums.open).texts,
      decidedBy: [...sums.decisions].slice(0, 3).join('; ') || 'nothing leads there',
    };
  }
}
