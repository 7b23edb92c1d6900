// What counts as a command, whoever writes it, and what an issue of ours names.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { commentEvent, parseCommand } from '../../src/action/comment.ts';
import { fingerprintIn, namedPlaces } from '../../src/action/named-places.ts';
import { parseEventPayload } from '../../src/github/event-payload.ts';
import { alertMarkdown } from '../../src/respond/alert-markdown.ts';
import { type IssueComment, issueCommentPayload } from '../helpers/events.ts';
import { makeKey } from '../helpers/keys.ts';
import { reportFinding, reportMatch } from '../respond/sample.ts';

function event(given: Partial<IssueComment>) {
  const text = JSON.stringify(issueCommentPayload({ issue: 1, body: '/akguard revoke', ...given }));
  const parsed = parseEventPayload(text);
  if ('problem' in parsed) throw new Error(parsed.problem);
  return commentEvent({ name: 'issue_comment', actor: 'ada', ref: '', sha: '', payload: parsed.payload });
}

describe('commands', () => {
  test.each([
    ['/akguard revoke', { order: 'revoke', reason: null, expires: null }],
    ['/akguard recheck  \r\n', { order: 'recheck', reason: null, expires: null }],
    ['/akguard revoke\n\nPlease, and thanks.', { order: 'revoke', reason: null, expires: null }],
    ['/akguard false-positive in docs', { order: 'false-positive', reason: 'in docs', expires: null }],
    [
      '/akguard false-positive expires=2030-01-31 until then',
      { order: 'false-positive', reason: 'until then', expires: '2030-01-31' },
    ],
  ])('%j', (body, command) => {
    expect(parseCommand(body)).toEqual(command);
  });

  test.each([
    'please /akguard revoke',
    ' /akguard revoke',
    '> /akguard revoke',
    '```\n/akguard revoke\n```',
    'revoke it\n/akguard revoke',
    '/AKGUARD revoke',
    '/akguardrevoke',
    '',
  ])('%j is none', (body) => {
    expect(parseCommand(body)).toBeNull();
  });

  test.each([
    '/akguard',
    '/akguard Revoke',
    '/akguard revoke all',
    '/akguard recheck now',
    '/akguard false-positive',
    '/akguard false-positive expires=2030-01-31',
    '/akguard false-positive expires=2030-99-31 x',
    `/akguard false-positive ${'x'.repeat(201)}`,
  ])('%j is a command that can not be', (body) => {
    expect(parseCommand(body)).toEqual({ order: null, usage: expect.stringMatching(/\.$/) });
  });

  test('whatever follows, only the first line counts, and a reason is one line without a key', () => {
    const key = makeKey('live', 1);
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 150 }), (text) => {
        const command = parseCommand(`/akguard false-positive x${text} ${key}`);
        if (command?.order == null) return;
        expect(command.order).toBe('false-positive');
        expect(command.reason).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
        expect(command.reason?.includes(key)).toBe(false);
      }),
    );
  });
});

describe('events', () => {
  test('a comment by somebody', () => {
    expect(event({ login: 'ada', issue: 3 })).toMatchObject({ issue: 3, comment: 77, login: 'ada' });
  });

  test.each([
    ['edited', { action: 'edited' }, 'when it is made'],
    ['deleted', { action: 'deleted' }, 'when it is made'],
    ['of a bot', { type: 'Bot' }, 'a bot wrote'],
    ['of an App', { login: 'x[bot]' }, 'a bot wrote'],
    ['in the name of somebody else', { sender: 'eve' }, 'nobody knows'],
    ['on a pull request', { isPull: true }, 'pull request'],
    ['about something else', { body: 'hello' }, 'asks akguard for nothing'],
  ] as const)('%s: does not count', (_, given, why) => {
    expect(event(given)).toEqual({ why: expect.stringContaining(why) });
  });
});

describe('what an issue names', () => {
  const server = 'https://github.com';
  const [a, b] = ['a'.repeat(40), 'b'.repeat(64)];

  test('the commits of its links, by repository, and its fingerprint', () => {
    const matches = [
      { ...reportMatch, url: `${server}/octo/pay/blob/${a}/x(1).ts#L3` },
      { ...reportMatch, url: `${server}/octo/pay/blob/${a}/y.ts#L3` },
      { ...reportMatch, url: `${server}/octo/shop/commit/${b}` },
      { ...reportMatch, url: null },
    ];
    const finding = { ...reportFinding, matches };
    const { fingerprint } = finding;
    const text = alertMarkdown({
      fingerprint,
      finding,
      target: 'x',
      firstSeenAt: '2025-06-01T12:00:00.000Z',
    });
    expect(namedPlaces(text, server)).toEqual([
      { repository: 'octo/pay', commits: [a] },
      { repository: 'octo/shop', commits: [b] },
    ]);
    expect(fingerprintIn(text)).toBe(fingerprint);
  });

  test.each([
    `[x](https://evil.test/octo/pay/blob/${a}/x)`,
    `[x](${server}.evil.test/octo/pay/blob/${a}/x)`,
    `[x](${server}/octo/pay/blob/main/x)`,
    `[x](${server}/octo/../../etc/blob/${a}/x)`,
    `${server}/octo/pay/blob/${a}/x`,
    `[x](${server}/../pay/blob/${a}/x)`,
    `[x](${server}/octo/../blob/${a}/x)`,
  ])('%s is no place', (text) => {
    expect(namedPlaces(text, server)).toEqual([]);
  });

  test('a fingerprint that is not at the start is none', () => {
    expect(fingerprintIn(`x <!-- akguard:fingerprint=v1:${'f'.repeat(32)} -->`)).toBeNull();
  });
});
