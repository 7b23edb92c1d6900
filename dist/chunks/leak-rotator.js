const require_errors = require("./errors.js");
const require_options = require("./options.js");
const require_runtime = require("./runtime.js");
const require_key_sinks = require("./key-sinks.js");
const require_rotate = require("./rotate.js");
const require_rotation_text = require("./rotation-text.js");
const require_handle = require("./handle.js");
const require_verify = require("./verify.js");
// src/leak-rotator.ts
function leakRotator(plan, api, store) {
	return {
		async isRevoking(environment, keyId) {
			const rotation = await store.openRotation(environment, keyId);
			if (rotation === null) return false;
			const steps = await store.rotationSteps(rotation);
			return require_rotation_text.standingOf(steps, keyId).proven !== null && hasRevoke(steps, keyId);
		},
		async rotate(order) {
			const { leaked, key, to, revokeFrom } = order;
			let sinks;
			try {
				sinks = await plan.readSinks(to);
			} catch (error) {
				return {
					result: "unfinished",
					isRevokeBegun: false,
					detail: `No new key was made: ${require_errors.messageOf(error)}`,
					death: null
				};
			}
			const { environment, secret } = leaked;
			return told(await require_rotate.rotate({
				...plan,
				api,
				store,
				environment,
				old: {
					id: key.id,
					name: key.name,
					secret
				},
				sinks,
				managementKey: require_handle.otherKey(leaked, plan.managementKeys[environment]),
				quietForMs: null,
				waitMs: 0,
				revokes: revokeFrom === null,
				ready: () => require_key_sinks.prepareSinks(sinks),
				judge: (answer) => require_verify.judge(answer, true).validity,
				repeat: (ms, work) => require_runtime.systemRepeat(ms, () => {
					work();
					store.claim(secret.fingerprint, require_runtime.timestamp(plan.clock)).catch(() => {});
				}),
				token: () => Math.floor(plan.random() * 2 ** 32).toString(16).padStart(8, "0"),
				tell: (line) => plan.log.debug("rotation", { line })
			}), order);
		}
	};
}
function hasRevoke(steps, keyId) {
	return steps.some(({ step, target }) => step === "revoke" && target === keyId);
}
function told(end, { key, leaked, to, revokeFrom }) {
	const isRevokeBegun = hasRevoke(end.steps, key.id);
	const places = to.map(require_options.placeName).join(" and ");
	const where = places === "" ? "in its place" : `at ${places}`;
	switch (end.result) {
		case "rotated": {
			const dead = end.steps.findLast(({ step, target }) => step === "revoke" && target === key.id);
			return {
				result: "rotated",
				isRevokeBegun,
				detail: `Key ${end.newKeyId} is ${where} and works; it takes the place of key ${key.id}.`,
				death: sentence(dead?.detail ?? `key ${key.id} is dead`)
			};
		}
		case "waiting": return {
			result: "waiting",
			isRevokeBegun,
			detail: `Key ${end.newKeyId} is ${where} and works; the first armed run after ${revokeFrom} revokes key ${key.id}.`,
			death: null
		};
		case "taken-back":
		case "unfinished": {
			const flags = to.map((place) => `--to ${require_options.placeName(place)}`).join(" ");
			const on = `To go on: the next run with --revoke that finds the key goes on from here; or \`akguard rotate --key ${key.id} ${flags} --now\`.`;
			const old = {
				...key,
				environment: leaked.environment
			};
			return {
				result: "unfinished",
				isRevokeBegun,
				detail: [`Not finished: ${end.why}.`, ...require_rotation_text.nextSteps(end, old, on)].join(" "),
				death: null
			};
		}
	}
}
function sentence(clause) {
	return `${clause.charAt(0).toUpperCase()}${clause.slice(1)}.`;
}
exports.leakRotator = leakRotator;
