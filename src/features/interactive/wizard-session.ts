import type { Context } from '#context';
import type { Challenge } from '#domain/otp/otp-state';
import type { Watch } from './payment-watcher.ts';
import { type RecordedStep, toCommand } from './recorded-step.ts';
import type { WizardOutput } from './wizard-output.ts';

/** How the person wants the walk. */
export interface WizardOptions {
  /** A phone to offer. */
  readonly phone?: string | undefined;
  /** The payment to go on with. */
  readonly continueId?: string | undefined;
  /** `general.merchant_callback_url` of the sale. */
  readonly callbackUrl?: string | undefined;
  /** Where to listen for callbacks. */
  readonly listen?: { readonly host: string; readonly port: number } | undefined;
  /** Show each step as a command at once. */
  readonly showCommands?: boolean | undefined;
  /** Where to write the whole as a script. */
  readonly saveScript?: string | undefined;
}

/** What the parts of the walk share, once the profile is chosen. */
export interface WizardSession {
  readonly options: WizardOptions;
  readonly shows: WizardOutput;
  /** With the chosen profile, its secret and its Gate. */
  readonly context: Context;
  readonly lessons: RecordedStep[];
  /** Another profile can be taken. */
  readonly several: boolean;
}

/** Keeps what was done, to be told as a command. */
export async function recordStep(
  lesson: RecordedStep,
  { options, shows, context, lessons }: WizardSession,
): Promise<void> {
  lessons.push(lesson);
  const profile = await context.profile();
  if (options.showCommands === true) shows.commands([toCommand(lesson, profile)]);
}

/** A payment that the platform knows of, with all that its OTP needs. */
export interface Begun {
  readonly paymentId: string;
  /** Address of the customer, for a resend. */
  readonly ip: string;
  readonly challenge: Challenge;
  readonly watch: Watch;
}
