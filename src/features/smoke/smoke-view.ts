import { wrapped } from '#cli/text-table';
import { formatAmount } from '#domain/payments/amount';
import { describeCharges, type SmokeReport, type SmokeStep } from '#domain/smoke/smoke-report';
import type { Style } from '#domain/terminal/terminal';

const MARKS = { passed: 'good', failed: 'bad', skipped: 'dim' } as const;

/** Formats a smoke test as a table: each step with its duration and result. */
export function smokeLines(report: SmokeReport, style: Style): string[] {
  const { profile, paymentId, amountMinor, currency, passed, milliseconds, steps } = report;
  const result = passed ? style.good('passed') : style.bad('failed');
  return [
    `Smoke test of profile ${style.bold(profile)}: ${formatAmount({ minor: amountMinor, currency })}`,
    `payment ${paymentId}`,
    '',
    ...steps.flatMap((step) => stepLines(step, style)),
    '',
    ...wrapped(describeCharges(report), 0),
    `${result} in ${seconds(milliseconds)}`,
  ];
}

/** Indentation of the text of a step. */
const INDENT = 29;

function stepLines({ name, status, milliseconds, message, error }: SmokeStep, style: Style): string[] {
  const duration = status === 'skipped' ? '' : seconds(milliseconds);
  const start = `${name.padEnd(10)} ${style[MARKS[status]](status.padEnd(7))} ${duration.padStart(8)}  `;
  const [first = '', ...more] = wrapped(message, INDENT);
  const next = error?.hint === undefined ? [] : wrapped(`next: ${error.hint}`, INDENT);
  return [start + first.trimStart(), ...more, ...next.map((line) => style.dim(line))];
}

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;
