import * as z from 'zod';

/** Words that can stand for a value, or the kind of thing that it is. */
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

/** Documents of what the program says of itself and of the platform's codes. */
export const discovery = {
  explain: z.strictObject({
    code: z.string(),
    of: z.enum(['payment', 'refund']),
    known: z.boolean().meta({ description: 'false when only its family is known, or not even that' }),
    where: z.string(),
    meaning: z.string(),
    family: z.string().nullable(),
    who: z.string().meta({ description: 'who must act' }),
    retry: z.string(),
    next: z.string().nullable(),
    customer: sentences.meta({
      description: 'what to tell the customer, by language; empty where the code does not say how it ended',
    }),
  }),
  commands: z.strictObject({
    about: z.string(),
    options: z.array(option).meta({ description: 'those that every command has' }),
    // No command stands deeper than one below another.
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
