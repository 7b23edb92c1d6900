// src/core/store.ts
const intentLeaseMs = 6e4;
Object.defineProperty(exports, "intentLeaseMs", {
	enumerable: true,
	get: function() {
		return intentLeaseMs;
	}
});
