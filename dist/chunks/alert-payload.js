const require_text = require("./text.js");
const require_errors = require("./errors.js");
const require_alert_state = require("./alert-state.js");
const require_runtime = require("./runtime.js");
require("./store.js");
// src/respond/acts.ts
const askAgainMs = 250;
async function intend(store, clock, act, gate) {
	const started = clock.now();
	for (;;) {
		const intended = await store.intend({
			...act,
			at: require_runtime.timestamp(clock)
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
async function claim(store, clock, fingerprint) {
	const started = clock.now();
	while (!await store.claim(fingerprint, require_runtime.timestamp(clock))) {
		if (clock.now() - started > 36e4) throw new Error("other runs keep doing the same");
		await clock.sleep(askAgainMs);
	}
	return clock.now() > started;
}
async function conclude(store, log, id, ...outcome) {
	try {
		await store.conclude(id, ...outcome);
	} catch (error) {
		log.warn("an outcome could not be recorded; the next run will settle it", { reason: require_errors.messageOf(error) });
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
	return require_text.maskKeys(JSON.stringify(kept));
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
function saidIn(payload) {
	const alert = alertFrom(payload);
	return alert ? require_alert_state.saidBy(alert.finding) : {
		state: "unverified",
		asOf: null
	};
}
Object.defineProperty(exports, "alertFrom", {
	enumerable: true,
	get: function() {
		return alertFrom;
	}
});
Object.defineProperty(exports, "claim", {
	enumerable: true,
	get: function() {
		return claim;
	}
});
Object.defineProperty(exports, "conclude", {
	enumerable: true,
	get: function() {
		return conclude;
	}
});
Object.defineProperty(exports, "intend", {
	enumerable: true,
	get: function() {
		return intend;
	}
});
Object.defineProperty(exports, "payloadOf", {
	enumerable: true,
	get: function() {
		return payloadOf;
	}
});
Object.defineProperty(exports, "saidIn", {
	enumerable: true,
	get: function() {
		return saidIn;
	}
});
