#!/bin/sh
# Asks AWS what accounts and networks there are, and keeps the answers as files that `cadastre import` reads:
#
#     OUT/ACCOUNT/REGION/COMMAND--KEY.json
#
# It only reads: collect/aws-policy.json lists the permissions. It needs the AWS command line, version 1 or 2, and
# nothing else. Answers hold more than Cadastre keeps of them: treat OUT as you treat the accounts, and do not commit it.
#
# It can be interrupted and run again: what was answered is not asked again, what was refused is. To ask anew,
# name another folder.

set -eu

usage() {
  cat <<'USAGE'
usage: aws.sh [-r "REGION…"] [-a "ACCOUNT…"] [-R ROLE] [-p SECONDS] OUT

  -r REGIONS   default: all that are enabled in each account
  -a ACCOUNTS  ids; by a role in each of them. Default: the account of the credentials only;
               `organization` for all active accounts that the organization lists
  -R ROLE      name of the role to assume in each of the accounts (default: CadastreCollect)
  -p SECONDS   pause between two questions (default: 0)
  OUT          a new folder, or one that this script has begun
USAGE
  exit 2
}

fail() {
  printf 'aws.sh: %s\n' "$1" >&2
  exit 2
}

regions='' accounts='' role=CadastreCollect pause=0
while getopts r:a:R:p:h option; do
  case $option in
    r) regions=$OPTARG ;;
    a) accounts=$OPTARG ;;
    R) role=$OPTARG ;;
    p) pause=$OPTARG ;;
    *) usage ;;
  esac
done
shift $((OPTIND - 1))
[ $# -eq 1 ] || usage
out=$1
command -v aws >/dev/null || fail 'the AWS command line (aws) is not on PATH'

mark=$out/.cadastre-collect
if [ -e "$out" ] && [ ! -f "$mark" ]; then
  [ -d "$out" ] || fail "$out is not a folder"
  [ -z "$(ls -A "$out")" ] || fail "$out holds files that this script did not write: name another folder"
fi
umask 077
mkdir -p "$out"
: >"$mark"

# The command line repeats what is throttled, and slows down by itself.
export AWS_RETRY_MODE=adaptive AWS_MAX_ATTEMPTS=10 AWS_PAGER='' AWS_DEFAULT_OUTPUT=json

failures=$out/.failures
: >"$failures"

# ask FILE ARGUMENT…: one question, unless it was answered. A refusal is an answer of its own, which is asked again.
ask() {
  file=$1
  shift
  [ -s "$file" ] && return 0
  mkdir -p "${file%/*}"
  sleep "$pause"
  if aws "$@" >"$file.part" 2>"$file.error"; then
    # Some questions have no answer at all where there is nothing.
    [ -s "$file.part" ] || printf '{}\n' >"$file.part"
    mv "$file.part" "$file"
    rm -f "$file.error" "${file%.json}.refused.json"
    return 0
  fi
  code=$(sed -n 's/.*An error occurred (\([A-Za-z.]*\)).*/\1/p' "$file.error" | head -n 1)
  case $code in
    AccessDenied* | Unauthorized* | UnrecognizedClientException | InvalidClientTokenId | OptInRequired | AuthFailure)
      printf '{ "Error": { "Code": "%s" } }\n' "$code" >"${file%.json}.refused.json"
      ;;
    AWSOrganizationsNotInUseException) printf '{}\n' >"$file" ;;
    *)
      printf '%s: %s\n' "$*" "$(tr '\n' ' ' <"$file.error")" >>"$failures"
      printf 'aws.sh: no answer to: aws %s\n' "$*" >&2
      ;;
  esac
  rm -f "$file.part" "$file.error"
}

# list ARGUMENT…: words of an answer; nothing where it is refused.
list() {
  aws "$@" --output text 2>/dev/null | tr '\t' '\n' | sed '/^None$/d;/^$/d' || true
}

# rows ARGUMENT…: lines of two words.
rows() {
  aws "$@" --output text 2>/dev/null | sed '/^None$/d;/^$/d' || true
}

units() {
  ask "$1/organizations-list-accounts-for-parent--$2.json" organizations list-accounts-for-parent --parent-id "$2"
  ask "$1/organizations-list-organizational-units-for-parent--$2.json" \
    organizations list-organizational-units-for-parent --parent-id "$2"
  for unit in $(list organizations list-organizational-units-for-parent --parent-id "$2" \
    --query 'OrganizationalUnits[].Id'); do
    units "$1" "$unit"
  done
}

