/** Where a text stops being JSON. What JSON.parse says of it has no place in some versions of Node. */

const TOKEN =
  /[ \t\n\r]*(?:([[\]{}:,])|("(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null))/y;

/** What may come next: a value, a value or the end, a comma or the end, a key, a key or the end, a colon. */
type Next = 'value' | 'first' | 'more' | 'key' | 'first-key' | 'colon';

/** Offset of the first character that does not belong there; the length where it ends too early; undefined for JSON. */
export function jsonFault(text: string): number | undefined {
  const open: ('[' | '{')[] = [];
  let next: Next = 'value';
  let at = 0;
  for (;;) {
    const space = /^[ \t\n\r]*/.exec(text.slice(at, at + 10_000))?.[0].length ?? 0;
    at += space;
    if (at >= text.length) return open.length > 0 || next !== 'more' ? text.length : undefined;
    TOKEN.lastIndex = at;
    const [whole, sign, value] = TOKEN.exec(text) ?? [];
    if (whole === undefined) return at;
    const [inner] = open.slice(-1);
    const starts = next === 'value' || next === 'first';
    if (value !== undefined) {
      const isKey: boolean = next === 'key' || next === 'first-key';
      if (isKey ? !value.startsWith('"') : !starts) return at;
      next = isKey ? 'colon' : 'more';
    } else if (sign === '[' || sign === '{') {
      if (!starts) return at;
      open.push(sign);
      next = sign === '[' ? 'first' : 'first-key';
    } else if (sign === ']' || sign === '}') {
      const closes =
        sign === ']' ? inner === '[' && next === 'first' : inner === '{' && next === 'first-key';
      const ended = next === 'more' && inner === (sign === ']' ? '[' : '{');
      if (!closes && !ended) return at;
      open.pop();
      next = 'more';
    } else if (sign === ':') {
      if (next !== 'colon') return at;
      next = 'value';
    } else {
      if (next !== 'more' || inner === undefined) return at;
      next = inner === '[' ? 'value' : 'key';
    }
    at += whole.length;
  }
}
