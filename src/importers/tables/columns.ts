/** What people call the columns of tables of accounts and networks. A column that is not listed here is never guessed. */

export type Field =
  | 'account'
  | 'accountId'
  | 'accountName'
  | 'unit'
  | 'unitId'
  | 'parent'
  | 'state'
  | 'region'
  | 'vpc'
  | 'vpcId'
  | 'vpcName'
  | 'vpcCidr'
  | 'subnet'
  | 'subnetId'
  | 'subnetName'
  | 'subnetCidr'
  | 'zone'
  | 'id'
  | 'name'
  | 'cidr'
  | 'ignored';

/** Without regard to case, blanks, `_`, `-`, `.` and `/`. */
export const COLUMN_NAMES: Readonly<Record<Field, readonly string[]>> = {
  account: ['account', 'aws account', 'owner account'],
  accountId: [
    ...['account id', 'aws account id', 'account number', 'aws account number', 'account no'],
    ...['owner id', 'owner account id', 'accountnumber'],
  ],
  accountName: ['account name', 'aws account name', 'account alias'],
  unit: [
    ...['ou', 'ou name', 'ou path', 'organizational unit', 'organisational unit', 'org unit'],
    ...['organizational unit name', 'managed organizational unit', 'parent organizational unit'],
  ],
  unitId: ['ou id', 'organizational unit id'],
  parent: ['parent', 'parent ou', 'parent id'],
  state: ['state', 'status', 'account status', 'account state'],
  region: ['region', 'aws region'],
  vpc: ['vpc'],
  vpcId: ['vpc id'],
  vpcName: ['vpc name'],
  vpcCidr: [
    'vpc cidr',
    'vpc cidrs',
    'vpc cidr block',
    'vpc cidr blocks',
    'vpc range',
    'vpc ipv4 cidr',
  ],
  subnet: ['subnet'],
  subnetId: ['subnet id'],
  subnetName: ['subnet name'],
  subnetCidr: [
    'subnet cidr',
    'subnet cidr block',
    'subnet range',
    'subnet ipv4 cidr',
    'subnet address',
  ],
  zone: ['az', 'availability zone', 'availabilityzone', 'zone'],
  id: ['id', 'resource id'],
  name: ['name'],
  cidr: [
    ...['cidr', 'cidrs', 'cidr block', 'cidr blocks', 'ipv4 cidr', 'ipv4 cidr block', 'range'],
    ...['ip range', 'address range', 'network', 'address block'],
  ],
  // Of people: read on purpose by nobody.
  ignored: [
    ...['email', 'e-mail', 'account email', 'root email', 'mail', 'owner email', 'sso user email'],
    ...['sso user first name', 'sso user last name', 'owner', 'joined', 'joined method'],
    ...['joined timestamp', 'arn', 'account arn', 'error', 'description', 'comment', 'comments'],
    ...['notes', 'remarks'],
  ],
};

const key = (name: string): string => name.toLowerCase().replace(/[\s_./-]+/g, '');

const FIELDS: ReadonlyMap<string, Field> = new Map(
  (Object.entries(COLUMN_NAMES) as [Field, readonly string[]][]).flatMap(([field, names]) =>
    names.map((name) => [key(name), field] as const),
  ),
);

export const fieldOf = (name: string): Field | undefined => FIELDS.get(key(name));

/** What one row of a table is of. */
export type TableKind = 'accounts' | 'units' | 'vpcs' | 'subnets';

/** By the name of a file or of a list in a YAML file. */
const KINDS: Readonly<Record<string, TableKind>> = {
  accounts: 'accounts',
  account: 'accounts',
  awsaccounts: 'accounts',
  ous: 'units',
  organizationalunits: 'units',
  vpcs: 'vpcs',
  networks: 'vpcs',
  subnets: 'subnets',
};

export const kindByName = (name: string): TableKind | undefined => KINDS[key(name)];

/** By the columns themselves; undefined where they are of no table that is read. */
export function kindByColumns(fields: ReadonlySet<Field>): TableKind | undefined {
  const any = (...names: Field[]): boolean => names.some((name) => fields.has(name));
  const block = any('cidr', 'subnetCidr');
  if (any('subnet', 'subnetId', 'subnetName') && (block || any('vpc', 'vpcId', 'vpcName')))
    return 'subnets';
  if (any('subnetCidr') || (any('zone') && block)) return 'subnets';
  if (any('vpc', 'vpcId', 'vpcName') && any('vpcCidr', 'cidr', 'region', 'account', 'accountId'))
    return 'vpcs';
  if (any('accountId') && any('accountName', 'unit', 'name', 'account', 'state')) return 'accounts';
  if (any('accountName') && any('unit', 'ignored', 'id', 'state')) return 'accounts';
  if (any('unit') && any('name') && any('id')) return 'accounts';
  return any('unitId') && any('unit', 'name', 'parent') ? 'units' : undefined;
}
