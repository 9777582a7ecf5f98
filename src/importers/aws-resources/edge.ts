/** Content delivery, and web application firewalls. Headers that an origin wants may be secrets: they are not read. */

import { present } from '../present.ts';
import type { Mapper, Mapping } from './mapper.ts';

const distribution: Mapper = (r, to) => {
  const held = r.held({ domain: 'domain_name' });
  const domain = r.text('domain_name');
  const aliases = r.has('aliases') ? r.texts('aliases') : [];
  const origins = r.blocks('origin').flatMap((origin) => origin.needed('domain_name') ?? []);
  to.add('contentDistributions', {
    ...held,
    name: aliases[0] ?? r.name() ?? held.id,
    ...{ aliases: [...aliases].sort(), origins: [...new Set(origins)].sort() },
    ...present({ domain, webAcl: r.has('web_acl_id') ? r.ref('web_acl_id') : undefined }),
  });
};

/** Of a load balancer. What else it stands before (an API, a user pool) has no record. */
const webAcl: Mapper = (r, to) => {
  const [target, acl] = [r.ref('resource_arn'), r.ref('web_acl_arn')];
  if (acl === undefined) return;
  const balancer = to.all('loadBalancers').find(({ id, arn }) => id === target || arn === target);
  if (balancer) to.update('loadBalancers', balancer.id, () => ({ webAcl: acl }));
};

export const EDGE: Mapping = { aws_cloudfront_distribution: distribution };

export const EDGE_TIES: Mapping = {
  aws_wafv2_web_acl_association: webAcl,
  aws_wafregional_web_acl_association: webAcl,
};
