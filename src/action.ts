// The GitHub Action: hands over what the runner says, and sets the exit code.
import { runAction } from './action-run.ts';

async function run(): Promise<void> {
  process.exitCode = await runAction(process.env);
}
void run();
