// src/core/exit-code.ts
const ExitCode = {
	ok: 0,
	findings: 1,
	usage: 2,
	incomplete: 3,
	alive: 4,
	bug: 70
};
function worst(codes) {
	return codes.reduce((a, b) => b > a ? b : a, ExitCode.ok);
}
// src/core/errors.ts
const errorTable = {
	AK_USAGE: [
		ExitCode.usage,
		"{problem}",
		"Run `akguard --help` for commands and flags."
	],
	AK_NODE_TOO_OLD: [
		ExitCode.usage,
		"akguard needs Node {needed} or newer; this is Node {found}.",
		"Install a newer Node."
	],
	AK_PATH_NOT_FOUND: [
		ExitCode.usage,
		"There is nothing at {path}.",
		"Check the path; globs need quotes."
	],
	AK_NOTHING_MATCHES: [
		ExitCode.usage,
		"No file matches {pattern}.",
		"Check the pattern."
	],
	AK_NOT_A_REPOSITORY: [
		ExitCode.usage,
		"{path} is not in a git repository.",
		"Run this inside a repository, or scan its files with `akguard scan files`."
	],
	AK_UNKNOWN_REVISION: [
		ExitCode.usage,
		"git knows no revision {revision} here.",
		"Check the spelling; in a shallow clone, fetch it first (`git fetch --unshallow`)."
	],
	AK_GIT_MISSING: [
		ExitCode.usage,
		"git could not be started: {reason}",
		"Install git and put it on PATH."
	],
	AK_GIT_FAILED: [
		ExitCode.incomplete,
		"git {command} failed: {reason}",
		"Run the command by hand to see more, then scan again."
	],
	AK_CONFIG: [
		ExitCode.usage,
		"The configuration {file} is not valid: {problem}",
		"Mend that field; README lists them all."
	],
	AK_BASELINE: [
		ExitCode.usage,
		"The baseline {file} is not valid: {problem}",
		"Mend that line; `akguard baseline` writes valid ones."
	],
	AK_RULE: [
		ExitCode.usage,
		"The rule {file} is not valid: {problem}",
		"Mend it, then run `akguard rules test`."
	],
	AK_ENDPOINT: [
		ExitCode.usage,
		"{variable} is not an endpoint a key may be sent to: {problem}",
		"Use https, or http on a loopback address."
	],
	AK_NO_KEY: [
		ExitCode.usage,
		"No key on standard input.",
		"Pipe one key in: `akguard verify < file`. Keys are never taken from arguments."
	],
	AK_NOT_A_KEY: [
		ExitCode.usage,
		"Standard input holds no single Anton API key.",
		"Give one whole key that starts with ak_live_ or ak_test_."
	],
	AK_STORE: [
		ExitCode.incomplete,
		"The state {path} can not be used: {reason}",
		"Free space or permissions, or choose another place with --state; nothing was revoked."
	],
	AK_OUTPUT: [
		ExitCode.incomplete,
		"The report can not be written to {path}: {reason}",
		"Choose another place with --output."
	],
	AK_UPLOAD: [
		ExitCode.incomplete,
		"Code scanning did not get the report: {reason}.",
		"Run the workflow again; to upload the same once more is harmless."
	],
	AK_ALERT_CHANNEL: [
		ExitCode.usage,
		"{channel} is not an alert channel: {problem}",
		"Use `file`, `github-issue` or `github-advisory`; `file:FOLDER`, or with `:OWNER/REPO` behind."
	],
	AK_SINK: [
		ExitCode.usage,
		"A new key can not go to {sink}: {problem}",
		"Choose a place with --to; no key was made."
	],
	AK_NO_MANAGEMENT_KEY: [
		ExitCode.usage,
		"There is no management key for {what}.",
		"Set AKGUARD_LIVE_API_KEY or AKGUARD_TEST_API_KEY to a working key of that environment."
	],
	AK_KEYS: [
		ExitCode.incomplete,
		"Anton did not {attempt}: {reason}.",
		"Try again later, or use the portal: app.antonpayments.com > Settings > API Keys."
	],
	AK_DELIVERY: [
		ExitCode.incomplete,
		"The new key could not be handed over to {sink}: {reason}. {standing}.",
		"Mend that, and run the same command again."
	],
	AK_GITHUB: [
		ExitCode.incomplete,
		"GitHub did not {attempt}.",
		"Check the name, and that GITHUB_TOKEN may read it (Actions: read)."
	],
	AK_REPORT: [
		ExitCode.usage,
		"The report {file} can not be merged: {problem}.",
		"Give whole reports that `--format json --output FILE` wrote; all of them, or keys would be missing."
	],
	AK_INPUT: [
		ExitCode.usage,
		"The input `{input}` {problem}.",
		"Mend it in the workflow; action.yml says what each input takes. Nothing was scanned."
	],
	AK_ORDER: [
		ExitCode.incomplete,
		"An order by comment was not carried out: {problem}",
		"Write the command again; `issues: write` and `contents: read` are the rights that the job needs."
	],
	AK_EVENT: [
		ExitCode.incomplete,
		"What to scan can not be told: {problem}.",
		"Set `scan` to history or files, or give `base` and `head`. Nothing was scanned."
	],
	AK_HOOK: [
		ExitCode.usage,
		"The hook {file} can not be changed: {problem}.",
		"Then run this again."
	],
	AK_DRILL: [
		ExitCode.bug,
		"The drill failed at {step}: {reason}",
		"Run it again with --verbose --keep and look into the folder."
	]
};
var AkguardError = class extends Error {
	name = "AkguardError";
	code;
	exitCode;
	remedy;
	constructor(code, details = {}, options) {
		const [exitCode, sentence, remedy] = errorTable[code];
		super(sentence.replace(/\{(\w+)\}/g, (_, name) => details[name] ?? "?"), options);
		this.code = code;
		this.exitCode = exitCode;
		this.remedy = remedy;
	}
};
function messageOf(error) {
	return error instanceof Error ? error.message : String(error);
}
Object.defineProperty(exports, "AkguardError", {
	enumerable: true,
	get: function() {
		return AkguardError;
	}
});
Object.defineProperty(exports, "ExitCode", {
	enumerable: true,
	get: function() {
		return ExitCode;
	}
});
Object.defineProperty(exports, "messageOf", {
	enumerable: true,
	get: function() {
		return messageOf;
	}
});
Object.defineProperty(exports, "worst", {
	enumerable: true,
	get: function() {
		return worst;
	}
});
