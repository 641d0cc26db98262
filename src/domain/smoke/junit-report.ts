import type { SmokeReport, SmokeStep } from './smoke-report.ts';

/**
 * Formats a smoke test as a JUnit report for CI servers, with one test case for each step. Characters that XML does not
 * allow are removed. Only attributes of both Surefire's schema (3.0) and Jenkins' schema (junit-10) are written. Neither
 * has the number of skipped steps of the whole report, and Surefire has no date.
 */
export function junitXml({ profile, steps, milliseconds }: SmokeReport): string {
  const count = (status: SmokeStep['status']) => steps.filter((step) => step.status === status).length;
  const totals = `tests="${steps.length}" failures="${count('failed')}" errors="0"`;
  const name = `name="${escapeXml(`rocketpay smoke ${profile}`)}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${totals} time="${seconds(milliseconds)}">`,
    `  <testsuite ${name} ${totals} skipped="${count('skipped')}" time="${seconds(milliseconds)}">`,
    ...steps.map((step) => testCase(step, profile)),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function testCase({ name, status, milliseconds, message, error }: SmokeStep, profile: string): string {
  const open = `    <testcase classname="${escapeXml(`rocketpay.smoke.${profile}`)}" name="${name}" time="${seconds(milliseconds)}">`;
  const why = escapeXml(message);
  const inside = {
    passed: `<system-out>${why}</system-out>`,
    skipped: `<skipped message="${why}"/>`,
    failed: `<failure type="${escapeXml(error?.code ?? 'failed')}" message="${why}">${escapeXml(error?.hint ?? '')}</failure>`,
  };
  return `${open}${inside[status]}</testcase>`;
}

const seconds = (milliseconds: number): string => (milliseconds / 1000).toFixed(3);

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

const escapeXml = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replace(/[\t\n\r]/g, ' ')
    .replace(/[&<>"']/g, (letter) => ENTITIES[letter] ?? '');
