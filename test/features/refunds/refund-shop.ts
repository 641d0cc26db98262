import { expect } from 'vitest';
import type { Clock } from '#async/clock';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import type { Ledger } from '#domain/ledger/ledger';
import type { Amount } from '#domain/payments/amount';
import { type EffectiveProfile, PROFILE_DEFAULTS } from '#domain/profiles/profile';
import type { RefundPreview } from '#domain/refunds/refund-preview';
import { resume } from '#features/ledger/resume';
import { fetchStatus } from '#features/payments/fetch-status';
import { sendUnlessStored, toAccepted } from '#features/payments/idempotency-key';
import { recordStatus } from '#features/payments/record-status';
import { sendRefund } from '#features/refunds/send-refund';
import type { Accepted } from '#schemas/document-types';
import { FakeTerminal } from '../../support/fake-terminal.ts';
import { FAKE_PROJECT, FAKE_SECRET } from '../../support/gate/fake-gate.ts';
import { openMemoryLedger } from '../../support/ledger.ts';
import { unfinishedIntents } from '../../support/stored-intents.ts';
import {
  type AnswerName,
  type Event,
  type Made,
  MINUTE,
  PAID,
  type Refund,
  RefundPlatform,
  type Shape,
} from './refund-platform.ts';

/** How the reason of a refund begins that was closed without an id. */
const MATCHED = 'matched by amount';

/** What a request takes. */
const NETWORK_MS = 50;
const HOSTS = ['https://gate.test', 'https://other.gate.test:8443'] as const;

const noOther = (): Promise<never> => Promise.reject(new Error('no other profile is needed'));

/** A shop whose staff, scripts and colleagues in the Dashboard refund one payment. */
export class Shop {
  now = Date.UTC(2024, 11, 7, 12);
  readonly platform: RefundPlatform;
  readonly #ledger: Promise<Ledger>;
  /** What was sent, by intent. */
  readonly made = new Map<string, Made | undefined>();
  readonly #shape: Shape;
  readonly outcomes: string[] = [];

  constructor(form: Shape) {
    this.#shape = form;
    this.platform = new RefundPlatform(form, () => this.now);
    this.#ledger = openMemoryLedger(this.#clock);
  }

