import { describe, expect, test } from 'vitest';
import { parseEnvelope } from '../../src/anton/envelope.ts';
import { classify } from '../../src/anton/failure.ts';
import { safeCode, safeMessage, safeRequestId } from '../../src/anton/redact.ts';
import { parseCreated, parseKey, parsePage } from '../../src/anton/shapes.ts';
import { fingerprintOf } from '../../src/core/secret.ts';
import { makeKey } from '../helpers/keys.ts';
import { listed } from './support.ts';

describe('error envelopes', () => {
  test.each([
    [{ error: { code: 401, message: 'm' } }, { code: '401', message: 'm' }],
    [{ error: { message: 'm', code: 'not_found', details: { a: 1 } } }, { code: 'not_found', message: 'm' }],
    [{ error: { code: 'not_found' } }, { code: 'not_found', message: null }],
    [{ error: { message: 'm' } }, { code: null, message: 'm' }],
    [{ error: 'some text' }, { code: null, message: 'some text' }],
    [
      { error: 'bad_request', message: 'm' },
      { code: 'bad_request', message: 'm' },
    ],
  ])('%j', (body, error) => {
    expect(parseEnvelope(body)).toEqual(error);
  });

  test.each([
    [null],
    ['text'],
    [[]],
    [{}],
    [{ message: 'Forbidden' }],
    [{ error: {} }],
    [{ error: 401 }],
    [{ error: null }],
  ])('%j is none', (body) => {
    expect(parseEnvelope(body)).toBeNull();
  });
});

describe('shapes', () => {
  const parsed = {
    id: 'key_1',
    merchantId: 'mer_1',
    name: 'key 1',
    environment: 'live',
    suffix: null,
    createdAt: '2026-01-01T00:00:00Z',
    lastUsedAt: null,
    expiresAt: null,
    revokedAt: null,
  };
  test('a key of generation A, bare or in data', () => {
    expect(parseKey(listed(1))).toEqual(parsed);
    expect(parseKey({ data: listed(1) })).toEqual(parsed);
  });

  test('a key of generation D', () => {
    const key = {
      id: 'ak_9Zc1',
      label: 'ci',
      environment: 'test',
      masked_suffix: '***aB3x',
      created_at: null,
    };
    expect(parseKey(key)).toMatchObject({ id: 'ak_9Zc1', name: 'ci', suffix: 'aB3x', merchantId: null });
  });

  test.each([
    ['no id', { id: undefined }],
    ['an id that is a path', { id: '../x' }],
    ['an id that is a key', { id: makeKey('live', 1) }],
    ['no environment', { environment: undefined }],
    ['another environment', { environment: 'staging' }],
    ['a time that is none', { revoked_at: 'yesterday' }],
    ['a time that is a number', { revoked_at: 5 }],
  ])('refused whole: %s', (_name, broken) => {
    expect(parseKey(listed(1, broken)) === null).toBe(true);
    expect(parsePage({ data: [listed(2), listed(1, broken)] }) === null).toBe(true);
  });

  test('a key in a name is masked', () => {
    const key = makeKey('live', 3);
    expect(parseKey(listed(1, { name: `old ${key}` }))?.name).toBe('old [a key]');
  });

  test.each([
    [{}, { total: null, hasMore: null, cursor: null }],
    [{ pagination: { total: 9, limit: 2, offset: 0 } }, { total: 9, hasMore: null, cursor: null }],
    [
      { has_more: true, next_cursor: 'c' },
      { total: null, hasMore: true, cursor: 'c' },
    ],
    [{ pagination: { has_more: false, next_cursor: null } }, { total: null, hasMore: false, cursor: null }],
    [
      { has_more: false, next_cursor: '' },
      { total: null, hasMore: false, cursor: null },
    ],
  ])('paging %j', (fields, expected) => {
    expect(parsePage({ data: [], ...fields })).toEqual({ keys: [], generation: null, ...expected });
  });

  test.each([
    ['A', {}],
    ['D', { name: undefined, label: 'x' }],
    ['D', { masked_suffix: '***aB3x' }],
    ['A', { label: null, masked_suffix: null }],
  ])('generation %s shows a key with %j', (generation, fields) => {
    expect(parsePage({ data: [listed(1, fields)] })?.generation).toBe(generation);
  });

  test.each([[{}], [[]], [{ data: {} }], [{ data: [1] }], [{ data: [], has_more: 'yes' }]])(
    '%j is no page',
    (body) => {
      expect(parsePage(body)).toBeNull();
    },
  );

  test.each<[string, (raw: string) => unknown]>([
    ['A', (raw) => ({ key: listed(1), raw_key: raw })],
    ['A in data', (raw) => ({ data: { key: listed(1), raw_key: raw } })],
    ['D', (raw) => ({ ...listed(1), secret: raw })],
    ['D in data', (raw) => ({ data: { ...listed(1), secret: raw } })],
  ])('a created key, generation %s', (_name, body) => {
    const raw = makeKey('live', 2);
    const created = parseCreated(body(raw), 'live');
    expect(created?.secret.fingerprint).toBe(fingerprintOf(raw));
    expect(created?.key.id).toBe('key_1');
    expect(parseCreated(body(makeKey('test', 2)), 'live') === null).toBe(true);
    expect(parseCreated(body(raw), 'test') === null).toBe(true);
  });
});

