// `akguard drill --rotate`: rehearses the practice that Anton preaches on a local sandbox. A key leaks into a log while a
// service uses it; a new one takes its place, and the service never meets a refusal. Checked against the sandbox's ledger.
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Options } from './config/options.ts';
import type { AntonApi } from './core/anton-api.ts';
import { AkguardError } from './core/errors.ts';
import { ExitCode } from './core/exit-code.ts';
import type { Report } from './core/report.ts';
import { type Log, systemRepeat } from './core/runtime.ts';
import { Secret } from './core/secret.ts';
import { fileSink } from './io/hand-over.ts';
import { filesHolding, makeScratch, removeScratch } from './io/scratch.ts';
import { printError, printOut } from './io/terminal.ts';
import { readText, writeWhole } from './io/write-file.ts';
import { jsonLine } from './keys-command.ts';
import { type RotationEnd, rotate } from './keys/rotate.ts';
import { rotationJson, rotationText } from './keys/rotation-text.ts';
import { runPipeline } from './pipeline.ts';
import { makePlan } from './plan.ts';
import { createKeyToLeak } from './sandbox/leak.ts';
import { type Sandbox, startSandbox } from './sandbox/sandbox.ts';
import { filesSource } from './sources/files.ts';
import { judge } from './verify/verdict-table.ts';

const serviceEveryMs = 25;
const quietForMs = 300;

/** Ends with 0 only if each step really happened. @throws AkguardError AK_DRILL with the claim that does not hold. */
export async function drillRotation(options: Options, log: Log): Promise<ExitCode> {
  const folder = await makeScratch('akguard-drill');
  const sandbox = await startSandbox();
  try {
    const leak = await createKeyToLeak(sandbox.connectionLine);
    const keyFile = join(folder, 'service', 'anton.key');
    await writeWhole(keyFile, `${leak.raw}\n`);
    const logs = join(folder, 'logs');
    await writeWhole(join(logs, 'debug.log'), `calling Anton with Bearer ${leak.raw}\n`);

    const settings = { ...options, verify: true, armed: false, alert: [], state: join(folder, 'state.db') };
    const subject = filesSource({ paths: [logs], exclude: [], maxFileSize: Infinity });
    const variables = { AKGUARD_LIVE_URL: sandbox.liveUrl, AKGUARD_TEST_URL: sandbox.testUrl };
    const plan = { ...(await makePlan(subject, settings, variables, log)), progress: false };
    const { api } = plan;
    if (api === null) throw new Error('a plan that verifies has an API');

    const service = new Service(keyFile, api);
    const found = await runPipeline(plan);
    const store = await plan.openStore();
    const old = { id: leak.id, name: 'checkout-service', environment: 'live' as const };
    const end = await rotate({
      ...plan,
      api,
      environment: 'live',
      old: { ...old, secret: new Secret(leak.raw) },
      sinks: [fileSink('file:service/anton.key', keyFile, true)],
      managementKey: sandbox.liveApiKey,
      quietForMs,
      waitMs: 30_000,
      judge: (answer) => judge(answer, true).validity,
      store,
      repeat: systemRepeat,
      token: () => randomBytes(4).toString('hex'),
      tell: () => {},
    });
    await store.close();
    await service.stop();

    const newRaw = ((await readText(keyFile)) ?? '').trim();
    const holders = newRaw === '' ? [] : await filesHolding(folder, newRaw);
    check(found, end, sandbox, leak.id, service, { holders, keyFile });
    const dead = end.steps.find(({ step, target }) => step === 'revoke' && target === leak.id);
    const exposed = Date.parse(dead?.endedAt ?? '') - Date.parse(found.scan.started_at);
    if (options.format === 'json') {
      await printOut(jsonLine({ ...rotationJson(end, old, ExitCode.ok), exposed_for_ms: exposed }));
    } else {
      const uses = `The service used its key ${service.uses} times meanwhile, and was never refused.\n`;
      await printOut(`${rotationText(end, old)}${uses}First sight to proven death: ${exposed} ms.\n`);
    }
    if (options.keep) printError(`kept: ${folder}`);
    return ExitCode.ok;
  } finally {
    await sandbox.close();
    if (!options.keep) await removeScratch(folder);
  }
}

/** A service that reads its key from a file and uses it all the time. */
class Service {
  uses = 0;
  refused = 0;
  #isStopped = false;
  readonly #running: Promise<void>;

  constructor(keyFile: string, api: AntonApi) {
    this.#running = this.#run(keyFile, api);
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#running;
  }

  async #run(keyFile: string, api: AntonApi): Promise<void> {
    while (!this.#isStopped) {
      const answer = await api.check(new Secret(((await readText(keyFile)) ?? '').trim()), 'live');
      this.uses += 1;
      if (judge(answer, true).validity !== 'active') this.refused += 1;
      await new Promise((resolve) => setTimeout(resolve, serviceEveryMs));
    }
  }
}

/** Each claim against what can be seen from outside. */
function check(
  found: Report,
  end: RotationEnd,
  sandbox: Sandbox,
  oldId: string,
  service: Service,
  { holders, keyFile }: { holders: string[]; keyFile: string },
): void {
  const effects = sandbox.ledger.filter(({ effect }) => effect !== null);
  const revokes = effects.filter(({ effect }) => effect === 'revoke');
  const claims: [string, boolean][] = [
    ['the leaked key is found active', found.findings[0]?.verdict.validity === 'active'],
    [`the rotation is finished (${end.why})`, end.result === 'rotated'],
    ['the sandbox made two keys', effects.length - revokes.length === 2],
    [
      'the sandbox saw exactly one revoke, of the old key',
      revokes.length === 1 && revokes[0]?.path === `/v1/api-keys/${oldId}/revoke`,
    ],
    ['the service worked on', service.uses > 1 && service.refused === 0],
    ['the new key is in the file of the service, and nowhere else', holders.join() === keyFile],
  ];
  for (const [claim, holds] of claims) {
    if (!holds) throw new AkguardError('AK_DRILL', { step: claim, reason: 'it did not happen.' });
  }
}
