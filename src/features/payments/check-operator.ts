import type { Context } from '#context';
import { usageError } from '#domain/errors/failure';
import { findOperator, hasKnownOperator } from '#domain/payments/mobile-operator';

/**
 * Returns the platform's id of an operator. When the current list is not available or has no documented operator, the
 * operator is used unchanged, with a warning.
 *
 * @throws {Failure} (usage) when the list does not contain the operator.
 */
export async function checkOperator(
  operator: string,
  { gate: openGate, terminal }: Pick<Context, 'gate' | 'terminal'>,
): Promise<string> {
  const gate = await openGate();
  const outcome = await terminal.withSpinner('asking for the operators', () => gate.send(gate.operators()));
  const list = outcome.kind === 'accepted' ? gate.readOperators(outcome.answer) : [];
  const found = findOperator(operator, list);
  if (found !== undefined) return found;
  const ids = list.map(({ id }) => id).join(', ');
  if (hasKnownOperator(list)) {
    throw usageError(`--operator: the platform has no operator ${JSON.stringify(operator)}.`, `It has: ${ids}.`);
  }
  const why = list.length === 0 ? 'the list of operators is not available' : `the list of operators has only ${ids}`;
  terminal.warn(`${why}, so ${JSON.stringify(operator)} was not checked.`);
  return operator;
}
