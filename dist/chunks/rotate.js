const require_errors = require("./errors.js");
const require_runtime = require("./runtime.js");
const require_prove_dead = require("./prove-dead.js");
const require_breaker = require("./breaker.js");
const require_rotation_text = require("./rotation-text.js");
// src/keys/rotation-run.ts
const renewMs = 15e3;
var Stop = class extends Error {
	name = "Stop";
	isAlive;
	constructor(why, isAlive = false) {
		super(why);
		this.isAlive = isAlive;
	}
};
var RotationRun = class {
	input;
	rotation;
	newSecret = null;
	constructor(input, rotation) {
		this.input = input;
		this.rotation = rotation;
	}
	async step(step, target, take) {
		const { clock, log, tell, store } = this.input;
		const id = await this.#begin(step, target);
		const outcome = await this.#kept(take);
		if (outcome === null) return null;
		tell(`${step}: ${outcome.detail}`);
		try {
			await store.endStep(id, {
				...outcome,
				at: require_runtime.timestamp(clock)
			});
		} catch (error) {
			log.warn("a step could not be recorded; the next run looks again", { reason: require_errors.messageOf(error) });
		}
		return outcome;
	}
	async #kept(work) {
		const { store, clock, repeat } = this.input;
		const stop = repeat(renewMs, () => {
			store.keepRotation(this.rotation, require_runtime.timestamp(clock)).catch(() => {});
		});
		try {
			return await work();
		} finally {
			stop();
		}
	}
	async #begin(step, target) {
		const { store, clock, limits } = this.input;
		const { run, mostAnHour } = limits;
		const at = require_runtime.timestamp(clock);
		const spent = step === "revoke" ? require_breaker.whySpent(run, target) : null;
		if (spent !== null) throw new Stop(`key ${target} is not revoked: ${spent}`, true);
		let begun;
		try {
			begun = step === "revoke" ? await store.beginRevoke(this.rotation, target, at, mostAnHour) : {
				kind: "begun",
				id: await store.beginStep(this.rotation, step, target, at)
			};
		} catch (error) {
			throw new Stop(`the state can not be written (${require_errors.messageOf(error)})`, step === "revoke");
		}
		if (begun.kind === "stopped") throw new Stop(`key ${target} is not revoked: ${begun.why}`, true);
		if (step === "revoke") run.begun.add(target);
		return begun.id;
	}
	async foresee() {
		const { store, clock, limits, old, ready } = this.input;
		const why = require_breaker.whySpent(limits.run, old.id) ?? await store.mayRevoke(this.rotation, require_runtime.timestamp(clock), limits.mostAnHour);
		if (why !== null) throw new Stop(`no new key was made, as key ${old.id} could not be revoked now: ${why}`, true);
		try {
			await ready?.();
		} catch (error) {
			throw new Stop(`no new key was made: ${require_errors.messageOf(error)}`);
		}
	}
	get bearers() {
		const { managementKey, old } = this.input;
		return [
			this.newSecret,
			managementKey,
			old.secret
		].filter((key) => key !== null);
	}
	async list() {
		const { api, environment } = this.input;
		let answer = null;
		for (const bearer of this.bearers) {
			const listing = await api.listKeys(bearer, environment);
			if (listing.ok) return listing.keys;
			answer = listing.answer;
		}
		throw new Stop(`the keys could not be listed (${answer === null ? "there is no key to ask with" : said(answer)})`);
	}
};
function said(answer) {
	if (answer.kind === "failure") return `${answer.why}: ${answer.detail}`;
	const code = answer.code === null || answer.code === String(answer.status) ? "" : ` ${answer.code}`;
	return `HTTP ${answer.status}${code}`;
}
function isRefusal(answer) {
	if (answer.kind === "failure" || !answer.anton) return false;
	return answer.status >= 400 && answer.status < 500 && answer.status !== 408 && answer.status !== 409;
}
// src/keys/replace.ts
const firstPauseMs$1 = 50;
const longestPauseMs$1 = 2e3;
const proofLimitMs = 15e3;
async function replace(run) {
	if (run.input.sinks.length === 0) throw new Stop("there is no place for a new key");
	await run.foresee();
	const { id, secret } = await make(run);
	run.newSecret = secret;
	await deliver(run, secret);
	await prove(run, id, secret);
	return id;
}
async function make(run) {
	const { api, environment, old, managementKey, clock, store, token } = run.input;
	const bearer = managementKey ?? old.secret;
	if (bearer === null) throw new Stop("there is no key to ask with");
	const id = token();
	const name = require_rotation_text.newName(old.name, require_runtime.timestamp(clock), id);
	let made = null;
	let why = "";
	await run.step("create", name, async () => {
		const creation = await api.createKey(bearer, environment, name, `akguard-rotate-${id}`);
		if (!creation.ok) {
			why = said(creation.answer);
			return isRefusal(creation.answer) ? {
				result: "failed",
				detail: `no key was made (${why})`
			} : null;
		}
		const { key, secret } = creation;
		const { fingerprint } = secret;
		made = {
			id: key.id,
			secret
		};
		const createdAt = require_runtime.timestamp(clock);
		await store.register({
			fingerprint,
			keyId: key.id,
			environment,
			name,
			createdAt,
			source: "rotated"
		}).catch((error) => {
			run.input.log.warn("the new key is not in the inventory", { reason: require_errors.messageOf(error) });
		});
		return {
			result: "done",
			detail: `key ${key.id} (${secret.redacted}) was made`,
			made: {
				keyId: key.id,
				fingerprint
			}
		};
	});
	if (made === null) throw new Stop(`no new key was given (${why})`);
	return made;
}
async function deliver(run, secret) {
	for (const sink of run.input.sinks) {
		let why = "";
		if ((await run.step("deliver", sink.name, async () => {
			try {
				return {
					result: "done",
					detail: `handed over to ${await sink.take(secret)}`
				};
			} catch (error) {
				why = require_errors.messageOf(error);
				return {
					result: "failed",
					detail: why
				};
			}
		}))?.result !== "done") throw new Stop(`the new key may not have reached ${sink.name} (${why})`);
	}
}
async function prove(run, id, secret) {
	const { api, judge, environment, clock } = run.input;
	let why = "";
	if ((await run.step("prove", id, async () => {
		const deadline = clock.now() + proofLimitMs;
		for (let pause = firstPauseMs$1;; pause = Math.min(pause * 2, longestPauseMs$1)) {
			const answer = await api.check(secret, environment);
			if (judge(answer, environment) === "active") return {
				result: "done",
				detail: `key ${id} works (${said(answer)})`
			};
			why = said(answer);
			if (clock.now() >= deadline) return {
				result: "failed",
				detail: `key ${id} does not work (${why})`
			};
			await clock.sleep(pause);
		}
	}))?.result !== "done") throw new Stop(`the new key does not work (${why})`);
}
// src/keys/retire.ts
const firstPauseMs = 50;
const longestPauseMs = 2e3;
const longestLookMs = 1e4;
function idsOf(made, listed) {
	const ids = made.flatMap(({ name, keyId }) => keyId === null ? listed.filter((key) => key.name === name).map(({ id }) => id) : [keyId]);
	const revoked = new Set(listed.filter(({ revokedAt }) => revokedAt !== null).map(({ id }) => id));
	return [...new Set(ids)].filter((id) => !revoked.has(id));
}
async function waitForQuiet(run, ids, target) {
	const { clock, store, quietForMs, waitMs } = run.input;
	if (quietForMs === null || ids.length === 0) return;
	if (run.newSecret === null && run.input.managementKey === null) throw new Stop("without a management key nobody can see whether the old key is still used");
	let last = "";
	if ((await run.step("quiet", target, async () => {
		const started = clock.now();
		let stillSince = started;
		let seen = uses(await run.list(), ids);
		while (clock.now() - stillSince < quietForMs) {
			if (clock.now() - started >= waitMs) return {
				result: "failed",
				detail: `still in use after ${seconds(clock.now() - started)}`
			};
			const left = started + waitMs - clock.now();
			await clock.sleep(Math.min(Math.max(quietForMs / 4, firstPauseMs), longestLookMs, left));
			await store.keepRotation(run.rotation, require_runtime.timestamp(clock)).catch((error) => {
				throw new Stop(require_errors.messageOf(error));
			});
			const now = uses(await run.list(), ids);
			if (now !== seen) stillSince = clock.now();
			seen = now;
			last = now;
		}
		return {
			result: "done",
			detail: `not used for ${seconds(clock.now() - stillSince)}`
		};
	}))?.result !== "done") throw new Stop(`the key to be revoked is still in use (last use ${last.replace(/^.*=/, "")})`);
}
function uses(listed, ids) {
	return ids.map((id) => `${id}=${listed.find((key) => key.id === id)?.lastUsedAt ?? "never"}`).join(" ");
}
function seconds(ms) {
	return `${(ms / 1e3).toFixed(1)} s`;
}
async function retire(run, id) {
	const { clock } = run.input;
	let why = "";
	if ((await run.step("revoke", id, async () => {
		const started = clock.now();
		const answer = await sendRevoke(run, id);
		const proof = await deathOf(run, id, answer);
		if (proof !== null) return {
			result: "done",
			detail: `key ${id} is dead ${clock.now() - started} ms after the revoke was sent (${proof.how})`,
			...proof.death && { death: proof.death }
		};
		why = said(answer);
		return isRefusal(answer) ? {
			result: "failed",
			detail: `key ${id} was not revoked (${why})`
		} : null;
	}))?.result !== "done") throw new Stop(`key ${id} is not proven dead (${why})`, true);
}
async function sendRevoke(run, id) {
	const { api, environment } = run.input;
	const [first, ...others] = run.bearers;
	if (first === void 0) throw new Stop("there is no key to ask with");
	let answer = await api.revokeKey(first, environment, id, `akguard-rotate-${id}`);
	for (const bearer of others) {
		if (answer.kind === "failure" || ![
			401,
			403,
			404
		].includes(answer.status)) break;
		answer = await api.revokeKey(bearer, environment, id, `akguard-rotate-${id}`);
	}
	return answer;
}
async function deathOf(run, id, answer) {
	const { clock, environment, old, hosts } = run.input;
	const limitMs = isRefusal(answer) ? 0 : require_prove_dead.proofLimitMs;
	if (id === old.id && old.secret !== null) {
		const dead = await require_prove_dead.proveDead({
			secret: old.secret,
			environment
		}, run.input, limitMs);
		if (dead === null) return null;
		const { fingerprint } = old.secret;
		return {
			how: "presented again, it was refused",
			death: {
				fingerprint,
				host: hosts[environment],
				proof: dead.proof
			}
		};
	}
	const deadline = clock.now() + limitMs;
	for (let pause = firstPauseMs;; pause = Math.min(pause * 2, longestPauseMs)) {
		const how = await listedDeath(run, id, answer);
		if (how !== null) return { how };
		if (clock.now() >= deadline) return null;
		await clock.sleep(pause);
	}
}
async function listedDeath(run, id, answer) {
	let listed;
	try {
		listed = await run.list();
	} catch (error) {
		if (error instanceof Stop) return null;
		throw error;
	}
	const key = listed.find((each) => each.id === id);
	if (key) return key.revokedAt === null ? null : "listed as revoked";
	return answer.kind === "http" && answer.anton && (answer.status < 300 || answer.status === 404) ? `${said(answer)}, and no longer listed` : null;
}
// src/keys/rotate.ts
const longestUnderWayMs = 6e4;
function rotate(input) {
	return work(input, async (run) => {
		const standing = await standingNow(run);
		const proven = await stillGood(run, standing) ?? await replace(run);
		if (input.revokes === false) return "waiting";
		const { made, dead, cleared } = await standingNow(run);
		const isCleared = cleared && run.input.managementKey === null;
		const listed = !isCleared && made.some(({ keyId }) => keyId === null) ? await listSince(run, proven) : [];
		const doomed = [...isCleared ? [] : idsOf(made, listed).filter((id) => id !== proven), input.old.id].filter((id) => !dead.has(id));
		if (standing.revoked.size === 0) await waitForQuiet(run, doomed, input.old.id);
		for (const id of doomed) await retire(run, id);
		return "rotated";
	});
}
function endOf(rotation, steps) {
	const { startedAt } = rotation;
	return {
		result: "rotated",
		why: null,
		isAlive: false,
		newKeyId: require_rotation_text.standingOf(steps, rotation.oldKeyId).proven,
		startedAt,
		steps
	};
}
async function standingNow({ input, rotation }) {
	return require_rotation_text.standingOf(await input.store.rotationSteps(rotation), input.old.id);
}
async function listSince(run, keyId) {
	const { clock } = run.input;
	const deadline = clock.now() + require_prove_dead.proofLimitMs;
	for (let pause = 50;; pause = Math.min(pause * 2, 2e3)) {
		const listed = await run.list();
		if (listed.some(({ id }) => id === keyId)) return listed;
		if (clock.now() >= deadline) throw new Stop(`the list does not show key ${keyId} yet, so keys whose answer was lost can't be looked for`);
		await clock.sleep(pause);
	}
}
async function stillGood(run, { proven, revoked, dead }) {
	const { old, sinks } = run.input;
	if (proven === null || dead.has(old.id)) return proven;
	const isDoomed = revoked.has(old.id);
	if (isDoomed && sinks.length === 0) return proven;
	try {
		const key = (await run.list()).find(({ id }) => id === proven);
		if (key === void 0) return isDoomed ? proven : null;
		return key.revokedAt === null ? proven : null;
	} catch (error) {
		if (isDoomed && error instanceof Stop) return proven;
		throw error;
	}
}
function takeBack(input) {
	return work(input, async (run) => {
		const { made, dead, doubtSince } = await standingNow(run);
		const listed = await run.list();
		const old = listed.find(({ id }) => id === input.old.id);
		if (old === void 0 || old.revokedAt !== null || dead.has(input.old.id)) throw new Stop(`key ${input.old.id} does not work any more, so there is no way back`);
		if (doubtSince !== null && !await worksStill(run, doubtSince)) throw new Stop(`a revoke of key ${input.old.id} was begun, and nothing proves that it still works, so there is no way back: let the rotation go on`);
		const doomed = idsOf(made, listed).filter((id) => !dead.has(id));
		await waitForQuiet(run, doomed, input.old.id);
		for (const id of doomed) await retire(run, id);
		return "taken-back";
	});
}
async function worksStill({ input }, doubtSince) {
	const { api, clock, judge, environment, old } = input;
	if (old.secret === null || clock.now() - Date.parse(doubtSince) < longestUnderWayMs) return false;
	return judge(await api.check(old.secret, environment), environment) === "active";
}
async function sameMerchant({ api, environment, old, managementKey }) {
	if (managementKey === null || old.secret === null) return managementKey;
	const listing = await api.listKeys(managementKey, environment);
	return listing.ok && listing.keys.some(({ id }) => id === old.id) ? managementKey : null;
}
async function work(input, go) {
	const { store, clock, environment, old } = input;
	const startedAt = require_runtime.timestamp(clock);
	let rotation = null;
	let result = "unfinished";
	let why = null;
	let isAlive = false;
	try {
		rotation = await store.beginRotation({
			environment,
			oldKeyId: old.id,
			startedAt
		});
		if (rotation === null) throw new Stop("another run is at it");
		const managementKey = await sameMerchant(input);
		result = await go(new RotationRun({
			...input,
			managementKey
		}, rotation));
		if (result !== "waiting") await store.endRotation(rotation, result, require_runtime.timestamp(clock));
	} catch (error) {
		why = require_errors.messageOf(error);
		isAlive = error instanceof Stop && error.isAlive;
		result = "unfinished";
	}
	const steps = rotation === null ? [] : await store.rotationSteps(rotation).catch(() => []);
	return {
		result,
		why,
		isAlive,
		newKeyId: result === "taken-back" ? null : require_rotation_text.standingOf(steps, old.id).proven,
		startedAt: rotation?.startedAt ?? startedAt,
		steps
	};
}
Object.defineProperty(exports, "endOf", {
	enumerable: true,
	get: function() {
		return endOf;
	}
});
Object.defineProperty(exports, "rotate", {
	enumerable: true,
	get: function() {
		return rotate;
	}
});
Object.defineProperty(exports, "takeBack", {
	enumerable: true,
	get: function() {
		return takeBack;
	}
});
