import type { Context } from '../context.ts';
import { usageFailure } from '../domain/errors.ts';

/**
 * The platform's id of an operator, as its current list spells it. Where the list cannot be had, the operator is taken as it
 * is, with a warning.
 *
 * @throws {Failure} (usage) when the list does not hold it.
 */
export async function checkOperator(
  operator: string,
  { gate: openGate, terminal }: Pick<Context, 'gate' | 'terminal'>,
): Promise<string> {
  const gate = await openGate();
  const outcome = await terminal.during('Asking for the operators', () => gate.send(gate.operators()));
  const list = outcome.kind === 'accepted' ? gate.readOperators(outcome.answer) : [];
  if (list.length === 0) {
    terminal.warn(`the list of operators could not be had, so ${JSON.stringify(operator)} was not checked.`);
    return operator;
  }
  const found = list.find(({ id }) => id.toLowerCase() === operator.toLowerCase());
  if (found !== undefined) return found.id;
  throw usageFailure(
    `--operator: the platform has no operator ${JSON.stringify(operator)}.`,
    `It has: ${list.map(({ id }) => id).join(', ')}.`,
  );
}
