// Runs the simulation of test/respond/simulation on many seeds: node test/bench/simulate.ts --scenarios 100000
import { parseArgs } from 'node:util';
import { simulate } from '../respond/simulation/simulate.ts';

const { values } = parseArgs({
  options: { scenarios: { type: 'string', default: '100000' }, from: { type: 'string', default: '0' } },
});
const from = Number(values.from);
const count = Number(values.scenarios);
const sums: Record<string, number> = {};
const broken: string[] = [];
const started = performance.now();
for (let i = 0; i < count; i += 1) {
  const { broken: laws, ...numbers } = await simulate(from + i);
  broken.push(...laws);
  for (const [name, value] of Object.entries(numbers)) sums[name] = (sums[name] ?? 0) + value;
}
const seconds = (performance.now() - started) / 1000;
console.log({ scenarios: count, seconds: Math.round(seconds), ...sums, broken: broken.length });
for (const line of broken.slice(0, 50)) console.log(line);
process.exitCode = broken.length > 0 ? 1 : 0;
