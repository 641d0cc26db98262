import type { CommandSpec } from '../command.ts';
import type { IntentDocument } from '../domain/documents.ts';
import { intentDocument } from '../flows/intent-document.ts';
import { pendingLines } from '../views/intent-view.ts';

type Data = { readonly intents: readonly IntentDocument[] };

export const pending: CommandSpec<object, Data> = {
  about:
    'Lists the writes of all profiles whose outcome is not known: the answer was lost, or the program was cut off. They ' +
    'are never repeated by themselves; "rocketpay resume" asks the platform what became of them.',
  fields: ['intents'],
  exits: [7],
  examples: ['rocketpay pending', 'rocketpay pending --field intents'],
  async run(_, context) {
    const ledger = await context.ledger();
    const open = (await ledger.open()).filter((intent) => !ledger.isInFlight(intent));
    return { intents: open.map(intentDocument) };
  },
  view: pendingLines,
};
