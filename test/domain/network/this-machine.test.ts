import { describe, expect, it } from 'vitest';
import { canonicalHost, isLoopbackHeader, isLoopbackUrl, reachesItself } from '#domain/network/this-machine';

describe('a host', () => {
  it.each([
    ['127.0.0.1', '127.0.0.1'],
    ['[::1]', '::1'],
    ['0:0:0:0:0:0:0:1', '::1'],
    ['::ffff:127.0.0.1', '127.0.0.1'],
    ['::FFFF:C0A8:0105', '192.168.1.5'],
    ['fe80::1%eth0', 'fe80::1'],
    ['0:0:0:0:0:0:0:0', '::'],
    ['Gate.Example.', 'gate.example'],
  ])('has one spelling: %s', (address, canonical) => expect(canonicalHost(address)).toBe(canonical));
});

describe('an address of this machine', () => {
  it.each<[string, boolean]>([
    ['http://localhost:1', true],
    ['https://127.0.0.1', true],
    ['http://[::1]', true],
    ['http://[0:0:0:0:0:0:0:1]', true],
    ['http://localhost.', true],
    ['postgres://user@LOCALHOST:5432/shop', true],
    ['http://example.com', false],
    ['http://localhost.com', false],
    ['http://1270.0.0.1', false],
    ['not a URL', false],
  ])('%s: %s', (url, answer) => {
    expect(isLoopbackUrl(url)).toBe(answer);
  });
});

describe('a Host header', () => {
  it.each<[string, boolean]>([
    ['localhost', true],
    ['LOCALHOST:4010', true],
    ['127.0.0.1:80', true],
    ['[::1]:4010', true],
    ['shop.example:4010', false],
    ['localhost.shop.example', false],
    ['user@localhost', false],
    ['localhost/path', false],
    ['', false],
  ])('%j names only this machine: %s', (header, answer) => expect(isLoopbackHeader(header)).toBe(answer));
});

const INTERFACES = ['127.0.0.1', '::1', '192.168.1.5', 'fe80::1%eth0'];

describe('a connection', () => {
  it.each([
    [['127.0.0.1'], ['127.0.0.1']],
    [['127.9.9.9'], ['127.0.0.1']],
    [['0.0.0.0'], ['127.0.0.1']],
    [['::'], ['::1']],
    [['::ffff:7f00:1'], ['127.0.0.1']],
    [
      ['203.0.113.9', '::1'],
      ['127.0.0.1', '::1'],
    ],
    [['192.168.1.5'], ['0.0.0.0']],
    [['::ffff:192.168.1.5'], ['0.0.0.0']],
    [['fe80::1'], ['::']],
    [['192.168.1.5'], ['192.168.1.5']],
    [['127.0.0.1'], ['::']],
  ])('to %j reaches a listener at %j', (to, listening) => expect(reachesItself(to, listening, INTERFACES)).toBe(true));

  it.each([
    [['192.168.1.5'], ['127.0.0.1']],
    [['203.0.113.9'], ['0.0.0.0']],
    [['127.0.0.1'], ['192.168.1.5']],
    [[], ['0.0.0.0']],
  ])('to %j does not reach a listener at %j', (to, listening) => {
    expect(reachesItself(to, listening, INTERFACES)).toBe(false);
  });
});
