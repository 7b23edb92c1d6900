const require_rolldown_runtime = require("./rolldown-runtime.js");
const require_errors = require("./errors.js");
const require_schemas = require("./schemas.js");
const require_text = require("./text.js");
let node_util = require("node:util");
let node_fs = require("node:fs");
// src/config/commands.ts
const scanFlags = [
	"offline",
	"revoke",
	"alert",
	"format",
	"output",
	"fail-on",
	"baseline",
	"config",
	"max-file-size",
	"max-revocations",
	"state"
];
const keyFlags = [
	"alert",
	"format",
	"output",
	"fail-on",
	"config",
	"state"
];
const sourceWords = [
	"files",
	"staged",
	"range",
	"history",
	"log"
];
const commands = {
	"scan files": {
		form: "scan [files] [PATH…]",
		help: "folders, files and patterns; the current folder by default",
		flags: [...scanFlags, "exclude"]
	},
	"scan staged": {
		form: "scan staged",
		help: "what the next commit would add",
		flags: scanFlags
	},
	"scan range": {
		form: "scan range BASE..HEAD",
		help: "what these commits add",
		flags: scanFlags
	},
	"scan history": {
		form: "scan history [REPOSITORY]",
		help: "every object of the repository, reachable or not",
		flags: [
			...scanFlags,
			"since",
			"refs",
			"allow-shallow",
			"jobs"
		]
	},
	"scan log": {
		form: "scan log [FILE|GLOB|-…]",
		help: "logs and streams, also compressed; standard input by default",
		flags: [...scanFlags, "follow"]
	},
	baseline: {
		form: "baseline [files|staged|range|history|log …]",
		help: "write the found keys as a baseline; entries of --baseline FILE stay",
		flags: [
			"output",
			"baseline",
			"config",
			"max-file-size",
			"exclude",
			"since",
			"refs",
			"allow-shallow",
			"jobs"
		]
	},
	redact: {
		form: "redact",
		help: "standard input to standard output with keys masked, plain and encoded: app | akguard redact >>app.log",
		flags: []
	},
	verify: {
		form: "verify",
		help: "does the key on standard input still work?",
		flags: keyFlags
	},
	revoke: {
		form: "revoke",
		help: "revoke the key on standard input, and prove it dead",
		flags: keyFlags
	},
	"keys list": {
		form: "keys list",
		help: "the keys of a merchant: age, last use, and whether they are known here",
		flags: [
			"env",
			"format",
			"state"
		]
	},
	"keys review": {
		form: "keys review",
		help: "keys that are unused, old, unrecognised, expiring or out of place; ends with 1 when there is something to do",
		flags: [
			"env",
			"max-age",
			"unused-for",
			"expires-within",
			"format",
			"state"
		]
	},
	"keys create": {
		form: "keys create --env live|test --name NAME --to PLACE",
		help: "make a key that nobody gets to see but the place it goes to",
		flags: [
			"env",
			"name",
			"to",
			"format",
			"state"
		]
	},
	"keys register": {
		form: "keys register",
		help: "note which listed key the key on standard input is",
		flags: ["format", "state"]
	},
	rotate: {
		form: "rotate --to PLACE [--key ID]",
		help: "a new key takes the place of another: create, deliver, prove, wait, revoke, prove dead; goes on where it was cut off",
		flags: [
			"to",
			"key",
			"env",
			"quiet-for",
			"wait",
			"now",
			"back",
			"max-revocations",
			"format",
			"config",
			"state"
		]
	},
	settle: {
		form: "settle",
		help: "bring to an end what earlier runs left in doubt (revokes, alerts), without a scan",
		flags: ["config", "state"]
	},
	drill: {
		form: "drill",
		help: "rehearse a leak end to end on a local sandbox; needs no account",
		flags: [
			"rotate",
			"format",
			"keep"
		]
	},
	sandbox: {
		form: "sandbox",
		help: "run the local Anton API until stopped",
		flags: [
			"live-port",
			"test-port",
			"generation",
			"fault"
		]
	},
	"ledger show": {
		form: "ledger show [FINGERPRINT]",
		help: "one page for each incident, or for one: when leaked, found, by whom, dead, and the proof",
		flags: [
			"output",
			"config",
			"state"
		]
	},
	"ledger verify": {
		form: "ledger verify [FILE]",
		help: "find lines that were changed, removed, moved or added; of an export if one is named",
		flags: [
			"head",
			"config",
			"state"
		]
	},
	"ledger export": {
		form: "ledger export",
		help: "all lines as JSON lines, for an auditor",
		flags: [
			"output",
			"config",
			"state"
		]
	},
	"breaker status": {
		form: "breaker status",
		help: "may keys be revoked, and if not, why not?",
		flags: ["config", "state"]
	},
	"breaker reset": {
		form: "breaker reset",
		help: "let keys be revoked again, after you have looked into it",
		flags: ["config", "state"]
	},
	"policy explain": {
		form: "policy explain [FINGERPRINT]",
		help: "which policy rule decides and what would happen: for all combinations, or for a key that was found",
		flags: [
			"output",
			"config",
			"state"
		]
	},
	"rules list": {
		form: "rules list",
		help: "the rules",
		flags: []
	},
	"rules test": {
		form: "rules test",
		help: "try each rule on its own examples",
		flags: []
	}
};
const everywhere = [
	"quiet",
	"verbose",
	"no-color",
	"help",
	"version"
];
// src/config/flags.ts
const flags = {
	offline: {
		type: "boolean",
		help: "do not verify keys against the Anton API"
	},
	revoke: {
		type: "boolean",
		help: "arm: revoke what policy says to revoke (without it: a dry run)"
	},
	alert: {
		type: "string",
		multiple: true,
		value: "CHANNEL",
		help: "tell people: file[:FOLDER], github-issue[:OWNER/REPO]"
	},
	format: {
		type: "string",
		short: "f",
		value: "FORMAT",
		help: "report format: human (default), json"
	},
	output: {
		type: "string",
		short: "o",
		value: "FILE",
		help: "write the report to a file"
	},
	"fail-on": {
		type: "string",
		value: "WHAT",
		help: "exit 1 on: any (default: all not proven inactive), active, none"
	},
	baseline: {
		type: "string",
		value: "FILE",
		help: "keys that are known and accepted, one fingerprint a line"
	},
	config: {
		type: "string",
		value: "FILE",
		help: "configuration, YAML or JSON (or AKGUARD_CONFIG)"
	},
	exclude: {
		type: "string",
		multiple: true,
		value: "GLOB",
		help: "leave out paths (scan files)"
	},
	"max-file-size": {
		type: "string",
		value: "SIZE",
		help: "do not read larger files, e.g. 50MB; they make the scan incomplete"
	},
	"max-revocations": {
		type: "string",
		value: "N",
		help: "revoke no more keys than that in one run (default: 3)"
	},
	follow: {
		type: "boolean",
		help: "scan log: go on with what is appended, until stopped"
	},
	jobs: {
		type: "string",
		short: "j",
		value: "N",
		help: "threads that scan history; as many as there are cores by default"
	},
	since: {
		type: "string",
		value: "REV|DATE",
		help: "scan history: only what came after a revision or a date (2026-01-31, \"2 weeks ago\")"
	},
	refs: {
		type: "string",
		multiple: true,
		value: "GLOB",
		help: "scan history: only what these refs reach, e.g. main or refs/pull/*"
	},
	"allow-shallow": {
		type: "boolean",
		help: "scan history: take a shallow clone for the whole"
	},
	state: {
		type: "string",
		value: "PATH",
		help: "where akguard remembers what it did"
	},
	env: {
		type: "string",
		value: "live|test",
		help: "keys: of this environment only"
	},
	name: {
		type: "string",
		value: "NAME",
		help: "keys create: what the key is called, at most 100 characters"
	},
	to: {
		type: "string",
		multiple: true,
		value: "PLACE",
		help: "where a new key goes: terminal, file:PATH, command:COMMAND, github-secret:OWNER/REPO[@ENVIRONMENT]/NAME"
	},
	"max-age": {
		type: "string",
		value: "TIME",
		help: "keys review: older keys are to be rotated (default 90d)"
	},
	"unused-for": {
		type: "string",
		value: "TIME",
		help: "keys review: not used for so long is unused (default 30d)"
	},
	"expires-within": {
		type: "string",
		value: "TIME",
		help: "keys review: expiring soon (default 14d)"
	},
	key: {
		type: "string",
		value: "ID",
		help: "rotate: the key to replace; without it, the one on standard input"
	},
	now: {
		type: "boolean",
		help: "rotate: do not wait until the old key is quiet"
	},
	"quiet-for": {
		type: "string",
		value: "TIME",
		help: "rotate: not used for so long is quiet (default 15m)"
	},
	wait: {
		type: "string",
		value: "TIME",
		help: "rotate: how long to wait for that (default 1h)"
	},
	back: {
		type: "boolean",
		help: "rotate: revoke what an unfinished rotation made; the old key stays"
	},
	rotate: {
		type: "boolean",
		help: "drill: rehearse a rotation instead"
	},
	"live-port": {
		type: "string",
		value: "N",
		help: "sandbox: port of the production double"
	},
	"test-port": {
		type: "string",
		value: "N",
		help: "sandbox: port of the sandbox double"
	},
	generation: {
		type: "string",
		value: "A|D",
		help: "sandbox: generation of the API to speak (default A)"
	},
	fault: {
		type: "string",
		multiple: true,
		value: "SPEC",
		help: "sandbox: misbehave on purpose, see `akguard sandbox --help`"
	},
	head: {
		type: "string",
		value: "COUNT:HASH",
		help: "ledger verify: compare with a head that was noted before"
	},
	keep: {
		type: "boolean",
		help: "drill: keep the folder"
	},
	quiet: {
		type: "boolean",
		short: "q",
		help: "no progress on stderr"
	},
	verbose: {
		type: "boolean",
		short: "v",
		help: "structured log on stderr"
	},
	"no-color": {
		type: "boolean",
		help: "no colours"
	},
	help: {
		type: "boolean",
		short: "h",
		help: "this text"
	},
	version: {
		type: "boolean",
		help: "the version"
	}
};
// src/config/command-line.ts
function parseCommandLine(argv) {
	const { values, positionals } = parse(argv);
	const { command, operands } = findCommand(positionals);
	const allowed = command === null ? everywhere : [...commands[command].flags, ...everywhere];
	for (const name of Object.keys(values)) if (!allowed.includes(name) && values.help !== true) throw new require_errors.AkguardError("AK_USAGE", { problem: `\`akguard ${command ?? ""}\` has no use for --${name}.` });
	return {
		command,
		operands,
		values
	};
}
function parse(argv) {
	const options = Object.fromEntries(Object.entries(flags).map(([name, { type, multiple, short }]) => [name, {
		type,
		...multiple && { multiple },
		...short !== void 0 && { short }
	}]));
	try {
		return (0, node_util.parseArgs)({
			args: [...argv],
			options,
			allowPositionals: true,
			strict: true
		});
	} catch (error) {
		throw new require_errors.AkguardError("AK_USAGE", { problem: require_errors.messageOf(error).replace(/\.\s+(?:To specify|Did you).*/s, ".") });
	}
}
const groups = {
	rules: "list",
	keys: "list",
	ledger: "show",
	breaker: "status",
	policy: "explain"
};
const takesOne = [
	"ledger show",
	"ledger verify",
	"policy explain"
];
function findCommand(words) {
	const [first, second, ...rest] = words;
	if (first === void 0) return {
		command: null,
		operands: []
	};
	if (first === "scan") {
		const source = sourceWords.find((word) => word === second);
		return source === void 0 ? {
			command: "scan files",
			operands: words.slice(1)
		} : {
			command: `scan ${source}`,
			operands: rest
		};
	}
	if (first === "baseline") return {
		command: "baseline",
		operands: words.slice(1)
	};
	const usual = Object.hasOwn(groups, first) ? groups[first] : void 0;
	const name = usual === void 0 ? first : `${first} ${second ?? usual}`;
	if (!(name in commands)) throw new require_errors.AkguardError("AK_USAGE", { problem: `There is no command \`${name}\`.` });
	const operands = words.slice(usual === void 0 ? 1 : 2);
	if (operands.length > (takesOne.includes(name) ? 1 : 0)) {
		const hint = first === "verify" || first === "revoke" ? " A key is read from standard input only." : "";
		throw new require_errors.AkguardError("AK_USAGE", { problem: `\`akguard ${name}\` takes ${takesOne.includes(name) ? "one operand at most" : "no operands"}.${hint}` });
	}
	return {
		command: name,
		operands
	};
}
// src/config/policy.ts
const strings = require_schemas.array(require_schemas.string().check(require_schemas._minLength(1))).check(require_schemas._minLength(1));
const unitsMs = {
	s: 1e3,
	m: 6e4,
	h: 36e5,
	d: 864e5
};
const duration = require_schemas.pipe(require_schemas.string().check(require_schemas._regex(/^\d{1,6}[smhd]$/, "a time such as 90s, 30m, 12h or 7d")), require_schemas.transform((text) => Number(text.slice(0, -1)) * (unitsMs[text.slice(-1)] ?? 0)));
const span = require_schemas.strictObject({
	over: require_schemas.optional(duration),
	under: require_schemas.optional(duration)
});
const condition = require_schemas.strictObject({
	validity: require_schemas.optional(require_schemas.array(require_schemas._enum([
		"active",
		"inactive",
		"unknown",
		"unverified"
	])).check(require_schemas._minLength(1))),
	environment: require_schemas.optional(require_schemas.array(require_schemas._enum(["live", "test"])).check(require_schemas._minLength(1))),
	rule: require_schemas.optional(strings),
	paths: require_schemas.optional(strings),
	branches: require_schemas.optional(strings),
	exposure: require_schemas.optional(require_schemas.array(require_schemas._enum([
		"client-side",
		"live-key-in-development",
		"none"
	])).check(require_schemas._minLength(1))),
	visibility: require_schemas.optional(require_schemas.array(require_schemas._enum([
		"public",
		"internal",
		"private"
	])).check(require_schemas._minLength(1))),
	age: require_schemas.optional(span),
	unused: require_schemas.optional(span)
});
const rule = require_schemas.strictObject({
	name: require_schemas.string().check(require_schemas._minLength(1)),
	when: require_schemas._default(condition, {}),
	actions: require_schemas.array(require_schemas._enum([
		"revoke",
		"alert",
		"fail",
		"ignore"
	])),
	grace: require_schemas.optional(duration)
});
const policySchema = require_schemas.array(rule).check(require_schemas._minLength(1), (payload) => {
	for (const [index, each] of payload.value.entries()) {
		const broken = lawBrokenBy(each, payload.value.slice(0, index));
		if (broken === null) continue;
		const [field, message] = broken;
		payload.issues.push({
			code: "custom",
			input: each,
			path: [index, field],
			message
		});
		return;
	}
});
function lawBrokenBy({ name, when, actions, grace }, before) {
	if (before.some((each) => each.name === name)) return ["name", `there is a rule \`${name}\` already, and reports name the rule that decided`];
	const never = when.validity?.find((validity) => validity !== "active");
	if (actions.includes("revoke") && never !== void 0) return ["actions", `a key that is ${never} is never revoked: only \`validity: [active]\` may go with \`revoke\``];
	if (grace !== void 0 && !actions.includes("revoke")) return ["grace", "only a revoke can wait: there is none in `actions`"];
	if (!actions.includes("ignore")) return null;
	if (actions.length > 1) return ["actions", "`ignore` stands alone"];
	const fitsActive = when.validity === void 0 || when.validity.includes("active");
	const fitsLive = when.environment === void 0 || when.environment.includes("live");
	if (fitsActive && fitsLive) return ["actions", "a live key that is proven active can not be ignored: say `environment: [test]`, or `validity` without `active`"];
	return null;
}
// src/config/options.ts
const positive = require_schemas.string().check(require_schemas._regex(/^\d+(\.\d+)?\s*([kmg]i?b?|b)?$/i, "a size such as 500kB, 20MB or 1GiB"));
const count = require_schemas.int().check(require_schemas._gte(0));
const fields = {
	format: require_schemas._enum(["human", "json"]),
	fail_on: require_schemas._enum([
		"any",
		"active",
		"none"
	]),
	alert: require_schemas.array(require_schemas.string()),
	exclude: require_schemas.array(require_schemas.string()),
	ignore: require_schemas.array(require_schemas.string()),
	baseline: require_schemas.string().check(require_schemas._minLength(1)),
	max_file_size: positive,
	state: require_schemas.string().check(require_schemas._minLength(1)),
	max_revocations: count,
	max_revocations_per_hour: count,
	policy: policySchema
};
const configSchema = require_schemas.partial(require_schemas.strictObject(fields));
const flagSchema = require_schemas.strictObject({
	format: require_schemas.optional(fields.format),
	fail_on: require_schemas.optional(fields.fail_on),
	max_file_size: require_schemas.optional(fields.max_file_size),
	state: require_schemas.optional(fields.state),
	max_revocations: require_schemas.optional(fields.max_revocations),
	jobs: require_schemas.optional(require_schemas.string().check(require_schemas._regex(/^[1-9]\d{0,2}$/)))
});
function buildOptions(typed, config) {
	const { values } = typed;
	const given = {
		format: values.format,
		fail_on: values["fail-on"],
		max_file_size: values["max-file-size"],
		state: values.state,
		max_revocations: values["max-revocations"] === void 0 ? void 0 : Number(values["max-revocations"] || NaN),
		jobs: values.jobs
	};
	const parsed = flagSchema.safeParse(given);
	if (!parsed.success) {
		const name = String(parsed.error.issues[0]?.path[0]);
		const flagName = name.replaceAll("_", "-");
		const problem = `--${flagName} can not be \`${String(values[flagName])}\`: it takes ${wantedOf(name)}.`;
		throw new require_errors.AkguardError("AK_USAGE", { problem });
	}
	const flag = parsed.data;
	const maxFileSize = flag.max_file_size ?? config.max_file_size;
	return {
		verify: values.offline !== true,
		armed: values.revoke === true,
		alert: values.alert ?? config.alert ?? [],
		format: flag.format ?? config.format ?? "human",
		output: values.output ?? null,
		failOn: flag.fail_on ?? config.fail_on ?? "any",
		exclude: [...config.exclude ?? [], ...values.exclude ?? []],
		ignore: config.ignore ?? [],
		baseline: values.baseline ?? config.baseline ?? null,
		maxFileSize: maxFileSize === void 0 ? Infinity : parseSize(maxFileSize),
		selection: {
			refs: values.refs ?? [],
			since: values.since ?? null
		},
		allowShallow: values["allow-shallow"] === true,
		jobs: flag.jobs === void 0 ? null : Number(flag.jobs),
		state: flag.state ?? config.state ?? null,
		maxRevocations: flag.max_revocations ?? config.max_revocations ?? 3,
		maxRevocationsPerHour: config.max_revocations_per_hour ?? 10,
		policy: config.policy ?? null,
		quiet: values.quiet === true,
		verbose: values.verbose === true,
		color: values["no-color"] !== true,
		keep: values.keep === true
	};
}
function wantedOf(name) {
	switch (name) {
		case "format":
		case "fail_on": return Object.keys(fields[name].def.entries).join(", ");
		case "max_revocations": return "a whole number, 0 or more";
		case "jobs": return "a number from 1 to 999";
		case "state": return "a path";
		case "max_file_size": return "a size such as 500kB, 20MB or 1GiB";
	}
}
function parseSize(text) {
	const [, number = "0", unit = ""] = /^([\d.]+)\s*([a-z]*)$/i.exec(text) ?? [];
	const power = "bkmg".indexOf(unit.toLowerCase()[0] ?? "b");
	const base = unit.toLowerCase().includes("i") ? 1024 : 1e3;
	return Math.floor(Number(number) * base ** power);
}
// src/core/runtime.ts
const systemClock = {
	now: () => Date.now(),
	sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms))
};
const silentLog = {
	debug: () => {},
	warn: () => {}
};
function timestamp(clock) {
	return new Date(clock.now()).toISOString();
}
// src/io/package-files.ts
function packageRoot() {
	let folder = new URL(".", require("url").pathToFileURL(__filename).href);
	while (!(0, node_fs.existsSync)(new URL("rules/", folder))) {
		const parent = new URL("..", folder);
		if (parent.href === folder.href) throw new Error("akguard is not installed whole: its rules folder is missing");
		folder = parent;
	}
	return folder;
}
function readRuleFiles(folder = "") {
	const place = new URL(`rules/${folder}`, packageRoot());
	return (0, node_fs.readdirSync)(place).filter((name) => name.endsWith(".json")).toSorted().map((file) => ({
		file,
		json: (0, node_fs.readFileSync)(new URL(file, place), "utf8")
	}));
}
function readVersion() {
	const text = (0, node_fs.readFileSync)(new URL("package.json", packageRoot()), "utf8");
	return JSON.parse(text).version;
}
// src/io/terminal.ts
let closed = false;
let failure = null;
function onError(error) {
	if (error.code !== "EPIPE" && error.code !== "EIO") failure ??= error;
	closed = true;
}
function outputFailure() {
	return failure;
}
process.stdout.on("error", onError);
process.stderr.on("error", () => {});
async function printOut(text) {
	await writeRaw(require_text.maskKeys(text));
}
async function printSandboxKeys(text) {
	await writeRaw(text);
}
async function writeRaw(text) {
	if (closed) return;
	await new Promise((resolve) => {
		process.stdout.write(text, (error) => {
			if (error) onError(error);
			resolve();
		});
	});
}
function printError(text) {
	const safe = text.split("\n").map(isRunner() ? require_text.logSafe : require_text.visible);
	process.stderr.write(`${require_text.maskKeys(safe.join("\n"))}\n`);
}
function isRunner() {
	return process.env["GITHUB_ACTIONS"] === "true";
}
function terminalStyle(noColor) {
	const tty = process.stdout.isTTY === true;
	return {
		color: tty && !noColor && process.env["NO_COLOR"] === void 0 && process.env["TERM"] !== "dumb",
		width: tty ? process.stdout.columns : 100,
		runner: isRunner()
	};
}
// src/main.ts
var main_exports = require_rolldown_runtime.__exportAll({ main: () => main });
async function main(argv, environment) {
	const code = await run(argv, environment).catch(complain);
	const failure = outputFailure();
	if (failure === null) return code;
	return require_errors.worst([code, complain(new require_errors.AkguardError("AK_OUTPUT", {
		path: "standard output",
		reason: require_errors.messageOf(failure)
	}))]);
}
function complain(error) {
	if (error instanceof require_errors.AkguardError) {
		printError(`akguard: ${require_text.visible(error.message)}\n  ${error.remedy}`);
		return error.exitCode;
	}
	printError(`akguard: This is a bug in akguard, please report it: ${require_text.visible(require_errors.messageOf(error))}`);
	if (error instanceof Error && error.stack !== void 0) printError(error.stack);
	return require_errors.ExitCode.bug;
}
async function run(argv, environment) {
	const typed = parseCommandLine(argv);
	const { command, operands, values } = typed;
	if (values.version === true) {
		await printOut(`akguard ${readVersion()}\n`);
		return require_errors.ExitCode.ok;
	}
	if (values.help === true || command === null) {
		await printOut(await help(command));
		return values.help === true ? require_errors.ExitCode.ok : require_errors.ExitCode.usage;
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
				const { followLogs } = await Promise.resolve().then(() => require("./follow-command.js"));
				return followLogs(operands, options, environment, log, (report) => finish(report, options));
			}
			const { scan } = await Promise.resolve().then(() => require("./scan-command.js"));
			return finish(await scan(command.slice(5), operands, {
				options,
				environment,
				log
			}), options);
		}
		case "baseline": {
			const { writeBaseline } = await Promise.resolve().then(() => require("./baseline-command.js"));
			return writeBaseline(operands, options, environment, log);
		}
		case "redact": {
			const { redact } = await Promise.resolve().then(() => require("./redact-command.js"));
			return redact(options.quiet);
		}
		case "verify":
		case "revoke": {
			const { handleKey } = await Promise.resolve().then(() => require("./scan-command.js"));
			return finish(await handleKey(command, {
				options,
				environment,
				log
			}), options);
		}
		case "keys list":
		case "keys review":
		case "keys register": {
			const keys = await Promise.resolve().then(() => require("./keys-command.js"));
			if (command === "keys register") return keys.registerKey(options, environment, log);
			return (command === "keys list" ? keys.listKeys : keys.reviewKeys)(values, options, environment, log);
		}
		case "keys create": {
			const { createKey } = await Promise.resolve().then(() => require("./create-key-command.js"));
			return createKey(values, options, environment, log);
		}
		case "rotate": {
			const { rotateKey } = await Promise.resolve().then(() => require("./rotate-command.js"));
			return rotateKey(values, options, environment, log);
		}
		case "settle": {
			const { settle } = await Promise.resolve().then(() => require("./settle-command.js"));
			return settle({
				options,
				environment,
				log
			});
		}
		case "drill": {
			if (values.rotate === true) {
				const { drillRotation } = await Promise.resolve().then(() => require("./drill-rotation.js"));
				return drillRotation(options, log);
			}
			const { drill } = await Promise.resolve().then(() => require("./drill.js"));
			return drill(options, log);
		}
		case "sandbox": {
			const { runSandbox } = await Promise.resolve().then(() => require("./sandbox-command.js"));
			return runSandbox(values);
		}
		case "ledger show":
		case "ledger verify":
		case "ledger export": {
			const ledger = await Promise.resolve().then(() => require("./ledger-command.js"));
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
			const breaker = await Promise.resolve().then(() => require("./breaker-command.js"));
			const context = {
				options,
				environment,
				log
			};
			return command === "breaker reset" ? breaker.resetBreaker(context) : breaker.breakerStatus(context);
		}
		case "policy explain": {
			const { explainPolicy } = await Promise.resolve().then(() => require("./policy-command.js"));
			return explainPolicy(operands[0] ?? null, {
				options,
				environment,
				log
			});
		}
		case "rules list":
		case "rules test": {
			const rules = await Promise.resolve().then(() => require("./rules-command.js")).then((n) => n.rules_command_exports);
			return command === "rules list" ? rules.listRules() : rules.testRules();
		}
	}
}
async function help(command) {
	const { helpText } = await Promise.resolve().then(() => require("./help.js"));
	if (command !== "sandbox") return helpText(command);
	const { faultHelp } = await Promise.resolve().then(() => require("./faults.js")).then((n) => n.faults_exports);
	return `${helpText(command)}\nFaults:\n${faultHelp}\n`;
}
async function readConfig(file) {
	if (file === void 0 || file === "") return {};
	const { readText } = await Promise.resolve().then(() => require("./write-file.js"));
	const text = await readText(file).catch((error) => {
		throw new require_errors.AkguardError("AK_CONFIG", {
			file,
			problem: require_errors.messageOf(error)
		});
	});
	if (text === null) throw new require_errors.AkguardError("AK_CONFIG", {
		file,
		problem: "there is no such file."
	});
	const { parseConfig } = await Promise.resolve().then(() => require("./config-file.js"));
	return parseConfig(file, text);
}
async function makeLog(options) {
	if (!options.verbose) return silentLog;
	const { createLogger } = await Promise.resolve().then(() => require("./logger.js"));
	return createLogger();
}
async function finish(report, options) {
	const { reporters } = await Promise.resolve().then(() => require("./report.js"));
	const render = reporters[options.format];
	if (options.output === null) {
		await printOut(render(report, terminalStyle(!options.color)));
		return report.exit_code;
	}
	const { writeWhole } = await Promise.resolve().then(() => require("./write-file.js"));
	try {
		await writeWhole(options.output, render(report, {
			color: false,
			width: 100,
			runner: false
		}));
	} catch (error) {
		await printOut(render(report, terminalStyle(!options.color)));
		const unwritten = new require_errors.AkguardError("AK_OUTPUT", {
			path: options.output,
			reason: require_errors.messageOf(error)
		});
		return require_errors.worst([report.exit_code, complain(unwritten)]);
	}
	return report.exit_code;
}
Object.defineProperty(exports, "commands", {
	enumerable: true,
	get: function() {
		return commands;
	}
});
Object.defineProperty(exports, "configSchema", {
	enumerable: true,
	get: function() {
		return configSchema;
	}
});
Object.defineProperty(exports, "everywhere", {
	enumerable: true,
	get: function() {
		return everywhere;
	}
});
Object.defineProperty(exports, "flags", {
	enumerable: true,
	get: function() {
		return flags;
	}
});
Object.defineProperty(exports, "main", {
	enumerable: true,
	get: function() {
		return main;
	}
});
Object.defineProperty(exports, "main_exports", {
	enumerable: true,
	get: function() {
		return main_exports;
	}
});
Object.defineProperty(exports, "printError", {
	enumerable: true,
	get: function() {
		return printError;
	}
});
Object.defineProperty(exports, "printOut", {
	enumerable: true,
	get: function() {
		return printOut;
	}
});
Object.defineProperty(exports, "printSandboxKeys", {
	enumerable: true,
	get: function() {
		return printSandboxKeys;
	}
});
Object.defineProperty(exports, "readRuleFiles", {
	enumerable: true,
	get: function() {
		return readRuleFiles;
	}
});
Object.defineProperty(exports, "readVersion", {
	enumerable: true,
	get: function() {
		return readVersion;
	}
});
Object.defineProperty(exports, "scanFlags", {
	enumerable: true,
	get: function() {
		return scanFlags;
	}
});
Object.defineProperty(exports, "sourceWords", {
	enumerable: true,
	get: function() {
		return sourceWords;
	}
});
Object.defineProperty(exports, "systemClock", {
	enumerable: true,
	get: function() {
		return systemClock;
	}
});
Object.defineProperty(exports, "terminalStyle", {
	enumerable: true,
	get: function() {
		return terminalStyle;
	}
});
Object.defineProperty(exports, "timestamp", {
	enumerable: true,
	get: function() {
		return timestamp;
	}
});
