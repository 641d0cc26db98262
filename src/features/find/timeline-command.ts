import type { CommandSpec } from '#cli/command-spec';
import { PAYMENT_ARGUMENT } from '#cli/shared-options';
import type { Context } from '#context';
import { usageError } from '#domain/errors/failure';
import { message } from '#domain/language/message';
import { projectKey } from '#domain/ledger/intent';
import { lookalikeSentence } from '#domain/payments/lookalike-letters';
import { canBeSameProject } from '#domain/profiles/project';
import type { CommandDocument } from '#schemas/document-types';
import { readTimeline } from './read-timeline.ts';
import { timelineLines } from './timeline-view.ts';
import { updateIndex } from './update-index.ts';

interface Options {
  readonly paymentId: string;
  readonly ask?: boolean;
  readonly profile?: string;
}

export const timeline: CommandSpec<Options, CommandDocument<'timeline'>> = {
  about:
    'Shows everything that this ledger has about one payment in the order of time: writes and their results, ' +
    'operations of the platform, callbacks, where they were forwarded to, and notes. Possible problems come first: ' +
    'unknown outcomes, refunds without a result, equal refunds, amounts that do not add up, invalid callbacks, ' +
    'failed forwards. No request is sent unless --ask is given. Operations have the time of the platform, ' +
    'everything else the time of this ledger.',
  arguments: [PAYMENT_ARGUMENT],
  options: [{ flags: '--ask', about: 'ask the platform for the status first, and record it' }],
  exits: [4, 5, 7, 9],
  examples: ['rocketpay timeline payment_47', 'rocketpay timeline payment_47 --ask --json'],

  async run({ paymentId, ask = false, profile }, context) {
    const project =
      ask || profile !== undefined ? projectKey(await context.profile()) : await findProject(paymentId, context);
    const document = await readTimeline({ project, paymentId }, { ask }, context);
    const lookalike = document.events.length === 0 ? lookalikeSentence(paymentId) : undefined;
    if (lookalike !== undefined) context.terminal.note(lookalike);
    return document;
  },

  view: timelineLines,
};

/** Returns the project of a payment: the only one that has it, else that of the active profile. */
async function findProject(
  paymentId: string,
  context: Pick<Context, 'ledger' | 'profile' | 'terminal' | 'signal'>,
): Promise<string> {
  await updateIndex(context);
  const projects = await (await context.ledger()).search.projectsOf(paymentId);
  const [first] = projects;
  if (first !== undefined && projects.every((project) => canBeSameProject(project, first))) return first;
  const own = projectKey(await context.profile());
  if (projects.length === 0 || projects.some((project) => canBeSameProject(project, own))) return own;
  throw usageError(
    message('Several projects have a payment {payment}: {projects}.', {
      payment: JSON.stringify(paymentId),
      projects: projects.join(', '),
    }),
    message('Choose one by its profile: --profile <name>'),
  );
}
