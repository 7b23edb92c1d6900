// Policies as users write them: what they mean, and that the laws can't be configured away.
import { expect, test } from 'vitest';
import { parseConfig } from '../../src/config/config-file.ts';

function refused(rule: string): string {
  try {
    parseConfig('c.yml', `policy:\n  - { name: first, actions: [alert] }\n  - ${rule}\n`);
  } catch (error) {
    return String(error);
  }
  return 'accepted';
}

test('every condition', () => {
  const text = `
policy:
  - name: all
    when:
      validity: [active]
      environment: [live, test]
      rule: [anton-live-key]
      paths: ['deploy/**', '*.env']
      branches: [main, 'release/*']
      exposure: [client-side, none]
      visibility: [public]
      age: { over: 90s, under: 7d }
      unused: { over: 30d }
    actions: [revoke, alert]
    grace: 30m
`;
  expect(parseConfig('c.yml', text).policy).toEqual([
    {
      name: 'all',
      when: {
        validity: ['active'],
        environment: ['live', 'test'],
        rule: ['anton-live-key'],
        paths: ['deploy/**', '*.env'],
        branches: ['main', 'release/*'],
        exposure: ['client-side', 'none'],
        visibility: ['public'],
        age: { over: 90_000, under: 604_800_000 },
        unused: { over: 2_592_000_000 },
      },
      actions: ['revoke', 'alert'],
      grace: 1_800_000,
    },
  ]);
});

test.each([
  [
    '{ name: x, when: { validity: [unknown] }, actions: [revoke] }',
    /policy\.1\.actions: a key that is unknown is never revoked/,
  ],
  [
    '{ name: x, when: { validity: [active, inactive] }, actions: [revoke, fail] }',
    /inactive is never revoked/,
  ],
  ['{ name: x, when: { validity: [unverified] }, actions: [alert, revoke] }', /unverified is never revoked/],
  ['{ name: x, actions: [ignore] }', /a live key that is proven active can not be ignored/],
  ['{ name: x, when: { environment: [live] }, actions: [ignore] }', /can not be ignored/],
  ['{ name: x, when: { validity: [active, unknown] }, actions: [ignore] }', /can not be ignored/],
  ['{ name: x, when: { paths: ["test/**"] }, actions: [ignore] }', /can not be ignored/],
  ['{ name: x, when: { environment: [test] }, actions: [ignore, fail] }', /`ignore` stands alone/],
  ['{ name: x, actions: [alert], grace: 30m }', /policy\.1\.grace: only a revoke can wait/],
  ['{ name: first, actions: [] }', /policy\.1\.name: there is a rule `first` already/],
  ['{ name: x, actions: [revoke], grace: soon }', /policy\.1\.grace: .*a time such as 90s, 30m, 12h or 7d/],
  [
    '{ name: x, actions: [rotate] }',
    /field policy\.1\.to: say where the new key goes, as in `to: file:app\.key`/,
  ],
  ['{ name: x, then: rotate }', /policy\.1\.to: say where/],
  [
    '{ name: x, actions: [rotate], to: app.key }',
    /policy\.1\.to: `app\.key` is no place for a key: .*file:PATH/,
  ],
  ['{ name: x, actions: [rotate], to: "file:" }', /policy\.1\.to: `file:` is no place/],
  ['{ name: x, actions: [rotate], to: [file:a, github-secret:acme] }', /`github-secret:acme` is no place/],
  ['{ name: x, actions: [rotate], to: terminal }', /nobody watches the terminal/],
  ['{ name: x, actions: [rotate], to: [] }', /policy\.1\.to/],
  ['{ name: x, actions: [alert], to: file:a }', /policy\.1\.to: only a rotation makes a key/],
  ['{ name: x, actions: [rotate, revoke], to: file:a }', /leave `revoke` out/],
  ['{ name: x, actions: [rotate, ignore], to: file:a }', /`ignore` stands alone/],
  [
    '{ name: x, when: { validity: [unknown] }, actions: [rotate], to: file:a }',
    /a key that is unknown is never rotated: only `validity: \[active\]` may go with `rotate`/,
  ],
  ['{ name: x, actions: [alert], then: fail }', /policy\.1\.actions: say in `actions` .* not in both/],
  ['{ name: x }', /policy\.1\.actions: say in `actions` what is to be done/],
  ['{ name: x, then: burn }', /policy\.1\.then/],
  ['{ name: x, when: { last_use: 3d }, actions: [] }', /field policy\.1\.when\.last_use/],
  ['{ name: x, when: { paths: [] }, actions: [] }', /policy\.1\.when\.paths/],
])('%s is refused', (rule, sentence) => {
  expect(refused(rule)).toMatch(sentence);
  expect(refused(rule)).toMatch(/line 3, field policy/);
});

test.each([
  '{ name: x, when: { environment: [test] }, actions: [ignore] }',
  '{ name: x, when: { validity: [inactive, unverified, unknown] }, actions: [ignore] }',
  '{ name: x, actions: [revoke] }',
])('%s is accepted', (rule) => {
  expect(refused(rule)).toBe('accepted');
});

test.each([
  ['actions: [rotate, alert], to: file:app.key', ['rotate', 'alert'], ['file:app.key']],
  ['then: rotate, to: [file:a, "command:x y"]', ['rotate'], ['file:a', 'command:x y']],
  [
    'then: [rotate, fail], to: "github-secret:acme/pay/KEY"',
    ['rotate', 'fail'],
    ['github-secret:acme/pay/KEY'],
  ],
])('a rotation: %s', (text, actions, to) => {
  const { policy } = parseConfig('c.yml', `policy:\n  - { name: x, ${text}, grace: 1h }\n`);
  expect(policy).toEqual([{ name: 'x', when: {}, actions, to, grace: 3_600_000 }]);
});
