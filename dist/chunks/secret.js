let node_util = require("node:util");
// src/core/secret.ts
function fingerprintOf(key) {
	const { createHash } = process.getBuiltinModule("node:crypto");
	return createHash("sha256").update(`akguard:1:${key}`).digest("hex").slice(0, 32);
}
var Secret = class {
	label;
	fingerprint;
	#key;
	constructor(key) {
		this.#key = key;
		this.fingerprint = fingerprintOf(key);
		this.label = `[secret ${this.fingerprint}]`;
	}
	expose() {
		return this.#key;
	}
	get redacted() {
		const prefix = /^(?:ak|ant_ocs?)_(?:live|test)_/.exec(this.#key)?.[0] ?? "";
		return `${prefix}****${this.#key.length - prefix.length >= 12 ? this.#key.slice(-4) : ""}`;
	}
	toString() {
		return this.label;
	}
	toJSON() {
		return this.label;
	}
	[Symbol.toPrimitive]() {
		return this.label;
	}
	[node_util.inspect.custom]() {
		return this.label;
	}
};
Object.defineProperty(exports, "Secret", {
	enumerable: true,
	get: function() {
		return Secret;
	}
});
Object.defineProperty(exports, "fingerprintOf", {
	enumerable: true,
	get: function() {
		return fingerprintOf;
	}
});
