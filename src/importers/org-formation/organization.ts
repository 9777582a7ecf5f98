/** One `organization.yml`: its accounts and OUs, as resources by the names of Terraform's AWS provider. */

import type { YamlNode } from '../../formats/yaml-tree.ts';
import type { DeclaredResource } from '../aws-resources/resource.ts';
import { Reference, type ValueMap } from '../aws-resources/values.ts';
import type { UnresolvedFact } from '../file-importer.ts';
import { textOf, YamlMapping } from '../yaml-mapping.ts';

const TYPE = {
  master: 'OC::ORG::MasterAccount',
  root: 'OC::ORG::OrganizationRoot',
  unit: 'OC::ORG::OrganizationalUnit',
  account: 'OC::ORG::Account',
} as const;

const PLACEHOLDER = /\{\{\s*(.+?)\s*\}\}/;

export class OrganizationFile {
  readonly resources: DeclaredResource[] = [];
  readonly unresolved: UnresolvedFact[] = [];
  /** Policies and other things that are no account and no OU, by type. */
  readonly unmapped = new Map<string, number>();
  readonly #scope: string;
  readonly #prefix: string;
  readonly #declared: readonly (readonly [logical: string, type: string, item: YamlMapping])[];
  /** Logical name -> that of the OU that lists it. */
  readonly #parents = new Map<string, string>();

  constructor(scope: string, root: YamlMapping, prefix: string) {
    this.#scope = scope;
    this.#prefix = prefix;
    const section = root.item('Organization');
    if (!section && root.node('Organization'))
      this.#note('Organization', 'it is in another file, which is not read', root.at);
    this.#declared = (section?.keys ?? []).flatMap((logical) => {
      const item = section?.item(logical);
      const type = item?.text('Type');
      return item && type !== undefined ? [[logical, type, item] as const] : [];
    });
    for (const [logical, type, item] of this.#declared)
      if (type === TYPE.unit) this.#listed(logical, item);
    this.#addAll(root);
  }

  #note(what: string, reason: string, at: YamlMapping['at']): void {
    this.unresolved.push({ what, reason, at });
  }

  #ref(logical: string): Reference {
    return new Reference(this.#scope, this.#prefix + logical, ['id']);
  }

  /** Accounts and OUs that an OU lists, by reference. */
  #listed(unit: string, item: YamlMapping): void {
    const known = new Set(this.#declared.map(([logical]) => logical));
    for (const key of ['Accounts', 'OrganizationalUnits'])
      for (const node of nodesOf(item.item('Properties')?.node(key))) {
        const logical = referenced(node);
        if (logical === undefined)
          this.#note(`${unit}.${key}`, 'what it lists is not a !Ref', node.origin);
        else if (!known.has(logical))
          this.#note(`${unit}.${key}`, `the file declares no ${logical}`, node.origin);
        else if (this.#parents.has(logical))
          this.#note(
            logical,
            `${this.#parents.get(logical)} and ${unit} both list it`,
            node.origin,
          );
        else this.#parents.set(logical, unit);
      }
  }

  #addAll(root: YamlMapping): void {
    const master = this.#declared.find(([, type]) => type === TYPE.master);
    const top = this.#declared.find(([, type]) => type === TYPE.root);
    const at = (top ?? master)?.[2].at ?? root.at;
    const managing = master ? { master_account_id: this.#accountId(master[0], master[2]) } : {};
    this.#add('aws_organizations_organization', 'organization', managing, at);
    const rootId = new Reference(this.#scope, `${this.#prefix}organization`, ['roots', 0, 'id']);
    for (const [logical, type, item] of this.#declared) {
      const parent = this.#parents.get(logical);
      const parent_id = parent === undefined ? rootId : this.#ref(parent);
      const properties = item.item('Properties');
      if (type === TYPE.unit)
        this.#add(
          'aws_organizations_organizational_unit',
          logical,
          { name: this.#text(properties, 'OrganizationalUnitName') ?? logical, parent_id },
          item.at,
        );
      else if (type === TYPE.account || type === TYPE.master)
        this.#add(
          'aws_organizations_account',
          logical,
          {
            ...this.#stated(logical, item),
            name: this.#text(properties, 'AccountName') ?? logical,
            parent_id,
          },
          item.at,
        );
      else if (type !== TYPE.root) this.unmapped.set(type, (this.unmapped.get(type) ?? 0) + 1);
    }
  }

  /** A text without placeholders: one that holds them is not known before they are filled in. */
  #text(item: YamlMapping | undefined, key: string): string | undefined {
    const text = item?.text(key);
    return text !== undefined && PLACEHOLDER.test(text) ? undefined : text;
  }

  #stated(logical: string, item: YamlMapping): { readonly id?: string } {
    const id = this.#accountId(logical, item);
    const given = item.item('Properties')?.text('AccountId');
    const name = PLACEHOLDER.exec(given ?? '')?.[1];
    if (name !== undefined)
      this.#note(`${logical}.AccountId`, `the placeholder {{${name}}} has no value`, item.at);
    else if (given !== undefined && !/^\d{12}$/.test(given))
      this.#note(`${logical}.AccountId`, 'an account id has twelve digits', item.at);
    return /^\d{12}$/.test(id) ? { id } : {};
  }

  /** Id of its record. */
  #accountId(logical: string, item: YamlMapping): string {
    const id = this.#text(item.item('Properties'), 'AccountId');
    return id !== undefined && /^\d{12}$/.test(id) ? id : this.#prefix + logical;
  }

  #add(type: string, logical: string, values: ValueMap, at: YamlMapping['at']): void {
    const address = this.#prefix + logical;
    const base = { scope: this.#scope, address, type, managed: true, applied: false };
    this.resources.push({ ...base, values, at, label: logical });
  }
}

const nodesOf = (node: YamlNode | undefined): readonly YamlNode[] =>
  node === undefined ? [] : node.is === 'list' ? node.items : [node];

/** The logical name in `!Ref NAME` or `Ref: NAME`. */
function referenced(node: YamlNode): string | undefined {
  if (node.is === 'map') return new YamlMapping(node).text('Ref');
  return node.tag === '!Ref' ? textOf(node) : undefined;
}
