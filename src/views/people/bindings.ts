/** Who has a role in Google Cloud: on organizations, folders, projects and single resources. */

import type { CloudBinding } from '../../inventory/people.ts';
import type { ElementContent } from '../../model/content.ts';
import type { Origin } from '../../model/diagnostic.ts';
import { byName, grouping } from '../elements.ts';
import { line } from '../lines.ts';
import { type PeoplePlan, said, several } from './directories.ts';

/** About access, and in no picture. */
const COUNTED: ReadonlySet<string> = new Set([
  'gcp:service-account',
  'kubernetes-membership',
  'oauth-application',
]);

const BINDING = 'gcp:iam-binding';
const GRANT = 'gcp:iam-grant';

const KINDS: Readonly<Record<string, string>> = {
  organization: 'organization',
  folder: 'folder',
  project: 'project',
};

/** @returns what stands outside directories: everyone, and what they have a role on */
export function drawBindings(canvas: PeoplePlan): ElementContent[] {
  const { people, ledger } = canvas;
  const drawing = new Bindings(canvas);
  const workspace = people.directories.some(
    (directory) => directory.kind === 'google-workspace' && canvas.chosen.wantsDirectory(directory),
  );
  const wanted = canvas.options.directories === undefined || workspace;
  for (const binding of people.bindings)
    if (wanted && drawing.draw(binding)) ledger.folded(BINDING);
    else ledger.omitted(BINDING);
  drawing.drawLines();
  for (const { kind, found } of people.counts) if (COUNTED.has(kind)) ledger.omitted(kind, found);
  return drawing.drawn;
}

interface RoleLine {
  readonly at: Origin;
  readonly roles: string[];
  /** By role, how many of it no directory has. */
  readonly others: Map<string, number>;
}

class Bindings {
  readonly #canvas: PeoplePlan;
  readonly #resources = new Map<string, ElementContent>();
  readonly #everyone = new Map<string, ElementContent>();
  readonly #lines = new Map<ElementContent, Map<ElementContent, RoleLine>>();
  #people: ElementContent | undefined;

  constructor(canvas: PeoplePlan) {
    this.#canvas = canvas;
  }

  get drawn(): ElementContent[] {
    return [...byName([...this.#everyone.values()]), ...byName([...this.#resources.values()])];
  }

  /** Whether anything of it is drawn. */
  draw(binding: CloudBinding): boolean {
    const { groups, options } = this.#canvas;
    const members = binding.groups.flatMap((id) => groups.get(id) ?? []);
    const others = options.groups ? [] : [...this.#all(binding), ...this.#alone(binding)];
    if (members.length === 0 && others.length === 0) return false;
    for (const from of members) this.#line(binding, from);
    for (const { from, words } of others) this.#line(binding, from, words);
    return true;
  }

  /** Several roles of one on one thing are one line. */
  #line(binding: CloudBinding, from: ElementContent, words?: string): void {
    const to = this.#resource(binding);
    const ends = this.#lines.get(from) ?? new Map<ElementContent, RoleLine>();
    this.#lines.set(from, ends);
    const { role, conditional, at, others } = binding;
    const grant: RoleLine = ends.get(to) ?? { at, roles: [], others: new Map() };
    ends.set(to, grant);
    grant.roles.push(
      said([role.replace(/^roles\//, ''), words, conditional ? 'with a condition' : undefined]) ??
        role,
    );
    if (others > 0) grant.others.set(role, others);
  }

  drawLines(): void {
    const { ledger, lines } = this.#canvas;
    for (const [from, ends] of this.#lines)
      for (const [to, { at, roles, others }] of ends) {
        const beside = [...others].map(
          ([role, number]) =>
            `${role} is also of ${several(number, 'member')} outside of directories`,
        );
        lines.push(
          line(ledger, at, GRANT, from, to, {
            label: roles.join('\n'),
            ...(beside.length > 0 ? { description: `${beside.join('; ')}.` } : {}),
          }),
        );
      }
  }

  /** Everyone, and everyone of a domain. */
  #all({ public: open, domains, at }: CloudBinding): { from: ElementContent; words?: string }[] {
    const whose = [...(open ? ['Everyone'] : []), ...domains.map((domain) => `All of ${domain}`)];
    return whose.map((name) => {
      const from =
        this.#everyone.get(name) ??
        grouping(this.#canvas.ledger, at, 'generic:users', name, {
          ...(name === 'Everyone' ? { role: 'signed in or not', zone: 'untrusted' as const } : {}),
        });
      this.#everyone.set(name, from);
      return { from };
    });
  }

  /** People without a group: one card, with numbers on its lines. */
  #alone({ people, at }: CloudBinding): { from: ElementContent; words: string }[] {
    const directory = this.#canvas.directory('google-workspace');
    if (people === 0 || !directory) return [];
    if (!this.#people) {
      this.#people = grouping(this.#canvas.ledger, at, 'user', 'Single people', {
        role: 'role in Google Cloud without a group',
      });
      this.#canvas.put(directory, this.#people);
    }
    return [{ from: this.#people, words: several(people, 'person', 'people') }];
  }

  #resource({ type, resource, name, at }: CloudBinding): ElementContent {
    const known = this.#resources.get(resource);
    if (known) return known;
    const kind =
      KINDS[type] ??
      (/storage|^[^/]+$/.test(resource) ? 'gcp:cloud-storage' : 'generic:application');
    const last = resource.slice(resource.lastIndexOf('/') + 1);
    const card = grouping(this.#canvas.ledger, at, kind, name ?? last, {
      // No id of its own: the hierarchy that it is in may be drawn beside it.
      provider: 'gcp',
      role: name === undefined || name === last ? undefined : last,
    });
    this.#resources.set(resource, card);
    return card;
  }
}
