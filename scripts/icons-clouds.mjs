// Kinds of Google Cloud, Azure and Kubernetes, from the file names of their icon packages.
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { azureNames, gcpNames } from './icons-clouds-names.mjs';
import { groups, kubernetesNames } from './icons-groups-names.mjs';

const require = createRequire(import.meta.url);

/** Category by words in the name; the first that fits. */
const categories = [
  [
    'identity',
    /identity|entra|active-directory|iam\b|iap|beyondcorp|managed-identit|users?$|groups$|permission|access-context|conditional|b2c|workload-identity|admin.*units|app-registration/,
  ],
  [
    'security',
    /security|firewall|armor|key|secret|defender|sentinel|waf|ddos|hsm|ekm|ids$|certificate|attest|phishing|risk|policy|binary-auth|bastion|confidential|lockbox|compliance|data-loss/,
  ],
  [
    'network',
    /network|dns|cdn|load-balanc|gateway|rout|vpn|nat$|subnet|ip-|vpc|interconnect|express-?route|peering|front-door|traffic|private-link|private-endpoint|endpoint|connect|domains|virtual-wan|private-service/,
  ],
  [
    'database',
    /sql|database|spanner|bigtable|firestore|datastore|memorystore|redis|cosmos|cassandra|mariadb|cache|table$/,
  ],
  [
    'storage',
    /storage|disk|filestore|files|blob|ssd|backup|data-box|databox|snapshot|vault|share|stor-?simple|transfer/,
  ],
  [
    'analytics',
    /bigquery|data|pub-?sub|looker|analytic|hd-?insight|synapse|power-bi|stream|event-hub|composer|purview/,
  ],
  [
    'artificial-intelligence',
    /\bai\b|-ai|ai-|auto-?ml|machine-learning|vertex|vision|speech|language|translat|dialogflow|tpu|cognitive|openai|bot|learning|recommend|agent|document|text|model/,
  ],
  ['containers', /kubernetes|gke|anthos|container|aks|kuberun|service-fabric|openshift/],
  [
    'compute',
    /compute|vm|virtual-machine|app-engine|run|function|batch|gpu|app-service|host|image|bare-metal|server|scale|spring|availability/,
  ],
  [
    'integration',
    /service-bus|event|logic-app|api|relay|task|workflow|scheduler|integration|apigee|notification/,
  ],
  ['iot', /iot|sphere|digital-twin|device|edge/],
  ['devtools', /devops|build|deploy|code|debug|dev|repo|test|lab|powershell|shell|artifact/],
  ['management', /./],
];
const categoryOf = (name) => categories.find(([, words]) => words.test(name))[0];

const capitals =
  'AI API AKS CDN DNS FHIR FTP GKE GPU HCP HDI HPC HSM IAM IDS IP IoT NAT QnA RTOS SAP SQL SSD SSH SSIS TPU VM VMSS VPN VPC WAF DevOps DevTest MySQL PostgreSQL MariaDB OpenAI BizTalk SignalR HDInsight NetApp PowerShell Bigtable BigQuery AutoML SendGrid StorSimple ExpressRoute OpenShift DDoS BeyondCorp VMware EKM PLC HMI RTU EASM SCVMM AVS AD B2C VMs APIs ML OS Dataflow Dataproc Pub/Sub CX ID'.split(
    ' ',
  );
const spelling = new Map(capitals.map((word) => [word.toLowerCase(), word]));

/** Words that the packages' camel-case splitting broke apart. */
const joined = [
  [/io-t(?=-|$)/g, 'iot'],
  [/my-sql/g, 'mysql'],
  [/postgre-sql/g, 'postgresql'],
  [/maria-db/g, 'mariadb'],
  [/ddo-s/g, 'ddos'],
  [/dev-ops/g, 'devops'],
  [/dev-test/g, 'devtest'],
  [/open-ai/g, 'openai'],
  [/qn-a/g, 'qna'],
  [/ic-m-/g, 'icm-'],
  [/biz-talk/g, 'biztalk'],
  [/signal-r/g, 'signalr'],
  [/hd-insight/g, 'hdinsight'],
  [/net-app/g, 'netapp'],
  [/stor-simple/g, 'storsimple'],
  [/send-grid/g, 'sendgrid'],
  [/express-route/g, 'expressroute'],
  [/open-shift/g, 'openshift'],
  [/privleged/g, 'privileged'],
  [/promethus/g, 'prometheus'],
  [/distributer/g, 'distributed'],
  [/big-query/g, 'bigquery'],
  [/auto-ml/g, 'automl'],
  [/pub-sub/g, 'pubsub'],
  [/^azure-(?=.*[a-z]{3})(?!ad-|a$)/, ''],
];

