/** Review periods: `6 months`, `1 year`, `annually`. Dates are `YYYY-MM-DD`, UTC. */

export interface Period {
  readonly days: number;
  readonly months: number;
}

const WORDS: Readonly<Record<string, Period>> = {
  monthly: { days: 0, months: 1 },
  quarterly: { days: 0, months: 3 },
  annually: { days: 0, months: 12 },
  yearly: { days: 0, months: 12 },
};

/** Absent when it is no period. */
export function parsePeriod(text: string): Period | undefined {
  const plain = text.trim().toLowerCase();
  if (Object.hasOwn(WORDS, plain)) return WORDS[plain];
  const [, number, unit] = /^(\d{1,4}) *(day|week|month|quarter|year)s?$/.exec(plain) ?? [];
  const n = Number(number);
  if (!unit || n === 0) return undefined;
  if (unit === 'day' || unit === 'week') return { days: unit === 'week' ? 7 * n : n, months: 0 };
  return { days: 0, months: n * (unit === 'month' ? 1 : unit === 'quarter' ? 3 : 12) };
}

/** The day that is a period after another; the last of the month where that has no such day. */
export function after(date: string, { days, months }: Period): string {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  const then = new Date(Date.UTC(year, month - 1 + months, Math.min(day, last) + days));
  return then.toISOString().slice(0, 10);
}
