import { i as worst, n as messageOf, r as ExitCode, t as AkguardError } from "./errors.js";
import { a as visible, i as maskKeys } from "./text.js";
import { a as suppress, c as readVersion, i as Scanner, n as loadRules, o as exposureOfPath, s as pathOf } from "./rules-command.js";
import { t as Secret } from "./secret.js";
import "./store.js";
import { n as readShortStdin } from "./stdin.js";
import { i as kindOf } from "./paths.js";
import { closeSync, constants, existsSync, fstatSync, openSync, readFileSync, readSync, readdirSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { spawn } from "node:child_process";
import { inflateSync } from "node:zlib";
// src/core/runtime.ts
const systemClock = {
	now: () => Date.now(),
	sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms))
};
const silentLog = {
	debug: () => {},
	warn: () => {}
};
function timestamp(clock) {
	return new Date(clock.now()).toISOString();
}
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
// src/detect/group.ts
function groupFindings(matches) {
	const byFingerprint = new Map();
	for (const match of matches) {
		let places = byFingerprint.get(match.secret.fingerprint);
		if (places === void 0) byFingerprint.set(match.secret.fingerprint, places = new Map());
		places.set(`${placeKey(match.provenance)}\0${match.offset}\0${match.encoding.join()}`, match);
	}
	return [...byFingerprint.values()].map((places) => [...places.values()].toSorted(byPlace)).flatMap((sorted) => {
		const first = sorted[0];
		return first === void 0 ? [] : [{
			fingerprint: first.secret.fingerprint,
			secret: first.secret,
			rule: first.rule,
			vendor: sorted.every((match) => match.vendor !== null) ? first.vendor : null,
			matches: sorted
		}];
	}).toSorted((a, b) => compare(a.fingerprint, b.fingerprint));
}
function placeKey(provenance) {
	switch (provenance.kind) {
		case "file":
		case "log":
		case "index": return `${provenance.kind}\0${provenance.path}`;
		case "commit": return `commit\0${provenance.commit.id}\0${provenance.path}`;
		case "object":
		case "message": return `${provenance.kind}\0${provenance.id}`;
	}
}
function byPlace(a, b) {
	return compare(pathOf(a.provenance) ?? "", pathOf(b.provenance) ?? "") || a.line - b.line || a.column - b.column || compare(placeKey(a.provenance), placeKey(b.provenance)) || a.offset - b.offset;
}
function compare(a, b) {
	if (a === b) return 0;
	return a < b ? -1 : 1;
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
	const rule = policy.find((each) => fits$1(each, verdict.validity, environment)) ?? fallback(verdict.validity);
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
function fits$1(rule, validity, environment) {
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
async function intend(store, clock, act) {
	const started = clock.now();
	for (;;) {
		const intent = await store.intend({
			...act,
			at: timestamp(clock)
		});
		if (intent) return {
			intent,
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
	const act = {
		fingerprint: about.fingerprint,
		action: "alert",
		target: channel
	};
	let intent = null;
	try {
		if (store) {
			let telling = await tellingOf(store, act.fingerprint, channel, occasion);
			if (telling === "due") {
				intent = (await intend(store, clock, act)).intent;
				telling = await tellingOf(store, act.fingerprint, channel, occasion);
			}
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
async function tellingOf(store, fingerprint, channel, occasion) {
	const told = await store.last(fingerprint, "alert", channel, "alerted");
	const outdated = told !== null && occasion.deadAt !== null && told.at < occasion.deadAt;
	if (occasion.wanted) return told && !outdated ? "done" : "due";
	if (occasion.deadAt === null) return "none";
	if (told) return outdated ? "due" : "none";
	if (await store.last(fingerprint, "revoke", null, "revoked")) return "due";
	return (await store.open(fingerprint)).some((each) => each.action === "alert" && each.target === channel) ? "due" : "none";
}
// src/respond/answer-text.ts
function answerText(answer) {
	if (answer.kind === "failure") return answer.detail === "" ? answer.why : `${answer.why}: ${answer.detail}`;
	const code = answer.code === null || answer.code === String(answer.status) ? "" : ` ${answer.code}`;
	return `HTTP ${answer.status}${code}`;
}
// src/respond/probe-evidence.ts
const merchantLimit = {
	requests: 1e3,
	ms: 6e4
};
function followers(ids, seen) {
	const silence = Math.min(...seen.map((each) => each.look.from - each.useBefore.to));
	const quiet = ids.flatMap((id) => follows(id, seen, (each) => each.useBefore, 1 / Math.max(1, silence)));
	if (quiet.length > 0 || !seen.every((each) => each.lookIsUse)) return weighed(quiet, ids.length);
	const first = seen[0]?.look.from ?? 0;
	const duration = (seen.at(-1)?.look.to ?? 0) - first;
	const density = merchantLimit.requests / Math.max(1, Math.min(duration, merchantLimit.ms));
	return weighed(ids.flatMap((id) => follows(id, seen, (each) => each.look, density)), ids.length);
}
function weighed(found, keys) {
	return found.map(({ id, chance }) => ({
		id,
		chance: chance * keys
	}));
}
function follows(id, seen, spanOf, density) {
	const shown = [];
	for (const each of seen) {
		const time = each.times.get(id) ?? NaN;
		if (!(time > (shown.at(-1) ?? Number.NEGATIVE_INFINITY))) return [];
		shown.push(time);
	}
	const resolution = resolutionOf(shown);
	if (resolution === null) return [];
	const sent = shown.map((time, i) => time - spanAt(seen, i, spanOf).from);
	const received = shown.map((time, i) => time - spanAt(seen, i, spanOf).to);
	if (Math.max(...received) - 1 > Math.min(...sent) + resolution) return [];
	return [{
		id,
		chance: chanceOf(sent, resolution, density)
	}];
}
function chanceOf(distances, resolution, density) {
	const sorted = distances.toSorted((a, b) => a - b);
	const n = sorted.length;
	const mostElsewhere = Math.floor(n / 4);
	let best = 1;
	let subsets = 1;
	for (let elsewhere = 0; elsewhere <= mostElsewhere; elsewhere += 1) {
		const m = n - elsewhere;
		const stretches = sorted.slice(0, elsewhere + 1).map((first, i) => (sorted[i + m - 1] ?? Infinity) - first);
		const stretch = Math.min(...stretches) + resolution;
		best = Math.min(best, subsets * m * Math.min(1, density * stretch) ** (m - 1));
		subsets = subsets * m / (elsewhere + 1);
	}
	return best * (mostElsewhere + 1);
}
function spanAt(seen, i, spanOf) {
	const each = seen[i];
	return each ? spanOf(each) : {
		from: NaN,
		to: NaN
	};
}
function resolutionOf(times) {
	if (times.every((time) => time % 1e3 === 0)) return null;
	return [100, 10].find((step) => times.every((time) => time % step === 0)) ?? 1;
}
// src/respond/probe.ts
const minimumObservations = 4;
const hopelessObservations = 6;
const maximumObservations = 24;
const acceptedChance = 1e-6;
const pauseMs = {
	watched: 50,
	alone: 250
};
const longestProbeMs = 6e4;
const pauseGrowth = 1.1;
async function probe(leaked, environment, ids, deps) {
	if (deps.observer && await canWatch(deps.observer, environment, ids, deps)) return run(new Probe(leaked, environment, ids, deps, deps.observer));
	return run(new Probe(leaked, environment, ids, deps, null));
}
async function run(trial) {
	const seen = [];
	for (let i = 0; i < maximumObservations && !trial.isLate(); i += 1) {
		const step = await trial.step();
		if (step.kind !== "seen") return step;
		if (step.observation) seen.push(step.observation);
		if (trial.calm(seen).length < minimumObservations) continue;
		const [only, ...others] = followers(trial.ids, trial.calm(seen));
		if (only && others.length === 0 && only.chance <= acceptedChance) return {
			kind: "found",
			id: only.id
		};
		if (!only && seen.length >= hopelessObservations) break;
	}
	return {
		kind: "ambiguous",
		why: `${trial.ids.length} keys could be it, and their last uses do not tell them apart`
	};
}
var Probe = class {
	ids;
	#leaked;
	#environment;
	#deps;
	#observer;
	#lastUse = null;
	#started;
	#durations = [];
	#pause;
	constructor(leaked, environment, ids, deps, observer) {
		this.#leaked = leaked;
		this.#environment = environment;
		this.ids = ids;
		this.#deps = deps;
		this.#observer = observer;
		this.#pause = observer ? pauseMs.watched : pauseMs.alone;
		this.#started = deps.clock.now();
	}
	step() {
		return this.#observer ? this.#useThenWatch(this.#observer) : this.#useByLooking();
	}
	async #useThenWatch(observer) {
		const [answer, used] = await this.#timed(() => this.#deps.api.check(this.#leaked, this.#environment));
		if (!wasTaken(answer)) return {
			kind: "failed",
			why: `the key could not be used (${answerText(answer)})`
		};
		await this.#sleep(1);
		const step = await this.#look(observer, used, null);
		await this.#sleep(0);
		return step;
	}
	async #useByLooking() {
		if (this.#lastUse) await this.#sleep(1);
		this.#pause *= pauseGrowth;
		return this.#look(this.#leaked, this.#lastUse, this.#leaked);
	}
	async #look(bearer, before, using) {
		const [listing, span] = await this.#timed(() => this.#deps.api.listKeys(bearer, this.#environment));
		if (!listing.ok) return {
			kind: "failed",
			why: `its keys could not be listed (${answerText(listing.answer)})`
		};
		if (using) this.#lastUse = span;
		const keys = new Map(listing.keys.map((key) => [key.id, key]));
		const times = new Map();
		for (const id of this.ids) {
			const key = keys.get(id);
			if (!key || key.revokedAt !== null) return {
				kind: "ambiguous",
				why: "the list of keys changed meanwhile"
			};
			times.set(id, key.lastUsedAt === null ? null : Date.parse(key.lastUsedAt));
		}
		if (!before) return {
			kind: "seen",
			observation: null
		};
		return {
			kind: "seen",
			observation: {
				look: span,
				useBefore: before,
				lookIsUse: using !== null,
				times
			}
		};
	}
	async #timed(work) {
		const from = this.#deps.clock.now();
		const result = await work();
		const span = {
			from,
			to: this.#deps.clock.now()
		};
		this.#durations.push(span.to - span.from);
		return [result, span];
	}
	#sleep(least) {
		const pause = Math.max(this.#pause, 2 * median(this.#durations));
		return this.#deps.clock.sleep(pause * (least + 2 * this.#deps.random()));
	}
	calm(seen) {
		const limit = 3 * median(this.#durations) + 5;
		const isCalm = ({ from, to }) => to - from <= limit;
		return seen.filter(({ look, useBefore }) => isCalm(look) && isCalm(useBefore));
	}
	isLate() {
		return this.#deps.clock.now() - this.#started > longestProbeMs;
	}
};
async function canWatch(observer, environment, ids, deps) {
	const listing = await deps.api.listKeys(observer, environment);
	return listing.ok && ids.every((id) => listing.keys.some((key) => key.id === id));
}
function wasTaken(answer) {
	if (answer.kind === "failure" || !answer.anton) return false;
	return answer.status < 500 && answer.status !== 401 && answer.status !== 429;
}
function median(values) {
	const sorted = values.toSorted((a, b) => a - b);
	return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
// src/respond/identify.ts
const expiryMarginMs = 864e5;
async function identify(leaked, environment, deps) {
	const listing = await deps.api.listKeys(leaked, environment);
	if (!listing.ok) return {
		kind: "failed",
		why: `its keys could not be listed (${answerText(listing.answer)})`
	};
	const usable = listing.keys.filter((key) => isUsable(key, environment, deps.clock.now()));
	const last = lastCharacters(leaked);
	const plausible = usable.filter((key) => key.suffix === null || suffixFits(key.suffix, last));
	const [first, ...others] = plausible;
	if (!first) return {
		kind: "ambiguous",
		why: `none of the ${listing.keys.length} listed keys can be it`
	};
	if (last !== "" && usable.every((key) => key.suffix !== null) && others.length === 0) return identified(first, "masked-suffix");
	if (usable.length === 1) return identified(first, "sole-key");
	const result = await probe(leaked, environment, plausible.map((key) => key.id), deps);
	if (result.kind !== "found") return result;
	const found = plausible.find((key) => key.id === result.id);
	return found ? identified(found, "last-used-probe") : {
		kind: "ambiguous",
		why: "the list of keys changed"
	};
}
function identified({ id, name }, matchedBy) {
	return {
		kind: "identified",
		key: {
			id,
			name,
			matchedBy
		}
	};
}
function isUsable(key, environment, now) {
	if (key.environment !== environment || key.revokedAt !== null) return false;
	return key.expiresAt === null || !(Date.parse(key.expiresAt) < now - expiryMarginMs);
}
function lastCharacters(key) {
	return key.redacted.slice(key.redacted.lastIndexOf("*") + 1);
}
function suffixFits(suffix, last) {
	const shown = suffix.replace(/^\*+/, "");
	return shown.endsWith(last) || last.endsWith(shown);
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
		if (deps.judge(answer, leaked.environment) === "inactive") return now;
		if (now >= deadline) return null;
		await deps.clock.sleep(Math.min(pause, deadline - now));
	}
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
		observer: other
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
	let intended;
	try {
		intended = await intend(deps.store, clock, act);
	} catch (error) {
		return ending("failed", clock, `Nothing was revoked: the intent could not be recorded (${messageOf(error)}).`, key, null);
	}
	const revocation = await actAndProve(leaked, key, intended.waited, deps);
	await record(intended.intent, revocation, deps);
	return revocation;
}
async function actAndProve(leaked, key, waited, deps) {
	const { clock } = deps;
	const end = (result, what, dead = null) => ending(result, clock, `Key ${key.id}, identified by ${key.matchedBy}, ${what}.`, key, dead);
	if (waited) {
		const dead = await proveDead(leaked, deps, 0);
		if (dead !== null) return end("already-inactive", "was revoked by another run", dead);
	}
	const sentAt = clock.now();
	const sent = await sendRevoke(leaked, key.id, otherKey(leaked, deps.managementKey), deps.api);
	const dead = await proveDead(leaked, deps, sent.kind === "accepted" || sent.kind === "lost" ? proofLimitMs : 0);
	if (dead !== null) {
		const how = sent.kind === "accepted" ? "" : ` (the answer to the revoke was ${sent.text})`;
		return end("revoked", `was refused ${dead - sentAt} ms after the revoke was sent${how}`, dead);
	}
	if (sent.kind === "refused") return end("refused", `is not revoked: the API refused with ${sent.text}`);
	if (sent.kind === "unsent") return end("failed", `is not revoked: the revoke did not get through (${sent.text})`);
	return end("unconfirmed", `was not refused within ${clock.now() - sentAt} ms of the revoke (answer: ${sent.text})`);
}
async function record(intent, revocation, deps) {
	if (revocation.result === "unconfirmed") return;
	await conclude$1(deps.store, deps.log, intent.id, revocation.result, revocation.at, revocation.detail);
}
function otherKey(leaked, managementKey) {
	return managementKey?.fingerprint === leaked.secret.fingerprint ? null : managementKey;
}
function ending(result, clock, detail, key, dead) {
	const diedAt = dead === null ? null : new Date(dead).toISOString();
	return {
		result,
		at: timestamp(clock),
		detail,
		key,
		diedAt
	};
}
// src/respond/settle.ts
async function settleRevoke(fingerprint, verdict, deps) {
	if (verdict.validity !== "inactive" && verdict.validity !== "unknown") return null;
	const [first] = await openRevokes(fingerprint, deps);
	if (!first) return null;
	const at = timestamp(deps.clock);
	if (verdict.validity === "unknown") return {
		action: "revoke",
		result: "unconfirmed",
		at,
		detail: `A revoke of key ${first.target} begun at ${first.at} is still in doubt: ${verdict.reason}`
	};
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
// src/respond/respond.ts
async function respond(input) {
	const { store, why } = await open(input);
	try {
		const cases = [];
		for (const item of input.items) cases.push(await begin(item, store, input));
		for (const each of byOrderOfRevocation(cases, input.managementKeys)) await settleOrRevoke(each, store, why, input);
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
		const { redacted } = finding.secret;
		const incident = await store.sight({
			fingerprint,
			environment,
			redacted,
			firstSeenAt: input.foundAt
		});
		begun.response.firstSeenAt = incident.firstSeenAt;
		begun.deadAt = incident.deadAt;
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
	const { result, at, detail, key, diedAt } = await revoke({
		secret: finding.secret,
		environment
	}, {
		...input,
		api,
		store,
		managementKey
	});
	response.outcomes.push({
		action: "revoke",
		result,
		at,
		detail
	});
	response.key = key;
	if (diedAt === null) return;
	each.news = true;
	await markDead(each, diedAt, store, input.log);
	await concludeRevokes(finding.fingerprint, {
		at,
		detail
	}, {
		store,
		log: input.log
	});
}
async function markDead(each, at, store, log) {
	const { response, finding } = each;
	each.deadAt ??= at;
	const exposed = Date.parse(each.deadAt) - Date.parse(response.firstSeenAt);
	response.exposedForMs = exposed > 0 ? exposed : null;
	try {
		await store.died(finding.fingerprint, at);
	} catch (error) {
		log.warn("a proof of death could not be recorded", { reason: messageOf(error) });
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
	const occasion = {
		wanted: each.news || response.decision.actions.includes("alert"),
		deadAt: each.deadAt
	};
	response.outcomes.push(...await alert(about, occasion, {
		...input,
		store
	}));
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
const verdictTable = [
	{
		name: "rate limited",
		statuses: [429, 429],
		validity: "unknown",
		reason: "too many requests, so the key was not judged"
	},
	{
		name: "server error",
		statuses: [500, 599],
		validity: "unknown",
		reason: "a fault of the server"
	},
	{
		name: "static keys disabled",
		statuses: [400, 499],
		codes: ["static_api_keys_disabled"],
		validity: "unknown",
		reason: "static keys are refused here, dead or alive; look the key up in the portal (Settings > API Keys)"
	},
	{
		name: "environment mismatch",
		statuses: [400, 499],
		codes: ["key_environment_mismatch"],
		validity: "unknown",
		reason: "the key belongs to the other host"
	},
	{
		name: "keys not accepted here",
		statuses: [401, 401],
		message: /not accepted/i,
		validity: "unknown",
		reason: "this endpoint takes no API keys; look the key up in the portal (Settings > API Keys)"
	},
	{
		name: "authorization header missing or malformed",
		statuses: [401, 401],
		message: /authorization header/i,
		validity: "unknown",
		reason: "the key did not arrive; a proxy may have taken the header away"
	},
	{
		name: "alive",
		statuses: [200, 200],
		validity: "active",
		reason: "the key works"
	},
	{
		name: "alive, restricted",
		statuses: [403, 403],
		codes: [
			"insufficient_permissions",
			"role_forbidden",
			"merchant_suspended",
			"merchant_terminated",
			"merchant_not_active",
			"merchant_not_found",
			"mfa_enrollment_required",
			"velocity_blocked",
			"sandbox_only",
			"capability_required",
			"insufficient_scope",
			"module_not_enabled"
		],
		validity: "active",
		reason: "the key is known, but may not do this"
	},
	{
		name: "alive, restricted (numeric)",
		statuses: [403, 403],
		codes: ["403"],
		validity: "active",
		reason: "the key is known, but may not do this"
	},
	{
		name: "alive, not found behind auth",
		statuses: [404, 404],
		needsControl: true,
		validity: "active",
		reason: "the key was let in, to something that is not there"
	},
	{
		name: "alive, idempotency conflict",
		statuses: [409, 409],
		codes: ["idempotency_*"],
		needsControl: true,
		validity: "active",
		reason: "the key was let in, and the request refused"
	},
	{
		name: "alive, validation error",
		statuses: [422, 422],
		codes: ["validation_error"],
		needsControl: true,
		validity: "active",
		reason: "the key was let in, and the request refused"
	},
	{
		name: "dead",
		statuses: [401, 401],
		codes: ["invalid_api_key"],
		message: /^invalid api key\.?$/i,
		validity: "inactive",
		reason: "the key is revoked or expired"
	},
	{
		name: "dead (numeric)",
		statuses: [401, 401],
		codes: ["401"],
		validity: "inactive",
		reason: "the key is revoked or expired"
	},
	{
		name: "not a whole key",
		statuses: [401, 401],
		codes: ["invalid_api_key"],
		message: /^invalid api key format\.?$/i,
		validity: "inactive",
		reason: "it is not an Anton key, or was cut short"
	}
];
function judge(answer, controlClean) {
	if (answer.kind === "failure") return {
		row: null,
		validity: "unknown",
		reason: `No usable answer from Anton: ${answer.why} (${answer.detail})`
	};
	const said = answer.code === null || /^\d+$/.test(answer.code) ? String(answer.status) : `${answer.status} ${answer.code}`;
	const sentence = (meaning) => `Anton answered ${said}: ${meaning}`;
	if (!answer.anton) return {
		row: null,
		validity: "unknown",
		reason: sentence("not in a form that Anton documents")
	};
	const row = verdictTable.find((candidate) => fits(candidate, answer));
	if (!row) return {
		row: null,
		validity: "unknown",
		reason: sentence("which proves nothing about the key")
	};
	if (row.needsControl && !controlClean) {
		const reason = sentence("which proves nothing unless a made-up key is refused here");
		return {
			row: row.name,
			validity: "unknown",
			reason
		};
	}
	return {
		row: row.name,
		validity: row.validity,
		reason: sentence(row.reason)
	};
}
function fits(row, answer) {
	const [from, to] = row.statuses;
	if (answer.status < from || answer.status > to) return false;
	const { code } = answer;
	const codeFits = (wanted) => wanted.endsWith("*") ? (code ?? "").startsWith(wanted.slice(0, -1)) : code === wanted;
	if (row.codes && !row.codes.some(codeFits)) return false;
	return !row.message || row.message.test(answer.message ?? "");
}
// src/verify/verify.ts
const base62 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
async function verifyKeys(keys, api, options) {
	const { clock, random, concurrency = 4 } = options;
	const distinct = [...new Map(keys.map((key) => [key.secret.fingerprint, key])).values()];
	const verdicts = new Map();
	const trusted = [];
	for (const environment of ["live", "test"]) {
		const here = distinct.filter((key) => key.environment === environment);
		if (here.length === 0) continue;
		const answer = await api.check(madeUpKey(environment, random), environment);
		const control = judge(answer, false);
		if (control.validity === "inactive") {
			trusted.push(...here);
			continue;
		}
		const reason = `The control call (a made-up key) shows that this host can not judge keys today: ${control.reason}`;
		for (const { secret } of here) verdicts.set(secret.fingerprint, toVerdict(answer, "unknown", reason, clock));
	}
	await inParallel(trusted, concurrency, async ({ secret, environment }) => {
		const answer = await api.check(secret, environment);
		const { validity, reason } = judge(answer, true);
		verdicts.set(secret.fingerprint, toVerdict(answer, validity, reason, clock));
	});
	return verdicts;
}
function toVerdict(answer, validity, reason, clock) {
	return {
		validity,
		reason,
		checkedAt: timestamp(clock),
		status: answer.kind === "http" ? answer.status : null,
		code: answer.kind === "http" ? answer.code : null,
		requestId: answer.requestId
	};
}
function madeUpKey(environment, random) {
	const body = Array.from({ length: 32 }, () => base62[Math.floor(random() * 62)] ?? "A");
	return new Secret(`ak_${environment}_${body.join("")}`);
}
async function inParallel(items, limit, work) {
	const queue = items.values();
	const worker = async () => {
		for (const item of queue) await work(item);
	};
	await Promise.all(Array.from({ length: Math.max(1, Math.min(limit, items.length)) }, worker));
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
	const verdicts = await verify(findings, plan);
	return respondTo(findings.map((finding) => ({
		finding,
		verdict: verdictOf(finding, verdicts)
	})), foundAt, plan);
}
async function verify(findings, { api, clock, random }) {
	const keys = findings.filter(({ rule, vendor }) => rule.verification === "anton-api" && vendor === null);
	if (api === null || keys.length === 0) return new Map();
	return verifyKeys(keys.map(({ secret, rule }) => ({
		secret,
		environment: rule.environment
	})), api, {
		clock,
		random
	});
}
function verdictOf({ fingerprint, rule, vendor }, verdicts) {
	const verdict = verdicts.get(fingerprint);
	if (verdict !== void 0) return verdict;
	if (vendor !== null) return unverified(`It stands among words of ${vendor}, so it was not sent to Anton.`);
	if (rule.verification === "none") return unverified("The API can not be asked about it: look it up in the portal.");
	return unverified("This run is offline.");
}
async function respondTo(items, foundAt, plan) {
	const acts = plan.armed || plan.alerters.length > 0;
	const responses = await respond({
		...plan,
		items,
		target: plan.subject.target,
		foundAt,
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
// src/alert-channels.ts
async function readAlerters(channels, variables, log) {
	if (channels.length === 0) return [];
	const { readText, writeWhole } = await import("./write-file.js");
	const { alertersFor } = await import("./alerters.js");
	const files = {
		read: readText,
		write: writeWhole
	};
	const github = channels.some((channel) => channel.startsWith("github-issue")) ? await import("./issues.js") : null;
	const issues = (repository) => {
		const token = variables["GITHUB_TOKEN"] ?? "";
		if (github === null || token === "") throw new Error("GITHUB_TOKEN is not set");
		const apiUrl = variables["GITHUB_API_URL"] || "https://api.github.com";
		return github.githubIssues({
			token,
			repo: repository,
			apiUrl,
			log
		});
	};
	return alertersFor(channels, {
		files,
		issues,
		repository: variables["GITHUB_REPOSITORY"] || null
	});
}
// src/anton/endpoints.ts
const defaultEndpoints = {
	live: "https://api.antonpayments.com",
	test: "https://api.antonpayments.dev"
};
function parseEndpoint(variable, text) {
	const refuse = (problem) => {
		throw new AkguardError("AK_ENDPOINT", {
			variable,
			problem
		});
	};
	const url = URL.parse(text.trim()) ?? refuse("it is not a URL.");
	if (url.protocol !== "https:" && url.protocol !== "http:") refuse("it is neither https nor http.");
	if (url.protocol === "http:" && !isLoopback(url.hostname)) refuse("http would send the key in the clear.");
	if (url.username !== "" || url.password !== "") refuse("it holds a user name or password.");
	if (/[?#]/.test(url.href)) refuse("it holds a query or a fragment.");
	return url;
}
function isLoopback(hostname) {
	return hostname === "localhost" || hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
// src/config/baseline.ts
const line = /^([0-9a-f]{32})(?:\s+expires=(\d{4}-\d{2}-\d{2}))?(?:\s+(\S.*))?$/;
function parseBaseline(file, text) {
	const entries = [];
	for (const [index, raw] of text.split("\n").entries()) {
		const trimmed = raw.trim();
		if (trimmed === "" || trimmed.startsWith("#")) continue;
		const [, fingerprint, expires = null, reason = null] = line.exec(trimmed) ?? [];
		if (fingerprint === void 0) {
			const problem = `line ${index + 1} is not \`FINGERPRINT [expires=YYYY-MM-DD] [REASON]\`.`;
			throw new AkguardError("AK_BASELINE", {
				file,
				problem
			});
		}
		if (expires !== null && Number.isNaN(Date.parse(expires))) throw new AkguardError("AK_BASELINE", {
			file,
			problem: `line ${index + 1}: there is no day ${expires}.`
		});
		entries.push({
			fingerprint,
			expires,
			reason
		});
	}
	return entries;
}
function formatBaseline(entries) {
	const byFingerprint = new Map();
	for (const entry of entries) if (!byFingerprint.has(entry.fingerprint)) byFingerprint.set(entry.fingerprint, entry);
	return [
		"# akguard baseline: FINGERPRINT [expires=YYYY-MM-DD] [REASON], sorted",
		...[...byFingerprint.values()].toSorted((a, b) => a.fingerprint < b.fingerprint ? -1 : 1).map(({ fingerprint, expires, reason }) => [
			fingerprint,
			expires === null ? "" : `expires=${expires}`,
			reason ?? ""
		].filter(Boolean).join(" ")),
		""
	].join("\n");
}
// src/io/state-path.ts
function defaultStatePath(variables) {
	const base = variables["XDG_STATE_HOME"] || join(homedir(), ".local", "state");
	return join(base, "akguard", "state.db");
}
// src/respond/default-policy.ts
const defaultPolicy = [
	{
		name: "live-active",
		when: {
			validity: ["active"],
			environment: ["live"]
		},
		actions: [
			"revoke",
			"alert",
			"fail"
		]
	},
	{
		name: "test-active",
		when: {
			validity: ["active"],
			environment: ["test"]
		},
		actions: ["alert", "fail"]
	},
	{
		name: "unknown",
		when: { validity: ["unknown"] },
		actions: ["alert", "fail"]
	},
	{
		name: "unverified",
		when: { validity: ["unverified"] },
		actions: ["fail"]
	},
	{
		name: "inactive",
		when: { validity: ["inactive"] },
		actions: []
	}
];
// src/plan.ts
function walkPacks(jobs) {
	return async (tables, progress) => {
		const { packWalk } = await import("./walk-packs.js");
		return packWalk(loadRules(), jobs)(tables, progress);
	};
}
async function makePlan(subject, options, variables, log) {
	const version = readVersion();
	const endpoints = {
		live: parseEndpoint("AKGUARD_LIVE_URL", variables["AKGUARD_LIVE_URL"] || defaultEndpoints.live),
		test: parseEndpoint("AKGUARD_TEST_URL", variables["AKGUARD_TEST_URL"] || defaultEndpoints.test)
	};
	const userAgent = `akguard/${version}`;
	let api = null;
	if (options.verify) {
		const { AntonClient } = await import("./client.js");
		api = new AntonClient({
			endpoints,
			clock: systemClock,
			log,
			userAgent
		});
	}
	return {
		version,
		rules: loadRules(),
		subject,
		api,
		policy: options.policy ?? defaultPolicy,
		armed: options.armed,
		alerters: await readAlerters(options.alert, variables, log),
		managementKeys: {
			live: managementKey("AKGUARD_LIVE_API_KEY", "live", variables),
			test: managementKey("AKGUARD_TEST_API_KEY", "test", variables)
		},
		openStore: async () => {
			const { openStore } = await import("./store2.js");
			return openStore(options.state ?? defaultStatePath(variables), { log });
		},
		failOn: options.failOn,
		baseline: options.baseline === null ? null : await readBaseline(options.baseline),
		isIgnored: await ignorer(options.ignore),
		progress: !options.quiet,
		clock: systemClock,
		log,
		random: Math.random
	};
}
async function readBaseline(file) {
	const { readText } = await import("./write-file.js");
	const text = await readText(file).catch((error) => {
		throw new AkguardError("AK_BASELINE", {
			file,
			problem: messageOf(error)
		});
	});
	if (text === null) throw new AkguardError("AK_BASELINE", {
		file,
		problem: "there is no such file."
	});
	return parseBaseline(file, text);
}
async function ignorer(patterns) {
	if (patterns.length === 0) return () => false;
	const { excluder } = await import("./paths2.js");
	return excluder(patterns);
}
function managementKey(variable, environment, variables) {
	const value = variables[variable]?.trim() ?? "";
	if (value === "") return null;
	if (value.startsWith(`ak_${environment}_`)) return new Secret(value);
	throw new AkguardError("AK_USAGE", { problem: `${variable} does not hold a key that starts with ak_${environment}_.` });
}
const longestInput = 4096;
async function readKey() {
	const input = await readShortStdin(longestInput);
	if (input.toString().trim() === "") throw new AkguardError("AK_NO_KEY");
	const scanner = new Scanner(loadRules());
	scanner.whole({
		kind: "log",
		path: "-"
	}, input);
	const [finding, ...others] = groupFindings(scanner.matches);
	if (finding === void 0 || others.length > 0) throw new AkguardError("AK_NOT_A_KEY");
	return {
		name: "key",
		target: "the key on standard input",
		finding
	};
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
	const offsets = shared(Float64Array, 8, count + 1);
	offsets.set(inIdOrder.toSorted());
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
	const entryAt = finder(offsets, count);
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
			twice: null
		},
		kinds,
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
function finder(offsets, count) {
	const stretch = 256;
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
			if (type !== void 0 && table.twice?.[entry] !== 1) counts[type]++;
		}
		return counts;
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
					pack.table.twice ??= shared(Uint8Array, 1, count);
					pack.table.twice[pack.entryAt(offsets[position] ?? 0)] = 1;
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
async function sweepStore(place, walkPacks, sinks) {
	const { folders, idSize } = await findObjectFolders(place);
	const bad = folders.filter((folder) => !existsSync(folder)).map((id) => ({
		id: `in ${id}`,
		reason: "an alternate that is not there"
	}));
	const store = new PackStore(idSize);
	const seen = new Set();
	try {
		for (let round = 0; round < mostRounds; round++) {
			const listed = list(folders, idSize, round === 0 ? bad : []);
			const added = store.open(listed.packs);
			const loose = listed.loose.filter((id) => !seen.has(id));
			if (round > 0 && added.length === 0 && loose.length === 0) break;
			sinks.packed(store.count(added));
			bad.push(...await walkAll(place, added, walkPacks, sinks));
			const own = loose.filter((id) => !store.has(Buffer.from(id, "hex")));
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
	for (const [i, { table, index, damage }] of packs.entries()) {
		const { suspects = [], large = [], bad: damaged = [] } = walks[i] ?? {};
		if (damaged.length > 0) damage.set("it is damaged", damaged);
		const name = (entries) => {
			const offsets = entries.map((entry) => table.offsets[entry] ?? 0);
			const ids = index.idsAt(new Set(offsets));
			return offsets.map((offset) => ids.get(offset) ?? "?");
		};
		for (const [reason, entries] of damage) {
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
		const ids = name([...suspects, ...large].toSorted((a, b) => a - b));
		if (ids.length > 0) bad.push(...await readObjects(place, ids, sinks.suspects));
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
function historySource(directory, walkPacks) {
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
			reportBad(await readStore(place, walkPacks, sink, coverage), coverage);
			if (repository.shallow) coverage.missed("older history", "not in this shallow clone; run `git fetch --unshallow`");
			const promised = await countPromised(place);
			if (promised > 0) coverage.missed(`${promised} objects`, "not in this partial clone; clone without `--filter`");
		},
		async refine(matches, _findKeys, coverage) {
			const origins = await findOrigins(place, matches, coverage);
			const remote = await remoteUrl(directory);
			return Promise.all(matches.map((match) => attribute(place, match, origins, remote)));
		}
	};
}
async function readStore(place, walkPacks, sink, coverage) {
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
		});
	} catch (error) {
		if (!(error instanceof UnsupportedStore)) throw error;
		coverage.leftOut("the fast way through the store", `${error.message}; git read the objects instead`);
		return readAllObjects(place, objectFeed(sink, coverage));
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
				for (const { after, path } of changes) if (after !== null && wanted.has(after) && !origins.blobs.has(after)) origins.blobs.set(after, {
					commit: info,
					path
				});
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
export { runPipeline as C, Coverage as D, groupFindings as E, silentLog as O, makeScanner as S, isSuppressed as T, readKey as _, initRepository as a, conclude as b, readObjects as c, resolveRevision as d, gitFailed as f, makePlan as g, tryGit as h, commitAll as i, systemClock as k, findRepository as l, streamGit as m, objectFeed as n, readCommits as o, runGit as p, reportBad as r, readStaged as s, historySource as t, openRepository as u, walkPacks as v, scan as w, handle as x, formatBaseline as y };
