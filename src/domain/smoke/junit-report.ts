import type { SmokeReport, SmokeStep } from './smoke-report.ts';

/**
 * A smoke test as a JUnit report, the XML that CI servers read: one test case for each step. Characters
 * that XML cannot hold are left out. Only attributes that both Surefire's schema (3.0) and Jenkins' (junit-10) know are
 * written: neither has a place for the number of skipped steps on the whole report, nor Surefire's for a date.
 */
export function junitXml({ profile, steps, milliseconds }: SmokeReport): string {
  const count = (status: SmokeStep['status']) => steps.filter((step) => step.status === status).length;
  const totals = `tests="${steps.length}" failures="${count('failed')}" errors="0"`;
  const name = `name="${escaped(`rocketpay smoke ${profile}`)}"`;
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
  const open = `    <testcase classname="${escaped(`rocketpay.smoke.${profile}`)}" name="${name}" time="${seconds(milliseconds)}">`;
  const why = escaped(message);
  const inside = {
    passed: `<system-out>${why}</system-out>`,
    skipped: `<skipped message="${why}"/>`,
    failed: `<failure type="${escaped(error?.code ?? 'failed')}" message="${why}">${escaped(error?.hint ?? '')}</failure>`,
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

const escaped = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replace(/[\t\n\r]/g, ' ')
    .replace(/[&<>"']/g, (letter) => ENTITIES[letter] ?? '');
