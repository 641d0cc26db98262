import { describe, expect, it } from 'vitest';
import { formatJson } from '../../src/domain/json.ts';
import { unsentRequest } from '../../src/flows/unsent-request.ts';
import { FAKE_PROJECT, FAKE_SECRET, FakeGate } from '../support/fake-gate.ts';

const request = new FakeGate().refund({
  paymentId: 'order-1',
  amount: { minor: 100_000, currency: 'KZT' },
  description: "it's “so”",
});

describe('a merchant who looks at a request before he sends it', () => {
  it('sends it when he asked for nothing', () => {
    expect(unsentRequest(request, {})).toBeUndefined();
    expect(unsentRequest(request, { dryRun: false, printCurl: false })).toBeUndefined();
  });

  it('sees with --dry-run the body that would go out, and what its signature was made over', () => {
    expect(unsentRequest(request, { dryRun: true })).toEqual({
      dryRun: true,
      method: 'POST',
      url: request.url,
      body: request.body,
      stringToSign: request.stringToSign,
      secret: '[secret]',
    });
    expect(request.stringToSign).toContain(`general:project_id:${FAKE_PROJECT}`);
  });

  it('gets with --print-curl one line of a shell, --dry-run or not', () => {
    for (const dryRun of [true, false]) {
      const unsent = unsentRequest(request, { printCurl: true, dryRun });
      expect(unsent).toEqual({ dryRun: true, curl: expect.stringMatching(/^[^\n]* curl [^\n]*$/) });
    }
  });

  it.each([{ dryRun: true }, { printCurl: true }])(
    'never sees the secret, and no ready signature in the line: %j',
    (options) => {
      const text = formatJson({ ...unsentRequest(request, options) });
      expect(text).not.toContain(FAKE_SECRET.reveal());
      if (options.printCurl) expect(text).not.toMatch(/[A-Za-z0-9+/]{86}==/);
    },
  );
});
