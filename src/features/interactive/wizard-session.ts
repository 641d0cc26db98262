import type { Context } from '#context';
import type { Challenge } from '#domain/otp/otp-state';
import type { PaymentWatcher } from './payment-watcher.ts';
import { type RecordedStep, toCommand } from './recorded-step.ts';
import { recordedStepLines } from './wizard-view.ts';

/** Options of the guided payment. */
export interface WizardOptions {
  /** Default phone number. */
  readonly phone?: string | undefined;
  /** Id of the payment to continue. */
  readonly continueId?: string | undefined;
  /** `general.merchant_callback_url` of the sale. */
  readonly callbackUrl?: string | undefined;
  /** Address to listen on for callbacks. */
  readonly listen?: { readonly host: string; readonly port: number } | undefined;
  /** Show each step as a command immediately. */
  readonly showCommands?: boolean | undefined;
  /** Path of the script to save. */
  readonly saveScript?: string | undefined;
}

/** State shared by the steps of a session after the profile is chosen. */
export interface WizardSession {
  readonly options: WizardOptions;
  /** Context with the chosen profile, its secret and its Gate. */
  readonly context: Context;
  readonly steps: RecordedStep[];
  /** True when other profiles are stored. */
  readonly severalProfiles: boolean;
}

/** A payment that the platform knows, with all values that its OTP needs. */
export interface StartedPayment {
  readonly paymentId: string;
  /** IP address of the customer, for a resend. */
  readonly ip: string;
  readonly challenge: Challenge;
  readonly watcher: PaymentWatcher;
}

/** Records a step, to show it as a command. */
export async function recordStep(step: RecordedStep, { options, context, steps }: WizardSession): Promise<void> {
  steps.push(step);
  if (options.showCommands !== true) return;
  context.terminal.tell({ commands: [toCommand(step, await context.profile())] }, recordedStepLines);
}
