const require_options = require("./options.js");
const require_errors = require("./errors.js");
const require_runtime = require("./runtime.js");
const require_key_sinks = require("./key-sinks.js");
const require_keys_command = require("./keys-command.js");
const require_rotate = require("./rotate.js");
const require_rotation_text = require("./rotation-text.js");
const require_plan = require("./plan.js");
const require_verify = require("./verify.js");
let node_crypto = require("node:crypto");
// src/rotate-command.ts
async function rotateKey(values, options, variables, log) {
	const isBack = values.back === true;
	const quietFor = require_options.parseDuration("quiet-for", values["quiet-for"] ?? "15m");
	const waitMs = require_options.parseDuration("wait", values.wait ?? "1h");
	if (values.to === void 0 && !isBack) throw new require_errors.AkguardError("AK_USAGE", { problem: "Say where the new key goes: --to PLACE." });
	const sinks = await require_key_sinks.readSinks(values.to ?? [], true, variables, log);
	await require_key_sinks.prepareSinks(sinks);
	const tools = await require_keys_command.keyTools(options, variables, log);
	const given = values.key === void 0 ? (await require_plan.readKey()).finding : null;
	const store = await tools.openStore();
	try {
		const old = given === null ? await listedKey(values.key ?? "", values.env, tools, store) : await presentedKey(given.secret, given.rule.environment, tools, store);
		const { environment, finished } = old;
		if (finished !== null && !isBack) return await show(require_rotate.endOf(finished, await store.rotationSteps(finished)), old, options);
		const management = tools.managementKeys[environment];
		return await show(await (isBack ? require_rotate.takeBack : require_rotate.rotate)({
			...tools,
			environment,
			old,
			sinks,
			managementKey: management?.fingerprint === old.secret?.fingerprint ? null : management,
			quietForMs: values.now === true ? null : quietFor,
			waitMs,
			judge: (answer) => require_verify.judge(answer, true).validity,
			store,
			repeat: require_runtime.systemRepeat,
			token: () => (0, node_crypto.randomBytes)(4).toString("hex"),
			tell: (line) => {
				if (!options.quiet && options.format !== "json") require_options.printError(line);
			}
		}), old, options);
	} finally {
		await store.close();
	}
}
async function show(end, old, options) {
	const code = codeOf(end);
	const isJson = options.format === "json";
	await require_options.printOut(isJson ? require_keys_command.jsonLine(require_rotation_text.rotationJson(end, old, code)) : require_rotation_text.rotationText(end, old));
	return code;
}
function codeOf(end) {
	if (end.result !== "unfinished") return require_errors.ExitCode.ok;
	return end.isAlive ? require_errors.ExitCode.alive : require_errors.ExitCode.incomplete;
}
async function listedKey(id, env, tools, store) {
	const asked = (env === void 0 ? ["live", "test"] : [require_keys_command.environmentIn(env)]).filter((environment) => tools.managementKeys[environment] !== null);
	if (asked.length === 0) throw new require_errors.AkguardError("AK_NO_MANAGEMENT_KEY", { what: `key ${id}` });
	for (const environment of asked) {
		const bearer = tools.managementKeys[environment];
		if (bearer === null) continue;
		const isOpen = await store.openRotation(environment, id) !== null;
		const key = (await require_keys_command.listAll(bearer, environment, tools.api)).find((each) => each.id === id);
		if (key === void 0 && !isOpen) continue;
		const isDead = key !== void 0 && key.revokedAt !== null && !isOpen;
		const finished = isDead ? await store.finishedRotation(environment, id) : null;
		if (isDead && finished === null) throw notRotated(id, "it is revoked already");
		return {
			id,
			name: key?.name ?? "",
			environment,
			secret: null,
			finished
		};
	}
	throw notRotated(id, "there is no such key");
}
async function presentedKey(secret, environment, tools, store) {
	const { fingerprint } = secret;
	const known = await store.known(fingerprint);
	const recorded = known && {
		id: known.keyId,
		name: known.name,
		environment,
		secret
	};
	if (recorded && await store.openRotation(environment, recorded.id) !== null) return {
		...recorded,
		finished: null
	};
	const verdict = (await require_verify.verifyKeys([{
		secret,
		environment
	}], tools.api, tools)).get(fingerprint);
	const finished = recorded && await store.finishedRotation(environment, recorded.id);
	if (verdict?.validity === "inactive" && recorded && finished) return {
		...recorded,
		finished
	};
	if (verdict?.validity !== "active") throw notRotated(secret.redacted, verdict?.reason ?? "it was not asked");
	const management = tools.managementKeys[environment];
	const observer = management?.fingerprint === fingerprint ? null : management;
	const knownSince = tools.clock.now();
	const found = await require_verify.identify(secret, environment, {
		...tools,
		observer,
		knownSince,
		inventory: store
	});
	if (found.kind !== "identified") throw notRotated(secret.redacted, found.why);
	const { id: keyId, name } = found.key;
	const createdAt = require_runtime.timestamp(tools.clock);
	await store.register({
		fingerprint,
		keyId,
		environment,
		name,
		createdAt,
		source: "registered"
	});
	return {
		id: keyId,
		name,
		environment,
		secret,
		finished: null
	};
}
function notRotated(key, reason) {
	return new require_errors.AkguardError("AK_KEYS", {
		attempt: `let key ${key} be rotated`,
		reason
	});
}
exports.rotateKey = rotateKey;
