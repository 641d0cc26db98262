import type { CallbackEnvelope } from '#domain/ledger/stored-callback';
import type { LocalServer } from '#domain/sandbox/sandbox-options';
import type { Secret } from '#domain/signature/secret';
import type { Verification } from '#domain/signature/signature';

/** A received callback. */
export interface ReceivedCallback {
  /** Body, as it was received. */
  readonly text: string;
  readonly verification: Verification;
}

/** Answer to a callback. */
export interface CallbackResponse {
  /** HTTP status. After any status other than 200 the platform sends the callback again. */
  readonly status: number;
  /** Called after the answer was sent. */
  readonly after?: () => void;
}

/** A page about the listener itself. */
export interface StatusPage {
  readonly status: number;
  /** Content type. */
  readonly type: string;
  readonly text: string;
}

/**
 * Returns the page at a path, for a GET or HEAD request; undefined where there is none.
 *
 * @param isTrusted true for a request of a program on this machine that no proxy has forwarded, and for any request at the port of metrics
 */
export type ReadStatusPage = (path: string, isTrusted: boolean) => Promise<StatusPage | undefined>;

/** A running receiver. */
interface CallbackServer extends LocalServer {
  /** From now on closes each connection after its answer, so that a balancer opens none to reuse. */
  drain(): void;
  /** Accepts no more connections, and resolves when what was received is answered, after some seconds at most. */
  close(): Promise<void>;
}

/** Starts a local receiver. Without `answer` it answers 200 when the signature is right, else 400. */
export type ReceiveCallbacks = (options: {
  readonly host: string;
  /** Port to listen on; 0: any free port. */
  readonly port: number;
  readonly secret: Secret;
  /** Called with each answered callback, where `answer` does not decide. */
  readonly onCallback?: (callback: ReceivedCallback) => void;
  /** Decides the answer, which is sent when the promise resolves. */
  readonly answer?: (callback: ReceivedCallback, envelope: CallbackEnvelope) => Promise<CallbackResponse>;
  /** Called with the reason when a request is refused unread: it is too large, not text, or not a POST. */
  readonly onRefused?: (reason: string) => void;
  /** Called with the error of a request that was answered 500. */
  readonly onFailed?: (reason: string) => void;
  /** Called when the receiver stops listening without being closed. */
  readonly onLost?: (reason: string) => void;
  readonly readPage?: ReadStatusPage;
  /** Address at which only pages are served. */
  readonly metricsAt?: ListenAddress | undefined;
}) => Promise<CallbackServer>;

/** An address of this machine. */
export interface ListenAddress {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
}

/** A request that forwards a callback, byte for byte. */
export interface ForwardRequest {
  /** Default: `POST`. */
  readonly method?: 'GET' | 'POST';
  readonly url: string;
  readonly text: string;
  readonly headers: CallbackEnvelope['headers'];
  readonly timeoutMilliseconds: number;
  readonly signal: AbortSignal;
}

/** Result of forwarding a callback. */
export interface DeliveryResult {
  /** HTTP status of the answer; undefined when none was received. */
  readonly status: number | undefined;
  /** Why no answer was received, or not all of it. */
  readonly reason: string | undefined;
  readonly milliseconds: number;
  /** Beginning of the body of the answer. */
  readonly answer: string;
}

/** Posts a callback once. Network errors are part of the result. */
export type DeliverCallback = (request: ForwardRequest) => Promise<DeliveryResult>;
