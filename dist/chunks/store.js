// src/core/store.ts
const intentLeaseMs = 6e4;
const claimLeaseMs = 18e4;
Object.defineProperty(exports, "claimLeaseMs", {
	enumerable: true,
	get: function() {
		return claimLeaseMs;
	}
});
Object.defineProperty(exports, "intentLeaseMs", {
	enumerable: true,
	get: function() {
		return intentLeaseMs;
	}
});
