import { n as messageOf, r as ExitCode, t as AkguardError } from "./errors.js";
import { r as printSandboxKeys, t as printError } from "./terminal.js";
import { t as untilStopped } from "./signals.js";
import { t as startSandbox } from "./sandbox.js";
// src/sandbox-command.ts
async function runSandbox(values) {
	const generation = values.generation ?? "A";
	if (generation !== "A" && generation !== "D") throw new AkguardError("AK_USAGE", { problem: `The sandbox speaks generation A or D, not ${generation}.` });
	const livePort = port("live-port", values["live-port"]);
	const testPort = port("test-port", values["test-port"]);
	const sandbox = await startSandbox({
		generation,
		livePort,
		testPort,
		faults: values.fault ?? []
	}).catch((error) => {
		throw new AkguardError("AK_USAGE", { problem: messageOf(error) });
	});
	await printSandboxKeys(sandbox.connectionLine);
	printError("akguard sandbox: listening on loopback; its keys work nowhere else. Stop with Ctrl-C.");
	await untilStopped();
	await sandbox.close();
	return ExitCode.ok;
}
function port(flag, text) {
	if (text === void 0) return 0;
	const number = Number(text);
	if (Number.isInteger(number) && number >= 0 && number < 65536) return number;
	throw new AkguardError("AK_USAGE", { problem: `--${flag} takes a port number, not ${text}.` });
}
export { runSandbox };
