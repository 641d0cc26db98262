import { formatJson, isJsonObject, type Json, tryParseJson } from '#domain/json/exact-json';
import { setPath } from '#domain/json/json-path';
import { METHOD_OPTIONS } from './page-parameters.ts';

type Parameters = Readonly<Record<string, string>>;

/** A mistake in a program that creates links: the link has other values than the program has signed. */
export interface LinkMistake {
  readonly mistake: string;
  readonly wouldVerifyIf: string;
  readonly advice: string;
  /** Converts the values of a link to the values that such a program has signed, as JSON. */
  readonly toSigned: (parameters: Parameters) => string;
}

export const LINK_MISTAKES: readonly LinkMistake[] = [
  {
    mistake: 'json_text_signed_as_object',
    wouldVerifyIf: `the JSON text of ${METHOD_OPTIONS} had been signed unchanged, and not its parts`,
    advice: 'Create the JSON text first, then sign it: one line "payment_methods_options:{…}".',
    toSigned: (parameters) => formatJson(mapValues(parameters, (text) => parseNested(text) ?? text)),
  },
  {
    mistake: 'nested_fields',
    wouldVerifyIf: 'each name like a[b] had been read as the field b of a, as PHP reads it',
    advice:
      'The link was created from an array. Nothing documents how the page reads it: pass a JSON text or flat values instead.',
    toSigned: (parameters) =>
      formatJson(
        Object.entries(parameters).reduce<Json>((body, [name, value]) => setPath(body, splitName(name), value), {}),
      ),
  },
  {
    // Mistake of the official SDKs for JavaScript, Python and Go.
    mistake: 'boolean_words',
    wouldVerifyIf: 'true and false had been 1 and 0 in the link',
    advice: 'Your program signs 1 and 0 and writes words into the link. Give it 1 and 0 instead of booleans.',
    toSigned: (parameters) =>
      formatJson(mapValues(parameters, (text) => text.replace(/^true$/i, '1').replace(/^false$/i, '0'))),
  },
];

const mapValues = (parameters: Parameters, convert: (text: string) => Json) =>
  Object.fromEntries(Object.entries(parameters).map(([name, text]) => [name, convert(text)]));

function parseNested(text: string): Json | undefined {
  const value = /^[{[]/.test(text) ? tryParseJson(text) : undefined;
  return isJsonObject(value) || Array.isArray(value) ? value : undefined;
}

/** Splits a name like `a[b][c]` into its parts. */
function splitName(name: string): readonly string[] {
  const [, first, rest = ''] = /^([^[\]]+)((?:\[[^[\]]*\])*)$/.exec(name) ?? [];
  return first === undefined || rest === '' ? [name] : [first, ...rest.slice(1, -1).split('][')];
}
