const require_errors = require("./errors.js");
const require_runtime = require("./runtime.js");
const require_text = require("./text.js");
const require_options = require("./options.js");
const require_key_sinks = require("./key-sinks.js");
const require_keys_command = require("./keys-command.js");
let node_crypto = require("node:crypto");
// src/create-key-command.ts
const longestName = 100;
async function createKey(values, options, variables, log) {
	const environment = require_keys_command.environmentIn(values.env);
	const name = values.name?.trim() ?? "";
	if (name === "" || name.length > longestName) throw new require_errors.AkguardError("AK_USAGE", { problem: `--name takes 1 to ${longestName} characters.` });
	const sinks = await require_key_sinks.readSinks(values.to ?? ["terminal"], false, variables, log);
	await require_key_sinks.prepareSinks(sinks);
	const tools = await require_keys_command.keyTools(options, variables, log);
	const bearer = require_keys_command.managementKeyOf(environment, tools);
	const store = await tools.openStore();
	try {
		const before = await require_keys_command.listAll(bearer, environment, tools.api);
		const creation = await tools.api.createKey(bearer, environment, name, `akguard-create-${(0, node_crypto.randomUUID)()}`);
		if (!creation.ok) {
			const orphans = await newOnes(before.map(({ id }) => id), name, bearer, environment, tools);
			const made = orphans.length === 0 ? "" : `; but it made ${orphans.join(", ")}, which nobody has: revoke it in the portal`;
			const error = require_keys_command.notDone("make a key", creation.answer);
			throw made === "" ? error : new require_errors.AkguardError("AK_KEYS", {
				attempt: "give a key",
				reason: `the answer was lost${made}`
			});
		}
		const { key, secret } = creation;
		const { fingerprint } = secret;
		const createdAt = require_runtime.timestamp(tools.clock);
		await store.register({
			fingerprint,
			keyId: key.id,
			environment,
			name,
			createdAt,
			source: "created"
		});
		const places = await handOver(secret, sinks, () => takeBack(key.id, secret, bearer, environment, tools));
		if (options.format === "json") {
			const made = {
				key_id: key.id,
				name,
				environment,
				fingerprint,
				redacted: secret.redacted
			};
			await require_options.printOut(require_keys_command.jsonLine({
				schema: "akguard.key/1",
				...made,
				source: "created",
				delivered_to: places
			}));
		} else {
			const where = places.map(require_text.visible).join(", ");
			await require_options.printOut(`Made ${environment} key ${key.id} (${secret.redacted}), and handed it over to ${where}.\n`);
		}
		return require_errors.ExitCode.ok;
	} finally {
		await store.close();
	}
}
async function handOver(secret, sinks, undo) {
	const places = [];
	for (const sink of sinks) try {
		places.push(await sink.take(secret));
	} catch (error) {
		const reason = require_errors.messageOf(error);
		const standing = places.length === 0 ? await undo() : `The key works, and is in ${places.join(", ")}`;
		throw new require_errors.AkguardError("AK_DELIVERY", {
			sink: sink.name,
			reason,
			standing
		});
	}
	return places;
}
async function takeBack(id, secret, bearer, environment, { api }) {
	const answer = await api.revokeKey(bearer, environment, id, `akguard-revoke-${secret.fingerprint}`);
	return answer.kind === "http" && answer.anton && answer.status >= 200 && answer.status < 300 ? `The key ${id} is revoked again` : `The key ${id} works, and nobody has it: revoke it in the portal`;
}
async function newOnes(before, name, bearer, environment, { api }) {
	const listing = await api.listKeys(bearer, environment);
	if (!listing.ok) return [];
	return listing.keys.filter((key) => key.name === name && !before.includes(key.id)).map(({ id }) => id);
}
exports.createKey = createKey;
