import { r as ExitCode } from "./errors.js";
import { n as systemClock, r as timestamp } from "./runtime.js";
import { n as printOut } from "./terminal.js";
import { n as withState } from "./open-state.js";
// src/breaker-command.ts
async function breakerStatus(context) {
	const { maxRevocations, maxRevocationsPerHour: most } = context.options;
	const { open, lastHour } = await withState(context, (store) => store.breaker(timestamp(systemClock)));
	for (const { environment, cause, openedAt, why } of open) await printOut(`open for ${environment} keys since ${openedAt} (${cause}): ${why}\n`);
	const isFull = lastHour >= most;
	await printOut(`${lastHour} of at most ${most} keys were revoked within the last hour; a run may revoke ${maxRevocations}.\n`);
	if (open.length > 0) await printOut(`Look into it, then give \`akguard breaker reset\`.\n`);
	else if (isFull) await printOut("No more are revoked until an hour is over, or until `akguard breaker reset`.\n");
	else await printOut("closed: keys may be revoked.\n");
	return open.length > 0 || isFull ? ExitCode.findings : ExitCode.ok;
}
async function resetBreaker(context) {
	await withState(context, (store) => store.reset(timestamp(systemClock)));
	await printOut("The breaker is closed, and revocations are counted from now on.\n");
	return ExitCode.ok;
}
export { breakerStatus, resetBreaker };
