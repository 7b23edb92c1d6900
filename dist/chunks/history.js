import { i as worst, n as messageOf, r as ExitCode, t as AkguardError } from "./errors.js";
import { r as timestamp } from "./runtime.js";
import { a as maskKeys, o as visible } from "./text.js";
import { a as suppress, i as Scanner, o as exposureOfPath, s as pathOf } from "./rules-command.js";
import { a as verifyKeys, c as answerText, l as groupFindings, o as judge, s as identify } from "./plan.js";
import "./store.js";
import { n as knowledge, t as alertState } from "./alert-state.js";
import { i as kindOf } from "./paths.js";
import { t as PackEntries } from "./pack-entries.js";
import { closeSync, constants, existsSync, fstatSync, openSync, readFileSync, readSync, readdirSync, statSync } from "node:fs";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { spawn } from "node:child_process";
import { inflateSync } from "node:zlib";
// src/core/coverage.ts
var Coverage = class {
	files = 0;
	commits = 0;
	blobs = 0;
	objects = 0;
	lines = 0;
	bytes = 0;
	#missed = [];
	#leftOut = [];
	missed(what, why) {
		this.#missed.push({
			what,
			why
		});
	}
	leftOut(what, why) {
		this.#leftOut.push({
			what,
			why
		});
	}
	add(other) {
		this.files += other.files;
		this.commits += other.commits;
		this.blobs += other.blobs;
		this.objects += other.objects;
		this.lines += other.lines;
		this.bytes += other.bytes;
		addNew(this.#missed, other.#missed);
		addNew(this.#leftOut, other.#leftOut);
	}
	get complete() {
		return this.#missed.length === 0;
	}
	get skipped() {
		return [...this.#missed, ...this.#leftOut];
	}
};
const mostAdded = 1e3;
function addNew(known, others) {
	for (const { what, why } of others) {
		if (known.length >= mostAdded) return;
		if (!known.some((each) => each.what === what && each.why === why)) known.push({
			what,
			why
		});
	}
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
// src/io/progress.ts
const firstAfterMs = 1e3;
const everyMs = 200;
const blobsPerLook = 64;
function withProgress(sink, coverage, wanted) {
	if (!wanted || process.stderr.isTTY !== true) return {
		sink,
		end: () => {}
	};
	const started = Date.now();
	let due = started + firstAfterMs;
	let seen = 0;
	let shown = false;
	const look = () => {
		if (++seen % blobsPerLook !== 0 || Date.now() < due) return;
		due = Date.now() + everyMs;
		shown = true;
		const seconds = (Date.now() - started) / 1e3;
		const rate = coverage.bytes / 1e6 / seconds;
		const things = coverage.objects > 0 ? `${coverage.objects} objects` : `${coverage.files} files`;
		const megabytes = (coverage.bytes / 1e6).toFixed(0);
		process.stderr.write(`\r\u001b[Kscanning: ${things}, ${megabytes} MB, ${rate.toFixed(0)} MB/s`);
	};
	return {
		sink: {
			get room() {
				return sink.room;
			},
			whole(provenance, bytes) {
				look();
				sink.whole(provenance, bytes);
			},
			open: (...blob) => sink.open(...blob),
			write(bytes) {
				look();
				sink.write(bytes);
			},
			close: () => sink.close()
		},
		end() {
			if (shown) process.stderr.write("\r\x1B[K");
		}
	};
}
// src/report/build.ts
function buildReport(facts) {
	const { coverage, handled } = facts;
	const { complete, files, commits, blobs, objects, lines, bytes } = coverage;
	const findings = handled.map((each) => reportFinding(each, facts.source)).toSorted(byUrgency);
	const having = (validity) => findings.filter((finding) => finding.verdict.validity === validity).length;
	const ending = (result) => findings.flatMap((f) => f.outcomes).filter((o) => o.result === result).length;
	return {
		schema: "akguard.report/1",
		tool: {
			name: "akguard",
			version: facts.version
		},
		scan: {
			source: facts.source,
			target: maskKeys(facts.target),
			started_at: facts.startedAt,
			duration_ms: facts.durationMs,
			coverage: {
				complete,
				files,
				commits,
				blobs,
				objects,
				lines,
				bytes,
				skipped: coverage.skipped.map(({ what, why }) => ({
					what: maskKeys(what),
					why: maskKeys(why)
				}))
			},
			baseline: facts.baseline
		},
		findings,
		summary: {
			findings: findings.length,
			active: having("active"),
			inactive: having("inactive"),
			unknown: having("unknown"),
			unverified: having("unverified"),
			revoked: ending("revoked"),
			alerts: ending("alerted")
		},
		exit_code: facts.exitCode
	};
}
function reportFinding(handled, source) {
	const { finding, verdict, decision, key } = handled;
	return {
		fingerprint: finding.fingerprint,
		rule: finding.rule.id,
		environment: finding.rule.environment,
		redacted: finding.secret.redacted,
		vendor: finding.vendor,
		verdict: {
			validity: verdict.validity,
			reason: maskKeys(verdict.reason),
			checked_at: verdict.checkedAt,
			status: verdict.status,
			code: verdict.code,
			request_id: verdict.requestId
		},
		key: key === null ? null : {
			id: key.id,
			name: maskKeys(key.name),
			matched_by: key.matchedBy
		},
		decision: {
			rule: decision.rule,
			actions: decision.actions,
			dry_run: decision.dryRun,
			withheld: decision.withheld
		},
		outcomes: handled.outcomes.map((outcome) => ({
			...outcome,
			detail: maskKeys(outcome.detail)
		})),
		exposed_for_ms: handled.exposedForMs,
		matches: source === "key" ? [] : finding.matches.map((match) => reportMatch(match, source))
	};
}
function reportMatch(match, source) {
	const { provenance } = match;
	const commit = "commit" in provenance ? provenance.commit : null;
	const path = pathOf(provenance);
	const standing = provenance.kind === "commit" ? provenance.standing : void 0;
	return {
		source,
		path: path === null ? null : maskKeys(path),
		line: match.line,
		column: match.column,
		commit: commit?.id ?? null,
		author: commit === null ? null : maskKeys(commit.author),
		committed_at: commit?.committedAt ?? null,
		blob: objectOf(provenance),
		ref: commit?.ref === void 0 || commit.ref === null ? null : maskKeys(commit.ref),
		tips: standing?.tips?.map(maskKeys) ?? null,
		refs: standing?.refs?.map(maskKeys) ?? null,
		encoding: match.encoding,
		member: match.member === null ? null : maskKeys(match.member),
		url: match.url === null ? null : maskKeys(match.url),
		exposure: match.exposure,
		suppressed: match.suppressed
	};
}
function objectOf(provenance) {
	switch (provenance.kind) {
		case "index":
		case "commit": return provenance.blob;
		case "object":
		case "message": return provenance.id;
		case "file":
		case "log": return null;
	}
}
const validityOrder = [
	"active",
	"unknown",
	"unverified",
	"inactive"
];
function byUrgency(a, b) {
	const rank = (f) => {
		const revoked = f.outcomes.some((outcome) => outcome.result === "revoked");
		const exposed = f.matches.some((match) => match.exposure !== null);
		return (revoked ? 3 : validityOrder.indexOf(f.verdict.validity)) * 4 + (f.environment === "live" ? 0 : 2) + (exposed ? 0 : 1);
	};
	return rank(a) - rank(b) || (a.fingerprint < b.fingerprint ? -1 : 1);
}
// src/respond/exit.ts
const stillAlive = [
	"failed",
	"unconfirmed",
	"ambiguous",
	"refused"
];
function exitCodeFor(ending) {
	const codes = [ending.complete ? ExitCode.ok : ExitCode.incomplete];
	for (const finding of ending.findings) {
		if (failsOn(ending.failOn, finding)) codes.push(ExitCode.findings);
		if (finding.validity === "unknown" && ending.verifyAsked) codes.push(ExitCode.incomplete);
		for (const outcome of finding.outcomes) codes.push(codeOf(outcome));
	}
	return worst(codes);
}
function failsOn(failOn, finding) {
	if (finding.suppressed || !finding.decision.actions.includes("fail")) return false;
	if (failOn === "none") return false;
	return failOn === "active" ? finding.validity === "active" : finding.validity !== "inactive";
}
function codeOf(outcome) {
	if (outcome.action === "revoke") return stillAlive.includes(outcome.result) ? ExitCode.alive : ExitCode.ok;
	return outcome.result === "failed" ? ExitCode.incomplete : ExitCode.ok;
}
// src/respond/decide.ts
function decide(question) {
	const { environment, verdict, policy, armed } = question;
	if (question.suppressed === true) return {
		rule: "suppressed",
		actions: [],
		dryRun: false,
		withheld: null
	};
	const rule = policy.find((each) => fits(each, verdict.validity, environment)) ?? fallback(verdict.validity);
	if (!rule.actions.includes("revoke")) return {
		rule: rule.name,
		actions: [...rule.actions],
		dryRun: false,
		withheld: null
	};
	if (verdict.validity !== "active") return {
		rule: rule.name,
		actions: rule.actions.filter((action) => action !== "revoke"),
		dryRun: false,
		withheld: `Not revoked: the key is ${verdict.validity}, and only a key proven active may be revoked.`
	};
	const withheld = armed ? null : "Not revoked: this run is not armed; give --revoke to arm it.";
	return {
		rule: rule.name,
		actions: [...rule.actions],
		dryRun: !armed,
		withheld
	};
}
function isSuppressed(finding, validity) {
	if (validity === "active" && finding.rule.environment === "live") return false;
	return finding.matches.length > 0 && finding.matches.every((match) => match.suppressed !== null);
}
function fits(rule, validity, environment) {
	const { when } = rule;
	if (when.validity && !when.validity.includes(validity)) return false;
	return !when.environment || when.environment.includes(environment);
}
function fallback(validity) {
	return {
		name: "default",
		when: {},
		actions: validity === "inactive" ? [] : ["alert", "fail"]
	};
}
// src/respond/acts.ts
const askAgainMs = 250;
async function intend(store, clock, act, gate) {
	const started = clock.now();
	for (;;) {
		const intended = await store.intend({
			...act,
			at: timestamp(clock)
		}, gate);
		if (intended.kind === "stopped") return intended;
		if (intended.kind === "intended") return {
			...intended,
			waited: clock.now() > started
		};
		if (clock.now() - started > 12e4) throw new Error("other runs keep doing the same");
		await clock.sleep(askAgainMs);
	}
}
async function conclude$1(store, log, id, ...outcome) {
	try {
		await store.conclude(id, ...outcome);
	} catch (error) {
		log.warn("an outcome could not be recorded; the next run will settle it", { reason: messageOf(error) });
	}
}
// src/respond/alert-payload.ts
const mostPlaces = 60;
function payloadOf(alert) {
	const { finding } = alert;
	const kept = {
		...alert,
		finding: {
			...finding,
			matches: finding.matches.slice(0, mostPlaces)
		}
	};
	return maskKeys(JSON.stringify(kept));
}
function alertFrom(payload) {
	if (payload === null) return null;
	try {
		const value = JSON.parse(payload);
		return value?.finding?.verdict && Array.isArray(value.finding.outcomes) ? value : null;
	} catch {
		return null;
	}
}
function stateTold(payload) {
	const alert = alertFrom(payload);
	return alert ? alertState(alert.finding) : "unverified";
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
	const payload = payloadOf(about);
	const act = {
		fingerprint: about.fingerprint,
		action: "alert",
		target: channel,
		payload
	};
	let intent = null;
	try {
		if (store) {
			let telling = await tellingOf(store, about, channel, occasion);
			if (telling === "due") {
				const begun = await intend(store, clock, act);
				if (begun.kind === "intended") ({intent} = begun);
				telling = await tellingOf(store, about, channel, occasion);
			} else intent = await abandoned(store, clock, act);
			if (telling !== "due") {
				const earlier = await store.last(act.fingerprint, "alert", channel, "alerted");
				const detail = `${channel}: told at ${earlier?.at ?? "an earlier run"}, ${earlier?.detail ?? ""}`;
				const at = timestamp(clock);
				if (intent) await conclude$1(store, log, intent.id, "already-alerted", at, detail);
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
			reason: messageOf(error)
		});
	}
	return tell$1(about, alerter, intent, deps);
}
async function abandoned(store, clock, act) {
	if (!(await store.open(act.fingerprint)).some((each) => each.action === "alert" && each.target === act.target)) return null;
	const intended = await store.intend({
		...act,
		at: timestamp(clock)
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
		detail = messageOf(error);
	}
	const at = timestamp(deps.clock);
	if (intent && deps.store) await conclude$1(deps.store, deps.log, intent.id, result, at, detail);
	return {
		action: "alert",
		result,
		at,
		detail: `${alerter.channel}: ${detail}`
	};
}
async function tellingOf(store, about, channel, occasion) {
	const { fingerprint } = about;
	const told = await store.last(fingerprint, "alert", channel, "alerted");
	const saysMore = told !== null && knowledge[alertState(about.finding)] > knowledge[stateTold(told.payload)];
	if (occasion.wanted) return told && !saysMore ? "done" : "due";
	if (told) return saysMore && occasion.isDead ? "due" : "none";
	if ((await store.open(fingerprint)).some((each) => each.action === "alert" && each.target === channel)) return "due";
	return occasion.isDead && await store.last(fingerprint, "revoke", null, null) ? "due" : "none";
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
		openedAt: timestamp(clock),
		why
	});
}
// src/respond/prove-dead.ts
const firstPauseMs = 50;
const longestPauseMs = 2e3;
const proofLimitMs = 15e3;
async function proveDead(leaked, deps, limitMs = proofLimitMs) {
	const deadline = deps.clock.now() + limitMs;
	for (let pause = firstPauseMs;; pause = Math.min(pause * 2, longestPauseMs)) {
		const answer = await deps.api.check(leaked.secret, leaked.environment);
		const now = deps.clock.now();
		if (deps.judge(answer, leaked.environment) === "inactive") return {
			at: now,
			proof: refusal(answer, now)
		};
		if (now >= deadline) return null;
		await deps.clock.sleep(Math.min(pause, deadline - now));
	}
}
function refusal(answer, now) {
	return {
		validity: "inactive",
		reason: `The key was presented and refused: ${answerText(answer)}`,
		checkedAt: new Date(now).toISOString(),
		status: answer.kind === "http" ? answer.status : null,
		code: answer.kind === "http" ? answer.code : null,
		requestId: answer.requestId
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
	const text = answerText(answer);
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
async function revoke(leaked, deps) {
	const { clock } = deps;
	const other = otherKey(leaked, deps.managementKey);
	const found = await identify(leaked.secret, leaked.environment, {
		...deps,
		observer: other,
		inventory: deps.store
	});
	if (found.kind !== "identified") {
		if (found.kind === "failed") {
			const dead = await proveDead(leaked, deps, 0);
			if (dead !== null) return ending("already-inactive", clock, "The key was refused before it was revoked.", null, dead);
		}
		return ending(found.kind === "ambiguous" ? "ambiguous" : "failed", clock, `Nothing was revoked: ${found.why}.`, null, null);
	}
	const { key } = found;
	const act = {
		fingerprint: leaked.secret.fingerprint,
		action: "revoke",
		target: key.id
	};
	const { run, mostAnHour } = deps.limits;
	if (!run.begun.has(act.fingerprint) && run.begun.size >= run.most) return ending("failed", clock, `Nothing was revoked: ${`this run has revoked as many keys as one may, ${run.most} (see --max-revocations)`}.`, key, null);
	let intended;
	try {
		intended = await intend(deps.store, clock, act, {
			environment: leaked.environment,
			mostAnHour
		});
	} catch (error) {
		return ending("failed", clock, `Nothing was revoked: the intent could not be recorded (${messageOf(error)}).`, key, null);
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
		const dead = await proveDead(leaked, deps, 0);
		if (dead !== null) return end("already-inactive", "was revoked by another run", dead);
	}
	const sentAt = clock.now();
	const sent = await sendRevoke(leaked, key.id, otherKey(leaked, deps.managementKey), deps.api);
	const inDoubt = sent.kind === "accepted" || sent.kind === "lost" || taken && sent.kind === "unsent";
	const dead = await proveDead(leaked, deps, inDoubt ? proofLimitMs : 0);
	if (dead !== null) {
		const how = sent.kind === "accepted" ? "" : ` (the answer to the revoke was ${sent.text})`;
		return end("revoked", `was refused ${dead.at - sentAt} ms after the revoke was sent${how}`, dead);
	}
	if (sent.kind === "refused") return end("refused", `is not revoked: the API refused with ${sent.text}`);
	if (sent.kind === "unsent" && !inDoubt) return end("failed", `is not revoked: the revoke did not get through (${sent.text})`);
	return end("unconfirmed", `was not refused within ${clock.now() - sentAt} ms of the revoke (answer: ${sent.text})`);
}
async function record(intent, revocation, deps) {
	await conclude$1(deps.store, deps.log, intent.id, revocation.result, revocation.at, revocation.detail);
}
function otherKey(leaked, managementKey) {
	return managementKey?.fingerprint === leaked.secret.fingerprint ? null : managementKey;
}
function ending(result, clock, detail, key, dead) {
	return {
		result,
		at: timestamp(clock),
		detail,
		key,
		proof: dead?.proof ?? null,
		intended: false
	};
}
// src/respond/settle.ts
async function settleRevoke(fingerprint, verdict, deps) {
	if (verdict.validity !== "inactive" && verdict.validity !== "unknown") return null;
	const [first] = await openRevokes(fingerprint, deps);
	if (!first) return null;
	const at = timestamp(deps.clock);
	if (verdict.validity === "unknown") {
		const detail = `A revoke of key ${first.target} begun at ${first.at} is still in doubt: ${verdict.reason}`;
		await conclude$1(deps.store, deps.log, first.id, "unconfirmed", at, detail);
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
	for (const intent of await openRevokes(fingerprint, deps)) await conclude$1(deps.store, deps.log, intent.id, "revoked", outcome.at, outcome.detail);
}
async function openRevokes(fingerprint, deps) {
	try {
		return (await deps.store.open(fingerprint)).filter((intent) => intent.action === "revoke");
	} catch (error) {
		deps.log.warn("acts left open by earlier runs could not be read", { reason: messageOf(error) });
		return [];
	}
}
// src/respond/sighting.ts
function sightingOf({ fingerprint, rule, secret, matches }, target, foundAt) {
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
		places: matches.length
	};
}
// src/respond/respond.ts
async function respond(input) {
	const { store, why } = await open(input);
	try {
		const cases = [];
		if (store) await noted(input.log, () => judgeHosts(input.hostChecks, input.items, store));
		for (const item of input.items) cases.push(await begin(item, store, input));
		for (const each of byOrderOfRevocation(cases, input.managementKeys)) {
			await settleOrRevoke(each, store, why, input);
			if (store) await noted(input.log, () => judgeRevokesOf(each.finding.rule.environment, cases, store, input.clock));
		}
		for (const each of cases) await tell(each, store, input);
		return new Map(cases.map((each) => [each.finding.fingerprint, each.response]));
	} finally {
		await store?.close().catch((error) => {
			input.log.warn("the state could not be closed", { reason: messageOf(error) });
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
		const why = messageOf(error);
		input.log.warn("the state can not be used: nothing is revoked", { reason: why });
		return {
			store: null,
			why
		};
	}
}
async function begin(item, store, input) {
	const { finding, verdict } = item;
	const { environment } = finding.rule;
	const suppressed = isSuppressed(finding, verdict.validity);
	const response = {
		decision: decide({
			environment,
			verdict,
			policy: input.policy,
			armed: input.armed,
			suppressed
		}),
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
		const incident = await store.sight(sightingOf(finding, input.target, input.foundAt));
		begun.response.firstSeenAt = incident.firstSeenAt;
		begun.deadAt = incident.deadAt;
		await judgeReturn(await store.learn(fingerprint, input.hosts[environment], verdict), item, store, input.clock);
		if (verdict.validity === "inactive") await markDead(begun, incident.firstSeenAt === input.foundAt ? input.foundAt : verdict.checkedAt ?? input.foundAt, store, input.log);
	} catch (error) {
		input.log.warn("a finding could not be recorded", { reason: messageOf(error) });
	}
	return begun;
}
async function settleOrRevoke(each, store, why, input) {
	const { finding, verdict, response } = each;
	const { environment } = finding.rule;
	if (!response.decision.actions.includes("revoke")) {
		const settled = store ? await settleRevoke(finding.fingerprint, verdict, {
			...input,
			store
		}) : null;
		if (!settled) return;
		response.outcomes.push(settled);
		each.news = settled.result === "revoked";
		return;
	}
	if (response.decision.dryRun) {
		response.outcomes.push(outcome(input, "dry-run", "An armed run (--revoke) would revoke this key."));
		return;
	}
	const { api } = input;
	if (!store || !api) {
		const detail = `Nothing was revoked: the intent could not be recorded (${why}).`;
		response.outcomes.push(outcome(input, "failed", detail));
		return;
	}
	const managementKey = input.managementKeys[environment];
	const leaked = {
		secret: finding.secret,
		environment
	};
	const knownSince = Date.parse(response.firstSeenAt);
	const { result, at, detail, key, proof, intended } = await revoke(leaked, {
		...input,
		api,
		store,
		managementKey,
		knownSince
	});
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
	await noted(input.log, () => store.learn(finding.fingerprint, input.hosts[environment], proof));
	await markDead(each, proof.checkedAt ?? at, store, input.log);
	await concludeRevokes(finding.fingerprint, {
		at,
		detail
	}, {
		store,
		log: input.log
	});
}
async function noted(log, record) {
	try {
		await record();
	} catch (error) {
		log.warn("something that happened could not be recorded", { reason: messageOf(error) });
	}
}
async function markDead(each, at, store, log) {
	const { response, finding } = each;
	each.deadAt ??= at;
	const exposed = Date.parse(each.deadAt) - Date.parse(response.firstSeenAt);
	response.exposedForMs = exposed > 0 ? exposed : null;
	await noted(log, () => store.died(finding.fingerprint, at));
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
function outcome(input, result, detail) {
	return {
		action: "revoke",
		result,
		at: timestamp(input.clock),
		detail
	};
}
// src/pipeline.ts
async function runPipeline(plan) {
	const { clock, log, subject } = plan;
	const started = clock.now();
	const coverage = new Coverage();
	const scanned = "finding" in subject ? only(subject.finding) : await scan(subject, await makeScanner(plan), coverage, plan);
	const { findings } = scanned;
	log.debug("scanned", {
		findings: findings.length,
		complete: coverage.complete,
		bytes: coverage.bytes
	});
	const handled = await handle(findings, plan);
	return conclude({
		...scanned,
		started,
		coverage,
		handled
	}, plan);
}
async function makeScanner({ rules }) {
	const { containers } = await import("./containers.js");
	return new Scanner(rules, containers);
}
async function scan(source, scanner, coverage, plan) {
	const progress = withProgress(scanner, coverage, plan.progress);
	await source.read(progress.sink, coverage).finally(() => progress.end());
	for (const { provenance, why } of scanner.gaps.splice(0)) coverage.missed(nameOf(provenance), why);
	const matches = scanner.take();
	const findKeys = (bytes) => {
		scanner.whole({
			kind: "file",
			path: ""
		}, bytes);
		scanner.gaps.length = 0;
		return scanner.take().map(({ offset, line, column, secret }) => ({
			offset,
			line,
			column,
			fingerprint: secret.fingerprint
		}));
	};
	const refined = matches.length === 0 ? [] : await source.refine?.(matches, findKeys, coverage) ?? matches;
	const today = timestamp(plan.clock).slice(0, 10);
	const { unused, expired, ...marked } = suppress(refined.map(withPathExposure), plan.baseline ?? [], plan.isIgnored, today);
	return {
		findings: groupFindings(marked.matches),
		unused,
		expired
	};
}
function nameOf(provenance) {
	return pathOf(provenance) ?? ("id" in provenance ? `object ${provenance.id}` : "");
}
function only(finding) {
	return {
		findings: [finding],
		unused: [],
		expired: []
	};
}
function withPathExposure(match) {
	const path = pathOf(match.provenance);
	return match.exposure !== null || path === null ? match : {
		...match,
		exposure: exposureOfPath(match.rule, path)
	};
}
async function handle(findings, plan) {
	const foundAt = timestamp(plan.clock);
	const hostChecks = [];
	const verdicts = await verify(findings, plan, hostChecks);
	return respondTo(findings.map((finding) => ({
		finding,
		verdict: verdictOf(finding, verdicts)
	})), foundAt, hostChecks, plan);
}
async function verify(findings, { api, clock, random, managementKeys }, hostChecks) {
	const keys = findings.filter(({ rule, vendor }) => rule.verification === "anton-api" && vendor === null);
	if (api === null || keys.length === 0) return new Map();
	const asked = keys.map(({ secret, rule }) => ({
		secret,
		environment: rule.environment
	}));
	return verifyKeys(asked, api, {
		clock,
		random,
		managementKeys,
		onControl: (environment, clean, why) => hostChecks.push({
			environment,
			clean,
			at: timestamp(clock),
			why
		})
	});
}
function verdictOf({ fingerprint, rule, vendor }, verdicts) {
	const verdict = verdicts.get(fingerprint);
	if (verdict !== void 0) return verdict;
	if (vendor !== null) return unverified(`It stands among words of ${vendor}, so it was not sent to Anton.`);
	if (rule.verification === "none") return unverified("The API can not be asked about it: look it up in the portal.");
	return unverified("This run is offline.");
}
async function respondTo(items, foundAt, hostChecks, plan) {
	const acts = plan.armed || plan.alerters.length > 0;
	const responses = await respond({
		...plan,
		items,
		target: plan.subject.target,
		foundAt,
		hostChecks,
		api: plan.api,
		judge: (answer) => judge(answer, true).validity,
		openStore: acts ? plan.openStore : null,
		describe: ({ finding, verdict }, response) => reportFinding({
			finding,
			verdict,
			...response
		}, plan.subject.name)
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
function conclude({ started, coverage, handled, unused, expired }, plan) {
	const exitCode = exitCodeFor({
		failOn: plan.failOn,
		complete: coverage.complete,
		verifyAsked: plan.api !== null,
		findings: handled.map(({ finding, verdict, decision, outcomes }) => ({
			validity: verdict.validity,
			suppressed: isSuppressed(finding, verdict.validity),
			decision,
			outcomes
		}))
	});
	return buildReport({
		version: plan.version,
		source: plan.subject.name,
		target: plan.subject.target,
		startedAt: new Date(started).toISOString(),
		durationMs: plan.clock.now() - started,
		coverage,
		baseline: plan.baseline === null ? null : {
			unused,
			expired
		},
		handled,
		exitCode
	});
}
// src/git/run.ts
const hermeticConfig = [
	"core.hooksPath=/dev/null",
	"core.fsmonitor=false",
	"core.pager=cat",
	"core.attributesFile=/dev/null",
	"core.excludesFile=/dev/null",
	"core.quotePath=false",
	"core.commitGraph=true",
	"diff.external=",
	"diff.ignoreSubmodules=none",
	"log.showSignature=false",
	"log.showRoot=true",
	"protocol.ext.allow=never",
	"gc.auto=0",
	"maintenance.auto=false",
	"color.ui=false",
	"safe.directory=*"
];
const hermeticEnvironment = {
	GIT_CONFIG_NOSYSTEM: "1",
	GIT_CONFIG_GLOBAL: "/dev/null",
	GIT_ATTR_NOSYSTEM: "1",
	GIT_TERMINAL_PROMPT: "0",
	GIT_ASKPASS: "true",
	GIT_OPTIONAL_LOCKS: "0",
	GIT_NO_LAZY_FETCH: "1",
	GIT_NO_REPLACE_OBJECTS: "1",
	GIT_PAGER: "cat",
	LC_ALL: "C"
};
const hookVariables = new Set([
	"GIT_DIR",
	"GIT_WORK_TREE",
	"GIT_INDEX_FILE",
	"GIT_COMMON_DIR",
	"GIT_OBJECT_DIRECTORY",
	"GIT_ALTERNATE_OBJECT_DIRECTORIES",
	"GIT_QUARANTINE_PATH",
	"GIT_PREFIX"
]);
const machineVariables = /^(PATH|HOME|TMPDIR|TEMP|TMP|USERPROFILE|SYSTEMROOT|COMSPEC|PATHEXT|LD_LIBRARY_PATH)$/i;
function gitEnvironment(hook) {
	const environment = {};
	for (const [name, value] of Object.entries(process.env)) if ((machineVariables.test(name) || hook && hookVariables.has(name)) && value !== void 0) environment[name] = value;
	return {
		...environment,
		...hermeticEnvironment
	};
}
function start(place, args) {
	const config = hermeticConfig.flatMap((entry) => ["-c", entry]);
	return spawn("git", [...config, ...args], {
		cwd: place.directory,
		env: gitEnvironment(place.hook),
		stdio: [
			"pipe",
			"pipe",
			"pipe"
		]
	});
}
async function streamGit(place, args, onData, input) {
	const child = start(place, args);
	const { stdin, stdout, stderr } = child;
	if (stdin === null || stdout === null || stderr === null) throw new Error("git was started without pipes");
	let errors = "";
	stderr.setEncoding("utf8").on("data", (text) => {
		if (errors.length < 2e3) errors = (errors + text).slice(0, 2e3);
	});
	stdin.on("error", () => {});
	stdin.end(input ?? "");
	return new Promise((resolve, reject) => {
		child.on("error", (error) => reject(new AkguardError("AK_GIT_MISSING", { reason: error.message }, { cause: error })));
		stdout.on("data", (bytes) => {
			try {
				onData(bytes);
			} catch (error) {
				child.kill();
				reject(error instanceof Error ? error : new Error(String(error)));
			}
		});
		child.on("close", (code) => resolve({
			code,
			stderr: errors
		}));
	});
}
async function tryGit(place, args, input) {
	const pieces = [];
	return {
		...await streamGit(place, args, (bytes) => pieces.push(bytes), input),
		stdout: Buffer.concat(pieces)
	};
}
async function runGit(place, args, input) {
	const { code, stderr, stdout } = await tryGit(place, args, input);
	if (code !== 0) throw gitFailed(args, {
		code,
		stderr
	});
	return stdout;
}
function gitFailed(args, end) {
	const reason = firstLine(end.stderr) || `exit code ${end.code}`;
	return new AkguardError("AK_GIT_FAILED", {
		command: args[0] ?? "",
		reason
	});
}
function firstLine(stderr) {
	return visible(stderr.trim().split("\n")[0] ?? "");
}
// src/git/repository.ts
async function findRepository(directory, hook) {
	const place = {
		directory,
		hook
	};
	const { code, stdout } = await tryGit(place, [
		"rev-parse",
		"--absolute-git-dir",
		"--is-shallow-repository",
		"--is-inside-work-tree"
	]);
	if (code !== 0) return null;
	const [gitDirectory = "", shallow, inside] = stdout.toString().split("\n");
	return {
		place,
		gitDirectory,
		shallow: shallow === "true",
		hasWorkTree: inside === "true"
	};
}
async function openRepository(directory, hook) {
	const repository = await findRepository(directory, hook);
	if (repository === null) throw new AkguardError("AK_NOT_A_REPOSITORY", { path: directory });
	return repository;
}
async function resolveRevision(place, revision) {
	const { code, stdout } = await tryGit(place, [
		"rev-parse",
		"--verify",
		"--quiet",
		"--end-of-options",
		revision
	]);
	const id = stdout.toString().trim();
	if (code !== 0 || !/^[0-9a-f]{40,64}$/.test(id)) throw new AkguardError("AK_UNKNOWN_REVISION", { revision });
	return id;
}
async function countPromised(place) {
	if ((await tryGit(place, [
		"config",
		"--get-regexp",
		String.raw`^(extensions\.partialclone|remote\..*\.promisor)$`
	])).code !== 0) return 0;
	return (await runGit(place, [
		"rev-list",
		"--objects",
		"--all",
		"--quiet",
		"--missing=print"
	])).toString("latin1").match(/^\?/gm)?.length ?? 0;
}
// src/core/permalink.ts
function permalink(remote, commit, path, line) {
	const parts = /^(?:https?:\/\/|ssh:\/\/)?(?:[^@/]+@)?([A-Za-z0-9.-]*github[A-Za-z0-9.-]*)(?::\d+)?[:/]([\w.-]+)\/([\w.-]+?)(?:\.git)?\/?$/.exec(remote ?? "");
	if (parts === null) return null;
	const [, host, owner, repository] = parts;
	return `https://${host}/${owner}/${repository}/blob/${commit}/${path.split("/").map(encodeURIComponent).join("/")}#L${line}`;
}
// src/git/loose.ts
const longestFile = 1 << 20;
const longestObject = 1 << 24;
function findLooseStore(place) {
	const moved = [
		"GIT_DIR",
		"GIT_COMMON_DIR",
		"GIT_OBJECT_DIRECTORY"
	].some((name) => process.env[name]);
	if (place.hook && moved) return null;
	for (let folder = resolve(place.directory);; folder = dirname(folder)) {
		const found = statSync(join(folder, ".git"), { throwIfNoEntry: false });
		if (found !== void 0) return found.isDirectory() ? join(folder, ".git/objects") : null;
		if (folder === dirname(folder)) return null;
	}
}
function readLoose(store, id) {
	try {
		const bytes = inflateSync(readSmall(join(store, id.slice(0, 2), id.slice(2))), { maxOutputLength: longestObject });
		const end = bytes.indexOf(0);
		const [, type, size] = /^(blob|tree|commit|tag) (\d+)$/.exec(bytes.toString("latin1", 0, end)) ?? [];
		const content = bytes.subarray(end + 1);
		return content.length === Number(size) ? {
			type,
			bytes: content
		} : null;
	} catch {
		return null;
	}
}
function readSmall(path) {
	const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
	try {
		const stat = fstatSync(fd);
		if (!stat.isFile() || stat.size > longestFile) throw new Error("not a small file");
		return readFileSync(fd);
	} finally {
		closeSync(fd);
	}
}
// src/git/cat-file.ts
var BatchParser = class {
	complete = 0;
	current = null;
	#sink;
	#header = "";
	#left = -1;
	constructor(sink) {
		this.#sink = sink;
	}
	push(data) {
		let at = 0;
		while (at < data.length) if (this.#left > 0) {
			const take = Math.min(this.#left, data.length - at);
			this.#left -= take;
			this.#sink.bytes(data.subarray(at, at + take), this.#left === 0);
			at += take;
		} else if (this.#left === 0) {
			at += 1;
			this.#left = -1;
			this.#end();
		} else {
			const end = data.indexOf(10, at);
			this.#header += data.toString("latin1", at, end < 0 ? data.length : end);
			if (end < 0) return;
			at = end + 1;
			this.#begin(this.#header);
			this.#header = "";
		}
	}
	#begin(header) {
		const [id = "", type = "", size = ""] = header.split(" ");
		if (type === "missing" || size === "") {
			this.#sink.missing(id);
			this.#end();
			return;
		}
		this.current = id;
		this.#left = Number(size);
		this.#sink.object(id, type, this.#left);
		if (this.#left === 0) this.#sink.bytes(Buffer.alloc(0), true);
	}
	#end() {
		this.complete++;
		this.current = null;
	}
};
async function readObjects(place, ids, sink) {
	const bad = [];
	let rest = giveLoose(place, ids, sink);
	while (rest.length > 0) {
		const parser = new BatchParser(sink);
		const end = await streamGit(place, [
			"cat-file",
			"--batch",
			"--buffer"
		], (d) => parser.push(d), rest.join("\n") + "\n");
		if (parser.complete >= rest.length) break;
		bad.push({
			id: rest[parser.complete] ?? "?",
			reason: reasonOf(end)
		});
		rest = rest.slice(parser.complete + 1);
	}
	return bad;
}
function giveLoose(place, ids, sink) {
	const store = findLooseStore(place);
	if (store === null) return ids;
	return ids.filter((id) => {
		const object = readLoose(store, id);
		if (object === null) return true;
		sink.object(id, object.type, object.bytes.length);
		sink.bytes(object.bytes, true);
		return false;
	});
}
async function readAllObjects(place, sink) {
	const parser = new BatchParser(sink);
	const all = [
		"--batch-all-objects",
		"--unordered",
		"--buffer"
	];
	const end = await streamGit(place, [
		"cat-file",
		"--batch",
		...all
	], (d) => parser.push(d));
	if (end.code === 0) return [];
	let listing = "";
	const listed = await streamGit(place, [
		"cat-file",
		"--batch-check=%(objectname)",
		...all
	], (d) => listing += d.toString("latin1"));
	const ids = listing.split("\n").filter(Boolean);
	const at = parser.current === null ? parser.complete : ids.indexOf(parser.current);
	const bad = [{
		id: ids[at] ?? "?",
		reason: reasonOf(end)
	}];
	if (listed.code !== 0) bad.push({
		id: "the list of objects",
		reason: reasonOf(listed)
	});
	return [...bad, ...await readObjects(place, ids.slice(at + 1), sink)];
}
function reasonOf(end) {
	return firstLine(end.stderr) || `git ended with ${end.code}`;
}
// src/git/changes.ts
const submoduleMode = "160000";
function parseRaw(meta, path) {
	const parents = /^:+/.exec(meta)?.[0].length ?? 1;
	const fields = meta.slice(parents).split(" ");
	const modes = fields.slice(0, parents + 1);
	const ids = fields.slice(parents + 1, 2 * parents + 2);
	const after = ids[parents] ?? "";
	const submodule = modes[parents] === submoduleMode;
	const unmerged = fields.at(-1) === "U";
	const before = ids.slice(0, parents).filter((id, i) => !isZero(id) && modes[i] !== submoduleMode);
	return {
		path,
		after: isZero(after) || submodule ? null : after,
		before,
		submodule,
		unmerged
	};
}
function isZero(id) {
	return /^0*$/.test(id);
}
var NulSplitter = class {
	#rest = Buffer.alloc(0);
	#onToken;
	constructor(onToken) {
		this.#onToken = onToken;
	}
	push(data) {
		let from = 0;
		for (let at = data.indexOf(0); at !== -1; at = data.indexOf(0, from)) {
			const token = data.subarray(from, at);
			this.#onToken((this.#rest.length > 0 ? Buffer.concat([this.#rest, token]) : token).toString());
			this.#rest = Buffer.alloc(0);
			from = at + 1;
		}
		this.#rest = Buffer.concat([this.#rest, data.subarray(from)]);
	}
};
const commitFormat = "--format=%x01%H%x00%P%x00%an <%ae>%x00%cI%x00%S";
const headerFields = 5;
async function readCommits(place, options, revisions, onCommit) {
	const args = [
		"log",
		"-z",
		"--raw",
		"-c",
		"--root",
		"-r",
		"--no-renames",
		"--no-abbrev",
		"--no-textconv"
	];
	args.push("--no-ext-diff", "--topo-order", "--reverse", "--ignore-missing", "--source", commitFormat, ...options, "--stdin", "--");
	let header = [];
	let current = null;
	let meta = null;
	const splitter = new NulSplitter((token) => {
		if (header.length > 0 && header.length < headerFields) {
			header.push(token);
			if (header.length < headerFields) return;
			const [id = "", parents = "", author = "", committedAt = "", ref = ""] = header;
			if (current !== null) onCommit(current);
			current = {
				commit: {
					id,
					author,
					committedAt,
					ref: ref.startsWith("refs/") || ref === "HEAD" ? ref : null
				},
				parents: parents.split(" ").filter(Boolean),
				changes: []
			};
			header = [];
		} else if (meta !== null) {
			current?.changes.push(parseRaw(meta, token));
			meta = null;
		} else if (token.startsWith("")) header = [token.slice(1)];
		else if (/^\n?:/.test(token)) meta = token.replace("\n", "");
	});
	const end = await streamGit(place, args, (data) => splitter.push(data), `${revisions.join("\n")}\n`);
	if (end.code !== 0) throw gitFailed(args, end);
	if (current !== null) onCommit(current);
}
async function readStaged(place, tree) {
	const args = [
		"diff",
		"--cached",
		"--raw",
		"-z",
		"--no-renames",
		"--no-abbrev",
		"--no-ext-diff",
		"--no-textconv"
	];
	args.push("--ignore-submodules=none", "--diff-filter=ACMRTUXB", ...tree === void 0 ? [] : [tree], "--");
	const changes = [];
	let meta = null;
	new NulSplitter((token) => {
		if (meta === null) meta = token;
		else {
			changes.push(parseRaw(meta, token));
			meta = null;
		}
	}).push(await runGit(place, args));
	return changes;
}
async function listCommits(place) {
	const listed = await runGit(place, [
		"cat-file",
		"--batch-all-objects",
		"--unordered",
		"--buffer",
		"--batch-check=%(objecttype) %(objectname)"
	]);
	return Array.from(listed.toString("latin1").matchAll(/^commit (\w+)$/gm), ([, id = ""]) => id);
}
// src/git/pack/pack-index.ts
const headerSize = 8;
const magic = 4285812579;
var UnsupportedStore = class extends Error {};
var PackIndex = class {
	count;
	#fd;
	#idSize;
	#fanout;
	#ids = null;
	constructor(path, idSize) {
		this.#fd = openSync(path, "r");
		this.#idSize = idSize;
		try {
			const head = this.#read(0, 1032);
			if (head.readUInt32BE(0) !== magic || head.readUInt32BE(4) !== 2) throw new UnsupportedStore("a pack index of another version than 2");
			this.#fanout = head.subarray(headerSize);
			this.count = this.#fanout.readUInt32BE(1020);
			if (fstatSync(this.#fd).size < this.#offsetsAt + this.count * 4 + 2 * idSize) throw new Error("the index of a pack is cut short");
		} catch (error) {
			this.close();
			throw error;
		}
	}
	get #idsAt() {
		return 1032;
	}
	get #offsetsAt() {
		return this.#idsAt + this.count * (this.#idSize + 4);
	}
	#read(at, size) {
		const bytes = Buffer.allocUnsafe(size);
		for (let done = 0; done < size;) {
			const read = readSync(this.#fd, bytes, done, size - done, at + done);
			if (read === 0) throw new Error("the index of a pack is cut short");
			done += read;
		}
		return bytes;
	}
	offsets() {
		const small = this.#read(this.#offsetsAt, this.count * 4);
		const { size } = fstatSync(this.#fd);
		const largeAt = this.#offsetsAt + this.count * 4;
		const large = this.#read(largeAt, Math.max(0, size - 2 * this.#idSize - largeAt));
		small.swap32();
		const words = new Uint32Array(small.buffer, small.byteOffset, this.count);
		const offsets = Float64Array.from(words);
		for (let i = 0; i < offsets.length && large.length > 0; i++) {
			const word = words[i] ?? 0;
			if (word >= 2147483648) offsets[i] = Number(large.readBigUInt64BE((word - 2147483648) * 8));
		}
		return offsets;
	}
	get ids() {
		return this.#ids ??= this.#read(this.#idsAt, this.count * this.#idSize);
	}
	idsAt(wanted) {
		const found = new Map();
		const offsets = wanted.size === 0 ? [] : this.offsets();
		for (const [position, offset] of offsets.entries()) {
			if (!wanted.has(offset)) continue;
			found.set(offset, this.#read(this.#idsAt + position * this.#idSize, this.#idSize).toString("hex"));
		}
		return found;
	}
	find(id) {
		const first = id[0] ?? 0;
		let low = first === 0 ? 0 : this.#fanout.readUInt32BE((first - 1) * 4);
		let high = this.#fanout.readUInt32BE(first * 4) - 1;
		while (low <= high) {
			const middle = low + high >> 1;
			const at = middle * this.#idSize;
			const order = this.ids.compare(id, 0, this.#idSize, at, at + this.#idSize);
			if (order === 0) return middle;
			if (order < 0) low = middle + 1;
			else high = middle - 1;
		}
		return -1;
	}
	close() {
		this.#ids = null;
		closeSync(this.#fd);
	}
};
// src/git/pack/object-folders.ts
const deepestAlternate = 5;
async function findObjectFolders(place) {
	const { code, stdout } = await tryGit(place, [
		"rev-parse",
		"--show-object-format",
		"--path-format=absolute",
		"--git-path",
		"objects"
	]);
	const [format, folder] = stdout.toString().split("\n");
	if (code !== 0 || folder === void 0 || format !== "sha1" && format !== "sha256") throw new UnsupportedStore("git does not tell where objects are");
	const folders = [];
	let level = [resolve(folder)];
	for (let depth = 0; depth <= deepestAlternate && level.length > 0; depth++) {
		folders.push(...level);
		level = [...new Set(level.flatMap(alternatesOf))].filter((each) => !folders.includes(each));
	}
	return {
		folders,
		idSize: format === "sha1" ? 20 : 32
	};
}
function alternatesOf(folder) {
	const lines = (readIfThere(join(folder, "info/alternates")) ?? "").split("\n").filter((line) => line !== "" && !line.startsWith("#"));
	if (lines.some((line) => line.startsWith("\""))) throw new UnsupportedStore("an alternate in quotes");
	return lines.map((line) => isAbsolute(line) ? line : resolve(folder, line));
}
function readIfThere(path) {
	return ifThere(() => readFileSync(path, "utf8")) ?? null;
}
function listIfThere(folder) {
	return ifThere(() => readdirSync(folder)) ?? [];
}
function ifThere(read) {
	try {
		return read();
	} catch (error) {
		if (error.code === "ENOENT") return void 0;
		throw error;
	}
}
function listPacks(folder) {
	const names = new Set(listIfThere(join(folder, "pack")));
	return [...names].filter((name) => name.endsWith(".pack") && names.has(name.replace(/pack$/, "idx"))).toSorted().map((name) => join(folder, "pack", name));
}
function listLoose(folder, idSize) {
	const rest = new RegExp(`^[0-9a-f]{${2 * idSize - 2}}$`);
	return listIfThere(folder).filter((name) => /^[0-9a-f]{2}$/.test(name)).toSorted().flatMap((name) => listIfThere(join(folder, name)).filter((each) => rest.test(each)).toSorted().map((each) => name + each));
}
// src/git/pack/pack-expander.ts
const capacity = 256 << 20;
const pageSize = 65536;
var PackExpander = class {
	#bytes;
	#entries;
	constructor() {
		const { WebAssembly } = globalThis;
		const memory = new WebAssembly.Memory({ initial: capacity / pageSize });
		this.#bytes = Buffer.from(memory.buffer);
		this.#entries = new PackEntries({
			memory,
			bytes: this.#bytes,
			start: 0,
			end: capacity
		});
	}
	expand({ table, bases }, entry) {
		const chain = [entry];
		for (let base = bases[entry] ?? -1; base >= 0; base = bases[base] ?? -1) chain.push(base);
		const at = this.#entries.first;
		let size = this.#entries.makeWhole(table, chain.pop() ?? -1, at);
		for (let next = chain.pop(); size >= 0 && next !== void 0; next = chain.pop()) {
			const to = this.#entries.behind(at, size);
			size = this.#entries.makeDelta(table, next, {
				at,
				size
			}, to);
			if (size >= 0) this.#entries.move(to, size, at);
		}
		return size < 0 ? null : this.#bytes.subarray(at, at + size);
	}
};
// src/git/pack/pack-table.ts
const packTypes = {
	1: "commit",
	2: "tree",
	3: "blob",
	4: "tag"
};
const tree = 2;
const ofsDelta = 6;
const refDelta = 7;
const windowSize = 4 << 20;
const longestHead = 64;
function shared(make, bytes, length) {
	return new make(new SharedArrayBuffer(bytes * length));
}
function readPackTable(path, index, idSize) {
	const { count } = index;
	const fd = openSync(path, "r");
	const { size } = fstatSync(fd);
	const head = Buffer.alloc(12);
	readSync(fd, head, 0, 12, 0);
	if (size >= 12 && (head.toString("latin1", 0, 4) !== "PACK" || head.readUInt32BE(4) !== 2)) throw new UnsupportedStore("a pack of another version than 2");
	const inIdOrder = index.offsets();
	const inOrder = sorted(inIdOrder);
	const offsets = shared(Float64Array, 8, count + 1);
	offsets.set(inOrder);
	offsets[count] = Math.max(size - idSize, offsets[count - 1] ?? 0);
	const table = {
		path,
		fd,
		idSize,
		count,
		offsets,
		firstDelta: shared(Int32Array, 4, count).fill(-1),
		nextDelta: shared(Int32Array, 4, count).fill(-1)
	};
	const damage = new Map();
	const bases = new Int32Array(count).fill(-1);
	const entryAt = finder(inOrder);
	const kinds = readHeads({
		...table,
		size,
		inIdOrder,
		index,
		entryAt
	}, bases, damage);
	spreadKinds(count, bases, kinds, damage);
	const roots = link(table, bases, kinds);
	return {
		table: {
			...table,
			roots,
			leftOut: null
		},
		kinds,
		bases,
		damage,
		entryAt
	};
}
function readHeads(pack, bases, damage) {
	const { fd, count, offsets, size, idSize, entryAt } = pack;
	const kinds = new Uint8Array(count);
	const window = Buffer.alloc(4194368);
	let start = 0;
	let end = 0;
	for (let i = 0; i < count; i++) {
		const offset = offsets[i] ?? 0;
		if (offset + longestHead > end && end < size) {
			start = offset;
			end = start + readSync(fd, window, 0, windowSize, start);
			window.fill(0, end - start);
		}
		let at = offset - start;
		if (offset >= size - idSize) {
			mark(damage, "the pack is cut short before it", i);
			continue;
		}
		let byte = window[at++] ?? 0;
		const kind = byte >> 4 & 7;
		while (byte & 128) byte = window[at++] ?? 0;
		let base = -1;
		if (kind === ofsDelta) {
			byte = window[at++] ?? 0;
			let distance = byte & 127;
			while (byte & 128) {
				byte = window[at++] ?? 0;
				distance = (distance + 1) * 128 + (byte & 127);
			}
			base = entryAt(offset - distance);
		} else if (kind === refDelta) {
			const position = pack.index.find(window.subarray(at, at + idSize));
			base = position < 0 ? -1 : entryAt(pack.inIdOrder[position] ?? 0);
		}
		const isDelta = kind === ofsDelta || kind === refDelta;
		if (packTypes[kind] === void 0 && !isDelta) mark(damage, "the head of its entry is damaged", i);
		else if (isDelta && (base < 0 || base === i)) mark(damage, "the base of its delta is missing", i);
		else {
			kinds[i] = kind;
			bases[i] = base;
		}
	}
	return kinds;
}
function sorted(offsets) {
	let from = new Uint32Array(offsets);
	const { length } = from;
	for (let i = 0; i < length; i++) if (from[i] !== offsets[i]) return offsets.toSorted();
	let to = new Uint32Array(length);
	for (let shift = 0; shift < 32; shift += 11) {
		const places = new Uint32Array(2049);
		for (let i = 0; i < length; i++) places[((from[i] ?? 0) >>> shift & 2047) + 1]++;
		for (let digit = 1; digit < 2048; digit++) places[digit] += places[digit - 1] ?? 0;
		for (let i = 0; i < length; i++) {
			const offset = from[i] ?? 0;
			to[places[offset >>> shift & 2047]++] = offset;
		}
		[from, to] = [to, from];
	}
	return new Float64Array(from);
}
function finder(offsets) {
	const count = offsets.length;
	const stretch = 1024;
	const firsts = new Uint32Array(Math.ceil(((offsets[count - 1] ?? 0) + 1) / stretch) + 1);
	let filled = 0;
	for (let i = 0; i < count; i++) {
		const own = Math.floor((offsets[i] ?? 0) / stretch);
		while (filled <= own) firsts[filled++] = i;
	}
	return (offset) => {
		let i = firsts[Math.floor(offset / stretch)] ?? count;
		while (i < count && (offsets[i] ?? 0) < offset) i++;
		return offset > 0 && offsets[i] === offset ? i : -1;
	};
}
function spreadKinds(count, bases, kinds, damage) {
	const path = [];
	for (let i = 0; i < count; i++) {
		let root = i;
		while ((kinds[root] ?? 0) >= ofsDelta && path.length <= count) {
			path.push(root);
			root = bases[root] ?? -1;
		}
		const kind = path.length > count ? 0 : kinds[root] ?? 0;
		for (const each of path) kinds[each] = kind;
		path.length = 0;
		if (kinds[i] === 0 && (bases[i] ?? -1) >= 0) mark(damage, "the base of its delta is damaged", i);
	}
}
function link({ count, firstDelta, nextDelta }, bases, kinds) {
	const roots = [];
	for (let i = count - 1; i >= 0; i--) {
		const kind = kinds[i] ?? 0;
		if (kind === 0 || kind === tree) continue;
		const base = bases[i] ?? -1;
		if (base < 0) roots.push(i);
		else {
			nextDelta[i] = firstDelta[base] ?? -1;
			firstDelta[base] = i;
		}
	}
	const all = shared(Int32Array, 4, roots.length);
	all.set(roots.toReversed());
	return all;
}
function mark(damage, why, entry) {
	const entries = damage.get(why);
	if (entries === void 0) damage.set(why, [entry]);
	else entries.push(entry);
}
// src/git/pack/pack-store.ts
var PackStore = class {
	packs = [];
	broken = [];
	#idSize;
	#opened = new Set();
	constructor(idSize) {
		this.#idSize = idSize;
	}
	open(paths) {
		const known = this.packs.length;
		for (const path of paths) {
			if (this.#opened.has(path)) continue;
			this.#opened.add(path);
			this.#open(path);
		}
		const added = this.packs.slice(known);
		if (this.packs.length > 1 && added.length > 0) this.#markTwice(added);
		return added;
	}
	#open(path) {
		let index;
		try {
			index = new PackIndex(path.replace(/pack$/, "idx"), this.#idSize);
			this.packs.push({
				...readPackTable(path, index, this.#idSize),
				index
			});
		} catch (error) {
			index?.close();
			if (error instanceof UnsupportedStore) throw error;
			if (error.code === "ENOENT") this.#opened.delete(path);
			else this.broken.push({
				id: `in ${path}`,
				reason: messageOf(error)
			});
		}
	}
	count(packs) {
		const counts = {
			commit: 0,
			tree: 0,
			blob: 0,
			tag: 0
		};
		for (const { kinds, table } of packs) for (const [entry, kind] of kinds.entries()) {
			const type = packTypes[kind];
			if (type !== void 0 && table.leftOut?.[entry] !== 1) counts[type]++;
		}
		return counts;
	}
	select(packs, ids) {
		const size = this.#idSize;
		for (const { table, index, entryAt } of packs) {
			const all = index.ids;
			const offsets = index.offsets();
			const leftOut = table.leftOut ??= shared(Uint8Array, 1, index.count);
			let wanted = 0;
			for (let position = 0; position < index.count; position++) {
				const at = position * size;
				let order = -1;
				while (wanted < ids.length && (order = ids.compare(all, at, at + size, wanted, wanted + size)) < 0) wanted += size;
				if (order !== 0) leftOut[entryAt(offsets[position] ?? 0)] = 1;
			}
		}
	}
	has(id) {
		return this.packs.some(({ index }) => index.find(id) >= 0);
	}
	#markTwice(added) {
		const size = this.#idSize;
		const total = this.packs.reduce((sum, { index }) => sum + index.count, 0);
		const mask = 2 ** Math.ceil(Math.log2(2 * total + 2)) - 1;
		const slots = new Uint32Array(mask + 1);
		let first = 1;
		const firsts = [];
		const idOf = (number) => {
			let pack = firsts.length - 1;
			while ((firsts[pack] ?? 0) > number) pack--;
			const at = (number - (firsts[pack] ?? 0)) * size;
			return {
				ids: this.packs[pack]?.index.ids ?? Buffer.alloc(0),
				at
			};
		};
		for (const pack of this.packs) {
			firsts.push(first);
			const { ids, count } = pack.index;
			const offsets = added.includes(pack) ? pack.index.offsets() : null;
			for (let position = 0; position < count; position++) {
				const at = position * size;
				let slot = ids.readUInt32LE(at) & mask;
				for (; slots[slot] !== 0; slot = slot + 1 & mask) {
					const other = idOf(slots[slot] ?? 0);
					if (ids.compare(other.ids, other.at, other.at + size, at, at + size) === 0) break;
				}
				if (slots[slot] === 0) slots[slot] = first + position;
				else if (offsets !== null) {
					pack.table.leftOut ??= shared(Uint8Array, 1, count);
					pack.table.leftOut[pack.entryAt(offsets[position] ?? 0)] = 1;
				}
			}
			first += count;
		}
	}
	close() {
		for (const { table, index } of this.packs) {
			index.close();
			closeSync(table.fd);
		}
		this.packs.length = 0;
	}
};
// src/git/pack/sweep-store.ts
const mostRounds = 8;
const mostNamed = 20;
async function sweepStore(place, walkPacks, sinks, selected = null) {
	const { folders, idSize } = await findObjectFolders(place);
	const bad = folders.filter((folder) => !existsSync(folder)).map((id) => ({
		id: `in ${id}`,
		reason: "an alternate that is not there"
	}));
	const store = new PackStore(idSize);
	const only = selected === null ? null : new Set(selected);
	const seen = new Set();
	try {
		for (let round = 0; round < mostRounds; round++) {
			const listed = list(folders, idSize, round === 0 ? bad : []);
			const added = store.open(listed.packs);
			const loose = listed.loose.filter((id) => !seen.has(id));
			if (round > 0 && added.length === 0 && loose.length === 0) break;
			if (only !== null) store.select(added, Buffer.from([...only].toSorted().join(""), "hex"));
			sinks.packed(store.count(added));
			bad.push(...await walkAll(place, added, walkPacks, sinks));
			const own = loose.filter((id) => (only?.has(id) ?? true) && !store.has(Buffer.from(id, "hex")));
			bad.push(...await handLoose(place, folders, own, sinks.loose));
			for (const id of loose) seen.add(id);
		}
		return [...bad, ...store.broken];
	} finally {
		store.close();
	}
}
function list(folders, idSize, bad) {
	const packs = [];
	const loose = new Set();
	for (const folder of folders) try {
		packs.push(...listPacks(folder));
		for (const id of listLoose(folder, idSize)) loose.add(id);
	} catch (error) {
		bad.push({
			id: `in ${folder}`,
			reason: messageOf(error)
		});
	}
	return {
		packs,
		loose: [...loose]
	};
}
async function walkAll(place, packs, walkPacks, sinks) {
	let told = 0;
	const walks = await walkPacks(packs.map(({ table }) => table), (bytes) => {
		sinks.progress(bytes - told);
		told = bytes;
	});
	const bad = [];
	let expander = null;
	for (const [i, pack] of packs.entries()) {
		const { table, index, damage, kinds } = pack;
		const { suspects = [], large = [], bad: damaged = [] } = walks[i] ?? {};
		if (damaged.length > 0) damage.set("it is damaged", damaged);
		const name = (entries) => {
			const offsets = entries.map((entry) => table.offsets[entry] ?? 0);
			const ids = index.idsAt(new Set(offsets));
			return offsets.map((offset) => ids.get(offset) ?? "?");
		};
		for (const [reason, all] of damage) {
			const entries = all.filter((entry) => table.leftOut?.[entry] !== 1);
			bad.push(...name(entries.slice(0, mostNamed)).map((id) => ({
				id,
				reason
			})));
			const others = entries.length - mostNamed;
			if (others > 0) bad.push({
				id: `and ${others} more in ${table.path}`,
				reason
			});
		}
		const left = [...large];
		const found = suspects.toSorted((a, b) => a - b);
		const ids = name(found);
		for (const [n, entry] of found.entries()) {
			const bytes = (expander ??= new PackExpander()).expand(pack, entry);
			const type = packTypes[kinds[entry] ?? 0];
			if (bytes === null || type === void 0) {
				left.push(entry);
				continue;
			}
			sinks.suspects.object(ids[n] ?? "?", type, bytes.length);
			sinks.suspects.bytes(bytes, true);
		}
		const forGit = name(left.toSorted((a, b) => a - b));
		if (forGit.length > 0) bad.push(...await readObjects(place, forGit, sinks.suspects));
	}
	return bad;
}
async function handLoose(place, folders, ids, sink) {
	const others = [];
	for (const id of ids) {
		let object = null;
		for (const folder of folders) object ??= readLoose(folder, id);
		if (object === null) {
			others.push(id);
			continue;
		}
		sink.object(id, object.type, object.bytes.length);
		sink.bytes(object.bytes, true);
	}
	return others.length === 0 ? [] : readObjects(place, others, sink);
}
// src/git/porcelain.ts
const unsafe = {
	allowUnsafeAskPass: true,
	allowUnsafeConfigPaths: true,
	allowUnsafeDiffExternal: true,
	allowUnsafeFsMonitor: true,
	allowUnsafeHooksPath: true,
	allowUnsafePager: true,
	allowUnsafeProtocolOverride: true
};
async function porcelain(directory) {
	const { simpleGit } = await import("./dist.js");
	return simpleGit({
		baseDir: directory,
		config: hermeticConfig,
		unsafe,
		allowEnvironment: Object.keys(hermeticEnvironment)
	}).env(gitEnvironment(false));
}
async function remoteUrl(directory) {
	const { value } = await (await porcelain(directory)).getConfig("remote.origin.url", "local");
	return value === null ? null : value.replace(/\/\/[^@/]*@/, "//");
}
async function initRepository(directory) {
	await (await porcelain(directory)).init(["--quiet", "--initial-branch=main"]);
}
async function commitAll(directory, message) {
	const git = await porcelain(directory);
	await git.addConfig("user.name", "A Developer", false, "local");
	await git.addConfig("user.email", "developer@example.invalid", false, "local");
	await git.add(["--all"]);
	await git.commit(message);
}
// src/git/refs.ts
const mostQuestions = 2e5;
const mostCommits = 32;
const branches = ["refs/heads", "refs/remotes"];
async function findInTips(place, wanted) {
	const refs = (await runGit(place, [
		"for-each-ref",
		"--format=%(refname)",
		...branches
	])).toString().split("\n").filter(Boolean);
	const asked = wanted.flatMap(({ blob, paths }) => [...paths].flatMap((path) => refs.map((ref) => ({
		blob,
		ref,
		question: `${ref}:${path}`
	}))));
	if (asked.length > mostQuestions || asked.some(({ question }) => question.includes("\n"))) return null;
	const answers = await runGit(place, [
		"cat-file",
		"--batch-check=%(objectname)",
		"--buffer"
	], asked.map(({ question }) => `${question}\n`).join(""));
	const tips = new Map(wanted.map(({ blob }) => [blob, new Set()]));
	for (const [i, answer] of answers.toString("latin1").split("\n").entries()) {
		const { blob, ref } = asked[i] ?? {
			blob: "",
			ref: ""
		};
		if (answer === blob) tips.get(blob)?.add(ref);
	}
	return new Map(Array.from(tips, ([blob, found]) => [blob, [...found].toSorted()]));
}
async function findRefs(place, commits) {
	const reached = new Map();
	for (const commit of new Set(commits)) {
		if (reached.size === mostCommits) break;
		const { code, stdout } = await tryGit(place, [
			"for-each-ref",
			"--format=%(refname)",
			"--contains",
			commit
		]);
		if (code === 0) reached.set(commit, stdout.toString().split("\n").filter(Boolean));
	}
	return reached;
}
const relativeDate = /^\d+[ .]?(?:second|minute|hour|day|week|month|year)s?[ .]ago$/;
const absoluteDate = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?(?: ?(?:Z|[+-]\d{2}:?\d{2}))?)?$/;
async function listSelected(place, { refs, since }) {
	const from = [];
	for (const pattern of refs) from.push(...await matchRefs(place, pattern));
	const bound = since === null ? [] : await boundOf(place, since);
	const args = [
		"rev-list",
		"--objects",
		"--no-object-names",
		...refs.length === 0 ? ["--all"] : []
	];
	const input = [...from, ...bound.filter((line) => line.startsWith("^"))].map((line) => `${line}\n`).join("");
	const options = bound.filter((line) => line.startsWith("--"));
	return (await runGit(place, [
		...args,
		...options,
		"--stdin",
		"--"
	], input)).toString("latin1").split("\n").filter(Boolean);
}
async function matchRefs(place, pattern) {
	const found = (await runGit(place, [
		"for-each-ref",
		"--format=%(refname)",
		"--",
		...[pattern, ...[
			"heads",
			"tags",
			"remotes"
		].map((kind) => `refs/${kind}/${pattern}`)]
	])).toString().split("\n").filter(Boolean);
	if (found.length === 0) throw new AkguardError("AK_UNKNOWN_REVISION", { revision: pattern });
	return found;
}
async function boundOf(place, since) {
	if (relativeDate.test(since) || absoluteDate.test(since) && !Number.isNaN(Date.parse(since.slice(0, 10)))) return [`--since=${since}`];
	return [`^${await resolveRevision(place, since)}`];
}
// src/git/tag.ts
async function readTag(place, id) {
	const { code, stdout } = await tryGit(place, [
		"cat-file",
		"tag",
		id
	]);
	if (code !== 0) return null;
	const text = stdout.toString();
	const tagger = /^tagger (.*) (\d+) [+-]\d{4}$/m.exec(text);
	const name = /^tag (.*)$/m.exec(text)?.[1] ?? "";
	const ref = (await tryGit(place, [
		"rev-parse",
		"--verify",
		"--quiet",
		"--end-of-options",
		`refs/tags/${name}`
	])).stdout.toString().trim() === id ? `refs/tags/${name}` : null;
	const committedAt = new Date(Number(tagger?.[2] ?? 0) * 1e3).toISOString();
	return {
		id,
		author: tagger?.[1] ?? "",
		committedAt,
		ref
	};
}
// src/sources/object-feed.ts
function objectFeed(sink, coverage, counted = true) {
	let skipping = false;
	let opened = false;
	let id = "";
	let type = "blob";
	return {
		object(objectId, objectType) {
			id = objectId;
			type = objectType;
			skipping = type === "tree";
			opened = false;
			if (!counted) return;
			coverage.objects++;
			if (type === "commit") coverage.commits++;
			if (type === "blob") coverage.blobs++;
		},
		bytes(piece, last) {
			if (skipping) return;
			if (counted) coverage.bytes += piece.length;
			const provenance = {
				kind: "object",
				type,
				id
			};
			if (last && !opened) {
				sink.whole(provenance, piece);
				return;
			}
			if (!opened) sink.open(provenance);
			opened = true;
			sink.write(piece);
			if (last) sink.close();
		},
		missing(objectId) {
			coverage.missed(`object ${objectId}`, "missing from the store, or corrupt");
		}
	};
}
function reportBad(bad, coverage) {
	for (const { id, reason } of bad) coverage.missed(`object ${id}`, reason);
}
// src/sources/history.ts
function historySource({ directory, selection, allowShallow }, walkPacks) {
	const place = {
		directory,
		hook: false
	};
	return {
		name: "history",
		target: directory,
		async read(sink, coverage) {
			if (kindOf(directory) === "nothing") throw new AkguardError("AK_PATH_NOT_FOUND", { path: directory });
			if (kindOf(directory) === "file") throw new AkguardError("AK_NOT_A_REPOSITORY", { path: directory });
			const repository = await openRepository(directory, false);
			const selected = selection.refs.length > 0 || selection.since !== null ? await listSelected(place, selection) : null;
			reportBad(await readStore(place, walkPacks, sink, coverage, selected), coverage);
			if (selected !== null) coverage.leftOut("other objects", "not selected by --refs and --since");
			if (repository.shallow && allowShallow) coverage.leftOut("older history", "not in this shallow clone, which --allow-shallow takes for the whole");
			else if (repository.shallow) coverage.missed("older history", "not in this shallow clone; run `git fetch --unshallow`");
			const promised = await countPromised(place);
			if (promised > 0) coverage.missed(`${promised} objects`, "not in this partial clone; clone without `--filter`");
		},
		async refine(matches, _findKeys, coverage) {
			const origins = await findOrigins(place, matches, coverage);
			const remote = await remoteUrl(directory);
			const attributed = await Promise.all(matches.map((match) => attribute(place, match, origins, remote)));
			return withStanding(place, attributed, origins);
		}
	};
}
async function readStore(place, walkPacks, sink, coverage, selected) {
	try {
		return await sweepStore(place, walkPacks, {
			loose: objectFeed(sink, coverage),
			suspects: objectFeed(sink, coverage, false),
			packed({ commit, tree, blob, tag }) {
				coverage.objects += commit + tree + blob + tag;
				coverage.commits += commit;
				coverage.blobs += blob;
			},
			progress(bytes) {
				coverage.bytes += bytes;
			}
		}, selected);
	} catch (error) {
		if (!(error instanceof UnsupportedStore)) throw error;
		coverage.leftOut("the fast way through the store", `${error.message}; git read the objects instead`);
		const feed = objectFeed(sink, coverage);
		return selected === null ? readAllObjects(place, feed) : readObjects(place, selected, feed);
	}
}
async function findOrigins(place, matches, coverage) {
	const wanted = new Set(matches.map((match) => match.provenance.kind === "object" ? match.provenance.id : ""));
	const origins = {
		blobs: new Map(),
		commits: new Map()
	};
	for (const reached of [true, false]) {
		if (origins.blobs.size + origins.commits.size >= wanted.size) break;
		try {
			await readCommits(place, reached ? ["--all"] : [
				"--not",
				"--all",
				"--not"
			], reached ? [] : await listCommits(place), ({ commit, changes }) => {
				const info = reached ? commit : {
					...commit,
					ref: null
				};
				if (wanted.has(commit.id)) origins.commits.set(commit.id, info);
				for (const { after, path } of changes) {
					if (after === null || !wanted.has(after)) continue;
					const known = origins.blobs.get(after);
					if (known === void 0) origins.blobs.set(after, {
						commit: info,
						path,
						paths: new Set([path])
					});
					else known.paths.add(path);
				}
			});
		} catch (error) {
			coverage.missed("where keys came from", error instanceof Error ? error.message : String(error));
		}
	}
	return origins;
}
async function attribute(place, match, origins, remote) {
	if (match.provenance.kind !== "object") return match;
	const { id, type } = match.provenance;
	if (type === "tag") return {
		...match,
		provenance: {
			kind: "message",
			type,
			id,
			commit: await readTag(place, id)
		}
	};
	if (type === "commit") return {
		...match,
		provenance: {
			kind: "message",
			type,
			id,
			commit: origins.commits.get(id) ?? null
		}
	};
	const origin = origins.blobs.get(id);
	if (origin === void 0) return match;
	const url = permalink(remote, origin.commit.id, origin.path, match.line);
	return {
		...match,
		url,
		provenance: {
			kind: "commit",
			path: origin.path,
			blob: id,
			commit: origin.commit
		}
	};
}
async function withStanding(place, matches, origins) {
	const wanted = Array.from(origins.blobs, ([blob, { paths }]) => ({
		blob,
		paths
	}));
	const reached = Array.from(origins.blobs.values(), ({ commit }) => commit);
	const tips = await findInTips(place, wanted);
	const refs = await findRefs(place, reached.filter(({ ref }) => ref !== null).map(({ id }) => id));
	return matches.map((match) => {
		const { provenance } = match;
		if (provenance.kind !== "commit") return match;
		const { blob, commit } = provenance;
		const none = commit.ref === null ? [] : null;
		const standing = {
			tips: tips?.get(blob) ?? null,
			refs: refs.get(commit.id) ?? none
		};
		return {
			...match,
			provenance: {
				...provenance,
				standing
			}
		};
	});
}
export { Coverage as S, handle as _, initRepository as a, scan as b, readObjects as c, resolveRevision as d, gitFailed as f, conclude as g, tryGit as h, commitAll as i, findRepository as l, streamGit as m, objectFeed as n, readCommits as o, runGit as p, reportBad as r, readStaged as s, historySource as t, openRepository as u, makeScanner as v, isSuppressed as x, runPipeline as y };
