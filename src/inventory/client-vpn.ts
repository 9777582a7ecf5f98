/** AWS Client VPN: the way in for people from wherever they are. */

import type { AccountRecord } from './provenance.ts';

export interface ClientVpnEndpoint extends AccountRecord {
  readonly name: string;
  /** Clients get addresses of this block. */
  readonly clientCidr?: string;
  readonly vpc?: string;
  /** Subnets that it is associated with. */
  readonly subnets: readonly string[];
  readonly groups: readonly string[];
  readonly state?: string;
  /** Only what is routed here goes through it, the rest by the client's own way; absent where the source does not say. */
  readonly splitTunnel?: boolean;
  /** `certificate-authentication`, `directory-service-authentication`, `federated-authentication`. */
  readonly authentication: readonly string[];
  readonly transport?: 'tcp' | 'udp';
  readonly port?: number;
  readonly authorizations: readonly ClientVpnAuthorization[];
  readonly routes: readonly ClientVpnRoute[];
  readonly tags: Readonly<Record<string, string>>;
}

/** Who may go where. Without one, nobody may go anywhere. */
export interface ClientVpnAuthorization {
  readonly destination: string;
  /** Id of the directory's group; absent where all who connect may. */
  readonly group?: string;
}

export interface ClientVpnRoute {
  readonly destination: string;
  /** The associated subnet that it goes through. */
  readonly subnet: string;
}
