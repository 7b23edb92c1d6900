// The verdict table: which answer to a presented key proves what. Data, first match wins, and whatever no row names is
// unknown. A key is presented to the host that its prefix names, on an endpoint that needs a key.
import type { Answer, Validity } from '../core/verdict.ts';
import { failureWords } from './failure-words.ts';

/** One line of the table. A missing condition fits everything; all answers are in an envelope or shape of Anton's. */
export interface VerdictRow {
  /** Also the name of the row's test. */
  name: string;
  /** From and to, both included. */
  statuses: readonly [number, number];
  /** `code` as a whole, or its start if it ends with `*`. */
  codes?: readonly string[];
  message?: RegExp;
  /** Proves something only on a host that answered the control call like a dead key. */
  needsControl?: true;
  validity: Exclude<Validity, 'unverified'>;
  /** What the answer means, for people; follows "Anton answered …:". */
  reason: string;
}

const restrictedCodes = [
  'insufficient_permissions',
  'role_forbidden',
  'merchant_suspended',
  'merchant_terminated',
  'merchant_not_active',
  'merchant_not_found',
  'mfa_enrollment_required',
  'velocity_blocked',
  'sandbox_only',
  'capability_required',
  'insufficient_scope',
  'module_not_enabled',
];

/** The rows that take proof away come before the rows that give it. */
export const verdictTable: readonly VerdictRow[] = [
  {
    name: 'rate limited',
    statuses: [429, 429],
    validity: 'unknown',
    reason: 'too many requests, so the key was not judged',
  },
  { name: 'server error', statuses: [500, 599], validity: 'unknown', reason: 'a fault of the server' },
  {
    name: 'static keys disabled',
    statuses: [400, 499],
    codes: ['static_api_keys_disabled'],
    validity: 'unknown',
    reason:
      'static keys are refused here, dead or alive; look the key up in the portal (Settings > API Keys)',
  },
  {
    name: 'environment mismatch',
    statuses: [400, 499],
    codes: ['key_environment_mismatch'],
    validity: 'unknown',
    reason: 'the key belongs to the other host',
  },
  {
    name: 'keys not accepted here',
    statuses: [401, 401],
    message: /not accepted/i,
    validity: 'unknown',
    reason: 'this endpoint takes no API keys; look the key up in the portal (Settings > API Keys)',
  },
  {
    name: 'authorization header missing or malformed',
    statuses: [401, 401],
    message: /authorization header/i,
    validity: 'unknown',
    reason: 'the key did not arrive; a proxy may have taken the header away',
  },
  {
    name: 'alive',
    statuses: [200, 200],
    validity: 'active',
    reason: 'the key works',
  },
  {
    name: 'alive, restricted',
    statuses: [403, 403],
    codes: restrictedCodes,
    validity: 'active',
    reason: 'the key is known, but may not do this',
  },
  {
    name: 'alive, restricted (numeric)',
    statuses: [403, 403],
    codes: ['403'],
    validity: 'active',
    reason: 'the key is known, but may not do this',
  },
  {
    name: 'alive, not found behind auth',
    statuses: [404, 404],
    needsControl: true,
    validity: 'active',
    reason: 'the key was let in, to something that is not there',
  },
  {
    name: 'alive, idempotency conflict',
    statuses: [409, 409],
    codes: ['idempotency_*'],
    needsControl: true,
    validity: 'active',
    reason: 'the key was let in, and the request refused',
  },
  {
    name: 'alive, validation error',
    statuses: [422, 422],
    codes: ['validation_error'],
    needsControl: true,
    validity: 'active',
    reason: 'the key was let in, and the request refused',
  },
  {
    name: 'dead',
    statuses: [401, 401],
    codes: ['invalid_api_key'],
    message: /^invalid api key\.?$/i,
    validity: 'inactive',
    reason: 'the key is revoked or expired',
  },
  {
    name: 'dead (numeric)',
    statuses: [401, 401],
    codes: ['401'],
    validity: 'inactive',
    reason: 'the key is revoked or expired',
  },
  {
    name: 'not a whole key',
    statuses: [401, 401],
    codes: ['invalid_api_key'],
    message: /^invalid api key format\.?$/i,
    validity: 'inactive',
    reason: 'it is not an Anton key, or was cut short',
  },
];

/** What an answer proves. `row` is the name of the row that decided, or null where none did. */
export interface Judgement {
  row: string | null;
  validity: Exclude<Validity, 'unverified'>;
  /** One sentence for people; nothing of it is foreign text except the code. */
  reason: string;
}

/** Judges one answer. `controlClean`: this host answered a made-up key like a dead one in this run. */
export function judge(answer: Answer, controlClean: boolean): Judgement {
  if (answer.kind === 'failure') {
    const { words } = failureWords(answer.why, answer.detail);
    return { row: null, validity: 'unknown', reason: `No usable answer from Anton: ${words}` };
  }
  const isNumber = answer.code === null || /^\d+$/.test(answer.code);
  const said = isNumber ? String(answer.status) : `${answer.status} ${answer.code}`;
  const sentence = (meaning: string): string => `Anton answered ${said}: ${meaning}`;
  if (!answer.anton) {
    return { row: null, validity: 'unknown', reason: sentence('not in a form that Anton documents') };
  }
  const row = verdictTable.find((candidate) => fits(candidate, answer));
  if (!row) return { row: null, validity: 'unknown', reason: sentence('which proves nothing about the key') };
  if (row.needsControl && !controlClean) {
    const reason = sentence('which proves nothing unless a made-up key is refused here');
    return { row: row.name, validity: 'unknown', reason };
  }
  return { row: row.name, validity: row.validity, reason: sentence(row.reason) };
}

function fits(row: VerdictRow, answer: Extract<Answer, { kind: 'http' }>): boolean {
  const [from, to] = row.statuses;
  if (answer.status < from || answer.status > to) return false;
  const { code } = answer;
  const codeFits = (wanted: string): boolean =>
    wanted.endsWith('*') ? (code ?? '').startsWith(wanted.slice(0, -1)) : code === wanted;
  if (row.codes && !row.codes.some(codeFits)) return false;
  return !row.message || row.message.test(answer.message ?? '');
}
