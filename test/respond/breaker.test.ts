// Revocations stop when too many are wanted or anything looks wrong; people are told, and nothing more is revoked.
import { describe, expect, test } from 'vitest';
import { ExitCode } from '../../src/core/exit-code.ts';
import { Secret } from '../../src/core/secret.ts';
import type { Verdict } from '../../src/core/verdict.ts';
import type { HostCheck } from '../../src/respond/breaker.ts';
import { exitCodeFor } from '../../src/respond/exit.ts';
import type { Response } from '../../src/respond/case.ts';
import { makeKey } from '../helpers/keys.ts';
import { ok } from './simulated-api.ts';
import { leaked, newRun, respondAll, results, verified, withStore } from './world.ts';
import type { Run } from './world.ts';

const many = Array.from({ length: 14 }, (_, i) => new Secret(makeKey('live', 100 + i)));
const limits = (most: number, mostAnHour: number) => ({
  run: { most, begun: new Set<string>() },
  mostAnHour,
});

async function respondTo(
  run: Run,
  secrets: readonly Secret[],
  changes: Parameters<typeof respondAll>[1] | object = {},
) {
  return respondAll(run, { items: await verified(run, secrets), limits: limits(99, 99), ...changes });
}

function summary(responses: Map<string, Response>): string[] {
  return [...responses.values()].map((response) => results(response).join(', '));
}

function detailOf(responses: Map<string, Response>, i: number): string {
  return [...responses.values()][i]?.outcomes[0]?.detail ?? '';
}

function exitOf(responses: Map<string, Response>): number {
  const findings = [...responses.values()].map(({ decision, outcomes }) => ({
    validity: 'active' as const,
    suppressed: false,
    decision,
    outcomes,
  }));
  return exitCodeFor({ failOn: 'any', complete: true, verifyAsked: true, findings });
}

async function moves(run: Run): Promise<string[]> {
  const lines = await withStore(run, (store) => store.ledger(0, 1000));
  return lines.flatMap(({ kind, data }) => {
    if (kind === 'breaker') return [`${data['move']} ${data['cause']} ${data['environment']}`];
    return kind === 'withheld' ? [`withheld ${data['result']}`] : [];
  });
}

function check(run: Run, clean: boolean): HostCheck {
  const at = new Date(run.simulated.clock.now()).toISOString();
  return { environment: 'live', clean, at, why: 'Anton answered 200: the key works' };
}

describe('so many', () => {
  test('in one run; the rest is said, told of, and left to people or the next run', async () => {
    const run = newRun(...many);
    const responses = await respondTo(run, many.slice(0, 5), { limits: limits(3, 99) });
    expect(summary(responses)).toEqual([
      ...Array.from({ length: 3 }, () => 'revoke revoked, alert alerted'),
      ...Array.from({ length: 2 }, () => 'revoke failed, alert alerted'),
    ]);
    expect(detailOf(responses, 4)).toBe(
      'Nothing was revoked: this run has revoked as many keys as one may, 3 (see --max-revocations).',
    );
    expect(exitOf(responses)).toBe(ExitCode.alive);
    expect(run.simulated.revoked).toHaveLength(3);
    expect(await moves(run)).toEqual(['withheld failed', 'withheld failed']);
    expect(summary(await respondTo(run, many.slice(3, 5)))[0]).toBe('revoke revoked, alert alerted');
  });

  test('in one run that responds several times, as one that follows a log', async () => {
    const run = newRun(...many);
    const shared = limits(3, 99);
    await respondTo(run, many.slice(0, 2), { limits: shared });
    expect(summary(await respondTo(run, many.slice(2, 4), { limits: shared }))).toEqual([
      'revoke revoked, alert alerted',
      'revoke failed, alert alerted',
    ]);
  });

  test('in an hour, over all runs', async () => {
    const run = newRun(...many);
    for (const i of [0, 3, 6]) await respondTo(run, many.slice(i, i + 3), { limits: limits(3, 10) });
    const responses = await respondTo(run, many.slice(9, 12), { limits: limits(3, 10) });
    expect(summary(responses)).toEqual([
      'revoke revoked, alert alerted',
      'revoke failed, alert alerted',
      'revoke failed, alert alerted',
    ]);
    expect(detailOf(responses, 1)).toMatch(/10 other keys were revoked within an hour, and 10 is the limit/);
    expect(run.simulated.revoked).toHaveLength(10);
    await run.simulated.clock.sleep(3_600_000);
    const later = await respondTo(run, many.slice(10, 12), { limits: limits(3, 10) });
    expect(summary(later)[0]).toMatch(/^revoke revoked/);
  });

  test('none at all', async () => {
    const run = newRun();
    expect(summary(await respondTo(run, [leaked], { limits: limits(0, 10) }))[0]).toMatch(/^revoke failed/);
    expect(run.simulated.calls.filter(({ call }) => call === 'revoke')).toEqual([]);
  });
});

