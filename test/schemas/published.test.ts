import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { documents, failure, toJsonSchema } from '#schemas/index';
import { allCommands } from '../support/session.ts';
import { findBreaks, type Schema } from './additive.ts';

/** The published schemas. */
const FOLDER = new URL('../../schemas/', import.meta.url);
mkdirSync(FOLDER, { recursive: true });
const shipped = new Map(readdirSync(FOLDER).map((file) => [file, readFileSync(new URL(file, FOLDER), 'utf8')]));

const made: ReadonlyMap<string, Schema> = new Map(
  Object.entries({ ...documents, error: failure }).map(([words, schema]) => [
    `${words.replaceAll(' ', '-')}.json`,
    toJsonSchema(schema, words === 'error' ? 'error' : `rocketpay ${words} --json`) as Schema,
  ]),
);

describe('the schema of each document', () => {
  it.each([...new Set([...shipped.keys(), ...made.keys()])])('has only additions: %s', (file) => {
    const last = shipped.get(file);
    const next = made.get(file);
    expect(last === undefined || next === undefined ? [] : findBreaks(JSON.parse(last), next)).toEqual([]);
    expect(next, `${file} was published: a command must keep its document`).toBeDefined();
    const text = `${JSON.stringify(next, null, 2)}\n`;
    if (process.env.PUBLISH) writeFileSync(new URL(file, FOLDER), text);
    else expect(last, `only additions, so run: npm run schemas`).toBe(text);
  });
});

describe('the fields in help and --field', () => {
  it('are those of the schemas', () => {
    const file = new URL('../../src/cli/document-fields.json', import.meta.url);
    const lists = Object.entries(documents).map(([words, schema]) => {
      const whole = toJsonSchema(schema, words) as Schema;
      return `  ${JSON.stringify(words)}: ${JSON.stringify(listFields(whole.anyOf ?? [whole])).replaceAll(',', ', ')}`;
    });
    const text = `{\n${lists.join(',\n')}\n}\n`;
    if (process.env.PUBLISH) writeFileSync(file, text);
    else expect(readFileSync(file, 'utf8'), 'the schemas have changed: npm run schemas').toBe(text);
  });
});

/** Returns the names of the fields of some shapes; `*` where a shape is any object. */
function listFields(shapes: readonly Schema[]): string[] {
  const names = shapes.map(({ type, properties }) => (type === 'object' ? Object.keys(properties ?? {}) : []));
  return shapes.some(({ type }, at) => type === 'object' && names[at]?.length === 0)
    ? ['*']
    : [...new Set(names.flat())];
}

it('every document belongs to a command', () => {
  expect(Object.keys(documents).sort()).toEqual(allCommands.map(([words]) => words).sort());
});
