/** What authors may ask of derived content: plain data, the same in TypeScript and YAML. */

export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json };

/** Which part of the estate; everything where nothing is said. Several conditions must all hold. */
export interface Scope {
  /** Ids or names of accounts (of projects, for Google Cloud). */
  readonly accounts?: readonly string[];
  /** Ids or names of organizational units (of folders); what is nested in them counts too. */
  readonly ous?: readonly string[];
  readonly regions?: readonly string[];
  /** Required tags, with one of these values. */
  readonly tags?: Readonly<Record<string, string | readonly string[]>>;
}

export interface OrganizationOptions extends Pick<Scope, 'accounts' | 'ous'> {
  /** Ids of organizations; all that the graph holds when absent. */
  readonly organizations?: readonly string[];
  /** Shows the accounts' mail addresses, which are not recorded otherwise. Default false. */
  readonly email?: boolean;
  /** Levels of OUs that are drawn; accounts further down are folded into a number. */
  readonly depth?: number;
  /** Accounts that left or never had a place in the tree. Default `show`. */
  readonly unplaced?: 'show' | 'omit';
}

export interface NetworkOptions extends Scope {
  /** Ids or Name tags of VPCs. With `vpcs` or `tags`, what is in no VPC is left out. */
  readonly vpcs?: readonly string[];
  /** `vpcs`: networks as cards, internet gateways as lines; `subnets`: with subnets, gateways and routing; `resources` (default): what runs in them, too. */
  readonly depth?: 'vpcs' | 'subnets' | 'resources';
  /** Route tables as tables beside their subnets. Default true where subnets are drawn. */
  readonly routeTables?: boolean;
  /** Show security groups as labels of links between resources. Default true where resources are drawn. */
  readonly securityGroups?: boolean;
  /** Resources of one kind in one place (subnet, VPC, region of an account) are folded into one card from this number on. Default 4. */
  readonly foldFrom?: number;
  /** Default VPCs that hold nothing are left out (and counted). Default `show`. */
  readonly defaultVpcs?: 'show' | 'omit';
}

export interface ExposureOptions extends Scope {}

export interface AccessOptions extends Pick<Scope, 'accounts' | 'ous'> {
  /** Folds roles of one name that trust the same principal in several accounts into one link for each account. Default true. */
  readonly fold?: boolean;
  /** Shows services (`ec2.amazonaws.com` …) that may assume roles, too. Default false. */
  readonly services?: boolean;
}

/** Which part of Google Cloud; everything where nothing is said. Several conditions must all hold. */
export interface GcpScope {
  /** Ids or names of organizations. */
  readonly organizations?: readonly string[];
  /** Ids or names of folders, including everything nested in them. */
  readonly folders?: readonly string[];
  /** Ids, names or numbers of projects. */
  readonly projects?: readonly string[];
}

export interface GcpOrganizationOptions extends GcpScope {
  /** Levels of folders that are drawn; what is further down is folded into numbers. */
  readonly depth?: number;
  /** Projects without a parent. Default `show`. */
  readonly unplaced?: 'show' | 'omit';
}

export interface GcpNetworkOptions extends GcpScope {
  /** Ids or names of VPC networks. */
  readonly vpcs?: readonly string[];
  /** Firewall rules as cards, and as links from where they let traffic in. Default true. */
  readonly firewalls?: boolean;
  /** From this number on, similar instances in one subnet become one card. Default 4. */
  readonly foldFrom?: number;
}

export interface KubernetesOptions {
  /** Names or ids. */
  readonly clusters?: readonly string[];
  /** Names or ids. */
  readonly namespaces?: readonly string[];
}

export interface PeopleOptions {
  readonly directories?: readonly ('google-workspace' | 'okta' | 'aws-identity-center')[];
  /** Names or ids of groups. */
  readonly groups?: readonly string[];
  /** Shows every person; else each group says how many it has, and no names are recorded. Default false. */
  readonly members?: boolean;
  /** Shows mail addresses, which are not recorded otherwise. Default false. */
  readonly email?: boolean;
}

/** The built-in derivations and what each can be asked. */
export interface DerivationOptions {
  readonly organization: OrganizationOptions;
  readonly network: NetworkOptions;
  readonly exposure: ExposureOptions;
  readonly access: AccessOptions;
  readonly gcpOrganization: GcpOrganizationOptions;
  readonly gcpNetwork: GcpNetworkOptions;
  readonly kubernetes: KubernetesOptions;
  readonly people: PeopleOptions;
}

/** Sets facts of derived elements: the first rule that sets a fact and whose conditions all hold. */
export interface ClassifyRule {
  readonly when: {
    /** Tag and one of its values; `true`: whatever its value. */
    readonly tags?: Readonly<Record<string, string | readonly string[] | true>>;
    /** Ids or names of OUs that the element is in, at any depth. */
    readonly ous?: readonly string[];
    /** Ids or names. */
    readonly accounts?: readonly string[];
    /** Blocks that hold all blocks of the element. */
    readonly cidrs?: readonly string[];
    /** Kinds: `account`, `vpc`, `subnet`, `aws:ec2` …; default: `vpc`. */
    readonly kinds?: readonly string[];
  };
  readonly set: {
    readonly zone?: 'cde' | 'connected' | 'security-impacting' | 'out-of-scope' | 'untrusted';
    readonly owner?: string;
    readonly environment?: string;
    readonly justification?: string;
  };
}
