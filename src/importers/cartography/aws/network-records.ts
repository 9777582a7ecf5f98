/** The part of an inventory that is about networks. */

import type { Collections } from '../../../inventory/inventory.ts';

export type NetworkRecords = Pick<
  Collections,
  | 'vpcs'
  | 'addressBlocks'
  | 'subnets'
  | 'internetGateways'
  | 'endpoints'
  | 'networkAcls'
  | 'networkInterfaces'
  | 'routeTables'
  | 'routes'
  | 'routeTableAssociations'
>;
