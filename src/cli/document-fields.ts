import documentFields from './document-fields.json';

/**
 * Returns the top-level fields of the JSON document that a command prints; `*` stands for any field. The list is generated
 * from the schemas (`npm run schemas`), so that help and `--field` load no schema.
 *
 * @param words the words of the command, for example `profiles add`
 */
export const listDocumentFields = (words: string): readonly string[] =>
  (documentFields as Readonly<Record<string, readonly string[]>>)[words] ?? [];
