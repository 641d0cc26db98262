import { describe, expect, it } from 'vitest';
import { junitXml } from '#domain/smoke/junit-report';
import type { SmokeReport } from '#domain/smoke/smoke-report';

const REPORT: SmokeReport = {
  passed: false,
  profile: 'shop',
  gateUrl: 'https://gate.example',
  paymentId: 'rp-1',
  amountMinor: 10000,
  currency: 'KZT',
  milliseconds: 1534,
  charged: false,
  refunded: false,
  steps: [
    { name: 'operators', status: 'passed', milliseconds: 34, message: 'ACTIV' },
    {
      name: 'sale',
      status: 'failed',
      milliseconds: 1500,
      message: 'He said "<no>" & left\u0000\u001b[31m\ud800\nTwice',
      error: { code: 'refused', exit: 3, hint: "It's > that", intentId: undefined },
    },
    { name: 'otp', status: 'skipped', milliseconds: 0, message: 'sale failed' },
  ],
};

describe('the JUnit report', () => {
  it('lists the passed, failed and skipped steps', () => {
    expect(junitXml(REPORT)).toBe(
      [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<testsuites tests="3" failures="1" errors="0" time="1.534">',
        '  <testsuite name="rocketpay smoke shop" tests="3" failures="1" errors="0" skipped="1" time="1.534">',
        '    <testcase classname="rocketpay.smoke.shop" name="operators" time="0.034"><system-out>ACTIV</system-out></testcase>',
        '    <testcase classname="rocketpay.smoke.shop" name="sale" time="1.500">' +
          '<failure type="refused" message="He said &quot;&lt;no&gt;&quot; &amp; left[31m\ufffd Twice">It&apos;s &gt; that</failure></testcase>',
        '    <testcase classname="rocketpay.smoke.shop" name="otp" time="0.000"><skipped message="sale failed"/></testcase>',
        '  </testsuite>',
        '</testsuites>',
        '',
      ].join('\n'),
    );
  });
});
