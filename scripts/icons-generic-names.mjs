// General things that belong to no provider: `name | title | picture | aliases`, by category.

export const generic = {
  people: `
user | User | mdi:account | person client-user
users | Users | mdi:account-group | people customers
administrator | Administrator | mdi:shield-account | admin
developer | Developer | mdi:account-hard-hat | engineer operator
auditor | Auditor | mdi:account-search | assessor
attacker | Attacker | mdi:incognito | threat-actor
customer | Customer | mdi:account-circle | cardholder
role | Role | mdi:account-key |
team | Team | mdi:account-multiple |
third-party | Third party | mdi:handshake | partner vendor supplier
regulator | Regulator | mdi:gavel | supervisor authority
merchant | Merchant | mdi:storefront | retailer
issuer | Card issuer | mdi:bank-outline | card-issuer issuing-bank
acquirer | Acquirer | mdi:bank-transfer | acquiring-bank merchant-bank
`,
  device: `
client | Client | mdi:monitor | desktop workstation pc
laptop | Laptop | mdi:laptop |
mobile | Mobile phone | mdi:cellphone | phone smartphone
mobile-app | Mobile app | mdi:cellphone-screenshot | phone-app
tablet | Tablet | mdi:tablet |
browser | Web browser | mdi:web |
terminal | Terminal | mdi:console |
point-of-sale | Point-of-sale terminal | mdi:point-of-sale | pos pos-terminal payment-terminal
atm | Cash machine (ATM) | mdi:atm |
printer | Printer | mdi:printer |
camera | Camera | mdi:cctv |
sensor | Sensor | mdi:access-point | iot-device
kiosk | Kiosk | mdi:tablet-dashboard |
hsm | Hardware security module (HSM) | mdi:chip |
`,
  compute: `
server | Server | mdi:server |
servers | Servers | mdi:server-network | server-farm
virtual-machine | Virtual machine | mdi:monitor-dashboard | vm
container | Container | mdi:cube-outline |
function | Function | mdi:function-variant | lambda serverless
mainframe | Mainframe | mdi:desktop-tower |
rack | Rack | mdi:server-security |
application | Application | mdi:application-cog | app
web-application | Web application | mdi:application-outline | web-app website
web-server | Web server | mdi:web-box |
application-server | Application server | mdi:server-plus | app-server
api | API | mdi:api |
microservice | Microservice | mdi:hexagon-multiple-outline | service
process | Process | mdi:cog | job
scheduler | Scheduler | mdi:calendar-clock | cron
batch | Batch job | mdi:cogs |
bastion | Bastion host | mdi:server-security | jump-host jump-server
`,
  database: `
database | Database | mdi:database | db
sql | SQL database | mdi:database | sql-database
nosql | NoSQL database | mdi:database-outline |
data-warehouse | Data warehouse | mdi:database-search |
cache | Cache | mdi:database-clock |
search-index | Search index | mdi:text-box-search |
ledger | Ledger | mdi:book-lock |
`,
  storage: `
storage | Storage | mdi:harddisk | disk
object-storage | Object storage | mdi:bucket | bucket
file-storage | File storage | mdi:folder-network | file-share nfs
backup | Backup | mdi:backup-restore |
tape | Tape | mdi:tape-drive |
file | File | mdi:file-outline |
document | Document | mdi:file-document-outline |
folder | Folder | mdi:folder |
log-archive | Log archive | mdi:archive-lock |
log | Log | mdi:text-box-outline | logs
`,
  network: `
internet | Internet | mdi:cloud-outline |
network | Network | mdi:lan |
router | Router | mdi:router-network |
switch | Switch | mdi:switch |
firewall | Firewall | mdi:wall-fire |
load-balancer | Load balancer | mdi:scale-balance | lb
gateway | Gateway | mdi:gate |
proxy | Proxy | mdi:server-network-outline |
reverse-proxy | Reverse proxy | mdi:arrow-decision |
vpn | VPN | mdi:vpn | vpn-gateway
dns | DNS | mdi:dns |
cdn | CDN | mdi:web-sync |
wifi | Wireless network | mdi:wifi | wireless access-point
modem | Modem | mdi:router-wireless |
leased-line | Leased line | mdi:transit-connection-variant | mpls wan
ntp | Time server (NTP) | mdi:clock-outline | time-server
nat | NAT | mdi:swap-horizontal-bold |
ids | Intrusion detection (IDS/IPS) | mdi:shield-search | ips
waf | Web application firewall (WAF) | mdi:shield-half-full |
email-server | Mail server | mdi:email-outline | mail smtp email
ftp | File transfer server | mdi:folder-arrow-up-down | sftp
`,
  security: `
shield | Protection | mdi:shield |
lock | Lock | mdi:lock |
key | Key | mdi:key-variant |
certificate | Certificate | mdi:certificate |
secret | Secret | mdi:form-textbox-password |
identity-provider | Identity provider | mdi:account-lock | idp sso
mfa | Multi-factor authentication | mdi:two-factor-authentication | 2fa
siem | SIEM | mdi:shield-sync |
antivirus | Malware protection | mdi:shield-bug | edr malware-protection
scanner | Vulnerability scanner | mdi:radar | vulnerability-scanner
policy | Policy | mdi:clipboard-text |
tokenization | Tokenization | mdi:shuffle-variant | token-vault token-service
3ds | 3-D Secure | mdi:credit-card-check | 3d-secure 3ds-server
directory | Directory service | mdi:book-account | ldap directory-service
audit-log | Audit log | mdi:clipboard-list |
`,
  integration: `
queue | Queue | mdi:tray-full | message-queue
topic | Topic | mdi:bullhorn-outline |
event-bus | Event bus | mdi:transit-connection-horizontal |
stream | Stream | mdi:waves |
workflow | Workflow | mdi:sitemap |
sms | Text message (SMS) | mdi:message-text | text-message
notification | Notification | mdi:bell |
webhook | Webhook | mdi:webhook |
`,
  observability: `
monitoring | Monitoring | mdi:chart-line | metrics
dashboard | Dashboard | mdi:view-dashboard |
alert | Alert | mdi:alert |
`,
  place: `
data-center | Data center | mdi:office-building-cog | datacenter
office | Office | mdi:office-building | headquarters
branch | Branch | mdi:store | shop store branch-office satellite-office
building | Building | mdi:domain |
factory | Factory | mdi:factory |
home | Home office | mdi:home | home-office
call-center | Call center | mdi:headset | contact-center help-desk
bank | Bank | mdi:bank |
on-premises | On-premises | mdi:office-building | onprem on-premise
region | Region | mdi:map-marker-radius |
zone | Zone | mdi:vector-square | network-zone
subnet | Subnet | mdi:lan |
cloud | Cloud | mdi:cloud |
group | Group | mdi:group |
cluster | Cluster | mdi:server-network |
organization | Organization | mdi:domain | company
environment | Environment | mdi:layers-outline |
dmz | Demilitarized zone (DMZ) | mdi:wall |
cardholder-data-environment | Cardholder data environment | mdi:credit-card-lock | cde
`,
  other: `
blank | Blank | mdi:square-outline | box
question | Unknown | mdi:help-circle-outline | unknown
note | Note | mdi:note-text-outline |
code | Source code | mdi:code-braces | source-code
repository | Code repository | mdi:source-repository | git-repository
pipeline | Pipeline | mdi:pipe | ci-cd
robot | Bot | mdi:robot | bot
model | Machine-learning model | mdi:brain | ai ml-model
payment-card | Payment card | mdi:credit-card | credit-card card
money | Payment | mdi:cash | payment
`,
};

