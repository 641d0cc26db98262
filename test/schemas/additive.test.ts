import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { toJsonSchema } from '#schemas/index';
import { findBreaks, type Schema } from './additive.ts';

const row = z.strictObject({ type: z.literal('row'), state: z.enum(['done', 'left']), code: z.string().nullable() });
const end = z.strictObject({ type: z.literal('end'), rows: z.array(row), note: z.string().optional() });

const breaksBetween = (before: z.ZodType, after: z.ZodType) =>
  findBreaks(toJsonSchema(before, 'x') as Schema, toJsonSchema(after, 'x') as Schema);

describe('a script for the published schema', () => {
  it.each<[what: string, before: z.ZodType, after: z.ZodType]>([
    ['no change', z.union([row, end]), z.union([row, end])],
    ['a new field', row, row.extend({ more: z.string() })],
    ['a new value', row, row.extend({ state: z.enum(['left', 'done', 'held']) })],
    ['a new kind of line', row, z.union([row, end])],
    ['a field that is always present now', end, end.required()],
    ['a new field in a list', end, end.extend({ rows: z.array(row.extend({ more: z.int() })) })],
  ])('does not break with %s', (_, before, after) => {
    expect(breaksBetween(before, after)).toEqual([]);
  });

  it.each<[what: string, before: z.ZodType, after: z.ZodType, message: RegExp]>([
    ['a missing field', row, row.omit({ code: true }), /^code: the field was removed$/],
    ['a field that becomes optional', row, row.partial({ state: true }), /^state: .*missing/],
    [
      'another type',
      row,
      row.extend({ code: z.int().nullable() }),
      /^code: the shape \["string","null"\] was removed$/,
    ],
    ['a new null', row, row.extend({ type: z.literal('row').nullable() }), /^type: .*new/],
    ['a removed null', row, row.extend({ code: z.string() }), /^code: "type" was \["string","null"\] and is "string"$/],
    ['a removed value', row, row.extend({ state: z.enum(['done']) }), /^state: the value "left" was removed$/],
    ['another constant', row, row.extend({ type: z.literal('line') }), /^type: "const" was "row" and is "line"$/],
    ['another format', z.strictObject({ at: z.iso.datetime() }), z.strictObject({ at: z.string() }), /^at: "format"/],
    ['a list of other values', end, end.extend({ rows: z.array(z.string()) }), /^rows\.\*: /],
    ['a text that becomes an enumeration', end, end.extend({ note: z.enum(['a']).optional() }), /^note: .*list/],
    ['a removed kind of line', z.union([row, end]), row, /^the document: the shape \{type, rows, note\} was removed$/],
    ['a record of other values', z.record(z.string(), z.int()), z.record(z.string(), z.string()), /"type" was/],
  ])('breaks with %s', (_, before, after, message) => {
    expect(breaksBetween(before, after)).toContainEqual(expect.stringMatching(message));
  });
});
