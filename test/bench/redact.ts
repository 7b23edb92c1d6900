// `node test/bench/redact.ts [--size BYTES] [--runs N]`: `cat log | akguard redact >/dev/null` against `cat log | cat
// >/dev/null`, in turn, on log text without keys. The ratio of the throughputs is the result.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { makeLog } from './data.ts';
import { compare } from './measure.ts';

const { values } = parseArgs({
  options: {
    size: { type: 'string', default: '1000000000' },
    runs: { type: 'string', default: '7' },
    cli: { type: 'string', default: fileURLToPath(new URL('../../dist/cli.js', import.meta.url)) },
  },
});
const target = 0.5;
const scratch = mkdtempSync(join(tmpdir(), 'akguard-bench-'));
try {
  const input = join(scratch, 'requests.log');
  const bytes = makeLog(input, Number(values.size));
  const script = 'cat "$0" | "$@" | cmp - "$0"';
  const { status } = spawnSync('sh', ['-c', script, input, process.execPath, values.cli, 'redact']);
  if (status !== 0) throw new Error('the output is not what the input was');
  const pipe = { folder: scratch, input };
  const { ours, baseline, ratio } = compare(
    { ...pipe, run: [process.execPath, values.cli, 'redact'] },
    [{ ...pipe, run: ['cat'] }],
    Number(values.runs),
  );
  const throughput = 1 / ratio;
  console.log(`${(bytes / 1e6).toFixed(0)} MB, medians of ${values.runs} pairs:`);
  console.log(
    `redact ${ours.toFixed(0)} ms, cat ${baseline.toFixed(0)} ms, throughput ${throughput.toFixed(2)}×`,
  );
  console.log(`target ≥ ${target}×: ${throughput >= target ? 'met' : 'missed'}`);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
