import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { published } from '#schemas/index';
import { breaks, type Schema } from './additive.ts';

const row = z.strictObject({ type: z.literal('row'), state: z.enum(['done', 'left']), code: z.string().nullable() });
const end = z.strictObject({ type: z.literal('end'), rows: z.array(row), note: z.string().optional() });

const breaksOf = (before: z.ZodType, after: z.ZodType) =>
  breaks(published(before, 'x') as Schema, published(after, 'x') as Schema);

describe('a script that was written for the last published schema', () => {
  it.each<[what: string, before: z.ZodType, after: z.ZodType]>([
    ['nothing', z.union([row, end]), z.union([row, end])],
    ['a new field', row, row.extend({ more: z.string() })],
    ['a new value', row, row.extend({ state: z.enum(['left', 'done', 'held']) })],
    ['a new kind of line', row, z.union([row, end])],
    ['a field that is always there now', end, end.required()],
    ['a new field in a list', end, end.extend({ rows: z.array(row.extend({ more: z.int() })) })],
  ])('is not hurt by %s', (_, before, after) => {
    expect(breaksOf(before, after)).toEqual([]);
  });

  it.each<[what: string, before: z.ZodType, after: z.ZodType, told: RegExp]>([
    ['a field that is gone', row, row.omit({ code: true }), /^code: the field is gone$/],
    ['a field that may be missing', row, row.partial({ state: true }), /^state: .*missing/],
    ['another type', row, row.extend({ code: z.int().nullable() }), /^code: the shape \["string","null"\] is gone$/],
    ['a null that was never there', row, row.extend({ type: z.literal('row').nullable() }), /^type: .*new/],
    [
      'a null that does not come any more',
      row,
      row.extend({ code: z.string() }),
      /^code: "type" was \["string","null"\] and is "string"$/,
    ],
    ['a value that is gone', row, row.extend({ state: z.enum(['done']) }), /^state: the value "left" is gone$/],
    ['another constant', row, row.extend({ type: z.literal('line') }), /^type: "const" was "row" and is "line"$/],
    ['another format', z.strictObject({ at: z.iso.datetime() }), z.strictObject({ at: z.string() }), /^at: "format"/],
    ['a list that holds something else', end, end.extend({ rows: z.array(z.string()) }), /^rows\.\*: /],
    ['a text that became a list of words', end, end.extend({ note: z.enum(['a']).optional() }), /^note: .*list/],
    ['a kind of line that is gone', z.union([row, end]), row, /^the document: the shape \{type, rows, note\} is gone$/],
    ['a record of something else', z.record(z.string(), z.int()), z.record(z.string(), z.string()), /"type" was/],
  ])('is hurt by %s', (_, before, after, told) => {
    expect(breaksOf(before, after)).toContainEqual(expect.stringMatching(told));
  });
});
