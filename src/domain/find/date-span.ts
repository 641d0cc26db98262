import { DAY_MS } from '#domain/time/duration';

/** A span of time: from its first millisecond to the first one after it, in epoch milliseconds. */
export interface DateSpan {
  readonly from: number;
  readonly to: number;
}

/** A day in the calendar of this machine. The month counts from 0. */
interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** How many days before today each word means. */
const DAY_WORDS: Readonly<Record<string, number>> = {
  today: 0,
  сегодня: 0,
  бүгін: 0,
  yesterday: 1,
  вчера: 1,
  кеше: 1,
};

/**
 * Reads a day or a span of days in the zone of this machine: `today`, `yesterday`, `27.11.2026`, `27.11`, `2026-11-27`, a month
 * (`2026-11`, `11.2026`), the last hours or days (`24h`, `7d`), and two days with `-` or `..` between them (`27.11-28.11`). A day
 * without a year is the last one that has begun. Returns undefined for any other text, and never throws.
 */
export function readDateSpan(text: string, now: number): DateSpan | undefined {
  const plain = text.trim().toLowerCase();
  if (plain.length > MAX_LENGTH) return undefined;
  const ends = splitSpan(plain);
  if (ends === undefined) return readSpan(plain, now);
  const [first, last] = ends;
  const to = readSpan(last, now);
  // Without a year the first day is the one before the last day.
  const from = to === undefined ? undefined : readSpan(first, to.to - 1);
  return from === undefined || to === undefined || from.from >= to.to ? undefined : { from: from.from, to: to.to };
}

const MAX_LENGTH = 40;

function splitSpan(text: string): readonly [string, string] | undefined {
  const [, first, last] = /^([^–—]+?)\s*(?:\.\.+|…|–|—)\s*([^–—]+)$/.exec(text) ?? [];
  if (first !== undefined && last !== undefined) return [first, last];
  const [, one, other] = /^([\d.]+\.\d+|[a-zа-яүі]+)\s*-\s*([\d.]+\.\d+|[a-zа-яүі]+)$/.exec(text) ?? [];
  return one === undefined || other === undefined ? undefined : [one, other];
}

function readSpan(text: string, now: number): DateSpan | undefined {
  const back = /^(\d{1,4})(h|d)$/.exec(text);
  if (back !== null) return { from: now - Number(back[1]) * (back[2] === 'h' ? DAY_MS / 24 : DAY_MS), to: now + 1 };
  const month = readMonth(text);
  if (month !== undefined) return toSpan(month, { ...month, month: month.month + 1 });
  const day = readDay(text, now);
  return day === undefined ? undefined : toSpan(day, { ...day, day: day.day + 1 });
}

function readMonth(text: string): Day | undefined {
  const [, year, month] = /^(\d{4})-(\d\d)$/.exec(text) ?? [];
  const [, otherMonth, otherYear] = /^(\d\d)\.(\d{4})$/.exec(text) ?? [];
  return checked({ year: Number(year ?? otherYear), month: Number(month ?? otherMonth) - 1, day: 1 });
}

function readDay(text: string, now: number): Day | undefined {
  const ago = Object.hasOwn(DAY_WORDS, text) ? DAY_WORDS[text] : undefined;
  if (ago !== undefined) return { ...toDay(now), day: toDay(now).day - ago };
  const [, isoYear, isoMonth, isoDay] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? [];
  if (isoYear !== undefined) return checked(numbers(isoYear, isoMonth, isoDay));
  const [, day, month, year] = /^(\d{1,2})\.(\d{1,2})(?:\.(\d{4}|\d\d))?\.?$/.exec(text) ?? [];
  if (day === undefined) return undefined;
  if (year !== undefined) return checked(numbers(year.length === 2 ? `20${year}` : year, month, day));
  const today = toDay(now);
  const found = checked(numbers(String(today.year), month, day));
  return found !== undefined && startOf(found) > now ? checked({ ...found, year: found.year - 1 }) : found;
}

const numbers = (year: string | undefined, month: string | undefined, day: string | undefined): Day => ({
  year: Number(year),
  month: Number(month) - 1,
  day: Number(day),
});

/** Returns a day that exists, between the years 2000 and 2100. */
function checked(day: Day): Day | undefined {
  if (!(day.year >= 2000 && day.year <= 2100)) return undefined;
  const date = new Date(day.year, day.month, day.day);
  return date.getMonth() === day.month && date.getDate() === day.day ? day : undefined;
}

function toDay(time: number): Day {
  const date = new Date(time);
  return { year: date.getFullYear(), month: date.getMonth(), day: date.getDate() };
}

const startOf = ({ year, month, day }: Day): number => new Date(year, month, day).getTime();

const toSpan = (first: Day, next: Day): DateSpan => ({ from: startOf(first), to: startOf(next) });
