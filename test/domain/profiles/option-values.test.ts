import { describe, expect, it } from 'vitest';
import {
  parseBaseUrl,
  parseCallbackUrl,
  parseEmail,
  parseHost,
  parseIp,
  parseNewFile,
  parseResends,
  parseSize,
} from '#domain/profiles/option-values';

type Row = readonly [parse: (text: string) => unknown, text: string, value: unknown];

describe('a value of an option', () => {
  it.each<Row>([
    [parseHost, '127.0.0.1', '127.0.0.1'],
    [parseHost, '[::1]', '::1'],
    [parseHost, 'localhost', 'localhost'],
    [parseCallbackUrl, ' https://shop.example/cb?a=1\t', 'https://shop.example/cb?a=1'],
    [parseBaseUrl, 'http://127.0.0.1:4010/ ', 'http://127.0.0.1:4010/'],
    [parseEmail, 'johndoe@example.com', 'johndoe@example.com'],
    [parseIp, '198.51.100.47', '198.51.100.47'],
    [parseIp, '2001:db8::1', '2001:db8::1'],
    [parseResends, '0', 0],
    [parseSize, '0', 0],
    [parseSize, '500KB', 512_000],
    [parseSize, '20mb', 20_971_520],
    [parseSize, '1GB', 1_073_741_824],
    [parseNewFile, 'smoke.xml', 'smoke.xml'],
  ])('%o takes %j', (parse, text, value) => {
    expect(parse(text)).toBe(value);
  });

  it.each<readonly [parse: (text: string) => unknown, text: string]>([
    ...['', ' ', '127.0.0.1 ', 'http://x', 'a/b'].map((text) => [parseHost, text] as const),
    ...['', 'x', 'ftp://x/', 'https://x/a b', 'https://x/\n/b'].map((text) => [parseCallbackUrl, text] as const),
    ...['', 'x', 'https://x/a b', 'https://x/?q', 'https://u:p@x/'].map((text) => [parseBaseUrl, text] as const),
    ...['', 'x', 'a b@c', '@c', 'a@'].map((text) => [parseEmail, text] as const),
    ...['', '999.1.1.1', '1.2.3', '01.2.3.4', 'localhost', ':::'].map((text) => [parseIp, text] as const),
    ...['', '99', '4', '-1', '1.5'].map((text) => [parseResends, text] as const),
    ...['', '-', ' ', 'a.csv\r', ' a'].map((text) => [parseNewFile, text] as const),
  ])('%o refuses %j', (parse, text) => {
    expect(() => parse(text)).toThrow(expect.objectContaining({ exit: 2 }));
  });
});
