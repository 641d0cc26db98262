import { wrapped } from '#cli/text-table';
import type { Check, Checkup } from '#domain/doctor/health-check';
import type { Style } from '#domain/terminal/terminal';

const STYLES = { ok: 'good', warn: 'warn', fail: 'bad', skipped: 'dim' } as const;

/** Indentation of the text of a check. */
const INDENT = 23;

/** Formats the health checks: each with its result and its fix. */
export function checkupLines({ checks }: Checkup, style: Style): string[] {
  const count = (status: Check['status']) => checks.filter((check) => check.status === status).length;
  const [failed, warnings] = [count('fail'), count('warn')];
  const sum =
    failed + warnings === 0
      ? style.good('All checks passed.')
      : `${formatCount(failed, 'check')} failed, ${formatCount(warnings, 'warning')}.`;
  return [...checks.flatMap((check) => checkLines(check, style)), '', sum];
}

const formatCount = (count: number, noun: string): string =>
  `${count === 0 ? 'no' : count} ${noun}${count === 1 ? '' : 's'}`;

function checkLines({ name, status, message, fix }: Check, style: Style): string[] {
  const [first = '', ...more] = wrapped(message, INDENT);
  const start = `${style[STYLES[status]](status.padEnd(7))}  ${name.padEnd(14)}`;
  const next = fix === undefined ? [] : wrapped(`next: ${fix}`, INDENT);
  return [start + first.trimStart(), ...more, ...next.map((line) => style.dim(line))];
}