describe('the breaker opens', () => {
  test('when a control call failed, for all runs, until one is answered well', async () => {
    const run = newRun();
    await respondTo(run, [], { items: [], hostChecks: [check(run, false)] });
    // A run without findings opens no state; one with a finding that it would not revoke does.
    expect(await moves(run)).toEqual([]);
    const [item] = await verified(run, [leaked]);
    const unknown: Verdict = { ...(item?.verdict as Verdict), validity: 'unknown' };
    const items = item ? [{ ...item, verdict: unknown }] : [];
    await respondAll(run, { items, hostChecks: [check(run, false)] });
    const stopped = await respondTo(run, [leaked]);
    expect(summary(stopped)).toEqual(['revoke failed, alert alerted']);
    expect(detailOf(stopped, 0)).toMatch(
      /^Nothing was revoked: the breaker is open since 2025-\S+: Anton answered 200: the key works; see `akguard breaker status`\.$/,
    );
    expect(exitOf(stopped)).toBe(ExitCode.alive);
    expect(run.simulated.revoked).toEqual([]);

    await run.simulated.clock.sleep(1);
    expect(summary(await respondTo(run, [leaked], { hostChecks: [check(run, true)] }))[0]).toMatch(
      /^revoke revoked/,
    );
    expect(await moves(run)).toEqual(['opened control live', 'withheld failed', 'closed control live']);
  });

  test('when most answers prove nothing', async () => {
    const run = newRun(...many);
    const items = await verified(run, many.slice(0, 5));
    const unclear = items.map((item, i) =>
      i < 3 ? { ...item, verdict: { ...item.verdict, validity: 'unknown' as const } } : item,
    );
    const responses = await respondAll(run, { items: unclear, hostChecks: [check(run, true)] });
    expect(summary(responses).slice(3)).toEqual([
      'revoke failed, alert alerted',
      'revoke failed, alert alerted',
    ]);
    expect(detailOf(responses, 3)).toContain('3 of 5 keys got an answer that proves nothing');
    expect(await moves(run)).toEqual(['opened answers live', 'withheld failed', 'withheld failed']);
    await run.simulated.clock.sleep(1);
    await respondAll(run, { items, limits: limits(99, 99), hostChecks: [check(run, true)] });
    expect(run.simulated.revoked).toHaveLength(5);
  });

  test('when a key that was proven dead works again: until people have looked', async () => {
    const run = newRun();
    await run.simulated.clock.sleep(1);
    const items = await verified(run, [leaked]);
    const dead = items.map((item) => ({
      ...item,
      verdict: { ...item.verdict, validity: 'inactive' as const },
    }));
    await respondAll(run, { items: dead });
    await run.simulated.clock.sleep(1);
    const again = await verified(run, [leaked]);
    const responses = await respondAll(run, { items: again, hostChecks: [check(run, true)] });
    expect(summary(responses)).toEqual(['revoke failed, alert alerted']);
    expect(detailOf(responses, 0)).toMatch(/works, though the same host had refused it as dead/);
    // Another host is another matter: a key of ours may be tried on a sandbox that does not know it.
    expect(await moves(run)).toEqual(['opened contradiction live', 'withheld failed']);
    await withStore(run, (store) => store.reset('2025-06-01T13:00:00.000Z'));
    expect(summary(await respondAll(run, { items: again }))[0]).toMatch(/^revoke revoked/);
  });

  test('but not when another host knows a key that the first one refused', async () => {
    const run = newRun();
    const items = await verified(run, [leaked]);
    const dead = items.map((item) => ({
      ...item,
      verdict: { ...item.verdict, validity: 'inactive' as const },
    }));
    await respondAll(run, { items: dead, hosts: { live: 'sandbox.test', test: 'sandbox.test' } });
    expect(summary(await respondAll(run, { items }))[0]).toMatch(/^revoke revoked/);
  });

  test('when revokes are accepted and not felt', async () => {
    const run = newRun(...many);
    run.simulated.fault = (call) => (call === 'revoke' ? ok(200) : null);
    const responses = await respondTo(run, many.slice(0, 4));
    expect(summary(responses)).toEqual([
      'revoke unconfirmed, alert alerted',
      'revoke unconfirmed, alert alerted',
      'revoke failed, alert alerted',
      'revoke failed, alert alerted',
    ]);
    expect(detailOf(responses, 2)).toContain('2 keys of one run still worked after their revoke');
    expect(run.simulated.calls.filter(({ call }) => call === 'revoke')).toHaveLength(2);
    // What was begun stays open, and is settled once the key is dead, breaker or not.
    run.simulated.fault = () => null;
    await run.simulated.revokeKey(leaked, 'live', 'key_3', 'by hand');
    expect(summary(await respondTo(run, many.slice(0, 1)))).toEqual(['revoke revoked, alert alerted']);
  });
});

test('people are told of a key that the breaker left alive, even by a policy without alerts', async () => {
  const run = newRun();
  const policy = [{ name: 'quiet', when: {}, actions: ['revoke' as const] }];
  expect(summary(await respondTo(run, [leaked], { policy, limits: limits(0, 10) }))).toEqual([
    'revoke failed, alert alerted',
  ]);
});
