// src/respond/alert-state.ts
function alertState(finding) {
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
	revoked: 4
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