organization() {
  ask "$1/organizations-describe-organization.json" organizations describe-organization
  ask "$1/organizations-list-roots.json" organizations list-roots
  ask "$1/organizations-list-accounts.json" organizations list-accounts
  for root in $(list organizations list-roots --query 'Roots[].Id'); do
    units "$1" "$root"
  done
}

networks() {
  for what in vpcs subnets route-tables internet-gateways egress-only-internet-gateways nat-gateways vpn-gateways \
    customer-gateways vpn-connections vpc-peering-connections vpc-endpoints vpc-endpoint-service-configurations \
    managed-prefix-lists prefix-lists network-interfaces addresses security-groups network-acls instances \
    transit-gateways transit-gateway-attachments transit-gateway-vpc-attachments \
    transit-gateway-peering-attachments transit-gateway-route-tables client-vpn-endpoints; do
    ask "$1/ec2-describe-$what.json" ec2 "describe-$what" --region "$2"
  done
  for list in $(list ec2 describe-managed-prefix-lists --region "$2" \
    --query "PrefixLists[?OwnerId!='AWS'].PrefixListId"); do
    ask "$1/ec2-get-managed-prefix-list-entries--$list.json" \
      ec2 get-managed-prefix-list-entries --region "$2" --prefix-list-id "$list"
  done
  for service in $(list ec2 describe-vpc-endpoint-service-configurations --region "$2" \
    --query 'ServiceConfigurations[].ServiceId'); do
    ask "$1/ec2-describe-vpc-endpoint-service-permissions--$service.json" \
      ec2 describe-vpc-endpoint-service-permissions --region "$2" --service-id "$service"
  done
  for vpn in $(list ec2 describe-client-vpn-endpoints --region "$2" \
    --query 'ClientVpnEndpoints[].ClientVpnEndpointId'); do
    for what in target-networks authorization-rules; do
      ask "$1/ec2-describe-client-vpn-$what--$vpn.json" \
        ec2 "describe-client-vpn-$what" --region "$2" --client-vpn-endpoint-id "$vpn"
    done
  done
}

transit() {
  for table in $(list ec2 describe-transit-gateway-route-tables --region "$2" \
    --query 'TransitGatewayRouteTables[].TransitGatewayRouteTableId'); do
    for what in associations propagations; do
      ask "$1/ec2-get-transit-gateway-route-table-$what--$table.json" \
        ec2 "get-transit-gateway-route-table-$what" --region "$2" --transit-gateway-route-table-id "$table"
    done
    ask "$1/ec2-search-transit-gateway-routes--$table.json" ec2 search-transit-gateway-routes --region "$2" \
      --transit-gateway-route-table-id "$table" --filters Name=state,Values=active,blackhole --max-results 1000
  done
}

balancers() {
  ask "$1/elb-describe-load-balancers.json" elb describe-load-balancers --region "$2"
  ask "$1/elbv2-describe-load-balancers.json" elbv2 describe-load-balancers --region "$2"
  ask "$1/elbv2-describe-target-groups.json" elbv2 describe-target-groups --region "$2"
  rows elbv2 describe-load-balancers --region "$2" --query 'LoadBalancers[].[LoadBalancerName,LoadBalancerArn]' |
    while read -r name arn; do
      ask "$1/elbv2-describe-listeners--$name.json" elbv2 describe-listeners --region "$2" --load-balancer-arn "$arn"
      ask "$1/elbv2-describe-tags--$name.json" elbv2 describe-tags --region "$2" --resource-arns "$arn"
    done
  rows elbv2 describe-target-groups --region "$2" --query 'TargetGroups[].[TargetGroupName,TargetGroupArn]' |
    while read -r name arn; do
      ask "$1/elbv2-describe-target-health--$name.json" \
        elbv2 describe-target-health --region "$2" --target-group-arn "$arn"
    done
}