describe('what fetch throws', () => {
  test.each([
    ['ENOTFOUND', 'dns'],
    ['EAI_AGAIN', 'dns'],
    ['CERT_HAS_EXPIRED', 'tls'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'tls'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tls'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'tls'],
    ['EPROTO', 'tls'],
    ['UND_ERR_HEADERS_TIMEOUT', 'timeout'],
    ['UND_ERR_CONNECT_TIMEOUT', 'timeout'],
    ['ETIMEDOUT', 'timeout'],
    ['ECONNREFUSED', 'network'],
    ['ECONNRESET', 'network'],
    ['UND_ERR_SOCKET', 'network'],
  ])('%s is %s', (code, why) => {
    const cause = Object.assign(new Error('x'), { code });
    expect(classify(new TypeError('fetch failed', { cause }))).toEqual({ why, detail: code });
  });

  test('a timeout signal is a timeout; anything else is network; no message is ever quoted', () => {
    expect(classify(new DOMException('secret', 'TimeoutError')).why).toBe('timeout');
    for (const thrown of [new TypeError('secret'), 'secret', null, { code: 'secret words' }]) {
      expect(classify(thrown)).toEqual({ why: 'network', detail: 'the connection failed' });
    }
  });
});

describe('what the server says', () => {
  const key = makeKey('live', 4);
  const body = key.slice(8);
  test.each([
    ['plain words stay', 'Invalid or missing API key', 'Invalid or missing API key'],
    ['snake_case stays', 'insufficient_permissions here', 'insufficient_permissions here'],
    ['a key', `bad ${key}!`, 'bad [a key]!'],
    ['another key', `bad ${makeKey('test', 8)}`, 'bad [a key]'],
    ['the body of the key', `bad ${body}`, 'bad […]'],
    ['base64', Buffer.from(`Bearer ${key}`).toString('base64'), '[…]'],
    ['hex', Buffer.from(key).toString('hex'), '[…]'],
    ['half of the key', `bad ${body.slice(0, 10)}`, '[withheld: it repeats part of the key]'],
    [
      'the key in capitals',
      `bad ${body.slice(0, 12).toUpperCase()}`,
      '[withheld: it repeats part of the key]',
    ],
    [
      'the key spelled apart',
      `${body.slice(0, 11)} ${body.slice(11)}`,
      '[withheld: it repeats part of the key]',
    ],
  ])('message: %s', (_name, text, expected) => {
    expect(safeMessage(text, key) === expected).toBe(true);
  });

  test('a message is bounded, and a hostile one costs no time', () => {
    expect(safeMessage('word '.repeat(100), key)).toHaveLength(200);
    expect(safeMessage('a'.repeat(1_000_000), key)).toHaveLength(200);
  });

  test('codes and request ids that hold a key, or are not of their form, are dropped', () => {
    expect(safeCode('invalid_api_key', key)).toBe('invalid_api_key');
    expect(
      [key, body, 'two words', 'x'.repeat(65), '', '::error::'].map((text) => safeCode(text, key)),
    ).toEqual(Array(6).fill(null));
    expect(safeRequestId('req_8f14e45f-ceea', key)).toBe('req_8f14e45f-ceea');
    expect(
      [
        null,
        key,
        `req_${body}`,
        'a b',
        '',
        Buffer.from(key).toString('hex'),
        btoa(`x${key}`),
        btoa(body),
      ].map((text) => safeRequestId(text, key)),
    ).toEqual(Array(8).fill(null));
  });
});
