import { describe, expect, it } from 'vitest';
import { readSavedRequest } from '#domain/signature/recorded-request';
import { failureOf } from '../../support/failures.ts';

const BODY = '{"payment":{"id":"кітап"},"signature":"x"}';

const har = (...bodies: readonly object[]): string =>
  JSON.stringify({ log: { entries: bodies.map((postData) => ({ request: { method: 'POST', postData } })) } }, null, 2);

describe('body of a saved request', () => {
  it.each([
    ['with a first line', `POST /callback?x=1 HTTP/1.1\r\nHost: shop.kz\r\nContent-Length: 9\r\n\r\n${BODY}`],
    ['with line ends of an editor', `POST / HTTP/1.1\nHost: shop.kz\n\n${BODY}`],
    ['of headers alone', `Content-Type: application/json\r\nUser-Agent: x\r\n\r\n${BODY}`],
    ['as curl -v prints it', `> POST / HTTP/1.1\n> Host: shop.kz\n> \n${BODY}`],
    [
      'as curl -v prints it with the answer',
      `*   Trying 127.0.0.1:80...\n> POST / HTTP/1.1\n> Host: shop.kz\n> \n} [42 bytes data]\n* upload completely sent off: 42 bytes\n` +
        `< HTTP/1.1 200 OK\n< Server: x\n< \n{ [42 bytes data]\n* Connection #0 to host shop.kz left intact\n${BODY}`,
    ],
    [
      'of a .http file',
      `### paid\n# @name paid\n@host = shop.kz\n\nPOST {{host}}/ HTTP/1.1\nHost: x\n\n${BODY}\n\n###\nGET /`,
    ],
    ['of a .http file without headers of its own', `POST https://shop.kz/callback\n\n${BODY}`],
    ['as an answer', `HTTP/1.1 200 OK\r\nServer: x\r\n\r\n${BODY}`],
    ['with HTTP/2 in its first line', `POST / HTTP/2\r\nhost: shop.kz\r\n\r\n${BODY}`],
  ])('reads the body of a saved request: %s', (_case, text) => {
    expect(readSavedRequest(text)).toEqual({ source: 'http', text: BODY });
  });

  it('reads the body of a saved request in chunks, whose lengths count bytes', () => {
    const [first, second] = [BODY.slice(0, 20), BODY.slice(20)];
    const chunk = (text: string) => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;
    const text = `POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n${chunk(first)}${chunk(second)}0\r\n\r\n`;
    expect(readSavedRequest(text).text).toBe(BODY);
  });

  it('reads the body of a saved request whose chunks were joined', () => {
    expect(readSavedRequest(`POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n${BODY}`).text).toBe(BODY);
  });

  it('reports a header of a saved request that looks like a signature', () => {
    const { signatureHeader } = readSavedRequest(`POST / HTTP/1.1\r\nX-Signature: abc=\r\n\r\n${BODY}`);
    expect(signatureHeader).toEqual({ name: 'x-signature', value: 'abc=' });
  });

  it.each([
    ['a HAR file', har({ mimeType: 'application/json', text: BODY })],
    ['a HAR file in Base64', har({ text: Buffer.from(BODY).toString('base64'), encoding: 'base64' })],
    [
      'the answer in a HAR file',
      JSON.stringify({ log: { entries: [{ request: { method: 'GET' }, response: { content: { text: BODY } } }] } }),
    ],
    ['an entry of one', JSON.stringify({ request: { method: 'POST', postData: { text: BODY } } })],
    ['a request of one', JSON.stringify({ method: 'POST', postData: { text: BODY } })],
  ])('reads the body of a request that a tool saved: %s', (_case, text) => {
    expect(readSavedRequest(text)).toEqual({ source: 'har', text: BODY });
  });

  it('reads the fields of a form from a HAR file', () => {
    const text = har({
      params: [
        { name: 'a', value: '1 +' },
        { name: 'signature', value: 'x=' },
      ],
    });
    expect(readSavedRequest(text).text).toBe('a=1%20%2B&signature=x%3D');
  });

  it('reads the chosen request from a HAR file with several', () => {
    const text = har({ text: '1' }, { text: BODY });
    expect(readSavedRequest(text, 2).text).toBe(BODY);
    expect(failureOf(() => readSavedRequest(text))).toMatchObject({
      exit: 2,
      hint: expect.stringContaining('--entry'),
    });
    expect(failureOf(() => readSavedRequest(text, 3))).toMatchObject({
      exit: 2,
      message: expect.stringContaining('no 3'),
    });
  });
});

it.each([
  BODY,
  '',
  'hello',
  'a=1&b=2',
  'note: this\nis no request',
  '[1]',
  '"text"',
  `\ufeff${BODY}`,
  '{"postData":1}',
  '{"postData":',
])('takes any other text as the body itself: %j', (text) => {
  expect(readSavedRequest(text)).toEqual({ source: 'body', text });
});
