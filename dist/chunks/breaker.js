// src/core/breaker.ts
function whySpent({ most, begun }, key) {
	if (begun.has(key) || begun.size < most) return null;
	return `this run has revoked as many keys as one may, ${most} (see --max-revocations)`;
}
const hourMs = 36e5;
function whyStopped(gate, open, othersInLastHour) {
	const breaker = open.find((each) => each.environment === gate.environment);
	if (breaker) return `the breaker is open since ${breaker.openedAt}: ${breaker.why}; see \`akguard breaker status\``;
	if (othersInLastHour < gate.mostAnHour) return null;
	return `${othersInLastHour} other keys were revoked within an hour, and ${gate.mostAnHour} is the limit; wait, or look into it and give \`akguard breaker reset\``;
}
Object.defineProperty(exports, "hourMs", {
	enumerable: true,
	get: function() {
		return hourMs;
	}
});
Object.defineProperty(exports, "whySpent", {
	enumerable: true,
	get: function() {
		return whySpent;
	}
});
Object.defineProperty(exports, "whyStopped", {
	enumerable: true,
	get: function() {
		return whyStopped;
	}
});
