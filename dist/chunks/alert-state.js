// src/respond/alert-state.ts
function alertState(finding) {
	const state = standing(finding);
	return (state === "revoked" || state === "inactive") && isGone(finding) ? "gone" : state;
}
function isGone({ matches }) {
	return matches.length > 0 && matches.every(({ tips }) => tips !== null && tips.length === 0);
}
function mayBeAlive(state) {
	return knowledge[state] < knowledge.inactive;
}
function standing(finding) {
	const revocation = finding.outcomes.filter((outcome) => outcome.action === "revoke").at(-1);
	if (revocation?.result === "revoked") return "revoked";
	if (revocation?.result === "already-inactive") return "inactive";
	if (revocation?.result === "unconfirmed") return "in-doubt";
	return finding.verdict.validity;
}
const knowledge = {
	unverified: 0,
	unknown: 1,
	active: 2,
	"in-doubt": 3,
	inactive: 4,
	revoked: 4,
	gone: 5
};
Object.defineProperty(exports, "alertState", {
	enumerable: true,
	get: function() {
		return alertState;
	}
});
Object.defineProperty(exports, "knowledge", {
	enumerable: true,
	get: function() {
		return knowledge;
	}
});
Object.defineProperty(exports, "mayBeAlive", {
	enumerable: true,
	get: function() {
		return mayBeAlive;
	}
});
