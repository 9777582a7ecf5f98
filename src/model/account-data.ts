/** Account data as PCI DSS names it, and what protects it where it moves or rests. */

/** The last three are sensitive authentication data: never kept after authorization, whatever is done to them. */
export const ACCOUNT_DATA_ELEMENTS = [
  'pan',
  'expiry',
  'name',
  'service-code',
  'cvv',
  'pin',
  'track',
] as const;
export type AccountDataElement = (typeof ACCOUNT_DATA_ELEMENTS)[number];

export const PROTECTIONS = [
  'clear',
  'tls',
  'p2pe',
  'dukpt',
  'tokenized',
  'truncated',
  'hashed',
  'encrypted',
] as const;
export type Protection = (typeof PROTECTIONS)[number];

/** One element of account data that a flow moves or a store keeps. */
export interface AccountData {
  readonly element: AccountDataElement;
  readonly protection: Protection;
  /** Who holds the keys, or where they are: `aws:kms card-key`, `solution provider`. */
  readonly keys?: string;
}

/** As people write it: `PAN`, `service code`. */
export const ELEMENT_NAMES: Readonly<Record<AccountDataElement, string>> = {
  pan: 'PAN',
  expiry: 'expiry',
  name: 'cardholder name',
  'service-code': 'service code',
  cvv: 'CVV',
  pin: 'PIN',
  track: 'track data',
};

export const isSensitive = (element: AccountDataElement): boolean =>
  ['cvv', 'pin', 'track'].includes(element);

/** `PAN (p2pe, keys: solution provider)` */
export const accountDataText = ({ element, protection, keys }: AccountData): string =>
  `${ELEMENT_NAMES[element]} (${protection}${keys === undefined ? '' : `, keys: ${keys}`})`;
