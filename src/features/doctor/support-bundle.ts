import type { Context } from '#context';
import type { Check } from '#domain/doctor/health-check';
import { redactPersonalData } from '#domain/encoding/mask-sensitive-data';
import { PRIVATE_FILE } from '#domain/files/file-permissions';
import { formatJson, type Json } from '#domain/json/exact-json';

/** Saves the results of the health checks for support, without secrets and personal data. */
export async function saveBundle(path: string, checks: readonly Check[], context: Context): Promise<void> {
  const { node, system, home } = await context.machine();
  const time = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium', timeZone: 'UTC' });
  const report = { rocketpay: 'doctor', madeAt: `${time.format(context.clock.now())} UTC`, node, system, checks };
  await context.saveFile(path, `${formatJson(redactPersonalData(report as unknown as Json, home), 2)}\n`, {
    mode: PRIVATE_FILE,
  });
  context.terminal.note(
    `The report is in ${path}: the checks below, with the name of your home folder, phone numbers, e-mail addresses and ` +
      'passwords left out. Read it before you send it.',
  );
}
