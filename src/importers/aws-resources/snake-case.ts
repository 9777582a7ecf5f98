/** Names of Pulumi and CloudFormation as Terraform writes them. */

/** `ec2TransitGateway` -> `ec2_transit_gateway`; `ipv6CidrBlock` -> `ipv6_cidr_block`; `cidrIpv4` -> `cidr_ipv4`. */
export const snakeCase = (name: string): string =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .toLowerCase();
