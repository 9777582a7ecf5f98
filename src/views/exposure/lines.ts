/** The lines of paths, and what of the graph each stands for. */

import type { End, LinkContent } from '../../model/content.ts';
import { portTexts } from '../../model/ports.ts';
import { link } from '../elements.ts';
import type { Ledger } from '../ledger.ts';
import type { Asset } from './assets.ts';
import { membersOf } from './fold.ts';
import type { ExposureGroup } from './groups.ts';
import { type Paths, pairKey, type Step } from './paths.ts';

export class ExposureLines {
  readonly #ledger: Ledger;
  readonly #endOf: (thing: Asset) => End;
  readonly #links: LinkContent[] = [];
  readonly #drawn = new Set<string>();
  readonly #touched = new Set<string>();
  #targets = 0;

  constructor(ledger: Ledger, endOf: (thing: Asset) => End) {
    this.#ledger = ledger;
    this.#endOf = endOf;
  }

  /** From the internet, or the gateway that stands for it. */
  entry(from: End, step: Step): void {
    const many = membersOf(step.to).length;
    this.#ledger.folded('internet-facing', many - 1);
    this.#add('internet-facing', from, step);
  }

  /** A way that needs no line of its own. */
  skip({ pairs }: Step): void {
    for (const pair of pairs) this.#touched.add(pair);
  }

  step(from: Asset, step: Step): void {
    this.#targets += step.targets;
    this.skip(step);
    if (step.targets > 0) {
      this.#ledger.folded('load-balancer-target', step.targets - 1);
      this.#add('load-balancer-target', this.#endOf(from), step);
      return;
    }
    const pair = step.pairs.find((p) => !this.#drawn.has(p));
    if (pair !== undefined) this.#drawn.add(pair);
    // Two groups are joined once, however many members draw a line each.
    else this.#ledger.found('grouping', 1);
    const kind = pair === undefined ? 'grouping' : 'security-group-pair';
    this.#add(kind, this.#endOf(from), step);
  }

  #add(counted: string, from: End, { to, ports, by, label, sure, at, ...step }: Step): void {
    const said = step.description ? `${step.description}. ` : '';
    const groups = by.length > 0 ? `Let in by ${by.map(nameOf).join(', ')}` : '';
    this.#links.push(
      link({ at, counted }, from, this.#endOf(to), {
        ports: portTexts(ports),
        control: by.map(({ name }) => name).join(', ') || undefined,
        encrypted: step.encrypted,
        label,
        description: `${said}${groups}` || undefined,
        style: sure ? undefined : { line: 'dotted', legend: 'Not certain to get through' },
      }),
    );
  }

  /** Counts what no line stands for. */
  countTheRest(
    groups: ReadonlyMap<string, ExposureGroup>,
    paths: Paths,
    balancers: readonly string[],
  ): void {
    for (const { id, sources } of groups.values())
      for (const source of sources) {
        const pair = pairKey(id, source);
        if (this.#drawn.has(pair)) continue;
        if (this.#touched.has(pair)) this.#ledger.folded('security-group-pair');
        else this.#ledger.omitted('security-group-pair');
      }
    const all = balancers.reduce((sum, id) => sum + paths.targetsOf(id), 0);
    this.#ledger.omitted('load-balancer-target', all - this.#targets);
  }

  content(): readonly LinkContent[] {
    return this.#links;
  }
}

const nameOf = ({ name, id }: ExposureGroup): string => (name === id ? id : `${name} (${id})`);