const titleOf = (name) =>
  name
    .split('-')
    .map(
      (word, at) =>
        spelling.get(word) ??
        (at > 0 && /^(and|for|of|on|to|from)$/.test(word)
          ? word
          : word.charAt(0).toUpperCase() + word.slice(1)),
    )
    .join(' ');

/** `virtual-networks` to `virtual-network`; names that are plural by themselves stay. */
function singular(name) {
  if (
    /(analysis|dns|ddos|devops|kubernetes|aks|services|apps|analytics|istio|ssis|controls|cubes|alerts|metrics|settings|applens|insights|databricks|redis|operations|genomics|rtos|windows|resources|solutions|twins|spring-apps|status|health|express|access|-files|^files|updates|plus|baselines|heatmaps|prometheus|compliance|bus|process|address)$/.test(
      name,
    ) &&
    !/(app-services|client-apps|logic-apps|function-apps|bot-services|addresses)$/.test(name)
  ) {
    return name.replace(/^(kubernetes|container-app|private-link|route)-services$/, '$1-service');
  }
  return name
    .replace(/ies$/, 'y')
    .replace(/(sh|ch|x|ss)es$/, '$1')
    .replace(/(?<![su])s$/, '');
}

function packageNames(set) {
  const folder = path.dirname(require.resolve(`@likec4/icons/${set}`));
  return readdirSync(folder)
    .filter((file) => /^[a-z0-9-]+\.js$/.test(file) && file !== 'index.js')
    .map((file) => file.replace(/\.js$/, ''))
    .sort();
}

function cloud(set, names, shorten) {
  const byKind = new Map();
  for (const file of packageNames(set)) {
    if (names.skip.includes(file)) continue;
    const fixed = joined.reduce((name, [from, to]) => name.replace(from, to), file);
    const renamed = names.kinds[file];
    const name = renamed?.[0] ?? shorten(fixed);
    const title = renamed?.[1] ?? titleOf(name);
    const entry = {
      kind: `${set}:${name}`,
      title,
      category: categoryOf(name),
      source: `${set}:${file}.svg`,
      wish: [fixed, file],
    };
    // Two files may come to one name: the first keeps it, the other its file's own.
    if (byKind.has(name))
      byKind.set(fixed, { ...entry, kind: `${set}:${fixed}`, title: titleOf(fixed), wish: [file] });
    else byKind.set(name, entry);
  }
  for (const [name, { art, color, title, category = 'group', ...look }] of Object.entries(
    groups[set],
  )) {
    const known = byKind.get(name);
    const group = look.border ? look : undefined;
    const source =
      art && (art.includes(':') ? `${art}${color ? `.${color}` : ''}.svg` : `${set}:${art}.svg`);
    byKind.set(name, {
      kind: `${set}:${name}`,
      category,
      wish: [],
      ...known,
      ...(title ? { title } : {}),
      ...(source ? { source } : {}),
      ...(group ? { group } : {}),
    });
  }
  const aliases = new Map();
  for (const [name, short] of Object.entries(names.aliases)) {
    if (!byKind.has(name)) throw new Error(`${set}: alias of unknown ${name}`);
    for (const alias of short.split(' ')) {
      if (aliases.has(alias) || byKind.has(alias))
        throw new Error(`${set}: ${alias} claimed twice`);
      aliases.set(alias, name);
    }
  }
  for (const [name, { wish }] of byKind) {
    for (const alias of wish)
      if (!byKind.has(alias) && !aliases.has(alias)) aliases.set(alias, name);
  }
  return [...byKind].map(([name, { wish: _, ...entry }]) => ({
    ...entry,
    aliases: [...aliases]
      .filter(([, target]) => target === name)
      .map(([alias]) => `${set}:${alias}`),
  }));
}

export const gcp = () => cloud('gcp', gcpNames, (name) => name.replace(/-api$/, ''));
export const azure = () => cloud('azure', azureNames, singular);

export function kubernetes() {
  return Object.entries(kubernetesNames).map(
    ([name, { art, color, title, category, aliases = '', group }]) => ({
      kind: `k8s:${name}`,
      title,
      category,
      source: art.includes(':') ? `${art}${color ? `.${color}` : ''}.svg` : `kubernetes:${art}.svg`,
      aliases: aliases ? aliases.split(' ').map((alias) => `k8s:${alias}`) : [],
      ...(group ? { group } : {}),
    }),
  );
}
