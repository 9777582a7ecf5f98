/** The derivations by name: an importer's facts, drawn by a view. Neither knows the other. */

import type { CartographyImporter } from '../../importers/cartography/importer.ts';
import type { EstateView } from '../../views/view.ts';

// Options are checked before they are handed over, and the importer's facts are what the view takes: see `pair`.
// biome-ignore lint/suspicious/noExplicitAny: each takes options of its own
type Any = any;

export interface Derivation<Options = Any> {
  readonly importer: CartographyImporter<Options, Any>;
  readonly view: EstateView<Options, Any>;
}

/** An importer with a view that takes what it gives. */
const pair = <Options, Facts>(
  importer: CartographyImporter<Options, Facts>,
  view: EstateView<Options, Facts>,
): Derivation<Options> => ({ importer, view });

/** Each is loaded when a diagram asks for it. */
export const DERIVATIONS = {
  async organization() {
    const [{ organizationImporter }, { organization }] = await Promise.all([
      import('../../importers/cartography/aws/organization-importer.ts'),
      import('../../views/organization/organization.ts'),
    ]);
    return pair(organizationImporter, organization);
  },
  async network() {
    const [{ networkImporter }, { network }] = await Promise.all([
      import('../../importers/cartography/aws/network-importer.ts'),
      import('../../views/network/network.ts'),
    ]);
    return pair(networkImporter, network);
  },
  async exposure() {
    const [{ exposureImporter }, { exposure }] = await Promise.all([
      import('../../importers/cartography/aws/exposure-importer.ts'),
      import('../../views/exposure/exposure.ts'),
    ]);
    return pair(exposureImporter, exposure);
  },
  async access() {
    const [{ accessImporter }, { access }] = await Promise.all([
      import('../../importers/cartography/aws/access-importer.ts'),
      import('../../views/access/access.ts'),
    ]);
    return pair(accessImporter, access);
  },
  async gcpOrganization() {
    const [{ gcpOrganizationImporter }, { gcpOrganization }] = await Promise.all([
      import('../../importers/cartography/gcp/importer.ts'),
      import('../../views/gcp/organization.ts'),
    ]);
    return pair(gcpOrganizationImporter, gcpOrganization);
  },
  async kubernetes() {
    const [{ kubernetesImporter }, { kubernetes }] = await Promise.all([
      import('../../importers/cartography/kubernetes/importer.ts'),
      import('../../views/kubernetes/kubernetes.ts'),
    ]);
    return pair(kubernetesImporter, kubernetes);
  },
  async people() {
    const [{ peopleImporter }, { people }] = await Promise.all([
      import('../../importers/cartography/people/importer.ts'),
      import('../../views/people/people.ts'),
    ]);
    return pair(peopleImporter, people);
  },
  async gcpNetwork() {
    const [{ gcpNetworkImporter }, { gcpNetwork }] = await Promise.all([
      import('../../importers/cartography/gcp/importer.ts'),
      import('../../views/gcp/network.ts'),
    ]);
    return pair(gcpNetworkImporter, gcpNetwork);
  },
};

export type DerivationName = keyof typeof DERIVATIONS;

export const DERIVATION_NAMES = Object.keys(DERIVATIONS) as readonly DerivationName[];
