const require_rolldown_runtime = require("./rolldown-runtime.js");
const require_runtime = require("./runtime.js");
const require_text = require("./text.js");
const require_pipeline = require("./pipeline.js");
const require_exit = require("./exit.js");
const require_errors = require("./errors.js");
require("./store.js");
const require_alert_payload = require("./alert-payload.js");
const require_verify = require("./verify.js");
const require_alert_state = require("./alert-state.js");
const require_decide = require("./decide.js");
const require_blob = require("./blob.js");
const require_options = require("./options.js");
const require_breaker = require("./breaker.js");
const require_prove_dead = require("./prove-dead.js");
const require_answer_text = require("./answer-text.js");
// src/core/match.ts
function isAskable({ rule, vendor }) {
	return rule.verification === "anton-api" && vendor === null;
}
// src/respond/accepted.ts
async function markAccepted(findings, store, today, log) {
	try {
		const accepted = await store.accepted();
		return accepted.length === 0 ? findings : marked(findings, accepted, today);
	} catch (error) {
		log.warn("what people accepted could not be read", { reason: require_errors.messageOf(error) });
		return findings;
	}
}
function marked(findings, accepted, today) {
	const byFingerprint = new Map(accepted.filter(({ expires }) => expires === null || expires >= today).map((key) => [key.fingerprint, key]));
	return findings.map((finding) => {
		const key = byFingerprint.get(finding.fingerprint);
		if (key === void 0) return finding;
		const suppressed = {
			by: "baseline",
			reason: key.reason
		};
		return {
			...finding,
			matches: finding.matches.map((match) => ({
				...match,
				suppressed: match.suppressed ?? suppressed
			}))
		};
	});
}
function asksAboutUse(policy) {
	return policy.some(({ when }) => when.unused !== void 0);
}
async function usesBefore(environments, api, managementKeys) {
	const listed = async (environment) => {
		const bearer = managementKeys[environment];
		if (bearer === null || !environments.has(environment)) return null;
		const listing = await api.listKeys(bearer, environment);
		return listing.ok ? new Map(listing.keys.map(({ id, lastUsedAt }) => [id, lastUsedAt])) : null;
	};
	return {
		live: await listed("live"),
		test: await listed("test")
	};
}
async function lastUseOf(leaked, memory, deps) {
	const { environment, secret } = leaked;
	const uses = deps.uses[environment];
	const management = deps.managementKeys[environment];
	if (uses === null || management?.fingerprint === secret.fingerprint) return null;
	try {
		const key = await identified(leaked, deps);
		const listed = key === null ? null : uses.get(key) ?? null;
		if (listed === null) return null;
		const ours = memory?.verdicts.get(deps.hosts[environment])?.checkedAt ?? null;
		return isOurs(Date.parse(listed), ours) ? memory?.about?.lastUsedAt ?? null : listed;
	} catch (error) {
		deps.log.warn("the last use of a key could not be found out", { reason: require_errors.messageOf(error) });
		return null;
	}
}
async function identified({ secret, environment }, deps) {
	const { store, clock, armed } = deps;
	await require_alert_payload.claim(store, clock, secret.fingerprint);
	try {
		const observer = deps.managementKeys[environment];
		const found = await require_verify.identify(secret, environment, {
			...deps,
			observer,
			inventory: store
		});
		return found.kind === "identified" ? found.key.id : null;
	} finally {
		if (!armed) await store.release(secret.fingerprint);
	}
}
function isOurs(usedAt, checkedAt) {
	if (checkedAt === null) return false;
	const since = usedAt - Date.parse(checkedAt);
	return since >= -6e4 && since <= 24e4;
}
// src/respond/remembered.ts
const activeForMs = 3e5;
async function remembered(findings, store, options) {
	const known = new Map();
	const look = async ({ fingerprint, rule }) => {
		const memory = await store.recall(fingerprint);
		const verdict = memory?.verdicts.get(options.hosts[rule.environment]);
		if (!memory || !verdict || !isGood(verdict, memory.incident.deadAt, options)) return false;
		known.set(fingerprint, verdict);
		return true;
	};
	try {
		for (const finding of findings.toSorted((a, b) => a.fingerprint < b.fingerprint ? -1 : 1)) {
			if (await look(finding) || !options.armed || !isAskable(finding)) continue;
			if (await require_alert_payload.claim(store, options.clock, finding.fingerprint) && await look(finding)) await store.release(finding.fingerprint);
		}
	} catch (error) {
		options.log.warn("what earlier runs learnt could not be read", { reason: require_errors.messageOf(error) });
	}
	return known;
}
async function letGo(findings, store, log) {
	try {
		for (const { fingerprint } of findings) await store.release(fingerprint);
	} catch (error) {
		log.warn("keys could not be released; other runs wait until they are", { reason: require_errors.messageOf(error) });
	}
}
function isGood({ validity, checkedAt }, deadAt, { armed, clock }) {
	if (validity === "inactive") return true;
	if (deadAt !== null) return false;
	const age = clock.now() - Date.parse(checkedAt ?? "");
	return validity === "active" && !armed && age >= 0 && age < activeForMs;
}
// src/respond/alert.ts
async function alert(about, occasion, deps) {
	const outcomes = [];
	for (const alerter of deps.alerters) {
		const outcome = await alertChannel(about, occasion, alerter, deps);
		if (outcome) outcomes.push(outcome);
	}
	return outcomes;
}
async function alertChannel(about, occasion, alerter, deps) {
	const { store, clock, log } = deps;
	const { channel } = alerter;
	const payload = require_alert_payload.payloadOf(about);
	const act = {
		fingerprint: about.fingerprint,
		action: "alert",
		target: channel,
		payload
	};
	let intent = null;
	try {
		if (store) {
			let telling = await tellingOf(store, about, alerter, occasion);
			if (telling === "due") {
				const begun = await require_alert_payload.intend(store, clock, act);
				if (begun.kind === "intended") ({intent} = begun);
				telling = await tellingOf(store, about, alerter, occasion);
			} else intent = await abandoned(store, clock, act);
			if (telling !== "due") {
				const earlier = await store.last(act.fingerprint, "alert", channel, "alerted");
				const detail = `${channel}: told at ${earlier?.at ?? "an earlier run"}, ${earlier?.detail ?? ""}`;
				const at = require_runtime.timestamp(clock);
				if (intent) await require_alert_payload.conclude(store, log, intent.id, "already-alerted", at, detail);
				return telling === "none" ? null : {
					action: "alert",
					result: "already-alerted",
					at,
					detail
				};
			}
		} else if (!occasion.wanted) return null;
	} catch (error) {
		log.warn("the state can not be used; the alert is sent all the same", {
			channel,
			reason: require_errors.messageOf(error)
		});
	}
	return tell$1(about, alerter, intent, deps);
}
async function abandoned(store, clock, act) {
	if (!(await store.open(act.fingerprint)).some((each) => each.action === "alert" && each.target === act.target)) return null;
	const intended = await store.intend({
		...act,
		at: require_runtime.timestamp(clock)
	});
	return intended.kind === "intended" ? intended.intent : null;
}
async function tell$1(about, alerter, intent, deps) {
	let result = "alerted";
	let detail;
	try {
		detail = (await alerter.tell(about)).where;
	} catch (error) {
		result = "failed";
		detail = require_errors.messageOf(error);
	}
	const at = require_runtime.timestamp(deps.clock);
	if (intent && deps.store) await require_alert_payload.conclude(deps.store, deps.log, intent.id, result, at, detail);
	return {
		action: "alert",
		result,
		at,
		detail: `${alerter.channel}: ${detail}`
	};
}
async function tellingOf(store, about, alerter, occasion) {
	const { fingerprint } = about;
	const { channel } = alerter;
	const told = await store.last(fingerprint, "alert", channel, "alerted");
	if (told) {
		const before = require_alert_payload.saidIn(told.payload);
		const isDue = require_alert_state.saysMore(about.finding, before);
		if (occasion.wanted) return isDue ? "due" : "done";
		return isDue && occasion.isDead || require_alert_state.isBack(about.finding, before) ? "due" : "none";
	}
	if (occasion.wanted) return "due";
	if ((await store.open(fingerprint)).some((each) => each.action === "alert" && each.target === channel)) return "due";
	if (!occasion.isDead) return "none";
	if (await store.last(fingerprint, "revoke", null, null)) return "due";
	return await alerter.isBehind?.(about) === true ? "due" : "none";
}
// src/respond/breaker.ts
const leastForBulk = 5;
const mostUnproven = 2;
async function judgeHosts(checks, items, store) {
	for (const { environment, clean, at, why } of checks) {
		const asked = items.filter(({ finding, verdict }) => finding.rule.environment === environment && verdict.checkedAt !== null);
		const unknown = asked.filter(({ verdict }) => verdict.validity === "unknown").length;
		if (!clean) await store.trip({
			cause: "control",
			environment,
			openedAt: at,
			why
		});
		else if (asked.length >= leastForBulk && unknown * 2 > asked.length) {
			const bulk = `${unknown} of ${asked.length} keys got an answer that proves nothing, though a made-up key was refused`;
			await store.trip({
				cause: "answers",
				environment,
				openedAt: at,
				why: bulk
			});
		} else await store.mend(environment, at);
	}
}
async function judgeReturn(was, item, store, clock) {
	if (was !== "inactive" || item.verdict.validity !== "active") return;
	const why = `key ${item.finding.fingerprint} works, though the same host had refused it as dead`;
	await open$1("contradiction", item.finding.rule.environment, why, store, clock);
}
async function judgeRevokes(results, environment, store, clock) {
	const unproven = results.filter((result) => result === "unconfirmed").length;
	if (unproven < mostUnproven) return;
	await open$1("unproven", environment, `${unproven} keys of one run still worked after their revoke, or nothing proves that they did not`, store, clock);
}
function open$1(cause, environment, why, store, clock) {
	return store.trip({
		cause,
		environment,
		openedAt: require_runtime.timestamp(clock),
		why
	});
}
// src/respond/case.ts
async function noted(log, record) {
	try {
		await record();
	} catch (error) {
		log.warn("something that happened could not be recorded", { reason: require_errors.messageOf(error) });
	}
}
async function markDead(each, at, store, log) {
	const { response, finding } = each;
	each.deadAt ??= at;
	const exposed = Date.parse(each.deadAt) - Date.parse(response.firstSeenAt);
	response.exposedForMs = exposed > 0 ? exposed : null;
	await noted(log, () => store.died(finding.fingerprint, at));
}
// src/respond/places.ts
function placesOf({ matches }, branch) {
	return matches.map(({ provenance, exposure }) => {
		const ref = "commit" in provenance ? provenance.commit?.ref ?? null : null;
		return {
			path: require_blob.pathOf(provenance),
			branch: branchOf(ref) ?? branch,
			exposure
		};
	});
}
function branchOf(ref) {
	return /^refs\/(?:heads|remotes\/[^/]+)\/(.+)$/.exec(ref ?? "")?.[1] ?? null;
}
// src/respond/sighting.ts
const mostPlaces = 60;
function sightingOf({ fingerprint, rule, secret, matches }, target, foundAt, place) {
	const [first] = matches.flatMap(({ provenance }) => "commit" in provenance && provenance.commit !== null ? [provenance.commit] : []).toSorted((a, b) => Date.parse(a.committedAt) - Date.parse(b.committedAt));
	return {
		fingerprint,
		environment: rule.environment,
		redacted: secret.redacted,
		firstSeenAt: foundAt,
		rule: rule.id,
		target,
		leakedAt: first?.committedAt ?? null,
		leakedBy: first?.author ?? null,
		places: matches.length,
		about: {
			rule: rule.id,
			places: placesOf({ matches }, place.branch).slice(0, mostPlaces),
			visibility: place.visibility,
			...place.lastUsedAt !== void 0 && { lastUsedAt: place.lastUsedAt }
		}
	};
}
// src/respond/consider.ts
async function consider(item, store, input) {
	const { finding, verdict } = item;
	const { environment } = finding.rule;
	const question = (firstSeenAt, lastUsedAt) => ({
		environment,
		verdict,
		policy: input.policy,
		armed: input.armed,
		suppressed: require_decide.isSuppressed(finding, verdict.validity),
		facts: {
			rule: finding.rule.id,
			places: placesOf(finding, input.setting.branch),
			visibility: input.setting.visibility,
			firstSeen: firstSeenAt === null ? null : Date.parse(firstSeenAt),
			lastUsed: lastUsedAt === null ? null : Date.parse(lastUsedAt),
			now: input.clock.now(),
			fitsGlob: input.setting.fitsGlob
		}
	});
	const response = {
		decision: require_decide.decide(question(null, null)),
		key: null,
		outcomes: [],
		firstSeenAt: input.foundAt,
		exposedForMs: null
	};
	const begun = {
		...item,
		response,
		deadAt: null,
		news: false
	};
	if (!store) return begun;
	try {
		const { fingerprint } = finding;
		const use = input.uses ? await lastUse(item, store, input) : null;
		const about = {
			...input.setting,
			...use && { lastUsedAt: use.kept }
		};
		const incident = await store.sight(sightingOf(finding, input.target, input.foundAt, about));
		begun.response.firstSeenAt = incident.firstSeenAt;
		begun.response.decision = require_decide.decide(question(incident.firstSeenAt, use?.known ?? null));
		begun.deadAt = incident.deadAt;
		await judgeReturn(await store.learn(fingerprint, input.hosts[environment], verdict), item, store, input.clock);
		if (worksAfter(verdict, begun.deadAt)) begun.deadAt = null;
		if (verdict.validity === "inactive") await markDead(begun, incident.firstSeenAt === input.foundAt ? input.foundAt : verdict.checkedAt ?? input.foundAt, store, input.log);
	} catch (error) {
		input.log.warn("a finding could not be recorded", { reason: require_errors.messageOf(error) });
	}
	return begun;
}
function worksAfter({ validity, checkedAt }, deadAt) {
	if (validity !== "active" || deadAt === null || checkedAt === null) return false;
	return Date.parse(checkedAt) > Date.parse(deadAt);
}
async function lastUse(item, store, input) {
	const { secret, fingerprint, rule } = item.finding;
	const memory = await store.recall(fingerprint);
	const { api, uses } = input;
	const knownSince = Date.parse(memory?.incident.firstSeenAt ?? input.foundAt);
	const leaked = {
		secret,
		environment: rule.environment
	};
	const known = item.verdict.validity === "active" && api && uses ? await lastUseOf(leaked, memory, {
		...input,
		api,
		store,
		uses,
		knownSince
	}) : null;
	return {
		known,
		kept: known ?? memory?.about?.lastUsedAt ?? null
	};
}
// src/core/outcome.ts
const waysToIdentify = [
	"sole-key",
	"masked-suffix",
	"last-used-probe",
	"inventory"
];
// src/respond/with-identified.ts
async function withIdentified(leaked, deps, act) {
	const { clock, store, log } = deps;
	const { fingerprint } = leaked.secret;
	let waited;
	try {
		waited = await require_alert_payload.claim(store, clock, fingerprint);
	} catch (error) {
		return ending("failed", clock, `Nothing was revoked: the intent could not be recorded (${require_errors.messageOf(error)}).`, null, null);
	}
	try {
		const proof = waited ? await provenDead(leaked, deps) : null;
		if (proof) return ending("already-inactive", clock, "Another run has just proven it dead.", null, proof);
		const key = await tellApart(leaked, deps);
		return "result" in key ? key : await act(key);
	} finally {
		await store.release(fingerprint).catch((error) => {
			log.warn("a key could not be released; other runs wait until it is", { reason: require_errors.messageOf(error) });
		});
	}
}
async function tellApart(leaked, deps) {
	const { clock } = deps;
	const found = await require_verify.identify(leaked.secret, leaked.environment, {
		...deps,
		observer: otherKey(leaked, deps.managementKey),
		earlier: await begunBefore(leaked, deps),
		inventory: deps.store
	});
	if (found.kind === "identified") return found.key;
	if (found.kind === "failed") {
		const dead = await deadAlready(leaked, deps);
		if (dead !== null) return ending("already-inactive", clock, "The key was refused before it was revoked.", null, dead);
	}
	return ending(found.kind === "ambiguous" ? "ambiguous" : "failed", clock, `Nothing was revoked: ${found.why}.`, null, null);
}
async function begunBefore(leaked, deps) {
	const [act] = (await deps.store.open(leaked.secret.fingerprint).catch(() => [])).filter((each) => each.action === "revoke");
	const matchedBy = waysToIdentify.find((way) => way === act?.payload);
	return act && matchedBy ? {
		id: act.target,
		matchedBy
	} : null;
}
async function deadAlready(leaked, deps) {
	return await provenDead(leaked, deps) ?? require_prove_dead.proveDead(leaked, deps, 0);
}
async function provenDead(leaked, { store, hosts }) {
	const proof = (await store.recall(leaked.secret.fingerprint).catch(() => null))?.verdicts.get(hosts[leaked.environment]);
	return proof?.validity === "inactive" ? {
		at: Date.parse(proof.checkedAt ?? ""),
		proof
	} : null;
}
function otherKey(leaked, managementKey) {
	return managementKey?.fingerprint === leaked.secret.fingerprint ? null : managementKey;
}
function ending(result, clock, detail, key, dead) {
	return {
		result,
		at: require_runtime.timestamp(clock),
		detail,
		key,
		proof: dead?.proof ?? null,
		intended: false
	};
}
// src/respond/send-revoke.ts
async function sendRevoke(leaked, id, managementKey, api) {
	const idempotencyKey = `akguard-revoke-${leaked.secret.fingerprint}`;
	if (managementKey) {
		const answer = await api.revokeKey(managementKey, leaked.environment, id, idempotencyKey);
		if (answer.kind === "failure" || ![
			401,
			403,
			404
		].includes(answer.status)) return reading(answer);
	}
	return reading(await api.revokeKey(leaked.secret, leaked.environment, id, idempotencyKey));
}
function reading(answer) {
	const text = require_answer_text.answerText(answer);
	if (answer.kind === "failure") return {
		kind: answer.why === "dns" || answer.why === "tls" ? "unsent" : "lost",
		text
	};
	const { status, anton } = answer;
	if (status >= 200 && status < 300) return {
		kind: anton ? "accepted" : "lost",
		text
	};
	if (status === 429) return {
		kind: "unsent",
		text
	};
	return {
		kind: anton && status >= 400 && status < 500 && status !== 408 && status !== 409 ? "refused" : "lost",
		text
	};
}
// src/respond/revoke.ts
function revoke(leaked, deps) {
	return withIdentified(leaked, deps, (key) => revokeIdentified(leaked, key, deps));
}
async function revokeIdentified(leaked, key, deps) {
	const { clock } = deps;
	const act = {
		fingerprint: leaked.secret.fingerprint,
		action: "revoke",
		target: key.id,
		payload: key.matchedBy
	};
	const { run, mostAnHour } = deps.limits;
	const spent = require_breaker.whySpent(run, act.fingerprint);
	if (spent !== null) return ending("failed", clock, `Nothing was revoked: ${spent}.`, key, null);
	let intended;
	try {
		intended = await require_alert_payload.intend(deps.store, clock, act, {
			environment: leaked.environment,
			mostAnHour
		});
	} catch (error) {
		return ending("failed", clock, `Nothing was revoked: the intent could not be recorded (${require_errors.messageOf(error)}).`, key, null);
	}
	if (intended.kind === "stopped") return ending("failed", clock, `Nothing was revoked: ${intended.why}.`, key, null);
	run.begun.add(act.fingerprint);
	const revocation = await actAndProve(leaked, key, intended, deps);
	await record(intended.intent, revocation, deps);
	return revocation;
}
async function actAndProve(leaked, key, { waited, taken }, deps) {
	const { clock } = deps;
	const end = (result, what, dead = null) => ({
		...ending(result, clock, `Key ${key.id}, identified by ${key.matchedBy}, ${what}.`, key, dead),
		intended: true
	});
	if (waited) {
		const dead = await deadAlready(leaked, deps);
		if (dead !== null) return end("already-inactive", "was revoked by another run", dead);
	}
	const sentAt = clock.now();
	const sent = await sendRevoke(leaked, key.id, otherKey(leaked, deps.managementKey), deps.api);
	const inDoubt = sent.kind === "accepted" || sent.kind === "lost" || taken && sent.kind === "unsent";
	const dead = await require_prove_dead.proveDead(leaked, deps, inDoubt ? require_prove_dead.proofLimitMs : 0);
	if (dead !== null) {
		const how = sent.kind === "accepted" ? "" : ` (the answer to the revoke was ${sent.text})`;
		return end("revoked", `was refused ${dead.at - sentAt} ms after the revoke was sent${how}`, dead);
	}
	if (sent.kind === "refused") return end("refused", `is not revoked: the API refused with ${sent.text}`);
	if (sent.kind === "unsent" && !inDoubt) return end("failed", `is not revoked: the revoke did not get through (${sent.text})`);
	return end("unconfirmed", `was not refused within ${clock.now() - sentAt} ms of the revoke (answer: ${sent.text})`);
}
async function record(intent, revocation, deps) {
	await require_alert_payload.conclude(deps.store, deps.log, intent.id, revocation.result, revocation.at, revocation.detail);
}
// src/respond/rotate-leaked.ts
function wouldRotate({ to, revokeFrom }) {
	return `An armed run (--revoke) would make a new key, hand it over to ${to.map(require_options.placeName).join(" and ")}, prove that it works, and revoke this one${revokeFrom === null ? "" : `, not before ${revokeFrom}`}.`;
}
async function rotateLeaked(leaked, decided, rotator, deps) {
	const ended = await withIdentified(leaked, deps, (key) => rotateIdentified(leaked, decided, key, rotator, deps));
	return "outcome" in ended ? ended : {
		outcome: null,
		revocation: ended,
		key: ended.key
	};
}
async function endRotation(leaked, loadRotator, deps) {
	try {
		const known = await deps.store.known(leaked.secret.fingerprint);
		if (known === null) return null;
		const rotator = await loadRotator();
		if (!await rotator.isRevoking(leaked.environment, known.keyId)) return null;
		const key = {
			id: known.keyId,
			name: known.name
		};
		const { result, detail } = await rotator.rotate({
			leaked,
			key,
			to: [],
			revokeFrom: null
		});
		return {
			action: "rotate",
			result,
			at: require_runtime.timestamp(deps.clock),
			detail
		};
	} catch (error) {
		deps.log.warn("a rotation begun by an earlier run could not be looked up", { reason: require_errors.messageOf(error) });
		return null;
	}
}
async function rotateIdentified(leaked, decided, key, rotator, deps) {
	const { store, clock, log, limits } = deps;
	const { fingerprint } = leaked.secret;
	const { environment } = leaked;
	const stopped = (why) => {
		const detail = `Nothing was revoked, and no new key was made: ${why}.`;
		return {
			outcome: null,
			revocation: ending("failed", clock, detail, key, null),
			key
		};
	};
	const isDue = decided.revokeFrom === null || clock.now() >= Date.parse(decided.revokeFrom);
	const revokeFrom = isDue ? null : decided.revokeFrom;
	let act = null;
	try {
		const { id: keyId, name } = key;
		await store.register({
			fingerprint,
			keyId,
			environment,
			name,
			createdAt: require_runtime.timestamp(clock),
			source: "registered"
		});
		if (isDue) {
			const intent = {
				fingerprint,
				action: "revoke",
				target: keyId,
				payload: key.matchedBy
			};
			const begun = await require_alert_payload.intend(store, clock, intent, {
				environment,
				mostAnHour: limits.mostAnHour
			});
			if (begun.kind === "stopped") return stopped(begun.why);
			act = begun.intent.id;
		}
	} catch (error) {
		return stopped(`the intent could not be recorded (${require_errors.messageOf(error)})`);
	}
	const { result, isRevokeBegun, detail, death } = await rotator.rotate({
		leaked,
		key,
		to: decided.to,
		revokeFrom
	});
	const at = require_runtime.timestamp(clock);
	const outcome = {
		action: "rotate",
		result,
		at,
		detail
	};
	if (act === null && !isRevokeBegun) return {
		outcome,
		revocation: null,
		key
	};
	const dead = isRevokeBegun ? await provenDead(leaked, deps) : null;
	const revoked = dead === null ? isRevokeBegun ? "unconfirmed" : "failed" : "revoked";
	const told = {
		revoked: death ?? `Key ${key.id} is refused; the rotation is not finished.`,
		unconfirmed: `A revoke of key ${key.id} was begun, and nothing proves yet that the key is dead.`,
		failed: `Key ${key.id} is not revoked, as the rotation is not finished.`
	}[revoked];
	if (act !== null) await require_alert_payload.conclude(store, log, act, revoked, at, told);
	return {
		outcome,
		revocation: {
			...ending(revoked, clock, told, key, dead),
			intended: act !== null
		},
		key
	};
}
// src/respond/settle.ts
async function settleRevoke(fingerprint, verdict, deps) {
	if (verdict.validity !== "inactive" && verdict.validity !== "unknown") return null;
	const [first] = await openRevokes(fingerprint, deps);
	if (!first) return null;
	const at = require_runtime.timestamp(deps.clock);
	if (verdict.validity === "unknown") {
		const detail = `A revoke of key ${first.target} begun at ${first.at} is still in doubt: ${verdict.reason}`;
		await require_alert_payload.conclude(deps.store, deps.log, first.id, "unconfirmed", at, detail);
		return {
			action: "revoke",
			result: "unconfirmed",
			at,
			detail
		};
	}
	const detail = `Key ${first.target} is refused; its revoke was begun at ${first.at} by an earlier run.`;
	await concludeRevokes(fingerprint, {
		at,
		detail
	}, deps);
	return {
		action: "revoke",
		result: "revoked",
		at,
		detail
	};
}
async function concludeRevokes(fingerprint, outcome, deps) {
	for (const intent of await openRevokes(fingerprint, deps)) await require_alert_payload.conclude(deps.store, deps.log, intent.id, "revoked", outcome.at, outcome.detail);
}
async function openRevokes(fingerprint, deps) {
	try {
		return (await deps.store.open(fingerprint)).filter((intent) => intent.action === "revoke");
	} catch (error) {
		deps.log.warn("acts left open by earlier runs could not be read", { reason: require_errors.messageOf(error) });
		return [];
	}
}
// src/respond/settle-or-revoke.ts
async function settleOrRevoke(each, store, why, input) {
	const { finding, response } = each;
	const { decision } = response;
	const { environment } = finding.rule;
	if (!require_options.kills(decision.actions)) return settle(each, store, input);
	if (decision.dryRun) {
		response.outcomes.push(dryRun(decision, input));
		return;
	}
	const { api } = input;
	if (!store || !api) {
		const detail = `Nothing was revoked: the intent could not be recorded (${why}).`;
		response.outcomes.push({
			action: "revoke",
			result: "failed",
			at: require_runtime.timestamp(input.clock),
			detail
		});
		return;
	}
	const managementKey = input.managementKeys[environment];
	const leaked = {
		secret: finding.secret,
		environment
	};
	const knownSince = Date.parse(response.firstSeenAt);
	const deps = {
		...input,
		api,
		store,
		managementKey,
		knownSince
	};
	const { rotation } = decision;
	if (rotation === void 0) {
		await note(each, await revoke(leaked, deps), store, input);
		return;
	}
	const ended = await rotateLeaked(leaked, rotation, await input.rotator(), deps);
	if (ended.outcome) response.outcomes.push(ended.outcome);
	response.key = ended.key;
	if (ended.revocation) await note(each, ended.revocation, store, input);
}
async function settle(each, store, input) {
	const { finding, verdict, response } = each;
	if (!store) return;
	const settled = await settleRevoke(finding.fingerprint, verdict, {
		...input,
		store
	});
	if (settled) response.outcomes.push(settled);
	each.news = settled?.result === "revoked";
	if (verdict.validity !== "inactive" || !input.armed) return;
	const ended = await endRotation({
		secret: finding.secret,
		environment: finding.rule.environment
	}, input.rotator, {
		...input,
		store
	});
	if (ended) response.outcomes.push(ended);
}
async function note(each, revocation, store, input) {
	const { finding, response } = each;
	const { result, at, detail, key, proof, intended } = revocation;
	response.outcomes.push({
		action: "revoke",
		result,
		at,
		detail
	});
	response.key = key;
	if (!intended) await noted(input.log, () => store.withhold(finding.fingerprint, at, result, detail));
	if (proof === null) return;
	each.news = true;
	await noted(input.log, () => store.learn(finding.fingerprint, input.hosts[finding.rule.environment], proof));
	await markDead(each, proof.checkedAt ?? at, store, input.log);
	await concludeRevokes(finding.fingerprint, {
		at,
		detail
	}, {
		store,
		log: input.log
	});
}
function dryRun({ rotation }, { clock }) {
	const at = require_runtime.timestamp(clock);
	if (rotation) return {
		action: "rotate",
		result: "dry-run",
		at,
		detail: wouldRotate(rotation)
	};
	return {
		action: "revoke",
		result: "dry-run",
		at,
		detail: "An armed run (--revoke) would revoke this key."
	};
}
// src/respond/respond.ts
async function respond(input) {
	const { store, why } = await open(input);
	try {
		const cases = [];
		if (store) await noted(input.log, () => judgeHosts(input.hostChecks, input.items, store));
		for (const item of input.items) cases.push(await consider(item, store, input));
		for (const each of byOrderOfRevocation(cases, input.managementKeys)) {
			await settleOrRevoke(each, store, why, input);
			if (store) await noted(input.log, () => judgeRevokesOf(each.finding.rule.environment, cases, store, input.clock));
		}
		for (const each of cases) await tell(each, store, input);
		return new Map(cases.map((each) => [each.finding.fingerprint, each.response]));
	} finally {
		if (store && input.armed) await letGo(input.items.map(({ finding }) => finding), store, input.log);
		await store?.close().catch((error) => {
			input.log.warn("the state could not be closed", { reason: require_errors.messageOf(error) });
		});
	}
}
async function open(input) {
	if (!input.openStore || input.items.length === 0) return {
		store: null,
		why: "this run keeps no state"
	};
	try {
		return {
			store: await input.openStore(),
			why: ""
		};
	} catch (error) {
		const why = require_errors.messageOf(error);
		input.log.warn("the state can not be used: nothing is revoked", { reason: why });
		return {
			store: null,
			why
		};
	}
}
async function tell(each, store, input) {
	const { finding, response } = each;
	if (input.alerters.length === 0) return;
	const about = {
		fingerprint: finding.fingerprint,
		finding: input.describe(each, response),
		target: input.target,
		firstSeenAt: response.firstSeenAt
	};
	const isAlive = response.outcomes.some(({ result }) => result === "failed");
	const occasion = {
		wanted: each.news || isAlive || response.decision.actions.includes("alert"),
		isDead: each.deadAt !== null
	};
	response.outcomes.push(...await alert(about, occasion, {
		...input,
		store
	}));
}
function judgeRevokesOf(environment, cases, store, clock) {
	return judgeRevokes(cases.filter((each) => each.finding.rule.environment === environment).flatMap((each) => each.response.outcomes.map(({ result }) => result)), environment, store, clock);
}
function byOrderOfRevocation(cases, management) {
	const isManagement = (each) => management[each.finding.rule.environment]?.fingerprint === each.finding.fingerprint;
	return [...cases.filter((each) => !isManagement(each)), ...cases.filter(isManagement)];
}
// src/core/verdict.ts
function unverified(reason) {
	return {
		validity: "unverified",
		reason,
		checkedAt: null,
		status: null,
		code: null,
		requestId: null
	};
}
// src/verify/verify-findings.ts
async function verifyFindings(findings, { api, ...options }, onControl) {
	const keys = findings.filter(isAskable);
	if (api === null || keys.length === 0) return new Map();
	const asked = keys.map(({ secret, rule }) => ({
		secret,
		environment: rule.environment
	}));
	return require_verify.verifyKeys(asked, api, {
		...options,
		onControl
	});
}
function verdictOf({ fingerprint, rule, vendor }, verdicts) {
	const verdict = verdicts.get(fingerprint);
	if (verdict !== void 0) return verdict;
	if (vendor !== null) return unverified(`It stands among words of ${vendor}, so it was not sent to Anton.`);
	if (rule.verification === "none") return unverified("The API can not be asked about it: look it up in the portal.");
	return unverified("This run is offline.");
}
// src/handle.ts
var handle_exports = require_rolldown_runtime.__exportAll({ handle: () => handle });
async function handle(found, plan) {
	const foundAt = require_runtime.timestamp(plan.clock);
	const hostChecks = [];
	const state = openOnce(found, plan);
	const store = isAsked(plan) ? null : await state?.().catch(() => null);
	const findings = store ? await markAccepted(found, store, foundAt.slice(0, 10), plan.log) : found;
	const known = await recall(findings, state, plan);
	const fresh = findings.filter(({ fingerprint }) => !known.has(fingerprint));
	const uses = await lookBefore(findings.filter(({ fingerprint }) => known.get(fingerprint)?.validity !== "inactive"), state, plan);
	const asked = await verifyFindings(fresh, plan, (environment, clean, why) => hostChecks.push({
		environment,
		clean,
		at: require_runtime.timestamp(plan.clock),
		why
	}));
	const verdicts = new Map([...known, ...asked]);
	return respondTo(findings.map((finding) => ({
		finding,
		verdict: verdictOf(finding, verdicts)
	})), {
		foundAt,
		hostChecks,
		uses
	}, state, plan);
}
function openOnce(findings, plan) {
	if (findings.length === 0 || !(plan.armed || plan.alerters.length > 0)) return null;
	let opened = null;
	return () => opened ??= plan.openStore();
}
function isAsked({ subject, isOrder }) {
	return "finding" in subject || isOrder === true;
}
async function recall(findings, state, plan) {
	const { hosts, armed, clock, log } = plan;
	const store = isAsked(plan) || plan.api === null ? null : await state?.().catch(() => null);
	return store ? remembered(findings, store, {
		hosts,
		armed,
		log,
		clock
	}) : new Map();
}
async function lookBefore(findings, state, { api, policy, managementKeys }) {
	if (api === null || state === null || !asksAboutUse(policy)) return null;
	return usesBefore(new Set(findings.map(({ rule }) => rule.environment)), api, managementKeys);
}
async function respondTo(items, seen, openStore, plan) {
	const responses = await respond({
		...plan,
		items,
		...seen,
		target: require_text.maskKeys(plan.subject.target),
		api: plan.api,
		judge: (answer) => require_verify.judge(answer, true).validity,
		openStore,
		async rotator() {
			const { leakRotator } = await Promise.resolve().then(() => require("./leak-rotator.js"));
			if (plan.api === null || openStore === null) throw new Error("only an armed run rotates keys");
			return leakRotator(plan, plan.api, await openStore());
		},
		describe: ({ finding, verdict }, response) => require_exit.reportFinding({
			finding,
			verdict,
			...response
		}, plan.subject.name, require_pipeline.repositoryOf(plan.subject))
	});
	return items.flatMap(({ finding, verdict }) => {
		const response = responses.get(finding.fingerprint);
		return response === void 0 ? [] : [{
			finding,
			verdict,
			...response
		}];
	});
}
Object.defineProperty(exports, "handle", {
	enumerable: true,
	get: function() {
		return handle;
	}
});
Object.defineProperty(exports, "handle_exports", {
	enumerable: true,
	get: function() {
		return handle_exports;
	}
});
Object.defineProperty(exports, "otherKey", {
	enumerable: true,
	get: function() {
		return otherKey;
	}
});
