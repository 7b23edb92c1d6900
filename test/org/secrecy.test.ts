// Canary: a scan of an organisation lets out neither a leaked key nor a token, at the highest verbosity, when all goes well and when
// it does not; nor does what joins its reports.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { filesBelow, forms } from '../helpers/canary.ts';
import { runCli } from '../helpers/cli.ts';
import { sandboxForTest } from '../helpers/sandbox-process.ts';
import { makeOrganisation } from './run-org.ts';
import { places } from './planted.ts';

test.each([
  ['all goes well', [], 1],
  ['Anton answers with nonsense', ['html@check', 'html@list'], 3],
])(
  '%s',
  async (_, faults, least) => {
    const sandbox = await sandboxForTest(...faults);
    const { organisation, folder } = await makeOrganisation();
    const { raw } = await sandbox.createKey('live', 'leaked');
    const pay = organisation.add('octo', 'pay');
    for (const place of places) organisation.plant(pay, place, raw);
    // Names are foreign text as well.
    organisation.commit('octo/pay', `refs/heads/${raw}`, { [`${raw}/a.env`]: raw }, raw);
    organisation.plant(organisation.add('octo', raw), 'code', raw);
    organisation.add('octo', `closed-${raw}`).isDisabled = true;
    const token = 'ghp_TokenThatNobodyIsToSee0123456789abcd';
    const env = { ...sandbox.env, ...organisation.environment, GITHUB_TOKEN: token };
    const canaries = [...forms(raw), ...forms(token), ...forms(sandbox.env['AKGUARD_LIVE_API_KEY'] ?? '')];
    const out = join(folder, 'out');
    const flags = ['--state', join(out, 's.db'), '--alert', `file:${join(out, 'alerts')}`, '--verbose'];
    const report = join(out, 'report.json');
    const commands = [
      ['org', 'octo', ...flags, '--revoke', '--format', 'json', '--output', report],
      ['org', 'octo', ...flags],
      ['report', 'merge', report, '--verbose'],
    ];
    const codes: number[] = [];
    for (const args of commands) {
      const { stdout, stderr, code } = await runCli(args, { cwd: folder, env, timeoutMs: 150_000 });
      expect([args[0], canaries.some((form) => stdout.includes(form) || stderr.includes(form))]).toEqual([
        args[0],
        false,
      ]);
      codes.push(code ?? 70);
    }
    expect(Math.min(...codes)).toBeGreaterThanOrEqual(least);
    expect(Math.max(...codes)).toBeLessThan(70);
    const files = filesBelow(out);
    expect(files.length).toBeGreaterThan(2);
    const holders = files.filter((path) => {
      const text = readFileSync(path, 'latin1');
      return canaries.some((form) => text.includes(form));
    });
    expect(holders).toEqual([]);
  },
  200_000,
);
