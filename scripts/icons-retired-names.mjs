// Services that no icon package shows any more (`name | title | category`), drawn with their
// category's picture: older estates and the diagrams of other tools still name them.
const aws = `
alexa-for-business | Alexa for Business | business
appstream-2-0 | Amazon AppStream 2.0 | compute
cloudendure-disaster-recovery | CloudEndure Disaster Recovery | storage
cloudendure-migration | CloudEndure Migration | management
codestar | AWS CodeStar | devtools
data-pipeline | AWS Data Pipeline | analytics
deepcomposer | AWS DeepComposer | artificial-intelligence
deeplens | AWS DeepLens | artificial-intelligence
elastic-transcoder | Amazon Elastic Transcoder | compute
iot-1-click | AWS IoT 1-Click | iot
iot-analytics | AWS IoT Analytics | iot
iot-button | AWS IoT Button | iot
iot-things-graph | AWS IoT Things Graph | iot
machine-learning | Amazon Machine Learning | artificial-intelligence
opsworks | AWS OpsWorks | management
quantum-ledger-database | Amazon QLDB | database
rds-on-vmware | Amazon RDS on VMware | database
robomaker | AWS RoboMaker | iot
server-migration-service | AWS Server Migration Service | management
snowmobile | AWS Snowmobile | storage
sumerian | Amazon Sumerian | compute
vmware-cloud-on-aws | VMware Cloud on AWS | virtualization
worklink | Amazon WorkLink | compute
thinkbox-sequoia | AWS Thinkbox Sequoia | compute
`;

const gcp = `
sdk | Google Cloud SDK | devtools
ide-plugins | IDE plug-ins | devtools
`;

const azure = `
artifacts | Azure Artifacts | devtools
boards | Azure Boards | devtools
pipelines | Azure Pipelines | devtools
repos | Azure Repos | devtools
test-plans | Azure Test Plans | devtools
access-review | Access review | identity
citrix-virtual-desktops-essentials | Citrix Virtual Desktops Essentials | virtualization
cloudsimple-virtual-machine | CloudSimple virtual machine | compute
sap-hana-on-azure | SAP HANA on Azure | database
virtual-datacenter | Virtual data center | network
avere-fxt-edge-filer | Azure FXT Edge Filer | storage
migration-project | Migration project | management
dns-private-zone | Private DNS zone | network
`;

/** Earlier and spelt-out names of kinds that are there: name -> kind. */
export const earlier = {
  'aws:qldb': 'aws:quantum-ledger-database',
  'aws:appstream': 'aws:appstream-2-0',
  'aws:outposts': 'aws:outposts-family',
  'aws:gamelift': 'aws:gamelift-servers',
  'aws:sagemaker-training-job': 'aws:sagemaker-train',
  'aws:personal-health-dashboard': 'aws:health-dashboard',
  'aws:augmented-ai': 'aws:augmented-ai-a2i',
  'aws:transfer-for-sftp': 'aws:transfer-sftp',
  'aws:iot-http': 'aws:iot-http-protocol',
  'aws:iot-mqtt': 'aws:iot-mqtt-protocol',
  'aws:s3-access-points': 'aws:s3-general-access-points',
  'azure:cloud-services': 'azure:cloud-services-classic',
  'azure:spring-cloud': 'azure:spring-apps',
  'azure:elastic-database-pools': 'azure:sql-elastic-pool',
  'azure:maps': 'azure:maps-account',
  'azure:data-box-edge': 'azure:stack-edge',
  'azure:support': 'azure:help-and-support',
  'azure:speech-service': 'azure:speech-services',
  'azure:private-dns-zone': 'azure:dns-private-zone',
};

const read = (provider, table) =>
  table
    .trim()
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .map(([name, title, category]) => ({
      kind: `${provider}:${name}`,
      title,
      category,
      source: undefined,
      aliases: [],
    }));

export function retired() {
  return [...read('aws', aws), ...read('gcp', gcp), ...read('azure', azure)];
}
