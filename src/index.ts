/** The public API: everything a diagram file or a config imports from 'cadastre'. */

export { type DiagramInput, diagram } from './dsl/diagram.ts';
export {
  account,
  availabilityZone,
  cluster,
  folder,
  type GroupWord,
  group,
  internet,
  managementGroup,
  type NodeWord,
  namespace,
  node,
  onPremises,
  organization,
  ou,
  project,
  region,
  resourceGroup,
  routeTable,
  securityGroup,
  subnet,
  subscription,
  user,
  virtualNetwork,
  vpc,
  zone,
} from './dsl/element.ts';
export { annotate, type Estate, estate } from './dsl/estate.ts';
export { align, connect, type Ends, flow, order, sheet } from './dsl/link.ts';
export type { GroupKind, Kind } from './icons/kinds.ts';
export type { AccountData, AccountDataElement, Protection } from './model/account-data.ts';
export type {
  AnnotationContent,
  Content,
  Contents,
  DerivedContent,
  DiagramContent,
  DiagramOptions,
  ElementContent,
  End,
  HintContent,
  LinkContent,
} from './model/content.ts';
export type {
  AccessOptions,
  ClassifyRule,
  ExposureOptions,
  GcpNetworkOptions,
  GcpOrganizationOptions,
  GcpScope,
  Json,
  KubernetesOptions,
  NetworkOptions,
  OrganizationOptions,
  PeopleOptions,
} from './model/derivation.ts';
export type { Census, Diagram, Element, Identity, Link } from './model/diagram.ts';
export type {
  Covered,
  CoveredDetail,
  CoveredScope,
  CoveredVpcs,
  Direction,
  ElementFacts,
  LinkFacts,
  LinkStyle,
  Route,
  Style,
  Waiver,
  Zone,
} from './model/facts.ts';
export {
  type Config,
  defineConfig,
  type OwnFinding,
  type OwnRule,
} from './sources/config/types.ts';
