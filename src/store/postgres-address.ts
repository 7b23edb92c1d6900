// The address of a Postgres, which holds a password: what may be shown of it, and errors without it.
import { messageOf } from '../core/errors.ts';

/** How an address is named, and its failures told, without its password. */
export interface PostgresAddress {
  /** `postgres://HOST:PORT/DATABASE`. */
  shown: string;
  /** Why something failed, as a clause. */
  why: (error: unknown) => string;
}

/** @throws Error, with a clause that holds nothing of it, for what is no address. */
export function readAddress(text: string): PostgresAddress {
  const url = URL.parse(text);
  // A slash or a number sign in a password makes the rest of it a path.
  if (url === null || /@/.test(url.pathname + url.hash))
    throw new Error(
      'its address can not be read; in a password, special characters are written as in `%23` for `#`',
    );
  const secrets = [url.password, decoded(url.password), ...url.searchParams.getAll('password')];
  const hidden = [...new Set(secrets)].filter((secret) => secret.length > 2);
  return {
    shown: `postgres://${url.host}${url.pathname}`,
    why: (error) =>
      hidden.reduce((reason, secret) => reason.replaceAll(secret, '****'), reasonOf(error)).trim(),
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Where several addresses of one name were tried, Node's error has no text of its own. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '')
    return [...new Set(error.errors.map(messageOf))].join('; ');
  const message = messageOf(error);
  if (/^Connection terminated|^Query read timeout|^terminating connection|ECONNRESET/.test(message))
    return `the connection was lost (${message}); what was not yet recorded was not done`;
  return message;
}
