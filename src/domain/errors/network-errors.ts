import { message, type Text } from '#domain/language/message';

/** Reason of a failed connection by error code of the system or of Node. */
const WORDS: Readonly<Record<string, Text>> = {
  ECONNREFUSED: message('nothing listens there'),
  ECONNRESET: message('the connection was cut'),
  ECONNABORTED: message('the connection was cut'),
  EPIPE: message('the connection was cut'),
  ENOTFOUND: message('there is no such host'),
  EAI_AGAIN: message('its name cannot be looked up'),
  EAI_FAIL: message('its name cannot be looked up'),
  EHOSTUNREACH: message('the host cannot be reached'),
  EHOSTDOWN: message('the host cannot be reached'),
  ENETUNREACH: message('its network cannot be reached'),
  ENETDOWN: message('the network of this machine is down'),
  EADDRNOTAVAIL: message('this machine has no address or port left for it'),
  EACCES: message('this machine does not allow it'),
  EPERM: message('this machine does not allow it'),
  ETIMEDOUT: message('the host does not answer'),
  EMFILE: message('this process has too many open files'),
  ENFILE: message('this machine has too many open files'),
  EPROTO: message('the server does not support TLS, or only an unsupported version'),
  ERR_TLS_CERT_ALTNAME_INVALID: message('its certificate is for another name'),
  DEPTH_ZERO_SELF_SIGNED_CERT: message('self-signed certificate'),
  SELF_SIGNED_CERT_IN_CHAIN: message('self-signed certificate in its chain'),
};

/** Reason of a failed connection by pattern of the error codes of OpenSSL and of the HTTP parser of Node. */
const KINDS: readonly (readonly [RegExp, Text])[] = [
  [/^HPE_/, message('the answer is not HTTP')],
  [/^ERR_SSL_.*(WRONG_VERSION_NUMBER|PACKET_LENGTH|UNKNOWN_PROTOCOL|HTTP_REQUEST)/, WORDS.EPROTO ?? ''],
  [/^ERR_SSL_/, message('the TLS handshake failed')],
];

/**
 * Describes why a connection failed, as a clause after the name of the host. Text that is only for
 * programmers (OpenSSL's stack of errors) never appears.
 */
export function networkErrorText({
  code = '',
  message: own,
}: {
  readonly code?: string | undefined;
  readonly message: string;
}): Text {
  const words = WORDS[code] ?? KINDS.find(([kind]) => kind.test(code))?.[1];
  if (words !== undefined) return words;
  if (own.includes('before secure TLS connection')) return message('the connection was cut before TLS was established');
  if (!/[\n]|:error:/.test(own)) return own;
  return message('the connection failed ({reason})', { reason: code || message('no reason given') });
}
