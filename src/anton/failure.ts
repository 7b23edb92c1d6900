// What `fetch` throws, as a kind of failure. Only codes are kept: the messages may quote headers, and so the key.
import type { FailureKind } from '../core/verdict.ts';

const timeouts = new Set([
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
]);
const dns = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EAI_NODATA', 'EAI_NONAME']);
// Node passes on the names that OpenSSL gives to failed checks of a certificate (node:tls, "X509 certificate error codes").
const tls =
  /^(ERR_TLS_|ERR_SSL_|CERT_|CRL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED|ERROR_IN_CERT_|EPROTO$)/;

/** `fetch` wraps the real error in a TypeError; the code is on the cause. */
export function classify(thrown: unknown): { why: FailureKind; detail: string } {
  if (thrown instanceof Error && thrown.name === 'TimeoutError')
    return { why: 'timeout', detail: 'no answer in time' };
  const code = codeOf(thrown) ?? (thrown instanceof Error ? codeOf(thrown.cause) : null);
  if (code === null && isParserError(thrown)) return { why: 'network', detail: 'no HTTP' };
  if (code === null) return { why: 'network', detail: 'the connection failed' };
  if (timeouts.has(code)) return { why: 'timeout', detail: code };
  if (dns.has(code)) return { why: 'dns', detail: code };
  if (tls.test(code)) return { why: 'tls', detail: code };
  return { why: 'network', detail: code };
}

function codeOf(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || !('code' in value)) return null;
  return typeof value.code === 'string' && /^[A-Z0-9_]{1,64}$/.test(value.code) ? value.code : null;
}

/** undici's parser gives a code to some of its errors only. */
function isParserError(thrown: unknown): boolean {
  return thrown instanceof Error && thrown.cause instanceof Error && thrown.cause.name === 'HTTPParserError';
}
