// src/core/shared-pace.ts
const turnLastsMs = 3e3;
Object.defineProperty(exports, "turnLastsMs", {
	enumerable: true,
	get: function() {
		return turnLastsMs;
	}
});
