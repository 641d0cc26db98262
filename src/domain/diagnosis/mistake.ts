const SORT = 'Sort whole key paths in natural order: 2 before 10, upper case before lower case. In PHP: SORT_NATURAL.';
const WORDS = 'Write true as 1, false as 0, and null as nothing.';
const WHOLE = 'Verify the bytes of the request body, from the first to the last, and nothing else.';
const EXPLAIN = 'Sign as "rocketpay sign --explain" shows, or use "rocketpay sign --code".';
const BASE64 = 'Encode the raw bytes of the HMAC as Base64: 88 characters that end in "==".';

/** What the user does about each mistake. The names are a contract for scripts: they never change. */
const ADVICE = {
  // The secret
  secret_white_space: 'Paste the secret again, exactly as the Dashboard shows it.',
  secret_of_another_profile: 'Verify the callback with the profile of its project.',
  secret_quoted: 'Paste the secret again without quotes.',
  secret_decoded: 'The secret is used as text. It is never decoded.',
  secret_changed: 'The secret is used as text, character by character: not encoded, not hashed, not shortened.',
  secret_not_used: 'Check where the signing program reads its secret: the setting is empty, or has another name.',
  // The text of the signature
  placeholder: 'The documentation prints shortened placeholders. To sign a body, run: rocketpay sign --body',
  hex_instead_of_base64: BASE64,
  base64_of_hex: 'Request raw bytes before you encode them. In PHP: hash_hmac(…, true).',
  signature_not_base64: BASE64,
  base64url: 'Use the standard Base64 alphabet with padding, not the one for URLs.',
  plus_as_space: 'Something decoded the body as a form. Read the body as JSON; in a form, write "+" as %2B.',
  url_encoded_signature: 'Decode the signature before you compare it. In JSON it is not URL-encoded.',
  signature_white_space: 'Take the signature from the parsed JSON, and compare it unchanged.',
  signature_prefixed: 'Other platforms write the algorithm before the signature. This platform does not.',
  signature_escaped: 'Something escaped the signature for HTML or JSON. Take it from the parsed JSON.',
  signature_repeated: 'The program appended the signature to an earlier one. Set it, do not append it.',
  signature_encoded_twice: 'Encode the raw bytes once. Some functions return Base64 already.',
  signature_cut_off: 'Something shortened the signature, for example a database column. It needs 88 characters.',
  signature_letter_case: 'Something changed upper and lower case, for example a database column.',
  signature_elsewhere: 'The name is "signature", in lower case, at the top of a callback.',
  signature_missing:
    'Check whether the signature was in a header, or was removed. To add it, run: rocketpay sign --body',
  // How the signature was made
  wrong_hash: 'The platform signs with HMAC-SHA-512.',
  not_an_hmac: 'Use the HMAC function of your language: hash_hmac, createHmac, hmac.new.',
  hashed_twice: 'Call the HMAC once, with the string itself, and encode its raw bytes as Base64.',
  secret_in_string: 'The secret is the key of the HMAC. It is not a part of the string.',
  wrong_charset: 'Convert the string to bytes as UTF-8 before you sign it.',
  nothing_signed: 'The signing program had no body, or converted it to text before it read its fields.',
  plain_order: SORT,
  unsorted: SORT,
  wrong_order: SORT,
  nested_fields: 'Each value inside an object or a list is a line of its own, with its whole path.',
  boolean_words: WORDS,
  null_words: WORDS,
  language_values: 'Write true as 1, false as 0, null as nothing, 100.0 as 100, and integers with all their digits.',
  empty_fields_dropped: 'A null or an empty text is a line too: its path, ":" and nothing after it.',
  empty_lists_signed: 'An empty list or object has no line.',
  number_format: 'Sign a number as its shortest decimal text: 1.50 as 1.5, 100.0 as 100, without separators.',
  big_integer_lost: 'Read integers without floating point: all their digits are signed.',
  colon_in_key: 'Write a ":" inside a key as "::".',
  list_numbers: 'The index of a list item is a part of the path and starts at 0: positions:0:amount.',
  separators: EXPLAIN,
  signature_left_in: 'Remove each key named "signature" or "frame_mode", at any depth, before you sign.',
  values_changed: 'Sign each text as it is in the parsed JSON: not trimmed, not encoded, not escaped.',
  raw_body_signed: EXPLAIN,
  json_text_signed_as_object: 'Sign JSON text in a parameter as the text that it is.',
  // What happened to the body
  added_field: 'Something added it after signing, or the signer left it out. Verify the bytes as received.',
  removed_field: 'Something removed it after signing. Verify the bytes as received.',
  float_changed: 'Something converted a number and wrote it again. Verify the bytes as received.',
  amount_units: 'Amounts are whole numbers of minor units (1000.00 KZT is 100000). Sign what is sent.',
  field_changed: 'It was changed after signing. To try another value, use "rocketpay trigger": it signs what it sends.',
  duplicate_key: 'When a key occurs twice, the last value counts. Fix the program that writes it twice.',
  field_names_changed: 'Sign and verify the names as received, before anything renames fields.',
  text_changed: 'Something changed texts before they were verified. Verify the bytes as received.',
  wrapped_body: 'The signature covers the whole body that the platform sent, and nothing around it.',
  double_encoded: 'Something encoded the body again. Verify what is inside.',
  form_encoded: 'The platform sends JSON (application/json). Read the raw body, not the fields of a form.',
  byte_order_mark: WHOLE,
  stray_bytes: WHOLE,
  body_cut_off: 'Read the whole body: as many bytes as Content-Length says, or until the last chunk.',
  not_json: 'Verify the bytes of the request body. What a program prints of its own data is not JSON.',
} as const;

/** Name of a mistake, for scripts. */
export type MistakeName = keyof typeof ADVICE;

/** Something that integrators get wrong about signatures, found in a text that does not verify. */
export interface Mistake {
  readonly name: MistakeName;
  /** Completes the sentence "it would verify if …". */
  readonly if: string;
  /** What to do, in one or two sentences. */
  readonly advice: string;
}

/** @param clause completes the sentence "it would verify if …" */
export const mistake = (name: MistakeName, clause: string, advice: string = ADVICE[name]): Mistake => ({
  name,
  if: clause,
  advice,
});

/** A row of a table: a mistake, and what makes it or reverts it. */
export interface Row<Change> {
  readonly mistake: Mistake;
  readonly change: Change;
}

/** The words of a row, and what its change is made of. */
export type Variant<Value> = readonly [how: string, value: Value];

/**
 * Returns a function that creates the rows of one mistake, the most likely first. Each row has its own words for the "…" in the
 * clause.
 */
export const tableOf =
  <Value, Change>(toChange: (value: Value) => Change) =>
  (name: MistakeName, clause: string, variants: readonly Variant<Value>[]): Row<Change>[] =>
    variants.map(([how, value]) => ({
      mistake: mistake(
        name,
        clause.replace('…', () => how),
      ),
      change: toChange(value),
    }));

/** Creates a variant for each item. The item as JSON text stands for the "…" in `how`. */
export const each = <Item, Value>(
  how: string,
  items: readonly Item[],
  toValue: (item: Item) => Value,
): Variant<Value>[] => items.map((item) => [how.replace('…', () => JSON.stringify(item)), toValue(item)]);
