// The GitHub Action: reads its inputs as the runner hands them over, scans, and sets the exit code.
import { main } from './main.ts';

/** The runner's form: INPUT_ and the upper-case name, hyphens kept. */
function input(name: string): string {
  return process.env[`INPUT_${name.toUpperCase()}`]?.trim() ?? '';
}

function list(name: string): string[] {
  return input(name).split(/\s+/).filter(Boolean);
}

const environment = {
  ...process.env,
  AKGUARD_LIVE_API_KEY: input('live-api-key'),
  AKGUARD_TEST_API_KEY: input('test-api-key'),
  GITHUB_TOKEN: input('github-token'),
};
const scan = list('scan');
const flags = [
  ...(input('verify') === 'false' ? ['--offline'] : []),
  ...(input('revoke') === 'true' ? ['--revoke'] : []),
  ...list('alert').flatMap((channel) => ['--alert', channel]),
  ...['fail-on', 'config'].flatMap((name) => (input(name) === '' ? [] : [`--${name}`, input(name)])),
];

async function run(): Promise<void> {
  process.exitCode = await main(['scan', ...scan, ...flags], environment);
}
void run();
