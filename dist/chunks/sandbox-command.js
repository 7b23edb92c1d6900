const require_errors = require("./errors.js");
const require_options = require("./options.js");
const require_signals = require("./signals.js");
const require_sandbox = require("./sandbox.js");
// src/sandbox-command.ts
async function runSandbox(values) {
	const generation = values.generation ?? "A";
	if (generation !== "A" && generation !== "D") throw new require_errors.AkguardError("AK_USAGE", { problem: `The sandbox speaks generation A or D, not ${generation}.` });
	const livePort = port("live-port", values["live-port"]);
	const testPort = port("test-port", values["test-port"]);
	const sandbox = await require_sandbox.startSandbox({
		generation,
		livePort,
		testPort,
		faults: values.fault ?? []
	}).catch((error) => {
		throw new require_errors.AkguardError("AK_USAGE", { problem: require_errors.messageOf(error) });
	});
	await require_options.printSandboxKeys(sandbox.connectionLine);
	require_options.printError("akguard sandbox: listening on loopback; its keys work nowhere else. Stop with Ctrl-C.");
	await require_signals.untilStopped();
	await sandbox.close();
	return require_errors.ExitCode.ok;
}
function port(flag, text) {
	if (text === void 0) return 0;
	const number = Number(text);
	if (Number.isInteger(number) && number >= 0 && number < 65536) return number;
	throw new require_errors.AkguardError("AK_USAGE", { problem: `--${flag} takes a port number, not ${text}.` });
}
exports.runSandbox = runSandbox;
