import {
  account,
  availabilityZone,
  connect,
  diagram,
  internet,
  node,
  onPremises,
  organization,
  region,
  routeTable,
  subnet,
  vpc,
} from 'cadastre';

const internal = '10.0.0.0/8';

/** Three tiers of subnets in one availability zone of the payments VPC. */
const paymentsZone = (name: string, n: number) => {
  const app = node('aws:ec2', `card-api-${name.at(-1)}`);
  const db = node('aws:rds', n === 0 ? 'card-vault' : 'card-vault standby');
  return {
    app,
    db,
    zone: availabilityZone(name, [
      subnet('edge', { access: 'public', cidr: `10.20.${n}.0/24` }),
      subnet('app', { access: 'private', cidr: `10.20.${10 + n}.0/24` }, [app]),
      subnet('data', { access: 'private', cidr: `10.20.${20 + n}.0/24` }, [db]),
    ]),
  };
};

const a = paymentsZone('eu-west-1a', 0);
const b = paymentsZone('eu-west-1b', 1);
const alb = node('aws:application-load-balancer', 'cde-alb', { controls: ['sg-cde-alb'] });
const paymentsGateway = node('aws:internet-gateway', 'igw-payments');
const payments = vpc(
  'payments-cde',
  { id: 'vpc-133f47eb1842c8a63', cidr: '10.20.0.0/16', zone: 'cde' },
  [
    paymentsGateway,
    alb,
    a.zone,
    b.zone,
    routeTable('data tier routes', {
      routes: [
        { destination: '10.20.0.0/16', target: 'local' },
        { destination: 'S3 prefix list', target: 'vpce-s3' },
      ],
    }),
  ],
);

const production = vpc(
  'prod-core',
  { cidr: ['10.10.0.0/16', '100.64.0.0/18'], zone: 'connected' },
  [
    subnet('web', { access: 'public', cidr: '10.10.0.0/20' }),
    subnet('app', { access: 'private', cidr: '10.10.16.0/20' }),
    subnet('data', { access: 'private', cidr: '10.10.32.0/20' }),
  ],
);
const shared = vpc('shared-services', { cidr: '10.0.16.0/20', zone: 'connected' }, [
  subnet('endpoints a', { access: 'private', cidr: '10.0.16.0/24' }),
  subnet('endpoints b', { access: 'private', cidr: '10.0.17.0/24' }),
]);
const tools = vpc('security-tools', { cidr: '10.30.0.0/20', zone: 'security-impacting' }, [
  subnet('scanners', { access: 'private', cidr: '10.30.0.0/24' }),
]);
const vgw = node('aws:vpn-gateway', 'vgw-hub');
const hubGateway = node('aws:internet-gateway', 'igw-hub');
const nat = node('aws:nat-gateway', 'nat-a');
const hub = vpc('hub-egress', { cidr: '10.0.0.0/20', zone: 'connected' }, [
  hubGateway,
  vgw,
  subnet('public', { access: 'public', cidr: '10.0.0.0/24' }, [nat]),
  routeTable('hub routes', {
    routes: [
      { destination: '10.0.0.0/20', target: 'local' },
      { destination: internal, target: 'transit gateway' },
      { destination: '192.168.0.0/16', target: 'vgw-hub', propagated: true },
      { destination: '0.0.0.0/0', target: 'nat-a' },
    ],
  }),
]);
const dev = vpc(
  'dev',
  {
    cidr: '10.50.0.0/16',
    zone: 'out-of-scope',
    justification: 'No route to the CDE: its own transit gateway table',
  },
  [subnet('dev', { access: 'private', cidr: '10.50.0.0/24' })],
);

const transit = node('aws:transit-gateway', 'core transit gateway', {
  id: 'tgw-aef524854fd351d81',
  zone: 'connected',
});
const world = internet();
const office = onPremises('Head office', { cidr: '192.168.0.0/16', zone: 'connected' });

export default diagram('MockUpBank: network', {
  description: 'Networks that are, or could be, connected to the cardholder data environment',
  owner: 'Network team',
  reviewEvery: '6 months',
  classification: 'Confidential',
  wireless: 'No wireless network is connected to any VPC',
  locations: ['AWS eu-west-1', 'Head office'],
  covers: ['All networks with a route to or from payments-cde, and dev, which has none'],
  profile: 'pci-1.2.3',
  content: [
    world,
    organization('MockUpBank', [
      region('eu-west-1', [
        account('payments', { id: '100000000007' }, [payments]),
        account('production', { id: '100000000006' }, [production]),
        account('network', { id: '100000000005' }, [hub, shared, transit]),
        account('security', { id: '100000000003' }, [tools]),
        account('dev', { id: '100000000008' }, [dev]),
      ]),
    ]),
    office,
  ],
  links: [
    connect(world, paymentsGateway, {
      ports: ['tcp/443'],
      control: 'waf-card',
      encrypted: true,
      justification: 'Merchants send card payments to the card API',
    }),
    connect(paymentsGateway, alb, { ports: ['tcp/443'], control: 'sg-cde-alb', encrypted: true }),
    connect(alb, [a.app, b.app], { ports: ['tcp/8443'], control: 'sg-cde-app', encrypted: true }),
    connect(a.app, a.db, { ports: ['tcp/5432'], control: 'sg-cde-db', encrypted: true }),
    connect(b.app, b.db, { ports: ['tcp/5432'], control: 'sg-cde-db', encrypted: true }),
    connect(production, payments, {
      label: 'pcx-f73ec: tcp/8443',
      ports: ['tcp/8443'],
      control: 'sg-cde-app',
      direction: 'both',
    }),
    connect(tools, payments, {
      label: 'pcx-a82ce: scans',
      ports: ['tcp/443', 'tcp/5432', 'tcp/8443'],
      control: 'sg-scanners',
      justification: 'Vulnerability scans of the card API and its database (PCI DSS 11.3.1)',
    }),
    connect([production, shared, hub], transit, { label: '', direction: 'both' }),
    connect(dev, transit, {
      label: 'own table',
      ports: ['tcp/443'],
      control: 'tgw-rtb-dev',
      direction: 'both',
    }),
    connect(hubGateway, world, { label: 'egress', ports: ['tcp/443'], control: 'nat-a' }),
    connect(vgw, office, { label: 'IPsec VPN', encrypted: true, direction: 'both' }),
  ],
});
