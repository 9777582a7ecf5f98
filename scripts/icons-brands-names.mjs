// Brands of software and hardware: `name | title | picture | aliases`, by category.
// A picture is `set:name`; `?` marks one that no set has: the category's fallback is drawn.

export const brands = {
  database: `
postgresql | PostgreSQL | logos:postgresql | postgres
mysql | MySQL | logos:mysql-icon |
mariadb | MariaDB | logos:mariadb-icon |
oracle | Oracle Database | devicon:oracle | oracle-database
microsoft-sql-server | Microsoft SQL Server | devicon:microsoftsqlserver | mssql sql-server
mongodb | MongoDB | logos:mongodb-icon |
cassandra | Apache Cassandra | logos:cassandra |
elasticsearch | Elasticsearch | logos:elasticsearch |
opensearch | OpenSearch | logos:opensearch-icon |
solr | Apache Solr | logos:solr |
redis | Redis | logos:redis |
valkey | Valkey | logos:valkey-icon |
memcached | Memcached | logos:memcached |
hazelcast | Hazelcast | ? |
aerospike | Aerospike | logos:aerospike-icon |
sqlite | SQLite | devicon:sqlite |
clickhouse | ClickHouse | devicon:clickhouse |
cockroachdb | CockroachDB | simple-icons:cockroachlabs |
couchbase | Couchbase | logos:couchbase |
couchdb | Apache CouchDB | logos:couchdb-icon |
dgraph | Dgraph | logos:dgraph-icon |
druid | Apache Druid | simple-icons:apachedruid |
duckdb | DuckDB | simple-icons:duckdb |
hbase | Apache HBase | simple-icons:apachehbase |
influxdb | InfluxDB | logos:influxdb-icon |
janusgraph | JanusGraph | ? |
neo4j | Neo4j | simple-icons:neo4j |
qdrant | Qdrant | logos:qdrant-icon |
scylladb | ScyllaDB | simple-icons:scylladb | scylla
db2 | IBM Db2 | ? | ibm-db2
teradata | Teradata | simple-icons:teradata |
sap-hana | SAP HANA | logos:sap | hana
`,
  messaging: `
kafka | Apache Kafka | logos:kafka-icon | apache-kafka
rabbitmq | RabbitMQ | logos:rabbitmq-icon |
activemq | Apache ActiveMQ | ? |
nats | NATS | logos:nats-icon |
zeromq | ZeroMQ | ? |
celery | Celery | simple-icons:celery |
emqx | EMQX | ? |
pulsar | Apache Pulsar | simple-icons:apachepulsar |
mqtt | MQTT | simple-icons:mqtt |
ibm-mq | IBM MQ | ? |
centrifugo | Centrifugo | ? |
`,
  network: `
nginx | NGINX | logos:nginx |
haproxy | HAProxy | devicon:haproxy |
envoy | Envoy | logos:envoy-icon |
istio | Istio | simple-icons:istio |
linkerd | Linkerd | simple-icons:linkerd |
traefik | Traefik | logos:traefik-proxy-icon |
kong | Kong | logos:kong-icon |
caddy | Caddy | simple-icons:caddy |
apache | Apache HTTP Server | logos:apache | apache-httpd httpd
tomcat | Apache Tomcat | logos:tomcat |
consul | Consul | logos:consul |
etcd | etcd | logos:etcd |
zookeeper | Apache ZooKeeper | ? |
ambassador | Ambassador | ? | emissary
bind9 | BIND 9 | ? | bind
coredns | CoreDNS | ? |
powerdns | PowerDNS | ? |
glassfish | GlassFish | ? |
gunicorn | Gunicorn | simple-icons:gunicorn |
jboss | JBoss | ? | jbossas
jetty | Jetty | ? |
wildfly | WildFly | ? |
ocelot | Ocelot | ? |
open-service-mesh | Open Service Mesh | ? | osm
pomerium | Pomerium | ? |
tyk | Tyk | ? |
yarp | YARP | ? |
cisco | Cisco | simple-icons:cisco |
cisco-router | Cisco router | mdi:router-network.1ba0d7 |
cisco-switch-l2 | Cisco switch (layer 2) | mdi:switch.1ba0d7 |
cisco-switch-l3 | Cisco switch (layer 3) | mdi:switch.1ba0d7 |
cisco-asa | Cisco ASA firewall | mdi:wall-fire.1ba0d7 |
cisco-meraki | Cisco Meraki | ? | meraki
juniper | Juniper Networks | simple-icons:junipernetworks |
arista | Arista | ? |
ubiquiti | Ubiquiti | simple-icons:ubiquiti |
mikrotik | MikroTik | simple-icons:mikrotik |
vyos | VyOS | ? |
f5 | F5 BIG-IP | simple-icons:f5 | f5-big-ip big-ip
citrix | Citrix ADC | simple-icons:citrix | netscaler
wireguard | WireGuard | simple-icons:wireguard |
openvpn | OpenVPN | simple-icons:openvpn |
`,
  security: `
vault | HashiCorp Vault | logos:vault-icon | hashicorp-vault
boundary | HashiCorp Boundary | ? | hashicorp-boundary
keycloak | Keycloak | simple-icons:keycloak |
dex | Dex | ? |
oauth2-proxy | OAuth2 Proxy | ? |
buzzfeed-sso | BuzzFeed SSO | ? |
active-directory | Active Directory | mdi:microsoft-windows-classic.0078d4 | windows-active-directory ad
fortinet | Fortinet FortiGate | simple-icons:fortinet | fortigate
palo-alto | Palo Alto Networks | simple-icons:paloaltonetworks | palo-alto-networks
check-point | Check Point | ? | checkpoint
sophos | Sophos | ? |
pfsense | pfSense | devicon:pfsense |
opnsense | OPNsense | simple-icons:opnsense |
cert-manager | cert-manager | ? |
trivy | Trivy | simple-icons:trivy |
falco | Falco | simple-icons:falco |
open-policy-agent | Open Policy Agent | ? | opa
sonarqube | SonarQube | simple-icons:sonarqubeserver |
wazuh | Wazuh | ? |
`,
  monitoring: `
prometheus | Prometheus | logos:prometheus | prometheus-operator
grafana | Grafana | logos:grafana |
splunk | Splunk | simple-icons:splunk |
kibana | Kibana | logos:kibana |
logstash | Logstash | logos:logstash |
beats | Elastic Beats | simple-icons:beats |
nagios | Nagios | ? |
zabbix | Zabbix | ? |
icinga | Icinga | simple-icons:icinga |
thanos | Thanos | ? |
cortex | Cortex | ? |
mimir | Grafana Mimir | ? |
loki | Grafana Loki | devicon:grafanaloki |
tempo | Grafana Tempo | ? |
humio | Humio | ? |
jaeger | Jaeger | simple-icons:jaeger |
zipkin | Zipkin | ? |
opentelemetry | OpenTelemetry | logos:opentelemetry-icon |
fluentd | Fluentd | simple-icons:fluentd |
fluent-bit | Fluent Bit | simple-icons:fluentbit | fluentbit
vector | Vector | ? |
graylog | Graylog | simple-icons:graylog |
rsyslog | rsyslog | ? |
syslog-ng | syslog-ng | ? |
`,
  devtools: `
jenkins | Jenkins | logos:jenkins |
terraform | Terraform | logos:terraform-icon |
opentofu | OpenTofu | simple-icons:opentofu |
pulumi | Pulumi | logos:pulumi-icon |
ansible | Ansible | logos:ansible |
awx | AWX | logos:ansible |
puppet | Puppet | logos:puppet-icon |
chef | Chef | logos:chef |
atlantis | Atlantis | ? |
git | Git | logos:git-icon |
gitea | Gitea | simple-icons:gitea |
subversion | Subversion | logos:subversion | svn
teamcity | TeamCity | logos:teamcity |
drone | Drone | logos:drone-icon | droneci
concourse | Concourse | logos:concourse | concourseci
zuul | Zuul | ? | zuulci
argo-cd | Argo CD | devicon:argocd | argocd argo
flux | Flux | simple-icons:flux |
flagger | Flagger | ? |
spinnaker | Spinnaker | logos:spinnaker |
tekton | Tekton | simple-icons:tekton | tekton-cli
harbor | Harbor | simple-icons:harbor |
jfrog | JFrog Artifactory | logos:jfrog | artifactory
nexus | Sonatype Nexus | simple-icons:sonatype | sonatype
packer | Packer | simple-icons:packer |
backstage | Backstage | simple-icons:backstage |
`,
  containers: `
docker | Docker | logos:docker-icon |
containerd | containerd | simple-icons:containerd |
cri-o | CRI-O | ? | crio
podman | Podman | simple-icons:podman |
firecracker | Firecracker | ? |
gvisor | gVisor | ? |
k3s | K3s | simple-icons:k3s |
lxc | LXC | simple-icons:linuxcontainers |
rkt | rkt | ? |
nomad | Nomad | logos:nomad-icon |
kubernetes | Kubernetes | logos:kubernetes |
openshift | Red Hat OpenShift | logos:openshift |
rancher | Rancher | logos:rancher-icon |
helm | Helm | logos:helm |
`,
  analytics: `
airflow | Apache Airflow | logos:airflow-icon |
spark | Apache Spark | simple-icons:apachespark |
flink | Apache Flink | logos:apache-flink-icon |
hadoop | Apache Hadoop | logos:hadoop |
hive | Apache Hive | simple-icons:apachehive |
beam | Apache Beam | ? |
storm | Apache Storm | simple-icons:apachestorm |
superset | Apache Superset | ? |
nifi | Apache NiFi | simple-icons:apachenifi |
presto | Presto | logos:presto-icon |
trino | Trino | simple-icons:trino |
dbt | dbt | logos:dbt-icon |
dremio | Dremio | ? |
metabase | Metabase | logos:metabase |
norikra | Norikra | ? |
singer | Singer | ? |
embulk | Embulk | ? |
digdag | Digdag | ? |
kubeflow | Kubeflow | devicon:kubeflow |
mlflow | MLflow | simple-icons:mlflow |
polyaxon | Polyaxon | ? |
jupyter | Jupyter | logos:jupyter |
`,
  storage: `
ceph | Ceph | simple-icons:ceph |
ceph-osd | Ceph OSD | simple-icons:ceph |
glusterfs | GlusterFS | ? |
portworx | Portworx | ? |
minio | MinIO | simple-icons:minio |
netapp | NetApp | simple-icons:netapp |
veeam | Veeam | simple-icons:veeam |
synology | Synology | simple-icons:synology |
dell-emc | Dell EMC storage | simple-icons:dell | dell
`,
  virtualization: `
vmware | VMware | simple-icons:vmware | vmware-vsphere vsphere
proxmox | Proxmox VE | simple-icons:proxmox | proxmox-ve pve
nutanix | Nutanix | simple-icons:nutanix |
openstack | OpenStack | logos:openstack-icon |
qemu | QEMU | simple-icons:qemu |
virtualbox | VirtualBox | simple-icons:virtualbox |
xen | Xen | ? |
hyper-v | Hyper-V | ? |
vagrant | Vagrant | logos:vagrant |
`,
  'operating-system': `
linux | Linux | logos:linux-tux |
windows | Windows | devicon:windows11 |
windows-server | Windows Server | devicon:windows8 |
ubuntu | Ubuntu | logos:ubuntu |
debian | Debian | logos:debian |
red-hat | Red Hat Enterprise Linux | logos:redhat-icon | redhat rhel
centos | CentOS | logos:centos-icon |
suse | SUSE Linux | logos:suse |
fedora | Fedora | logos:fedora |
alpine-linux | Alpine Linux | simple-icons:alpinelinux | alpine
raspberry-pi | Raspberry Pi OS | logos:raspberry-pi | raspbian
android | Android | logos:android-icon |
apple | Apple | logos:apple | macos
ios | iOS | logos:ios |
`,
  language: `
nodejs | Node.js | logos:nodejs-icon | node
python | Python | logos:python |
java | Java | logos:java |
go | Go | logos:go | golang
rust | Rust | logos:rust |
php | PHP | logos:php |
ruby | Ruby | logos:ruby |
dotnet | .NET | logos:dotnet | net
typescript | TypeScript | logos:typescript-icon |
javascript | JavaScript | logos:javascript |
react | React | logos:react |
vue | Vue.js | logos:vue |
angular | Angular | logos:angular-icon |
graphql | GraphQL | logos:graphql |
spring | Spring | logos:spring-icon |
django | Django | logos:django-icon |
flask | Flask | simple-icons:flask |
fastapi | FastAPI | logos:fastapi-icon |
wordpress | WordPress | logos:wordpress-icon |
tensorflow | TensorFlow | logos:tensorflow |
pytorch | PyTorch | logos:pytorch-icon |
`,
  company: `
aws | Amazon Web Services | logos:aws | amazon-web-services
google-cloud | Google Cloud | logos:google-cloud | gcp
azure | Microsoft Azure | logos:microsoft-azure |
microsoft | Microsoft | logos:microsoft-icon |
google | Google | logos:google-icon |
ibm | IBM | logos:ibm |
alibaba-cloud | Alibaba Cloud | simple-icons:alibabacloud |
hashicorp | HashiCorp | logos:hashicorp-icon |
intel | Intel | logos:intel |
nvidia | NVIDIA | simple-icons:nvidia |
hp | HP | simple-icons:hp |
lenovo | Lenovo | simple-icons:lenovo |
sap | SAP | logos:sap |
`,
};
