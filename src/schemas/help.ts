import * as z from 'zod';

/** The possible values, or the kind of value. */
const values = z.union([z.array(z.string()), z.string()]).optional();

const option = z.strictObject({
  names: z.array(z.string()),
  about: z.string(),
  value: z.string().optional(),
  valueOptional: z.boolean(),
  repeats: z.boolean(),
  values,
});

const command = z.strictObject({
  name: z.string(),
  alias: z.string().optional(),
  summary: z.string(),
  about: z.string(),
  arguments: z.array(
    z.strictObject({ name: z.string(), required: z.boolean(), repeats: z.boolean(), about: z.string(), values }),
  ),
  options: z.array(option),
  fields: z.array(z.string()),
  exits: z.array(z.int()),
  examples: z.array(z.string()),
});

const sentences = z.strictObject({ en: z.string(), ru: z.string(), kk: z.string() }).partial();

/** Documents of help, and of the codes of the platform. */
export const helpDocuments = {
  explain: z.strictObject({
    code: z.string(),
    of: z.enum(['payment', 'refund']),
    known: z.boolean().meta({ description: 'false when at most the family of the code is known' }),
    where: z.string(),
    meaning: z.string(),
    family: z.string().nullable(),
    who: z.string().meta({ description: 'who must act' }),
    retry: z.string(),
    next: z.string().nullable(),
    customer: sentences.meta({
      description: 'a sentence for the customer, by language; empty when the code has no clear result',
    }),
  }),
  commands: z.strictObject({
    about: z.string(),
    options: z.array(option).meta({ description: 'the options of every command' }),
    // A command has at most one level of subcommands.
    commands: z.array(command.extend({ commands: z.array(command.extend({ commands: z.tuple([]) })) })),
  }),
  help: z.strictObject({
    topic: z.string(),
    about: z.string(),
    exitCodes: z.array(z.strictObject({ code: z.int(), meaning: z.string(), next: z.string() })).optional(),
    variables: z.array(z.strictObject({ name: z.string(), meaning: z.string() })).optional(),
    sections: z.array(z.strictObject({ heading: z.string(), text: z.array(z.string()) })),
    examples: z.array(z.string()),
  }),
  completion: z.strictObject({ shell: z.string(), script: z.string() }),
};
