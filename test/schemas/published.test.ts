import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { documents, failure, published } from '#schemas/index';
import { allCommands } from '../support/session.ts';
import { breaks, type Schema } from './additive.ts';

/** What is shipped, and was published last. */
const FOLDER = new URL('../../schemas/', import.meta.url);
mkdirSync(FOLDER, { recursive: true });
const shipped = new Map(readdirSync(FOLDER).map((file) => [file, readFileSync(new URL(file, FOLDER), 'utf8')]));

const made: ReadonlyMap<string, Schema> = new Map(
  Object.entries({ ...documents, error: failure }).map(([words, schema]) => [
    `${words.replaceAll(' ', '-')}.json`,
    published(schema, words === 'error' ? 'error' : `rocketpay ${words} --json`) as Schema,
  ]),
);

describe('the schema of each document', () => {
  it.each([...new Set([...shipped.keys(), ...made.keys()])])('takes nothing back that was published: %s', (file) => {
    const last = shipped.get(file);
    const next = made.get(file);
    expect(last === undefined || next === undefined ? [] : breaks(JSON.parse(last), next)).toEqual([]);
    expect(next, `${file} was published: a command may not lose its document`).toBeDefined();
    const text = `${JSON.stringify(next, null, 2)}\n`;
    if (process.env.PUBLISH) writeFileSync(new URL(file, FOLDER), text);
    else expect(last, `only additions, so it can be published: npm run schemas`).toBe(text);
  });
});

describe('a command', () => {
  it.each(allCommands)('%s has a schema in src/schemas, and its help names the same fields', (words, { fields }) => {
    const schema = made.get(`${words.replaceAll(' ', '-')}.json`);
    expect(schema, `describe what "rocketpay ${words} --json" prints in src/schemas`).toBeDefined();
    const named = (schema?.anyOf ?? [schema ?? {}]).flatMap(({ properties }) => Object.keys(properties ?? {}));
    // An open document: help names fields of it that the schema leaves to the platform.
    const open = JSON.stringify(schema).includes('"additionalProperties":{}');
    const unnamed = named.filter((field) => !fields.includes(field));
    const unknown = open ? [] : fields.filter((field) => !named.includes(field));
    expect({ unnamed: fields.includes('*') ? [] : unnamed, unknown }).toEqual({ unnamed: [], unknown: [] });
  });

  it('stands behind each schema', () => {
    expect(Object.keys(documents).sort()).toEqual(allCommands.map(([words]) => words).sort());
  });
});
