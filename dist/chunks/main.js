const require_errors = require("./errors.js");
const require_options = require("./options.js");
const require_runtime = require("./runtime.js");
const require_text = require("./text.js");
const require_hook_quick = require("./hook-quick.js");
let node_util = require("node:util");
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
	"allow-damaged",
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
	"log",
	"actions-logs",
	"message"
];
const hookFlags = [
	"offline",
	"fail-on",
	"baseline",
	"config"
];
const orgFlags = [
	"with",
	"without",
	"visibility",
	"topic",
	"repo",
	"skip-archived",
	"skip-forks",
	"max-size",
	"disk",
	"cache",
	"time-limit",
	"max-duration",
	"shard",
	"jobs"
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
		help: "what these commits add; --range-from-hook [REMOTE] reads what git tells a hook instead",
		flags: [
			...scanFlags,
			"range-from-hook",
			"time-limit"
		]
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
	"scan actions-logs": {
		form: "scan actions-logs OWNER/REPO [--run ID | --since 7d]",
		help: "logs of workflow runs on GitHub, all attempts; GITHUB_TOKEN has to read Actions",
		flags: [
			...scanFlags,
			"run",
			"since"
		]
	},
	"scan message": {
		form: "scan message FILE",
		help: "a commit's message, without what git cuts off",
		flags: scanFlags
	},
	org: {
		form: "org OWNER…",
		help: "all repositories of organisations, users or an App on GitHub, with what is around them; goes on where an earlier run was cut off",
		flags: [...scanFlags, ...orgFlags]
	},
	worker: {
		form: "worker",
		help: "scan repositories for runs of `akguard org` on the same Postgres, until stopped; takes the flags that they take",
		flags: [
			"offline",
			"revoke",
			"alert",
			"fail-on",
			"baseline",
			"config",
			"max-file-size",
			"allow-damaged",
			"max-revocations",
			"state",
			"disk",
			"cache",
			"time-limit",
			"jobs",
			"metrics"
		]
	},
	"report merge": {
		form: "report merge FILE…",
		help: "several JSON reports as one, of the shards of a matrix for example",
		flags: [
			"format",
			"output",
			"fail-on",
			"config"
		]
	},
	baseline: {
		form: "baseline [files|staged|range|history|log|actions-logs …]",
		help: "write the found keys as a baseline; entries of --baseline FILE stay",
		flags: [
			"output",
			"baseline",
			"config",
			"max-file-size",
			"exclude",
			"run",
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
	"hook install": {
		form: "hook install",
		help: "have every commit and push looked at: pre-commit, commit-msg and pre-push",
		flags: ["manager", "global"]
	},
	"hook uninstall": {
		form: "hook uninstall",
		help: "leave everything as it was before",
		flags: ["manager", "global"]
	},
	"hook pre-commit": {
		form: "hook pre-commit",
		help: "called by git: what is staged",
		flags: hookFlags
	},
	"hook commit-msg": {
		form: "hook commit-msg FILE",
		help: "called by git: the message",
		flags: hookFlags
	},
	"hook pre-push": {
		form: "hook pre-push REMOTE URL",
		help: "called by git: what the remote lacks",
		flags: [...hookFlags, "time-limit"]
	},
	"hook pre-receive": {
		form: "hook pre-receive",
		help: "called by git on a server: what is pushed",
		flags: [...hookFlags, "time-limit"]
	},
	"hook update": {
		form: "hook update REF OLD NEW",
		help: "called by git on a server: what is pushed to one ref",
		flags: [...hookFlags, "time-limit"]
	},
	doctor: {
		form: "doctor",
		help: "what keeps the hooks from working here, and how to mend it",
		flags: []
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
		help: "tell people: file[:FOLDER], github-issue[:OWNER/REPO], github-advisory[:OWNER/REPO]"
	},
	format: {
		type: "string",
		short: "f",
		value: "FORMAT",
		help: "report format: human (default), json, jsonl, sarif, junit, csv, markdown, html, github"
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
	"allow-damaged": {
		type: "boolean",
		help: "archives that are damaged or cut short count as read when they were read as far as they go"
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
		help: "scan history: threads; org: repositories at once; as many as there are cores by default"
	},
	since: {
		type: "string",
		value: "REV|DATE|TIME",
		help: "scan history: only what came after a revision or a date (2026-01-31, \"2 weeks ago\"); scan actions-logs: a date or 24h, 30d (default 7d)"
	},
	run: {
		type: "string",
		value: "ID",
		help: "scan actions-logs: this run only"
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
	"range-from-hook": {
		type: "boolean",
		help: "scan range: what a push brings, as git tells its pre-push or pre-receive hook on standard input"
	},
	"time-limit": {
		type: "string",
		value: "TIME",
		help: "hook: what is not read by then makes the scan incomplete (default 60s; 4.5s on a server); org: for fetching one repository (default 1h)"
	},
	with: {
		type: "string",
		multiple: true,
		value: "WHAT",
		help: "org: also look into actions-logs, which costs a request for each repository"
	},
	without: {
		type: "string",
		multiple: true,
		value: "WHAT",
		help: "org: leave out git, activity, wikis, gists, issues, pull-requests, discussions or releases"
	},
	visibility: {
		type: "string",
		multiple: true,
		value: "WHICH",
		help: "org: only public, private or internal ones"
	},
	topic: {
		type: "string",
		multiple: true,
		value: "TOPIC",
		help: "org: only repositories with one of these topics"
	},
	repo: {
		type: "string",
		multiple: true,
		value: "GLOB",
		help: "org: only these, by OWNER/REPO; '!GLOB' leaves some out"
	},
	"skip-archived": {
		type: "boolean",
		help: "org: leave out archived repositories"
	},
	"skip-forks": {
		type: "boolean",
		help: "org: leave out forks"
	},
	"max-size": {
		type: "string",
		value: "SIZE",
		help: "org: larger repositories are not read; they make the scan incomplete"
	},
	disk: {
		type: "string",
		value: "SIZE",
		help: "org: for all that is fetched at one time (default 20GB)"
	},
	cache: {
		type: "string",
		value: "FOLDER",
		help: "org: keep what was fetched there, for the next run"
	},
	"max-duration": {
		type: "string",
		value: "TIME",
		help: "org: begin no other repository after that; the next run goes on with them"
	},
	shard: {
		type: "string",
		value: "I/N",
		help: "org: part I of N, for N jobs side by side"
	},
	metrics: {
		type: "string",
		value: "[HOST:]PORT",
		help: "worker: Prometheus metrics at /metrics, and /healthz; on loopback unless a host is named"
	},
	manager: {
		type: "string",
		value: "NAME",
		help: "hook: git, husky, lefthook or pre-commit; found out by default"
	},
	global: {
		type: "boolean",
		help: "hook: for all repositories that are made or cloned from now on"
	},
	state: {
		type: "string",
		value: "PATH|URL",
		help: "where akguard remembers what it did: a file, or postgres://… (or DATABASE_URL)"
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
const hookWords = "install, uninstall, pre-commit, commit-msg, pre-push, pre-receive, update";
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
	if (first === "baseline" || first === "org") return {
		command: first,
		operands: words.slice(1)
	};
	if (first === "report") return {
		command: findReport(second),
		operands: rest
	};
	if (first === "hook") return {
		command: findHook(second),
		operands: rest
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
function findHook(word) {
	const name = `hook ${word ?? ""}`;
	if (name in commands) return name;
	throw new require_errors.AkguardError("AK_USAGE", { problem: `Behind \`akguard hook\` stands one of ${hookWords}.` });
}
function findReport(word) {
	if (word === "merge") return "report merge";
	throw new require_errors.AkguardError("AK_USAGE", { problem: "The command is `akguard report merge FILE…`." });
}
// src/main.ts
async function main(argv, environment) {
	const code = await run(argv, environment).catch(complain);
	const failure = require_options.outputFailure();
	if (failure === null) return code;
	return require_errors.worst([code, complain(new require_errors.AkguardError("AK_OUTPUT", {
		path: "standard output",
		reason: require_errors.messageOf(failure)
	}))]);
}
function complain(error) {
	if (error instanceof require_errors.AkguardError) {
		require_options.printError(`akguard: ${require_text.visible(error.message)}\n  ${error.remedy}`);
		return error.exitCode;
	}
	require_options.printError(`akguard: This is a bug in akguard, please report it: ${require_text.visible(require_errors.messageOf(error))}`);
	if (error instanceof Error && error.stack !== void 0) require_options.printError(error.stack);
	return require_errors.ExitCode.bug;
}
async function run(argv, environment) {
	const typed = parseCommandLine(argv);
	const { command, operands, values } = typed;
	if (values.version === true) {
		await require_options.printOut(`akguard ${require_hook_quick.readVersion()}\n`);
		return require_errors.ExitCode.ok;
	}
	if (values.help === true || command === null) {
		await require_options.printOut(await help(command));
		return values.help === true ? require_errors.ExitCode.ok : require_errors.ExitCode.usage;
	}
	const read = async () => {
		const configFile = await findConfig(typed, environment);
		const checked = require_options.buildOptions(typed, await readConfig(configFile));
		return {
			options: checked,
			environment,
			log: await makeLog(checked),
			configFile
		};
	};
	if (isHook(command)) {
		const { runHook } = await Promise.resolve().then(() => require("./hook-command.js"));
		return runHook(command, operands, read);
	}
	const { options, log } = await read();
	switch (command) {
		case "scan files":
		case "scan staged":
		case "scan range":
		case "scan history":
		case "scan log":
		case "scan actions-logs":
		case "scan message": {
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
		case "hook install":
		case "hook uninstall": {
			const { changeHooks } = await Promise.resolve().then(() => require("./hook-install.js"));
			return changeHooks(command, operands, values, environment);
		}
		case "doctor": {
			const { doctor } = await Promise.resolve().then(() => require("./doctor-command.js"));
			return doctor(environment);
		}
		case "org": {
			const { scanOrganisations } = await Promise.resolve().then(() => require("./org-command.js"));
			return finish(await scanOrganisations(operands, values, {
				options,
				environment,
				log
			}), options);
		}
		case "worker": {
			const { runWorker } = await Promise.resolve().then(() => require("./worker-command.js"));
			return runWorker(values, {
				options,
				environment,
				log
			});
		}
		case "report merge": {
			const { mergeFiles } = await Promise.resolve().then(() => require("./merge-command.js"));
			return finish(await mergeFiles(operands, options), options);
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
function isHook(command) {
	return command.startsWith("hook ") && command !== "hook install" && command !== "hook uninstall";
}
async function help(command) {
	const { helpText } = await Promise.resolve().then(() => require("./help.js"));
	if (command !== "sandbox") return helpText(command);
	const { faultHelp } = await Promise.resolve().then(() => require("./faults.js")).then((n) => n.faults_exports);
	return `${helpText(command)}\nFaults:\n${faultHelp}\n`;
}
async function findConfig({ command, values }, environment) {
	const named = values.config ?? environment["AKGUARD_CONFIG"];
	if (named !== void 0 || command?.startsWith("hook ") !== true) return named;
	const { findUserConfig } = await Promise.resolve().then(() => require("./hook-quick.js")).then((n) => n.hook_input_exports);
	return findUserConfig(environment);
}
async function readConfig(file) {
	if (file === void 0 || file === "") return {};
	const { readText } = await Promise.resolve().then(() => require("./write-file.js")).then((n) => n.write_file_exports);
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
	const { parseConfig } = await Promise.resolve().then(() => require("./config-file.js")).then((n) => n.config_file_exports);
	return parseConfig(file, text);
}
async function makeLog(options) {
	if (!options.verbose) return require_runtime.silentLog;
	const { createLogger } = await Promise.resolve().then(() => require("./logger.js"));
	return createLogger();
}
async function finish(report, options) {
	const { reporters } = await Promise.resolve().then(() => require("./report.js")).then((n) => n.report_exports);
	const render = reporters[options.format];
	if (options.output === null) {
		await require_options.printOut(render(report, require_options.terminalStyle(!options.color)));
		return report.exit_code;
	}
	const { writeWhole } = await Promise.resolve().then(() => require("./write-file.js")).then((n) => n.write_file_exports);
	try {
		await writeWhole(options.output, render(report, {
			color: false,
			width: 100,
			runner: false
		}));
	} catch (error) {
		await require_options.printOut(render(report, require_options.terminalStyle(!options.color)));
		const unwritten = new require_errors.AkguardError("AK_OUTPUT", {
			path: options.output,
			reason: require_errors.messageOf(error)
		});
		return require_errors.worst([report.exit_code, complain(unwritten)]);
	}
	return report.exit_code;
}
exports.commands = commands;
exports.everywhere = everywhere;
exports.flags = flags;
exports.main = main;
exports.scanFlags = scanFlags;
exports.sourceWords = sourceWords;
