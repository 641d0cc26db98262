import { describe, expect, it } from 'vitest';
import { canonicalAddress, reachesItself } from '#domain/network/this-machine';

describe('an IP address', () => {
  it.each([
    ['127.0.0.1', '127.0.0.1'],
    ['[::1]', '::1'],
    ['0:0:0:0:0:0:0:1', '::1'],
    ['::ffff:127.0.0.1', '127.0.0.1'],
    ['::FFFF:C0A8:0105', '192.168.1.5'],
    ['fe80::1%eth0', 'fe80::1'],
    ['0:0:0:0:0:0:0:0', '::'],
  ])('has one spelling: %s', (address, canonical) => expect(canonicalAddress(address)).toBe(canonical));
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
