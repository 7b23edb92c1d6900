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
function saidBy(finding) {
	const state = alertState(finding);
	const death = revocationOf(finding);
	return {
		state,
		asOf: death?.result === "revoked" || death?.result === "already-inactive" ? death.at : finding.verdict.checked_at
	};
}
function saysMore(finding, before) {
	return knowledge[alertState(finding)] > knowledge[before.state] || isBack(finding, before);
}
function isBack(finding, before) {
	if (mayBeAlive(before.state) || finding.verdict.validity !== "active") return false;
	const { state, asOf } = saidBy(finding);
	if (!mayBeAlive(state) || asOf === null) return false;
	return before.asOf === null || Date.parse(asOf) > Date.parse(before.asOf);
}
function revocationOf({ outcomes }) {
	return outcomes.findLast(({ action }) => action === "revoke");
}
function standing(finding) {
	const revocation = revocationOf(finding);
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
Object.defineProperty(exports, "isBack", {
	enumerable: true,
	get: function() {
		return isBack;
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
Object.defineProperty(exports, "saidBy", {
	enumerable: true,
	get: function() {
		return saidBy;
	}
});
Object.defineProperty(exports, "saysMore", {
	enumerable: true,
	get: function() {
		return saysMore;
	}
});