workloads() {
  for what in db-instances db-clusters db-subnet-groups; do
    ask "$1/rds-describe-$what.json" rds "describe-$what" --region "$2"
  done
  for what in cache-clusters cache-subnet-groups; do
    ask "$1/elasticache-describe-$what.json" elasticache "describe-$what" --region "$2"
  done
  for what in clusters cluster-subnet-groups; do
    ask "$1/redshift-describe-$what.json" redshift "describe-$what" --region "$2"
  done
  ask "$1/efs-describe-file-systems.json" efs describe-file-systems --region "$2"
  for system in $(list efs describe-file-systems --region "$2" --query 'FileSystems[].FileSystemId'); do
    ask "$1/efs-describe-mount-targets--$system.json" efs describe-mount-targets --region "$2" --file-system-id "$system"
  done
  ask "$1/lambda-list-functions.json" lambda list-functions --region "$2"
  ask "$1/autoscaling-describe-auto-scaling-groups.json" autoscaling describe-auto-scaling-groups --region "$2"
  ask "$1/eks-list-clusters.json" eks list-clusters --region "$2"
  for cluster in $(list eks list-clusters --region "$2" --query 'clusters[]'); do
    ask "$1/eks-describe-cluster--$cluster.json" eks describe-cluster --region "$2" --name "$cluster"
  done
  for firewall in $(list network-firewall list-firewalls --region "$2" --query 'Firewalls[].FirewallName'); do
    ask "$1/network-firewall-describe-firewall--$firewall.json" \
      network-firewall describe-firewall --region "$2" --firewall-name "$firewall"
  done
  ask "$1/directconnect-describe-virtual-interfaces.json" directconnect describe-virtual-interfaces --region "$2"
  # Everything that has, or had, a tag: what Cadastre does not read is at least counted.
  ask "$1/resourcegroupstaggingapi-get-resources.json" resourcegroupstaggingapi get-resources --region "$2"
}

lines() {
  ask "$1/directconnect-describe-direct-connect-gateways.json" \
    directconnect describe-direct-connect-gateways --region "$2"
  for gateway in $(list directconnect describe-direct-connect-gateways --region "$2" \
    --query 'directConnectGateways[].directConnectGatewayId'); do
    ask "$1/directconnect-describe-direct-connect-gateway-associations--$gateway.json" \
      directconnect describe-direct-connect-gateway-associations --region "$2" --direct-connect-gateway-id "$gateway"
  done
}

account() {
  folder=$out/$1
  printf 'account %s\n' "$1" >&2
  ask "$folder/global/sts-get-caller-identity.json" sts get-caller-identity
  enabled=${regions:-$(list ec2 describe-regions --query 'Regions[].RegionName')}
  [ -n "$enabled" ] || {
    printf 'the regions of %s are not known\n' "$1" >>"$failures"
    return 0
  }
  first=''
  for region in $enabled; do
    [ -n "$first" ] || first=$region
    printf '  %s\n' "$region" >&2
    networks "$folder/$region" "$region"
    transit "$folder/$region" "$region"
    balancers "$folder/$region" "$region"
    workloads "$folder/$region" "$region"
  done
  # The same in every region.
  lines "$folder/global" "$first"
}

# In a process of its own, so that the credentials of the role end with it. They are written nowhere.
as_role() (
  credentials=$(aws sts assume-role --role-arn "arn:aws:iam::$1:role/$role" --role-session-name cadastre-collect \
    --query 'Credentials.[AccessKeyId,SecretAccessKey,SessionToken]' --output text) || {
    printf 'the role %s of %s cannot be assumed\n' "$role" "$1" >>"$failures"
    exit 0
  }
  AWS_ACCESS_KEY_ID=$(printf '%s' "$credentials" | cut -f 1)
  AWS_SECRET_ACCESS_KEY=$(printf '%s' "$credentials" | cut -f 2)
  AWS_SESSION_TOKEN=$(printf '%s' "$credentials" | cut -f 3)
  export AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN
  unset AWS_PROFILE
  account "$1"
)

own=$(aws sts get-caller-identity --query Account --output text) || fail 'AWS knows no such credentials'
organization "$out/$own/global"
if [ "$accounts" = organization ]; then
  accounts=$(list organizations list-accounts --query "Accounts[?Status=='ACTIVE'].Id")
  [ -n "$accounts" ] || fail 'the accounts of the organization cannot be listed'
fi
for one in ${accounts:-$own}; do
  if [ "$one" = "$own" ]; then account "$one"; else as_role "$one"; fi
done

if [ -s "$failures" ]; then
  printf 'aws.sh: %s questions have no answer: see %s, and run it again\n' "$(wc -l <"$failures" | tr -d ' ')" "$failures" >&2
  exit 1
fi
rm -f "$failures"
