const require_errors = require("./errors.js");
const require_runtime = require("./runtime.js");
const require_options = require("./options.js");
const require_open_state = require("./open-state.js");
// src/breaker-command.ts
async function breakerStatus(context) {
	const { maxRevocations, maxRevocationsPerHour: most } = context.options;
	const { open, lastHour } = await require_open_state.withState(context, (store) => store.breaker(require_runtime.timestamp(require_runtime.systemClock)));
	for (const { environment, cause, openedAt, why } of open) await require_options.printOut(`open for ${environment} keys since ${openedAt} (${cause}): ${why}\n`);
	const isFull = lastHour >= most;
	await require_options.printOut(`${lastHour} of at most ${most} keys were revoked within the last hour; a run may revoke ${maxRevocations}.\n`);
	if (open.length > 0) await require_options.printOut(`Look into it, then give \`akguard breaker reset\`.\n`);
	else if (isFull) await require_options.printOut("No more are revoked until an hour is over, or until `akguard breaker reset`.\n");
	else await require_options.printOut("closed: keys may be revoked.\n");
	return open.length > 0 || isFull ? require_errors.ExitCode.findings : require_errors.ExitCode.ok;
}
async function resetBreaker(context) {
	await require_open_state.withState(context, (store) => store.reset(require_runtime.timestamp(require_runtime.systemClock)));
	await require_options.printOut("The breaker is closed, and revocations are counted from now on.\n");
	return require_errors.ExitCode.ok;
}
exports.breakerStatus = breakerStatus;
exports.resetBreaker = resetBreaker;
