const require_object_feed = require("./object-feed.js");
// src/sources/added.ts
var EarlierVersions = class {
	#place;
	#findKeys;
	#counts = new Map();
	constructor(place, findKeys) {
		this.#place = place;
		this.#findKeys = findKeys;
	}
	async load(ids) {
		const wanted = [...new Set(ids)].filter((id) => !this.#counts.has(id));
		let current = "";
		let pieces = [];
		await require_object_feed.readObjects(this.#place, wanted, {
			object: (id) => {
				current = id;
				pieces = [];
			},
			bytes: (piece, last) => {
				pieces.push(Buffer.from(piece));
				if (last) this.#count(current, Buffer.concat(pieces));
			},
			missing: () => {}
		});
	}
	#count(id, bytes) {
		const counts = new Map();
		for (const key of this.#findKeys(bytes)) counts.set(key.fingerprint, (counts.get(key.fingerprint) ?? 0) + 1);
		this.#counts.set(id, counts);
	}
	added(change, matches) {
		return [...Map.groupBy(matches, (match) => match.secret.fingerprint)].flatMap(([fingerprint, places]) => {
			const before = Math.max(0, ...change.before.map((id) => this.#counts.get(id)?.get(fingerprint) ?? 0));
			return places.toSorted((a, b) => a.offset - b.offset).slice(before);
		});
	}
};
Object.defineProperty(exports, "EarlierVersions", {
	enumerable: true,
	get: function() {
		return EarlierVersions;
	}
});
