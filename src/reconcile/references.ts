/** What one source calls a thing, replaced by what the source before it does. */

/** Facts that name nothing else. */
const NO_REFERENCES = new Set([
  ...['id', 'name', 'tags', 'provenance', 'absent', 'destination', 'block', 'cidr', 'blocks'],
  ...['short', 'arn', 'description'],
]);

function replaced(value: unknown, aliases: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') return aliases.get(value) ?? value;
  if (Array.isArray(value)) return value.map((one) => replaced(one, aliases));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      NO_REFERENCES.has(key) ? inner : replaced(inner, aliases),
    ]),
  );
}

/** The record with its references in other words; itself where there are none to replace. */
export const withoutAliases = <T>(record: T, aliases: ReadonlyMap<string, string>): T =>
  aliases.size === 0 ? record : (replaced(record, aliases) as T);
