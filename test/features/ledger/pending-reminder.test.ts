import { describe, expect, it } from 'vitest';
import type { Gate } from '#context';
import type { Outcome } from '#domain/gate/request-outcome';
import type { SignedRequest } from '#domain/gate/signed-request';
import { remindWhileAsking } from '#features/ledger/pending-reminder';

const request = {} as SignedRequest;
const accepted = { kind: 'accepted' } as Outcome;

/** A Gate that notes when it sends. */
const gateWith = (events: string[], answer: () => Promise<Outcome>): Gate =>
  ({
    send: () => {
      events.push('sent');
      return answer();
    },
  }) as unknown as Gate;

describe('the reminder of a command that only reads', () => {
  it('is made after the request was sent and before its answer is returned', async () => {
    const events: string[] = [];
    const gate = remindWhileAsking(
      gateWith(events, async () => accepted),
      async () => void events.push('reminded'),
    );
    expect(events).toEqual([]);
    expect(await gate.send(request)).toBe(accepted);
    expect(events).toEqual(['sent', 'reminded']);
  });

  it('is made when the request fails, which then fails as it does without a reminder', async () => {
    const events: string[] = [];
    const failure = new Error('interrupted');
    const gate = remindWhileAsking(
      gateWith(events, () => Promise.reject(failure)),
      async () => void events.push('reminded'),
    );
    await expect(gate.send(request)).rejects.toBe(failure);
    expect(events).toEqual(['sent', 'reminded']);
  });

  it('does not hide its own error', async () => {
    const mistake = new Error('a mistake of the program');
    const gate = remindWhileAsking(
      gateWith([], async () => accepted),
      () => Promise.reject(mistake),
    );
    await expect(gate.send(request)).rejects.toBe(mistake);
  });
});
