// Hosted services: `name | title | picture | aliases`, by category.
// A picture is `set:name`; `?` marks one that no set has: the category's fallback is drawn.

export const saas = {
  identity: `
okta | Okta | logos:okta-icon |
google-workspace | Google Workspace | logos:google-icon | gsuite g-suite
entra-id | Microsoft Entra ID | isopacks-azure:azure-active-directory | azure-ad azure-active-directory entra microsoft-entra-id
auth0 | Auth0 | logos:auth0-icon |
ping-identity | Ping Identity | ? | ping pingidentity pingone
jumpcloud | JumpCloud | ? |
onelogin | OneLogin | ? |
duo | Duo Security | ? | cisco-duo
cyberark | CyberArk | ? |
onepassword | 1Password | simple-icons:1password | 1password
lastpass | LastPass | simple-icons:lastpass |
bitwarden | Bitwarden | simple-icons:bitwarden |
`,
  devtools: `
github | GitHub | logos:github-icon |
github-actions | GitHub Actions | logos:github-actions |
gitlab | GitLab | logos:gitlab-icon |
gitlab-ci | GitLab CI | logos:gitlab-icon | gitlabci
bitbucket | Bitbucket | logos:bitbucket |
circleci | CircleCI | logos:circleci |
travis-ci | Travis CI | logos:travis-ci | travisci
buildkite | Buildkite | logos:buildkite-icon |
terraform-cloud | HCP Terraform | logos:terraform-icon | hcp-terraform
docker-hub | Docker Hub | logos:docker-icon | dockerhub
npm | npm | logos:npm-icon |
n8n | n8n | simple-icons:n8n |
postman | Postman | logos:postman-icon |
`,
  monitoring: `
datadog | Datadog | logos:datadog-icon |
splunk-cloud | Splunk Cloud | simple-icons:splunk |
new-relic | New Relic | logos:new-relic-icon | newrelic
dynatrace | Dynatrace | logos:dynatrace-icon |
sentry | Sentry | logos:sentry-icon |
honeycomb | Honeycomb | ? |
grafana-cloud | Grafana Cloud | logos:grafana |
sumo-logic | Sumo Logic | simple-icons:sumologic | sumologic
papertrail | Papertrail | ? |
logdna | LogDNA | ? | mezmo
pagerduty | PagerDuty | logos:pagerduty-icon |
opsgenie | Opsgenie | logos:opsgenie |
statuspage | Statuspage | logos:statuspage |
xmatters | xMatters | ? |
pushover | Pushover | ? |
`,
  cdn: `
cloudflare | Cloudflare | logos:cloudflare-icon |
akamai | Akamai | simple-icons:akamai |
fastly | Fastly | simple-icons:fastly |
imperva | Imperva | ? | incapsula
cloudinary | Cloudinary | logos:cloudinary-icon |
netlify | Netlify | logos:netlify-icon |
vercel | Vercel | logos:vercel-icon |
heroku | Heroku | logos:heroku-icon |
digitalocean | DigitalOcean | logos:digital-ocean-icon |
`,
  payment: `
stripe | Stripe | simple-icons:stripe |
visa | Visa | logos:visa |
mastercard | Mastercard | logos:mastercard |
american-express | American Express | logos:amex | amex
adyen | Adyen | simple-icons:adyen |
paypal | PayPal | logos:paypal |
klarna | Klarna | simple-icons:klarna |
braintree | Braintree | simple-icons:braintree |
square | Square | simple-icons:square |
amazon-pay | Amazon Pay | ? | amazonpay
apple-pay | Apple Pay | simple-icons:applepay | applepay
google-pay | Google Pay | logos:google-pay-icon | googlepay
worldpay | Worldpay | ? |
plaid | Plaid | ? |
payment-processor | Payment processor | mdi:credit-card-outline | payment-service-provider psp acquirer
swift | Swift (interbank messages) | mdi:bank-transfer | swiftnet
card-network | Card network | mdi:credit-card-multiple-outline | card-scheme
`,
  analytics: `
snowflake | Snowflake | logos:snowflake-icon |
databricks | Databricks | logos:databricks-icon |
fivetran | Fivetran | ? |
dataform | Dataform | ? |
stitch | Stitch | ? |
segment | Segment | logos:segment-icon |
looker | Looker | logos:looker-icon |
tableau | Tableau | logos:tableau-icon |
power-bi | Power BI | azure:power-bi-embedded | powerbi
google-analytics | Google Analytics | logos:google-analytics |
amplitude | Amplitude | logos:amplitude-icon |
mixpanel | Mixpanel | simple-icons:mixpanel |
algolia | Algolia | simple-icons:algolia |
recombee | Recombee | ? |
`,
  communication: `
slack | Slack | logos:slack-icon |
microsoft-teams | Microsoft Teams | logos:microsoft-teams | teams
discord | Discord | logos:discord-icon |
zoom | Zoom | logos:zoom-icon |
mattermost | Mattermost | logos:mattermost-icon |
rocket-chat | Rocket.Chat | logos:rocket-chat-icon | rocketchat
telegram | Telegram | logos:telegram |
whatsapp | WhatsApp | logos:whatsapp-icon |
messenger | Messenger | logos:messenger |
line | LINE | simple-icons:line |
twilio | Twilio | logos:twilio-icon |
sendgrid | SendGrid | logos:sendgrid-icon |
mailgun | Mailgun | logos:mailgun-icon |
mailchimp | Mailchimp | simple-icons:mailchimp |
gmail | Gmail | logos:google-gmail |
microsoft-365 | Microsoft 365 | ? | office-365 office365 m365
exchange-online | Exchange Online | azure:exchange-access | exchange
facebook | Facebook | logos:facebook |
twitter | Twitter | logos:twitter |
linkedin | LinkedIn | logos:linkedin-icon |
`,
  business: `
jira | Jira | logos:jira |
confluence | Confluence | logos:confluence |
atlassian | Atlassian | logos:atlassian |
servicenow | ServiceNow | ? |
zendesk | Zendesk | logos:zendesk-icon |
salesforce | Salesforce | logos:salesforce |
hubspot | HubSpot | simple-icons:hubspot |
intercom | Intercom | logos:intercom-icon |
workday | Workday | ? |
sap-cloud | SAP Cloud | logos:sap |
docusign | DocuSign | ? |
dropbox | Dropbox | logos:dropbox |
box | Box | logos:box |
notion | Notion | logos:notion-icon |
asana | Asana | logos:asana-icon |
trello | Trello | logos:trello |
linear | Linear | logos:linear-icon |
figma | Figma | logos:figma |
shopify | Shopify | logos:shopify |
quickbooks | QuickBooks | simple-icons:quickbooks |
xero | Xero | simple-icons:xero |
nextcloud | Nextcloud | simple-icons:nextcloud |
contentful | Contentful | logos:contentful |
openai | OpenAI | logos:openai-icon |
anthropic | Anthropic | logos:anthropic-icon |
hugging-face | Hugging Face | logos:hugging-face-icon |
launchdarkly | LaunchDarkly | logos:launchdarkly-icon |
`,
  security: `
crowdstrike | CrowdStrike | ? |
sentinelone | SentinelOne | ? |
zscaler | Zscaler | ? |
wiz | Wiz | ? |
tenable | Tenable | ? | nessus
qualys | Qualys | simple-icons:qualys |
rapid7 | Rapid7 | ? |
lacework | Lacework | ? |
snyk | Snyk | logos:snyk |
vanta | Vanta | ? |
drata | Drata | ? |
tailscale | Tailscale | simple-icons:tailscale |
sonarcloud | SonarQube Cloud | simple-icons:sonarqubecloud | sonarqube-cloud
hackerone | HackerOne | simple-icons:hackerone |
lets-encrypt | Let's Encrypt | logos:letsencrypt | letsencrypt
`,
  database: `
mongodb-atlas | MongoDB Atlas | logos:mongodb-icon | atlas
elastic-cloud | Elastic Cloud | simple-icons:elasticcloud |
confluent | Confluent Cloud | ? | confluent-cloud
supabase | Supabase | logos:supabase-icon |
planetscale | PlanetScale | logos:planetscale |
neon | Neon | logos:neon-icon |
`,
};
