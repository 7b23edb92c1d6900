// src/core/blob.ts
function pathOf(provenance) {
	switch (provenance.kind) {
		case "file":
		case "log":
		case "index":
		case "commit": return provenance.path;
		case "object":
		case "message": return null;
	}
}
Object.defineProperty(exports, "pathOf", {
	enumerable: true,
	get: function() {
		return pathOf;
	}
});
