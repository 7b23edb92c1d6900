const require_options = require("./options.js");
const require_errors = require("./errors.js");
const require_runtime = require("./runtime.js");
const require_text = require("./text.js");
const require_plan = require("./plan.js");
const require_units = require("./units.js");
const require_verify = require("./verify.js");
// src/key-tools.ts
async function keyTools(options, variables, log) {
	const plan = await require_plan.makePlan({
		name: "files",
		target: "",
		read: async () => {}
	}, {
		...options,
		verify: true,
		alert: []
	}, variables, log);
	if (plan.api === null) throw new Error("a plan that verifies has an API");
	return {
		...plan,
		api: plan.api
	};
}
function managementKeyOf(environment, tools) {
	const key = tools.managementKeys[environment];
	if (key === null) throw new require_errors.AkguardError("AK_NO_MANAGEMENT_KEY", { what: `the environment ${environment}` });
	return key;
}
async function listAll(bearer, environment, api) {
	const listing = await api.listKeys(bearer, environment);
	if (listing.ok) return listing.keys;
	throw notDone(`list the ${environment} keys`, listing.answer);
}
function notDone(attempt, answer) {
	return new require_errors.AkguardError("AK_KEYS", {
		attempt,
		reason: answerText(answer)
	});
}
function answerText(answer) {
	if (answer.kind === "failure") return `${answer.why}: ${answer.detail}`;
	const code = answer.code === null || answer.code === String(answer.status) ? "" : ` ${answer.code}`;
	return `it answered ${answer.status}${code}${answer.message === null ? "" : `, ${answer.message}`}`;
}
// src/keys/key-table.ts
function keyRow({ key, known }, advice = []) {
	return {
		id: key.id,
		name: key.name,
		environment: key.environment,
		created_at: key.createdAt,
		last_used_at: key.lastUsedAt,
		expires_at: key.expiresAt,
		known,
		advice
	};
}
function keyTable(rows, now) {
	const cells = rows.map((row) => [
		row.environment,
		row.id,
		require_text.visible(row.name),
		ago(row.created_at, now),
		row.last_used_at === null ? "never" : ago(row.last_used_at, now),
		row.expires_at === null ? "-" : row.expires_at.slice(0, 10),
		row.known ? "yes" : "no"
	]);
	const heading = [
		"ENV",
		"ID",
		"NAME",
		"AGE",
		"LAST USE",
		"EXPIRES",
		"KNOWN"
	];
	const lines = [heading, ...cells];
	const widths = heading.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
	const line = (each) => each.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ").trimEnd();
	return lines.map((each) => `${line(each)}\n`).join("");
}
function adviceText(rows) {
	return rows.filter(({ advice }) => advice.length > 0).map(({ id, name, environment, advice }) => {
		return `${environment} ${id} ${require_text.visible(name)}\n` + advice.map(({ kind, why, todo }) => `  ${kind}: ${why}\n    ${todo}\n`).join("");
	}).join("");
}
function ago(time, now) {
	if (time === null) return "?";
	const minutes = Math.floor((now - Date.parse(time)) / 6e4);
	if (minutes < 1) return "now";
	if (minutes < 60) return `${minutes} min`;
	return minutes < 2880 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 1440)} d`;
}
// src/keys/review.ts
const developmentWords = new Set([
	"demo",
	"dev",
	"develop",
	"development",
	"debug",
	"example",
	"laptop",
	"local",
	"localhost",
	"playground",
	"poc",
	"qa",
	"sandbox",
	"stage",
	"staging",
	"temp",
	"test",
	"testing",
	"tests",
	"tmp",
	"trial"
]);
function workingKeys(keys, knownIds, now) {
	return keys.filter(({ revokedAt, expiresAt }) => revokedAt === null && !(ageOf(expiresAt, now) >= 0)).map((key) => ({
		key,
		known: knownIds.has(key.id)
	}));
}
function review({ key, known }, limits, now) {
	const advice = [];
	const days = (ms) => `${Math.floor(ms / 864e5)} days`;
	const idle = ageOf(key.lastUsedAt ?? key.createdAt, now);
	const age = ageOf(key.createdAt, now);
	const left = -ageOf(key.expiresAt, now);
	const portal = "revoke it in the portal (Settings > API Keys)";
	if (idle >= limits.unusedFor) {
		const why = key.lastUsedAt === null ? `never used in ${days(idle)}` : `last used ${days(idle)} ago`;
		advice.push({
			kind: "unused",
			why,
			todo: `If nothing needs it, ${portal}.`
		});
	}
	if (age >= limits.maxAge) advice.push({
		kind: "old",
		why: `made ${days(age)} ago`,
		todo: "Rotate it with `akguard rotate`."
	});
	if (!known) {
		const todo = `Find out whose it is: then \`akguard keys register\`, or ${portal}.`;
		advice.push({
			kind: "unrecognised",
			why: "not in the inventory",
			todo
		});
	}
	if (left <= limits.expiresWithin) advice.push({
		kind: "expiring",
		why: `expires in ${days(Math.max(0, left))}`,
		todo: "Rotate it with `akguard rotate` before it stops working."
	});
	if (key.environment === "live" && hasDevelopmentName(key.name)) {
		const todo = `Use a test key there, and ${portal}.`;
		advice.push({
			kind: "development-name",
			why: "a live key named as for development",
			todo
		});
	}
	return advice;
}
function hasDevelopmentName(name) {
	return name.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase().split(/[^a-z]+/).some((word) => developmentWords.has(word));
}
function ageOf(time, now) {
	return time === null ? NaN : now - Date.parse(time);
}
// src/keys-command.ts
async function listKeys(values, options, variables, log) {
	const tools = await keyTools(options, variables, log);
	const { keys, code } = await readKeys(values, tools);
	const rows = keys.map((key) => keyRow(key));
	await print(options, rows, () => keyTable(rows, tools.clock.now()));
	return code;
}
async function reviewKeys(values, options, variables, log) {
	const limits = {
		maxAge: require_options.parseDuration("max-age", values["max-age"] ?? "90d"),
		unusedFor: require_options.parseDuration("unused-for", values["unused-for"] ?? "30d"),
		expiresWithin: require_options.parseDuration("expires-within", values["expires-within"] ?? "14d")
	};
	const tools = await keyTools(options, variables, log);
	const { keys, code } = await readKeys(values, tools);
	const now = tools.clock.now();
	const rows = keys.map((key) => keyRow(key, review(key, limits, now)));
	const advice = rows.flatMap((row) => row.advice);
	const summary = `${require_units.counted(rows.length, "key")}, ${require_units.counted(advice.length, "thing")} to do.\n`;
	await print(options, rows, () => adviceText(rows) + summary);
	return require_errors.worst([code, advice.length === 0 ? require_errors.ExitCode.ok : require_errors.ExitCode.findings]);
}
async function registerKey(options, variables, log) {
	const { secret, rule } = (await require_plan.readKey()).finding;
	const { environment } = rule;
	const tools = await keyTools(options, variables, log);
	const store = await tools.openStore();
	try {
		const verdict = (await require_verify.verifyKeys([{
			secret,
			environment
		}], tools.api, tools)).get(secret.fingerprint);
		const attempt = `say which key ${secret.redacted} is`;
		if (verdict?.validity !== "active") throw new require_errors.AkguardError("AK_KEYS", {
			attempt,
			reason: verdict?.reason ?? "it was not asked"
		});
		const management = tools.managementKeys[environment];
		const observer = management?.fingerprint === secret.fingerprint ? null : management;
		const knownSince = tools.clock.now();
		const found = await require_verify.identify(secret, environment, {
			...tools,
			observer,
			knownSince,
			inventory: store
		});
		if (found.kind !== "identified") throw new require_errors.AkguardError("AK_KEYS", {
			attempt,
			reason: found.why
		});
		const { id: keyId, name, matchedBy } = found.key;
		const createdAt = require_runtime.timestamp(tools.clock);
		const { fingerprint } = secret;
		const entry = {
			fingerprint,
			keyId,
			environment,
			name,
			createdAt,
			source: "registered"
		};
		const noted = await store.register(entry);
		const how = noted.createdAt === createdAt && noted.source === "registered" ? `identified by ${matchedBy}` : `in the inventory since ${noted.createdAt}`;
		if (options.format === "json") await require_options.printOut(jsonLine({
			schema: "akguard.key/1",
			...named(noted)
		}));
		else await require_options.printOut(`${secret.redacted} is ${environment} key ${noted.keyId}, ${how}.\n`);
		return require_errors.ExitCode.ok;
	} finally {
		await store.close();
	}
}
function named(entry) {
	const { fingerprint, keyId: key_id, environment, source } = entry;
	return {
		fingerprint,
		key_id,
		environment,
		source
	};
}
async function readKeys(values, tools) {
	const environments = environmentsOf(values, tools);
	const store = await tools.openStore();
	try {
		const keys = [];
		let code = require_errors.ExitCode.ok;
		for (const environment of environments) {
			const bearer = tools.managementKeys[environment];
			if (bearer === null) continue;
			try {
				const listed = await listAll(bearer, environment, tools.api);
				const known = new Set((await store.inventory(environment)).map(({ keyId }) => keyId));
				keys.push(...workingKeys(listed, known, tools.clock.now()));
			} catch (error) {
				if (!(error instanceof require_errors.AkguardError)) throw error;
				require_options.printError(`akguard: ${error.message}\n  ${error.remedy}`);
				code = require_errors.worst([code, error.exitCode]);
			}
		}
		return {
			keys,
			code
		};
	} finally {
		await store.close();
	}
}
function environmentsOf(values, { managementKeys }) {
	const asked = (values.env === void 0 ? ["live", "test"] : [environmentIn(values.env)]).filter((environment) => managementKeys[environment] !== null);
	if (asked.length > 0) return asked;
	const what = values.env === void 0 ? "any environment" : `the environment ${values.env}`;
	throw new require_errors.AkguardError("AK_NO_MANAGEMENT_KEY", { what });
}
function environmentIn(text) {
	if (text === "live" || text === "test") return text;
	const problem = text === void 0 ? "Say which environment: --env live or --env test." : `--env takes live or test, not ${text}.`;
	throw new require_errors.AkguardError("AK_USAGE", { problem });
}
async function print(options, rows, text) {
	await require_options.printOut(options.format === "json" ? jsonLine({
		schema: "akguard.keys/1",
		keys: rows
	}) : text());
}
function jsonLine(value) {
	return `${require_text.jsonSafe(JSON.stringify(value, null, 2))}\n`;
}
exports.environmentIn = environmentIn;
exports.jsonLine = jsonLine;
exports.keyTools = keyTools;
exports.listAll = listAll;
exports.listKeys = listKeys;
exports.managementKeyOf = managementKeyOf;
exports.notDone = notDone;
exports.registerKey = registerKey;
exports.reviewKeys = reviewKeys;
