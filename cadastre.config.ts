import { defineConfig } from 'cadastre';

export default defineConfig({
  // Zones of what is derived from the recorded estate; what no rule covers is reported.
  classify: [
    // Whatever their tags say: they have routes to and from the cardholder data environment.
    {
      when: { accounts: ['mockupbank-production', 'mockupbank-network'] },
      set: { zone: 'connected' },
    },
    { when: { tags: { 'pci-zone': 'cde' } }, set: { zone: 'cde', owner: 'Payments' } },
    { when: { tags: { 'pci-zone': 'connected' } }, set: { zone: 'connected' } },
    {
      when: { tags: { 'pci-zone': 'out-of-scope' } },
      set: { zone: 'out-of-scope', justification: 'Tagged so by its owner' },
    },
    {
      when: { accounts: ['mockupbank-dev'] },
      set: {
        zone: 'out-of-scope',
        environment: 'development',
        justification: 'No route leads from it to the CDE: the peering was never accepted',
      },
    },
  ],
});
