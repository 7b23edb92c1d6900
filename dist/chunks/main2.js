import { n as parseCommandLine, t as helpText } from "./flags.js";
import { t as buildOptions } from "./options.js";
import { i as worst, n as messageOf, r as ExitCode, t as AkguardError } from "./errors.js";
import { t as silentLog } from "./runtime.js";
import { o as visible } from "./text.js";
import { n as readVersion } from "./package-files.js";
import { i as terminalStyle, n as printOut, t as printError } from "./terminal.js";
// src/main.ts
async function main(argv, environment) {
	try {
		return await run(parseCommandLine(argv), environment);
	} catch (error) {
		return complain(error);
	}
}
function complain(error) {
	if (error instanceof AkguardError) {
		printError(`akguard: ${visible(error.message)}\n  ${error.remedy}`);
		return error.exitCode;
	}
	printError(`akguard: This is a bug in akguard, please report it: ${visible(messageOf(error))}`);
	if (error instanceof Error && error.stack !== void 0) printError(error.stack);
	return ExitCode.bug;
}
async function run(typed, environment) {
	const { command, operands, values } = typed;
	if (values.version === true) {
		await printOut(`akguard ${readVersion()}\n`);
		return ExitCode.ok;
	}
	if (values.help === true || command === null) {
		await printOut(await help(command));
		return values.help === true ? ExitCode.ok : ExitCode.usage;
	}
	const options = buildOptions(typed, await readConfig(values.config ?? environment["AKGUARD_CONFIG"]));
	const log = await makeLog(options);
	switch (command) {
		case "scan files":
		case "scan staged":
		case "scan range":
		case "scan history":
		case "scan log": {
			if (values.follow === true) {
				const { followLogs } = await import("./follow-command.js");
				return followLogs(operands, options, environment, log, (report) => finish(report, options));
			}
			const { scan } = await import("./scan-command.js");
			return finish(await scan(command.slice(5), operands, {
				options,
				environment,
				log
			}), options);
		}
		case "baseline": {
			const { writeBaseline } = await import("./baseline-command.js");
			return writeBaseline(operands, options, environment, log);
		}
		case "redact": {
			const { redact } = await import("./redact-command.js");
			return redact(options.quiet);
		}
		case "verify":
		case "revoke": {
			const { handleKey } = await import("./scan-command.js");
			return finish(await handleKey(command, {
				options,
				environment,
				log
			}), options);
		}
		case "keys list":
		case "keys review":
		case "keys register": {
			const keys = await import("./keys-command2.js");
			if (command === "keys register") return keys.registerKey(options, environment, log);
			return (command === "keys list" ? keys.listKeys : keys.reviewKeys)(values, options, environment, log);
		}
		case "keys create": {
			const { createKey } = await import("./create-key-command.js");
			return createKey(values, options, environment, log);
		}
		case "drill": {
			const { drill } = await import("./drill.js");
			return drill(options, log);
		}
		case "sandbox": {
			const { runSandbox } = await import("./sandbox-command.js");
			return runSandbox(values);
		}
		case "ledger show":
		case "ledger verify":
		case "ledger export": {
			const ledger = await import("./ledger-command.js");
			const [operand = null] = operands;
			const context = {
				options,
				environment,
				log
			};
			if (command === "ledger show") return ledger.showLedger(operand, context);
			if (command === "ledger export") return ledger.exportLedger(context);
			return ledger.verifyLedger(operand, values.head ?? null, context);
		}
		case "breaker status":
		case "breaker reset": {
			const breaker = await import("./breaker-command.js");
			const context = {
				options,
				environment,
				log
			};
			return command === "breaker reset" ? breaker.resetBreaker(context) : breaker.breakerStatus(context);
		}
		case "rules list":
		case "rules test": {
			const rules = await import("./rules-command2.js");
			return command === "rules list" ? rules.listRules() : rules.testRules();
		}
	}
}
async function help(command) {
	if (command !== "sandbox") return helpText(command);
	const { faultHelp } = await import("./faults.js");
	return `${helpText(command)}\nFaults:\n${faultHelp}\n`;
}
async function readConfig(file) {
	if (file === void 0 || file === "") return {};
	const { readText } = await import("./write-file.js");
	const text = await readText(file).catch((error) => {
		throw new AkguardError("AK_CONFIG", {
			file,
			problem: messageOf(error)
		});
	});
	if (text === null) throw new AkguardError("AK_CONFIG", {
		file,
		problem: "there is no such file."
	});
	const { parseConfig } = await import("./config-file.js");
	return parseConfig(file, text);
}
async function makeLog(options) {
	if (!options.verbose) return silentLog;
	const { createLogger } = await import("./logger.js");
	return createLogger();
}
async function finish(report, options) {
	const { reporters } = await import("./report.js");
	const render = reporters[options.format];
	if (options.output === null) {
		await printOut(render(report, terminalStyle(!options.color)));
		return report.exit_code;
	}
	const { writeWhole } = await import("./write-file.js");
	try {
		await writeWhole(options.output, render(report, {
			color: false,
			width: 100,
			runner: false
		}));
	} catch (error) {
		await printOut(render(report, terminalStyle(!options.color)));
		const unwritten = new AkguardError("AK_OUTPUT", {
			path: options.output,
			reason: messageOf(error)
		});
		return worst([report.exit_code, complain(unwritten)]);
	}
	return report.exit_code;
}
export { main as t };