const look = (border, fill = 'none', line = 'solid', corner = true) => ({
  border,
  fill,
  line,
  corner,
});

/** Looks of those that are drawn as boxes too. */
export const genericGroups = {
  'data-center': look('#7d8998'),
  office: look('#7d8998'),
  branch: look('#7d8998'),
  'on-premises': look('#7d8998'),
  region: look('#7d8998', 'none', 'dotted'),
  zone: look('#7d8998', 'none', 'dashed', false),
  subnet: look('#7d8998', '#f4f6f8'),
  network: look('#7d8998'),
  cloud: look('#7d8998'),
  group: look('#7d8998', 'none', 'dashed', false),
  cluster: look('#7d8998'),
  rack: look('#7d8998'),
  organization: look('#4d5b6e'),
  environment: look('#7d8998', 'none', 'dashed'),
  dmz: look('#c77700', '#fff8ec', 'dashed'),
  'cardholder-data-environment': look('#b3261e', 'none', 'dashed'),
  internet: look('#7d8998'),
  'third-party': look('#7d8998'),
};

/** Picture of a category, for kinds without their own. */
export const fallbacks = {
  analytics: 'mdi:chart-bar',
  'application-integration': 'mdi:transit-connection-horizontal',
  'artificial-intelligence': 'mdi:brain',
  business: 'mdi:briefcase',
  cdn: 'mdi:web-sync',
  communication: 'mdi:message-text',
  company: 'mdi:domain',
  compute: 'mdi:server',
  configuration: 'mdi:cog',
  containers: 'mdi:cube-outline',
  database: 'mdi:database',
  devtools: 'mdi:source-branch',
  identity: 'mdi:account-lock',
  integration: 'mdi:transit-connection-horizontal',
  iot: 'mdi:access-point',
  management: 'mdi:clipboard-text',
  messaging: 'mdi:tray-full',
  monitoring: 'mdi:chart-line',
  network: 'mdi:lan',
  payment: 'mdi:credit-card-outline',
  place: 'mdi:office-building',
  security: 'mdi:shield',
  storage: 'mdi:harddisk',
  virtualization: 'mdi:layers-outline',
  group: 'mdi:group',
  other: 'mdi:square-outline',
};
