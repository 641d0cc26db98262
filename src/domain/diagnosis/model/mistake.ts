/** Something that people get wrong about signatures, found in one that does not verify. */
export interface Mistake {
  /** For scripts: it never changes. */
  readonly name: MistakeName;
  /** Goes on after "it would verify if …". */
  readonly if: string;
  /** What to do, in a sentence. */
  readonly advice: string;
}

/** Every mistake that can be named. */
export type MistakeName =
  // The secret
  | 'secret_white_space'
  | 'secret_of_another_profile'
  | 'secret_quoted'
  | 'secret_decoded'
  | 'secret_changed'
  | 'secret_not_used'
  // The signature as it came
  | 'placeholder'
  | 'hex_instead_of_base64'
  | 'base64_of_hex'
  | 'signature_not_base64'
  | 'base64url'
  | 'plus_as_space'
  | 'url_encoded_signature'
  | 'signature_white_space'
  | 'signature_prefixed'
  | 'signature_escaped'
  | 'signature_repeated'
  | 'signature_encoded_twice'
  | 'signature_cut_off'
  | 'signature_letter_case'
  | 'signature_elsewhere'
  | 'signature_missing'
  // How it was made
  | 'wrong_hash'
  | 'not_an_hmac'
  | 'hashed_twice'
  | 'secret_in_string'
  | 'wrong_charset'
  | 'nothing_signed'
  | 'plain_order'
  | 'unsorted'
  | 'wrong_order'
  | 'nested_fields'
  | 'boolean_words'
  | 'null_words'
  | 'language_values'
  | 'empty_fields_dropped'
  | 'empty_lists_signed'
  | 'number_format'
  | 'big_integer_lost'
  | 'colon_in_key'
  | 'list_numbers'
  | 'separators'
  | 'signature_left_in'
  | 'values_changed'
  | 'raw_body_signed'
  | 'json_text_signed_as_object'
  // What happened to the body
  | 'added_field'
  | 'removed_field'
  | 'float_changed'
  | 'amount_units'
  | 'field_changed'
  | 'duplicate_key'
  | 'field_names_changed'
  | 'text_changed'
  | 'wrapped_body'
  | 'double_encoded'
  | 'form_encoded'
  | 'byte_order_mark'
  | 'stray_bytes'
  | 'body_cut_off'
  | 'not_json';

/** What to do, where a signature was made in another way. */
export const SIGN_AGAIN = 'Sign as "rocketpay sign --explain" shows, or use "rocketpay sign --code".';
