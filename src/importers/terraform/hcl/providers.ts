/** Account and region of a provider, as far as the code says them. */

import { isList, isMap, type Value } from '../../aws-resources/values.ts';
import { blockValue } from './block-values.ts';
import type { EvaluationScope } from './evaluation-scope.ts';
import { addressOf, type ModuleSource } from './module-source.ts';
import type { HclBlock } from './syntax.ts';

export interface ProviderPlace {
  /** The same for all that one provider manages. */
  readonly key: string;
  readonly account?: string;
  readonly region?: string;
}

/** A module, as far as its providers go. */
interface ConfiguredModule extends EvaluationScope {
  readonly source: ModuleSource;
  readonly prefix: string;
  readonly call?: { readonly from: ConfiguredModule; readonly block: HclBlock } | undefined;
}

/** Follows a provider's name up to the module that configures it. */
export function providerOf(module: ConfiguredModule, block: HclBlock): ProviderPlace {
  const own = addressOf(block.body.attributes.get('provider')?.value);
  let name = own ?? (block.labels[0] ?? '').split('_')[0] ?? '';
  let at: ConfiguredModule = module;
  while (at.call) {
    const passed = passedAs(at.call.block, name);
    // A module of its own, with its own configuration, is old style.
    if (passed === undefined && at.source.providers.has(name)) break;
    name = passed ?? name;
    at = at.call.from;
  }
  const body = at.source.providers.get(name);
  const key = `${at.prefix}${name}`;
  if (!body) return { key };
  const region = blockValue(body, 'region', at);
  const account = accountOf(
    blockValue(body, 'assume_role', at),
    blockValue(body, 'allowed_account_ids', at),
  );
  return {
    key,
    ...(account === undefined ? {} : { account }),
    ...(typeof region === 'string' ? { region } : {}),
  };
}

function passedAs({ body }: HclBlock, name: string): string | undefined {
  const passed = body.attributes.get('providers')?.value;
  if (passed?.kind !== 'map') return undefined;
  const found = passed.entries.find(([key]) => {
    const text = key.kind === 'literal' ? String(key.value) : addressOf(key);
    return text === name;
  });
  return found && addressOf(found[1]);
}

function accountOf(role: Value | undefined, allowed: Value | undefined): string | undefined {
  const [first] = isList(role) ? role : [];
  const arn = isMap(first) ? first.role_arn : undefined;
  const inArn = typeof arn === 'string' ? /^arn:[^:]*:iam::(\d{12}):/.exec(arn)?.[1] : undefined;
  const [only, ...others] = isList(allowed) ? allowed : [];
  return inArn ?? (typeof only === 'string' && others.length === 0 ? only : undefined);
}
