const require_package_files = require("./package-files.js");
const require_open_state = require("./open-state.js");
// src/breaker-command.ts
async function breakerStatus(context) {
	const { maxRevocations, maxRevocationsPerHour: most } = context.options;
	const { open, lastHour } = await require_open_state.withState(context, (store) => store.breaker(require_package_files.timestamp(require_package_files.systemClock)));
	for (const { environment, cause, openedAt, why } of open) await require_package_files.printOut(`open for ${environment} keys since ${openedAt} (${cause}): ${why}\n`);
	const isFull = lastHour >= most;
	await require_package_files.printOut(`${lastHour} of at most ${most} keys were revoked within the last hour; a run may revoke ${maxRevocations}.\n`);
	if (open.length > 0) await require_package_files.printOut(`Look into it, then give \`akguard breaker reset\`.\n`);
	else if (isFull) await require_package_files.printOut("No more are revoked until an hour is over, or until `akguard breaker reset`.\n");
	else await require_package_files.printOut("closed: keys may be revoked.\n");
	return open.length > 0 || isFull ? require_package_files.ExitCode.findings : require_package_files.ExitCode.ok;
}
async function resetBreaker(context) {
	await require_open_state.withState(context, (store) => store.reset(require_package_files.timestamp(require_package_files.systemClock)));
	await require_package_files.printOut("The breaker is closed, and revocations are counted from now on.\n");
	return require_package_files.ExitCode.ok;
}
exports.breakerStatus = breakerStatus;
exports.resetBreaker = resetBreaker;
