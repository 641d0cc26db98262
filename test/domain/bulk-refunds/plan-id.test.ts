import { describe, expect, it } from 'vitest';
import { createPlanId, isPlanId, isRowKey, readPlanId, rowKey } from '#domain/bulk-refunds/plan-id';

describe('the key of a row', () => {
  it('belongs to its plan and to no other plan', () => {
    const header = { plan: 'plan-1' };
    expect(rowKey(header, { row: 47 })).toBe('plan-1/47');
    expect(isRowKey('plan-1/47', header)).toBe(true);
    for (const key of ['plan-10/47', 'plan-1', 'Plan-1/47', 'x', undefined]) expect(isRowKey(key, header)).toBe(false);
    expect(readPlanId('plan-0123456789abcdef/47')).toBe('plan-0123456789abcdef');
    for (const other of ['plan-0123456789abcdef', 'plan-1/47', 'ticket-47', undefined])
      expect(readPlanId(other)).toBeUndefined();
  });
});

it('a new plan id is valid and differs from others', () => {
  expect(isPlanId(createPlanId())).toBe(true);
  expect(createPlanId()).not.toBe(createPlanId());
});