  readonly #clock: Clock = {
    now: () => this.now,
    elapsed: () => this.now,
    sleep: async (milliseconds) => {
      this.now += milliseconds;
    },
  };

  #context(at: number, mode: () => AnswerName = () => 'ok', around: (when: string) => Promise<void> = async () => {}) {
    const gateUrl = HOSTS[at] ?? HOSTS[0];
    const profile: EffectiveProfile = {
      ...PROFILE_DEFAULTS,
      name: `shop-${at}`,
      projectId: FAKE_PROJECT,
      gateUrl,
      merchantRefundId: this.#shape.refundIds !== 'none',
      origins: {},
    };
    const gate = this.platform.gate(gateUrl, mode, async (when) => {
      this.now += NETWORK_MS;
      await around(when);
    });
    return {
      profile: async () => profile,
      gate: async () => gate,
      openGate: async () => gate,
      secret: async () => FAKE_SECRET,
      ledger: () => this.#ledger,
      clock: this.#clock,
      terminal: new FakeTerminal({ interactive: true }),
      ...{ profiles: noOther, storedGate: noOther },
    };
  }

  async take(event: Event): Promise<void> {
    this.now += NETWORK_MS;
    switch (event.do) {
      case 'foreign':
        this.platform.make({ ...event, foreign: true });
        return;
      case 'wait':
        this.now += event.milliseconds;
        return;
      case 'look': {
        const context = this.#context(event.host);
        const answer = await fetchStatus('order-1', await context.gate(), context);
        await recordStatus(answer, await context.profile(), context);
        break;
      }
      case 'resume':
        await this.#resume(event.host);
        break;
      case 'settle':
        this.now += 6 * MINUTE;
        for (const at of [0, 1]) await this.#resume(at);
        break;
      case 'refund':
        await this.#refund(event);
    }
    await this.checkVerdicts();
  }

  async #resume(at: number): Promise<void> {
    const ledger = await this.#ledger;
    const { host } = new URL(HOSTS[at] ?? '');
    for (const intent of await unfinishedIntents(ledger)) {
      if (intent.project.startsWith(`${host}/`)) await resume(intent, this.#context(at));
    }
  }

  async #refund(refund: Refund): Promise<void> {
    const { key, interactive, again, minor } = refund;
    const pending = [...refund.meanwhile];
    let step = 0;
    const meanwhile = async () => {
      const due = pending.filter((one) => one.step === step);
      step++;
      for (const { event } of due) await this.take(event);
    };
    let preview: RefundPreview | undefined;
    let [readAt, intentId] = [0, ''];
    const context = this.#context(
      refund.host,
      () => refund.answer,
      async (when) => {
        if (when === 'read') readAt = this.now - NETWORK_MS;
        if (when === 'sent') intentId = await this.#checkSending(again, preview, readAt);
        if (when === 'answered')
          this.made.set(
            intentId,
            this.platform.made.find(({ id }) => id === this.platform.newest),
          );
        await meanwhile();
      },
    );
    const gate = await context.gate();
    const terminal = Object.assign(context.terminal, {
      confirm: async () => {
        await meanwhile();
        return true;
      },
    });
    const prepare = (amount?: Amount, method?: string, merchantRefundId?: string) =>
      gate.refund({ paymentId: 'order-1', amount, method, merchantRefundId });
    const amount = minor === undefined ? undefined : { minor, currency: 'KZT' };
    const request = prepare(amount);
    const show = (shown: RefundPreview) => {
      preview = shown;
    };
    try {
      const confirm = interactive || minor === undefined ? undefined : String(minor / 100);
      const reason = again ? 'meant twice' : undefined;
      const parts = { request, prepare, show, key, again, reason, confirm, inMinorUnits: false };
      const refund = { paymentId: 'order-1', amount, ...parts };
      const send = async () => sendRefund(refund, { ...context, terminal });
      await sendUnlessStored<Accepted>({ key, request }, send, toAccepted, context);
      this.outcomes.push('accepted');
    } catch (error) {
      if (!(error instanceof Failure) || error.exit === EXIT.bug) throw error;
      this.outcomes.push(error.code);
    }
  }

  /** The refund that is being sent now may repeat only what its user has seen, and never exceeds the payment. */
  async #checkSending(again: boolean, preview: RefundPreview | undefined, readAt: number): Promise<string> {
    const all = await (await this.#ledger).history({ limit: 1000 });
    const [sending, ...more] = all.filter(({ state }) => state === 'sending');
    expect(more).toEqual([]);
    if (sending?.amount === undefined) throw new Error('what is sent must be in the ledger, with its amount');
    const { minor } = sending.amount;
    const owner = (made: Made) => all.find(({ id }) => this.made.get(id) === made);
    const known = this.platform.made.filter(
      (made) => made.ends === 'success' && (!made.foreign || this.platform.isShown(made, readAt)),
    );
    for (const made of known.filter((other) => other.minor === minor)) {
      const seen = preview?.earlier.some(({ key, intent }) => key === made.id || intent?.id === owner(made)?.id);
      expect({ made, again, seen }).toEqual({ made, again: true, seen: true });
    }
    // What was not seen, or was taken for another refund, may come late: then the platform's own guard is left.
    const certain = known.filter((made) => {
      const { state, reason } = owner(made) ?? {};
      return state !== 'never_arrived' && reason?.startsWith(MATCHED) !== true;
    });
    expect(certain.reduce((sum, made) => sum + made.minor, minor)).toBeLessThanOrEqual(PAID);
    return sending.id;
  }

  /** Fails when a result in the ledger contradicts the platform. */
  async checkVerdicts(isEnd = false): Promise<void> {
    const all = await (await this.#ledger).history({ limit: 1000 });
    for (const { id, state, reason, amount, refundId } of all) {
      // Of attempts with one refund id the platform carries out one; which one is not always known.
      const attempts = all.filter(
        (other) => other.id === id || (refundId !== undefined && other.refundId === refundId),
      );
      const own = this.made.get(id);
      const made = own ?? attempts.map((other) => this.made.get(other.id)).find((one) => one !== undefined);
      const results = attempts.filter((other) => other.state === 'done' || other.state === 'declined');
      const isMatched = attempts.some((other) => other.reason?.startsWith(MATCHED));
      if (made !== undefined && !isMatched) expect(results.length).toBeLessThanOrEqual(1);
      const result = { id, state, reason, ends: made?.ends };
      switch (state) {
        case 'done':
          // By its amount and time only one refund can be meant, though a colleague may have made it.
          if (reason?.startsWith(MATCHED) && this.platform.made.some((other) => other.minor === amount?.minor)) break;
          expect(result).toEqual({ ...result, ends: 'success' });
          break;
        case 'declined':
          expect(result).toEqual({ ...result, ends: 'decline' });
          break;
        case 'never_arrived':
          if (isEnd && own?.ends === 'success' && results.length === 0)
            expect(result).toEqual({ ...result, state: 'anything else' });
          break;
        case 'refused':
        case 'denied':
        case 'not_sent':
        case 'held':
          expect({ ...result, ends: own?.ends }).toEqual({ ...result, ends: undefined });
      }
    }
  }

  /** Checks that each wrong result is corrected when all operations are processed and shown. */
  async end(): Promise<void> {
    for (const milliseconds of [20 * MINUTE, 20 * MINUTE]) {
      this.now += milliseconds;
      for (const at of [0, 1]) {
        await this.take({ do: 'look', host: at });
        await this.take({ do: 'resume', host: at });
      }
    }
    await this.checkVerdicts(true);
    await (await this.#ledger).close();
  }
}
