const require_secret = require("./secret.js");
const require_runtime = require("./runtime.js");
const require_answer_text = require("./answer-text.js");
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
const pausesMs = {
	watched: [
		50,
		200,
		800
	],
	alone: [250]
};
const longestProbeMs = 6e4;
const pauseGrowth = 1.1;
async function probe(leaked, environment, ids, deps) {
	if (deps.observer && await canWatch(deps.observer, environment, ids, deps)) return run(new Probe(leaked, environment, ids, deps, deps.observer), pausesMs.watched);
	return run(new Probe(leaked, environment, ids, deps, null), pausesMs.alone);
}
async function run(trial, pauses) {
	for (const pause of pauses) {
		trial.pause = pause;
		const result = await round(trial, acceptedChance / pauses.length);
		if (result !== "undecided") return result;
	}
	return unclear(trial);
}
async function round(trial, accepted) {
	const seen = [];
	for (let i = 0; i < maximumObservations && !trial.isLate(); i += 1) {
		const step = await trial.step();
		if (step.kind !== "seen") return step;
		if (step.observation) seen.push(step.observation);
		if (trial.calm(seen).length < minimumObservations) continue;
		const [only, ...others] = followers(trial.ids, trial.calm(seen));
		if (only && others.length === 0 && only.chance <= accepted) return {
			kind: "found",
			id: only.id
		};
		if (!only && seen.length >= hopelessObservations) return unclear(trial);
	}
	return trial.isLate() ? unclear(trial) : "undecided";
}
function unclear({ ids }) {
	return {
		kind: "ambiguous",
		why: `${ids.length} keys could be it, and their last uses do not tell them apart`
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
	#revokedAt = new Map();
	#durations = [];
	pause = 0;
	constructor(leaked, environment, ids, deps, observer) {
		this.#leaked = leaked;
		this.#environment = environment;
		this.ids = ids;
		this.#deps = deps;
		this.#observer = observer;
		this.#started = deps.clock.now();
	}
	step() {
		return this.#observer ? this.#useThenWatch(this.#observer) : this.#useByLooking();
	}
	async #useThenWatch(observer) {
		const [answer, used] = await this.#timed(() => this.#deps.api.check(this.#leaked, this.#environment));
		if (!wasTaken(answer)) return {
			kind: "failed",
			why: `the key could not be used (${require_answer_text.answerText(answer)})`
		};
		await this.#sleep(1);
		const step = await this.#look(observer, used, null);
		await this.#sleep(0);
		return step;
	}
	async #useByLooking() {
		if (this.#lastUse) await this.#sleep(1);
		this.pause *= pauseGrowth;
		return this.#look(this.#leaked, this.#lastUse, this.#leaked);
	}
	async #look(bearer, before, using) {
		const [listing, span] = await this.#timed(() => this.#deps.api.listKeys(bearer, this.#environment));
		if (!listing.ok) return {
			kind: "failed",
			why: `its keys could not be listed (${require_answer_text.answerText(listing.answer)})`
		};
		if (using) this.#lastUse = span;
		const keys = new Map(listing.keys.map((key) => [key.id, key]));
		const times = new Map();
		for (const id of this.ids) {
			const key = keys.get(id);
			if (!key || this.#revokedAt.has(id) && this.#revokedAt.get(id) !== key.revokedAt) return {
				kind: "ambiguous",
				why: "the list of keys changed meanwhile"
			};
			this.#revokedAt.set(id, key.revokedAt);
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
		const pause = Math.max(this.pause, 2 * median(this.#durations));
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
const staleListMs = 6e4;
const endMarginMs = 864e5;
async function identify(leaked, environment, deps) {
	const first = await look(leaked, environment, deps);
	if (first.kind !== "identified" || first.key.id === deps.earlier?.id || first.key.matchedBy !== "sole-key") return first;
	const listable = deps.knownSince + staleListMs;
	if (deps.clock.now() >= listable) return first;
	if ((await probe(leaked, environment, [first.key.id], deps)).kind === "found") return {
		kind: "identified",
		key: {
			...first.key,
			matchedBy: "last-used-probe"
		}
	};
	await deps.clock.sleep(listable - deps.clock.now());
	return look(leaked, environment, deps);
}
async function look(leaked, environment, deps) {
	const listing = await deps.api.listKeys(leaked, environment);
	if (!listing.ok) return {
		kind: "failed",
		why: `its keys could not be listed (${require_answer_text.answerText(listing.answer)})`
	};
	const usable = listing.keys.filter((key) => isUsable(key, environment, deps.clock.now()));
	const last = lastCharacters(leaked);
	const plausible = usable.filter((key) => key.suffix === null || suffixFits(key.suffix, last));
	const { earlier } = deps;
	const entry = await entryOf(leaked, deps);
	if (entry) {
		const known = plausible.find((key) => key.id === entry.keyId);
		if (known && (earlier ?? known).id === known.id) return identified(known, "inventory");
		const but = known ? `and an earlier run that it is key ${earlier?.id}` : "which it can't be";
		return {
			kind: "ambiguous",
			why: `the inventory says that it is key ${entry.keyId}, ${but}`
		};
	}
	const elsewhere = await idsOfOthers(leaked, environment, deps);
	const left = plausible.filter((key) => !elsewhere.has(key.id));
	const again = earlier ? listing.keys.find((key) => key.id === earlier.id) : void 0;
	if (earlier && again && !elsewhere.has(again.id)) return identified(again, earlier.matchedBy);
	if (plausible.length === 0) return {
		kind: "ambiguous",
		why: `none of the ${listing.keys.length} listed keys can be it`
	};
	const [first, ...others] = left;
	if (!first || again) return {
		kind: "ambiguous",
		why: "the inventory knows the key that it should be as another one"
	};
	if (last !== "" && usable.every((key) => key.suffix !== null) && plausible.length === 1) return identified(first, "masked-suffix");
	if (others.length === 0 && usable.every((key) => key === first || elsewhere.has(key.id))) return identified(first, "sole-key");
	const result = await probe(leaked, environment, left.map((key) => key.id), deps);
	if (result.kind !== "found") return result;
	const found = left.find((key) => key.id === result.id);
	return found ? identified(found, "last-used-probe") : {
		kind: "ambiguous",
		why: "the list of keys changed"
	};
}
async function entryOf(leaked, deps) {
	try {
		return await deps.inventory?.known(leaked.fingerprint) ?? null;
	} catch {
		return null;
	}
}
async function idsOfOthers(leaked, environment, deps) {
	const entries = await deps.inventory?.inventory(environment).catch(() => []) ?? [];
	const owners = new Map();
	for (const { keyId, fingerprint } of entries) owners.set(keyId, (owners.get(keyId) ?? new Set()).add(fingerprint));
	const certain = [...owners].filter(([, each]) => each.size === 1 && !each.has(leaked.fingerprint));
	return new Set(certain.map(([id]) => id));
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
	if (key.environment !== environment) return false;
	return [key.revokedAt, key.expiresAt].every((end) => end === null || !(Date.parse(end) < now - endMarginMs));
}
function lastCharacters(key) {
	return key.redacted.slice(key.redacted.lastIndexOf("*") + 1);
}
function suffixFits(suffix, last) {
	const shown = suffix.replace(/^\*+/, "");
	return shown.endsWith(last) || last.endsWith(shown);
}
// src/verify/failure-words.ts
const failureRows = [
	{
		name: "timeout",
		why: "timeout",
		words: "it did not answer in time"
	},
	{
		name: "no such host",
		why: "dns",
		words: "the host's name could not be looked up"
	},
	{
		name: "clock",
		why: "tls",
		detail: /^CERT_(HAS_EXPIRED|NOT_YET_VALID)$/,
		words: "the host's certificate is not valid today; check the clock of this machine"
	},
	{
		name: "another host",
		why: "tls",
		detail: /ALTNAME|HOSTNAME_MISMATCH/,
		words: "another host answered under its name; DNS or a proxy leads astray, and the key was not sent"
	},
	{
		name: "no trusted certificate",
		why: "tls",
		detail: /SELF_SIGNED|UNABLE_TO_|CERT_UNTRUSTED|INVALID_CA/,
		words: "nobody whom this machine trusts vouches for the host; a proxy may be reading along, so the key was not sent"
	},
	{
		name: "no TLS",
		why: "tls",
		words: "no safe connection came about, and the key was not sent"
	},
	{
		name: "redirect",
		why: "redirect",
		words: "a redirect leads to where the key must not go; a sign-in page may stand in between"
	},
	{
		name: "proxy sign-in",
		why: "not-json",
		detail: /^status (407|511)\b/,
		words: "a proxy or a network wants somebody to sign in first"
	},
	{
		name: "captive portal",
		why: "not-json",
		detail: /^status 2\d\d, a web page/,
		words: "a web page came instead, as from a sign-in page of a network or proxy"
	},
	{
		name: "web page",
		why: "not-json",
		detail: /a web page/,
		words: "a web page came instead, as from a firewall or proxy in between"
	},
	{
		name: "not JSON",
		why: "not-json",
		words: "what came is not JSON, so it is not from the API"
	},
	{
		name: "wrong shape",
		why: "wrong-shape",
		words: "what came is no answer that Anton documents"
	},
	{
		name: "nobody listens",
		why: "network",
		detail: /^ECONNREFUSED$/,
		words: "nobody listens there"
	},
	{
		name: "cut off",
		why: "network",
		detail: /^(ECONNRESET|EPIPE|UND_ERR_SOCKET)$/,
		words: "the connection was cut before there was an answer"
	},
	{
		name: "no way there",
		why: "network",
		detail: /^(EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|ENETDOWN)$/,
		words: "the network knows no way to the host"
	},
	{
		name: "no HTTP",
		why: "network",
		detail: /^(no HTTP$|HPE_)/,
		words: "what answers there does not speak HTTP"
	},
	{
		name: "no reason given",
		why: "network",
		detail: /^the connection failed$/,
		words: "no answer could be taken; a proxy may want somebody to sign in"
	},
	{
		name: "network",
		why: "network",
		words: "the connection failed"
	},
	{
		name: "not sent",
		why: "not-sent",
		words: "the key was not sent"
	}
];
function failureWords(why, detail) {
	const row = failureRows.find((each) => each.why === why && (each.detail?.test(detail) ?? true));
	return {
		row: row?.name ?? why,
		words: `${row?.words ?? why} (${detail})`
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
	if (answer.kind === "failure") {
		const { words } = failureWords(answer.why, answer.detail);
		return {
			row: null,
			validity: "unknown",
			reason: `No usable answer from Anton: ${words}`
		};
	}
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
// src/verify/once.ts
const underWay = new WeakMap();
function checkOnce(api, key, environment) {
	const mine = underWay.get(api) ?? new Map();
	underWay.set(api, mine);
	const question = `${environment}:${key.fingerprint}`;
	const asked = mine.get(question);
	if (asked) return asked;
	const asking = api.check(key, environment).finally(() => mine.delete(question));
	mine.set(question, asking);
	return asking;
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
		options.onControl?.(environment, control.validity === "inactive", control.reason);
		if (control.validity === "inactive") {
			trusted.push(...here);
			continue;
		}
		const reason = `The control call (a made-up key) shows that this host can not judge keys today: ${control.reason}`;
		for (const { secret } of here) verdicts.set(secret.fingerprint, toVerdict(answer, "unknown", reason, clock));
	}
	await inParallel(trusted, concurrency, async ({ secret, environment }) => {
		const answer = await checkOnce(api, secret, environment);
		const { validity, reason } = judge(answer, true);
		verdicts.set(secret.fingerprint, toVerdict(answer, validity, reason, clock));
	});
	for (const environment of ["live", "test"]) {
		const here = trusted.filter((key) => key.environment === environment);
		const doubt = await doubtAbout(here, options.managementKeys?.[environment] ?? null, environment, verdicts, api);
		if (doubt === null) continue;
		for (const { secret } of here) {
			const verdict = verdicts.get(secret.fingerprint);
			if (verdict?.validity !== "inactive") continue;
			const reason = `${verdict.reason}; but ${doubt}`;
			verdicts.set(secret.fingerprint, {
				...verdict,
				validity: "unknown",
				reason
			});
		}
	}
	return verdicts;
}
async function doubtAbout(keys, managementKey, environment, verdicts, api) {
	const validities = keys.map(({ secret }) => verdicts.get(secret.fingerprint)?.validity);
	if (managementKey === null || !validities.includes("inactive") || validities.includes("active")) return null;
	if (keys.some(({ secret }) => secret.fingerprint === managementKey.fingerprint)) return null;
	const { validity, reason } = judge(await checkOnce(api, managementKey, environment), true);
	if (validity === "active") return null;
	return `the management key (${`AKGUARD_${environment.toUpperCase()}_API_KEY`}) is not let in either, so nothing is proven (${reason})`;
}
function toVerdict(answer, validity, reason, clock) {
	return {
		validity,
		reason,
		checkedAt: require_runtime.timestamp(clock),
		status: answer.kind === "http" ? answer.status : null,
		code: answer.kind === "http" ? answer.code : null,
		requestId: answer.requestId
	};
}
function madeUpKey(environment, random) {
	const body = Array.from({ length: 32 }, () => base62[Math.floor(random() * 62)] ?? "A");
	return new require_secret.Secret(`ak_${environment}_${body.join("")}`);
}
async function inParallel(items, limit, work) {
	const queue = items.values();
	const worker = async () => {
		for (const item of queue) await work(item);
	};
	await Promise.all(Array.from({ length: Math.max(1, Math.min(limit, items.length)) }, worker));
}
Object.defineProperty(exports, "identify", {
	enumerable: true,
	get: function() {
		return identify;
	}
});
Object.defineProperty(exports, "judge", {
	enumerable: true,
	get: function() {
		return judge;
	}
});
Object.defineProperty(exports, "verifyKeys", {
	enumerable: true,
	get: function() {
		return verifyKeys;
	}
});
