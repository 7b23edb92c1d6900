require("./shared-pace.js");
const longestHoldMs = 6e4;
const lowShare = .1;
const lowWithoutLimit = 100;
var Pacer = class {
	#intervalMs;
	#clock;
	#shared;
	#evenly = 0;
	#holdUntil = 0;
	constructor(clock, requestsPerMinute, shared = null) {
		this.#shared = shared;
		this.#clock = clock;
		this.#intervalMs = 6e4 / requestsPerMinute;
	}
	async turn(urgent) {
		const now = this.#clock.now();
		this.#evenly = Math.max(this.#evenly, now) + this.#intervalMs;
		if (urgent) return this.#shared?.spend();
		if (this.#shared !== null && await this.#turnOfAll(this.#shared)) return;
		const budget = this.#evenly - 160 * this.#intervalMs - now;
		const wait = Math.ceil(Math.max(budget, this.#holdUntil - now));
		if (wait > 0) await this.#clock.sleep(wait);
	}
	async #turnOfAll(shared) {
		try {
			for (let at = await shared.turn();;) {
				const now = this.#clock.now();
				const wait = Math.ceil(Math.max(at, await shared.until(), this.#holdUntil) - now);
				if (wait > 0) await this.#clock.sleep(wait);
				else if (now - at < 3e3) return true;
				else at = await shared.turn();
			}
		} catch {
			return false;
		}
	}
	heard(headers, retryAfterMs) {
		const now = this.#clock.now();
		if (retryAfterMs !== null) this.#hold(now, retryAfterMs);
		const remaining = numberIn(headers, "x-ratelimit-remaining");
		if (remaining === null) return;
		const limit = numberIn(headers, "x-ratelimit-limit");
		if (remaining > (limit === null ? lowWithoutLimit : limit * lowShare)) return;
		this.#hold(now, untilReset(headers, now) / (remaining + 1));
	}
	#hold(now, ms) {
		this.#holdUntil = Math.max(this.#holdUntil, now + Math.min(ms, longestHoldMs));
		this.#shared?.hold(this.#holdUntil).catch(() => {});
	}
};
const pacers = new WeakMap();
function pacerFor(origin, clock, requestsPerMinute, shared = null) {
	const known = pacers.get(clock) ?? new Map();
	pacers.set(clock, known);
	const pacer = known.get(origin) ?? new Pacer(clock, requestsPerMinute, shared);
	known.set(origin, pacer);
	return pacer;
}
function untilReset(headers, now) {
	const reset = numberIn(headers, "x-ratelimit-reset");
	if (reset === null) return longestHoldMs;
	const ms = reset > 1e9 ? reset * 1e3 - now : reset * 1e3;
	return Math.min(Math.max(ms, 0), longestHoldMs);
}
function numberIn(headers, name) {
	const value = headers.get(name);
	return value !== null && /^\d{1,12}$/.test(value) ? Number(value) : null;
}
Object.defineProperty(exports, "pacerFor", {
	enumerable: true,
	get: function() {
		return pacerFor;
	}
});
