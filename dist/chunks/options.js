const require_text = require("./text.js");
const require_errors = require("./errors.js");
const require_schemas = require("./schemas.js");
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
async function printRunnerCommands(text) {
	if (text !== "") await writeRaw(text);
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
function isWatched() {
	return process.stderr.isTTY === true;
}
function terminalStyle(noColor) {
	const tty = process.stdout.isTTY === true;
	return {
		color: tty && !noColor && process.env["NO_COLOR"] === void 0 && process.env["TERM"] !== "dumb",
		width: tty ? process.stdout.columns : 100,
		runner: isRunner()
	};
}
// src/config/duration.ts
const units = {
	s: 1e3,
	m: 6e4,
	h: 36e5,
	d: 864e5
};
function parseDuration(flag, text) {
	const [, number, unit] = /^(\d{1,6})(s|m|h|d)$/.exec(text) ?? [];
	const size = units[unit ?? ""];
	if (number !== void 0 && size !== void 0) return Number(number) * size;
	throw new require_errors.AkguardError("AK_USAGE", { problem: `--${flag} can not be \`${text}\`: it takes a time such as 30s, 15m, 2h or 90d.` });
}
// src/core/key-place.ts
const placeForms = "terminal, file:PATH, command:COMMAND, github-secret:OWNER/REPO/NAME, github-secret:OWNER/REPO@ENVIRONMENT/NAME or github-secret:ORG/NAME";
function parsePlace(text) {
	const [, kind = "", rest = ""] = /^([^:]*)(?::(.*))?$/s.exec(text) ?? [];
	if (kind === "terminal" && !text.includes(":")) return { kind };
	if (rest === "") return null;
	if (kind === "file") return {
		kind,
		path: rest
	};
	if (kind === "command") return {
		kind,
		command: rest
	};
	if (kind !== "github-secret") return null;
	const place = parseSecretPlace(rest);
	return place && {
		kind,
		place
	};
}
function placeName(text) {
	return text.startsWith("command:") ? "command" : text;
}
function parseSecretPlace(text) {
	const { owner, repo, environment, secret } = /^(?<owner>[A-Za-z0-9][\w-]*)\/(?:(?<repo>[\w.-]+)(?:@(?<environment>.+))?\/)?(?<secret>[A-Za-z_]\w*)$/.exec(text)?.groups ?? {};
	if (owner === void 0 || secret === void 0 || /^GITHUB_/i.test(secret)) return null;
	if (repo === void 0) return {
		kind: "organisation",
		org: owner,
		secret
	};
	return environment === void 0 ? {
		kind: "repository",
		owner,
		repo,
		secret
	} : {
		kind: "environment",
		owner,
		repo,
		environment,
		secret
	};
}
// src/core/policy.ts
function kills(actions) {
	return actions.includes("revoke") || actions.includes("rotate");
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
const action = require_schemas._enum([
	"revoke",
	"rotate",
	"alert",
	"fail",
	"ignore"
]);
const rule = require_schemas.pipe(require_schemas.strictObject({
	name: require_schemas.string().check(require_schemas._minLength(1)),
	when: require_schemas._default(condition, {}),
	actions: require_schemas.optional(require_schemas.array(action)),
	then: require_schemas.optional(require_schemas.union([action, require_schemas.array(action)])),
	to: require_schemas.optional(require_schemas.union([require_schemas.string(), strings])),
	grace: require_schemas.optional(duration)
}).check((payload) => {
	const { actions, then } = payload.value;
	if (actions === void 0 !== (then === void 0)) return;
	payload.issues.push({
		code: "custom",
		input: payload.value,
		path: ["actions"],
		message: "say in `actions` what is to be done, or in `then`, and not in both"
	});
}), require_schemas.transform(({ actions, then, to, ...rest }) => ({
	...rest,
	actions: actions ?? (Array.isArray(then) ? then : then === void 0 ? [] : [then]),
	...to !== void 0 && { to: typeof to === "string" ? [to] : to }
})));
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
function lawBrokenBy({ name, when, actions, grace, to }, before) {
	if (before.some((each) => each.name === name)) return ["name", `there is a rule \`${name}\` already, and reports name the rule that decided`];
	const never = when.validity?.find((validity) => validity !== "active");
	if (kills(actions) && never !== void 0) {
		const [verb, done] = actions.includes("revoke") ? ["revoke", "revoked"] : ["rotate", "rotated"];
		return ["actions", `a key that is ${never} is never ${done}: only \`validity: [active]\` may go with \`${verb}\``];
	}
	const misplaced = whyMisplaced(actions, to);
	if (misplaced !== null) return misplaced;
	if (grace !== void 0 && !kills(actions)) return ["grace", "only a revoke can wait: there is none in `actions`"];
	if (!actions.includes("ignore")) return null;
	if (actions.length > 1) return ["actions", "`ignore` stands alone"];
	const fitsActive = when.validity === void 0 || when.validity.includes("active");
	const fitsLive = when.environment === void 0 || when.environment.includes("live");
	if (fitsActive && fitsLive) return ["actions", "a live key that is proven active can not be ignored: say `environment: [test]`, or `validity` without `active`"];
	return null;
}
function whyMisplaced(actions, to) {
	if (!actions.includes("rotate")) return to === void 0 ? null : ["to", "only a rotation makes a key: there is no `rotate` in `actions`"];
	if (actions.includes("revoke")) return ["actions", "a rotation ends with a revoke: leave `revoke` out"];
	if (to === void 0) return ["to", "say where the new key goes, as in `to: file:app.key`"];
	for (const text of to) {
		const kind = parsePlace(text)?.kind;
		if (kind === "terminal") return ["to", "nobody watches the terminal of a scan: a new key can not go there"];
		if (kind === void 0) return ["to", `\`${placeName(text)}\` is no place for a key: it takes one of ${placeForms}`];
	}
	return null;
}
// src/config/options.ts
const positive = require_schemas.string().check(require_schemas._regex(/^\d+(\.\d+)?\s*([kmg]i?b?|b)?$/i, "a size such as 500kB, 20MB or 1GiB"));
const count = require_schemas.int().check(require_schemas._gte(0));
const fields = {
	format: require_schemas._enum([
		"human",
		"json",
		"jsonl",
		"sarif",
		"junit",
		"csv",
		"markdown",
		"html",
		"github"
	]),
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
	allow_damaged: require_schemas.boolean(),
	state: require_schemas.string().check(require_schemas._minLength(1)),
	max_revocations: count,
	max_revocations_per_hour: count,
	verify: require_schemas.boolean(),
	policy: policySchema
};
const configSchema = require_schemas.partial(require_schemas.strictObject(fields));
const flagSchema = require_schemas.strictObject({
	format: require_schemas.optional(fields.format),
	fail_on: require_schemas.optional(fields.fail_on),
	max_file_size: require_schemas.optional(fields.max_file_size),
	state: require_schemas.optional(fields.state),
	max_revocations: require_schemas.optional(fields.max_revocations),
	jobs: require_schemas.optional(require_schemas.string().check(require_schemas._regex(/^[1-9]\d{0,2}$/))),
	run: require_schemas.optional(require_schemas.string().check(require_schemas._regex(/^[1-9]\d{0,14}$/)))
});
function buildOptions(typed, config) {
	const { values } = typed;
	const given = {
		format: values.format,
		fail_on: values["fail-on"],
		max_file_size: values["max-file-size"],
		state: values.state,
		max_revocations: values["max-revocations"] === void 0 ? void 0 : Number(values["max-revocations"] || NaN),
		jobs: values.jobs,
		run: values.run
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
		verify: values.offline !== true && config.verify !== false,
		verifyInHooks: values.offline !== true && config.verify === true,
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
		allowDamaged: values["allow-damaged"] === true || config.allow_damaged === true,
		run: flag.run === void 0 ? null : Number(flag.run),
		rangeFromHook: values["range-from-hook"] === true,
		timeLimit: values["time-limit"] === void 0 ? null : parseDuration("time-limit", values["time-limit"]),
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
		case "run": return "the number of a run, which is in the address of its page";
		case "state": return "a path or the URL of a Postgres database";
		case "max_file_size": return "a size such as 500kB, 20MB or 1GiB";
	}
}
function parseSize(text) {
	const [, number = "0", unit = ""] = /^([\d.]+)\s*([a-z]*)$/i.exec(text) ?? [];
	const power = "bkmg".indexOf(unit.toLowerCase()[0] ?? "b");
	const base = unit.toLowerCase().includes("i") ? 1024 : 1e3;
	return Math.floor(Number(number) * base ** power);
}
Object.defineProperty(exports, "buildOptions", {
	enumerable: true,
	get: function() {
		return buildOptions;
	}
});
Object.defineProperty(exports, "configSchema", {
	enumerable: true,
	get: function() {
		return configSchema;
	}
});
Object.defineProperty(exports, "isWatched", {
	enumerable: true,
	get: function() {
		return isWatched;
	}
});
Object.defineProperty(exports, "kills", {
	enumerable: true,
	get: function() {
		return kills;
	}
});
Object.defineProperty(exports, "outputFailure", {
	enumerable: true,
	get: function() {
		return outputFailure;
	}
});
Object.defineProperty(exports, "parseDuration", {
	enumerable: true,
	get: function() {
		return parseDuration;
	}
});
Object.defineProperty(exports, "parsePlace", {
	enumerable: true,
	get: function() {
		return parsePlace;
	}
});
Object.defineProperty(exports, "parseSize", {
	enumerable: true,
	get: function() {
		return parseSize;
	}
});
Object.defineProperty(exports, "placeForms", {
	enumerable: true,
	get: function() {
		return placeForms;
	}
});
Object.defineProperty(exports, "placeName", {
	enumerable: true,
	get: function() {
		return placeName;
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
Object.defineProperty(exports, "printRunnerCommands", {
	enumerable: true,
	get: function() {
		return printRunnerCommands;
	}
});
Object.defineProperty(exports, "printSandboxKeys", {
	enumerable: true,
	get: function() {
		return printSandboxKeys;
	}
});
Object.defineProperty(exports, "terminalStyle", {
	enumerable: true,
	get: function() {
		return terminalStyle;
	}
});
