import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AuditEvent,
  type AuditRecord,
  type AuditViolation,
  chainRecord,
  GENESIS_HASH,
  hashRecord,
  verifyLink,
} from '#domain/ledger/audit-record';

type Entry = Omit<AuditRecord, 'number' | 'previous' | 'hash'>;

const entry = fc.record<Entry>({
  at: fc.integer({ min: 0, max: 2 ** 45 }),
  by: fc.constantFrom('aigul@till-1', 'marat@till-2', '"],['),
  intentId: fc.constantFrom('in-a', 'in-b'),
  event: fc.constantFrom<AuditEvent[]>('begun', 'answered', 'found', 'closed'),
  data: fc.oneof(fc.constantFrom('{}', '{"state":"done"}'), fc.string({ unit: 'grapheme', maxLength: 20 })),
});

function chain(entries: readonly Entry[]): AuditRecord[] {
  const records: AuditRecord[] = [];
  for (const next of entries) records.push(chainRecord(records.at(-1), next));
  return records;
}

/** Trails, and a place in each. */
const trail = (minLength: number) =>
  fc
    .array(entry, { minLength, maxLength: 12 })
    .chain((entries) => fc.record({ records: fc.constant(chain(entries)), place: fc.nat(entries.length - 1) }));

/** Verifies a trail as `audit verify` does. */
function firstProblem(records: readonly AuditRecord[]): AuditViolation | undefined {
  let last: Pick<AuditRecord, 'number' | 'hash'> = { number: 0, hash: GENESIS_HASH };
  for (const record of records) {
    const problem = verifyLink(record, last);
    if (problem !== undefined) return problem;
    last = record;
  }
  return undefined;
}

const at = <T>(items: readonly T[], index: number): T => items[index] as T;

describe('an unchanged audit trail', () => {
  it('is valid, is numbered from 1, and each record has the hash of the previous one', () => {
    fc.assert(
      fc.property(trail(1), ({ records }) => {
        expect(firstProblem(records)).toBeUndefined();
        expect(records.map(({ number }) => number)).toEqual(records.map((_, index) => index + 1));
        expect(records.map(({ previous }) => previous)).toEqual(
          [GENESIS_HASH, ...records.map(({ hash }) => hash)].slice(0, -1),
        );
      }),
    );
  });

  it('is hashed with SHA-256 over a documented text', () => {
    const record = { number: 1, at: 5, by: 'a@b', intentId: 'in-1', event: 'begun', data: '{}' } as const;
    expect(hashRecord({ ...record, previous: GENESIS_HASH })).toBe(
      '828a230d9b4f974d09864eb66ae0f51be287d6424f066f040c988c24a5c406e1',
    );
    expect(GENESIS_HASH).toMatch(/^0{64}$/);
  });
});

describe('an edited record is found', () => {
  const edits: readonly [field: keyof AuditRecord, edit: (record: AuditRecord) => Partial<AuditRecord>][] = [
    ['at', ({ at: time }) => ({ at: time + 1 })],
    ['by', ({ by }) => ({ by: `${by} ` })],
    ['intentId', ({ intentId }) => ({ intentId: intentId === 'in-a' ? 'in-b' : 'in-a' })],
    ['event', ({ event }) => ({ event: event === 'found' ? 'closed' : 'found' })],
    ['data', ({ data }) => ({ data: `${data} ` })],
    ['previous', ({ previous }) => ({ previous: flipped(previous) })],
    ['hash', ({ hash }) => ({ hash: flipped(hash) })],
    ['number', ({ number }) => ({ number: number + 1 })],
  ];

  it.each(edits)('by its %s', (field, edit) => {
    fc.assert(
      fc.property(trail(1), ({ records, place }) => {
        const edited = records.map((record, index) => (index === place ? { ...record, ...edit(record) } : record));
        const what = field === 'number' ? 'missing' : 'changed';
        expect(firstProblem(edited)).toEqual({ number: place + 1, what });
      }),
    );
  });

  it('for each field of a record', () => {
    const [record] = chain([{ at: 0, by: '', intentId: '', event: 'begun', data: '' }]);
    expect(edits.map(([field]) => field).sort()).toEqual(Object.keys(record ?? {}).sort());
  });

  it('when only the border between two fields was moved', () => {
    const record = at(chain([{ at: 1, by: 'ab', intentId: 'c', event: 'begun', data: '{}' }]), 0);
    expect(verifyLink({ ...record, by: 'a', intentId: 'bc' }, { number: 0, hash: GENESIS_HASH })?.what).toBe('changed');
  });

  it('at the next record when its own hash was computed again', () => {
    fc.assert(
      fc.property(trail(2), ({ records, place }) => {
        fc.pre(place < records.length - 1);
        const forged = { ...at(records, place), data: '{"forged":1}' };
        const edited = records.with(place, { ...forged, hash: hashRecord(forged) });
        expect(firstProblem(edited)).toEqual({ number: place + 2, what: 'reordered' });
      }),
    );
  });
});

describe('a removed or moved record is found', () => {
  it('at the first missing number', () => {
    fc.assert(
      fc.property(trail(2), fc.integer({ min: 1, max: 3 }), ({ records, place }, count) => {
        fc.pre(place + count < records.length);
        const rest = records.filter((_, index) => index < place || index >= place + count);
        expect(firstProblem(rest)).toEqual({ number: place + 1, what: 'missing' });
      }),
    );
  });

  it('when the gap in the numbers was closed', () => {
    fc.assert(
      fc.property(trail(2), ({ records, place }) => {
        fc.pre(place < records.length - 1);
        const rest = records.toSpliced(place, 1).map((record, index) => ({ ...record, number: index + 1 }));
        expect(firstProblem(rest)).toEqual({ number: place + 1, what: 'changed' });
        const hashed = rest.map((record) => ({ ...record, hash: hashRecord(record) }));
        expect(firstProblem(hashed)).toEqual({ number: place + 1, what: 'reordered' });
      }),
    );
  });

  it.each<[how: string, what: AuditViolation['what'], renumber: boolean, rehash: boolean]>([
    ['as they are', 'missing', false, false],
    ['and gives each the other’s number', 'changed', true, false],
    ['and hashes them again', 'reordered', true, true],
  ])('when two records were swapped %s', (_how, what, renumber, rehash) => {
    fc.assert(
      fc.property(trail(2), fc.nat(11), ({ records, place }, other) => {
        fc.pre(place < other && other < records.length);
        const put = (target: number, source: AuditRecord): AuditRecord => {
          const numbered = renumber ? { ...source, number: target + 1 } : source;
          return rehash ? { ...numbered, hash: hashRecord(numbered) } : numbered;
        };
        const swapped = records.with(place, put(place, at(records, other))).with(other, put(other, at(records, place)));
        expect(firstProblem(swapped)).toEqual({ number: place + 1, what });
      }),
    );
  });

  it('when a record was inserted twice or comes from another trail', () => {
    fc.assert(
      fc.property(trail(1), trail(1), ({ records, place }, foreign) => {
        const twice = records.toSpliced(place + 1, 0, at(records, place));
        expect(firstProblem(twice)).toEqual({ number: place + 2, what: 'missing' });
        const stranger = { ...at(foreign.records, foreign.place), number: place + 1, previous: flipped(GENESIS_HASH) };
        const replaced = records.with(place, { ...stranger, hash: hashRecord(stranger) });
        expect(firstProblem(replaced)).toEqual({ number: place + 1, what: 'reordered' });
      }),
    );
  });
});

const flipped = (hash: string): string => (hash.startsWith('0') ? `1${hash.slice(1)}` : `0${hash.slice(1)}`);
